"""Screening a whole file: every row answered or reported, in the order of the file, each answer recorded."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from stanch.errors import UsageError
from stanch.scale import Engine as ScaleEngine
from stanch.scale import map_chunks
from stanch.screening.asking import owners_asked
from stanch.screening.body import data_of, party_data
from stanch.screening.desk import open_desk
from stanch.screening.dismissals import Dismissals
from stanch.screening.engine import Engine
from stanch.screening.model import Answer, Party
from stanch.screening.outcome import opened
from stanch.screening.parcel import Parcel, pack, unpack
from stanch.screening.parties import Row, read_parties
from stanch.screening.screen import screen
from stanch.settings import Settings
from stanch.store import audit as log
from stanch.store import connect, decisions

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
    engine: ScaleEngine = "local"
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
    rows = read_parties(job.source, dict(_pair(text) for text in job.mapping))
    with (
        tempfile.TemporaryDirectory(prefix="stanch-") as folder,
        _work(job, settings, now, Path(folder)) as (work, files),
    ):
        answers: Iterable[dict[str, Any]] = map_chunks(
            work, rows, engine=job.engine, processes=settings.processes, chunk=_CHUNK, files=files
        )
        return _written(watch(answers) if watch is not None else answers, job, settings, now, target)


Work = Callable[[Sequence[Row]], Sequence[dict[str, Any]]]


@contextmanager
def _work(
    job: Job, settings: Settings, now: dt.datetime, folder: Path
) -> Iterator[tuple[Work, tuple[Path, ...]]]:
    """What answers a chunk, and the files it needs: this process's own engine, or a parcel for others to open.

    Either way one state of the lists and of the dismissals answers the whole file, whatever is updated meanwhile.
    """
    with open_desk(settings, on=job.on, lists=job.lists, threshold=job.threshold) as desk:
        if job.engine == "local":
            yield partial(_screen_rows, engine=desk.engine, dismissed=desk.dismissed(now)), ()
            return
        with desk.database.read() as store:
            parcel = pack(desk.engine, decisions.all_of(store), folder)
    yield partial(_screen_parcel, parcel=parcel, now=now), parcel.files


def _screen_parcel(rows: Sequence[Row], *, parcel: Parcel, now: dt.datetime) -> list[dict[str, Any]]:
    engine, dismissed = unpack(parcel, now)
    return _screen_rows(rows, engine=engine, dismissed=dismissed)


def _screen_rows(rows: Sequence[Row], *, engine: Engine, dismissed: Dismissals) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        if row.party is None:
            found.append(_failed(row))
            continue
        asked = owners_asked(row.owners) | ({"unreadable": row.error} if row.error else {})
        answer = screen(engine, row.party, dismissed=dismissed, asked=asked)
        found.append(data_of(answer) | {"row": row.number})
    return found


def _written(
    answers: Iterable[dict[str, Any]], job: Job, settings: Settings, now: dt.datetime, target: Path
) -> Summary:
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
