"""Dates as texts tell them, resolved against the day of publication, which may be unknown: then a relative date stays unresolved.

"on Thursday", "last month", "in August", "in late February" and "in 2017" each give as much as they say and no more: a month is not
made a day, and what may fall into either of two months is a year. Written here because the libraries that parse dates in running text
lose that. Which date of a sentence is a claim's, `dating` tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from stanch.dates import PartialDate
from stanch.reading.datewords import OFFSET, PATTERNS, QUICK
from stanch.reading.resolving import ABSOLUTE, Lean, Printed, resolved, span_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date as printed; `date` is `None` where it cannot be resolved, because the day of publication is unknown.

    Args:
        relative: it means nothing without the day of publication, or without another date.
        aside: it names a thing ("the 2015 agreement", "the accord of 2015") and tells no time.
        base: where the words begin that compare with it ("down from 2,100 in 2013"); -1 where nothing is compared.
    """

    start: int
    end: int
    printed: str
    date: PartialDate | None
    relative: bool
    aside: bool = False
    base: int = -1


def find_moments(
    text: str,
    start: int,
    end: int,
    published: PartialDate | None,
    *,
    lean: Lean | Callable[[Printed], Lean] = Lean.PAST,
    before: PartialDate | None = None,
    stands: Sequence[Printed] | None = None,
) -> list[Moment]:
    """The dates within `text[start:end]`, in order, none overlapping.

    Args:
        lean: which way an unmarked weekday or month goes, for all of them or for each.
        before: the date last spoken of, which "that year" and "a month later" go by.
        stands: the dates that stand there, when they were looked for before.
    """
    if stands is None:
        stands = find_printed(text, start, end)
    found: list[Moment] = []
    day: PartialDate | None = None
    for printed in stands:
        way = lean if isinstance(lean, Lean) else lean(printed)
        near = printed.parts.get("unit", "day").lower() == "day" and printed.name != "month_that"
        told = _year_of_line(text, printed) or published
        date = resolved(printed, told, way, (day or before) if near else before)
        if date is None and printed.name == "ahead":  # how long something takes: "in three days, "
            continue
        found.append(
            Moment(
                start=printed.start,
                end=printed.end,
                printed=text[printed.start : printed.end].strip(),
                date=date,
                relative=printed.name not in ABSOLUTE,
                aside=printed.aside,
                base=printed.base,
            )
        )
        if printed.name in ("day", "near_day"):
            day = date  # "the year before" goes by the year that was told, not by the weekday of the report
        else:
            day, before = None, date or before
    return _joined(text, found)


_OPENS_WITH_YEAR = re.compile(r"[ \t*•·–—-]{0,4}((?:19|20)\d\d)[ \t]*(?:[–—:]|-[ \t])[ \t]*(?=[A-Z])")


def _year_of_line(text: str, printed: Printed) -> PartialDate | None:
    """The year of an entry of a chronology ("2006 – In December …"), which its months go by."""
    if printed.name not in ("m", "dm"):
        return None
    found = _OPENS_WITH_YEAR.match(text, text.rfind("\n", 0, printed.start) + 1)
    return PartialDate(found[1]) if found else None


def find_printed(text: str, start: int, end: int) -> list[Printed]:
    """The dates that stand in `text[start:end]`, the longest reading of each."""
    if not QUICK.search(text, start, end):
        return []
    found: list[Printed] = []
    for name, pattern in PATTERNS:
        for match in pattern.finditer(text, start, end):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                parts = {key: value for key, value in match.groupdict().items() if value}
                found.append(
                    Printed(
                        start=match.start(),
                        end=match.end(),
                        name=name,
                        parts=parts,
                        aside=name == "year" and _is_aside(text, match, start),
                        base=_base_of(text, match, name, start),
                    )
                )
    return sorted(found, key=lambda each: each.start)


# what something is measured against is no date of its own: "less than half that of 2017", "down from 198 million in 2015"
_AMOUNT = r"(?:\w+\s+){0,2}(?:[A-Z]{1,3})?[$€£¥]?\d\S*(?:\s+\w+){0,2}\s+"
_COMPARED = re.compile(
    r"\b(?:(?:than|above|below|(?:up|down|lower|higher|percent|rise|rose|fall|fell|drop|increase|decrease)\s+from|%\s+from|(?:that|those|level|figure)s?\s+of|(?:up|down|rise|fall|drop|increase)\s+on)\s+"
    r"(?:in\s+|those\s+|that\s+|the\s+level\s+)?|"
    rf"(?:from|against)\s+{_AMOUNT}|(?:compared\s+(?:to|with)|versus|vs\.?)\s+[^;:]{{0,50}})$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:\b(?:resolutions?|law|act|no\.?)\s+)?\b\d{3,4}\s*\(\s*$|\b[A-Z]/?[A-Z]*/\S*$", re.IGNORECASE
)
_KEPT = re.compile(  # nouns whose "of 2017" says when, not which
    r"\b(?:end|start|beginning|middle|close|turn|half|quarter|months?|weeks?|days?|spring|summer|autumn|fall|winter|part|rest|"
    r"most|all|course|as|out|because|instead)\s+of\s*$",
    re.IGNORECASE,
)


def _is_aside(text: str, match: re.Match[str], start: int) -> bool:
    before = text[max(start, match.start() - 60) : match.start()]
    groups = match.groupdict()
    if groups.get("of"):
        return not _KEPT.search(before + groups["of"])
    return groups.get("which_one") is not None or bool(_NAMED.search(before))


_PREPOSITION = re.compile(r"(?:in|of|from|than)\s+(?=\S)", re.IGNORECASE)


def _base_of(text: str, match: re.Match[str], name: str, start: int) -> int:
    """Where a comparison with this date begins; "from March" alone begins a period."""
    opens = max(start, match.start() - 60)
    before = text[opens : match.start()]
    if (
        name in ("later", "that", "rel")
        and (plain := _FROM.search(before))
        and not _AHEAD.match(match.group())
    ):
        return opens + plain.start()
    word = _PREPOSITION.match(match.group())
    found = _COMPARED.search(before) or (_COMPARED.search(before + word.group()) if word else None)
    if found and name in _DAYS and found.group().split()[-1].lower() == "on":  # "broke up on Wednesday"
        return -1
    return opens + found.start() if found and found.start() < match.start() - opens + 5 else -1


_DAYS = {"day", "dm", "dmy"}


_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_AHEAD = re.compile(r"(?:next|this|later|coming)\b", re.IGNORECASE)


def _joined(text: str, found: Sequence[Moment]) -> list[Moment]:
    """ "between January 2017 and September 2018" is one span of time: what both ends share, else the year it runs to."""
    joined: list[Moment] = []
    for moment in found:
        last = joined[-1] if joined else None
        if last is not None and last.date and moment.date and _spans(text, last, moment):
            joined[-1] = replace(
                last,
                end=moment.end,
                printed=text[last.start : moment.end].strip(),
                date=span_of(last.date, moment.date),
            )
        else:
            joined.append(moment)
    return joined


_OPENS = re.compile(r"\b(?:between|from|both)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_OPENED = re.compile(r"(?:between|from|both)\b", re.IGNORECASE)
_LINKS = re.compile(
    r"\s*(?:and|to|until|till|through|-|–)\s+(?:(?:the\s+)?(?:early|late|mid|end\s+of|start\s+of|beginning\s+of)\s+)?",
    re.IGNORECASE,
)


def _spans(text: str, first: Moment, second: Moment) -> bool:
    between = text[first.end : second.start]
    opened = _OPENS.search(text[max(0, first.start - 25) : first.start] + " ") or _OPENED.match(first.printed)
    linked = _LINKS.fullmatch(between) or (not between.strip() and _LINKS.match(second.printed))
    return bool(opened and linked)


def find_offsets(text: str, start: int, end: int) -> Iterator[tuple[Printed, int]]:
    """Each "two days after", with the place of its "after": how far what follows lies from what the sentence tells."""
    for match in OFFSET.finditer(text, start, end):
        parts = {key: value for key, value in match.groupdict().items() if value}
        yield (
            Printed(start=match.start(), end=match.end(), name="offset", parts=parts, aside=False, base=-1),
            match.start("way"),
        )
