"""From what an asker writes to a `Party`: every part checked, every mistake named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stanch.dates import PartialDate, parse_partial
from stanch.errors import UsageError
from stanch.lists.words import read_dates, words
from stanch.matching.model import IDENTIFIER_KEYS, Identifier, Kind, Query
from stanch.screening.model import Party

_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")

MAX_NAME = 2000  # longer ones are cut, and say so in the log by their length


def party_of(
    *,
    names: Sequence[str] = (),
    dobs: Iterable[str] = (),
    countries: Iterable[str] = (),
    gender: str = "",
    kind: str = "unknown",
    identifiers: Iterable[str] = (),
    ref: str = "",
) -> Party:
    """A party out of text.

    Raises:
        UsageError: a date, country, kind or identifier that cannot be read.
    """
    return Party(
        ref=ref,
        query=Query(
            names=tuple(name.strip()[:MAX_NAME] for name in names if name.strip()),
            kind=_kind(kind),
            identifiers=tuple(identifier_of(text) for text in identifiers),
            dobs=tuple(_date(text) for text in dobs),
            countries=tuple(dict.fromkeys(country_of(text) for text in countries)),
            gender=gender,
        ),
    )


def identifier_of(text: str) -> Identifier:
    """``imo:8606173`` or ``passport:381310014@KP``.

    Raises:
        UsageError: it is not written so, or of a kind that nothing is compared by.
    """
    kind, _, rest = text.partition(":")
    value, _, country = rest.partition("@") if kind not in ("email", "crypto") else (rest, "", "")
    kind = kind.strip().casefold()
    if kind not in IDENTIFIER_KEYS or not value.strip():
        raise UsageError(
            f"'{text}' is no identifier; write KIND:VALUE with one of {', '.join(sorted(IDENTIFIER_KEYS))}"
        )
    return Identifier(kind=kind, value=value.strip(), country=country.strip().upper())


def country_of(text: str) -> str:
    """A country by code or name.

    Raises:
        UsageError: no country is called so.
    """
    code = words().country(text)
    if not code:
        raise UsageError(f"'{text}' is no country; write an ISO 3166 code such as KP, or its name")
    return code


def dates_asked(text: str) -> tuple[PartialDate, ...]:
    """The dates that a written one can mean: "03/04/1950" is two, "19 Jan 1940" one, nonsense none."""
    found = read_dates(text)
    turned = _SLASHED.fullmatch(text.strip())
    if turned:
        found += read_dates(f"{turned[2]}/{turned[1]}/{turned[3]}")
    return tuple(dict.fromkeys(found))


def owners_asked(owners: Iterable[str]) -> dict[str, str]:
    """``un-KPe.020=30`` as the log keeps it."""
    asked: dict[str, str] = {}
    for text in owners:
        ref, _, share = text.partition("=")
        asked[f"owner:{ref.strip()}"] = share.strip() or "?"
    return asked


def _kind(text: str) -> Kind:
    try:
        return Kind(text.strip().casefold() or "unknown")
    except ValueError as error:
        raise UsageError(f"'{text}' is no kind of party; write one of {', '.join(Kind)}") from error


def _date(text: str) -> PartialDate:
    try:
        return parse_partial(text)
    except ValueError as error:
        raise UsageError(str(error)) from error
