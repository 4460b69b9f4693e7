"""What lists print of countries, dates and sexes, turned into our terms; what is not understood is kept and counted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from stanch.dates import PartialDate, parse_partial
from stanch.files import StrictModel, read_tsv
from stanch.settings import packaged_data

_MONTHS = {
    m: i
    for i, m in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[ .-])?(?:([A-Za-z]{3,9})\.?[ .-])?(\d{4})")
_STAMPED = re.compile(r"\d{4}-\d{2}-\d{2}[-+TZ ]")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_RANGE = re.compile(r"(.+?)(?:\s+(?:to|and|or|-|–)\s+|(?<=\d{4})[-–](?=\d{4}$))(.+)", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:circa|c\.|ca\.|approximately|about|between|approx\.?|born(?: in)?)\s+", re.IGNORECASE
)
_LEAD = re.compile(r"^(?:a|b|c|d|e|i|ii|iii|iv)\)\s*", re.IGNORECASE)


class _CountryRow(StrictModel):
    code: str
    name: str
    kind: str


@dataclass(slots=True)
class Words:
    """The tables of words, and a count of what they did not know in this reading."""

    countries: dict[str, str]
    unmapped: Counter[str] = field(default_factory=Counter)

    def country(self, printed: str) -> str:
        """The ISO code of a country as printed; "" for an unknown one, which is counted."""
        text = _LEAD.sub("", " ".join(printed.split())).strip(" .,;")
        if not text or text in ("-0-", "na", "None Identified", "undetermined"):
            return ""
        code = self.countries.get(_fold(text), "")
        if not code:
            self.unmapped[f"country: {text}"] += 1
        return code

    def codes(self, printed: list[str]) -> tuple[str, ...]:
        """The codes of several countries, without repeats, in order."""
        return tuple(dict.fromkeys(code for code in map(self.country, printed) if code))

    def dates(self, printed: str) -> tuple[PartialDate, ...]:
        """Every date that a printed one can mean: one for "10 Dec 1948", one for each year of "1960 to 1965"."""
        found = read_dates(printed)
        if not found and printed.strip():
            self.unmapped[f"date: {printed.strip()[:60]}"] += 1
        return found


def words() -> Words:
    """Fresh words with an empty count; the tables behind them are read once."""
    return Words(countries=_countries(packaged_data() / "lists" / "countries.tsv"))


@lru_cache(maxsize=4)
def _countries(path: Path) -> dict[str, str]:
    table = {_fold(row.name): row.code for _line, row in read_tsv(path, _CountryRow)}
    return table | {code.casefold(): code for code in set(table.values())}


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def read_dates(printed: str) -> tuple[PartialDate, ...]:
    """The dates that a phrase gives: ISO, "10 Dec 1948", "Mar 1945", "1946", "circa 1956", "1960 to 1965" (each year)."""
    text = _ABOUT.sub("", " ".join(printed.split()).strip(" .;,"))
    single = _single(text)
    if single is not None:
        return (single,)
    match = _RANGE.fullmatch(text)
    if match is None:
        return ()
    start, end = _single(_ABOUT.sub("", match[1])), _single(_ABOUT.sub("", match[2]))
    if start is None or end is None or not 0 <= end.year - start.year <= 40:
        return ()
    if start.year == end.year:
        return (start, end) if start != end else (start,)
    return years(start.year, end.year)


def years(first: int, last: int) -> tuple[PartialDate, ...]:
    """Each year from the first to the last."""
    return tuple(PartialDate(f"{year:04d}") for year in range(first, last + 1))


def _single(text: str) -> PartialDate | None:
    try:
        return parse_partial(text[:10] if _STAMPED.match(text) else text)
    except ValueError:
        pass
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        return _made(slashed[3], int(slashed[2]), slashed[1])
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    day, month, year = match.groups()
    number = _MONTHS.get((month or "")[:3].casefold())
    if month and number is None:
        return None
    return _made(year, number, day)


def _made(year: str, month: int | None, day: str | None) -> PartialDate | None:
    # UK lists write 00/00/1968 for an unknown day and month
    month = month or None
    text = year
    if month:
        text += f"-{month:02d}"
        if day and int(day):
            text += f"-{int(day):02d}"
    elif day and int(day):
        return None
    try:
        return PartialDate(text)
    except ValueError:
        return None


def gender(printed: str) -> str:
    """ "male", "female" or ""."""
    return {"male": "male", "m": "male", "female": "female", "f": "female"}.get(
        printed.strip().casefold(), ""
    )
