"""Many documents: from a file, a folder, an address or a stream to what was read, what repeats, and what could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stanch.dates import PartialDate
from stanch.errors import FetchError, StanchError
from stanch.reading.duplicates import agency_of, find_duplicates
from stanch.reading.model import Part, Proposal, Text
from stanch.reading.reader import read_text
from stanch.reading.text import MAX_BYTES, extract
from stanch.records import Source, SourceClass
from stanch.scale import Engine, map_chunks

_KINDS = {".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml", ".text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A document as it came: its bytes and where from."""

    name: str
    url: str
    raw: bytes
    published: PartialDate | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, its name in the archive."""
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of one document: its text and claims, or the reason why not."""

    raw: Raw
    text: Text | None = None
    proposals: tuple[Proposal, ...] = ()
    problem: str = ""


def find_raw(target: str, *, published: PartialDate | None = None) -> Iterator[Raw]:
    """The documents behind a path or an address; a folder gives every file in it of a kind the reader knows, by name."""
    if target.startswith(("http://", "https://")):
        yield fetch(target, published=published)
        return
    path = Path(target)
    if path.is_dir():
        for each in sorted(path.rglob("*")):
            if each.is_file() and each.suffix.lower() in _KINDS:
                yield Raw(
                    name=str(each.relative_to(path)), url="", raw=each.read_bytes(), published=published
                )
        return
    try:
        yield Raw(name=path.name, url="", raw=path.read_bytes(), published=published)
    except OSError as error:
        raise FetchError(f"{target}: cannot be read: {error.strerror or error}") from error


def fetch(url: str, *, published: PartialDate | None = None) -> Raw:
    """A page from the network, up to the size the reader takes."""
    import httpx

    try:
        with httpx.stream("GET", url, follow_redirects=True, timeout=30.0) as response:
            response.raise_for_status()
            raw = b""
            for part in response.iter_bytes():
                raw += part
                if len(raw) > MAX_BYTES:
                    raise FetchError(f"{url}: is larger than {MAX_BYTES:,} bytes")
    except httpx.HTTPError as error:
        raise FetchError(f"{url}: could not be fetched ({error})") from error
    name = url.rstrip("/").rpartition("/")[2].partition("?")[0] or "page"
    return Raw(name=name, url=url, raw=raw, published=published)


def read_all(raws: Iterable[Raw], *, engine: Engine = "local", processes: int = 2) -> Iterator[Reading]:
    """Read documents in order; one that cannot be read gives its reason and stops nothing."""
    return map_chunks(_read_chunk, raws, engine=engine, processes=processes, chunk=4)


def _read_chunk(raws: Sequence[Raw]) -> list[Reading]:
    return [read_one(raw) for raw in raws]


def read_one(raw: Raw) -> Reading:
    """One document, with its problem instead of an exception."""
    try:
        text = extract(raw.raw, raw.name, published=raw.published, url=raw.url)
        return Reading(raw=raw, text=text, proposals=read_text(text))
    except StanchError as error:
        return Reading(raw=raw, problem=str(error))


def repeats(readings: Sequence[Reading]) -> dict[str, str]:
    """For each document that carries another's words, that other one, both by digest."""
    by_name = {reading.text.name: reading.raw.digest for reading in readings if reading.text}
    found = find_duplicates(reading.text for reading in readings if reading.text)
    return {by_name[duplicate.name]: by_name[duplicate.of] for duplicate in found}


def source_of(reading: Reading) -> Source:
    """The source record of a document: agency copies count under their agency, blogs and forums stay marked."""
    text = reading.text
    assert text is not None
    agency = agency_of(text)
    comments = any(section.part is Part.COMMENT for section in text.sections)
    source_class = SourceClass.AGENCY_COPY if agency else SourceClass.BLOG if comments else SourceClass.PRESS
    return Source(
        key=reading.raw.digest[:16],
        url=reading.raw.url,
        publisher=text.outlet or text.name,
        source_class=source_class,
        original_publisher=agency or None,
        title=text.name,
        published_on=text.published,
    )
