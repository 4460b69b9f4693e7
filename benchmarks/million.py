"""An index of a million parties: time to build, memory, time a query, and what searching loses against scoring without short cuts.

Run as ``python -m benchmarks.million [--parties N] [--sample N] [--index FILE]``. The parties are made from a fixed seed out of the words
of the names on the real lists of FILE (the gold's format): first words, middle words and last words of persons, ships and organisations
are drawn as often as they stand there. So common parts are even more common than on a real list of that size: the hard case.

Asked for are variants of parties drawn from the index, made by the rules of the self-test. A variant that scoring accepts for its own
party, with no short cut on the way, but that searching does not bring, is lost. Building and asking each have a process of their own.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks._record import ROOT, record
from benchmarks.engines import proportional_mb
from benchmarks.screening import read_entities
from stanch.dates import PartialDate
from stanch.matching.calibration import raw_of
from stanch.matching.index import DEFAULT_THRESHOLD, Index, build
from stanch.matching.model import Entity, Kind, Name, NameType, Query
from stanch.matching.search import score_exhaustively
from stanch.screening.variants import variants

SEED = 1_000_000
LIMIT = 20  # candidates that screening shows
MANY = 100_000


def made_parties(source: Path, count: int) -> Iterator[Entity]:
    """Parties of the kinds of the list, in its proportions; a third of them have a second name, three in five persons a day of birth."""
    chance = random.Random(SEED)
    pools: dict[Kind, list[list[str]]] = {}
    for entity in read_entities(source):
        for name in entity.names[:1]:
            if 1 < len(words := name.text.split()) < 9:
                pools.setdefault(entity.kind, []).append(words)
    kinds = list(pools)
    shares = [len(pools[kind]) for kind in kinds]
    for number in range(count):
        kind = chance.choices(kinds, shares)[0]
        pool = pools[kind]
        names = [Name(text=_made(chance, pool))]
        if chance.random() < 0.33:
            names.append(Name(text=_made(chance, pool), type=NameType.ALIAS))
        born = kind is Kind.PERSON and chance.random() < 0.6
        dobs = (
            (PartialDate(f"{chance.randrange(1935, 2005)}-{chance.randrange(1, 13):02}-15"),) if born else ()
        )
        yield Entity(id=f"made-{number:07}", kind=kind, names=tuple(names), dobs=dobs, dataset="made")


def _made(chance: random.Random, pool: list[list[str]]) -> str:
    """As many words as some real name has, each from the same place of another one."""
    shape = chance.choice(pool)
    words = [chance.choice(pool)[0]]
    for _ in shape[1:-1]:
        middle = chance.choice(pool)
        words.append(chance.choice(middle[1:-1] or middle))
    return " ".join([*words, chance.choice(pool)[-1]])


def built(source: Path, count: int, saved: Path) -> dict[str, Any]:
    """Make and index the parties, and save the index."""
    began, processor = time.perf_counter(), time.process_time()
    index = build(made_parties(source, count))
    figures = {
        "build_seconds": round(time.perf_counter() - began),
        "build_cpu_seconds": round(time.process_time() - processor),
        "build_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "names": index.names,
        "words": len(index.vocabulary.texts),
        "joined_words": int(index.vocabulary.joined.sum()),
        "most_names_with_one_word": int(index.vocabulary.counts.max()),
    }
    began = time.perf_counter()
    index.save(saved)
    return figures | {
        "save_seconds": round(time.perf_counter() - began, 1),
        "index_file_mb": round(saved.stat().st_size / 1e6),
    }


def asked(saved: Path, sample: int) -> dict[str, Any]:
    """Load, ask, and compare with scoring everything."""
    before = _resident()
    began = time.perf_counter()
    index = Index.load(saved)
    figures: dict[str, Any] = {"load_seconds": round(time.perf_counter() - began, 2)}
    questions = list(_questions(index, sample))
    index.search(Query(names=("Ri Hong Sop",)))
    times: dict[str, list[float]] = {}
    worked: list[float] = []  # processor time: what the search costs, whoever else is busy
    shown: dict[str, bool] = {}
    for klass, text, entity in questions:
        began, processor = time.perf_counter(), time.process_time()
        found = index.search(Query(names=(text,)), limit=LIMIT)
        worked.append(time.process_time() - processor)
        times.setdefault(klass, []).append(time.perf_counter() - began)
        shown[text] = entity.id in {match.entity.id for match in found}
    every = sorted(value for found in times.values() for value in found)
    cuts, cpu = quantiles(every, n=100), quantiles(worked, n=100)
    figures |= {
        "load_average_asking": round(os.getloadavg()[0], 1),
        "p50_cpu_ms": round(cpu[49] * 1000, 1),
        "p95_cpu_ms": round(cpu[94] * 1000, 1),
        "p99_cpu_ms": round(cpu[98] * 1000, 1),
        "queries": len(every),
        "p50_ms": round(cuts[49] * 1000, 1),
        "p95_ms": round(cuts[94] * 1000, 1),
        "p99_ms": round(cuts[98] * 1000, 1),
        "slowest_ms": round(every[-1] * 1000, 1),
    }
    gc.collect()
    figures["resident_mb"] = round(_resident() - before)
    figures["proportional_mb"] = round(proportional_mb(os.getpid()))
    return figures | _compared(index, questions, shown)


def _questions(index: Index, sample: int) -> Iterator[tuple[str, str, Entity]]:
    """One variant of each of so many parties, the classes in turn."""
    chance = random.Random(SEED + 1)
    for number, place in enumerate(chance.sample(range(len(index)), sample)):
        entity = index.entity(place)
        made = variants(entity, seed=SEED)
        if made:
            one = made[number % len(made)]
            yield one.klass, one.name, entity


def _compared(
    index: Index, questions: list[tuple[str, str, Entity]], shown: dict[str, bool]
) -> dict[str, Any]:
    """Of the variants that scoring accepts: how many a search brings, and how many are among the candidates shown."""
    floor = raw_of(DEFAULT_THRESHOLD)
    counts: Counter[str] = Counter()
    classes: dict[str, Counter[str]] = {}
    lost = []
    names: dict[str, list[int]] = {}
    wanted = {entity.id for _, _, entity in questions}
    for name, place in enumerate(index.name_entity.tolist()):
        if (key := f"made-{place:07}") in wanted:
            names.setdefault(key, []).append(name)
    for klass, text, entity in questions:
        counts["planted"] += 1
        if score_exhaustively(index, text, names.get(entity.id, [])) < floor:
            continue
        found = {match.entity.id for match in index.search(Query(names=(text,)), limit=MANY)}
        counts["accepted"] += 1
        counts["gathered"] += entity.id in found
        counts["shown"] += shown[text]
        held = classes.setdefault(klass, Counter())
        held["accepted"] += 1
        held["gathered"] += entity.id in found
        if entity.id not in found:
            lost.append([klass, text, entity.names[0].text])
    return {
        **counts,
        "gathered_share": round(counts["gathered"] / max(counts["accepted"], 1), 4),
        "shown_share": round(counts["shown"] / max(counts["accepted"], 1), 4),
        "by_class": {klass: [held["gathered"], held["accepted"]] for klass, held in sorted(classes.items())},
        "lost": lost[:12],
    }


def _resident() -> float:
    with Path("/proc/self/status").open(encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def main() -> int:
    """Run every step in a process of its own and record."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--parties", type=int, default=1_000_000)
    options.add_argument("--sample", type=int, default=1000)
    options.add_argument(
        "--index", type=Path, default=ROOT.parent / "shared" / "gold" / "screening" / "index_all.jsonl"
    )
    options.add_argument("--saved", type=Path, help="Keep the index here, and use it where it is there.")
    options.add_argument("--step", choices=["build", "ask"], help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.step == "build":
        print(json.dumps(built(given.index, given.parties, given.saved)))
        return 0
    if given.step == "ask":
        print(json.dumps(asked(given.saved, given.sample), ensure_ascii=False))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        saved = given.saved or Path(folder) / "million.index"
        figures: dict[str, Any] = {"parties": given.parties, "load_average": round(os.getloadavg()[0], 1)}
        for step in ("build", "ask"):
            told = saved.with_name(
                f"{saved.name}.json"
            )  # what building took, for later runs on the same index
            if step == "build" and saved.exists():
                figures |= json.loads(told.read_text(encoding="utf-8"))
                continue
            command = [
                sys.executable, "-m", "benchmarks.million", "--step", step, "--saved", str(saved), "--index", str(given.index),
                "--parties", str(given.parties), "--sample", str(given.sample),
            ]  # fmt: skip
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
            figures |= json.loads(done.stdout)
            if step == "build":
                told.write_text(done.stdout, encoding="utf-8")
    print(json.dumps(record("million", figures), indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
