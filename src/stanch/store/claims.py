"""Documents read, claims proposed from them, and what people decided about each; decisions are added, never overwritten."""

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
)
claims = sa.Table(
    "read_claims",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("document", sa.String(64), nullable=False, index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
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
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A document that was read; `same_as` is the document whose words it carries, "" when they are its own."""

    id: str  # SHA-256 of its bytes, as in the archive
    name: str
    read_at: str
    url: str = ""
    media: str = ""
    outlet: str = ""
    published: str = ""
    same_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """One proposed claim as plain data, with the last decision about it ("" while there is none)."""

    document: str
    kind: str
    start: int
    body: dict[str, Any]
    decision: str = field(default="", compare=False)
    edited: dict[str, Any] | None = field(default=None, compare=False)

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


def add_claims(store: Store, found: Iterable[ClaimRecord]) -> int:
    """Keep proposed claims; the answer counts those that are new. What people decided on the old ones stands."""
    rows = [
        {
            "id": claim.id,
            "document": claim.document,
            "kind": claim.kind,
            "start": claim.start,
            "body": json.dumps(claim.body, ensure_ascii=False, sort_keys=True),
        }
        for claim in found
    ]
    return store.add_new(claims, list({row["id"]: row for row in rows}.values()))


def document_of(store: Store, document_id: str) -> DocumentRecord | None:
    """The record of a document, if it was read."""
    row = store.connection.execute(sa.select(documents).where(documents.c.id == document_id)).one_or_none()
    return DocumentRecord(**row._mapping) if row is not None else None


def held_documents(store: Store) -> tuple[DocumentRecord, ...]:
    """Every document read, by name."""
    query = sa.select(documents).order_by(documents.c.name, documents.c.id)
    return tuple(DocumentRecord(**row._mapping) for row in store.connection.execute(query))


def held_claims(
    store: Store, *, document: str = "", kind: str = "", decision: str | None = None
) -> tuple[ClaimRecord, ...]:
    """Claims with their standing decision, in the order of their documents; `decision=""` gives those nobody has decided."""
    query = sa.select(claims, documents.c.name).join(documents, documents.c.id == claims.c.document)
    if document:
        query = query.where(sa.or_(claims.c.document == document, documents.c.name == document))
    if kind:
        query = query.where(claims.c.kind == kind)
    decided = _standing(store)
    found = []
    for row in store.connection.execute(query.order_by(documents.c.name, claims.c.start, claims.c.id)):
        state, edited = decided.get(row.id, ("", None))
        if decision is None or state == decision:
            found.append(
                ClaimRecord(
                    document=row.document,
                    kind=row.kind,
                    start=row.start,
                    body=json.loads(row.body),
                    decision=state,
                    edited=edited,
                )
            )
    return tuple(found)


def _standing(store: Store) -> dict[str, tuple[str, dict[str, Any] | None]]:
    """The decision that stands for each claim: the last one; an undone one takes back the one before it."""
    stacks: dict[str, list[tuple[str, dict[str, Any] | None]]] = {}
    for row in store.connection.execute(sa.select(reviews).order_by(reviews.c.number)):
        stack = stacks.setdefault(row.claim, [])
        if row.decision == "undone":
            if stack:
                stack.pop()
        else:
            stack.append((row.decision, json.loads(row.body) if row.body else None))
    return {claim: stack[-1] for claim, stack in stacks.items() if stack}


def decide(
    store: Store,
    claim_id: str,
    decision: str,
    *,
    reviewer: str,
    at: str,
    edited: dict[str, Any] | None = None,
) -> None:
    """Add a decision on a claim.

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
            body=json.dumps(edited, ensure_ascii=False, sort_keys=True) if edited is not None else "",
            reviewer=reviewer,
            reviewed_at=at,
        )
    )


def last_decided(store: Store) -> str:
    """The claim decided last whose decision still stands; "" when there is none."""
    decided = _standing(store)
    query = sa.select(reviews.c.claim).where(reviews.c.decision != "undone").order_by(reviews.c.number.desc())
    return next((row.claim for row in store.connection.execute(query) if row.claim in decided), "")


def precision_by_kind(store: Store) -> dict[str, dict[str, int]]:
    """How many claims of each kind people accepted, edited and rejected: the reader's precision as its users see it."""
    decided = _standing(store)
    counts: dict[str, dict[str, int]] = {}
    for row in store.connection.execute(sa.select(claims.c.id, claims.c.kind).order_by(claims.c.id)):
        if row.id in decided:
            of_kind = counts.setdefault(row.kind, {"accepted": 0, "edited": 0, "rejected": 0})
            of_kind[decided[row.id][0]] += 1
    return dict(sorted(counts.items()))
