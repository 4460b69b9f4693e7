"""Screening a whole file: every row answered or reported, in the order of the file, each answer recorded."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Literal

from stanch.errors import UsageError
from stanch.files import csv_text, write_atomic
from stanch.scale import map_chunks
from stanch.screening.asking import owners_asked
from stanch.screening.body import data_of, party_data
from stanch.screening.desk import open_desk
from stanch.screening.model import Answer, Party
from stanch.screening.parties import Row, read_parties
from stanch.screening.screen import screen
from stanch.settings import Settings
from stanch.store import audit as log
from stanch.store import connect

_CHUNK = 200
HEADER = (
    "row", "ref", "name", "decision", "score", "listed_name", "entity", "list", "listed_on", "programmes", "measures", "provisions",
    "reasons", "lists", "error",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to screen, how, and where the answers go."""

    source: Path
    target: Path | None
    on: dt.date
    mapping: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    threshold: float | None = None
    engine: Literal["local", "processes"] = "local"
    record: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How many rows there were and how they came out; the counts add up to `rows`."""

    rows: int
    hits: int
    reviews: int
    clears: int
    errors: int
    target: str


Watch = Callable[[Iterable[dict[str, Any]]], Iterator[dict[str, Any]]]


def run(job: Job, settings: Settings, *, now: dt.datetime, watch: Watch | None = None) -> Summary:
    """Screen a file.

    Raises:
        UsageError: the file or the place for the answers makes no sense.
        FormatError: the file as a whole cannot be read.
    """
    target = job.target or job.source.with_suffix(".hits.csv")
    if target.resolve() == job.source.resolve():
        raise UsageError(f"{target}: the answers would overwrite the file; give another place with -o")
    # built here once, so that the processes find it on disk
    with open_desk(settings, on=job.on, lists=job.lists, threshold=job.threshold):
        pass
    work = partial(
        _screen_rows, settings=settings, on=job.on, lists=job.lists, threshold=job.threshold, now=now
    )
    rows = read_parties(job.source, dict(_pair(text) for text in job.mapping))
    answers: Iterable[dict[str, Any]] = map_chunks(
        work, rows, engine=job.engine, processes=settings.processes, chunk=_CHUNK
    )
    if watch is not None:
        answers = watch(answers)
    counts: Counter[str] = Counter()
    kept = []
    for data in _recorded(answers, settings, now) if job.record else answers:
        counts["error" if data["errors"] else data["decision"]] += 1
        kept.append(data)
    _write(target, kept)
    return Summary(
        rows=len(kept),
        hits=counts["hit"],
        reviews=counts["review"],
        clears=counts["clear"],
        errors=counts["error"],
        target=str(target),
    )


def _screen_rows(
    rows: Sequence[Row],
    *,
    settings: Settings,
    on: dt.date,
    lists: tuple[str, ...],
    threshold: float | None,
    now: dt.datetime,
) -> list[dict[str, Any]]:
    desk = _desk(settings, on, lists, threshold)
    dismissed = desk.dismissed(now)
    found = []
    for row in rows:
        if row.party is None:
            found.append(_failed(row))
            continue
        answer = screen(desk.engine, row.party, dismissed=dismissed, asked=owners_asked(row.owners))
        found.append(data_of(answer) | {"row": row.number})
    return found


@lru_cache(maxsize=1)
def _desk(settings: Settings, on: dt.date, lists: tuple[str, ...], threshold: float | None) -> Any:
    """One desk for each process, open until it ends."""
    manager = open_desk(settings, on=on, lists=lists, threshold=threshold)
    desk = manager.__enter__()
    _open.append(manager)
    return desk


_open: list[Any] = []


def _failed(row: Row) -> dict[str, Any]:
    return {
        "row": row.number,
        "party": party_data(row.party)
        if row.party
        else {"ref": dict(row.original).get("id", ""), "names": []},
        "decision": "review",
        "reasons": [row.error],
        "candidates": [],
        "lists": [],
        "errors": [row.error],
        "original": dict(row.original),
    }


def _recorded(
    answers: Iterable[dict[str, Any]], settings: Settings, now: dt.datetime
) -> Iterator[dict[str, Any]]:
    """Pass answers on, each after it is in the log; rows that could not be screened are there too."""
    from stanch.records import canonical

    database = connect(settings.store_url)
    stamp = now.isoformat()
    try:
        held: list[dict[str, Any]] = []
        for data in answers:
            held.append(data)
            if len(held) >= 5 * _CHUNK:
                yield from _sealed(database, held, stamp, canonical)
                held = []
        yield from _sealed(database, held, stamp, canonical)
    finally:
        database.close()


def _sealed(
    database: Any, held: list[dict[str, Any]], stamp: str, canonical: Callable[[Any], str]
) -> list[dict[str, Any]]:
    items = []
    for data in held:
        body = {key: value for key, value in data.items() if key != "row"}
        # a row that could not be read has no question to replay
        items.append((stamp, "answer" if "code" in data else "unreadable", canonical(body)))
    with database.begin() as store:
        log.append(store, items)
    return held


def _pair(text: str) -> tuple[str, str]:
    ours, mark, theirs = text.partition("=")
    if not mark:
        raise UsageError(f"--map {text}: write OURS=THEIRS, such as name=Kunde")
    return ours.strip(), theirs.strip()


def _write(target: Path, answers: Sequence[dict[str, Any]]) -> None:
    suffix = target.suffix.casefold()
    if suffix in (".jsonl", ".ndjson", ".json"):
        write_atomic(
            target, "".join(json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n" for data in answers)
        )
    elif suffix == ".parquet":
        _write_parquet(target, answers)
    else:
        write_atomic(target, csv_text(HEADER, [line for data in answers for line in table_lines(data)]))


def _write_parquet(target: Path, answers: Sequence[dict[str, Any]]) -> None:
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        from stanch.errors import MissingExtra

        raise MissingExtra("writing Parquet", "tables") from error
    lines = [dict(zip(HEADER, map(str, line), strict=True)) for data in answers for line in table_lines(data)]
    parquet.write_table(
        arrow.Table.from_pylist(lines, schema=arrow.schema([(name, arrow.string()) for name in HEADER])),
        target,
    )


def table_lines(data: dict[str, Any]) -> list[list[object]]:
    """The lines of a table for one answer: one for each candidate, or a single one."""
    party = data["party"]
    lists = ", ".join(use["version"] for use in data["lists"])
    name = " | ".join(party["names"])
    if not data["candidates"]:
        reasons = " | ".join(data["reasons"])
        return [
            [
                data["row"],
                party["ref"],
                name,
                "error" if data["errors"] else data["decision"],
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                reasons,
                lists,
                " | ".join(data["errors"]),
            ]
        ]
    return [
        [
            data["row"], party["ref"], name, c["decision"], c["score"], c["name"], c["id"], c["list"], c["listed_on"] or "",
            " | ".join(c["programmes"]), " | ".join(f"{f['authority']} {f['measure']}" for f in c["follows"]),
            " | ".join(p for f in c["follows"] for p in f["provisions"]), " | ".join(c["reasons"]), lists, "",
        ]
        for c in data["candidates"]
    ]  # fmt: skip


def answers_of(parties: Iterable[Party], desk: Any, now: dt.datetime) -> Iterator[Answer]:
    """Answers for parties in memory, in order; for the web and for tests."""
    dismissed = desk.dismissed(now)
    for party in parties:
        yield screen(desk.engine, party, dismissed=dismissed)
