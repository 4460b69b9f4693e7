"""Who stands where: the latest held stance of each state on each issue, and who moved.

An absent cell is "no position held", never "neutral": a state that has not spoken, or whose words are not held, has no stance here.
"Has not really yet discussed it" is `not_yet`, which is neither for nor against.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stanch.facts.model import Position, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One state on one issue: its latest stance as of the day, and what it had held before."""

    country: str
    issue: str
    latest: Position
    earlier: tuple[Position, ...]

    @property
    def stance(self) -> Stance:
        """Where it stands."""
        return self.latest.stance

    @property
    def moved(self) -> bool:
        """True when the stance before the latest was another one."""
        return bool(self.earlier) and self.earlier[-1].stance is not self.latest.stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """States × issues as of a day; cells that are not held are absent."""

    countries: tuple[str, ...]
    issues: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]

    def get(self, country: str, issue: str) -> Cell | None:
        """The cell, or None where no position is held."""
        return self.cells.get((country, issue))

    def on(self, issue: str) -> tuple[Cell, ...]:
        """Every held cell of an issue, by country."""
        return tuple(
            self.cells[country, issue] for country in self.countries if (country, issue) in self.cells
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A change of stance: from what, to what, by which words."""

    country: str
    issue: str
    before: Position
    after: Position


def matrix(positions: Iterable[Position], *, as_of: dt.date, countries: Sequence[str] = ()) -> Matrix:
    """Lay out what is held.

    Args:
        positions: all held positions.
        as_of: later ones are not known; one dated to a month counts from its last day. Undated ones are left out.
        countries: rows to show even where nothing is held; all that hold something by default.
    """
    series: dict[tuple[str, str], list[tuple[dt.date, Position]]] = {}
    for position in positions:
        day = spoken_on(position)
        if day is None or day > as_of or (countries and position.country not in countries):
            continue
        series.setdefault((position.country, position.issue), []).append((day, position))
    cells = {}
    for (country, issue), spoken in series.items():
        ordered = [position for _, position in sorted(spoken, key=lambda item: (item[0], item[1].key))]
        cells[country, issue] = Cell(
            country=country, issue=issue, latest=ordered[-1], earlier=tuple(ordered[:-1])
        )
    rows = tuple(countries) or tuple(sorted({country for country, _ in cells}))
    return Matrix(countries=rows, issues=tuple(sorted({issue for _, issue in cells})), cells=cells)


def moves(positions: Iterable[Position], *, since: dt.date, as_of: dt.date) -> tuple[Move, ...]:
    """Who changed stance between two days, oldest first; a first word on an issue is no move."""
    series: dict[tuple[str, str], list[tuple[dt.date, str, Position]]] = {}
    for position in positions:
        day = spoken_on(position)
        if day is not None and day <= as_of:
            series.setdefault((position.country, position.issue), []).append((day, position.key, position))
    found = []
    for (country, issue), spoken in sorted(series.items()):
        ordered = sorted(spoken, key=lambda item: item[:2])
        for (_, _, before), (day, _, after) in pairwise(ordered):
            if day >= since and before.stance is not after.stance:
                found.append((day, Move(country=country, issue=issue, before=before, after=after)))
    return tuple(
        move for _, move in sorted(found, key=lambda item: (item[0], item[1].country, item[1].issue))
    )


def spoken_on(position: Position) -> dt.date | None:
    """The day by which it had been said; None when the source does not tell."""
    date = (position.period.start or position.period.end) if position.period else None
    return date.last if date else None
