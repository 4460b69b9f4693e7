"""What somebody wants to do, in the words that rules look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Value = bool | Decimal | str | dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who takes part, by name; `role` is free (seller, bank, owner)."""

    name: str
    role: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vessel:
    """A ship or aircraft, by IMO number where known; `flag` is an ISO country code."""

    imo: str = ""
    name: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One thing that happens or is planned, on one day.

    Every field may stay empty: what is not said is not guessed. Countries are ISO alpha-2 codes. `items` are keys of the goods
    lexicon, resolved from `goods` and `hs` by `goods.describe`.

    Args:
        act: key of ``data/vocab/acts.yml``.
        goods: the goods in the words of the papers; `hs` their code, of the edition `hs_edition` (by the day when 0).
        from_country: whose territory they leave; to_country: whose they reach; origin: where they were made or dug.
        via: places and countries on the way.
        state: the State that acts, lets happen or is the place of it.
        actor: key of ``data/vocab/actors.yml``.
        facts: what else is established, by the keys of ``data/vocab/facts.yml``.
    """

    act: str
    goods: str = ""
    hs: str = ""
    hs_edition: int = 0
    items: frozenset[str] = frozenset()
    from_country: str = ""
    to_country: str = ""
    origin: str = ""
    via: tuple[str, ...] = ()
    state: str = ""
    actor: str = ""
    nationality: str = ""
    parties: tuple[Party, ...] = ()
    vessel: Vessel | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)
    label: str = ""
