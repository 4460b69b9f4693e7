"""Who is listed on a day, for the law: the provider that rulebook checks ask, over every list held."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from stanch.lists.asof import State
from stanch.lists.model import Listing
from stanch.lists.sources import PACKAGED
from stanch.matching.model import Identifier, Query
from stanch.rulebook.listing import Hit, Listed, fold
from stanch.screening.engine import Engine, open_engine
from stanch.screening.law import packaged_law
from stanch.screening.measures import consequences
from stanch.settings import Settings
from stanch.store import Database

# the law asks about a party that the papers name: only the same name counts, spelling variants are screening's work
SAME_NAME = 0.97


# the regimes' names for lists, by the reference numbers of the Security Council's list (KPi.001, LYe.002)
_REGIME_LISTS = {"KP": "un-1718", "LY": "un-1970"}


def regime_list(listing: Listing) -> str:
    """The name by which the law speaks of a list: the parts of the Council's list have their own; others keep the reader's."""
    if listing.list == PACKAGED:
        return "un-1718"
    return _REGIME_LISTS.get(listing.ref[:2], listing.list) if listing.list == "un_sc" else listing.list


def listed_in(database: Database, settings: Settings) -> Listed:
    """Answers from the lists held, as they stood on the day asked.

    A party is a name, or "IMO" with seven digits. A name counts when it is the listed one but for case, accents and spacing, or
    its spelling differs only as transliterations do; each such hit by name says so in its note.
    """
    law = packaged_law(settings.data_dir, settings.cache_dir / "screening")

    @lru_cache(maxsize=8)
    def engine_on(on: dt.date) -> Engine:
        return open_engine(database, settings.cache_dir / "screening", on=on, rulebook=law)

    def listed(party: str, on: dt.date, /) -> tuple[Hit, ...]:
        return hits_in(engine_on(on), party)

    return listed


def hits_in(engine: Engine, party: str) -> tuple[Hit, ...]:
    """The listings of a party in an engine's lists, on its day."""
    digits = party.upper().replace("IMO", "").strip(" :.-")
    by_number = len(digits) == 7 and digits.isdecimal()
    query = Query(identifiers=(Identifier(kind="imo", value=digits),)) if by_number else Query(names=(party,))
    found = []
    for match in engine.index.search(query, limit=20, threshold=engine.thresholds.review):
        listing = engine.listing(match.entity.id)
        same = fold(party) in {fold(name.text) for name in listing.entity.names}
        if not (match.identified if by_number else same or match.name_score >= SAME_NAME):
            continue
        notes = (
            []
            if by_number or same
            else [f"spelt otherwise: '{match.listed_name.text if match.listed_name else ''}'"]
        )
        if not by_number:
            notes.append("by name alone")
        if engine.state(listing.id) is State.UNKNOWN:
            notes.append(engine.unsure[listing.id])
        day = listing.listed_on.first if listing.listed_on else None
        found.append(
            Hit(
                list=regime_list(listing),
                ref=listing.ref,
                name=listing.entity.caption,
                measures=frozenset(c.measure for c in consequences(listing, engine.on, engine.rulebook)),
                listed_on=day,
                published_on=day,
                note="; ".join(notes),
            )
        )
    return tuple(found)
