"""Dates as texts tell them, resolved against the day of publication, which may be unknown: then a relative date stays unresolved.

"on Thursday", "last month", "in August",
"in late February" and "in 2017" each give as much as they say and no more: a month is not
made a day. Written here because the libraries that parse dates in running text lose that.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from stanch.dates import PartialDate

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("iso", re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<m>\d\d)(?:-(?P<d>\d\d))?\b")),
    ("dmy", re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>(?:19|20)\d\d)\b")),
    ("dmy", re.compile(rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b")),
    ("my", re.compile(rf"\b{_MONTH},?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b")),
    ("md_ago", re.compile(rf"\b{_MONTH}\s+(?P<which>last|this|next)\s+year\b")),
    ("dm", re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?!\s*\d)")),
    ("dm", re.compile(rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:percent|%|million|,\d))")),
    ("m_which", re.compile(rf"\b(?P<which>(?i:last|this|next))\s+{_MONTH}")),
    ("m", re.compile(rf"\b(?i:in|since|until|by|from|of|during|through|late|early|mid|mid-)\s*-?\s*{_MONTH}(?!\s*\d)")),
    ("m", re.compile(rf"\b(?:the\s+)?(?P<m1>{_MONTH.replace('?P<month>', '?:')})[- ](?:to|and|through)[- ]{_MONTH}")),
    ("day", re.compile(rf"\b(?:(?P<which>(?i:last|next|this))\s+)?(?P<day>{'|'.join(calendar.day_name)})\b")),
    ("rel_day", re.compile(r"\b(?P<word>today|yesterday|tomorrow|tonight)\b", re.IGNORECASE)),
    ("rel", re.compile(r"\b(?P<which>last|this|next|previous)\s+(?P<unit>day|week|month|year)\b", re.IGNORECASE)),
    ("rel", re.compile(r"\b(?P<which>earlier\s+this|later\s+this|late\s+last|early\s+this|early\s+last)\s+"
    r"(?P<unit>week|month|year)\b", re.IGNORECASE)),
    ("ago", re.compile(r"\b(?:(?P<n>\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+)"
    r"(?P<unit>day|week|month|year)s?\s+ago\b", re.IGNORECASE)),
    ("year", re.compile(r"\b(?:in|since|during|of|by|until|for|from|fiscal|calendar|year|"
    r"early|late|mid-?|and|between|before|after|the|through|as\s+of)\s*"
    r"(?P<year>(?:19|20)\d\d)\b(?!\s*(?:tons|tonnes|people|workers|per))", re.IGNORECASE)),
    ("year", re.compile(r"\b(?P<year>(?:19|20)\d\d)\s+"
    r"(?:nuclear|agreement|deal|accord|resolution|report|summit|election)\b", re.IGNORECASE)),
)  # fmt: skip
_NOT_MAY = re.compile(
    r"\b(?:in|since|until|by|from|of|during|through|late|early|mid|last|this|next)\s*-?\s*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date as printed; `date` is `None` where it cannot be resolved, because the day of publication is unknown."""

    start: int
    end: int
    printed: str
    date: PartialDate | None
    relative: bool


def find_moments(
    text: str, start: int, end: int, published: PartialDate | None, *, past: bool = True
) -> list[Moment]:
    """The dates within `text[start:end]`, in order, none overlapping; `past` tells which way an unmarked weekday leans."""
    found: list[Moment] = []
    taken: list[tuple[int, int]] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            if any(match.start() < e and s < match.end() for s, e in taken):
                continue
            relative = name not in ("iso", "dmy", "my", "year")
            date = _resolve(name, match, published, past=past)
            taken.append((match.start(), match.end()))
            found.append(
                Moment(
                    start=match.start(),
                    end=match.end(),
                    printed=match.group().strip(),
                    date=date,
                    relative=relative,
                )
            )
    return sorted(found, key=lambda moment: moment.start)


def _resolve(
    name: str, match: re.Match[str], published: PartialDate | None, *, past: bool
) -> PartialDate | None:
    parts = match.groupdict()
    try:
        if name == "iso":
            return PartialDate("-".join(p for p in (parts["year"], parts["m"], parts["d"]) if p))
        if name == "dmy":
            return PartialDate(f"{parts['year']}-{_month(parts):02d}-{int(parts['d']):02d}")
        if name == "my":
            return PartialDate(f"{parts['year']}-{_month(parts):02d}")
        if name == "year":
            return PartialDate(parts["year"])
        if published is None:
            return None
        return _relative(name, parts, published, past=past)
    except ValueError:
        return None


def _relative(name: str, parts: dict[str, str], published: PartialDate, *, past: bool) -> PartialDate | None:
    which = (parts.get("which") or "").lower()
    if name in ("m", "m_which", "md_ago", "dm"):
        return _month_near(parts, published, which, past=past)
    if name == "rel":
        return _unit_back(parts["unit"].lower(), _steps(which), published)
    if name == "ago":
        count = parts["n"].lower()
        return _unit_back(parts["unit"].lower(), -(_NUMBERS.get(count) or int(count)), published)
    if not published.is_day:
        return None
    if name == "rel_day":
        step = {"yesterday": -1, "tomorrow": 1}.get(parts["word"].lower(), 0)
        return PartialDate.of(published.first + dt.timedelta(days=step))
    return PartialDate.of(_weekday(published.first, _DAYS[parts["day"].lower()], which, past=past))


def _steps(which: str) -> int:
    if which.endswith("last") or which == "previous":
        return -1
    return 1 if which == "next" else 0


def _weekday(day: dt.date, weekday: int, which: str, *, past: bool) -> dt.date:
    if which == "next" or (not past and which != "last"):
        return day + dt.timedelta(days=(weekday - day.weekday()) % 7 or 7)
    back = (day.weekday() - weekday) % 7
    return day - dt.timedelta(days=7 if back == 0 and which == "last" else back)


def _month(parts: dict[str, str]) -> int:
    return _MONTHS[parts["month"].lower().rstrip(".")]


def _month_near(
    parts: dict[str, str], published: PartialDate, which: str, *, past: bool
) -> PartialDate | None:
    """A month without a year: the nearest one on the side that the tense tells."""
    month, year = _month(parts), published.year
    if (parts.get("which") and "year" in (parts.get("which") or "")) or (
        which in ("last", "this", "next") and "md_ago" in parts
    ):
        year += _steps(which)
    elif len(published.text) >= 7:
        here = published.first.month
        if past and month > here:
            year -= 1
        elif not past and month < here:
            year += 1
        elif which == "last" and month == here:
            year -= 1
    if parts.get("d"):
        return PartialDate(f"{year}-{month:02d}-{int(parts['d']):02d}")
    return PartialDate(f"{year}-{month:02d}")


def _unit_back(unit: str, steps: int, published: PartialDate) -> PartialDate | None:
    if unit == "year":
        return PartialDate(str(published.year + steps))
    if len(published.text) < 7:
        return None
    if unit == "month":
        index = published.year * 12 + published.first.month - 1 + steps
        return PartialDate(f"{index // 12}-{index % 12 + 1:02d}")
    if not published.is_day:
        return None
    days = 7 if unit == "week" else 1
    moved = published.first + dt.timedelta(days=days * steps)
    if unit == "week":
        # "last week" names seven days, of which the month is often all that is certain
        monday = moved - dt.timedelta(days=moved.weekday())
        sunday = monday + dt.timedelta(days=6)
        return PartialDate(moved.isoformat()[:7] if monday.month == sunday.month else str(moved.year))
    return PartialDate.of(moved)


def published_in(text: str, name: str = "") -> PartialDate | None:
    """The day of publication, when the top of a text or its file name tells it in so many words."""
    named = re.search(r"(?<!\d)((?:19|20)\d\d)[-_](\d\d)[-_](\d\d)(?!\d)", name)
    if named:
        try:
            return PartialDate("-".join(named.groups()))
        except ValueError:
            pass
    for line in text[:1500].splitlines()[:12]:
        line = line.strip(" \t|,-–")
        if not line or len(line) > 90:
            continue
        moments = [m for m in find_moments(line, 0, len(line), None) if m.date is not None and m.date.is_day]
        if moments and (len(line) < 45 or re.search(r"publish|updat|posted|date", line, re.IGNORECASE)):
            return moments[0].date
    return None
