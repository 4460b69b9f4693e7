"""Seconds for all dossiers, peak memory, one warm dossier, and growth with synthetic claims: ``python -m benchmarks.dossiers``."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks._record import record
from stanch.dossier.country import build, codes, load_materials
from stanch.dossier.html import render
from stanch.facts.load import load_book
from stanch.pipeline import Job, write_all
from stanch.settings import packaged_data

AS_OF = dt.date(2026, 11, 23)
CHANNELS = (
    "labour.workers",
    "trade.export.coal",
    "arms.purchase",
    "finance.accounts",
    "maritime.sts",
    "business.company",
)
ACTS = ("employ_workers", "procure", "procure", "hold_bank_account", "sts_transfer", "")


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--sizes", default="1000,10000,100000", help="synthetic claims to add, spread over all countries"
    )
    parser.add_argument("--keep", action="store_true", help="append to benchmarks/results.jsonl")
    asked = parser.parse_args()
    figures = {
        "all_dossiers": _all(asked.processes),
        "one_warm_seconds": _warm("MY"),
        "growth": [_grown(int(size)) for size in asked.sizes.split(",") if size],
    }
    for name, value in figures.items():
        print(name, value)
    if asked.keep:
        record("dossiers", figures)


def _all(processes: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        job = Job(data_dir=packaged_data(), out=Path(folder), as_of=AS_OF, today=True)
        start, cpu = time.perf_counter(), _cpu()
        count = sum(1 for _ in write_all(job, processes=processes))
        seconds, cpu = time.perf_counter() - start, _cpu() - cpu
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    return {
        "dossiers": count,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "load_average": round(os.getloadavg()[0], 1),  # other work on the machine shows here
        "processes": processes,
        "megabytes_written": round(size / 1e6, 1),
        "peak_megabytes": _peak(),
    }


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def _peak() -> float:
    """The largest process so far, workers included; macOS counts in bytes, Linux in kilobytes."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(max(resource.getrusage(kind).ru_maxrss for kind in kinds) / unit, 1)


def _warm(code: str) -> float:
    materials = load_materials(packaged_data(), as_of=AS_OF, today=True)
    render(build(materials, code))
    start = time.perf_counter()
    render(build(materials, code))
    return round(time.perf_counter() - start, 3)


def _grown(size: int) -> dict[str, float]:
    """The packaged facts and `size` made-up ties: seconds to read, and to build and render a tenth of the countries."""
    materials = load_materials(packaged_data(), as_of=AS_OF, today=True)
    chosen = codes(materials)
    with tempfile.TemporaryDirectory() as folder:
        _write_ties(Path(folder), size, chosen)
        start = time.perf_counter()
        book = load_book(packaged_data(), extra=[Path(folder)])
        read = time.perf_counter() - start
        grown = replace(materials, book=book)
        some = chosen[::10]
        start = time.perf_counter()
        for code in some:
            render(build(grown, code))
        made = time.perf_counter() - start
    return {
        "synthetic_claims": size,
        "rows": len(book),
        "read_seconds": round(read, 2),
        "seconds_a_dossier": round(made / len(some), 3),
        "peak_megabytes": _peak(),
    }


def _write_ties(folder: Path, size: int, chosen: tuple[str, ...]) -> None:
    chance = random.Random(17)
    (folder / "facts").mkdir()
    (folder / "sources").mkdir()
    (folder / "sources" / "made.tsv").write_text(
        "key\turl\tpublisher\tsource_class\ttitle\tpublished_on\n"
        "made-up\thttps://example.org/\tBenchmark\tpress\tMade up\t2020-01-01\n",
        encoding="utf-8",
    )
    rows = ["country\tchannel\tact\tstatus\twhat\twhen\tsource"]
    for n in range(size):
        kind = chance.randrange(len(CHANNELS))
        when = f"{chance.randrange(2008, 2020)}-{chance.randrange(1, 13):02}"
        status = chance.choice(("active", "alleged", "ended"))
        words = (
            chance.choice(chosen),
            CHANNELS[kind],
            ACTS[kind],
            status,
            f"Made-up tie number {n}",
            when,
            "made-up",
        )
        rows.append("\t".join(words))
    (folder / "facts" / "made_ties.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
