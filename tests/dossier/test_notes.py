"""A desk's notes in the store: the same on SQLite and PostgreSQL, added once, withdrawn and not lost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from stanch.errors import NotFound
from stanch.store import Database, notes
from stanch.store.notes import NoteRecord


def note(text: str = "Ask in private", country: str = "MY", on: str = "2026-11-20") -> NoteRecord:
    return NoteRecord(country=country, text=text, mark="internal", written_on=on)


def test_adding_twice_changes_nothing(database: Database) -> None:
    with database.begin() as store:
        assert notes.add(store, [note(), note("Second", on="2026-11-21")]) == 2
        assert notes.add(store, [note()]) == 0
        assert [held.text for held in notes.held(store, "MY")] == ["Ask in private", "Second"]


def test_a_country_sees_its_own_notes(database: Database) -> None:
    with database.begin() as store:
        notes.add(store, [note(), note("Other", country="SD")])
        assert [held.country for held in notes.held(store)] == ["MY", "SD"]
        assert [held.text for held in notes.held(store, "SD")] == ["Other"]


def test_withdrawn_notes_are_hidden_and_kept(database: Database) -> None:
    with database.begin() as store:
        notes.add(store, [note()])
        notes.withdraw(store, note().id, "2026-11-22")
        assert notes.held(store, "MY") == ()
        row = store.connection.execute(sa.select(notes.table)).one()
        assert (row.text, row.withdrawn_on) == ("Ask in private", "2026-11-22")
        with pytest.raises(NotFound, match="stanch note list"):
            notes.withdraw(store, note().id, "2026-11-22")


def test_hostile_text_is_kept_as_it_is(database: Database) -> None:
    text = "'); DROP TABLE notes; -- \u202e <script>"
    with database.begin() as store:
        notes.add(store, [note(text)])
        assert notes.held(store, "MY")[0].text == text
