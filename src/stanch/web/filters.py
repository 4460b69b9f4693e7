"""What narrows a search or a match: lists, schemas, countries, topics, days; with the meaning that the field's usual API gives each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import HTTPException, Path, Query

from stanch.dates import parse_day
from stanch.lists.model import Listing
from stanch.screening.engine import Engine
from stanch.web.ftm import properties_of, schema_of
from stanch.web.schemas import NAMES, reached

COLLECTIONS = ("default", "sanctions", "all")
TOPIC = "sanction"  # the one topic that entries of sanctions lists have

Dataset = Annotated[
    str,
    Path(
        max_length=100, examples=["default"], description="`default` for all lists held, or one of `/catalog`"
    ),
]
EntityId = Annotated[str, Path(max_length=300, examples=["un-KPi.004"])]
Country = Annotated[str, Path(max_length=100, examples=["MY"], description="ISO 3166 code or name")]
AsOf = Annotated[
    str | None, Query(max_length=10, examples=["2020-01-01"], description="Ours: as things stood on this day")
]
Texts = Annotated[list[str], Query(max_length=50)]
# A day, or a time of a day: what clients send as the end of their last look.
_TIME = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}(:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?)?$"
ChangedSince = Annotated[
    str | None, Query(pattern=_TIME, description="Only entries that their list changed on or after this day")
]
# groups of properties that a filter may name, as in the field's usual API
_GROUPS = {
    "countries": ("nationality", "citizenship", "country", "jurisdiction", "flag"),
    "names": ("name", "alias", "weakAlias", "previousName"),
    "genders": ("gender",),
    "dates": ("birthDate",),
    "addresses": ("address",),
    "identifiers": (
        "imoNumber", "mmsi", "callSign", "swiftBic", "leiCode", "dunsCode", "passportNumber", "idNumber",
        "taxNumber", "innCode", "ogrnCode", "registrationNumber", "publicKey", "serialNumber", "icaoCode",
    ),
}  # fmt: skip


def day_of(text: str | None, what: str = "as_of") -> dt.date | None:
    """A parameter as a day; 400 names what is wrong with it."""
    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError as error:
        raise HTTPException(400, detail=f"{what}: {error}") from None


def check_dataset(dataset: str, engine: Engine) -> frozenset[str]:
    """The lists that a dataset means: ``default`` is all that are held; 404 names them."""
    held = frozenset(use.list for use in engine.lists)
    if dataset in COLLECTIONS:
        return held
    if dataset not in held:
        raise HTTPException(
            404, detail=f"No such dataset: {dataset}. Held are: default, {', '.join(sorted(held))}"
        )
    return frozenset({dataset})


def scope_of(dataset: str, include: Sequence[str], exclude: Sequence[str], engine: Engine) -> frozenset[str]:
    """The lists to look at.

    Beside a collection, `include_dataset` narrows, as the field's usual API has it. Beside a single list it adds: the usual client
    sends its second and further lists so, and narrowing one list by another would find nothing and look clear.
    """
    scope = check_dataset(dataset, engine)
    if include:
        named = frozenset[str]().union(*(check_dataset(name, engine) for name in include))
        scope = scope & named if dataset in COLLECTIONS else scope | named
    return scope - frozenset(exclude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which entries may be in an answer; what is not given leaves all in."""

    lists: frozenset[str]
    schema: str = ""
    exclude_schema: frozenset[str] = frozenset()
    exclude_ids: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()  # upper case
    topics: tuple[str, ...] = ()
    changed_since: str = ""  # YYYY-MM-DD
    pairs: tuple[tuple[str, str], ...] = ()
    any_pair: bool = False

    def keeps(self, listing: Listing) -> bool:
        """True when the entry may be in the answer."""
        return (
            listing.list in self.lists
            and (not self.schema or schema_of(listing) in reached(self.schema))
            and schema_of(listing) not in self.exclude_schema
            and listing.id not in self.exclude_ids
            and (not self.countries or bool(self.countries & set(listing.entity.countries)))
            and (not self.topics or TOPIC in self.topics)
            and (not self.changed_since or changed_on(listing) >= self.changed_since)
            and self._by_pairs(listing)
        )

    def _by_pairs(self, listing: Listing) -> bool:
        if not self.pairs:
            return True
        agree = (holds(listing, field, value) for field, value in self.pairs)
        return any(agree) if self.any_pair else all(agree)


def changed_on(listing: Listing) -> str:
    """The day of an entry's last change, "" where its list gives none."""
    last = listing.updated_on[-1] if listing.updated_on else listing.listed_on
    return last.last.isoformat() if last else ""


def holds(listing: Listing, field: str, value: str) -> bool:
    """True when an entry has a value in a property, or in a group of properties."""
    if field == "schema":
        return value in reached(schema_of(listing))
    if field == "datasets":
        return listing.list == value
    if field == "topics":
        return value == TOPIC
    held = properties_of(listing)
    names = _GROUPS.get(field, (field,))
    wanted = value.casefold()
    return any(wanted == text.casefold() for name in names for text in held.get(name, ()))


def pairs_of(filters: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """``countries:kp`` or ``properties.imoNumber:8606173`` as pairs; 400 for what is not written so."""
    found = []
    for text in filters:
        field, colon, value = text.partition(":")
        field = field.strip().removeprefix("properties.")
        if not colon or not field or not value.strip():
            raise HTTPException(400, detail=f"filter: '{text[:80]}' is not written FIELD:VALUE")
        found.append((field, value.strip()))
    return tuple(found)


def check_schema(name: str) -> str:
    """The name of a schema that exists, "" for none; 400 otherwise."""
    if name and name not in NAMES:
        raise HTTPException(
            400, detail=f"Invalid schema: '{name[:80]}'; there are {', '.join(sorted(NAMES)[:6])} …"
        )
    return name
