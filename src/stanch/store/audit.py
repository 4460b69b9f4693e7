"""The log of answers in the store: rows are only ever added, each sealed with the hash of the one before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from stanch.store.base import Store, metadata

START = "0" * 64  # what the first entry is chained to

entries = sa.Table(
    "audit_log",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
# the end of the log, written with each entry: without it, cutting off the last entries would not show
heads = sa.Table(
    "audit_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log."""

    seq: int
    at: str
    kind: str
    body: str
    previous: str
    hash: str

    def sealed(self) -> str:
        """The hash that the entry must have."""
        return seal(self.seq, self.at, self.kind, self.body, self.previous)


def seal(seq: int, at: str, kind: str, body: str, previous: str) -> str:
    """The hash over an entry and the hash of the one before it; lengths are written, so that no two entries look alike."""
    parts = (str(seq), at, kind, body, previous)
    text = "".join(f"{len(part.encode())}:{part};" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()


def append(store: Store, items: Iterable[tuple[str, str, str]]) -> list[Entry]:
    """Add entries (time, kind, body) at the end of the log; nobody else appends until this unit of work ends."""
    store.serialise("audit log")
    last = head(store)
    seq, previous = last or (0, START)
    added = []
    for at, kind, body in items:
        seq += 1
        digest = seal(seq, at, kind, body, previous)
        added.append(Entry(seq, at, kind, body, previous, digest))
        previous = digest
    if added:
        names = tuple(column.name for column in entries.columns)
        store.connection.execute(
            entries.insert(), [{name: getattr(entry, name) for name in names} for entry in added]
        )
        store.put(heads, {"id": 1, "seq": seq, "hash": previous})
    return added


def head(store: Store) -> tuple[int, str] | None:
    """Number and hash of the last entry, as written beside the log."""
    row = store.connection.execute(sa.select(heads.c.seq, heads.c.hash).where(heads.c.id == 1)).one_or_none()
    return None if row is None else (row.seq, row.hash)


def read(store: Store, *, first: int = 1, last: int | None = None, chunk: int = 2000) -> Iterator[Entry]:
    """Entries in order, a chunk at a time."""
    while True:
        query = sa.select(entries).where(entries.c.seq >= first).order_by(entries.c.seq).limit(chunk)
        if last is not None:
            query = query.where(entries.c.seq <= last)
        found = [Entry(*row) for row in store.connection.execute(query)]
        yield from found
        if len(found) < chunk:
            return
        first = found[-1].seq + 1


def get_entry(store: Store, seq: int) -> Entry | None:
    """The entry with a number, or None."""
    row = store.connection.execute(sa.select(entries).where(entries.c.seq == seq)).one_or_none()
    return None if row is None else Entry(*row)
