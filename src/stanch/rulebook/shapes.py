"""What an answer rests on: two rows of one shape have one answer, whatever else differs between them.

A table names a different seller, day and value in nearly every row, and few of them matter: a name that no list holds on that day
and no rule speaks of is only a name; days and values count by the limits that rules compare them with; most countries are alike.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stanch.rulebook.activity import Value
from stanch.rulebook.fields import FIELDS, READERS, country_code, fact_from, vessel_from
from stanch.rulebook.listing import Listed, fold
from stanch.rulebook.model import Regime
from stanch.rulebook.rules import conditions_of, rules_of

_COUNTRIES = frozenset({"from_country", "to_country", "origin", "state", "nationality", "flag"})
_NAMES = frozenset({"party", "vessel"})
_KEPT = 50_000  # texts remembered for each column


class Shapes:
    """The shapes of rows of one table, under one regime and its lists."""

    def __init__(self, regime: Regime, names: Sequence[str], listed: Listed) -> None:
        self._rules = rules_of(regime)
        self._listed = listed
        self._marks = marks_of(regime)
        keys = [FIELDS.get(name, name) for name in names]
        # the distance between two days is told by no stretch of days
        self._counted = keys.index("last_target_port_call") if "last_target_port_call" in keys else None
        self._named = tuple(at for at, key in enumerate(keys) if key in _NAMES)
        self._read = tuple(self._reader(key) for key in keys)
        self._known: tuple[dict[str, object], ...] = tuple({} for _name in names)

    def of(self, texts: tuple[str, ...], day: dt.date) -> tuple[object, ...] | None:
        """The shape of a row; None when its answer rests on a name or on the distance between two days.

        Raises:
            UsageError: a text that its column does not take.
        """
        if self._counted is not None and texts[self._counted].strip():
            return None
        for at in self._named:
            if texts[at] and self._matters(texts[at], day):
                return None
        parts: list[object] = [self._rules.epoch(day)]
        for text, read, known in zip(texts, self._read, self._known, strict=True):
            part = known.get(text, known)
            if part is known:
                part = read(text.strip()) if text.strip() else None
                if len(known) >= _KEPT:
                    known.clear()
                known[text] = part
            parts.append(part)
        return tuple(parts)

    def _matters(self, text: str, day: dt.date) -> bool:
        return any(
            self._listed(name, day) or self._marks.spoken_of(name)
            for name in (each.strip() for each in text.split("|"))
            if name
        )

    def _reader(self, key: str) -> Callable[[str], object]:
        """How a column's text counts; each reads as the answer reads it, so that what is refused there is refused here."""
        marks = self._marks
        if key in _COUNTRIES:
            return lambda text: marks.place(country_code(text))
        if key == "party":
            return lambda text: sum(bool(each.strip()) for each in text.split("|"))
        if key == "vessel":
            return lambda text: bool(vessel_from(text))
        reader = READERS.get(key)
        if reader is not None:
            return reader
        return lambda text: marks.bucket(key, fact_from(key, text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Names that rules speak of, the limits that they compare days and values with, the States that they tell apart."""

    names: tuple[str, ...]
    limits: Mapping[str, tuple[Any, ...]]
    places: Mapping[str, str]

    def spoken_of(self, name: str) -> bool:
        """Whether a rule names this party."""
        folded = fold(name)
        return any(mark in folded for mark in self.names)

    def place(self, code: str) -> str:
        """A country as rules tell it from others: the territory, a State they name, a member of a bloc, or any other."""
        return self.places.get(code, "*")

    def bucket(self, key: str, value: Value) -> Value | tuple[int, int]:
        """A value as its place between two limits, where rules only compare it with limits."""
        limits = self.limits.get(key)
        if limits is None:
            return value
        # on a limit and between two limits are different places
        return bisect_left(limits, value), bisect_right(limits, value)


def marks_of(regime: Regime) -> Marks:
    """Everything that the rules of a regime compare with."""
    names: set[str] = set()
    limits: dict[str, set[Any]] = {"contract_on": set(), "opened_on": set(), "value_usd": set()}
    states = {regime.target}
    for version in (version for provision in regime.provisions.values() for version in provision.versions):
        limits["contract_on"].update(
            each.contract_before for each in version.wind_downs if each.contract_before
        )
        for condition in conditions_of(version):
            if condition.name == "party_named":
                names.update(fold(name) for name in condition.args)
            elif condition.name in ("state_in", "goods_to"):
                states.update(condition.args)
            elif condition.name == "contract_before":
                limits["contract_on"].add(condition.args)
            elif condition.name == "opened_before":
                limits["opened_on"].add(condition.args)
            elif condition.name == "value_over":
                limits["value_usd"].add(condition.args["usd"])
    return Marks(
        names=tuple(sorted(names)),
        limits={key: tuple(sorted(each)) for key, each in limits.items()},
        places=_places(regime, states),
    )


def _places(regime: Regime, states: Iterable[str]) -> dict[str, str]:
    places: dict[str, str] = {}
    for authority, members in rules_of(regime).members.items():
        for code, (start, end) in members.items():
            always = start == dt.date.min and end == dt.date.max
            # who joined or left is told apart, the others of a bloc are alike
            places[code] = f"{places.get(code, '')}/{authority}" if always else code
    return places | {code: code for code in states}
