"""Claims as others read them: FollowTheMoney entities, and an event table by PLOVER's manual.

FollowTheMoney has no schema for "a document says"; a claim becomes an Event with our sentence as its name and its words in `summary`, its
article in `proof`, and the parties as entities of their own. The event table is in `reading/plover.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stanch.reading.lexicon import load_lexicon
from stanch.reading.model import Proposal
from stanch.reading.wording import channel_words, frame_of

# ISO 639-1 to the three letters that FollowTheMoney asks for
_LANGUAGES = {
    "en": "eng", "fr": "fra", "es": "spa", "de": "deu", "pt": "por", "it": "ita", "id": "ind", "vi": "vie", "ko": "kor", "ja": "jpn",
    "zh": "zho", "th": "tha", "ar": "ara", "ru": "rus", "he": "heb", "hi": "hin", "el": "ell", "lo": "lao", "km": "khm", "my": "mya",
}  # fmt: skip
# its country codes are ISO 3166 with a few of its own; Kosovo is the one of ours that it writes otherwise
_COUNTRIES = {"XK": "xk"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A claim with what others need to know of its document and of what people made of it."""

    claim_id: str
    proposal: Proposal
    document: str
    decision: str = ""
    standing: str = ""
    title: str = ""
    url: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""


def ftm_entities(claims: Iterable[Exported]) -> Iterator[dict[str, Any]]:
    """FollowTheMoney entities, one JSON object each; every party and document once, before the claim that names it."""
    seen: set[str] = set()
    for claim in claims:
        article = _key("article", claim.document)
        if article not in seen:
            seen.add(article)
            yield _article(article, claim)
        for name in (*claim.proposal.actors, *claim.proposal.targets):
            key = _key("party", name)
            if key not in seen:
                seen.add(key)
                yield _party(key, name)
        yield _event(claim, article)


def _article(key: str, claim: Exported) -> dict[str, Any]:
    return _entity(
        key,
        "Article",
        {
            "title": [claim.title],
            "publisher": [claim.publisher],
            "publishedAt": [claim.published],
            "sourceUrl": [claim.url] if claim.url.startswith(("http://", "https://")) else [],
            "language": [_LANGUAGES.get(claim.language, "")],
        },
    )


def _event(claim: Exported, article: str) -> dict[str, Any]:
    p = claim.proposal
    state = claim.decision or "unreviewed"
    notes = [
        f"{p.kind} {p.act} {p.status}".strip(),
        f"modality: {p.modality.value}",
        f"said by: {p.said_by}",
        f"review: {state}",
        f"standing: {claim.standing}" if claim.standing else "",
        *(f"amount: {quantity.printed}" for quantity in p.quantities),
        *(f"condition: {words}" for words in p.conditions),
        *(f"exception: {words}" for words in p.exceptions),
        f"characters {p.span.start}-{p.span.end}",
    ]
    return _entity(
        claim.claim_id,
        "Event",
        {
            "name": [frame_of(p)],
            "summary": [" ".join(p.span.quote.split())],
            "notes": notes,
            "date": [str(p.date)] if p.date else [],
            "keywords": [channel_words(channel) for channel in p.channels],
            "proof": [article],
            "organizer": [_key("party", name) for name in p.actors],
            "involved": [_key("party", name) for name in p.targets],
        },
    )


def _party(key: str, name: str) -> dict[str, Any]:
    lexicon = load_lexicon()
    if name in lexicon.code3:
        country = _COUNTRIES.get(name, name.lower())
        return _entity(key, "PublicBody", {"name": [lexicon.state_names[name]], "country": [country]})
    if name in lexicon.blocs:
        return _entity(key, "PublicBody", {"name": [name.replace("_", " ")]})
    return _entity(key, "LegalEntity", {"name": [name]})


def _key(kind: str, name: str) -> str:
    return f"stanch-{kind}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _entity(key: str, schema: str, properties: Mapping[str, list[str]]) -> dict[str, Any]:
    held = {
        name: list(dict.fromkeys(value for value in values if value)) for name, values in properties.items()
    }
    return {
        "id": key,
        "schema": schema,
        "properties": {name: values for name, values in held.items() if values},
    }
