"""From a printed date to a date: by itself, by the day of publication, or by another date of the text; `None` where that is unknown.

A date is no finer than its words and no surer than what it goes by: "last week" over the turn of a month is a year, "last month" against a
year of publication is nothing.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from collections.abc import Callable
from dataclasses import dataclass

from stanch.dates import PartialDate
from stanch.reading.datewords import DAYS, MONTHS, NUMBERS, SEASONS

_UNITS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}  # in days


class Lean(enum.StrEnum):
    """Which way a date without its year or its week leans: the tense of its verb tells, a noun leaves it open."""

    PAST = "past"
    FUTURE = "future"
    NEAR = "near"  # rather behind, unless it is close ahead
    EITHER = "either"  # whichever is closer, and a weekday that comes: "takes effect on Monday"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A date that stands in a text, not yet resolved."""

    start: int
    end: int
    name: str
    parts: dict[str, str]
    aside: bool
    base: int


ABSOLUTE = {"iso", "dmy", "my", "months_year", "year", "years", "part_year"}


def span_of(first: PartialDate, last: PartialDate) -> PartialDate:
    """A span of time as one date: what both ends share, else the year it runs to."""
    if first.first > last.last:
        return last
    return between(first.first, last.last) or PartialDate(str(last.year))


def between(first: dt.date, last: dt.date) -> PartialDate | None:
    """As much of a date as two days share: the day, the month, the year, or nothing."""
    if first == last:
        return PartialDate.of(first)
    if (first.year, first.month) == (last.year, last.month):
        return PartialDate(f"{first.year}-{first.month:02d}")
    return PartialDate(str(first.year)) if first.year == last.year else None


def resolved(
    printed: Printed, published: PartialDate | None, lean: Lean, before: PartialDate | None
) -> PartialDate | None:
    try:
        if printed.name in ABSOLUTE:
            return _absolute(printed.name, printed.parts)
        if printed.name == "month_after" and before is None:
            return _near_month(printed.parts, published, lean) if published is not None else None
        if printed.name in ("later", "that", "month_that", "month_after"):
            return _from_other(printed.name, printed.parts, before)
        return _RELATIVE[printed.name](printed.parts, published, lean) if published is not None else None
    except (ValueError, OverflowError):
        return None


def _absolute(name: str, parts: dict[str, str]) -> PartialDate | None:
    year = parts["year"]
    if name == "iso":
        return PartialDate("-".join(p for p in (year, parts["m"], parts.get("d")) if p))
    if name == "my":
        return PartialDate(f"{year}-{_month(parts):02d}")
    if name == "dmy":
        return _day_or_month(int(year), parts)
    if name == "years":
        last = parts["last"]
        return PartialDate(last if len(last) == 4 else year[: 4 - len(last)] + last)
    return PartialDate(year)


def _day_or_month(year: int, parts: dict[str, str]) -> PartialDate:
    """A day, or the month where several days are told."""
    month = f"{year}-{_month(parts):02d}"
    day = PartialDate(f"{month}-{int(parts['d']):02d}")  # refused where there is no such day
    return PartialDate(month) if parts.get("d2") else day


def _month(parts: dict[str, str]) -> int:
    return MONTHS[parts["month"].lower().rstrip(".")]


def _count(parts: dict[str, str]) -> int:
    words = parts.get("n", "a").lower().split()
    return NUMBERS.get(words[-1] if words[-1] != "of" else words[-2]) or int(words[-1])


# relative to the day of publication


def _near_month(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    """A month without a year: the one on the side that the tense tells."""
    month, which = _month(parts), parts.get("which", "").lower()
    year = published.year + _shift(month, which, published, lean)
    return _day_or_month(year, parts) if parts.get("d") else PartialDate(f"{year}-{month:02d}")


def _shift(month: int, which: str, published: PartialDate, lean: Lean) -> int:
    """How many years a bare month lies from the year of publication."""
    if len(published.text) < 7:
        return 0
    ahead = month - published.first.month
    if which in ("last", "past"):
        return 0 if ahead < 0 else -1
    if which in ("next", "coming"):
        return 0 if ahead > 0 else 1
    if lean is Lean.FUTURE:
        return 0 if ahead >= 0 else 1
    soon = _SOON.get(lean, 0)
    return -1 if ahead > soon else (1 if ahead <= soon - 12 else 0)


_SOON = {Lean.NEAR: 2, Lean.EITHER: 5}  # months ahead


def _month_of_year(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    year = published.year + _steps(parts["which"].lower())
    return _day_or_month(year, parts) if parts.get("d") else PartialDate(f"{year}-{_month(parts):02d}")


def _month_ago(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    """ "March two years ago"."""
    if parts["n"].lower().split()[-1] in ("few", "several", "some", "many"):
        return None
    year = published.year - _count(parts)
    return _day_or_month(year, parts) if parts.get("d") else PartialDate(f"{year}-{_month(parts):02d}")


def _months(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    """ "from January to May": the year of the later month."""
    if parts.get("which"):
        return PartialDate(str(published.year + _steps(parts["which"].lower())))
    last = _near_month({"month": parts["month"]}, published, lean)
    return PartialDate(str(last.year)) if last else None


def _steps(which: str) -> int:
    words = which.split()
    if words and words[-1] in ("last", "previous", "past", "before"):
        return -1
    return 1 if words and words[-1] in ("next", "coming", "following", "after") else 0


def _weekday(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    if not published.is_day:
        # a report is seldom a week older than what it tells: the month holds, the day stays open
        return published if len(published.text) == 7 else None
    day, which = published.first, parts.get("which", "").lower()
    weekday = DAYS[parts["day"].lower().rstrip(".")[:3]]
    if which in ("next", "coming") or (lean in (Lean.FUTURE, Lean.EITHER) and which not in ("last", "past")):
        return PartialDate.of(
            day
            + dt.timedelta(days=(weekday - day.weekday()) % 7 or (7 if which in ("next", "coming") else 0))
        )
    back = (day.weekday() - weekday) % 7
    return PartialDate.of(day - dt.timedelta(days=7 if back == 0 and which in ("last", "past") else back))


def _near_day(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    words = " ".join(parts["word"].lower().split())
    if not published.is_day:
        return published if len(published.text) == 7 else None
    step = {
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
    }
    return PartialDate.of(published.first + dt.timedelta(days=step.get(words, 0)))


def _unit(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    if parts.get("until_now"):  # "over the past year" begins in another year
        return _moved(published, parts["unit"].lower(), -1, spread=True)
    return _moved(published, parts["unit"].lower(), _steps(parts["which"].lower()))


def _ago(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    unit = parts["unit"].lower()
    if parts["n"].lower().split()[-1] in ("few", "several", "some", "many"):
        return _vaguely(published, unit)
    return _moved(published, unit, -_count(parts))


def _ahead(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    return (
        _moved(published, parts["unit"].lower(), _count(parts))
        if lean is Lean.FUTURE or "time" in parts
        else None
    )


def _vaguely(published: PartialDate, unit: str) -> PartialDate | None:
    """ "a few weeks ago": from two to nine of them, and as much of a date as those share."""
    if unit in ("year", "decade") or not published.is_day:
        return None
    days = 30 if unit == "month" else _UNITS[unit]
    return between(
        published.first - dt.timedelta(days=9 * days), published.first - dt.timedelta(days=2 * days)
    )


def _moved(day: PartialDate, unit: str, steps: int, *, spread: bool = False) -> PartialDate | None:
    """So many units on or back, no finer than the unit; `spread` over all that lies between."""
    if unit in ("year", "decade"):
        years = steps * (10 if unit == "decade" else 1)
        return None if spread else PartialDate(str(day.year + years))
    if len(day.text) < 7:
        return None
    if unit in ("month", "quarter"):
        index = day.year * 12 + day.first.month - 1 + steps * (3 if unit == "quarter" else 1)
        if spread or unit == "quarter":
            return PartialDate(str(index // 12)) if not spread or index // 12 == day.year else None
        return PartialDate(f"{index // 12}-{index % 12 + 1:02d}")
    length = _UNITS[unit]
    first, last = day.first + dt.timedelta(days=length * steps), day.last + dt.timedelta(days=length * steps)
    if unit in ("week", "fortnight", "weekend"):
        # "last week" names seven days, of which the month is often all that is certain
        first -= dt.timedelta(days=first.weekday())
        last += dt.timedelta(days=6 - last.weekday())
    return between(first, day.last if spread else last)


def _part(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    """ "the first quarter", "the first six months of last year": the year, since a date holds no quarters."""
    if parts.get("which"):
        return PartialDate(str(published.year + _steps(parts["which"].lower())))
    if "the" in parts or len(published.text) < 7:
        return PartialDate(str(published.year))
    nth, unit = parts["nth"].lower(), parts["unit"].lower()
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(nth, 4 if unit == "quarter" else 2)
    month = 12 if unit.startswith("month") else (number * 3 if unit == "quarter" else number * 6)
    if unit.startswith("month"):
        month = _count(parts) if parts.get("n") else 1
    ended = month <= published.first.month
    # a quarter that has not ended was last year's, where something is told of it as done
    return PartialDate(str(published.year if ended or lean is not Lean.PAST else published.year - 1))


def _season(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    """ "last summer": the year it fell in; a winter has two."""
    if parts.get("year_is"):
        return PartialDate(str(published.year + _steps(parts["year_is"].lower())))
    season, which = (parts.get("season") or parts["season2"]).lower(), parts.get("which", "").lower()
    if season == "winter" or len(published.text) < 7:
        return None
    opens, closes = SEASONS[season]
    here, year = published.first.month, published.year
    if which in ("next", "coming") or (lean is Lean.FUTURE and which != "last"):
        return PartialDate(str(year if here < opens else year + 1))
    if which == "last":
        return PartialDate(str(year if here > closes else year - 1))
    return PartialDate(str(year if here >= opens else year - 1))


def _feast(parts: dict[str, str], published: PartialDate, lean: Lean) -> PartialDate | None:
    month, day = {"new year's day": (1, 1), "new year's eve": (12, 31), "christmas eve": (12, 24)}.get(
        " ".join(parts["feast"].lower().replace("’", "'").split()), (12, 25)
    )
    return _near_month({"month": calendar.month_name[month], "d": str(day)}, published, lean)


_RELATIVE: dict[str, Callable[[dict[str, str], PartialDate, Lean], PartialDate | None]] = {
    "dm": _near_month, "m": _near_month, "m_which": _near_month, "month_of": _month_of_year, "month_ago": _month_ago,
    "months": _months, "day": _weekday,
    "near_day": _near_day, "rel": _unit, "ago": _ago, "ahead": _ahead, "part": _part, "season": _season, "feast": _feast,
}  # fmt: skip


# relative to another date of the text


def _from_other(name: str, parts: dict[str, str], other: PartialDate | None) -> PartialDate | None:
    """ "a year earlier", "that month", "August of the same year": by the date last spoken of, and unresolved without one."""
    if other is None:
        return None
    if name == "month_that":
        which = parts["which"].lower()
        year = other.year + (-1 if which == "the" else _steps(which))  # "June the year before"
        return _day_or_month(year, parts) if parts.get("d") else PartialDate(f"{year}-{_month(parts):02d}")
    if name == "month_after":  # "that August": the first one from then on
        month = _month(parts)
        return PartialDate(f"{other.year + (len(other.text) >= 7 and month < other.first.month)}-{month:02d}")
    unit = parts.get("unit", "day").lower()
    if name == "that":
        return _moved(other, unit, _steps(parts["which"].lower()))
    steps = _count(parts)
    return _moved(
        other, unit, -steps if parts["way"].lower() in ("earlier", "before", "previously") else steps
    )


def offset_from(printed: Printed, other: PartialDate) -> PartialDate | None:
    """The day of what came "two days after" when the rest of the sentence is of another day."""
    if printed.parts["n"].lower().split()[-1] in ("few", "several", "some", "many"):
        return None
    steps = _count(printed.parts)
    try:
        return _moved(
            other, printed.parts["unit"].lower(), -steps if printed.parts["way"].lower() == "after" else steps
        )
    except (ValueError, OverflowError):
        return None
