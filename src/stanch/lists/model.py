"""The nouns of the lists: one published entry, what ties it to other entries, and what one reading gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from stanch.dates import PartialDate
from stanch.matching.model import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A tie to another party as the list prints it.

    `kind` is "owner" (the other party owns or controls this one), "asset" (the reverse), "acts_for", "family", or "linked".
    `ref` is the other party's id where the list gives one; `name` is always as printed. `share` is a percentage.
    """

    kind: str
    ref: str = ""
    name: str = ""
    share: Decimal | None = None
    printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One entry of one list: the party, since when, under which programmes and measures, and the entry as it was printed."""

    entity: Entity
    list: str
    ref: str
    listed_on: PartialDate | None = None
    delisted_on: PartialDate | None = None
    updated_on: tuple[PartialDate, ...] = ()
    measures: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    raw: str = ""

    @property
    def id(self) -> str:
        """The entity's id; unique across lists."""
        return self.entity.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader made of one file.

    `published_on` is the date that the file itself gives, None where it gives none. `unmapped` counts values (not elements)
    that no table of ours knows, such as a country name: they are kept as printed and shown, never dropped.
    """

    list: str
    listings: tuple[Listing, ...]
    published_on: PartialDate | None = None
    unmapped: Mapping[str, int] = field(default_factory=dict)
