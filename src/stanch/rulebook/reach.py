"""Whether a rule reaches an activity: direction, goods, conditions of the trigger, and the authority's own reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache

from stanch.rulebook.conditions import truth
from stanch.rulebook.goods import lexicon
from stanch.rulebook.model import Condition, Direction, Goods, Version
from stanch.rulebook.predicates import item_truth
from stanch.rulebook.rules import Moves, Rule, Rules
from stanch.rulebook.scene import Cargo, Scene, Truth, all_of, any_of

_YES = Truth(True, "")


def reached(scene: Scene, rule: Rule) -> Truth:
    """Whether the rule's trigger holds; the first part that fails gives the reason."""
    version = rule.version
    parts = []
    if version.direction is not Direction.NONE and scene.vocabulary.acts[scene.activity.act].kind == "goods":
        direction = direction_truth(scene, version)
        if direction.value is False:
            return direction
        parts.append(direction)
    if version.goods:
        goods = goods_truth(scene, version.goods)
        if goods.value is False:
            return goods
        parts.append(goods)
    conditions = trigger_truth(scene, version.when)
    if conditions.value is False or not parts:
        return conditions
    return all_of([*parts, conditions] if version.when else parts)


def trigger_truth(scene: Scene, conditions: Sequence[Condition]) -> Truth:
    """Conditions of a trigger: all hold; a determination that nobody made is not made."""
    if not conditions:
        return _YES
    truths = []
    for condition in conditions:
        result = truth(scene, condition, silent=True)
        if result.value is False:
            return result
        truths.append(result)
    return all_of(truths)


def moves_of(scene: Scene) -> Moves | None:
    """How goods move, seen from the territory; None when the act moves none."""
    if scene.vocabulary.acts[scene.activity.act].kind != "goods":
        return None
    return (
        _from_target(scene, "").value,
        _from_target(scene, "target_origin").value,
        _to_target(scene).value,
    )


def relevant(rules: Rules, scene: Scene, authority: str) -> Sequence[Rule]:
    """The rules of an authority that act, day, way of the goods and goods do not already rule out."""
    moves = moves_of(scene)
    if scene.known_on is None:
        return _relevant(rules, authority, scene.acts, rules.epoch(scene.day), moves, scene.cargo)
    return tuple(
        rule
        for rule in rules.by_authority[authority]
        if rule.holds(scene.day, scene.known_on) and rule.is_about(scene.acts, moves)
    )


@lru_cache(maxsize=100_000)
def _relevant(
    rules: Rules, authority: str, acts: frozenset[str], epoch: int, moves: Moves | None, cargo: Cargo
) -> Sequence[Rule]:
    return tuple(
        rule
        for rule in rules.in_epoch(authority, acts, epoch, moves)
        if not rule.version.goods or _any_kind(cargo, rule.version.goods)
    )


def direction_truth(scene: Scene, version: Version) -> Truth:
    """Whether the goods move the way the rule is about."""
    if version.direction is Direction.FROM_TARGET:
        return _from_target(scene, version.origin)
    if version.direction is Direction.TO_TARGET:
        return _to_target(scene)
    return any_of([_from_target(scene, version.origin), _to_target(scene)])


def _from_target(scene: Scene, origin_rule: str) -> Truth:
    activity, target = scene.activity, scene.target
    if activity.to_country == target:
        return Truth(False, f"the goods go to {target}, not from it")
    if activity.origin == target:
        return Truth(True, f"the goods originate in {target}")
    if origin_rule == "target_origin":
        if activity.origin:
            return Truth(False, f"the goods originate in {activity.origin}")
        return Truth(None, "the origin is not known", ("origin",))
    if activity.from_country == target:
        return Truth(True, f"the goods leave {target}, whatever their origin")
    if any(_in_target(scene, via) for via in activity.via):
        return Truth(True, f"the goods pass through {target}, whatever their origin")
    if activity.from_country or activity.origin:
        shown = ", ".join(filter(None, (activity.from_country, activity.origin)))
        return Truth(False, f"the goods come from {shown}, not from {target}")
    return Truth(None, "neither departure nor origin is known", ("from_country", "origin"))


def _in_target(scene: Scene, place: str) -> bool:
    return place == scene.target or any(place.casefold().strip() in words for words in scene.places.values())


def _to_target(scene: Scene) -> Truth:
    activity, target = scene.activity, scene.target
    if activity.to_country == target:
        return Truth(True, f"the goods go to {target}")
    if activity.to_country:
        return Truth(False, f"the goods go to {activity.to_country}, not to {target}")
    if target in (activity.from_country, activity.origin):
        return Truth(False, f"the goods come from {target}")
    return Truth(None, "the destination is not known", ("to_country",))


def goods_truth(scene: Scene, goods: Sequence[Goods]) -> Truth:
    """Whether the goods are among those of the rule."""
    truths = []
    for each in goods:
        result = _one_kind(scene.cargo, each)
        if result.value is not False and each.when:
            result = all_of([result, trigger_truth(scene, each.when)])
        if result.value:
            return result
        truths.append(result)
    return any_of(truths)


def _any_kind(cargo: Cargo, goods: Sequence[Goods]) -> bool:
    """False when the goods are certainly none of these, whatever else is known of the activity."""
    return any(_one_kind(cargo, each).value is not False for each in goods)


def _one_kind(cargo: Cargo, goods: Goods) -> Truth:
    code = cargo.hs
    if not code:
        return _by_words(cargo, goods)
    codes = cargo.codes(goods.hs_edition)
    if goods.except_hs and all(one.startswith(goods.except_hs) for one in codes):
        return Truth(False, f"code {code} is taken out of {_words(goods.item)}")
    if goods.hs and any(one.startswith(goods.hs) for one in codes):
        return Truth(
            True, f"code {code} is {_words(goods.item)} (HS {_shown(goods)}, basis: {goods.hs_basis})"
        )
    if goods.part_of_hs and any(one.startswith(goods.part_of_hs) for one in codes):
        return _part(cargo, goods, code)
    wider = tuple(
        prefix for prefix in (*goods.hs, *goods.part_of_hs) if any(prefix.startswith(one) for one in codes)
    )
    if wider:
        return Truth(None, f"code {code} is too short to tell {_words(goods.item)}", ("hs",))
    said = item_truth(cargo, goods.item) if cargo.items else Truth(False, "")
    if said.value and not (goods.hs or goods.part_of_hs):
        return said
    if said.value:
        return Truth(None, f"the words say {_words(goods.item)}, code {code} does not", ("goods",))
    if said.value is None and not (goods.hs or goods.part_of_hs):
        return said
    return Truth(False, f"code {code} is not {_words(goods.item)} (HS {_shown(goods)})")


def _part(cargo: Cargo, goods: Goods, code: str) -> Truth:
    """The heading holds other goods too: the words must tell."""
    said = item_truth(cargo, goods.item)
    if said.value is False and not cargo.said:
        return Truth(None, f"code {code} may hold {_words(goods.item)}; say which goods", ("goods",))
    return said


def _by_words(cargo: Cargo, goods: Goods) -> Truth:
    said = item_truth(cargo, goods.item)
    if said.value or not goods.hs:
        return said
    held = [_codes_held(leaf, goods.hs) for leaf in sorted(cargo.leaves)]
    if any(each is True for each in held):
        return Truth(True, f"the goods fall under HS {_shown(goods)} ({_words(goods.item)})")
    if said.value is None or any(each is None for each in held):
        return Truth(None, f"the goods may fall under HS {_shown(goods)}", ("hs",))
    return said


def _codes_held(item: str, prefixes: tuple[str, ...]) -> bool | None:
    """Whether all (True), some (None) or none (False) of an item's codes are under the prefixes."""
    codes = _own_codes(item)
    under = [code for code in codes if code.startswith(prefixes)]
    if codes and len(under) == len(codes):
        return True
    wider = [code for code in codes if any(prefix.startswith(code) for prefix in prefixes)]
    return None if under or wider else False


def _own_codes(item: str) -> tuple[str, ...]:
    items: Mapping[str, object] = lexicon().items
    entry = lexicon().items.get(item)
    if entry is None:
        return ()
    if entry.hs:
        return entry.hs
    return tuple(code for parent in entry.is_a if parent in items for code in _own_codes(parent))


def within(scene: Scene, members: Mapping[str, tuple[dt.date, dt.date]]) -> bool | None:
    """Whether the activity has a tie to a member: True, False, or None when no State is named at all."""
    activity = scene.activity
    if activity.actor == "eu_operator":
        return True
    states = [
        activity.state,
        activity.from_country,
        activity.to_country,
        *(party.country for party in activity.parties),
    ]
    if activity.vessel is not None:
        states.append(activity.vessel.flag)
    named = [state for state in states if state]
    for state in named:
        span = members.get(state)
        if span is not None and span[0] <= scene.day <= span[1]:
            return True
    return False if [state for state in named if state != scene.target] else None


def _words(key: str) -> str:
    return key.replace("_", " ")


def _shown(goods: Goods) -> str:
    return ", ".join((*goods.hs, *(f"ex {code}" for code in goods.part_of_hs)))
