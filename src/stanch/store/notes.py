"""A desk's own notes on countries: kept in its own store, shown in its own copy only, never part of what is shipped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from stanch.errors import NotFound
from stanch.records import content_id
from stanch.store.base import Store, metadata

table = sa.Table(
    "notes",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("country", sa.String(20), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("mark", sa.String(80), nullable=False),
    sa.Column("written_on", sa.String(10), nullable=False),
    sa.Column("withdrawn_on", sa.String(10)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRecord:
    """One note; `mark` says how it is to be handled, `written_on` is an ISO day."""

    country: str
    text: str
    mark: str
    written_on: str

    @property
    def id(self) -> str:
        """Hash of the content: the same note on the same day is one note."""
        return content_id("note", self)


def add(store: Store, notes: Iterable[NoteRecord]) -> int:
    """Keep notes; the answer counts those that are new."""
    return store.add_new(table, ({"id": note.id, **asdict(note), "withdrawn_on": None} for note in notes))


def held(store: Store, country: str = "") -> tuple[NoteRecord, ...]:
    """The notes on a country (on all without one) that are not withdrawn, oldest first."""
    query = sa.select(table).where(table.c.withdrawn_on.is_(None)).order_by(table.c.written_on, table.c.id)
    if country:
        query = query.where(table.c.country == country)
    return tuple(
        NoteRecord(country=row.country, text=row.text, mark=row.mark, written_on=row.written_on)
        for row in store.connection.execute(query)
    )


def withdraw(store: Store, note_id: str, on: str) -> None:
    """Stop showing a note; it stays in the store.

    Raises:
        NotFound: there is no such note, or it is withdrawn already.
    """
    done = store.connection.execute(
        sa.update(table).where(table.c.id == note_id, table.c.withdrawn_on.is_(None)).values(withdrawn_on=on)
    )
    if done.rowcount != 1:
        raise NotFound(f"no note '{note_id}' is held; `stanch note list` shows the notes and their ids")
