"""Recording answers: the log and the alerts they open go into the store together, or neither does."""

from __future__ import annotations

from collections.abc import Sequence

from stanch.records import content_id
from stanch.screening import audit
from stanch.screening.body import body_of
from stanch.screening.dismissals import party_hash
from stanch.screening.model import Answer, Decision
from stanch.store import Store, alerts
from stanch.store import audit as log
from stanch.web.service import Service


def recorded(service: Service, answers: Sequence[Answer]) -> list[log.Entry]:
    """Log answers; what a person must look at opens an alert."""
    stamp = service.now().isoformat()
    bodies = [(stamp, audit.ANSWER, body_of(answer)) for answer in answers]

    def write(store: Store) -> list[log.Entry]:
        entries = log.append(store, bodies)
        found = [
            alert_of(answer, entry)
            for answer, entry in zip(answers, entries, strict=True)
            if answer.decision is not Decision.CLEAR
        ]
        if found:
            alerts.add(store, found)
        return entries

    entries: list[log.Entry] = service.recorder.write(write)
    return entries


def alert_of(answer: Answer, entry: log.Entry) -> alerts.Alert:
    """The alert of an answer. Its id hashes the party and its candidates: the same question again is the same alert."""
    open_ones = [item for item in answer.candidates if item.decision is not Decision.CLEAR]
    first = open_ones[0] if open_ones else None
    about = {
        "party": party_hash(answer.party),
        "ref": answer.party.ref,
        "candidates": sorted(item.listing.id for item in open_ones),
        "errors": list(answer.errors),
    }
    query = answer.party.query
    named = ", ".join(query.names) or ", ".join(item.value for item in query.identifiers) or "no name"
    if query.names and query.dobs:
        named += f", born {query.dobs[0].text}"
    return alerts.Alert(
        id=content_id("alert", about),
        party=_kept(named)[:500],
        ref=_kept(answer.party.ref)[:200],
        decision=answer.decision.value,
        entity=first.listing.id if first else "",
        caption=first.listing.entity.caption if first else "; ".join(answer.errors)[:500],
        score=round(first.match.score, 4) if first else 0.0,
        entry=entry.seq,
        opened_at=entry.at,
    )


def _kept(text: str) -> str:
    """Text as PostgreSQL can keep it; the log holds what was asked, escaped."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
