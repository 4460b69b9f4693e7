"""Partial dates and periods: what a source says of time, and no more.

"2017", "2017-08" and "2017-08-06" are all dates; each covers the days from `first` to `last`. A period keeps three
things apart that other tools mix: an end that is *unknown*, a period that is *open* (still running when last seen), and no
period at all (the `None` of whoever holds it).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day, as printed: "2017", "2017-08", "2017-08-06"."""

    text: str

    def __post_init__(self) -> None:
        # the one place where a record checks itself: every other module trusts that the text is a real date
        _bounds(self.text)

    @property
    def first(self) -> dt.date:
        """The earliest day this can mean."""
        return _bounds(self.text)[0]

    @property
    def last(self) -> dt.date:
        """The latest day this can mean."""
        return _bounds(self.text)[1]

    @property
    def is_day(self) -> bool:
        """True when the date is known to the day."""
        return len(self.text) == 10

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self.text[:4])

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The partial date that names exactly this day."""
        return cls(day.isoformat())

    def covers(self, day: dt.date) -> bool:
        """True when `day` is one of the days this can mean."""
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=65536)
def _bounds(text: str) -> tuple[dt.date, dt.date]:
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if day is None:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day), dt.date(year, month, day)
    except ValueError as error:
        raise ValueError(f"'{text}' is no date: {error}") from error


def parse_partial(text: str) -> PartialDate:
    """Read "YYYY", "YYYY-MM" or "YYYY-MM-DD"; `ValueError` says what is wrong with anything else."""
    return PartialDate(text.strip())


def parse_day(text: str) -> dt.date:
    """Read a full day, "YYYY-MM-DD"; `ValueError` otherwise."""
    date = parse_partial(text)
    if not date.is_day:
        raise ValueError(f"'{text}' names no single day; write YYYY-MM-DD")
    return date.first


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From a start to an end, either of which may be unknown; `open_end` says that it was still running when last seen.

    ``start=None``: the start is unknown. ``end=None, open_end=False``: the end is unknown. ``open_end=True``: it has no
    end yet, as far as the source could tell.
    """

    start: PartialDate | None = None
    end: PartialDate | None = None
    open_end: bool = False

    def __post_init__(self) -> None:
        if self.end is not None and self.open_end:
            raise ValueError(f"a period that ends on {self.end} is not open")
        if self.start is not None and self.end is not None and self.end.last < self.start.first:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def begun_by(self, day: dt.date) -> bool:
        """True when the period has certainly begun on `day`; an unknown start counts as begun."""
        return self.start is None or self.start.first <= day

    def ended_by(self, day: dt.date) -> bool:
        """True when the period is known to have ended before `day`."""
        return self.end is not None and self.end.last < day

    def covers(self, day: dt.date) -> bool:
        """True when `day` may lie within the period as far as is known."""
        return self.begun_by(day) and not self.ended_by(day)

    def __str__(self) -> str:
        start = str(self.start) if self.start else "?"
        if self.open_end:
            return f"{start}/.."
        if self.end is None:
            return f"{start}/?"
        return start if self.end == self.start else f"{start}/{self.end}"


def parse_period(text: str) -> Period | None:
    """Read a period as our tables write it.

    "" is no period (`None`); "2017-08" is that month; "2016/2017-05" has both ends; "2016/.." is open; "2016/?" and
    "?/2017" have an unknown end or start.
    """
    text = text.strip()
    if not text:
        return None
    if "/" not in text:
        date = parse_partial(text)
        return Period(start=date, end=date)
    start, _, end = (part.strip() for part in text.partition("/"))
    return Period(
        start=None if start in ("?", "") else parse_partial(start),
        end=None if end in ("?", "..", "") else parse_partial(end),
        open_end=end == "..",
    )
