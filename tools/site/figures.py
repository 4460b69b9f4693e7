"""Reference of what was measured, from benchmarks/results.jsonl: the last run of each benchmark, with machine and commit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.site.text import code, page, table

RESULTS = Path(__file__).resolve().parents[2] / "benchmarks/results.jsonl"


def pages() -> dict[str, str]:
    """One page of figures."""
    runs = [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines()]
    last = {run["benchmark"]: run for run in runs}
    parts = [_run(last[name], sum(run["benchmark"] == name for run in runs)) for name in sorted(last)]
    return {
        "reference/figures.md": page(
            "Figures",
            "`benchmarks/results.jsonl`",
            "The last run of each benchmark that was kept. `-dirty` after a commit says that the tree held changes not yet committed. A"
            " figure of speed holds for that machine and its load; run the benchmark on yours.",
            *parts,
        )
    }


def _run(run: dict[str, Any], count: int) -> str:
    machine = ", ".join(f"{key} {value}" for key, value in run["machine"].items())
    rows = [(code(key), value) for key, value in leaves(run["figures"])]
    kept = f", the last of {count} runs kept" if count > 1 else ""
    return "\n\n".join(
        [
            f"## {run['benchmark']}",
            f"`python -m benchmarks.{run['benchmark']}`, {run['measured_at'][:10]}, commit `{run['commit']}`, {machine}{kept}."
            if (RESULTS.parent / f"{run['benchmark']}.py").is_file()
            else f"{run['measured_at'][:10]}, commit `{run['commit']}`, {machine}{kept}.",
            table(("figure", "value"), rows),
        ]
    )


def leaves(held: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every figure with the path that leads to it; long lists of examples are counted, not shown."""
    if isinstance(held, dict):
        for key, value in held.items():
            yield from leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(held, list) and (not held or not isinstance(held[0], (int, float))):
        yield path, f"{len(held)} entries"
    else:
        yield path, str(held)
