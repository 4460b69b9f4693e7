"""The closed dict of predicates that conditions in the law may name.

Each takes the scene and its arguments and answers yes, no or not known, with the reason. A fact of ``data/vocab/facts.yml`` is a
predicate of its own name (`fact_truth`). What silence means is decided in `conditions`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from stanch.rulebook.activity import Value
from stanch.rulebook.goods import lexicon, tokens_of
from stanch.rulebook.listing import Hit, fold
from stanch.rulebook.scene import Cargo, Scene, Truth, any_of

Predicate = Callable[[Scene, Any], Truth]

ACTOR_KINDS: Mapping[str, frozenset[str]] = {
    "us_person": frozenset({"us_person", "us_bank", "us_importer"}),
    "foreign_person": frozenset({"foreign_person", "foreign_bank", "foreign_employer"}),
}


def item_truth(cargo: Cargo, item: str) -> Truth:
    """Whether the goods are this item, judged by words and by codes that name it alone."""
    if item in cargo.items:
        return Truth(True, f"the goods are {_words(item)}")
    if not cargo.items:
        if item in cargo.touched:
            return Truth(
                None, f"the goods' name speaks of {_words(item)} but may mean something else", ("goods",)
            )
        if not cargo.hs:
            return Truth(None, "the goods are not known", ("goods",))
        return Truth(False, f"code {cargo.hs} does not name {_words(item)}")
    kinds = lexicon().kinds.get(item, frozenset())
    wider = sorted(cargo.leaves & (kinds - {item}))
    if wider:
        return Truth(None, f"{_words(wider[0])} may or may not be {_words(item)}", ("goods",))
    return Truth(False, f"the goods are not {_words(item)}")


def _goods(scene: Scene, items: Any) -> Truth:
    return any_of([item_truth(scene.cargo, item) for item in items])


def _hs_in(scene: Scene, prefixes: Any) -> Truth:
    code = scene.activity.hs
    if not code:
        return Truth(None, "no HS code is given", ("hs",))
    for prefix in prefixes:
        if code.startswith(prefix):
            return Truth(True, f"code {code} is under {prefix}")
        if prefix.startswith(code):
            return Truth(None, f"code {code} is too short to tell {prefix}", ("hs",))
    return Truth(False, f"code {code} is not under {', '.join(prefixes)}")


def _origin_outside(scene: Scene, wanted: Any) -> Truth:
    origin = scene.activity.origin
    if not origin:
        return Truth(None, "the origin is not known", ("origin",))
    outside = origin != scene.target
    return Truth(outside is wanted, f"the origin is {origin}")


def _via_place(scene: Scene, place: Any) -> Truth:
    words = scene.places[place]
    for via in scene.activity.via:
        if via.casefold().strip() in words:
            return Truth(True, f"it goes by way of {place}")
    if not scene.activity.via:
        return Truth(None, "the way is not known", ("via",))
    return Truth(False, f"it does not go by way of {place}")


def _contract_before(scene: Scene, day: Any) -> Truth:
    return _day_fact(scene, "contract_on", day, "the written contract")


def _opened_before(scene: Scene, day: Any) -> Truth:
    return _day_fact(scene, "opened_on", day, "it was opened; that")


def _day_fact(scene: Scene, key: str, before: dt.date, what: str) -> Truth:
    value = scene.facts.get(key)
    if not isinstance(value, dt.date):
        return Truth(None, f"the day of {key} is not known", (key,))
    return Truth(
        value < before, f"{what} is of {value}, {'before' if value < before else 'not before'} {before}"
    )


def _value_over(scene: Scene, args: Any) -> Truth:
    value = scene.facts.get("value_usd")
    if not isinstance(value, Decimal):
        return Truth(None, "the value is not known", ("value_usd",))
    limit = args["usd"]
    return Truth(
        value > limit, f"one is worth {value} USD, {'over' if value > limit else 'not over'} {limit}"
    )


def _number_over(scene: Scene, args: Any) -> Truth:
    value = scene.facts.get(args["fact"])
    if not isinstance(value, Decimal):
        return Truth(None, f"{args['fact']} is not known", (args["fact"],))
    limit = args["limit"]
    return Truth(
        value > limit, f"{args['fact']} is {value}, {'over' if value > limit else 'not over'} {limit}"
    )


def _port_call_within(scene: Scene, args: Any) -> Truth:
    call = scene.facts.get("last_target_port_call")
    if not isinstance(call, dt.date):
        return Truth(None, "the last call in the territory is not known", ("last_target_port_call",))
    days = (scene.day - call).days
    return Truth(0 <= days <= args["days"], f"the last call in the territory was {days} days before")


def _party_listed(scene: Scene, args: Any) -> Truth:
    return _listed(scene, args, scene.party_hits(), named=bool(scene.activity.parties), missing="parties")


def _vessel_listed(scene: Scene, args: Any) -> Truth:
    return _listed(
        scene, args, scene.vessel_hits(), named=scene.activity.vessel is not None, missing="vessel"
    )


def _listed(scene: Scene, args: Any, hits: Sequence[Hit], *, named: bool, missing: str) -> Truth:
    measure = args.get("measure") if isinstance(args, Mapping) else None
    wanted_list = args.get("list") if isinstance(args, Mapping) else None
    for hit in hits:
        if (measure is None or measure in hit.measures) and (wanted_list is None or wanted_list == hit.list):
            since = f" since {hit.listed_on}" if hit.listed_on else ""
            return Truth(
                True, f"{hit.name} ({hit.ref}) is listed{since}", (), (f"listing:{hit.list}:{hit.listed_on}",)
            )
    stated = scene.facts.get("listed_party")
    if isinstance(stated, bool):
        return Truth(
            stated,
            "a listed party takes part, as stated" if stated else "no listed party takes part, as stated",
        )
    if named and not _held(scene, wanted_list):
        return Truth(
            None,
            f"no list {wanted_list or 'of names'} is at hand; say whether somebody listed takes part",
            ("listed_party",),
        )
    if named:
        return Truth(False, "none of those named is listed on that day by the lists at hand")
    return Truth(None, "no party is named", (missing,))


def _held(scene: Scene, wanted: str | None) -> bool:
    """Whether the lists at hand can answer; a source of listings that does not say what it holds is trusted."""
    if scene.lists is None:
        return True
    return wanted in scene.lists if wanted is not None else bool(scene.lists)


def _party_named(scene: Scene, names: Any) -> Truth:
    for party in scene.activity.parties:
        if any(fold(name) in fold(party.name) for name in names):
            return Truth(True, f"{party.name} takes part")
    if not scene.activity.parties:
        return Truth(None, "no party is named", ("parties",))
    return Truth(False, f"none of {', '.join(names)} takes part")


def _actor(scene: Scene, kinds: Any) -> Truth:
    actor = scene.activity.actor
    if not actor:
        return Truth(None, f"who acts is not said (reaches {', '.join(kinds)})", ("actor",))
    reached = any(actor == kind or actor in ACTOR_KINDS.get(kind, ()) for kind in kinds)
    return Truth(reached, f"the doer is {_words(actor)}")


def _word_in(key: str) -> Predicate:
    def predicate(scene: Scene, wanted: Any) -> Truth:
        value = scene.facts.get(key)
        if not isinstance(value, str) or not value:
            return Truth(None, f"the {key} is not known", (key,))
        said = set(tokens_of(value.replace("_", " ")))
        # "aerospace" is said of aerospace engineering, and "naval aerospace engineering" is a kind of it
        found = any(
            said <= words or words <= said
            for words in (set(tokens_of(word.replace("_", " "))) for word in wanted)
        )
        return Truth(found, f"the {key} is {value}")

    return predicate


def _act_in(scene: Scene, acts: Any) -> Truth:
    act = scene.activity.act
    return Truth(not scene.acts.isdisjoint(acts), f"the act is to {_words(act)}")


def _state_in(scene: Scene, states: Any) -> Truth:
    state = scene.activity.state
    if not state:
        return Truth(None, "the State is not known", ("state",))
    return Truth(state in states, f"the State is {state}")


def _goods_to(scene: Scene, states: Any) -> Truth:
    to = scene.activity.to_country
    if not to:
        return Truth(None, "the destination is not known", ("to_country",))
    return Truth(to in states, f"the destination is {to}")


def _day_before(scene: Scene, day: Any) -> Truth:
    return Truth(scene.day < day, f"{scene.day} is {'before' if scene.day < day else 'not before'} {day}")


def _day_from(scene: Scene, day: Any) -> Truth:
    return Truth(scene.day >= day, f"{scene.day} is {'not before' if scene.day >= day else 'before'} {day}")


def _to_target(scene: Scene, wanted: Any) -> Truth:
    to = scene.activity.to_country
    if not to:
        return Truth(None, "the destination is not known", ("to_country",))
    return Truth((to == scene.target) is wanted, f"the destination is {to}")


def _from_target(scene: Scene, wanted: Any) -> Truth:
    known = [code for code in (scene.activity.from_country, scene.activity.origin) if code]
    if not known:
        return Truth(None, "neither the place of departure nor the origin is known", ("from_country",))
    return Truth((scene.target in known) is wanted, f"it comes from {', '.join(sorted(set(known)))}")


PREDICATES: dict[str, Predicate] = {
    "goods": _goods,
    "hs_in": _hs_in,
    "origin_outside_target": _origin_outside,
    "via_place": _via_place,
    "contract_before": _contract_before,
    "opened_before": _opened_before,
    "value_over": _value_over,
    "number_over": _number_over,
    "port_call_within": _port_call_within,
    "party_listed": _party_listed,
    "vessel_listed": _vessel_listed,
    "party_named": _party_named,
    "actor": _actor,
    "field_in": _word_in("field"),
    "sector_in": _word_in("sector"),
    "act_in": _act_in,
    "state_in": _state_in,
    "goods_to": _goods_to,
    "day_before": _day_before,
    "day_from": _day_from,
    "to_target": _to_target,
    "from_target": _from_target,
}


def fact_value(scene: Scene, key: str) -> Value | None:
    """A fact as stated, or as it follows from parties, vessel and nationality; None when nobody speaks of it."""
    value = scene.facts.get(key)
    if value is not None:
        return value
    derive = DERIVED.get(key)
    return None if derive is None else derive(scene)


def _derived_listed(scene: Scene) -> bool | None:
    if scene.lists is not None and not scene.lists and (scene.activity.parties or scene.activity.vessel):
        return None
    # a listed party defeats a cap when it is known to take part; naming nobody establishes nobody
    return any("asset_freeze" in hit.measures for hit in (*scene.party_hits(), *scene.vessel_hits()))


def _derived_flag(scene: Scene) -> bool | None:
    vessel = scene.activity.vessel
    return vessel.flag == scene.target if vessel is not None and vessel.flag else None


def _derived_nationality(scene: Scene) -> bool | None:
    nationality = scene.activity.nationality
    return nationality == scene.target if nationality else None


def _derived_counterparty(scene: Scene) -> bool | None:
    countries = [party.country for party in scene.activity.parties if party.country]
    return scene.target in countries if countries else None


DERIVED: dict[str, Callable[[Scene], bool | None]] = {
    "listed_party": _derived_listed,
    "target_flag_vessel": _derived_flag,
    "target_nationality": _derived_nationality,
    "target_counterparty": _derived_counterparty,
}


def fact_truth(scene: Scene, key: str, wanted: Any) -> Truth:
    """Whether a fact has the value (or one of the values) that a condition asks for."""
    value = fact_value(scene, key)
    if value is None:
        return Truth(None, f"{_words(key)}: not said", (key,))
    if isinstance(wanted, bool):
        return Truth(value is wanted, f"{_words(key)}: {_shown(value)}")
    accepted = wanted if isinstance(wanted, (list, tuple)) else (wanted,)
    return Truth(str(value) in [str(each) for each in accepted], f"{_words(key)}: {_shown(value)}")


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _words(key: str) -> str:
    return key.replace("_", " ")
