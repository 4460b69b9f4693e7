"""The store keeps a unit of work whole or not at all, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from stanch.errors import SettingsError, StoreError
from stanch.store import Database, connect
from stanch.store.base import migrations


def names(database: Database) -> list[str]:
    with database.begin() as store:
        return sorted(row.name for row in store.connection.execute(sa.select(migrations.c.name)))


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
