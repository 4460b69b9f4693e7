"""The book of facts: everything held, by country and kind, as it was so or as it was known on a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from stanch.errors import NotFound
from stanch.facts.clocks import Clock, Hidden, seen
from stanch.facts.countries import Countries
from stanch.facts.make import facts_of
from stanch.facts.model import (
    Action,
    Event,
    Fact,
    Figure,
    Mission,
    Position,
    Report,
    Saying,
    Side,
    Tie,
    Vessel,
)
from stanch.facts.rows import ClaimRow
from stanch.records import Claim, Source, Stage

F = TypeVar("F", bound=Fact)
KINDS = ("tie", "action", "position", "event", "figure", "mission", "report", "vessel", "saying")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One row that passed every check, and where it stands."""

    kind: str
    row: ClaimRow
    path: Path
    line: int


class FactBook:
    """All held facts. Facts of a country are weighed when first asked for, so that one dossier costs one country."""

    def __init__(
        self,
        *,
        held: Iterable[Held],
        sources: Mapping[str, Source],
        countries: Countries,
        clock: Clock | None = None,
    ) -> None:
        self.sources = sources
        self.places = countries
        self.clock = clock or Clock()
        self._held = tuple(held)
        self._index: dict[tuple[str, str], list[Held]] = {}
        for item in self._held:
            self._index.setdefault((item.kind, item.row.country), []).append(item)
        self._made: dict[tuple[str, str], tuple[Fact, ...]] = {}
        self._hidden: dict[tuple[str, str], Hidden] = {}

    def __len__(self) -> int:
        return len(self._held)

    def at(self, *, as_of: dt.date | None = None, known_on: dt.date | None = None) -> FactBook:
        """The book as things were on `as_of`, out of what had been published by `known_on`.

        What began later is hidden; a tie that ended later is shown as running. Under `known_on` a row whose source has no date of
        publication is hidden and counted (see `hidden`).
        """
        return FactBook(
            held=self._held,
            sources=self.sources,
            countries=self.places,
            clock=Clock(as_of=as_of, known_on=known_on),
        )

    def with_rows(self, held: Iterable[Held], sources: Mapping[str, Source]) -> FactBook:
        """The book with more rows and their sources, under the same clocks; rows of documents that were read join it here."""
        return FactBook(
            held=(*self._held, *held),
            sources={**self.sources, **sources},
            countries=self.places,
            clock=self.clock,
        )

    def countries(self) -> tuple[str, ...]:
        """Every country or bloc with at least one fact, sorted by code."""
        return tuple(
            sorted({country for kind, country in self._index if country and self._facts(kind, country)})
        )

    def counts(self, country: str) -> Mapping[str, int]:
        """How many facts of each kind are held on a country."""
        return {kind: len(self._facts(kind, country)) for kind in KINDS}

    def hidden(self, country: str) -> Hidden:
        """How many rows on a country the two clocks hide, and why."""
        total = Hidden()
        for kind in KINDS:
            self._facts(kind, country)
            total = total.plus(self._hidden.get((kind, country), Hidden()))
        return total

    def facts(self, country: str) -> tuple[Fact, ...]:
        """All facts of a country, kind by kind."""
        return tuple(fact for kind in KINDS for fact in self._facts(kind, country))

    def ties(self, country: str | None = None, *, channel: str = "") -> tuple[Tie, ...]:
        """Ties of a country (all without one); ``channel="trade.export"`` takes every channel that starts so."""
        return _on_channel(cast("tuple[Tie, ...]", self._kind("tie", country)), channel)

    def actions(
        self,
        country: str | None = None,
        *,
        channel: str = "",
        act: str = "",
        stages: frozenset[Stage] = frozenset(Stage),
    ) -> tuple[Action, ...]:
        """Actions of a country (all without one), by channel, act and stage."""
        held = _on_channel(cast("tuple[Action, ...]", self._kind("action", country)), channel)
        return tuple(item for item in held if (not act or item.act == act) and item.stage in stages)

    def positions(self, country: str | None = None, *, issue: str = "") -> tuple[Position, ...]:
        """Positions of a country (all without one), by issue, in order of time."""
        held = cast("tuple[Position, ...]", self._kind("position", country))
        return tuple(item for item in held if not issue or item.issue == issue)

    def events(self, country: str | None = None, *, event: str = "") -> tuple[Event, ...]:
        """Events in order of time; with a country those that it acts or is named in."""
        held = cast("tuple[Event, ...]", self._kind("event", None))
        chosen = (
            item
            for item in held
            if (country is None or country == item.country or country in item.others)
            and (not event or item.event == event)
        )
        return tuple(sorted(chosen, key=lambda item: (_start(item), item.key)))

    def figures(
        self, country: str | None = None, *, channel: str = "", measure: str = ""
    ) -> tuple[Figure, ...]:
        """Figures of a country (all without one), by channel and measure, in order of time."""
        held = _on_channel(cast("tuple[Figure, ...]", self._kind("figure", country)), channel)
        return tuple(item for item in held if not measure or item.measure == measure)

    def missions(self, country: str | None = None, *, side: Side | None = None) -> tuple[Mission, ...]:
        """What is held about missions of a country (all without one), in order of time."""
        held = cast("tuple[Mission, ...]", self._kind("mission", country))
        return tuple(item for item in held if side is None or item.side is side)

    def missions_now(self, country: str) -> tuple[Mission, ...]:
        """The latest state held of each mission, by side, type and city."""
        latest: dict[tuple[Side, str, str], Mission] = {}
        for item in sorted(self.missions(country), key=lambda item: (_start(item), item.key)):
            latest[(item.side, item.type, item.city)] = item
        return tuple(latest[key] for key in sorted(latest))

    def sayings(self, country: str | None = None) -> tuple[Saying, ...]:
        """What documents say of a country (all without one) that is no fact of another kind."""
        return cast("tuple[Saying, ...]", self._kind("saying", country))

    def reports(self, country: str | None = None) -> tuple[Report, ...]:
        """National reports of a country (all without one), made and not made."""
        return cast("tuple[Report, ...]", self._kind("report", country))

    def vessels(self, flag: str | None = None) -> tuple[Vessel, ...]:
        """Listed ships (of one flag)."""
        held = cast("tuple[Vessel, ...]", self._kind("vessel", None))
        return tuple(item for item in held if flag is None or item.flag == flag)

    def naming(self, country: str) -> tuple[Fact, ...]:
        """Facts in other countries' files that name this one."""
        files = {(held.kind, held.row.country) for held in self._held if country in held.row.others}
        return tuple(
            fact
            for kind in KINDS
            for code in sorted(code for held, code in files if held == kind)
            for fact in self._facts(kind, code)
            if country in fact.others and fact.country != country
        )

    def claims(self, country: str | None = None) -> tuple[Claim, ...]:
        """Every claim behind the facts of a country (all without one)."""
        return tuple(claim for kind in KINDS for fact in self._kind(kind, country) for claim in fact.claims)

    def source(self, key: str) -> Source:
        """The source of a key.

        Raises:
            NotFound: no table of data/sources has it.
        """
        if key not in self.sources:
            raise NotFound(f"no source '{key}' in data/sources")
        return self.sources[key]

    def by_standing(self) -> Mapping[str, int]:
        """How many facts stand how well."""
        return Counter(str(fact.standing) for kind in KINDS for fact in self._kind(kind, None))

    def _kind(self, kind: str, country: str | None) -> tuple[Fact, ...]:
        if country is not None:
            return self._facts(kind, country)
        codes = sorted(code for held, code in self._index if held == kind)
        return tuple(fact for code in codes for fact in self._facts(kind, code))

    def _facts(self, kind: str, country: str) -> tuple[Fact, ...]:
        at = (kind, country)
        if at not in self._made:
            rows, self._hidden[at] = seen(
                kind, (item.row for item in self._index.get(at, ())), self.sources, self.clock
            )
            self._made[at] = facts_of(kind, rows, self.sources)
        return self._made[at]


def _start(fact: Fact) -> str:
    if fact.period is None:
        return ""
    date = fact.period.start or fact.period.end
    return date.text if date else ""


def _on_channel(held: tuple[F, ...], channel: str) -> tuple[F, ...]:
    if not channel:
        return held
    match = _matcher(channel)
    return tuple(item for item in held if match(item.channel))


def _matcher(channel: str) -> Callable[[str], bool]:
    return lambda held: held == channel or held.startswith(f"{channel}.")
