"""One datum from source to finding, told by function names.

read ─ claims in documents ─► review ─ a person accepts ─► place ─ rows beside our own
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
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from stanch.dossier import country, data, docx, html, index, markdown, pdf, region
from stanch.dossier.country import Materials, Note
from stanch.dossier.effect import Difference, difference
from stanch.dossier.model import Dossier, Summary
from stanch.dossier.paper import on_paper
from stanch.errors import NotFound
from stanch.facts.book import FactBook
from stanch.facts.load import frame_of, load_book
from stanch.facts.placed import ReadClaim, Readings, countries_of, place, why_not
from stanch.facts.readings import accepted, read_claim, sources_of, with_unreviewed
from stanch.facts.similar import Similar, similar_to
from stanch.files import write_atomic
from stanch.reading.wording import sentence_of
from stanch.records import content_id
from stanch.scale import map_chunks
from stanch.store import Store
from stanch.store.claims import claim_of, held_documents

# a claim that names more states than this is shown by its first ones
_MOST = 4

FORMATS: Mapping[str, Callable[[Dossier], str | bytes]] = {
    "html": html.render,
    "json": data.as_json,
    "md": markdown.render,
    "csv": data.as_csv,
    "pdf": pdf.render,
    "docx": docx.render,
}
# these are read on paper; the page is cut by its own print style
PRINTED = ("pdf", "docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to write and where; small enough to be sent to another process.

    Args:
        today: no fact on file can lie after `as_of`, so facts without a date stay in.
        notes: the desk's own notes by country, for its own copy.
        readings: claims that were read in documents, to stand beside the packaged facts (see `readings_in`).
        full: print long tables and the whole annex, too.
    """

    data_dir: Path
    out: Path
    as_of: dt.date
    known_on: dt.date | None = None
    today: bool = False
    formats: tuple[str, ...] = ("html",)
    notes: tuple[tuple[str, Note], ...] = field(default=())
    version: str = ""
    readings: Readings = field(default_factory=Readings)
    full: bool = False


def readings_in(store: Store, *, unreviewed: bool = False) -> Readings:
    """What dossiers take in from documents that were read: accepted claims, and those nobody has decided on where they are asked for."""
    return with_unreviewed(store) if unreviewed else accepted(store)


def effect_of(job: Job, store: Store, claim_id: str, body: Mapping[str, Any] | None = None) -> Effect:
    """What accepting a claim (corrected to `body`, where given) would change in each dossier that it enters: the real difference.

    Raises:
        NotFound: no such claim is held.
    """
    record = claim_of(store, claim_id)
    documents = {document.id: document for document in held_documents(store)}
    claim = read_claim(record, documents, sources_of(documents.values()), body or record.final)
    base = replace(job, readings=_without(job.readings, claim_id))
    more = replace(job, readings=_with(base.readings, claim))
    why = why_not(claim, frame_of(job.data_dir, book_of(job.data_dir)))
    if why:
        return Effect(claim=claim, why_not=why, differences=(), files=(), similar=())
    codes = [code for code in countries_of(claim) if book_of(job.data_dir).places.get(code) is not None]
    found = tuple(
        difference(_dossier_or_none(base, code), _dossier_or_none(more, code)) for code in codes[:_MOST]
    )
    frame = frame_of(job.data_dir, book_of(job.data_dir))
    return Effect(
        claim=claim,
        why_not="",
        differences=found,
        files=countries_of(claim),
        similar=similar_to(claim, book_with(job.data_dir, base.readings), frame),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A claim as it would be accepted, and what that would change.

    Args:
        why_not: the reason why no file takes it; "" when one does.
        files: the states and blocs whose file it enters; blocs have no dossier of their own.
        similar: facts held already that it may be about.
    """

    claim: ReadClaim
    why_not: str
    differences: tuple[Difference, ...]
    files: tuple[str, ...]
    similar: tuple[Similar, ...]

    @property
    def sentence(self) -> str:
        """What a dossier would say of it."""
        return sentence_of(self.claim.proposal)


def _without(readings: Readings, claim_id: str) -> Readings:
    if all(claim.id != claim_id for claim in readings.claims):
        return readings
    kept = tuple(claim for claim in readings.claims if claim.id != claim_id)
    return Readings(f"{readings.key} without {claim_id}", kept)


def _with(readings: Readings, claim: ReadClaim) -> Readings:
    return Readings(f"{readings.key} with {content_id('claim', claim)}", (*readings.claims, claim))


def _dossier_or_none(job: Job, code: str) -> Dossier | None:
    try:
        return dossier_of(job, code)
    except NotFound:
        return None


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


def rendered(dossier: Dossier, name: str, *, full: bool = False) -> str | bytes:
    """A dossier in one format; what goes to paper is cut to what a folder holds, unless it is asked for in `full`."""
    if full and name == "html":
        return html.render_whole(dossier)
    if not full and name in PRINTED:
        return FORMATS[name](on_paper(dossier))
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
        write_atomic(job.out / f"{name}.{each}", rendered(dossier, each, full=job.full))


def _materials(job: Job) -> Materials:
    return _read(job.data_dir, job.as_of, job.known_on, job.today, job.version, job.readings)


@lru_cache(maxsize=4)
def _read(
    data_dir: Path, as_of: dt.date, known_on: dt.date | None, today: bool, version: str, readings: Readings
) -> Materials:
    return country.load_materials(
        data_dir,
        as_of=as_of,
        known_on=known_on,
        today=today,
        version=version,
        book=book_of(data_dir),
        readings=readings,
    )


@lru_cache(maxsize=4)
def book_with(data_dir: Path, readings: Readings) -> FactBook:
    """The packaged facts with the claims of documents beside them."""
    book = book_of(data_dir)
    if not readings.claims:
        return book
    placed = place(readings.claims, frame_of(data_dir, book))
    return book.with_rows(placed.held, placed.sources)


@lru_cache(maxsize=2)
def book_of(data_dir: Path) -> FactBook:
    """The packaged facts, read once."""
    return load_book(data_dir)
