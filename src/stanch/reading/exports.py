"""Claims as others read them: FollowTheMoney entities, and an event table in the manner of PLOVER.

FollowTheMoney has no schema for "a document says"; a claim becomes an Event with its words in `summary`, its article
in `proof`, and the
states that act and are acted on as PublicBody entities. The PLOVER-style table gives only actions and positions, each
with its event type and
mode; ties and figures are no events and are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stanch.files import csv_text
from stanch.reading.lexicon import load_lexicon
from stanch.reading.model import Proposal

# Open Event Data Alliance, PLOVER: event types; the mode column tells the rest
PLOVER: Mapping[str, tuple[str, str]] = {
    "halt": ("SANCTION", "discontinue"),
    "reduce": ("SANCTION", "reduce"),
    "restrict": ("SANCTION", "restrict"),
    "expel": ("SANCTION", "expel"),
    "close": ("SANCTION", "close"),
    "withdraw": ("SANCTION", "withdraw"),
    "revoke": ("SANCTION", "revoke"),
    "freeze": ("SANCTION", "freeze"),
    "seize": ("COERCE", "seize"),
    "inspect": ("COERCE", "inspect"),
    "list": ("SANCTION", "designate"),
    "sanction": ("SANCTION", "embargo"),
    "ban": ("SANCTION", "ban"),
    "adopt": ("AGREE", "adopt"),
    "propose": ("REQUEST", "propose"),
    "report": ("CONSULT", "report"),
    "investigate": ("INVESTIGATE", "investigate"),
    "lift": ("CONCEDE", "lift"),
    "resume": ("COOPERATE", "resume"),
    "increase": ("COOPERATE", "increase"),
    "open": ("COOPERATE", "open"),
    "sign": ("AGREE", "sign"),
    "supply": ("AID", "supply"),
    "buy": ("COOPERATE", "trade"),
    "send": ("CONSULT", "visit"),
    "employ": ("COOPERATE", "employ"),
    "evade": ("COOPERATE", "evade"),
    "test": ("MOBILIZE", "test"),
    "talk": ("CONSULT", "talk"),
    "other": ("COOPERATE", "other"),
    "urge": ("REQUEST", "urge"),
    "condemn": ("ACCUSE", "condemn"),
    "support": ("SUPPORT", "support"),
    "oppose": ("REJECT", "oppose"),
    "warn": ("THREATEN", "warn"),
    "pledge": ("AGREE", "pledge"),
    "offer": ("AGREE", "offer"),
    "reject": ("REJECT", "reject"),
    "deny": ("REJECT", "deny"),
    "concern": ("ACCUSE", "concern"),
    "assess": ("CONSULT", "assess"),
}
_HEADER = (
    "event_id", "event_type", "event_mode", "event_date", "date_printed", "actors", "recipients", "contexts", "status",
    "modality", "said_by",
    "magnitude", "document", "start", "end", "quote", "confidence",
)  # fmt: skip


def plover_csv(proposals: Iterable[Proposal]) -> str:
    """Actions and positions as a table of events, dates partial as the text gives them."""
    return csv_text(
        _HEADER, [_event(proposal) for proposal in proposals if proposal.kind in ("action", "position")]
    )


def _event(p: Proposal) -> tuple[object, ...]:
    kind, mode = PLOVER.get(p.act, ("CONSULT", p.act))
    return (
        entity_id("event", p), kind, mode, p.date or "", p.date_printed, _codes3(p.actors), _codes3(p.targets),
        ";".join(p.channels), p.status,
        p.modality.value, p.said_by, "; ".join(q.printed for q in p.quantities), p.span.document, p.span.start,
        p.span.end, p.span.quote, p.confidence,
    )  # fmt: skip


def _codes3(names: Iterable[str]) -> str:
    code3 = load_lexicon().code3
    return ";".join(code3.get(name, name) for name in names)


def entity_id(prefix: str, p: Proposal) -> str:
    """A stable id for a claim: its document, place and kind."""
    digest = hashlib.sha256(f"{p.span.document}|{p.span.start}|{p.kind}|{p.act}".encode()).hexdigest()
    return f"stanch-{prefix}-{digest[:16]}"


def ftm_entities(
    proposals: Iterable[Proposal], *, urls: Mapping[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """FollowTheMoney entities, one JSON object each; every party and document once."""
    seen: set[str] = set()
    for p in proposals:
        article = f"stanch-article-{hashlib.sha256(p.span.document.encode()).hexdigest()[:16]}"
        if article not in seen:
            seen.add(article)
            url = (urls or {}).get(p.span.document, "")
            yield _entity(article, "Article", {"title": [p.span.document], "sourceUrl": [url] if url else []})
        for name in (*p.actors, *p.targets):
            key = _party_id(name)
            if key not in seen:
                seen.add(key)
                yield _party(key, name)
        yield _event_entity(p, article)


def _event_entity(p: Proposal, article: str) -> dict[str, Any]:
    properties = {
        "name": [" ".join(part for part in (p.kind, p.act) if part)],
        "summary": [p.span.quote],
        "description": [f"{p.modality.value}; said by {p.said_by}"],
        "date": [str(p.date)] if p.date else [],
        "keywords": list(p.channels),
        "proof": [article],
        "organizer": [_party_id(name) for name in p.actors],
        "involved": [_party_id(name) for name in p.targets],
    }
    return _entity(entity_id("claim", p), "Event", properties)


def _party(key: str, name: str) -> dict[str, Any]:
    lexicon = load_lexicon()
    if name in lexicon.code3:
        return _entity(key, "PublicBody", {"name": [lexicon.state_names[name]], "country": [name.lower()]})
    schema = "PublicBody" if name in lexicon.blocs else "LegalEntity"
    return _entity(key, schema, {"name": [name]})


def _party_id(name: str) -> str:
    return f"stanch-party-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _entity(key: str, schema: str, properties: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        "id": key,
        "schema": schema,
        "properties": {name: values for name, values in properties.items() if values},
    }
