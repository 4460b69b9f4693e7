"""Screening a whole file: every row answered or reported, in the order of the file, each answer recorded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Literal

from stanch.errors import UsageError
from stanch.scale import map_chunks
from stanch.screening.asking import owners_asked
from stanch.screening.body import data_of, party_data
from stanch.screening.desk import open_desk
from stanch.screening.model import Answer, Party
from stanch.screening.outcome import opened
from stanch.screening.parties import Row, read_parties
from stanch.screening.screen import screen
from stanch.settings import Settings
from stanch.store import audit as log
from stanch.store import connect

_CHUNK = 200


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
    with opened(target) as write:
        for data in _recorded(answers, settings, now) if job.record else answers:
            counts["error" if data["errors"] else data["decision"]] += 1
            write(data)
    return Summary(
        rows=counts.total(),
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
        asked = owners_asked(row.owners) | ({"unreadable": row.error} if row.error else {})
        answer = screen(desk.engine, row.party, dismissed=dismissed, asked=asked)
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
        text = canonical(body).encode("utf-8", "replace").decode("utf-8")
        items.append((stamp, "answer" if "code" in data else "unreadable", text))
    with database.begin() as store:
        log.append(store, items)
    return held


def _pair(text: str) -> tuple[str, str]:
    ours, mark, theirs = text.partition("=")
    if not mark:
        raise UsageError(f"--map {text}: write OURS=THEIRS, such as name=Kunde")
    return ours.strip(), theirs.strip()


def answers_of(parties: Iterable[Party], desk: Any, now: dt.datetime) -> Iterator[Answer]:
    """Answers for parties in memory, in order; for the web and for tests."""
    dismissed = desk.dismissed(now)
    for party in parties:
        yield screen(desk.engine, party, dismissed=dismissed)
