"""Figures of the leaks: reconciliation, hindcast, speed of scenario, ranking and reading.

python -m benchmarks.leaks [--rows 1000000]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks._record import record
from stanch.leaks.hindcast import LAWS, METHODS, load_steps, score
from stanch.leaks.interdict import Assumptions, best_plans, load_efforts, rankable
from stanch.leaks.scenario import Scenario, Spread, run
from stanch.leaks.streams import Streams, load_streams
from stanch.records import plain
from stanch.settings import packaged_data
from stanch.statistics.comtrade import read_comtrade
from stanch.statistics.model import Flow

ONE, ZERO = Spread(low=1, mode=1, high=1), Spread(low=0, mode=0, high=0)

# (what was said, what to close, baseline, published low, high): reconciliations of inputs, not tests of the model
SAID = (
    ("2371 on the capped baseline", ["unsc:2371"], "2017-capped", 1059.9, 1059.9),
    ("2371 with coal as in 2016", ["unsc:2371"], "2016", 1850, 1850),
    ("2375 textiles", ["unsc:2375:16"], "2017-capped", 752, 800),
    ("2321 coal and metals", ["unsc:2321"], "2016", 800, 800),
    (
        "all goods bans to the end of 2017",
        ["unsc:2321", "unsc:2371", "unsc:2375:16", "unsc:2397:6"],
        "2016",
        2400,
        2400,
    ),
)


def reconciliation(streams: Streams) -> list[dict[str, Any]]:
    """What was said of each resolution beside the sum of our cells."""
    rows = []
    for title, close, baseline, low, high in SAID:
        scenario = Scenario(
            title=title,
            baseline=baseline,
            close=close,
            compliance={"default": ONE},
            substitution={"default": ZERO},
        )
        cut = run(streams, scenario).cut
        agrees = float(cut.p5) <= high * 1.02 and float(cut.p95) >= low * 0.98
        rows.append(
            {
                "said": title,
                "low": low,
                "high": high,
                "ours_p5": float(cut.p5),
                "ours_p95": float(cut.p95),
                "agrees": agrees,
            }
        )
    return rows


def hindcast() -> list[dict[str, Any]]:
    """Every step by every method under either knowledge of the law."""
    scores = [
        score(step, law=law, method=method)
        for step in load_steps(packaged_data())
        for law in LAWS
        for method in METHODS
    ]
    return [plain(each) | {"skill": str(round(each.skill, 3))} for each in scores]


def show_hindcast(rows: list[dict[str, Any]]) -> None:
    """The forecasts as a table, the naive ones below each year."""
    for year in sorted({row["forecast_year"] for row in rows}):
        held = [row for row in rows if row["forecast_year"] == year]
        print(f"\n{year}: actual {held[0]['actual']} million USD")
        for row in held:
            span = f"{row['forecast']['p5']} to {row['forecast']['p95']}"
            inside = "inside " if row["inside_90"] else "OUTSIDE"
            print(
                f"  {LAWS[row['law']]:<35} {row['method']:<29} {span:<17} {inside} CRPS {row['crps']:>6} skill {row['skill']}"
            )
        for naive in held[-1]["naive"]:  # of the forecast that is given the law
            print(f"  naive, {naive['name']:<57} {naive['forecast']:<17} {'':>7} CRPS {naive['error']:>6}")


def speed(streams: Streams) -> dict[str, float]:
    """Seconds for 10,000 draws of everything, and for ranking every rankable cell."""
    everything = sorted(
        {stream.key for stream in streams.streams} & {cell.stream for cell in streams.cells_of("2017")}
    )
    wide = {"default": Spread(low=0.2, mode=0.6, high=1)}
    started = time.perf_counter()
    run(streams, Scenario(title="all", baseline="2017", close=everything, compliance=wide, substitution=wide))
    drawn = time.perf_counter()
    cells = rankable(streams, "2017") + rankable(streams, "2016")
    best_plans(streams, load_efforts(packaged_data()), cells, 20, Assumptions(), count=3)
    return {
        "scenario_10k_draws_s": round(drawn - started, 3),
        "interdict_s": round(time.perf_counter() - drawn, 3),
        "cells": len(cells),
    }


HEADER = "Classification,Year,Period,Trade Flow,Reporter,Reporter ISO,Partner ISO,Commodity Code,Netweight (kg),Trade Value (US$),Flag"
CODES = {"CHN": "CN", "PRK": "KP", "KOR": "KR", "JPN": "JP", "AUS": "AU"}


def reading(rows: int) -> dict[str, dict[str, float]]:
    """Seconds and peak memory to read a classic Comtrade table of so many rows, by each reader in a process of its own.

    One row in four is trade with the target; a bulk file of the service has far fewer.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "comtrade.csv"
        partners = ("PRK", "KOR", "JPN", "AUS")
        with path.open("w", encoding="utf-8") as out:
            out.write(HEADER + "\n")
            for i in range(rows):
                year, partner = 2000 + i % 20, partners[i % 4]
                out.write(f"H4,{year},{year},Import,China,CHN,{partner},{i % 97 + 1:02},{i},{i * 7 + 1},0\n")
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
            return {
                name: pool.submit(read, path).result()
                for name, read in (("plain", _plain), ("polars", _polars))
            }


def _plain(path: Path) -> dict[str, float]:
    started = time.perf_counter()
    count = sum(isinstance(item, Flow) for item in read_comtrade(path, CODES.get))
    return _measured(count, time.perf_counter() - started)


def _polars(path: Path) -> dict[str, float]:
    from stanch.statistics.frame import read_table

    started = time.perf_counter()
    table = read_table(path, CODES.get, state="KP")
    return _measured(table.rows, time.perf_counter() - started) | {"of_the_target": len(table.flows)}


def _measured(rows: int, seconds: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": rows,
        "read_s": round(seconds, 2),
        "rows_per_s": round(rows / seconds),
        "peak_mb": round(peak),
        "cpu_s": round(time.process_time(), 2),
        "load_average": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    """Print the tables and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    streams = load_streams(packaged_data())
    figures: dict[str, Any] = {
        "reconciliation": reconciliation(streams),
        "hindcast": hindcast(),
        "speed": speed(streams),
        "reading": reading(asked.rows),
    }
    for row in figures["reconciliation"]:
        said, ours = f"{row['low']} to {row['high']}", f"{row['ours_p5']} to {row['ours_p95']}"
        print(f"{row['said']:<34} said {said:<18} ours {ours:<18} {'agrees' if row['agrees'] else 'DIFFERS'}")
    show_hindcast(figures["hindcast"])
    print(json.dumps(figures["speed"]))
    print(json.dumps(figures["reading"]))
    record("leaks", figures)


if __name__ == "__main__":
    main()
