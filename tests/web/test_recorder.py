"""Requests that write at the same moment write together: each gets its own answer, and one at fault harms no other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from stanch.errors import StoreError, UsageError
from stanch.screening.audit import verify
from stanch.store import Database, Store
from stanch.store import audit as log
from stanch.web.recorder import Recorder


@dataclass
class Counted:
    """A database that counts its units of work."""

    held: Database
    begun: int = 0
    refuse: list[Exception] = field(default_factory=list)

    @contextmanager
    def begin(self) -> Iterator[Store]:
        self.begun += 1
        if self.refuse and self.begun > 1:
            raise self.refuse[0]
        with self.held.begin() as store:
            yield store


def append(text: str) -> Callable[[Store], int]:
    return lambda store: log.append(store, [("2026-01-05T00:00:00+00:00", "note", text)])[0].seq


def failing(_store: Store) -> None:
    raise UsageError("this one cannot be written")


def together(recorder: Recorder, writes: list[Callable[[Store], Any]]) -> list[Any]:
    """Ask for all of them while another one holds the turn, so that they wait and are written at once."""
    go = threading.Event()

    def slow(_store: Store) -> None:
        go.wait(10)

    def ask(write: Callable[[Store], Any]) -> Any:
        try:
            return recorder.write(write)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(writes) + 1) as pool:
        first = pool.submit(ask, slow)
        time.sleep(0.2)
        asked = [pool.submit(ask, write) for write in writes]
        end = time.monotonic() + 10
        while len(recorder._waiting) < len(writes) and time.monotonic() < end:
            time.sleep(0.01)
        go.set()
        first.result()
        return [each.result() for each in asked]


def test_what_waits_is_written_in_one_unit_of_work(database: Database) -> None:
    counted = Counted(database)
    recorder = Recorder(counted)  # type: ignore[arg-type]
    found = together(recorder, [append(str(number)) for number in range(20)])
    assert sorted(found) == list(range(1, 21)), "each its own entry"
    assert counted.begun == 2
    assert verify(database).entries == 20


def test_one_at_fault_harms_no_other(database: Database) -> None:
    recorder = Recorder(database)
    found = together(recorder, [append("a"), failing, append("b")])
    assert sorted(each for each in found if isinstance(each, int)) == [1, 2]
    assert [type(each) for each in found if isinstance(each, Exception)] == [UsageError]
    assert verify(database).entries == 2


def test_a_store_that_is_away_fails_all_at_once(database: Database) -> None:
    """Trying each alone would make every request wait for as long again."""
    counted = Counted(database)
    recorder = Recorder(counted)  # type: ignore[arg-type]
    counted.refuse.append(StoreError("away"))
    found = together(recorder, [append("a"), append("b")])
    assert [type(each) for each in found] == [StoreError, StoreError]
    assert counted.begun == 2
    counted.refuse.clear()
    assert recorder.write(append("c")) == 1


def test_a_write_that_fails_alone_raises(database: Database) -> None:
    recorder = Recorder(database)
    with pytest.raises(UsageError):
        recorder.write(failing)
    assert recorder.write(append("after")) == 1
