"""The ledger: what presses on the sanctioned state and what relieves it, state by state, side by side.

Entries are actions by their effect, ties that began or grew, and changes of trade. A percentage never stands without its base and
period; where the two levels are held it is computed again, and a difference to the printed figure is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stanch.dates import Period
from stanch.facts.model import Action, Effect, Fact, Figure

SIDE: dict[Effect, str] = {
    Effect.PRESSURE: "pressure",
    Effect.RELIEF: "relief",
    Effect.CONTRARY: "relief",
    Effect.NEUTRAL: "neutral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger, on one side."""

    side: str  # pressure, relief, neutral
    period: Period | None
    statement: str
    fact: Fact
    against_a_paragraph: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a series between two periods, computed from held levels."""

    measure: str
    series: str
    goods: str
    partner: str
    base: Figure
    after: Figure
    percent: Decimal

    @property
    def side(self) -> str:
        """More trade relieves, less presses."""
        return "relief" if self.percent > 0 else "pressure"


def ledger(actions: Iterable[Action], country: str, *, as_of: dt.date | None = None) -> tuple[Entry, ...]:
    """The entries of a state, oldest first; undated ones last."""
    entries = [
        Entry(
            side=SIDE[action.effect],
            period=action.period,
            statement=action.statement,
            fact=action,
            against_a_paragraph=action.effect is Effect.CONTRARY,
        )
        for action in actions
        if action.country == country and _by(action, as_of)
    ]
    return tuple(sorted(entries, key=lambda entry: (_first(entry.period) or dt.date.max, entry.fact.key)))


def changes(figures: Iterable[Figure]) -> tuple[Change, ...]:
    """Year-on-year changes of every series whose two levels are held as single figures."""
    levels: dict[tuple[str, str, str, str, str, str], dict[int, Figure]] = {}
    for figure in figures:
        year = _whole_year(figure.period)
        if year is None or figure.value is None:
            continue
        partner = figure.others[0] if figure.others else ""
        key = (figure.country, figure.measure, figure.series, figure.goods, partner, figure.quantity.unit)
        levels.setdefault(key, {})[year] = figure
    found = [
        _change(key, by_year[year - 1], by_year[year])
        for key, by_year in sorted(levels.items())
        for year in sorted(by_year)
        if year - 1 in by_year
    ]
    return tuple(change for change in found if change is not None)


def percent_change(base: Decimal, after: Decimal) -> Decimal | None:
    """The change in per cent, to one place; None where the base is zero."""
    return ((after - base) / base * 100).quantize(Decimal("0.1")) if base else None


def _change(key: Sequence[str], base: Figure, after: Figure) -> Change | None:
    assert base.value is not None
    assert after.value is not None
    percent = percent_change(base.value, after.value)
    if percent is None:
        return None
    _, measure, series, goods, partner, _ = key
    return Change(
        measure=measure, series=series, goods=goods, partner=partner, base=base, after=after, percent=percent
    )


def _whole_year(period: Period | None) -> int | None:
    """The year, when the period is one calendar year as a whole."""
    if period is None or period.start is None or period.start != period.end or len(period.start.text) != 4:
        return None
    return period.start.year


def _first(period: Period | None) -> dt.date | None:
    date = (period.start or period.end) if period else None
    return date.first if date else None


def _by(action: Action, as_of: dt.date | None) -> bool:
    if as_of is None:
        return True
    date = (action.period.start or action.period.end) if action.period else None
    return date is not None and date.last <= as_of
