"""The log: append-only, chained, exportable; one changed byte is always found; answers replay to the same bytes."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.screening.factory import NOW, engine, party

from stanch.archive import Archive
from stanch.errors import FormatError, TamperedLog
from stanch.lists import update
from stanch.screening import audit
from stanch.screening.desk import open_desk
from stanch.screening.screen import screen
from stanch.settings import Settings
from stanch.store import Database, connect
from stanch.store import audit as log

HELD = engine()


def recorded(database: Database, count: int = 6) -> None:
    answers = [screen(HELD, party(f"Ri Hong Sop {i}")) for i in range(count)]
    audit.record(database, answers[:2], at=NOW)
    audit.record(database, answers[2:], at=NOW + dt.timedelta(minutes=1))


def test_entries_are_chained_across_units_of_work(database: Database):
    recorded(database)
    assert audit.verify(database).entries == 6


def test_an_empty_log_is_whole(database: Database):
    assert audit.verify(database).entries == 0


@pytest.mark.parametrize("column", ["seq", "at", "kind", "body", "previous", "hash"])
def test_a_change_of_any_column_is_found(database: Database, column: str):
    recorded(database)
    value: object = 99 if column == "seq" else "x"
    with database.begin() as store:
        store.connection.execute(sa.update(log.entries).where(log.entries.c.seq == 3).values({column: value}))
    with pytest.raises(TamperedLog):
        audit.verify(database)


@pytest.mark.parametrize("seq", [1, 3, 6])
def test_an_entry_taken_out_is_found_even_at_the_end(database: Database, seq: int):
    recorded(database)
    with database.begin() as store:
        store.connection.execute(sa.delete(log.entries).where(log.entries.c.seq == seq))
    with pytest.raises(TamperedLog):
        audit.verify(database)


def test_a_rewritten_log_is_found_by_a_head_noted_earlier(database: Database):
    """Whoever owns the database can make a new chain; a head noted elsewhere shows it."""
    recorded(database)
    noted = f"{audit.verify(database).entries}:{audit.verify(database).head}"
    assert audit.verify(database, expected_head=noted).entries == 6
    with database.begin() as store:
        store.connection.execute(sa.delete(log.entries))
        store.connection.execute(sa.delete(log.heads))
    recorded(database, 5)
    assert audit.verify(database).entries == 5
    with pytest.raises(TamperedLog, match="was noted"):
        audit.verify(database, expected_head=noted)


def test_one_changed_byte_of_an_export_is_always_found(database: Database, tmp_path: Path):
    """Every kind of change to any byte: turned, taken out, put in, cut off."""
    recorded(database)
    path = tmp_path / "log.jsonl"
    audit.export(database, path)
    raw = path.read_bytes()
    assert audit.verify_export(path).entries == 6
    r = random.Random(3)
    places = sorted(
        {*range(400), *range(len(raw) - 400, len(raw)), *(r.randrange(len(raw)) for _ in range(400))}
    )
    for place in places:
        turned = bytes([raw[place] ^ (1 << r.randrange(8))])
        for changed in (
            raw[:place] + turned + raw[place + 1 :],
            raw[:place] + raw[place + 1 :],
            raw[:place] + b" " + raw[place:],
        ):
            path.write_bytes(changed)
            with pytest.raises(TamperedLog):
                audit.verify_export(path)
    for end in (0, 1, len(raw) // 2, len(raw) - 1):
        path.write_bytes(raw[:end])
        with pytest.raises(TamperedLog):
            audit.verify_export(path)


def test_a_head_is_written_as_verify_prints_it():
    with pytest.raises(FormatError, match="SEQ:HASH"):
        audit.parse_head("7")


TABLE = b"# published: %s\nid,kind,name,dob,programme,listed_on\na-1,person,RI HONG SOP,%s,DPRK,2009-07-16\n"


def test_answers_replay_to_the_same_bytes_after_the_list_has_moved_on(settings: Settings):
    """An examiner asks in 2028 what was known in 2026: the same list version, the same bytes."""
    database = connect(settings.store_url)
    archive = Archive(settings.archive_dir)
    update.load(
        database,
        archive,
        update.File(raw=TABLE % (b"2026-01-01", b"1940"), name="o.csv"),
        list_key="own",
        now=NOW,
    )
    for day, name in (
        (dt.date(2026, 1, 5), "Ri Hong Sop"),
        (dt.date(2012, 1, 1), "Ri Hong-sop"),
        (dt.date(2008, 1, 1), "Ri Hong Sop"),
        (dt.date(2026, 1, 5), "Hong Gildong"),
    ):
        with open_desk(settings, on=day) as desk:
            audit.record(database, [screen(desk.engine, party(name, dob="1940"))], at=NOW)
    update.load(
        database,
        archive,
        update.File(raw=TABLE % (b"2026-02-01", b"1950"), name="o.csv"),
        list_key="own",
        now=NOW,
    )
    with open_desk(settings, on=dt.date(2026, 2, 5)) as desk:
        later = screen(desk.engine, party("Ri Hong Sop", dob="1940"))
        rulebook = desk.engine.rulebook
    assert "own@2026-02-01#2" in " ".join(use.label for use in later.lists)
    found = list(audit.replay(database, rulebook=rulebook, cache=settings.cache_dir / "screening"))
    assert [(each.seq, each.same, each.why) for each in found] == [(i, True, "") for i in range(1, 5)]
    database.close()


def test_a_replay_that_differs_says_what(settings: Settings):
    database = connect(settings.store_url)
    with open_desk(settings, on=NOW.date()) as desk:
        answer = screen(desk.engine, party("Ri Hong Sop"))
        entry = audit.record(database, [answer], at=NOW)[0]
        rulebook = desk.engine.rulebook
    forged = entry.body.replace('"decision":"review"', '"decision":"clear"', 1)
    with database.begin() as store:
        log.append(store, [(NOW.isoformat(), "answer", forged)])
    found = list(audit.replay(database, rulebook=rulebook))
    assert [each.same for each in found] == [True, False]
    assert found[1].why
    database.close()
