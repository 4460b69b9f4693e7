"""One datum from source to finding, told by function names.

load_book ─ rows, each one thing that one source says ─► weigh ─► ties, actions, positions with a standing
load_regime ─ provisions with dated versions ─► in force on the day
     │
build (facts x law, under two clocks) ─► a tree of statements, each with its rows ─► faults (none may be left)
     │
render (html, json, md, csv, pdf, docx) ─► files, an index with a map, a region's page
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from stanch.dossier import country, data, docx, html, index, markdown, pdf, region
from stanch.dossier.country import Materials, Note
from stanch.dossier.model import Dossier, Summary
from stanch.files import write_atomic
from stanch.scale import map_chunks

FORMATS: Mapping[str, Callable[[Dossier], str | bytes]] = {
    "html": html.render,
    "json": data.as_json,
    "md": markdown.render,
    "csv": data.as_csv,
    "pdf": pdf.render,
    "docx": docx.render,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to write and where; small enough to be sent to another process.

    Args:
        today: no fact on file can lie after `as_of`, so facts without a date stay in.
        notes: the desk's own notes by country, for its own copy.
    """

    data_dir: Path
    out: Path
    as_of: dt.date
    known_on: dt.date | None = None
    today: bool = False
    formats: tuple[str, ...] = ("html",)
    notes: tuple[tuple[str, Note], ...] = field(default=())
    version: str = ""


def code_of(job: Job, text: str) -> str:
    """The country that a user means by a code or a name.

    Raises:
        NotFound: there is no such country; a close one is offered.
    """
    return _materials(job).book.places.find(text).iso2


def dossier_of(job: Job, code: str) -> Dossier:
    """Facts and law of one country, and the desk's own notes, as a dossier."""
    notes = tuple(note for held, note in job.notes if held == code)
    return country.build(_materials(job), code, notes=notes)


def rendered(dossier: Dossier, name: str) -> str | bytes:
    """A dossier in one format."""
    return FORMATS[name](dossier)


def write_dossier(job: Job, code: str) -> Summary:
    """One country's dossier in every format asked for."""
    dossier = dossier_of(job, code)
    _write(job, dossier, code)
    assert dossier.summary is not None
    return dossier.summary


def write_region(job: Job, bloc: str) -> Dossier:
    """The members of a group of states side by side."""
    dossier = region.build(_materials(job), bloc)
    _write(job, dossier, dossier.code)
    return dossier


def write_all(job: Job, *, processes: int, regions: Sequence[str] = ("ASEAN",)) -> Iterator[Summary]:
    """Every country with a fact, then the regions and the index (page and JSON); yields each summary as it is made."""
    materials = _materials(job)
    codes = country.codes(materials)
    summaries: list[Summary] = []
    # one by one where one process is enough: starting another costs as much as some twenty dossiers
    engine = "processes" if processes > 1 else "local"
    chunk = max(1, -(-len(codes) // (4 * processes)))
    work = partial(_some, job)
    for summary in map_chunks(work, codes, engine=engine, processes=processes, chunk=chunk):  # type: ignore[arg-type]
        summaries.append(summary)
        yield summary
    pages = [(f"{bloc}.html", write_region(job, bloc).title) for bloc in regions]
    text = index.render(
        summaries,
        job.data_dir,
        as_of=job.as_of.isoformat(),
        known_on=job.known_on.isoformat() if job.known_on else "",
        regions=pages,
        versions=country.versions_of(materials),
    )
    write_atomic(job.out / "index.html", text)
    write_atomic(job.out / "index.json", index.as_json(summaries))


def _some(job: Job, codes: Sequence[str]) -> list[Summary]:
    return [write_dossier(job, code) for code in codes]


def _write(job: Job, dossier: Dossier, name: str) -> None:
    for each in job.formats:
        write_atomic(job.out / f"{name}.{each}", rendered(dossier, each))


def _materials(job: Job) -> Materials:
    return _read(job.data_dir, job.as_of, job.known_on, job.today, job.version)


@lru_cache(maxsize=2)
def _read(data_dir: Path, as_of: dt.date, known_on: dt.date | None, today: bool, version: str) -> Materials:
    return country.load_materials(data_dir, as_of=as_of, known_on=known_on, today=today, version=version)
