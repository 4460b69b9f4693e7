"""From a reading to what is kept of it: raw bytes and text in the archive, claims and a sample of its words in the store, a report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from stanch.archive import Archive, Origin
from stanch.reading.batch import Reading
from stanch.reading.claims import plain_proposal
from stanch.reading.duplicates import Sketch, closest
from stanch.store import Store
from stanch.store.claimkeep import Kept, keep, put_sketch, sketches_sharing
from stanch.store.claims import ClaimRecord, DocumentRecord, document_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of a reading in the store."""

    document: DocumentRecord
    kept: Kept
    same_as_name: str = ""


def store_reading(store: Store, archive: Archive, reading: Reading, *, at: str) -> Stored:
    """Keep a document, its text and its claims; reading the same page twice adds nothing."""
    assert reading.text is not None
    digest = archive.put(reading.raw.raw, Origin(url=reading.raw.url or reading.raw.name, fetched_at=at))
    text_id = archive.put(reading.text.text.encode("utf-8", "surrogatepass"))
    told = reading.masthead
    same_as = reading.copy.of if reading.copy is not None else ""
    if not same_as and reading.sketch is not None:
        same_as = copy_in(store, digest, reading.sketch)
    document = DocumentRecord(
        id=digest,
        name=reading.raw.name,
        url=reading.raw.url,
        media=reading.text.media,
        outlet=told.outlet,
        published=str(told.published or ""),
        same_as=same_as,
        read_at=at,
        title=told.title,
        agency=told.agency,
        source_class=told.source_class,
        published_how=told.how,
        language=reading.language,
        words=reading.words,
        text_id=text_id,
    )
    found = [
        ClaimRecord(document=digest, kind=p.kind, start=p.span.start, body=plain_proposal(p))
        for p in reading.proposals
    ]
    kept = keep(store, document, found, at=at)
    if reading.sketch is not None:
        put_sketch(store, digest, reading.sketch.level, reading.sketch.hashes)
    first = document_of(store, same_as) if same_as else None
    return Stored(document=document, kept=kept, same_as_name=first.name if first is not None else "")


def copy_in(store: Store, digest: str, own: Sketch) -> str:
    """The document read before that carries the same words, "" when there is none; the first of several copies stands for all."""
    held = {
        document: Sketch(level=level, hashes=hashes)
        for document, (level, hashes) in sketches_sharing(store, sorted(own.hashes)).items()
        if document != digest
    }
    before = document_of(store, digest)
    if before is not None:
        # read again: what it was a copy of then it is a copy of now, and later copies do not turn it into theirs
        return before.same_as
    best = closest(own, held)
    if best is None:
        return ""
    first = document_of(store, best.of)
    return first.same_as or first.id if first is not None else ""


def report_of(reading: Reading, stored: Stored | None = None) -> dict[str, Any]:
    """What is told about one document: what it is, what was found and left aside, and what became of it."""
    text = reading.text
    told = reading.masthead
    same_as = stored.document.same_as if stored else reading.copy.of if reading.copy else ""
    return {
        "name": reading.raw.name,
        "document": reading.raw.digest if reading.raw.raw else "",
        "problem": reading.problem,
        "media": text.media if text else "",
        "title": told.title,
        "outlet": told.outlet,
        "agency": told.agency,
        "source_class": told.source_class,
        "published": str(told.published or ""),
        "published_how": told.how,
        "language": reading.language,
        "words": reading.words,
        "sections": reading.parts,
        "claims": reading.kinds,
        "candidates": reading.candidates,
        "abstained": reading.abstained,
        "refused": reading.refused,
        "unread": reading.unread,
        "same_as": same_as,
        "same_as_name": stored.same_as_name if stored else "",
        "shared": reading.copy.shared if reading.copy else None,
        "kept": asdict(stored.kept) if stored else {},
        "notes": list(text.notes) if text else [],
        "seconds": round(reading.seconds, 2),
    }
