"""What a running service does when what it stands on fails: the database away, the disk full, the clock back, files half written.

Each on a real process. Nothing that was answered is lost, the state is said, and the service recovers without being started again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from stanch.screening import audit
from stanch.store import connect
from tests.postgres import own_server, sqlite_only
from tests.web.serving import serving
from tests.web.test_faults import QUERY, workers_of

CODE = "from stanch.cli import main; main()"


def ask(base: str) -> httpx.Response:
    return httpx.post(f"{base}/match/default", json=QUERY, timeout=60)


def until(base: str, status: int, seconds: float = 90) -> httpx.Response:
    """The first answer with a status; every one before it must be a plain 200 or 503."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            answer = ask(base)
        except httpx.TransportError:  # what a killed worker held
            continue
        assert answer.status_code in (200, 503), answer.text
        if answer.status_code == status:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"no {status} within {seconds} seconds")


def entries_of(url: str) -> int:
    """How many entries the log has; every one is checked against its hash and the one before it."""
    database = connect(url)
    try:
        return audit.verify(database).entries
    finally:
        database.close()


def test_a_database_that_restarts_is_a_503_and_then_forgotten(tmp_path: Path) -> None:
    """PostgreSQL is stopped at once amid requests, and started again; two workers, four clients."""
    with (
        own_server() as server,
        serving(tmp_path, workers=2, STANCH_STORE=server.url) as (base, _),
    ):
        answered: list[int] = []
        stop = time.monotonic() + 200

        def client(_number: int) -> None:
            while time.monotonic() < stop:
                answered.append(ask(base).status_code)

        with ThreadPoolExecutor(4) as pool:
            asking = [pool.submit(client, number) for number in range(4)]
            time.sleep(1.5)
            server.stop()
            refused = until(base, 503)
            assert refused.headers["content-type"] == "application/json"
            assert "store" in refused.json()["detail"]
            assert httpx.get(f"{base}/healthz", timeout=5).status_code == 200
            ready = httpx.get(f"{base}/readyz", timeout=30)
            assert ready.status_code == 503 and ready.json()["detail"]
            began = time.monotonic()
            assert ask(base).status_code == 503 and time.monotonic() - began < 20, (
                "told at once, not made to wait"
            )
            server.start()
            until(base, 200)
            stop = 0.0
            for each in asking:
                each.result()
        assert all(ask(base).status_code == 200 for _ in range(8)), "both workers"
        assert set(answered) == {200, 503}
        assert entries_of(server.url) >= answered.count(200) + 9


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own that can be filled without harm."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_a_503_until_there_is_room(tmp_path: Path) -> None:
    """Answers that cannot be recorded are not given; what only reads goes on; room helps at once."""
    with small_disk(tmp_path / "disk", 24) as home:
        url = f"sqlite:///{home / 'stanch.sqlite'}"
        with serving(home, workers=2, STANCH_STORE=url) as (base, _):
            given = sum(ask(base).status_code == 200 for _ in range(5))
            filler = home / "filler"
            with filler.open("wb", buffering=0) as out:
                try:
                    while True:
                        out.write(bytes(1 << 14))
                except OSError:
                    pass
            end = time.monotonic() + 120
            while (answer := ask(base)).status_code == 200 and time.monotonic() < end:
                given += 1  # SQLite's files may have room in themselves for some more
            assert answer.status_code == 503 and "store" in answer.json()["detail"], answer.text
            assert httpx.get(f"{base}/search/default?q=Ri+Hong+Sop", timeout=20).status_code == 200
            filler.unlink()
            assert until(base, 200).status_code == 200
            given += 1
        assert entries_of(url) == given, "given means recorded, refused means not"


def library() -> Path:
    """The library that gives a process another clock."""
    found = [*Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]
    if not found:
        pytest.skip("needs libfaketime (Debian's package faketime)")
    return found[0]


def test_a_clock_that_goes_back_breaks_nothing(tmp_path: Path) -> None:
    """Two days back amid requests: answers are of the day that the clock shows, and the log stays whole and can be replayed."""
    clock = tmp_path / "clock"
    clock.write_text("+0", encoding="utf-8")
    fake = {
        "LD_PRELOAD": str(library()),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    with serving(tmp_path, workers=1, **fake) as (base, _):
        before = ask(base).json()["responses"]["q"]["as_of"]
        clock.write_text("-2d", encoding="utf-8")
        end = time.monotonic() + 90
        while (after := ask(base).json()["responses"]["q"]["as_of"]) == before and time.monotonic() < end:
            time.sleep(0.2)
        assert dt.date.fromisoformat(before) - dt.date.fromisoformat(after) == dt.timedelta(days=2)
        assert httpx.get(f"{base}/readyz", timeout=20).status_code == 200
        assert httpx.get(f"{base}/log/verify", timeout=20).status_code == 200
        replayed = httpx.post(f"{base}/decisions/1/replay", timeout=60)
        assert replayed.status_code == 200 and replayed.json()["same"] is True, replayed.text
        clock.write_text("+0", encoding="utf-8")
        assert ask(base).status_code == 200


@pytest.mark.parametrize("harm", ["cut", "empty", "garbage", "one byte"])
def test_a_half_written_index_is_built_again(tmp_path: Path, harm: str) -> None:
    """The files of the index are only a copy: whatever happened to them, the answer is the same."""
    env = {**os.environ, "STANCH_HOME": str(tmp_path), "STANCH_STORE": ""}
    command = [
        sys.executable,
        "-c",
        CODE,
        "screen",
        "Ri Hong Sop",
        "--dob",
        "1940",
        "--on",
        "2026-01-05",
        "--json",
    ]

    def answer() -> str:
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
        return done.stdout

    first = answer()
    chance = random.Random(harm)
    kept = [*(tmp_path / "cache" / "screening").glob("index-*")]
    assert len(kept) == 2
    for path in kept:
        raw = path.read_bytes()
        if harm == "cut":
            path.write_bytes(raw[: len(raw) // 2])
        elif harm == "empty":
            path.write_bytes(b"")
        elif harm == "garbage":
            path.write_bytes(chance.randbytes(len(raw)))
        elif path.suffix == ".bin":
            at = chance.randrange(len(raw) // 4, len(raw) // 2)
            path.write_bytes(raw[:at] + bytes([raw[at] ^ 0x40]) + raw[at + 1 :])
        assert answer() == first


@sqlite_only
@pytest.mark.parametrize("where", ["head", "middle"])
def test_a_damaged_store_says_what_to_do(tmp_path: Path, where: str) -> None:
    """While it runs a 503, when it is started an error in words; the backup brings everything back."""
    store, kept = tmp_path / "stanch.sqlite", tmp_path / "kept.tar.gz"
    env = {**os.environ, "STANCH_HOME": str(tmp_path), "STANCH_STORE": ""}
    with serving(tmp_path) as (base, _):
        assert {ask(base).status_code for _ in range(60)} == {200}
    subprocess.run(
        [sys.executable, "-c", CODE, "backup", str(kept)], env=env, check=True, capture_output=True
    )
    raw = bytearray(store.read_bytes())
    at = 0 if where == "head" else 8192
    end = 4096 if where == "head" else len(raw)
    raw[at:end] = random.Random(1).randbytes(end - at)
    if where == "middle":
        with serving(tmp_path) as (base, _):
            store.write_bytes(raw)
            answer = httpx.get(f"{base}/log/verify", timeout=30)
            assert answer.status_code == 503 and "stanch restore" in answer.json()["detail"], answer.text
            assert httpx.get(f"{base}/healthz", timeout=5).status_code == 200
    store.write_bytes(raw)
    for each in tmp_path.glob("stanch.sqlite-*"):
        each.unlink()
    done = subprocess.run(
        [sys.executable, "-c", CODE, "audit", "verify"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3 and "Traceback" not in done.stderr, done.stderr
    assert "stanch restore" in done.stderr
    store.rename(tmp_path / "aside")
    subprocess.run(
        [sys.executable, "-c", CODE, "restore", str(kept)], env=env, check=True, capture_output=True
    )
    assert entries_of(f"sqlite:///{store}") == 60


def test_metrics_are_of_all_workers_and_logs_do_not_say_who_was_asked_about(tmp_path: Path) -> None:
    """Whichever worker is asked answers for both, one that was killed included; the log has the route and not the name."""
    with serving(tmp_path, "--json", workers=2) as (base, pid):

        def counted() -> tuple[float, float]:
            lines = httpx.get(f"{base}/metrics", timeout=20).text.splitlines()
            done = [
                line
                for line in lines
                if line.startswith('stanch_requests_total{route="/match/{dataset}",status="200"}')
            ]
            busy = [line for line in lines if line.startswith("stanch_requests_working")]
            return float(done[0].split()[-1]) if done else 0.0, float(busy[0].split()[-1])

        for _ in range(12):  # each on a connection of its own, so that both workers get some
            assert ask(base).status_code == 200
        assert {counted()[0] for _ in range(8)} == {12.0}
        os.kill(workers_of(pid)[0], signal.SIGKILL)
        until(base, 200)
        answered, busy = counted()
        assert answered >= 13 and busy == 1.0, "the request for the metrics itself"
        assert httpx.get(f"{base}/search/default?q=Ri+Hong+Sop", timeout=20).status_code == 200
    lines = (tmp_path / "serve.log").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.startswith("{")]
    asked = [each for each in records if each.get("path") == "/search/default"]
    assert asked and asked[0]["status"] == 200 and asked[0]["method"] == "GET"
    assert not [line for line in lines if "Hong" in line]
