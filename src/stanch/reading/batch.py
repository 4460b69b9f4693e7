"""Many documents: from a file, a folder, an address or a stream to what was read, what repeats, and what could not be read."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from stanch.dates import PartialDate
from stanch.errors import FetchError, StanchError
from stanch.lists.fetch import check_led
from stanch.reading.blocks import MAX_WORDS, blocks_of, words_in
from stanch.reading.duplicates import Duplicate, Seen, Sketch, sketch
from stanch.reading.language import READS, language_of
from stanch.reading.masthead import Masthead, finished, of_page, of_text
from stanch.reading.model import Proposal, Text
from stanch.reading.reader import Read, read_fully
from stanch.reading.runs import without_runs
from stanch.reading.text import MAX_BYTES, extract
from stanch.records import Source, SourceClass
from stanch.scale import Engine, map_chunks

if TYPE_CHECKING:
    import httpx

_MAX_REDIRECTS = 5
_KINDS = {".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml", ".text"}
OnBlock = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A document as it came, and what whoever gave it knows of its publication.

    Args:
        raw: its bytes, or none where `path` says where they lie: a folder of thousands is not held in memory.
    """

    name: str
    url: str = ""
    raw: bytes = b""
    path: str = ""
    published: PartialDate | None = None
    outlet: str = ""
    source_class: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, its name in the archive."""
        return hashlib.sha256(self.raw).hexdigest()

    def loaded(self) -> Raw:
        """With its bytes.

        Raises:
            FetchError: the file cannot be read.
        """
        if self.raw or not self.path:
            return self
        try:
            size = Path(self.path).stat().st_size
            # one byte more than is taken, so that a larger file is refused by its true size without being read
            with Path(self.path).open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise FetchError(f"{self.path}: cannot be read: {error.strerror or error}") from error
        if size > MAX_BYTES:
            raise FetchError(f"{self.path}: is {size:,} bytes; more than {MAX_BYTES:,} is refused: split it")
        return replace(self, raw=raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of one document: its text and claims, or the reason why not.

    Args:
        seconds: how long it took, on the wall.
        unread: characters of the text that lie beyond the limit of words.
        copy: the earlier document whose words it carries.
    """

    raw: Raw
    text: Text | None = None
    proposals: tuple[Proposal, ...] = ()
    problem: str = ""
    masthead: Masthead = field(default_factory=Masthead)
    language: str = ""
    words: int = 0
    candidates: int = 0
    abstained: int = 0
    refused: int = 0
    unread: int = 0
    seconds: float = 0.0
    sketch: Sketch | None = None
    copy: Duplicate | None = None

    @property
    def parts(self) -> dict[str, int]:
        """How many sections of each kind the text has."""
        return _counted(section.part.value for section in self.text.sections) if self.text else {}

    @property
    def kinds(self) -> dict[str, int]:
        """How many claims of each kind."""
        return _counted(proposal.kind for proposal in self.proposals)


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def find_raw(target: str, *, published: PartialDate | None = None) -> Iterator[Raw]:
    """The documents behind a path or an address; a folder gives every file in it of a kind the reader knows, by name, each once."""
    if target.startswith(("http://", "https://")):
        yield fetch(target, published=published)
        return
    path = Path(target)
    if path.is_dir():
        for each in _files(path):
            name = str(each.relative_to(path))
            yield Raw(name=name, path=str(each), published=published)
        return
    if not path.exists():
        raise FetchError(
            f"{target}: there is no such file or folder; give a path, an address (https://…) or -"
        )
    yield Raw(name=path.name, path=str(path), published=published)


def _files(folder: Path) -> list[Path]:
    """Every file below a folder that the reader may know; links are followed, but no folder and no file is visited twice."""
    seen: set[tuple[int, int]] = set()
    found = []
    for root, folders, names in os.walk(folder, followlinks=True):
        here = Path(root).stat()
        if (here.st_dev, here.st_ino) in seen:
            folders.clear()
            continue
        seen.add((here.st_dev, here.st_ino))
        folders.sort()
        for name in sorted(names):
            path = Path(root, name)
            if path.suffix.lower() not in _KINDS or not path.is_file():
                continue
            status = path.stat()
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                found.append(path)
    return sorted(found)


def fetch(url: str, *, published: PartialDate | None = None) -> Raw:
    """A page from the network, up to the size the reader takes."""
    import httpx

    asked = url
    try:
        with httpx.Client(timeout=30.0, follow_redirects=False) as client:
            for _hop in range(_MAX_REDIRECTS + 1):
                with client.stream("GET", url) as response:
                    if response.has_redirect_location:
                        url = urljoin(url, response.headers["Location"])
                        check_led(asked, url)
                        continue
                    response.raise_for_status()
                    raw = _taken(response, url)
                    break
            else:
                raise FetchError(f"{asked}: more than {_MAX_REDIRECTS} redirects")
    except httpx.HTTPError as error:
        raise FetchError(f"{url}: could not be fetched ({error})") from error
    name = url.rstrip("/").rpartition("/")[2].partition("?")[0] or "page"
    return Raw(name=name, url=url, raw=raw, published=published)


def _taken(response: httpx.Response, url: str) -> bytes:
    raw = bytearray()
    for part in response.iter_bytes():
        raw += part
        if len(raw) > MAX_BYTES:
            raise FetchError(f"{url}: is larger than {MAX_BYTES:,} bytes")
    return bytes(raw)


def with_attachments(raws: Iterable[Raw]) -> Iterator[Raw]:
    """The documents, and behind each e-mail the files attached to it; what cannot be opened is passed on to say so when it is read."""
    from stanch.reading.mail import attachments
    from stanch.reading.text import is_mail

    for raw in raws:
        yield raw
        try:
            loaded = raw.loaded()
        except FetchError:
            continue
        if is_mail(loaded.raw):
            for name, content in attachments(loaded.raw):
                if Path(name).suffix.lower() in _KINDS:
                    yield replace(raw, name=f"{raw.name} / {name}", raw=content, path="")


def read_all(
    raws: Iterable[Raw],
    *,
    engine: Engine = "local",
    processes: int = 2,
    max_words: int = MAX_WORDS,
    on_block: OnBlock | None = None,
) -> Iterator[Reading]:
    """Read documents in order, copies told; one that cannot be read gives its reason and stops nothing.

    Args:
        on_block: told the document, the words read and all its words after each block of a long text; only where documents are read here.
    """
    seen = Seen()
    if engine == "local":
        found: Iterable[Reading] = (read_one(raw, max_words=max_words, on_block=on_block) for raw in raws)
    else:
        work = partial(_read_chunk, max_words=max_words)
        found = map_chunks(work, raws, engine=engine, processes=processes, chunk=4)
    for reading in found:
        if reading.sketch is None:
            yield reading
            continue
        copy = seen.copy_of(reading.raw.digest, reading.sketch)
        yield replace(reading, copy=copy)


def _read_chunk(raws: Sequence[Raw], *, max_words: int) -> list[Reading]:
    return [read_one(raw, max_words=max_words) for raw in raws]


def read_one(raw: Raw, *, max_words: int = MAX_WORDS, on_block: OnBlock | None = None) -> Reading:
    """One document, with its problem instead of an exception."""
    started = time.monotonic()
    try:
        raw = raw.loaded()
        text = extract(raw.raw, raw.name, published=raw.published, url=raw.url)
        text = replace(text, text=without_runs(text.text))
        masthead = masthead_of(raw, text)
        text = replace(text, outlet=masthead.outlet, published=masthead.published)
        reads = _read_blocks(raw.name, text, max_words, on_block)
    except StanchError as error:
        return Reading(raw=raw, problem=str(error), seconds=time.monotonic() - started)
    language = language_of(text.text)
    notes = list(text.notes)
    if language and language != READS:
        notes.append(
            f"is in another language ({language}): the reader reads English only and finds little here"
        )
    if reads.unread:
        notes.append(
            f"only the first {max_words:,} words were read; {reads.unread:,} characters are left (--max-words)"
        )
    return Reading(
        raw=raw,
        text=replace(text, notes=tuple(notes)),
        proposals=reads.proposals,
        masthead=masthead,
        language=language,
        words=reads.words,
        candidates=reads.candidates,
        abstained=reads.abstained,
        refused=reads.refused,
        unread=reads.unread,
        seconds=time.monotonic() - started,
        sketch=sketch(text),
    )


@dataclass(slots=True)
class _Reads:
    proposals: tuple[Proposal, ...] = ()
    words: int = 0
    candidates: int = 0
    abstained: int = 0
    refused: int = 0
    unread: int = 0


def _read_blocks(name: str, text: Text, max_words: int, on_block: OnBlock | None) -> _Reads:
    total = words_in(text)
    so_far = _Reads()
    found: list[Proposal] = []
    for block in blocks_of(text):
        if so_far.words >= max_words:
            so_far.unread += sum(section.end - section.start for section in block.sections)
            continue
        read: Read = read_fully(block)
        found.extend(read.proposals)
        so_far.words += words_in(block)
        so_far.candidates += read.candidates
        so_far.abstained += read.abstained
        so_far.refused += read.refused
        if on_block is not None:
            on_block(name, so_far.words, total)
    so_far.proposals = tuple(found)
    return so_far


def masthead_of(raw: Raw, text: Text) -> Masthead:
    """Who published a document and when: what whoever gave it says, else what it tells itself."""
    if text.media == "text/html":
        from stanch.reading.html import decoded

        told = of_page(decoded(raw.raw)[0], url=raw.url)
        plain = of_text(text)
        found = (
            told if told.published is not None else replace(told, published=plain.published, how=plain.how)
        )
        found = finished(replace(found, agency=found.agency or plain.agency), url=raw.url, text=text)
    elif text.media == "application/pdf":
        from stanch.reading.pdf import pdf_masthead

        found = pdf_masthead(raw.raw, text)
    elif text.media == "message/rfc822":
        from stanch.reading.mail import mail_masthead

        found = mail_masthead(raw.raw)
    else:
        found = of_text(text)
    if raw.outlet:
        found = finished(replace(found, outlet=raw.outlet, source_class=""), url=raw.url, text=text)
    if raw.source_class:
        found = replace(found, source_class=raw.source_class)
    if raw.published is not None:
        return replace(found, published=raw.published, how="given by whoever read it in")
    return found


def repeats(readings: Sequence[Reading]) -> dict[str, str]:
    """For each document that carries another's words, that other one, both by digest."""
    return {reading.raw.digest: reading.copy.of for reading in readings if reading.copy is not None}


def source_of(reading: Reading) -> Source:
    """The source record of a document: agency copies count under their agency, blogs and forums stay marked."""
    assert reading.text is not None
    told = reading.masthead
    agency = told.agency
    copied = bool(agency) and agency != told.outlet
    return Source(
        key=reading.raw.digest[:16],
        url=reading.raw.url,
        publisher=told.outlet or reading.text.name,
        source_class=SourceClass.AGENCY_COPY if copied else SourceClass(told.source_class or "press"),
        original_publisher=agency or None,
        title=told.title or reading.text.name,
        published_on=told.published,
    )
