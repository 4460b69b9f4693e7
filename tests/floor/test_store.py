"""The store keeps a unit of work whole or not at all, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from stanch.errors import SettingsError, StoreError
from stanch.store import Database, claims, connect
from stanch.store.base import MIGRATIONS, migrations


def names(database: Database) -> list[str]:
    with database.begin() as store:
        held = {row.name for row in store.connection.execute(sa.select(migrations.c.name))}
    return sorted(held - {name for name, _ in MIGRATIONS})


def test_adding_twice_changes_nothing(database: Database) -> None:
    """A document read twice is one document."""
    with database.begin() as store:
        assert store.add_new(migrations, [{"name": "a"}, {"name": "b"}]) == 2
        assert store.add_new(migrations, [{"name": "b"}, {"name": "c"}]) == 1
    assert names(database) == ["a", "b", "c"]


def test_a_failed_unit_of_work_leaves_nothing(database: Database) -> None:
    """Half a decision is no decision."""
    with pytest.raises(RuntimeError), database.begin() as store:
        store.add_new(migrations, [{"name": "half"}])
        raise RuntimeError("power cut")
    assert names(database) == []


# the tables of reading as the first release that had them made them
_FIRST = (
    "CREATE TABLE read_documents (id VARCHAR(64) PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL, media VARCHAR(120) NOT NULL, "
    "outlet TEXT NOT NULL, published VARCHAR(10) NOT NULL, same_as VARCHAR(64) NOT NULL, read_at VARCHAR(32) NOT NULL)",
    "CREATE TABLE read_claims (id VARCHAR(40) PRIMARY KEY, document VARCHAR(64) NOT NULL, kind VARCHAR(20) NOT NULL, "
    "start INTEGER NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE read_reviews (number INTEGER PRIMARY KEY, claim VARCHAR(40) NOT NULL, decision VARCHAR(12) NOT NULL, "
    "body TEXT NOT NULL, reviewer TEXT NOT NULL, reviewed_at VARCHAR(32) NOT NULL)",
    "CREATE TABLE migrations (name VARCHAR(200) PRIMARY KEY)",
    "INSERT INTO read_documents VALUES ('d', 'old.txt', '', 'text/plain', '', '', '', '2026-01-01T00:00:00+00:00')",
    """INSERT INTO read_claims VALUES ('read-1', 'd', 'tie', 3, '{"quote": "x"}')""",
    "INSERT INTO read_reviews VALUES (1, 'read-1', 'accepted', '', 'desk', '2026-01-02T00:00:00+00:00')",
)


def test_a_store_of_an_older_release_is_taken_along(tmp_path: Path) -> None:
    """What people decided before an update still stands after it, and nothing has to be done by hand."""
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in _FIRST:
            connection.execute(sa.text(statement))
    engine.dispose()
    for _ in range(2):  # the second opening finds nothing to do
        database = connect(url)
        with database.read() as store:
            (claim,) = claims.held_claims(store)
            (document,) = claims.held_documents(store)
        database.close()
        assert (claim.decision, claim.withdrawn, document.title, document.words) == ("accepted", False, "", 0)


def test_many_rows_go_in_by_chunks(database: Database) -> None:
    """More rows than one statement may hold variables."""
    with database.begin() as store:
        assert store.add_new(migrations, ({"name": f"n{i:06}"} for i in range(70_001))) == 70_001


def test_a_store_of_a_newer_stanch_is_not_touched(tmp_path: Path) -> None:
    """Writing old rows into a new layout would lose data."""
    url = f"sqlite:///{tmp_path / 's.sqlite'}"
    held = connect(url)
    with held.begin() as store:
        store.add_new(migrations, [{"name": "9999-from-the-future"}])
    held.close()
    with pytest.raises(StoreError, match="newer stanch"):
        connect(url)


@pytest.mark.parametrize("url", ["nonsense", "mysql://root@localhost/x"])
def test_a_url_that_cannot_work_is_refused(url: str) -> None:
    """With what to write instead."""
    with pytest.raises(SettingsError, match="STANCH_STORE"):
        connect(url)


def test_a_store_in_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A file where a folder should be."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError):
        connect(f"sqlite:///{tmp_path / 'file' / 'sub' / 's.sqlite'}")
