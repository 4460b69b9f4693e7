"""One party in, one answer out: match, decide, say what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from stanch.lists.model import Listing
from stanch.matching.model import Match, Query
from stanch.screening.decide import decide
from stanch.screening.dismissals import Dismissals, none_dismissed
from stanch.screening.engine import Engine
from stanch.screening.measures import consequences
from stanch.screening.model import Answer, Candidate, Decision, OwnerShare, Party
from stanch.screening.ownership import owners_of

MAX_CANDIDATES = 20


def screen(
    engine: Engine,
    party: Party,
    *,
    dismissed: Dismissals = none_dismissed,
    asked: Mapping[str, str] | None = None,
    limit: int = MAX_CANDIDATES,
) -> Answer:
    """The answer for one party.

    Args:
        engine: the lists as they stood on the day.
        party: who is asked about.
        dismissed: what people have said before of this party and listed ones.
        asked: what else the asker says, kept with the answer; ``owner:<listed id>`` with a share in percent counts as ownership.
        limit: at most so many candidates; the best ones.
    """
    party = _storable(party)
    extra = {_whole(key): _whole(value) for key, value in (asked or {}).items()}
    errors = _unusable(party.query)
    if errors:
        return _answer(engine, party, Decision.REVIEW, errors, (), errors=errors, extra=extra)
    matches = engine.index.search(party.query, limit=limit, threshold=engine.thresholds.review)
    candidates = tuple(_candidate(engine, party, match, dismissed) for match in matches)
    told = [(key.removeprefix("owner:"), value) for key, value in extra.items() if key.startswith("owner:")]
    shares = owners_of(engine, candidates, told)
    decision, reasons = _overall(candidates, shares)
    return _answer(engine, party, decision, reasons, candidates, owners=shares, extra=extra)


def _storable(party: Party) -> Party:
    """The party without halves of characters (JSON may bring lone surrogates), which no log and no database can hold."""
    names = tuple(_whole(name) for name in party.query.names)
    ids = tuple(replace(i, value=_whole(i.value)) for i in party.query.identifiers)
    return replace(party, ref=_whole(party.ref), query=replace(party.query, names=names, identifiers=ids))


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _candidate(engine: Engine, party: Party, match: Match, dismissed: Dismissals) -> Candidate:
    listing = engine.listing(match.entity.id)
    state = engine.state(listing.id)
    decision, reasons = decide(match, listing, state, engine.thresholds)
    if listing.id in engine.unsure:
        reasons = (*reasons, engine.unsure[listing.id])
    verdict = dismissed(party, listing)
    if verdict.holds:
        return _made(match, listing, engine, Decision.CLEAR, (*reasons, verdict.why), dismissal=verdict.id)
    if verdict.why:
        reasons = (*reasons, verdict.why)
    return _made(match, listing, engine, decision, reasons)


def _made(
    match: Match,
    listing: Listing,
    engine: Engine,
    decision: Decision,
    reasons: tuple[str, ...],
    *,
    dismissal: str = "",
) -> Candidate:
    follows = () if decision is Decision.CLEAR else consequences(listing, engine.on, engine.rulebook)
    return Candidate(
        match=match,
        listing=listing,
        state=engine.state(listing.id),
        decision=decision,
        reasons=reasons,
        consequences=follows,
        dismissal=dismissal,
    )


def _overall(
    candidates: tuple[Candidate, ...], shares: tuple[OwnerShare, ...]
) -> tuple[Decision, tuple[str, ...]]:
    reached = [share for share in shares if share.reached]
    if reached:
        return Decision.HIT, tuple(f"{share.authority}: {share.rule}" for share in reached)
    if not candidates:
        return Decision.CLEAR, ("no listed party comes near",)
    best = max(candidates, key=lambda c: (c.decision.rank, c.match.score))
    count = sum(1 for c in candidates if c.decision is best.decision)
    head = f"{best.listing.entity.caption} ({best.listing.id})" + (
        f" and {count - 1} more" if count > 1 else ""
    )
    return best.decision, (f"{best.decision.value}: {head}", *best.reasons)


def _unusable(query: Query) -> tuple[str, ...]:
    """A query that cannot be screened is never silently clear."""
    if query.identifiers:
        return ()
    if not any(any(c.isalnum() for c in name) for name in query.names):
        return ("it has no name with a letter or digit in it, and no identifier: it cannot be screened",)
    return ()


def _answer(
    engine: Engine,
    party: Party,
    decision: Decision,
    reasons: tuple[str, ...],
    candidates: tuple[Candidate, ...],
    *,
    owners: tuple[OwnerShare, ...] = (),
    errors: tuple[str, ...] = (),
    extra: Mapping[str, str],
) -> Answer:
    return Answer(
        party=party,
        on=engine.on,
        decision=decision,
        reasons=reasons,
        candidates=candidates,
        lists=engine.lists,
        thresholds=engine.thresholds,
        code=engine.code,
        rulebook=engine.rulebook.version,
        owners=owners,
        errors=errors,
        extra=extra,
    )


def today(now: dt.datetime) -> dt.date:
    """The day in UTC; lists are published by day."""
    return now.astimezone(dt.UTC).date()
