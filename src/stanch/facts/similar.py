"""Facts held already that a claim may be about: told to whoever reviews it, so that one step does not come to be counted twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from stanch.facts.book import FactBook
from stanch.facts.check import Frame
from stanch.facts.model import Action, Fact
from stanch.facts.placed import ReadClaim, place
from stanch.facts.rows import ActionRow, ClaimRow

_MOST = 3
_DAYS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A fact that may be the same matter; `matter` is what a claim names (its field `fact`) to be weighed with it."""

    country: str
    matter: str
    statement: str
    when: str
    sources: int


def similar_to(claim: ReadClaim, book: FactBook, frame: Frame) -> tuple[Similar, ...]:
    """Facts of the same kind, in the same file, on the same or a wider channel and near in time; the likeliest first."""
    found: list[tuple[int, str, Similar]] = []
    for held in place([claim], frame).held:
        if held.kind not in ("tie", "action"):
            continue
        day = _day(claim)
        for fact in _facts(book, held.kind, held.row.country):
            apart = _apart(fact, day)
            if _fits(fact, held.row) and apart <= _DAYS and not _own(fact, claim):
                likely = Similar(
                    country=fact.country,
                    matter=fact.key.partition("/")[2],
                    statement=fact.statement,
                    when=str(fact.period or ""),
                    sources=len(fact.sources),
                )
                found.append((apart + (0 if fact.channel == held.row.channel else _DAYS), fact.key, likely))
    return tuple(likely for _, _, likely in sorted(found, key=lambda each: each[:2])[:_MOST])


def _facts(book: FactBook, kind: str, country: str) -> Iterator[Fact]:
    yield from book.ties(country) if kind == "tie" else book.actions(country)


def _fits(fact: Fact, row: ClaimRow) -> bool:
    if isinstance(row, ActionRow) and not (isinstance(fact, Action) and _alike(fact.act, row.act)):
        return False
    one, other = fact.channel.split(".")[0], row.channel.split(".")[0]
    return one == other


def _alike(held: str, told: str) -> bool:
    """Acts that two papers may name for one step."""
    pairs = (
        {"halt_trade", "ban_trade", "legislate", "reduce_tie"},
        {"expel_diplomat", "expel_ambassador", "reduce_mission"},
        {"stop_permits", "repatriate_workers"},
        {"end_visa_free", "deny_visas"},
        {"detain_vessel", "seize_cargo", "inspect"},
    )
    return held == told or any({held, told} <= pair for pair in pairs)


def _own(fact: Fact, claim: ReadClaim) -> bool:
    span = claim.proposal.span
    return any(
        voice.claim.span is not None
        and (voice.claim.span.document, voice.claim.span.start) == (claim.document, span.start)
        for voice in fact.voices
    )


def _day(claim: ReadClaim) -> dt.date | None:
    date = claim.proposal.date or claim.source.published_on
    return date.last if date is not None else None


def _apart(fact: Fact, day: dt.date | None) -> int:
    """Days between the fact's time and the claim's; 0 where they overlap, as many as still count where one is unknown."""
    if day is None or fact.first_day is None:
        return _DAYS
    last = fact.last_day or day
    if fact.first_day <= day <= last:
        return 0
    return min(abs((fact.first_day - day).days), abs((last - day).days))
