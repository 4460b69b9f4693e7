"""When a text says it was published: a date line at its top, the dateline of a report, or the name of its file.

Mastheads print the day in many ways, and so do the lines that open a report ("SEOUL, Aug. 7 (Agency) --"). A line counts only when it is
little but a date, or says that it tells the publication; a date within a sentence is the story's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.dates import PartialDate
from stanch.reading.datewords import DAY_MONTH_YEAR
from stanch.reading.resolving import between
from stanch.reading.when import find_moments

_LABEL = re.compile(
    r"\b(?P<first>(?:first\s+)?published|posted|issued|released?|date[d]?|publication|publish|filed|created|adopted)\b|"
    r"\b(?P<change>updated|modified|revised|edited|amended|last\s+reviewed)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\b|\b\d{1,2}\s*[ap]\.?m\b\.?|\b[ap]\.?m\b\.?|\b(?:GMT|UTC|BST|EST|EDT|ET|PST|PDT|CET|CEST|KST|JST|IST|HKT|"
    r"SGT|AEST|MSK|EAT|WAT|SAST|Z)\b(?:\s*[+-]\s*\d{1,2}(?::?\d{2})?)?|T\d\d:\d\d\S*|[+-]\d{2}:?\d{2}\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?", re.IGNORECASE
)
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})(?P<sep>[/.])(\d{1,2})(?P=sep)((?:19|20)\d\d)(?![\d/])")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_SPLIT = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]([01]\d)[-_.]([0-3]\d)(?!\d)")
_HANGUL = re.compile(r"((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_LONGEST, _LINES = 120, 12

# "DODOMA, 9 March 2018 - ", "Seoul, Aug 7 (Agency) -- ", "GENEVA/NEW YORK (AP) - ", "5 August 2017 - "
_CITY = (
    r"(?!(?:On|In|By|Since|From|Until|Till|After|Before|The|At|During|For|Last|This)\b)"
    r"[A-Z][\w.'’]*(?:[ /-](?:[A-Z][\w.'’]*|es|el|de|of|en|a|y)){0,3}"
)
_CAPITALS = r"[A-Z][A-Z/.'’ -]{2,30}"
_PLACE = rf"(?:{_CAPITALS}|{_CITY})(?:,\s+[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)*?"
_AGENCY = r"(?:\s*[(\[](?=[^)\]]{0,40}[A-Z])[^)\]]{2,40}[)\]]|\s+[A-Z]{3,}(?:\.[A-Z]+)?)"
# what stands in the brackets of a dateline without a date; an abbreviation after a name is none ("the bloc (SCO) - ...")
_NAMED_AGENCY = (
    r"\s*\((?:[^)]*\b(?:Reuters|REUTERS|AP|AFP|UPI|Xinhua|Yonhap|KCNA|TASS|Tass|Kyodo|PTI|ANI|IANS|dpa|EFE|IRNA|Bernama|Interfax|Sputnik|Anadolu|"
    r"VOA|RFA|ANSA|APA|News|NEWS|Agency|AGENCY|Press|Wire|Service|Bureau|Times|Post|Herald|Daily)\b[^)]*)\)"
)
_DASH = r"\s*(?:--+|[—–-]|:(?=\s))\s+(?=\S)"
DATELINE = re.compile(
    rf"\s*(?:(?:{_PLACE}[,.]?\s+)?(?P<date>{DAY_MONTH_YEAR})\.?,?{_AGENCY}?{_DASH}|"
    rf"{_PLACE},?{_NAMED_AGENCY}{_DASH}|"
    rf"\((?:REUTERS|Reuters|AP|AFP|UPI)\){_DASH}|"
    rf"{_CAPITALS}(?:,\s+[A-Z][A-Za-z.]+)*(?:\s*\([^)]{{2,30}}\))?\s*(?:--|[—–-])\s+(?=\S))"
)


def published_in(text: str, name: str = "") -> PartialDate | None:
    """The day of publication, when the top of a text or its file name tells it in so many words."""
    return published_and_how(text, name)[0]


def published_and_how(text: str, name: str = "") -> tuple[PartialDate | None, str]:
    """The day of publication and where it stands: the file's name, a line at the top, the dateline; else its month or year."""
    if (day := day_in_name(name)) is not None:
        return day, "the file's name"
    lines = [line for line in text[:3000].splitlines() if line.strip()]
    found = list(_date_lines(lines[:_LINES]))
    for wanted in (0, 1, 2):  # a day that is said to be of publication, a bare one, one of a change
        for rank, day in found:
            if rank == wanted and day.is_day:
                return day, "a line at the top"
    if (day := _of_dateline(lines[:_LINES])) is not None:
        return day, "the dateline"
    for _, day in found:
        return day, "a line at the top"
    for line in [line for line in text[-1500:].splitlines() if line.strip()][-4:]:
        day = _day_of_line(line)
        if (
            day is not None
            and day.is_day
            and (label := _LABEL.search(line))
            and label["first"]
            and _little_else(line)
        ):
            return day, "a line at the end"
    return None, ""


def day_in_name(name: str) -> PartialDate | None:
    """The day in a file's name or an address."""
    for pattern in (_SPLIT, _COMPACT):
        for match in pattern.finditer(name):
            if (day := _date(*match.groups())) is not None:
                return day
    return None


def day_of_words(words: str) -> PartialDate | None:
    """The one day that a field for a date tells, however it is printed."""
    day = _day_of_line(words[:_LONGEST])
    return day if day is not None and day.is_day else None


def is_date_line(line: str) -> bool:
    """True for a line that tells when a text was published, and nothing else."""
    return len(line) <= _LONGEST and _day_of_line(line) is not None and _little_else(line)


def _date_lines(lines: list[str]) -> Iterator[tuple[int, PartialDate]]:
    """The lines that are dates, with a rank: 0 says publication, 1 says nothing, 2 says a change."""
    for line in lines:
        if len(line) > _LONGEST:
            continue
        day = _day_of_line(line)
        if day is None or not _little_else(line):
            continue
        label = _LABEL.search(line)
        yield (1 if label is None else 0 if label["first"] else 2), day


def _day_of_line(line: str) -> PartialDate | None:
    if (match := _HANGUL.search(line)) is not None:
        return _date(*match.groups())
    if (match := _NUMERIC.search(line)) is not None:
        return _either_way(int(match[1]), int(match[3]), int(match[4]))
    moments = find_moments(line.title() if line.isupper() else line, 0, len(line), None)
    dates = [moment.date for moment in moments if moment.date is not None and len(moment.date.text) >= 7]
    days = [date for date in dates if date.is_day]
    return days[0] if days else dates[0] if dates else _compact(line)


def _compact(line: str) -> PartialDate | None:
    match = _COMPACT.search(line)
    return _date(*match.groups()) if match else None


def _either_way(first: int, second: int, year: int) -> PartialDate | None:
    """07/08/2017 is July in one country and August in another: then the year alone is told."""
    days = [day for day in (_date(year, second, first), _date(year, first, second)) if day is not None]
    return between(min(days).first, max(days).last) if days else None


def _date(year: int | str, month: int | str, day: int | str) -> PartialDate | None:
    try:
        return PartialDate(f"{year}-{int(month):02d}-{int(day):02d}")
    except ValueError:
        return None


_WORD = re.compile(r"[^\W\d_]{2,}")
_SMALL = {
    "by",
    "on",
    "at",
    "and",
    "of",
    "the",
    "in",
    "for",
    "last",
    "from",
    "ago",
    "years",
    "min",
    "read",
    "minutes",
    "hours",
    "local",
    "time",
}
_DATES = re.compile(rf"{DAY_MONTH_YEAR}|\d[\d/.-]*")


def _little_else(line: str) -> bool:
    """True where a line holds at most a few names beside its date: a place, a byline, an outlet, and the words that label a date."""
    rest = _LABEL.sub(" ", _WEEKDAY.sub(" ", _TIME.sub(" ", _HANGUL.sub(" ", _DATES.sub(" ", line)))))
    rest = re.sub(r"\b(?:first|last)\b", " ", rest, flags=re.IGNORECASE)
    words = _WORD.findall(rest)
    if any(word[0].islower() and word not in _SMALL for word in words):
        return False
    return len(words) <= (8 if re.search(r"\bby\b|\|", rest, re.IGNORECASE) or _LABEL.search(line) else 4)


def _of_dateline(lines: list[str]) -> PartialDate | None:
    for line in lines:
        match = DATELINE.match(line)
        if match and match["date"]:
            moments = find_moments(match["date"], 0, len(match["date"]), None)
            days = [moment.date for moment in moments if moment.date is not None and moment.date.is_day]
            if days:
                return days[0]
    return None
