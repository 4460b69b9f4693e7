"""A process killed in the middle of an update leaves the whole old list or the whole new one; two writers do not mix."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
from tests.screening.factory import NOW, engine, party

from stanch.archive import Archive
from stanch.lists import update
from stanch.screening import audit
from stanch.screening.screen import screen
from stanch.store import connect
from stanch.store import lists as rows

SPAWN = multiprocessing.get_context("spawn")


def table(day: str, first: int, last: int) -> bytes:
    lines = "".join(f"p{i},person,Person number {i} of {day}\n" for i in range(first, last))
    return f"# published: {day}\nid,kind,name\n{lines}".encode()


OLD, NEW = table("2026-01-01", 0, 3000), table("2026-01-02", 10, 3010)


def load(url: str, archive: Path, raw: bytes) -> None:
    database = connect(url)
    update.load(database, Archive(archive), update.File(raw=raw, name="own.csv"), list_key="own", now=NOW)
    database.close()


def held(url: str) -> tuple[int, set[str], int]:
    database = connect(url)
    with database.begin() as store:
        version = rows.current(store, "own")
        assert version is not None
        entries = rows.standing(store, "own", version.number)
        count = len(rows.bodies_of(store, entries.values()))
    database.close()
    return version.number, set(entries), count


@pytest.mark.slow
def test_killed_at_any_point_it_is_the_whole_old_list_or_the_whole_new(tmp_path: Path):
    """`benchmarks/lists.py` does this at 200 points with official files; here a few, spread over the run."""
    states = set()
    for i in range(12):
        home = tmp_path / str(i)
        url = f"sqlite:///{home / 'store.sqlite'}"
        load(url, home / "archive", OLD)
        child = SPAWN.Process(target=load, args=(url, home / "archive", NEW))
        child.start()
        time.sleep(0.25 + i * 0.25)
        if child.pid is not None and child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
        child.join()
        number, refs, texts = held(url)
        assert (number, len(refs), texts) == (number, 3000, 3000)
        assert ("p0" in refs, "p3009" in refs) == ((True, False) if number == 1 else (False, True))
        states.add(number)
        load(url, home / "archive", NEW)
        assert held(url)[0] == 2
    assert states <= {1, 2}


def append(url: str, name: str) -> None:
    database = connect(url)
    held_engine = engine()
    for i in range(10):
        audit.record(database, [screen(held_engine, party(f"{name} {i}"))], at=NOW)
    database.close()


@pytest.mark.slow
def test_several_processes_write_one_unbroken_log(tmp_path: Path):
    """Web workers and the command line share one log: no entry may be lost or chained to the wrong one."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    connect(url).close()
    children = [SPAWN.Process(target=append, args=(url, name)) for name in ("Kim", "Ri", "Pak")]
    for child in children:
        child.start()
    for child in children:
        child.join()
    database = connect(url)
    assert audit.verify(database).entries == 30
    database.close()
    assert [child.exitcode for child in children] == [0, 0, 0]
