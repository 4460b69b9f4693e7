"""The nouns of screening: who is asked about, what was found, and what is decided."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from stanch.lists.asof import State
from stanch.lists.model import Listing
from stanch.matching.model import Match, Query


class Decision(enum.StrEnum):
    """The answer for one party. A name alone is never a hit: namesakes are for a person to review."""

    CLEAR = "clear"
    REVIEW = "review"
    HIT = "hit"

    @property
    def rank(self) -> int:
        """0 for clear, 1 for review, 2 for hit."""
        return list(Decision).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which score on a match is looked at, and from which a confirmed one is a hit."""

    review: float
    hit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who is asked about: the query, and the asker's own reference for the record (customer number), "" where none."""

    query: Query
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUse:
    """Which version of a list an answer rests on."""

    list: str
    label: str
    number: int
    published_on: str
    entries: int
    changes: int = 0  # day-stamped changes taken into account


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a hit brings: a measure, by which authority, under which provisions in force on the day."""

    authority: str
    measure: str
    provisions: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerShare:
    """Listed owners of a party, added up, with the path of each.

    `about` is the entry on a list or in a data set that may be the party; "" for owners that the asker named. `reached` is true when
    the bar is reached and the entry surely is the party.
    """

    about: str
    authority: str
    share: Decimal | None
    paths: tuple[str, ...]
    rule: str
    reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One listed party that may be the one asked about, what is decided of it and why."""

    match: Match
    listing: Listing
    state: State
    decision: Decision
    reasons: tuple[str, ...]
    consequences: tuple[Consequence, ...] = ()
    dismissal: str = ""  # id of the dismissal that clears it


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer for one party on one day, with everything it rests on."""

    party: Party
    on: dt.date
    decision: Decision
    reasons: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    lists: tuple[ListUse, ...]
    thresholds: Thresholds
    code: str
    rulebook: str
    owners: tuple[OwnerShare, ...] = ()
    errors: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
