"""Keeping what a reading found: decisions stay with their words through newer weights and newer versions of a page.

Three rules. On the same source, a decision stands for its span whatever a newer reading makes of it; the newer proposal is kept beside
it. On a changed source, a decision follows words that are proposed as before. Only where source and proposal have both changed is an
accepted claim asked about again. A claim that nobody has decided is simply replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from stanch.store.base import Store
from stanch.store.claims import (
    HELD,
    ClaimRecord,
    DocumentRecord,
    add_claims,
    claims,
    decide,
    document_of,
    documents,
    held_claims,
    plain_body,
    put_document,
    shingles,
)

# what a proposal says; a surer machine or another order of words in `sentence` is no other proposal
SAID = ("kind", "act", "actors", "targets", "channels", "status", "modality", "said_by", "relayed_from")
_OVERLAP = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of one document's claims."""

    new: int = 0
    known: int = 0
    carried: int = 0  # decisions taken over from an older version of the page
    reopened: int = 0
    withdrawn: int = 0  # open claims that are no longer proposed


def keep(store: Store, document: DocumentRecord, found: Iterable[ClaimRecord], *, at: str) -> Kept:
    """Keep a document and what was found in it."""
    fresh = list({claim.id: claim for claim in found}.values())
    held = document_of(store, document.id)
    if held is not None:
        document = replace(document, replaced_by=held.replaced_by)
        put_document(store, document)
        return _again(store, document, fresh)
    older = _older(store, document)
    put_document(store, document)
    if older is None:
        return Kept(new=add_claims(store, fresh))
    store.connection.execute(
        sa.update(documents).where(documents.c.id == older.id).values(replaced_by=document.id)
    )
    return _replaced(store, fresh, held_claims(store, document=older.id), at)


def _older(store: Store, document: DocumentRecord) -> DocumentRecord | None:
    """The version of the same page that was read before: by its address, or by its name when the words are mostly the same."""
    same = (
        sa.and_(documents.c.url == document.url, documents.c.url != "")
        if document.url
        else sa.and_(documents.c.name == document.name, documents.c.id == (document.same_as or "-"))
    )
    query = sa.select(documents).where(same, documents.c.replaced_by == "", documents.c.id != document.id)
    row = store.connection.execute(query.order_by(documents.c.read_at.desc(), documents.c.id)).first()
    return DocumentRecord(**row._mapping) if row is not None else None


def _again(store: Store, document: DocumentRecord, fresh: Sequence[ClaimRecord]) -> Kept:
    """The same bytes read by a newer reader."""
    old = held_claims(store, document=document.id, withdrawn=True)
    by_id = {claim.id: claim for claim in old}
    met: set[str] = set()
    new: list[ClaimRecord] = []
    known = 0
    for claim in fresh:
        match = by_id.get(claim.id) or _same_span(claim, old, met)
        if match is None:
            new.append(claim)
        elif match.decision:
            met.add(match.id)
            known += 1
            _set(store, match.id, newer=plain_body(claim.body) if _differs(claim, match) else "")
        elif match.id == claim.id:
            met.add(match.id)
            known += 1
            _set(store, match.id, body=plain_body(claim.body), withdrawn=0)
        else:
            new.append(claim)  # the old, undecided one is withdrawn below
    gone = [claim for claim in old if claim.id not in met and not claim.decision and not claim.withdrawn]
    for claim in gone:
        _set(store, claim.id, withdrawn=1)
    return Kept(new=add_claims(store, new), known=known, withdrawn=len(gone))


def _same_span(claim: ClaimRecord, old: Sequence[ClaimRecord], met: set[str]) -> ClaimRecord | None:
    """The claim of an earlier reading at the same words; a rejected one answers only for its own kind."""
    for other in old:
        if other.id in met:
            continue
        same_kind = other.kind == claim.kind
        if other.decision == "rejected" and not same_kind:
            continue
        exact = other.start == claim.start and other.body["end"] == claim.body["end"]
        if exact or (same_kind and _overlap(claim, other) >= _OVERLAP):
            return other
    return None


def _overlap(one: ClaimRecord, other: ClaimRecord) -> float:
    """The shared characters over those of the longer span."""
    shared = min(one.body["end"], other.body["end"]) - max(one.start, other.start)
    longer = max(one.body["end"] - one.start, other.body["end"] - other.start)
    return shared / longer if longer > 0 else 0.0


def _replaced(store: Store, fresh: Sequence[ClaimRecord], old: Sequence[ClaimRecord], at: str) -> Kept:
    """A newer version of the page: words proposed as before take their decision with them."""
    decided = {_words(claim): claim for claim in old if claim.decision}
    carried = reopened = 0
    records = []
    take: list[tuple[ClaimRecord, ClaimRecord]] = []
    for claim in fresh:
        before = decided.get(_words(claim))
        if before is None or (before.decision == "rejected" and before.kind != claim.kind):
            records.append(claim)
            continue
        if not _differs(claim, before):
            take.append((claim, before))
            records.append(claim)
            carried += 1
        else:
            reopens = before.id if before.decision in HELD else ""
            reopened += bool(reopens)
            records.append(replace(claim, reopens=reopens))
        _set(store, before.id, withdrawn=1)
    open_before = [claim for claim in old if not claim.decision]
    for claim in open_before:
        _set(store, claim.id, withdrawn=1)
    new = add_claims(store, records)
    for claim, before in take:
        edited = _moved(before, claim)
        decide(store, claim.id, before.decision, reviewer="", at=at, edited=edited, carried_from=before.id)
    return Kept(new=new, carried=carried, reopened=reopened, withdrawn=len(open_before))


def _moved(before: ClaimRecord, claim: ClaimRecord) -> dict[str, object] | None:
    """A corrected claim at its new place."""
    if before.edited is None:
        return None
    place = {key: claim.body[key] for key in ("document", "start", "end", "quote", "sentence")}
    return {**before.edited, **place}


def _differs(claim: ClaimRecord, other: ClaimRecord) -> bool:
    return any(claim.body.get(name) != other.body.get(name) for name in SAID)


def _words(claim: ClaimRecord) -> str:
    return " ".join(str(claim.body["quote"]).split())


def _set(store: Store, claim_id: str, **values: object) -> None:
    store.connection.execute(sa.update(claims).where(claims.c.id == claim_id).values(**values))


def put_sketch(store: Store, document: str, level: int, hashes: Iterable[int]) -> None:
    """Keep the sample of a document's runs of words."""
    store.add_new(
        shingles, [{"hash": _signed(each), "document": document, "level": level} for each in sorted(hashes)]
    )


def sketches_sharing(store: Store, hashes: Sequence[int]) -> dict[str, tuple[int, frozenset[int]]]:
    """The samples of all documents that share at least one of these runs: document to (level, hashes)."""
    if not hashes:
        return {}
    wanted = sa.select(shingles.c.document).where(shingles.c.hash.in_([_signed(each) for each in hashes]))
    query = sa.select(shingles).where(shingles.c.document.in_(wanted.distinct()))
    found: dict[str, tuple[int, set[int]]] = {}
    for row in store.connection.execute(query):
        found.setdefault(row.document, (row.level, set()))[1].add(row.hash % 2**64)
    return {document: (level, frozenset(held)) for document, (level, held) in sorted(found.items())}


def _signed(value: int) -> int:
    """An unsigned 64-bit hash as the signed one that databases hold."""
    return value - 2**64 if value >= 2**63 else value
