"""Papers that a desk edits, such as talking points: every version is kept, the last one stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa

from stanch.store.base import Store, metadata

table = sa.Table(
    "papers",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("country", sa.String(20), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("mark", sa.String(80), nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One version: its text, how it is to be handled, who wrote it and when."""

    country: str
    text: str
    mark: str
    by: str
    at: str


def add(store: Store, paper: Paper) -> None:
    """Keep a version; those before it stay."""
    store.connection.execute(table.insert().values(**asdict(paper)))


def versions(store: Store, country: str) -> tuple[Paper, ...]:
    """Every version of a country's paper, newest first."""
    query = sa.select(table).where(table.c.country == country).order_by(table.c.number.desc())
    return tuple(
        Paper(country=row.country, text=row.text, mark=row.mark, by=row.by, at=row.at)
        for row in store.connection.execute(query)
    )
