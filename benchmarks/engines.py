"""The same files screened and checked here, in two processes and on a local Spark, in one run: rows a second, memory, equal bytes.

Run as ``python -m benchmarks.engines [--parties N] [--shipments N] [--list FILE ...]``. Memory is the largest sum of the
proportional set sizes (shared pages counted once) of a run's processes, the Java machine of Spark among them, four times a second.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks._record import record
from benchmarks.check import HEADER, digest, made_rows
from stanch.rulebook.tablefile import write_table
from stanch.scale import ENGINES

CODE = "from stanch.cli import main; main()"


def made_parties(names: list[str], count: int) -> list[tuple[str, str, str]]:
    """Listed names, and words of them in another order: a mix of what is found and what is not; a broken date in every hundredth row."""
    chance = random.Random(8)
    words = [word for name in names for word in name.split()]
    rows = []
    for number in range(count):
        name = chance.choice(names) if number % 5 == 0 else " ".join(chance.sample(words, 3))
        rows.append((str(number), name, "19x0" if number % 100 == 99 else str(1940 + number % 60)))
    return rows


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    children: dict[int, list[int]] = {}
    for line in listed.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children.get(one, [])
    return found


def proportional_mb(pid: int) -> float:
    """Memory of a process, a page shared by n counted as a part of n; 0 when it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def timed(arguments: list[str], home: Path) -> dict[str, Any]:
    """Run one command of stanch: seconds and peak memory of all its processes."""
    env = {**os.environ, "STANCH_HOME": str(home), "STANCH_STORE": "", "STANCH_PROCESSES": "2"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, *arguments],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.25):
            peak = max(peak, sum(map(proportional_mb, tree(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    done.set()
    watcher.join()
    if code not in (0, 1):
        raise SystemExit(f"stanch {' '.join(arguments)} ended with {code}")
    return {"seconds": round(time.perf_counter() - began, 2), "peak_mb": round(peak)}


def listed_names(home: Path) -> list[str]:
    """The names of the lists held there."""
    code = (
        "import datetime as dt, json; from stanch.screening.desk import open_desk; from stanch.settings import settings_from\n"
        "with open_desk(settings_from(), on=dt.date(2026, 11, 1)) as desk:\n"
        "    print(json.dumps([name.text for n in range(len(desk.engine.index)) for name in desk.engine.index.entity(n).names]))"
    )
    env = {**os.environ, "STANCH_HOME": str(home), "STANCH_STORE": ""}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    names: list[str] = json.loads(done.stdout)
    return names


def compared(name: str, count: int, arguments: list[str], folder: Path) -> dict[str, Any]:
    """One job with every engine; says whether all wrote the same bytes."""
    figures: dict[str, Any] = {"rows": count, "load_average": round(os.getloadavg()[0], 1)}
    digests = set()
    for engine in ENGINES:
        target = folder / f"{name}-{engine}.csv"
        took = timed([*arguments, "--engine", engine, "-o", str(target)], folder / "home")
        figures[engine] = took | {"rows_per_s": round(count / took["seconds"])}
        digests.add(digest(target))
    return figures | {"identical": len(digests) == 1}


def main() -> int:
    """Make the files, run every engine, record."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--parties", type=int, default=10_000)
    options.add_argument("--shipments", type=int, default=500_000)
    options.add_argument("--list", type=Path, nargs="*", default=[], help="Files of one official list.")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.list:
            timed(["lists", "load", *map(str, asked.list)], folder / "home")
        names = listed_names(folder / "home")
        parties, shipments = folder / "parties.csv", folder / "shipments.csv"
        with parties.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("id", "name", "dob"), *made_parties(names, asked.parties)])
        write_table(shipments, HEADER, made_rows(asked.shipments))
        screen = ["screen", str(parties), "--no-record", "--on", "2026-11-01"]
        figures = {
            "listed_names": len(names),
            "screen": compared("screen", asked.parties, screen, folder),
            "check": compared("check", asked.shipments, ["check", str(shipments)], folder),
        }
    print(record("engines", figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
