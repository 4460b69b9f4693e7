"""How fast a mixed file of shipments is checked: ``python -m benchmarks.check [--rows N] [--keep]``.

Rows are made from a fixed seed: parties (each a different name, some listed), vessels, contract days, quantities and values,
goods by code and in words, routes of which a fifth touch the territory, days from 2006 to 2026. Measured: reading the CSV,
weighing every row, writing the answers; one thread and two processes; peak memory at a tenth and at all of the rows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks._record import record
from stanch.rulebook.load import load_regime
from stanch.rulebook.table import answers, columns_of, out_columns
from stanch.rulebook.tablefile import header_of, rows_of, write_table
from stanch.scale import Engine

HEADER = (
    "id",
    "on",
    "act",
    "hs",
    "goods",
    "from",
    "to",
    "origin",
    "seller",
    "buyer",
    "vessel",
    "contract",
    "value_usd",
    "quantity",
)
CODES = (
    "270112", "270111", "030743", "030617", "620193", "610910", "841370", "847130", "850440", "271019", "271012", "270900",
    "100630", "120190", "080290", "251910", "870423", "870322", "310210", "740311", "750210", "790111", "780110", "720712",
    "730630", "260111", "260700", "710812", "970300", "440711", "890190", "901890", "300490", "940360", "640399", "950300",
)  # fmt: skip
WORDS = (
    "",
    "",
    "",
    "anthracite",
    "frozen squid",
    "diesel",
    "men's jackets",
    "pump",
    "spare parts",
    "steel pipes",
)
OTHERS = ("CN", "RU", "JP", "KR", "MY", "SG", "TH", "VN", "IN", "DE", "FR", "US", "AE", "BR", "ZA", "AU")
LISTED = (
    "Foreign Trade Bank",
    "Koryo Bank",
    "Korea Mining Development Trading Corporation",
    "Ocean Maritime Management",
)
START, DAYS = dt.date(2006, 1, 1), 7600


def made_rows(count: int) -> Iterator[tuple[str, ...]]:
    """Rows of a mixed shipment file, the same on every run."""
    chance = random.Random(20171222)
    for number in range(count):
        day = START + dt.timedelta(days=chance.randrange(DAYS))
        one, other = chance.sample(OTHERS, 2)
        if chance.random() < 0.2:
            one, other = (("KP", other), (one, "KP"))[chance.random() < 0.5]
        origin = one if chance.random() < 0.95 else "KP"
        seller = chance.choice(LISTED) if chance.random() < 0.01 else f"Trading House {number}"
        contract = (
            (day - dt.timedelta(days=chance.randrange(200))).isoformat() if chance.random() < 0.3 else ""
        )
        vessel = "IMO8518780" if chance.random() < 0.005 else ""
        yield (
            str(number), day.isoformat(), chance.choice(("trade", "supply", "procure")), chance.choice(CODES), chance.choice(WORDS),
            one, other, origin, seller, f"Buyer {number % 5000}", vessel, contract, str(chance.randrange(100, 900_000)),
            str(chance.randrange(1, 40_000)),
        )  # fmt: skip


def timed(source: Path, target: Path, engine: Engine) -> float:
    """Seconds to check a whole file."""
    header = header_of(source)
    columns = columns_of(header)
    regime = load_regime("dprk")
    began = time.perf_counter()
    found = answers(rows_of(source), columns, engine=engine, processes=2)
    write_table(target, (*header, *out_columns(regime)), ((*row, *cells) for row, cells in found))
    return time.perf_counter() - began


def peak_mb(source: Path, target: Path) -> float:
    """Peak memory of a fresh process that checks a file, in MB."""
    code = f"from benchmarks.check import timed; from pathlib import Path; timed(Path({str(source)!r}), Path({str(target)!r}), 'local'); "
    code += "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return round(int(done.stdout.split()[-1]) / 1024, 1)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Make the file, measure, record."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    count = options.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        whole, tenth = base / "whole.csv", base / "tenth.csv"
        write_table(whole, HEADER, made_rows(count))
        write_table(tenth, HEADER, made_rows(count // 10))
        began = time.process_time()
        local = timed(whole, base / "local.csv", "local")
        cpu = time.process_time() - began
        several = timed(whole, base / "several.csv", "processes")
        figures = {
            "rows": count,
            "local_rows_per_s": round(count / local),
            "local_rows_per_cpu_s": round(count / cpu),  # what one thread does when the machine is not shared
            "load_average": round(os.getloadavg()[0], 1),
            "processes_2_rows_per_s": round(count / several),
            "identical": digest(base / "local.csv") == digest(base / "several.csv"),
            "peak_mb_tenth": peak_mb(tenth, base / "t.csv"),
            "peak_mb_whole": peak_mb(whole, base / "w.csv"),
            "stopped": sum(",prohibited," in line for line in (base / "local.csv").open(encoding="utf-8")),
        }
    print(record("check", figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
