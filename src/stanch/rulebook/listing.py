"""Who is listed on a day: the small protocol that rules ask, and the packaged table of UN names and ships as first source."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from stanch.lists import own
from stanch.lists.model import Listing
from stanch.settings import packaged_data

# what the lists print -> the measure of ours that it carries
_MEASURES = {
    "asset freeze": "asset_freeze",
    "travel ban": "travel_ban",
    "port entry ban": "port_ban",
    "deregistration": "deregistration",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One listing in force on a day."""

    list: str
    ref: str
    name: str
    measures: frozenset[str]
    listed_on: dt.date | None = None
    published_on: dt.date | None = None
    note: str = ""


class Listed(Protocol):
    """Answers whether a party (a name, or "IMO" with seven digits) is listed on a day; an empty tuple says: not on these lists."""

    def __call__(self, party: str, on: dt.date, /) -> tuple[Hit, ...]:
        """The listings of the party in force on that day."""


def nobody(party: str, on: dt.date, /) -> tuple[Hit, ...]:
    """A list with nobody on it."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTable:
    """Listings by exact folded name and by IMO number; fuzzy matching is the screening room's work."""

    rows: Mapping[str, Sequence[Listing]]
    key: str

    def __call__(self, party: str, on: dt.date, /) -> tuple[Hit, ...]:
        """Listings whose name, alias or IMO number is this one, in force on the day."""
        keys = keys_of(party)
        if self.rows.keys().isdisjoint(keys):
            return ()
        found = {id(each): each for key in sorted(keys) for each in self.rows.get(key, ())}
        return tuple(_hit(self.key, listing) for listing in found.values() if _in_force(listing, on))


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name for exact comparison: no case, accents, marks or spaces."""
    if name.isascii():
        return _MARKS.sub("", name.lower())
    plain = unicodedata.normalize("NFKD", name).casefold()
    return _MARKS.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


def _in_force(listing: Listing, on: dt.date) -> bool:
    if listing.listed_on is not None and on < listing.listed_on.first:
        return False
    # the day a name is taken off it no longer binds
    return listing.delisted_on is None or on < listing.delisted_on.first


def _hit(key: str, listing: Listing) -> Hit:
    day = listing.listed_on.first if listing.listed_on else None
    return Hit(
        list=key,
        ref=listing.ref,
        name=listing.entity.names[0].text,
        measures=frozenset(_MEASURES.get(measure, measure.replace(" ", "_")) for measure in listing.measures),
        listed_on=day,
        published_on=day,
        note="; ".join(text for key, texts in listing.entity.properties for text in texts if key == "note"),
    )


_MARKS = re.compile(r"[\W_]+")
_SPLIT = re.compile(r"[,.]+")
_FORMS = frozenset({"co", "corp", "corporation", "company", "ltd", "limited", "inc", "the"})


@lru_cache(maxsize=65536)
def keys_of(name: str) -> frozenset[str]:
    """The folded forms a name is filed and looked up under: whole, without what stands in brackets, the bracket, without legal forms."""
    forms = {name}
    if "(" in name:
        forms |= {re.sub(r"\(.*?\)", " ", name), *re.findall(r"\((.*?)\)", name)}
    forms |= {_without_legal_form(form) for form in forms}
    return frozenset(key for key in map(fold, forms) if len(key) > 2)


def _without_legal_form(name: str) -> str:
    words = _SPLIT.sub(" ", name).split()
    if _FORMS.isdisjoint(map(str.lower, words)):
        return name
    return " ".join(word for word in words if word.lower() not in _FORMS)


def table_of(listings: Sequence[Listing], key: str) -> ListTable:
    """Index listings by their names and ship numbers."""
    rows: dict[str, list[Listing]] = defaultdict(list)
    for listing in listings:
        keys = {key for name in listing.entity.names for key in keys_of(name.text)}
        keys |= {fold(f"IMO{each.value}") for each in listing.entity.identifiers if each.kind == "imo"}
        for each in keys:
            rows[each].append(listing)
    return ListTable(rows=rows, key=key)


@lru_cache(maxsize=4)
def packaged(key: str = "un-1718", data_dir: Path | None = None) -> ListTable:
    """The packaged table of names and ships under resolution 1718."""
    path = (data_dir or packaged_data()) / "lists" / f"{key.replace('-', '_')}.tsv"
    return table_of(own.read(path.read_bytes(), str(path), list_key=key).listings, key)
