"""Faults: workers killed, stores locked, broken backups. Nothing is lost, and the answer is clear."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from stanch.errors import FormatError, StoreError, UsageError
from stanch.screening import audit
from stanch.store import accounts, connect, notes
from stanch.store.backup import backup, restore
from tests.postgres import database_for, needs_server, sqlite_only, store_url
from tests.web.conftest import settings_in
from tests.web.serving import serving, wait_until_ready

QUERY = {
    "queries": {"q": {"schema": "Person", "properties": {"name": ["Ri Hong Sop"], "birthDate": ["1940"]}}}
}


def workers_of(pid: int) -> list[int]:
    """The processes that serve: children of the one that was started, the resource tracker aside."""
    found = subprocess.run(
        ["pgrep", "-P", str(pid), "-f", "spawn_main"], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def test_a_killed_worker_loses_no_recorded_answer_and_is_replaced(tmp_path: Path) -> None:
    """kill -9 amid requests: what was answered is in the log, the log is whole, and the service goes on."""
    answered = 0
    with serving(tmp_path, workers=2) as (base, pid):
        first = workers_of(pid)
        assert len(first) == 2

        def ask(_number: int) -> bool:
            try:
                return httpx.post(f"{base}/match/default", json=QUERY, timeout=30).status_code == 200
            except httpx.HTTPError:
                return False  # the one that the killed worker held

        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(ask, number) for number in range(40)]
            time.sleep(0.5)
            os.kill(first[0], signal.SIGKILL)
            answered = sum(each.result() for each in asked)
        wait_until_ready(base)
        deadline = time.monotonic() + 30
        while len(set(workers_of(pid)) - {first[0]}) < 2 and time.monotonic() < deadline:
            time.sleep(0.3)
        assert len(set(workers_of(pid)) - {first[0]}) == 2
        assert all(ask(number) for number in range(4))
    database = connect(settings_in(tmp_path).store_url)
    held = audit.verify(database)
    database.close()
    assert answered > 20
    assert held.entries >= answered + 4, "an answer that was given is not in the log"


@sqlite_only
def test_reading_goes_on_while_another_process_writes(tmp_path: Path) -> None:
    """A long write (a list update) holds the store's only write lock; pages that only read do not wait for it."""
    with serving(tmp_path) as (base, _):
        writer = sqlite3.connect(tmp_path / "stanch.sqlite", isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        for path in ("/", "/search/default?q=Ri+Hong+Sop", "/alerts", "/readyz", "/lists"):
            assert httpx.get(f"{base}{path}", timeout=20).status_code == 200
        assert time.monotonic() - started < 20
        writer.execute("ROLLBACK")
        writer.close()
        assert httpx.post(f"{base}/match/default", json=QUERY, timeout=30).status_code == 200


def full(tmp_path: Path) -> Path:
    settings = settings_in(tmp_path)
    database = connect(settings.store_url)
    with database.begin() as store:
        accounts.put(store, accounts.Account(name="ana", role="analyst", password="", active=True, epoch=3))
        notes.add(
            store, [notes.NoteRecord(country="MY", text="=1+1", mark="internal", written_on="2026-01-01")]
        )
    database.close()
    settings.archive_dir.mkdir(parents=True)
    (settings.archive_dir / "ab").write_bytes(b"\0raw")
    return tmp_path / "held.tar.gz"


def test_a_backup_comes_back_the_same(tmp_path: Path) -> None:
    """Rows and files; and never into a store that holds something."""
    path = full(tmp_path)
    done = backup(settings_in(tmp_path), path)
    other = settings_in(tmp_path / "other")
    assert restore(other, path) == done
    assert (other.archive_dir / "ab").read_bytes() == b"\0raw"
    database = connect(other.store_url)
    with database.read() as store:
        assert [item.epoch for item in accounts.all_of(store)] == [3]
        assert [item.text for item in notes.held(store)] == ["=1+1"]
    database.close()
    with pytest.raises(UsageError, match="empty"):
        restore(other, path)


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_half_a_backup_brings_nothing(tmp_path: Path, kept: float) -> None:
    """A file that was cut off leaves the store as it was."""
    path = full(tmp_path)
    backup(settings_in(tmp_path), path)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * kept)])
    other = settings_in(tmp_path / "other")
    with pytest.raises(FormatError):
        restore(other, path)
    database = connect(other.store_url)
    with database.read() as store:
        assert not accounts.all_of(store)
    database.close()


def test_a_backup_cannot_write_outside_the_archive(tmp_path: Path) -> None:
    """A name with dots in a file from elsewhere is refused."""
    path = tmp_path / "evil.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        (tmp_path / "x").write_text("x", encoding="utf-8")
        tar.add(tmp_path / "x", arcname="archive/../../../x")
    with pytest.raises(FormatError, match="does not belong"):
        restore(settings_in(tmp_path / "other"), path)


def test_a_full_disk_leaves_the_old_backup(tmp_path: Path) -> None:
    """A limit on the size of files stands for a disk without room; the place where the backup goes keeps what it held."""
    path = full(tmp_path)
    backup(settings_in(tmp_path), path)
    before = path.read_bytes()
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)); "
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "from stanch.cli import main; sys.argv = ['stanch', 'backup', sys.argv[1]]; main()"
    )
    env = {**os.environ, "STANCH_HOME": str(tmp_path), "STANCH_STORE": store_url(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", limited, str(path)], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr, done.stderr
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.glob(".held*")] == []


def test_an_archive_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The message says which file and why."""
    full(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="folder"):
        backup(settings_in(tmp_path), tmp_path / "folder")


def listed(tmp_path: Path, day: str, names: list[str]) -> list[str]:
    """The command that loads a list of these names."""
    path = tmp_path / f"{day}.csv"
    rows = "\n".join(f"e{number},organisation,{name}" for number, name in enumerate(names))
    path.write_text(f"# published: {day}\nid,kind,name\n{rows}\n", encoding="utf-8")
    code = "from stanch.cli import main; main()"
    return [sys.executable, "-c", code, "lists", "load", str(path), "--list", "own", "--reader", "own"]


def test_a_list_that_changes_amid_requests_fails_none_and_mixes_none(tmp_path: Path) -> None:
    """Every answer names one version, and says exactly what that version says; the new one is served within seconds."""
    env = {**os.environ, "STANCH_HOME": str(tmp_path), "STANCH_STORE": store_url(tmp_path)}
    before, after = "Aldora Kestrel Shipping", "Brunwick Heron Trading"
    others = [f"Filler Company Number {number} Ltd" for number in range(20)]
    subprocess.run(
        listed(tmp_path, "2026-01-01", [before, *others]), env=env, check=True, capture_output=True
    )
    names = {"before": before, "after": after}
    queries = {key: {"schema": "Organization", "properties": {"name": [name]}} for key, name in names.items()}
    seen: list[tuple[str, bool, bool]] = []
    failed: list[str] = []
    with serving(tmp_path, workers=2) as (base, _):
        end = time.monotonic() + 40

        def ask(_client: int) -> None:
            while time.monotonic() < end:
                answer = httpx.post(f"{base}/match/default", json={"queries": queries}, timeout=30)
                if answer.status_code != 200:
                    failed.append(answer.text)
                    continue
                held = answer.json()["responses"]
                labels = {
                    label for each in held.values() for label in each["lists"] if label.startswith("own@")
                }
                assert len(labels) == 1, "one answer, one version"
                seen.append(
                    (labels.pop()[:14], bool(held["before"]["results"]), bool(held["after"]["results"]))
                )
                if len({label for label, _, _ in seen[-12:]}) == 1 and seen[-1][0] == "own@2026-02-01":
                    return

        with ThreadPoolExecutor(3) as pool:
            asking = [pool.submit(ask, number) for number in range(3)]
            time.sleep(1)
            changed = listed(tmp_path, "2026-02-01", [after, *others])
            subprocess.run(changed, env=env, check=True, capture_output=True)
            (tmp_path / "2026-03-01.csv").write_text("# published: 2026-03-01\nid,kind,na", encoding="utf-8")
            half = [*changed[:5], str(tmp_path / "2026-03-01.csv"), *changed[6:]]
            assert subprocess.run(half, env=env, check=False, capture_output=True).returncode == 3
            for each in asking:
                each.result()
    assert failed == []
    assert set(seen) == {("own@2026-01-01", True, False), ("own@2026-02-01", False, True)}


@needs_server
def test_two_workers_share_a_postgresql_store(tmp_path: Path) -> None:
    """One unbroken log out of both."""
    url = database_for(str(tmp_path))
    with serving(tmp_path, workers=2, STANCH_STORE=url) as (base, _):

        def ask(_number: int) -> int:
            return httpx.post(f"{base}/match/default", json=QUERY, timeout=60).status_code

        with ThreadPoolExecutor(6) as pool:
            assert set(pool.map(ask, range(24))) == {200}
    database = connect(url)
    assert audit.verify(database).entries == 24
    database.close()
