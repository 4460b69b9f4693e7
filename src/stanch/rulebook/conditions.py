"""Conditions as the law names them: their arguments read when a file is loaded, their truth weighed with what silence means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from stanch.dates import parse_day
from stanch.files import did_you_mean
from stanch.rulebook.goods import lexicon
from stanch.rulebook.model import Condition
from stanch.rulebook.parse import COMBINERS
from stanch.rulebook.predicates import PREDICATES, fact_truth
from stanch.rulebook.scene import Scene, Truth, all_of, any_of
from stanch.rulebook.vocab import FactEntry, vocabulary

# conditions on these cannot be made true by asking somebody or waiting: the way is closed when they fail
FIXED = frozenset(
    {"goods", "hs_in", "origin_outside_target", "via_place", "contract_before", "opened_before", "value_over", "field_in",
     "sector_in", "act_in", "state_in", "goods_to", "day_before", "day_from", "to_target", "from_target", "actor", "condition"}
)  # fmt: skip


def _days(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else parse_day(str(value))


def _list_of_words(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(str(item) for item in items)


def _acts(value: Any) -> tuple[str, ...]:
    acts = vocabulary().acts
    for act in _list_of_words(value):
        if act not in acts:
            raise ValueError(f"'{act}' is not in vocab/acts.yml{did_you_mean(act, acts)}")
    return _list_of_words(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"'{value}' must be yes or no")
    return value


def _numbers(*keys: str) -> Callable[[Any], dict[str, Any]]:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping) or set(value) != set(keys):
            raise ValueError(f"takes {{{', '.join(keys)}}}")
        return {key: value[key] if key == "fact" else Decimal(str(value[key])) for key in keys}

    return read


def _listing(value: Any) -> dict[str, str]:
    if value is True:
        return {}
    if not isinstance(value, Mapping) or not set(value) <= {"list", "measure"}:
        raise ValueError("takes {list, measure}")
    return {str(key): str(item) for key, item in value.items()}


# how the arguments of each predicate are read, once, when the law is loaded
ARGUMENTS: dict[str, Callable[[Any], Any]] = {
    "goods": _list_of_words,
    "hs_in": _list_of_words,
    "origin_outside_target": _flag,
    "via_place": str,
    "contract_before": _days,
    "opened_before": _days,
    "value_over": _numbers("usd"),
    "number_over": _numbers("fact", "limit"),
    "port_call_within": _numbers("days"),
    "party_listed": _listing,
    "vessel_listed": _listing,
    "party_named": _list_of_words,
    "actor": _list_of_words,
    "field_in": _list_of_words,
    "sector_in": _list_of_words,
    "act_in": _acts,
    "state_in": _list_of_words,
    "goods_to": _list_of_words,
    "day_before": _days,
    "day_from": _days,
    "to_target": _flag,
    "from_target": _flag,
}


def checked(condition: Condition) -> Condition:
    """A condition whose name is known and whose arguments are read; `ValueError` says what is wrong."""
    words = vocabulary()
    entry = words.facts.get(condition.name)
    if condition.name in ARGUMENTS:
        args = ARGUMENTS[condition.name](condition.args)
    elif entry is not None:
        args = _fact_arguments(condition, entry)
    else:
        names = [*ARGUMENTS, *words.facts, *COMBINERS]
        raise ValueError(f"'{condition.name}' is no condition{did_you_mean(condition.name, names)}")
    if condition.name == "goods":
        for item in args:
            if item not in lexicon().items:
                raise ValueError(f"'{item}' is not in the goods lexicon{did_you_mean(item, lexicon().items)}")
    return replace(condition, args=args)


def _fact_arguments(condition: Condition, entry: FactEntry) -> Any:
    if entry.type == "yes_no":
        return _flag(condition.args)
    if entry.type != "text":
        raise ValueError(
            f"{condition.name} is a {entry.type}: compare it with number_over, value_over or {condition.name}_before"
        )
    wanted = _list_of_words(condition.args)
    for word in wanted:
        if entry.values and word not in entry.values:
            raise ValueError(f"{condition.name}: '{word}' is none of {', '.join(entry.values)}")
    return wanted


def truth(scene: Scene, condition: Condition, *, silent: bool) -> Truth:
    """One condition. With `silent`, a determination that nobody has made counts as not made (the trigger's rule)."""
    if condition.parts:
        return _combined(scene, condition, silent=silent)
    predicate = PREDICATES.get(condition.name)
    name, args = condition.name, condition.args
    result = fact_truth(scene, name, args) if predicate is None else predicate(scene, args)
    if result.value is None and silent and _silence(scene, condition, result) == "no":
        return Truth(False, f"{result.why}, so not established", result.missing)
    return result


def _combined(scene: Scene, condition: Condition, *, silent: bool) -> Truth:
    if condition.name == "all":
        return all_of([truth(scene, part, silent=silent) for part in condition.parts])
    if condition.name == "any":
        return any_of([truth(scene, part, silent=silent) for part in condition.parts])
    # what defeats must be known to hold, in a trigger as in a way through
    return _negated(any_of([truth(scene, part, silent=True) for part in condition.parts]))


def _silence(scene: Scene, condition: Condition, result: Truth) -> str:
    if condition.silent is not None:
        return condition.silent
    entry = scene.vocabulary.facts.get(condition.name)
    if entry is not None:
        return entry.silent
    if condition.name in ("party_listed", "vessel_listed") and "listed_party" in result.missing:
        return "unknown"  # somebody is named, and no list at hand can tell
    if (
        condition.name in ("from_target", "to_target")
        and scene.vocabulary.acts[scene.activity.act].kind != "goods"
    ):
        return "no"  # a landing or a payment that nobody ties to the territory is not tied to it
    # who acts and who takes part are asked by name; a rule for somebody not named is not triggered
    return (
        "no"
        if condition.name
        in ("actor", "party_listed", "party_named", "vessel_listed", "state_in", "via_place")
        else "unknown"
    )


def _negated(result: Truth) -> Truth:
    if result.value is None:
        return result
    return result._replace(value=not result.value)
