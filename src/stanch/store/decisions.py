"""Dismissals in the store: who said that a party is not the listed one, why, until when, and about which two records."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from stanch.store.base import Store, metadata

dismissals = sa.Table(
    "dismissals",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("party_ref", sa.String(200), nullable=False),
    sa.Column("party_hash", sa.String(64), nullable=False),
    sa.Column("entity_id", sa.String(300), nullable=False),
    sa.Column("entity_hash", sa.String(64), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("approver", sa.String(200), nullable=False),
    sa.Column("made_at", sa.String(40), nullable=False),
    sa.Column("expires_on", sa.String(10), nullable=False),
)
revocations = sa.Table(
    "dismissal_revocations",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("revoked_at", sa.String(40), nullable=False),
    sa.Column("revoked_by", sa.String(200), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """One dismissal. The hashes are of the two records as they were: when either changes, it no longer holds."""

    id: str
    party_ref: str
    party_hash: str
    entity_id: str
    entity_hash: str
    reason: str
    approver: str
    made_at: str
    expires_on: str
    revoked_at: str = ""
    revoked_by: str = ""


def add(store: Store, dismissal: Dismissal) -> None:
    """Record a dismissal; the same one twice is one."""
    store.add_new(dismissals, [{c.name: getattr(dismissal, c.name) for c in dismissals.columns}])


def revoke(store: Store, key: str, *, at: str, by: str, reason: str) -> bool:
    """Take a dismissal back; False when there is none with this id, or it is taken back already."""
    if (
        store.connection.execute(sa.select(dismissals.c.id).where(dismissals.c.id == key)).one_or_none()
        is None
    ):
        return False
    return (
        store.add_new(revocations, [{"id": key, "revoked_at": at, "revoked_by": by, "reason": reason}]) == 1
    )


def all_of(store: Store) -> tuple[Dismissal, ...]:
    """Every dismissal ever made, oldest first."""
    query = (
        sa.select(dismissals, revocations.c.revoked_at, revocations.c.revoked_by)
        .join(revocations, revocations.c.id == dismissals.c.id, isouter=True)
        .order_by(dismissals.c.made_at, dismissals.c.id)
    )
    return tuple(
        Dismissal(**{key: value or "" for key, value in row._mapping.items()})
        for row in store.connection.execute(query)
    )
