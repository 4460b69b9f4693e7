"""Versions of official lists in the store: every version held, every entry with the versions it stood in.

An accepted version has a number, counted for each list. An entry's row says from which number it stood and until which
(exclusive; NULL while it stands). A version is swapped in by one unit of work: readers see the old list or the new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from stanch.store.base import Store, metadata

versions = sa.Table(
    "list_versions",
    metadata,
    sa.Column("list", sa.String(100), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("published_on", sa.String(10), nullable=False),
    sa.Column("dated_by", sa.String(20), nullable=False),
    sa.Column("loaded_at", sa.String(32), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("reader", sa.String(40), nullable=False),
    sa.Column("code", sa.String(80), nullable=False),
    sa.Column("entries", sa.Integer, nullable=False),
    sa.Column("names", sa.Integer, nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("removed", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
)
refusals = sa.Table(
    "list_refusals",
    metadata,
    sa.Column("list", sa.String(100), primary_key=True),
    sa.Column("at", sa.String(32), primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
bodies = sa.Table(
    "list_bodies",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
)
rows = sa.Table(
    "list_rows",
    metadata,
    sa.Column("list", sa.String(100), primary_key=True),
    sa.Column("ref", sa.String(200), primary_key=True),
    sa.Column("from_number", sa.Integer, primary_key=True),
    sa.Column("until_number", sa.Integer, nullable=True),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("listed_on", sa.String(10), nullable=False),  # as the entry prints it; "" where it does not
    sa.Column("delisted_on", sa.String(10), nullable=False),
)
changes = sa.Table(
    "list_changes",
    metadata,
    sa.Column("list", sa.String(100), primary_key=True),
    sa.Column("ref", sa.String(200), primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("op", sa.String(10), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)
fetches = sa.Table(
    "list_fetches",
    metadata,
    sa.Column("list", sa.String(100), primary_key=True),
    sa.Column("url", sa.String(500), primary_key=True),
    sa.Column("etag", sa.String(300), nullable=False),
    sa.Column("modified", sa.String(100), nullable=False),
    sa.Column("checked_at", sa.String(32), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One accepted version of one list."""

    list: str
    number: int
    sha256: str
    published_on: str
    dated_by: str  # file, name, user or fetch: what the date was taken from
    loaded_at: str
    url: str
    reader: str
    code: str
    entries: int
    names: int
    added: int
    removed: int
    changed: int

    @property
    def label(self) -> str:
        """How answers name it: ``un_sc@2026-02-27#3 (1f2e3d4c)``."""
        return f"{self.list}@{self.published_on}#{self.number} ({self.sha256[:8]})"


@dataclass(frozen=True, slots=True)
class Text:
    """One entry of a new version, as text."""

    ref: str
    hash: str
    body: str
    raw: str
    listed_on: str
    delisted_on: str


@dataclass(frozen=True, slots=True)
class Spell:
    """A run of versions in which an entry stood with the same text: from a number until another (exclusive) or now."""

    ref: str
    start: int
    end: int | None
    hash: str
    listed_on: str
    delisted_on: str

    def stands(self, number: int) -> bool:
        """True when the entry stood in the version with this number."""
        return self.start <= number and (self.end is None or self.end > number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One version that failed vetting."""

    list: str
    at: str
    sha256: str
    url: str
    reason: str


def current(store: Store, list_key: str) -> Version | None:
    """The version that serves now."""
    found = history(store, list_key)
    return found[-1] if found else None


def history(store: Store, list_key: str) -> tuple[Version, ...]:
    """All accepted versions, oldest first."""
    query = sa.select(versions).where(versions.c.list == list_key).order_by(versions.c.number)
    return tuple(Version(**row._mapping) for row in store.connection.execute(query))


def list_keys(store: Store) -> tuple[str, ...]:
    """Every list of which a version is held."""
    query = sa.select(versions.c.list).distinct().order_by(versions.c.list)
    return tuple(row.list for row in store.connection.execute(query))


def refused(store: Store, list_key: str) -> tuple[Refusal, ...]:
    """All refusals of a list, oldest first."""
    query = sa.select(refusals).where(refusals.c.list == list_key).order_by(refusals.c.at)
    return tuple(Refusal(**row._mapping) for row in store.connection.execute(query))


def add_refusal(store: Store, refusal: Refusal) -> None:
    """Record a refused version."""
    store.add_new(
        refusals,
        [
            {
                "list": refusal.list,
                "at": refusal.at,
                "sha256": refusal.sha256,
                "url": refusal.url,
                "reason": refusal.reason,
            }
        ],
    )


def standing(store: Store, list_key: str, number: int) -> dict[str, str]:
    """Which entries stood in a version: ref to hash."""
    query = sa.select(rows.c.ref, rows.c.hash).where(
        rows.c.list == list_key,
        rows.c.from_number <= number,
        sa.or_(rows.c.until_number.is_(None), rows.c.until_number > number),
    )
    return {row.ref: row.hash for row in store.connection.execute(query)}


def add_version(store: Store, version: Version, entries: Mapping[str, Text]) -> None:
    """Swap a version in: close the rows of what went or changed, open rows for what is new.

    Args:
        version: what the version is.
        entries: every entry of it, by ref; texts held already are left alone.
    """
    before = standing(store, version.list, version.number - 1)
    gone = [ref for ref, digest in before.items() if ref not in entries or entries[ref].hash != digest]
    fresh = [entry for ref, entry in entries.items() if before.get(ref) != entry.hash]
    store.add_new(bodies, ({"hash": e.hash, "body": e.body, "raw": e.raw} for e in fresh))
    for start in range(0, len(gone), 500):
        store.connection.execute(
            rows.update()
            .where(
                rows.c.list == version.list,
                rows.c.until_number.is_(None),
                rows.c.ref.in_(gone[start : start + 500]),
            )
            .values(until_number=version.number)
        )
    store.add_new(
        rows,
        (
            {
                "list": version.list,
                "ref": e.ref,
                "from_number": version.number,
                "until_number": None,
                "hash": e.hash,
                "listed_on": e.listed_on,
                "delisted_on": e.delisted_on,
            }
            for e in fresh
        ),
    )
    store.connection.execute(
        versions.insert().values(**{c.name: getattr(version, c.name) for c in versions.columns})
    )


def texts_of(store: Store, list_key: str, number: int) -> list[tuple[str, str, str, str]]:
    """Ref, hash, body and raw text of every entry of a version, by ref."""
    query = (
        sa.select(rows.c.ref, rows.c.hash, bodies.c.body, bodies.c.raw)
        .join(bodies, bodies.c.hash == rows.c.hash)
        .where(
            rows.c.list == list_key,
            rows.c.from_number <= number,
            sa.or_(rows.c.until_number.is_(None), rows.c.until_number > number),
        )
        .order_by(rows.c.ref)
    )
    return [(row.ref, row.hash, row.body, row.raw) for row in store.connection.execute(query)]


def spells(store: Store, list_key: str, ref: str = "") -> list[Spell]:
    """The spells of every entry that ever stood on a list, or of one; by ref, oldest first."""
    query = sa.select(
        rows.c.ref, rows.c.from_number, rows.c.until_number, rows.c.hash, rows.c.listed_on, rows.c.delisted_on
    ).where(rows.c.list == list_key)
    if ref:
        query = query.where(rows.c.ref == ref)
    return [Spell(*row) for row in store.connection.execute(query.order_by(rows.c.ref, rows.c.from_number))]


def bodies_of(store: Store, hashes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Body and raw text by hash."""
    wanted = sorted(set(hashes))
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(wanted), 500):
        query = sa.select(bodies).where(bodies.c.hash.in_(wanted[start : start + 500]))
        found |= {row.hash: (row.body, row.raw) for row in store.connection.execute(query)}
    return found


def add_changes(store: Store, list_key: str, found: Iterable[tuple[str, str, str, str]]) -> int:
    """Add day-stamped changes: day, op (add, remove, modify), ref, name. The answer counts the new ones."""
    return store.add_new(
        changes,
        ({"list": list_key, "day": day, "op": op, "ref": ref, "name": name} for day, op, ref, name in found),
    )


def changes_between(store: Store, list_key: str, after: str, until: str) -> list[tuple[str, str, str, str]]:
    """Day-stamped changes after one day and up to another, oldest first: day, op, ref, name."""
    query = (
        sa.select(changes.c.day, changes.c.op, changes.c.ref, changes.c.name)
        .where(changes.c.list == list_key, changes.c.day > after, changes.c.day <= until)
        .order_by(changes.c.day, changes.c.ref, changes.c.op)
    )
    return [(row.day, row.op, row.ref, row.name) for row in store.connection.execute(query)]


def change_days(store: Store, list_key: str) -> tuple[str, str] | None:
    """First and last day of the changes held, None when there are none."""
    query = sa.select(sa.func.min(changes.c.day), sa.func.max(changes.c.day)).where(
        changes.c.list == list_key
    )
    first, last = store.connection.execute(query).one()
    return None if first is None else (str(first), str(last))


def last_fetch(store: Store, list_key: str, url: str) -> tuple[str, str] | None:
    """ETag and Last-Modified of the last fetch of a URL."""
    query = sa.select(fetches.c.etag, fetches.c.modified).where(
        fetches.c.list == list_key, fetches.c.url == url
    )
    row = store.connection.execute(query).one_or_none()
    return None if row is None else (row.etag, row.modified)


def note_fetch(store: Store, list_key: str, url: str, *, etag: str, modified: str, at: str) -> None:
    """Remember ETag and Last-Modified of a fetch that was accepted."""
    store.put(fetches, {"list": list_key, "url": url, "etag": etag, "modified": modified, "checked_at": at})
