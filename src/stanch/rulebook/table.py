"""Many activities at once: rows in, rows out, in order, nothing dropped; bad rows say what is wrong with them.

Rows that say the same on days between which no law changed are weighed once (`Weigher`), so a shipment file of a million rows
costs little more than its distinct questions. Memory stays flat: the memo is bounded.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from stanch.errors import UsageError
from stanch.files import did_you_mean
from stanch.rulebook.activity import Activity, Value
from stanch.rulebook.check import check, packaged_lists
from stanch.rulebook.fields import FIELDS, activity_from, day_from
from stanch.rulebook.goods import facts_of
from stanch.rulebook.hs import edition_on
from stanch.rulebook.listing import Listed, fold, keys_of
from stanch.rulebook.load import load_regime
from stanch.rulebook.model import Regime
from stanch.rulebook.rules import conditions_of, rules_of
from stanch.rulebook.scene import cargo_of
from stanch.rulebook.verdict import Answer, Verdict
from stanch.rulebook.vocab import vocabulary
from stanch.scale import Engine, map_chunks

DAY_COLUMNS = ("on", "date", "as_of", "day")
KEEP = frozenset({"id", "row", "ref", "note", "quantity", "unit", "weight", "weight_kg", "invoice"})
_MEMO = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the header of a table holds: where the day stands, and the columns that say something."""

    header: tuple[str, ...]
    day: int
    used: tuple[int, ...]
    names: tuple[str, ...]


def columns_of(header: Sequence[str]) -> Columns:
    """Sort a header into the day, the columns that say something, and those only carried along.

    Raises:
        UsageError: no column for the day, or a column that nobody knows.
    """
    names = tuple(name.strip().casefold() for name in header)
    facts = vocabulary().facts
    day = next((at for at, name in enumerate(names) if name in DAY_COLUMNS), None)
    if day is None:
        raise UsageError(f"the table has no day column; name one of {', '.join(DAY_COLUMNS)}")
    known = [*FIELDS, *facts, *KEEP, *DAY_COLUMNS]
    for at, name in enumerate(names):
        if at != day and name not in known and not name.startswith("x_"):
            raise UsageError(
                f"column '{name}' is neither a field nor a fact{did_you_mean(name, known)}; call it x_{name} to carry it along"
            )
        if names.count(name) > 1:
            raise UsageError(f"column '{name}' stands twice; keep one")
    used = tuple(at for at, name in enumerate(names) if at != day and (name in FIELDS or name in facts))
    return Columns(header=tuple(header), day=day, used=used, names=tuple(names[at] for at in used))


def out_columns(regime: Regime) -> tuple[str, ...]:
    """The columns that the answer adds: verdict of each authority, US exposure, provisions, what is missing, errors."""
    layers = [name for authority in regime.authorities for name in _layer_columns(authority.key)]
    return ("verdict", *layers, "provisions", "missing", "error")


def _layer_columns(authority: str) -> tuple[str, ...]:
    return (authority, f"{authority}_exposure") if authority == "us" else (authority,)


class Weigher:
    """Answers rows of one table, remembering what it has answered."""

    def __init__(self, regime: Regime, columns: Columns, *, listed: Listed | None = None) -> None:
        self.regime = regime
        self.rules = rules_of(regime)
        self.columns = columns
        self.listed = listed or packaged_lists(regime)
        self._memo: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._width = len(out_columns(regime))
        self._marks = _marks(regime)

    def answer(self, row: Sequence[str]) -> tuple[str, ...]:
        """The answer's cells for a row; a bad row has only an error."""
        try:
            if len(row) != len(self.columns.header):
                raise UsageError(f"has {len(row)} cells for {len(self.columns.header)} columns")
            day = day_from(self.columns.header[self.columns.day], row[self.columns.day])
            texts = tuple(row[at] for at in self.columns.used)
            return self._answered(_activity(self.columns.names, texts), day)
        except UsageError as error:
            return ("",) * (self._width - 1) + (str(error),)

    def _answered(self, activity: Activity, day: dt.date) -> tuple[str, ...]:
        shape = self._shape(activity, day)
        if shape is None:
            return cells_of(check(activity, day, regime=self.regime, listed=self.listed))
        cells = self._memo.get(shape)
        if cells is None:
            cells = cells_of(check(activity, day, regime=self.regime, listed=self.listed))
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            self._memo[shape] = cells
        return cells

    def _shape(self, activity: Activity, day: dt.date) -> tuple[object, ...] | None:
        """All that an answer's cells rest on; None when it rests on a name or on the distance between two days.

        A name that no list holds on that day and no rule speaks of is only a name. Days and values count by the limits that
        rules compare them with.
        """
        vessel = activity.vessel
        names = [party.name for party in activity.parties]
        if vessel is not None:
            names.append(f"IMO{vessel.imo}" if vessel.imo else vessel.name)
        if "last_target_port_call" in activity.facts or any(self._known(name, day) for name in names if name):
            return None
        facts = tuple((key, self._marks.bucket(key, value)) for key, value in activity.facts.items())
        place = self._marks.place
        edition = activity.hs_edition or edition_on(day)
        return (
            self.rules.epoch(day),
            activity.act,
            cargo_of(activity.goods, activity.hs, edition, activity.items),
            facts_of(activity.goods).get("condition"),
            (
                place(activity.from_country),
                place(activity.to_country),
                place(activity.origin),
                place(activity.state),
            ),
            activity.via,
            activity.actor,
            place(activity.nationality),
            tuple(place(party.country) for party in activity.parties),
            place(vessel.flag) if vessel else None,
            facts,
        )

    def _known(self, name: str, day: dt.date) -> bool:
        return bool(self.listed(name, day)) or any(
            mark in key for key in keys_of(name) for mark in self._marks.names
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """Names that rules speak of, and the limits that they compare days and values with."""

    names: tuple[str, ...]
    limits: Mapping[str, tuple[Any, ...]]
    places: Mapping[str, str]

    def spoken_of(self, name: str) -> bool:
        """Whether a rule names this party."""
        folded = fold(name)
        return any(mark in folded for mark in self.names)

    def place(self, code: str) -> str:
        """A country as rules tell it from others: the territory, a State they name, a member of a bloc, or any other."""
        return self.places.get(code, "*") if code else ""

    def bucket(self, key: str, value: Value) -> Value | tuple[int, int]:
        """A value as its place between two limits, where rules only compare it with limits."""
        limits = self.limits.get(key)
        if limits is None:
            return value
        # on a limit and between two limits are different places
        return bisect_left(limits, value), bisect_right(limits, value)


def _marks(regime: Regime) -> _Marks:
    names: set[str] = set()
    limits: dict[str, set[Any]] = {"contract_on": set(), "opened_on": set(), "value_usd": set()}
    states = {regime.target}
    for version in (version for provision in regime.provisions.values() for version in provision.versions):
        limits["contract_on"].update(
            each.contract_before for each in version.wind_downs if each.contract_before
        )
        for condition in conditions_of(version):
            if condition.name == "party_named":
                names.update(key for name in condition.args for key in keys_of(name))
            elif condition.name in ("state_in", "goods_to"):
                states.update(condition.args)
            elif condition.name == "contract_before":
                limits["contract_on"].add(condition.args)
            elif condition.name == "opened_before":
                limits["opened_on"].add(condition.args)
            elif condition.name == "value_over":
                limits["value_usd"].add(condition.args["usd"])
    return _Marks(
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


@lru_cache(maxsize=50_000)
def _activity(names: tuple[str, ...], texts: tuple[str, ...]) -> Activity:
    return activity_from(dict(zip(names, texts, strict=True)))


def cells_of(answer: Answer) -> tuple[str, ...]:
    """An answer as cells, in the order of `out_columns`."""
    cells: list[str] = [answer.verdict.value]
    provisions: list[str] = []
    missing: list[str] = []
    for layer in answer.layers:
        cells.append(layer.verdict.value)
        if layer.authority == "us":
            cells.append(layer.exposure.value if layer.exposure else "")
        provisions += [
            finding.provision
            for finding in layer.findings
            if finding.exposure
            or (finding.verdict is layer.verdict and finding.verdict is not Verdict.NOT_COVERED)
        ]
        missing += layer.missing
    return (*cells, " ".join(dict.fromkeys(provisions)), " ".join(dict.fromkeys(missing)), "")


def answers(
    rows: Iterable[Sequence[str]],
    columns: Columns,
    *,
    regime: str | Path = "dprk",
    engine: Engine = "local",
    processes: int | None = None,
) -> Iterator[tuple[Sequence[str], tuple[str, ...]]]:
    """Each row with its answer, in the order of the input, whatever the engine."""
    return map_chunks(partial(_chunk, regime, columns), rows, engine=engine, processes=processes)


def _chunk(
    regime: str | Path, columns: Columns, rows: Sequence[Sequence[str]]
) -> list[tuple[Sequence[str], tuple[str, ...]]]:
    weigher = _weigher(regime, columns)
    return [(row, weigher.answer(row)) for row in rows]


@lru_cache(maxsize=2)
def _weigher(regime: str | Path, columns: Columns) -> Weigher:
    return Weigher(load_regime(regime), columns)
