"""Writing answers as they come: CSV, JSON lines or Parquet, whole or not at all, with only a few in memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stanch.errors import MissingExtra
from stanch.files import csv_text

HEADER = (
    "row", "ref", "name", "decision", "score", "listed_name", "entity", "list", "listed_on", "programmes", "measures", "provisions",
    "reasons", "lists", "error",
)  # fmt: skip
_BATCH = 2000

Write = Callable[[dict[str, Any]], None]


@contextmanager
def opened(target: Path) -> Iterator[Write]:
    """A function that writes one answer to the target; the file appears when the block ends well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".stanch-") as folder:
        part = Path(folder) / target.name
        suffix = target.suffix.casefold()
        writer = (
            _jsonl if suffix in (".jsonl", ".ndjson", ".json") else _parquet if suffix == ".parquet" else _csv
        )
        with writer(part) as write:
            yield write
        part.replace(target)


@contextmanager
def _csv(path: Path) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(csv_text(HEADER, []))

        def write(data: dict[str, Any]) -> None:
            body = csv_text(HEADER, table_lines(data))
            out.write(body.partition("\n")[2])

        yield write


@contextmanager
def _jsonl(path: Path) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="\n") as out:

        def write(data: dict[str, Any]) -> None:
            out.write(json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n")

        yield write


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise MissingExtra("writing Parquet", "tables") from error
    schema = arrow.schema([(name, arrow.string()) for name in HEADER])
    held: list[dict[str, str]] = []
    with parquet.ParquetWriter(path, schema) as out:

        def write(data: dict[str, Any]) -> None:
            held.extend(dict(zip(HEADER, map(str, line), strict=True)) for line in table_lines(data))
            if len(held) >= _BATCH:
                out.write_table(arrow.Table.from_pylist(held, schema=schema))
                held.clear()

        yield write
        out.write_table(arrow.Table.from_pylist(held, schema=schema))


def table_lines(data: dict[str, Any]) -> list[list[object]]:
    """The lines of a table for one answer: one for each candidate, or a single one."""
    party = data["party"]
    lists = ", ".join(use["version"] for use in data["lists"])
    name = " | ".join(party["names"])
    unread = data.get("asked", {}).get("unreadable", "")
    if not data["candidates"]:
        decision = "error" if data["errors"] else data["decision"]
        wrong = " | ".join(filter(None, (*data["errors"], unread)))
        return [
            [data["row"], party["ref"], name, decision, *[""] * 8, " | ".join(data["reasons"]), lists, wrong]
        ]
    return [
        [
            data["row"], party["ref"], name, c["decision"], c["score"], c["name"], c["id"], c["list"], c["listed_on"] or "",
            " | ".join(c["programmes"]), " | ".join(f"{f['authority']} {f['measure']}" for f in c["follows"]),
            " | ".join(p for f in c["follows"] for p in f["provisions"]), " | ".join(c["reasons"]), lists, unread,
        ]
        for c in data["candidates"]
    ]  # fmt: skip
