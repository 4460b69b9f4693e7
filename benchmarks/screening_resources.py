"""Time and memory of building an index and of loading it, each measured in a process of its own.

python -m benchmarks.screening_resources build INDEX.jsonl SAVED
python -m benchmarks.screening_resources load INDEX.jsonl SAVED
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks._record import ROOT
from stanch.matching.index import Index, build
from stanch.matching.model import Query


def measure(path: Path) -> dict[str, Any]:
    """Build and save in one process, load and search in another."""
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for step in ("build", "load"):
            command = [
                sys.executable, "-m", "benchmarks.screening_resources", step, str(path.resolve()), f"{folder}/index",
            ]  # fmt: skip
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
            figures |= json.loads(done.stdout)
    return figures


def build_once(path: Path, saved: Path) -> dict[str, Any]:
    """Build the index of a file and save it."""
    from benchmarks.screening import read_entities

    entities = list(read_entities(path))
    before = _resident()
    wall, processor = time.perf_counter(), time.process_time()
    index = build(entities)
    figures = {
        "build_seconds": round(time.perf_counter() - wall, 2),
        "build_cpu_seconds": round(time.process_time() - processor, 2),
        "build_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before, 1),
    }
    index.save(saved)
    return {**figures, "index_file_mb": round(saved.stat().st_size / 1e6, 1)}


def load_once(saved: Path) -> dict[str, Any]:
    """Load a saved index and search it once, so that the tables of sounds are in memory too."""
    before = _resident()
    wall, processor = time.perf_counter(), time.process_time()
    index = Index.load(saved)
    took = time.perf_counter() - wall, time.process_time() - processor
    for name in ("Ri Hong Sop", "李洪燮", "리홍섭"):
        index.search(Query(names=(name,)))
    gc.collect()
    return {
        "reload_seconds": round(took[0], 3),
        "reload_cpu_seconds": round(took[1], 3),
        "memory_mb": round(_resident() - before, 1),
        "process_mb": round(_resident(), 1),
    }


def _resident() -> float:
    with Path("/proc/self/status").open(encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    step, source, target = sys.argv[1:4]
    print(json.dumps(build_once(Path(source), Path(target)) if step == "build" else load_once(Path(target))))
