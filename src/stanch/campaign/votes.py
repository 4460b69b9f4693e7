"""Voting records beside words: how a bloc voted in the General Assembly, and how near each state votes to the sanctioned one.

A second source for positions, of another kind: a vote is public, dated and formal, and speaks of one text only. Cohesion is the same
agreement index as for stances (see `blocs`), with yes, abstention and no as they were cast; absent members are unknown, not abstaining.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stanch.campaign.blocs import agreement_index
from stanch.facts.model import Agreement, Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCall:
    """One recorded vote, seen from a bloc; `index` is `None` with fewer than two members that voted."""

    resolution: str
    on: str
    yes: tuple[str, ...]
    abstain: tuple[str, ...]
    no: tuple[str, ...]
    absent: tuple[str, ...]
    index: float | None

    @property
    def split(self) -> bool:
        """True when some members voted for what others voted against."""
        return bool(self.yes and self.no)


def roll_calls(votes: Iterable[Vote], members: Sequence[str], *, as_of: dt.date) -> tuple[RollCall, ...]:
    """Every roll call up to a day in which a member took part, oldest first."""
    by_call: dict[tuple[str, str], list[Vote]] = defaultdict(list)
    for vote in votes:
        if vote.country in members and vote.on.last <= as_of:
            by_call[vote.on.text, vote.resolution].append(vote)
    return tuple(_call(on, resolution, held, members) for (on, resolution), held in sorted(by_call.items()))


def _call(on: str, resolution: str, held: Sequence[Vote], members: Sequence[str]) -> RollCall:
    cast: dict[str, list[str]] = defaultdict(list)
    for vote in held:
        cast[vote.vote].append(vote.country)
    yes, abstain, no = (tuple(sorted(cast[word])) for word in ("yes", "abstain", "no"))
    voted = len(yes) + len(abstain) + len(no)
    return RollCall(
        resolution=resolution,
        on=on,
        yes=yes,
        abstain=abstain,
        no=no,
        absent=tuple(sorted(set(members) - set(yes) - set(abstain) - set(no))),
        index=agreement_index(len(yes), len(abstain), len(no)) if voted > 1 else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How near a state voted to the sanctioned one, over the years held up to a day."""

    country: str
    latest_year: int
    latest: Decimal  # 1: every vote the same; 0.5 for each in which one of the two abstained
    first_year: int
    first: Decimal

    @property
    def moved(self) -> Decimal:
        """Latest less first: below zero it has moved away."""
        return self.latest - self.first


def nearness(
    agreement: Iterable[Agreement], members: Sequence[str], *, as_of: dt.date
) -> tuple[Nearness, ...]:
    """The first and latest held year of each member, nearest first; only years that were over by the day count."""
    years: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for row in agreement:
        if row.country in members and dt.date(row.year, 12, 31) <= as_of:
            years[row.country][row.year] = row.score
    found = [
        Nearness(
            country=country,
            latest_year=max(held),
            latest=held[max(held)],
            first_year=min(held),
            first=held[min(held)],
        )
        for country, held in years.items()
    ]
    return tuple(sorted(found, key=lambda item: (-item.latest, item.country)))


def swing(calls: Sequence[RollCall]) -> dict[str, Counter[str]]:
    """How often each member voted which way, over all calls."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for call in calls:
        for word, countries in (("yes", call.yes), ("abstain", call.abstain), ("no", call.no)):
            for country in countries:
                counts[country][word] += 1
    return dict(sorted(counts.items()))
