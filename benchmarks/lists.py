"""Lists: reading speed, answers as of a day against dated files and day-stamped changes, and updates killed at 200 points.

python -m benchmarks.lists [--shared FOLDER] [--kills 200]
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import os
import shutil
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks._record import record
from stanch.archive import Archive
from stanch.lists import asof, changes, readers, update
from stanch.store import Database, connect
from stanch.store import lists as rows

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
DAYS = ("2021-08-18", "2022-08-19", "2023-08-31", "2024-05-01", "2024-05-03")
EVENTS = "sdn_delta_events_2021-08_2024-05.csv"


def main() -> None:
    """Run all of it and print one JSON line last."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("STANCH_SHARED") or "../shared"))
    parser.add_argument("--kills", type=int, default=200)
    options = parser.parse_args()
    lists = options.shared / "lists"
    figures = reading(lists) | as_of(lists) | killed(lists, options.kills)
    record("lists", figures)
    print(json.dumps(figures))


def reading(lists: Path) -> dict[str, Any]:
    """Entries a second for the two largest files."""
    found: dict[str, Any] = {}
    for key, path in (("ofac_csv", "ofac/sdn_2024-05-03.csv"), ("un", "un/UN_2026-02-27.xml")):
        raw = (lists / path).read_bytes()
        started = time.perf_counter()
        count = len(readers.read(raw, path, reader=key, list_key=key).listings)
        took = time.perf_counter() - started
        print(f"read {path}: {count:,} entries in {took:.2f} s")
        found |= {f"read_{key}_entries": count, f"read_{key}_seconds": round(took, 2)}
    return found


def as_of(lists: Path) -> dict[str, Any]:
    """The five dated SDN files, one after another, then every change asked the day before, of and after."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        database = connect(f"sqlite:///{home / 'store.sqlite'}")
        seconds = [_load(database, home, lists / f"ofac/sdn_{day}.csv") for day in DAYS]
        files = {day: _refs(lists / f"ofac/sdn_{day}.csv") for day in DAYS}
        events = changes.read((lists / "ofac" / EVENTS).read_bytes(), EVENTS)
        with database.begin() as store:
            bare = asof.timeline_of(store, "ofac_sdn")
            rows.add_changes(store, "ofac_sdn", events)
            full = asof.timeline_of(store, "ofac_sdn")
        started = time.perf_counter()
        with_changes = _compare(full, events, files[DAYS[0]])
        took = time.perf_counter() - started
        alone = _compare(bare, events, files[DAYS[0]])
        sets = sum(
            {ref for ref in full.refs() if full.state(ref, _day(day)).state is asof.State.LISTED}
            == files[day]
            for day in DAYS
        )
        database.close()
    asked = sum(with_changes.values())
    print(f"load a version: {', '.join(f'{s:.1f}' for s in seconds)} s")
    print(f"as of, with change notices: {dict(with_changes)} of {asked:,} in {took:.2f} s")
    print(f"as of, five files alone: {dict(alone)} of {asked:,}")
    print(f"whole list on the day of each file equal: {sets} of {len(DAYS)}")
    return {
        "asof_asked": asked,
        "asof_right": with_changes["right"],
        "asof_wrong": with_changes["wrong"],
        "asof_unknown": with_changes["unknown"],
        "asof_files_alone_right": alone["right"],
        "asof_files_alone_wrong": alone["wrong"],
        "asof_files_alone_unknown": alone["unknown"],
        "asof_whole_lists_equal": sets,
        "load_seconds": round(max(seconds), 1),
    }


def _load(database: Database, home: Path, path: Path) -> float:
    started = time.perf_counter()
    update.load(
        database, Archive(home / "archive"), update.File(raw=path.read_bytes(), name=path.name), now=NOW
    )
    return time.perf_counter() - started


def _compare(
    timeline: asof.Timeline, events: tuple[tuple[str, str, str, str], ...], base: set[str]
) -> Counter[str]:
    """Against a replay of the changes from the oldest file on, which knows nothing of versions."""
    by_ref: dict[str, list[tuple[str, str]]] = {}
    for day, op, ref, _name in events:
        by_ref.setdefault(ref, []).append((day, op))
    counts: Counter[str] = Counter()
    for day, _op, ref, _name in events:
        for shift in (-1, 0, 1):
            asked = _day(day) + dt.timedelta(days=shift)
            truth = ref in base
            for changed, op in by_ref[ref]:
                if changed <= asked.isoformat():
                    truth = op != "remove"
            state = timeline.state(ref, asked).state
            if state is asof.State.UNKNOWN:
                counts["unknown"] += 1
            else:
                counts["right" if (state is asof.State.LISTED) == truth else "wrong"] += 1
    return counts


def _refs(path: Path) -> set[str]:
    return {row[0] for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))) if len(row) == 12}


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def killed(lists: Path, kills: int) -> dict[str, Any]:
    """An update from the UN list of 2018 to that of 2026, killed (SIGKILL) at points spread over its run.

    Half of the points lie anywhere, half in the part that writes. After each: the store must hold the old list whole or the new one
    whole, and the update must go through when it is tried again.
    """
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        first = home / "first.sqlite"
        database = connect(f"sqlite:///{first}")
        _load_un(database, home, lists / "un/UN_2018-10-29.xml")
        old = _held(database)
        database.close()
        whole, write_from = _time_of(home, first, lists)
        fresh = _fresh(home, first)
        database = connect(f"sqlite:///{fresh}")
        _load_un(database, home, lists / "un/UN_2026-02-27.xml")
        new = _held(database)
        database.close()
        counts: Counter[str] = Counter()
        for i in range(kills):
            at = (
                whole * i / (kills / 2)
                if i < kills / 2
                else write_from + (whole - write_from) * (i - kills / 2) / (kills / 2)
            )
            counts[_kill_one(home, first, lists, at, old, new)] += 1
    print(f"killed at {kills} points over {whole:.2f} s (writing from {write_from:.2f} s): {dict(counts)}")
    return {
        "kills": kills,
        "kills_whole_old": counts["old"],
        "kills_whole_new": counts["new"],
        "kills_broken": counts["broken"],
    }


def _kill_one(home: Path, first: Path, lists: Path, at: float, old: Any, new: Any) -> str:
    path = _fresh(home, first)
    child = os.fork()
    if child == 0:
        # the child does the update and nothing of the parent's clean-up
        database = connect(f"sqlite:///{path}")
        _load_un(database, home, lists / "un/UN_2026-02-27.xml")
        os._exit(0)
    time.sleep(at)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    database = connect(f"sqlite:///{path}")
    try:
        held = _held(database)
        state = "old" if held == old else "new" if held == new else "broken"
        _load_un(database, home, lists / "un/UN_2026-02-27.xml")
        return state if _held(database) == new else "broken"
    finally:
        database.close()


def _time_of(home: Path, first: Path, lists: Path) -> tuple[float, float]:
    """How long an update takes, and when in it the writing begins."""
    path = _fresh(home, first)
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        database = connect(f"sqlite:///{path}")
        _load_un(database, home, lists / "un/UN_2026-02-27.xml")
        os._exit(0)
    wal = path.with_name(path.name + "-wal")
    begun = 0.0
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if not begun and wal.exists() and wal.stat().st_size > 50_000:
            begun = time.perf_counter() - started
        time.sleep(0.005)
    whole = time.perf_counter() - started
    return whole, max(0.0, (begun or whole * 0.6) - 0.1)


def _fresh(home: Path, first: Path) -> Path:
    path = home / "try.sqlite"
    for old in home.glob("try.sqlite*"):
        old.unlink()
    shutil.copy(first, path)
    return path


def _load_un(database: Database, home: Path, path: Path) -> None:
    file = update.File(raw=path.read_bytes(), name=path.name)
    update.load(
        database, Archive(home / "archive"), file, now=NOW, accept_shrunk="the list of 2026 is smaller"
    )


def _held(database: Database) -> tuple[int, dict[str, str], int]:
    """The serving version's number, its entries, and how many of their texts are there."""
    with database.begin() as store:
        version = rows.current(store, "un_sc")
        assert version is not None
        entries = rows.standing(store, "un_sc", version.number)
        return version.number, entries, len(rows.bodies_of(store, entries.values()))


if __name__ == "__main__":
    main()
