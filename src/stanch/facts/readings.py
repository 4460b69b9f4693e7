"""From the store to the book: the claims people accepted (and, when asked for, those nobody has looked at yet) with their sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from stanch.dates import PartialDate
from stanch.facts.book import FactBook
from stanch.facts.check import Frame
from stanch.facts.placed import UNKNOWN_PUBLISHER, ReadClaim, Readings, countries_of, place
from stanch.reading.claims import proposal_from
from stanch.reading.model import Part
from stanch.records import Source, SourceClass
from stanch.store import Store
from stanch.store.claims import HELD, ClaimRecord, DocumentRecord, held_claims, held_documents


def accepted(store: Store) -> Readings:
    """The claims that people accepted, as they stand now; what was rejected, taken back or carried on is not among them."""
    return _readings(store, ("accepted", "edited"), "accepted")


def with_unreviewed(store: Store) -> Readings:
    """Those, and the claims that nobody has decided on, each marked; readers' comments only where a person accepted them."""
    return _readings(store, ("accepted", "edited", ""), "unreviewed")


def _readings(store: Store, decisions: tuple[str, ...], key: str) -> Readings:
    documents = {document.id: document for document in held_documents(store)}
    sources = sources_of(documents.values())
    claims = tuple(
        read_claim(record, documents, sources)
        for record in held_claims(store)
        if record.decision in decisions
        and (record.decision in HELD or record.body["part"] not in (Part.COMMENT, Part.CHROME))
    )
    return Readings(_key(key, claims), claims)


def _key(name: str, claims: Iterable[ReadClaim]) -> str:
    """A name for exactly these claims: two stores, or two states of one, never share it unless they hold the same."""
    digest = hashlib.sha256()
    for claim in claims:
        digest.update(repr(claim).encode("utf-8", "surrogatepass"))
    return f"{name} {digest.hexdigest()[:24]}"


def read_claim(
    record: ClaimRecord,
    documents: Mapping[str, DocumentRecord],
    sources: Mapping[str, Source],
    body: Mapping[str, Any] | None = None,
) -> ReadClaim:
    """One held claim with the source that its document is; `body` for the claim as if a person accepted it so."""
    said = record.final if body is None else body
    return ReadClaim(
        id=record.id,
        proposal=proposal_from(said),
        source=sources[record.document],
        document=documents[record.document].text_id or record.document,
        reviewed=body is not None or record.decision in HELD,
        issue=str(said.get("issue", "")),
        stance=str(said.get("stance", "")),
        fact=str(said.get("fact", "")),
    )


def sources_of(documents: Iterable[DocumentRecord]) -> dict[str, Source]:
    """Documents as sources, by id. Copies of one text count under one origin: the agency that any of them names, else whoever
    was read first. Who published a document may be unknown, and stays so."""
    by_id = {document.id: document for document in documents}
    first = {key: _first(document, by_id).id for key, document in by_id.items()}
    agencies: dict[str, str] = {}
    for key in sorted(by_id, key=lambda key: (by_id[key].read_at, key)):
        if by_id[key].agency:
            agencies.setdefault(first[key], by_id[key].agency)
    copied = {root for key, root in first.items() if key != root}
    found = {}
    for key, document in by_id.items():
        root = first[key]
        origin = agencies.get(root, "") or (_publisher(by_id[root]) if root in copied else "")
        found[key] = Source(
            key=f"read-{document.id[:16]}",
            url=document.url,
            publisher=_publisher(document),
            source_class=_class(document, origin, is_copy=key != root),
            original_publisher=origin or None,
            title=document.title or document.name,
            published_on=PartialDate(document.published) if document.published else None,
            checked_on=PartialDate(document.read_at[:10]) if document.read_at[:10] else None,
        )
    return found


def _first(document: DocumentRecord, documents: Mapping[str, DocumentRecord]) -> DocumentRecord:
    seen = {document.id}
    while document.same_as in documents and document.same_as not in seen:
        document = documents[document.same_as]
        seen.add(document.id)
    return document


def _publisher(document: DocumentRecord) -> str:
    return document.outlet or UNKNOWN_PUBLISHER


def _class(document: DocumentRecord, origin: str, *, is_copy: bool) -> SourceClass:
    """An agency's own page is press; another's page with its text is a copy."""
    if (is_copy or document.agency) and document.outlet != origin:
        return SourceClass.AGENCY_COPY
    return SourceClass(document.source_class) if document.source_class else SourceClass.PRESS


def left_out(readings: Iterable[ReadClaim], reasons: Mapping[str, str]) -> dict[str, int]:
    """How many claims could not be placed, by reason."""
    counts: dict[str, int] = {}
    for claim in readings:
        if claim.id in reasons:
            counts[reasons[claim.id]] = counts.get(reasons[claim.id], 0) + 1
    return dict(sorted(counts.items()))


def standings(readings: Readings, book: FactBook, frame: Frame) -> dict[str, str]:
    """How well the fact stands that each claim carries, by the claim's id; a claim that no file takes has none."""
    placed = place(readings.claims, frame)
    with_claims = book.with_rows(placed.held, placed.sources)
    by_span = {}
    countries = {code for claim in readings.claims for code in countries_of(claim)}
    for fact in (fact for code in sorted(countries) for fact in with_claims.facts(code)):
        for voice in fact.voices:
            if voice.claim.span is not None:
                span = voice.claim.span
                by_span[(span.document, span.start, span.end)] = fact.standing.value
    found = {}
    for claim in readings.claims:
        span = claim.proposal.span
        standing = by_span.get((claim.document, span.start, span.end))
        if standing:
            found[claim.id] = standing
    return found
