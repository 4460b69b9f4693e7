"""Documents read, claims proposed from them, and what people decided about each; decisions are added, never overwritten.

A claim is known by its place: document, first character, words and kind. What a newer reader makes of the same place changes an open
claim and leaves a decided one as it was decided (`claimkeep` holds those rules).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from stanch.errors import NotFound, UsageError
from stanch.records import content_id
from stanch.store.base import Store, metadata

DECISIONS = ("accepted", "edited", "rejected", "undone")
HELD = ("accepted", "edited")

documents = sa.Table(
    "read_documents",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("media", sa.String(120), nullable=False),
    sa.Column("outlet", sa.Text, nullable=False),
    sa.Column("published", sa.String(10), nullable=False),
    sa.Column("same_as", sa.String(64), nullable=False),
    sa.Column("read_at", sa.String(32), nullable=False),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Column("agency", sa.Text, nullable=False, server_default=""),
    sa.Column("source_class", sa.String(20), nullable=False, server_default=""),
    sa.Column("published_how", sa.Text, nullable=False, server_default=""),
    sa.Column("language", sa.String(12), nullable=False, server_default=""),
    sa.Column("words", sa.Integer, nullable=False, server_default="0"),
    sa.Column("text_id", sa.String(64), nullable=False, server_default=""),
    sa.Column("replaced_by", sa.String(64), nullable=False, server_default=""),
)
claims = sa.Table(
    "read_claims",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("document", sa.String(64), nullable=False, index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("newer", sa.Text, nullable=False, server_default=""),
    sa.Column("reopens", sa.String(40), nullable=False, server_default=""),
    sa.Column("withdrawn", sa.Integer, nullable=False, server_default="0"),
)
reviews = sa.Table(
    "read_reviews",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("claim", sa.String(40), nullable=False, index=True),
    sa.Column("decision", sa.String(12), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("reviewer", sa.Text, nullable=False),
    sa.Column("reviewed_at", sa.String(32), nullable=False),
    sa.Column("carried_from", sa.String(40), nullable=False, server_default=""),
)
# a sample of each document's runs of words, so that a copy is known again among all documents ever read
shingles = sa.Table(
    "read_shingles",
    metadata,
    sa.Column("hash", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("document", sa.String(64), primary_key=True, index=True),
    sa.Column("level", sa.Integer, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A document that was read; `same_as` is the document whose words it carries, "" when they are its own.

    Args:
        published_how: where the day of publication was found ("meta article:published_time", "given by the user").
        text_id: the archive's hash of the extracted text, into which the offsets of the claims point.
        replaced_by: a later version of the same page.
    """

    id: str  # SHA-256 of its bytes, as in the archive
    name: str
    read_at: str
    url: str = ""
    media: str = ""
    outlet: str = ""
    published: str = ""
    same_as: str = ""
    title: str = ""
    agency: str = ""
    source_class: str = ""
    published_how: str = ""
    language: str = ""
    words: int = 0
    text_id: str = ""
    replaced_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """One proposed claim as plain data, with the last decision about it ("" while there is none).

    Args:
        newer: what a later reading made of the same place, where that differs from what was decided.
        reopens: the accepted claim of an older version of the page that this one asks about again.
        withdrawn: no longer proposed, or carried over to a newer version of the page.
    """

    document: str
    kind: str
    start: int
    body: dict[str, Any]
    decision: str = field(default="", compare=False)
    edited: dict[str, Any] | None = field(default=None, compare=False)
    newer: dict[str, Any] | None = field(default=None, compare=False)
    reopens: str = field(default="", compare=False)
    withdrawn: bool = field(default=False, compare=False)

    @property
    def id(self) -> str:
        """The same words read twice in one document are one claim: its id hashes place and kind, not the reader's guesses."""
        return content_id(
            "read",
            {"document": self.document, "kind": self.kind, "start": self.start, "quote": self.body["quote"]},
        )

    @property
    def final(self) -> dict[str, Any]:
        """The claim as a person left it."""
        return self.edited if self.edited is not None else self.body


def add_document(store: Store, document: DocumentRecord) -> bool:
    """Keep a document's record; False when it was read before."""
    return bool(store.add_new(documents, [asdict(document)]))


def put_document(store: Store, document: DocumentRecord) -> bool:
    """Keep a document's record, or put what was learnt of it since; False when it was read before."""
    new = document_of(store, document.id) is None
    store.put(documents, asdict(document))
    return new


def add_claims(store: Store, found: Iterable[ClaimRecord]) -> int:
    """Keep proposed claims; the answer counts those that are new. What people decided on the old ones stands."""
    rows = [
        {
            "id": claim.id,
            "document": claim.document,
            "kind": claim.kind,
            "start": claim.start,
            "body": plain_body(claim.body),
            "newer": "",
            "reopens": claim.reopens,
            "withdrawn": 0,
        }
        for claim in found
    ]
    return store.add_new(claims, list({row["id"]: row for row in rows}.values()))


def plain_body(body: dict[str, Any] | None) -> str:
    """A claim's fields as the store holds them; "" for none."""
    return "" if body is None else json.dumps(body, ensure_ascii=False, sort_keys=True)


def document_of(store: Store, document_id: str) -> DocumentRecord | None:
    """The record of a document, if it was read."""
    row = store.connection.execute(sa.select(documents).where(documents.c.id == document_id)).one_or_none()
    return DocumentRecord(**row._mapping) if row is not None else None


def held_documents(store: Store) -> tuple[DocumentRecord, ...]:
    """Every document read, by name."""
    query = sa.select(documents).order_by(documents.c.name, documents.c.id)
    return tuple(DocumentRecord(**row._mapping) for row in store.connection.execute(query))


def held_claims(
    store: Store,
    *,
    document: str = "",
    kind: str = "",
    decision: str | None = None,
    withdrawn: bool = False,
) -> tuple[ClaimRecord, ...]:
    """Claims with their standing decision, in the order of their documents; `decision=""` gives those nobody has decided.

    Args:
        withdrawn: also those no longer proposed, or carried over to a newer version of their page.
    """
    query = sa.select(claims, documents.c.name).join(documents, documents.c.id == claims.c.document)
    if document:
        query = query.where(sa.or_(claims.c.document == document, documents.c.name == document))
    if kind:
        query = query.where(claims.c.kind == kind)
    if not withdrawn:
        query = query.where(claims.c.withdrawn == 0)
    decided = standing(store)
    found = []
    for row in store.connection.execute(query.order_by(documents.c.name, claims.c.start, claims.c.id)):
        state, edited = decided.get(row.id, ("", None))
        if decision is None or state == decision:
            found.append(_record(row, state, edited))
    return tuple(found)


def claim_of(store: Store, claim_id: str) -> ClaimRecord:
    """One claim with its standing decision.

    Raises:
        NotFound: no such claim is held.
    """
    row = store.connection.execute(sa.select(claims).where(claims.c.id == claim_id)).one_or_none()
    if row is None:
        raise NotFound(f"no claim '{claim_id}' is held; `stanch claims` shows the claims and their ids")
    state, edited = standing(store, claim=claim_id).get(claim_id, ("", None))
    return _record(row, state, edited)


def _record(row: Any, decision: str, edited: dict[str, Any] | None) -> ClaimRecord:
    return ClaimRecord(
        document=row.document,
        kind=row.kind,
        start=row.start,
        body=json.loads(row.body),
        decision=decision,
        edited=edited,
        newer=json.loads(row.newer) if row.newer else None,
        reopens=row.reopens,
        withdrawn=bool(row.withdrawn),
    )


def standing(store: Store, *, claim: str = "") -> dict[str, tuple[str, dict[str, Any] | None]]:
    """The decision that stands for each claim: the last one; an undone one takes back the one before it."""
    query = sa.select(reviews).order_by(reviews.c.number)
    if claim:
        query = query.where(reviews.c.claim == claim)
    stacks: dict[str, list[tuple[str, dict[str, Any] | None]]] = {}
    for row in store.connection.execute(query):
        stack = stacks.setdefault(row.claim, [])
        if row.decision == "undone":
            if stack:
                stack.pop()
        else:
            stack.append((row.decision, json.loads(row.body) if row.body else None))
    return {held: stack[-1] for held, stack in stacks.items() if stack}


def decide(
    store: Store,
    claim_id: str,
    decision: str,
    *,
    reviewer: str,
    at: str,
    edited: dict[str, Any] | None = None,
    carried_from: str = "",
) -> None:
    """Add a decision on a claim.

    Args:
        carried_from: the claim of an older version of the page whose decision this is.

    Raises:
        NotFound: no such claim is held.
        UsageError: an unknown decision, or an edit without a text.
    """
    if decision not in DECISIONS:
        raise UsageError(f"'{decision}' is no decision; use {', '.join(DECISIONS)}")
    if (decision == "edited") != (edited is not None):
        raise UsageError("an edit needs the edited claim, and only an edit takes one")
    if store.connection.execute(sa.select(claims.c.id).where(claims.c.id == claim_id)).first() is None:
        raise NotFound(f"no claim '{claim_id}' is held; `stanch claims` shows the claims and their ids")
    store.connection.execute(
        reviews.insert().values(
            claim=claim_id,
            decision=decision,
            body=plain_body(edited),
            reviewer=reviewer,
            reviewed_at=at,
            carried_from=carried_from,
        )
    )


def last_decided(store: Store, *, reviewer: str | None = None) -> str:
    """The claim decided last (by this reviewer) whose decision still stands; "" when there is none.

    Decisions carried over from an older version of a page were made by nobody just now and are passed over.
    """
    decided = standing(store)
    query = (
        sa.select(reviews.c.claim)
        .where(reviews.c.decision != "undone", reviews.c.carried_from == "")
        .order_by(reviews.c.number.desc())
    )
    if reviewer is not None:
        query = query.where(reviews.c.reviewer == reviewer)
    return next((row.claim for row in store.connection.execute(query) if row.claim in decided), "")


def precision_by_kind(store: Store) -> dict[str, dict[str, int]]:
    """How many claims of each kind people accepted, edited and rejected: the reader's precision as its users see it."""
    counts: dict[str, dict[str, int]] = {}
    for judged in judgements(store):
        of_kind = counts.setdefault(judged.kind, {"accepted": 0, "edited": 0, "rejected": 0})
        of_kind[judged.decision] += 1
    return dict(sorted(counts.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One standing decision of a person, with what was proposed and when it was decided."""

    kind: str
    act: str
    proposer: str
    confidence: float
    decision: str
    month: str  # YYYY-MM


def judgements(store: Store) -> tuple[Judgement, ...]:
    """Every decision that stands and that a person took, in order; those carried over are not counted a second time."""
    decided = standing(store)
    query = (
        sa.select(reviews.c.claim, reviews.c.reviewed_at, claims.c.kind, claims.c.body)
        .join(claims, claims.c.id == reviews.c.claim)
        .where(reviews.c.decision != "undone", reviews.c.carried_from == "")
        .order_by(reviews.c.number)
    )
    latest = {row.claim: row for row in store.connection.execute(query)}
    found = []
    for claim_id, row in latest.items():
        if claim_id not in decided:
            continue
        body = json.loads(row.body)
        found.append(
            Judgement(
                kind=row.kind,
                act=str(body.get("act", "")),
                proposer=str(body.get("proposer", "")),
                confidence=float(body.get("confidence", 0.0)),
                decision=decided[claim_id][0],
                month=str(row.reviewed_at)[:7],
            )
        )
    return tuple(found)


def fingerprint(store: Store) -> str:
    """Changes whenever a claim, a decision or a document does: what was made from them before is stale then."""
    counted = store.connection.execute(
        sa.select(
            sa.select(sa.func.count()).select_from(reviews).scalar_subquery(),
            sa.select(sa.func.count()).select_from(claims).scalar_subquery(),
            sa.select(sa.func.coalesce(sa.func.sum(claims.c.withdrawn), 0)).scalar_subquery(),
            sa.select(sa.func.coalesce(sa.func.max(documents.c.read_at), "")).scalar_subquery(),
            sa.select(sa.func.count()).select_from(documents).scalar_subquery(),
        )
    ).one()
    return "/".join(str(part) for part in counted)
