"""What waits for a second person: a dismissal or an accepted claim, where four eyes are asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from stanch.errors import NotFound, UsageError
from stanch.records import content_id
from stanch.store.base import Store, metadata

KINDS = ("dismissal", "claim")

table = sa.Table(
    "approvals",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("asked_by", sa.String(200), nullable=False),
    sa.Column("asked_at", sa.String(40), nullable=False),
)
seconds = sa.Table(
    "approval_answers",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("confirmed", sa.Boolean, nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One decision that waits; `body` holds all that is needed to carry it out."""

    kind: str
    title: str
    body: dict[str, Any]
    asked_by: str
    asked_at: str

    @property
    def id(self) -> str:
        """Hash of the content."""
        return content_id("approval", self)


def add(store: Store, approval: Approval) -> None:
    """Ask for a second person."""
    row = {
        "id": approval.id,
        "kind": approval.kind,
        "title": approval.title,
        "body": json.dumps(approval.body, ensure_ascii=False, sort_keys=True),
        "asked_by": approval.asked_by,
        "asked_at": approval.asked_at,
    }
    store.add_new(table, [row])


def waiting(store: Store, kind: str = "") -> tuple[Approval, ...]:
    """What nobody has confirmed or refused, oldest first."""
    query = (
        sa.select(table)
        .join(seconds, seconds.c.id == table.c.id, isouter=True)
        .where(seconds.c.id.is_(None))
        .order_by(table.c.asked_at, table.c.id)
    )
    if kind:
        query = query.where(table.c.kind == kind)
    return tuple(_approval(row) for row in store.connection.execute(query))


def answer(store: Store, approval_id: str, *, confirmed: bool, by: str, at: str) -> Approval:
    """Confirm or refuse, once.

    Raises:
        NotFound: nothing with this id waits.
        UsageError: the one who asked would be the second person too.
    """
    store.serialise("approvals")
    found = next((item for item in waiting(store) if item.id == approval_id), None)
    if found is None:
        raise NotFound(f"nothing with the id '{approval_id}' waits; somebody may have answered meanwhile")
    if found.asked_by == by and confirmed:
        raise UsageError("four eyes: the second person must be another one than who asked")
    store.add_new(seconds, [{"id": approval_id, "confirmed": confirmed, "by": by, "at": at}])
    return found


def _approval(row: sa.Row[tuple[object, ...]]) -> Approval:
    return Approval(
        kind=row.kind,
        title=row.title,
        body=json.loads(row.body),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
    )
