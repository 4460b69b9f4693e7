"""What follows from a listing: measures by list, programme and kind of party, and the provisions that carry them.

The map is data (`data/lists/consequences.yml`). Which provisions are in force on the day is asked of the rulebook through a small
protocol, so that this room works with any rulebook, or with none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from stanch.files import read_yaml
from stanch.lists.model import Listing
from stanch.screening.model import Consequence
from stanch.settings import packaged_data


class Rulebook(Protocol):
    """What screening asks of the law."""

    @property
    def version(self) -> str:
        """Names the rulebook's state, for the record."""

    def in_force(self, provision: str, on: dt.date, /) -> bool | None:
        """Whether a provision binds on a day; None when the rulebook does not hold it."""


@dataclass(frozen=True, slots=True)
class NoRulebook:
    """No rulebook: provisions are named as the map has them, unchecked."""

    version: str = "none"

    def in_force(self, provision: str, on: dt.date, /) -> bool | None:
        """Never known."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the map: entries of these lists, programmes and kinds carry this measure under these provisions.

    `programmes` ending in ``*`` fits a beginning; none fits all. `printed` is what the list itself prints when it names measures
    entry by entry; then the rule holds only for entries that print it.
    """

    lists: tuple[str, ...]
    authority: str
    measure: str
    provisions: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    why: str = ""


@lru_cache(maxsize=4)
def rules(data_dir: Path | None = None) -> tuple[Rule, ...]:
    """The map, in its own order."""
    return tuple(read_yaml((data_dir or packaged_data()) / "lists" / "consequences.yml", list[Rule]))


def consequences(
    listing: Listing, on: dt.date, rulebook: Rulebook, table: tuple[Rule, ...] | None = None
) -> tuple[Consequence, ...]:
    """What follows from a listing on a day.

    A provision that the rulebook holds and knows not to be in force is left out; one that it does not hold is named and marked.
    """
    found = []
    for rule in rules() if table is None else table:
        if not _fits(rule, listing):
            continue
        named = [(provision, rulebook.in_force(provision, on)) for provision in rule.provisions]
        standing = tuple(
            p if known else f"{p} (not checked against the rulebook)"
            for p, known in named
            if known is not False
        )
        if rule.provisions and not standing:
            continue
        found.append(
            Consequence(authority=rule.authority, measure=rule.measure, provisions=standing, why=rule.why)
        )
    return tuple(found)


def _fits(rule: Rule, listing: Listing) -> bool:
    if listing.list not in rule.lists:
        return False
    if rule.kinds and listing.entity.kind.value not in rule.kinds:
        return False
    if rule.printed and not any(m.casefold() in rule.printed for m in listing.measures):
        return False
    return not rule.programmes or any(
        _programme(p, pattern) for p in listing.entity.programs for pattern in rule.programmes
    )


def _programme(programme: str, pattern: str) -> bool:
    return programme.startswith(pattern[:-1]) if pattern.endswith("*") else programme == pattern
