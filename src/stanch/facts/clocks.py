"""The two clocks: what was so on a day, and what had been published by a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stanch.dates import Period
from stanch.facts.model import TieStatus
from stanch.facts.rows import ClaimRow, TieRow, VesselRow
from stanch.records import Source

# kinds that last: they count from their first day on, and run on until they end; the others happen, and count when over
LASTING = frozenset({"tie", "mission"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """`as_of`: what was so then. `known_on`: what had been published by then. None: no limit."""

    as_of: dt.date | None = None
    known_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """How many rows the clocks hide, by reason."""

    later: int = 0  # happened, or may have happened, after as_of
    undated: int = 0  # neither the row nor its source says when, so nothing shows that it was so by as_of
    published_later: int = 0
    publication_unknown: int = 0

    def plus(self, other: Hidden) -> Hidden:
        """The sums."""
        return Hidden(
            later=self.later + other.later,
            undated=self.undated + other.undated,
            published_later=self.published_later + other.published_later,
            publication_unknown=self.publication_unknown + other.publication_unknown,
        )

    @property
    def total(self) -> int:
        """All hidden rows."""
        return self.later + self.undated + self.published_later + self.publication_unknown


def seen(
    kind: str, rows: Iterable[ClaimRow], sources: Mapping[str, Source], clock: Clock
) -> tuple[list[ClaimRow], Hidden]:
    """The rows that the clocks let through, each as it stood then, and how many they hide."""
    if clock.as_of is None and clock.known_on is None:
        return list(rows), Hidden()
    shown: list[ClaimRow] = []
    counts = {"later": 0, "undated": 0, "published_later": 0, "publication_unknown": 0}
    for row in rows:
        source = sources[row.source]
        reason = _unknown_then(source, clock.known_on) or _not_yet(kind, row, source, clock.as_of)
        if reason:
            counts[reason] += 1
        else:
            shown.append(_as_it_stood(kind, row, clock.as_of))
    return shown, Hidden(**counts)


def _unknown_then(source: Source, known_on: dt.date | None) -> str:
    if known_on is None:
        return ""
    if source.published_on is None:
        return "publication_unknown"
    return "published_later" if source.published_on.last > known_on else ""


def _not_yet(kind: str, row: ClaimRow, source: Source, as_of: dt.date | None) -> str:
    if as_of is None:
        return ""
    day = _sure_by(kind, row)
    if day is not None:
        return "later" if day > as_of else ""
    # no time of its own: it was so by the day its source was published
    if source.published_on is None:
        return "undated"
    return "later" if source.published_on.last > as_of else ""


def _sure_by(kind: str, row: ClaimRow) -> dt.date | None:
    """The day by which it certainly was so; None when the row has no time."""
    if isinstance(row, VesselRow):
        return row.listed_on.last if row.listed_on else None
    when = row.when
    if when is None or (when.start is None and when.end is None):
        return None
    if kind in LASTING:
        # a year names the time it was seen in, so a lasting thing counts from its first day
        return when.start.first if when.start else _end(when)
    if kind == "figure":
        # a total is not so before its period is over
        return _end(when) or (when.start.last if when.start else None)
    return when.start.last if when.start else _end(when)


def _end(when: Period) -> dt.date | None:
    return when.end.last if when.end else None


def _as_it_stood(kind: str, row: ClaimRow, as_of: dt.date | None) -> ClaimRow:
    """A lasting thing that ended later was still running: its end is not told yet."""
    if as_of is None or kind not in LASTING or row.when is None:
        return row
    if row.when.end is None or row.when.end.last <= as_of or row.when.start is None:
        return row
    if row.when.start == row.when.end:
        return row  # "2017" as the time it was seen in is no end
    running = Period(start=row.when.start, open_end=True)
    if isinstance(row, TieRow) and row.status is TieStatus.ENDED:
        return row.model_copy(update={"when": running, "status": TieStatus.ACTIVE})
    return row.model_copy(update={"when": running})
