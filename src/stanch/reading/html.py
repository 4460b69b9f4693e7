"""Web pages: the article by trafilatura, readers' comments apart, scripts never; each word mapped back to the page's source."""

from __future__ import annotations

import logging
import re

from stanch.dates import PartialDate
from stanch.errors import FormatError, MissingExtra
from stanch.reading.model import Part, Piece, Section, Text
from stanch.reading.sections import find_sections

log = logging.getLogger(__name__)
_WORD = re.compile(r"\S+")


def extract_html(raw: bytes, name: str, published: PartialDate | None, *, url: str = "") -> Text:
    """The text of a page: title, article, then its comments as a section of their own."""
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtra("reading a web page", "read") from error
    source = _source(raw)
    found = trafilatura.bare_extraction(
        source,
        url=url or None,
        include_comments=True,
        include_tables=True,
        with_metadata=True,
        favor_recall=True,
    )
    body = _field(found, "text")
    comments = _field(found, "comments")
    if not body and not comments:
        raise FormatError(f"{name}: holds no article that could be told from the rest of the page")
    title = " ".join(_field(found, "title").split())
    if title and body.lstrip().startswith(title):
        body = body.lstrip()[len(title) :].lstrip()
    head = f"{title}\n\n" if title else ""
    text = head + body
    sections = list(find_sections(text, headline=bool(title)))
    if comments:
        start = len(text) + 2
        text = f"{text}\n\n{comments}"
        sections += [
            Section(part=Part.COMMENT, start=start + m.start(), end=start + m.end(), author="commenter")
            for m in re.finditer(r"[^\n]*\w[^\n]*", comments)
        ]
    notes: tuple[str, ...] = ()
    published = published or _date(_field(found, "date"))
    if published is None:
        notes = ("no date of publication found: relative dates stay unresolved",)
    return Text(
        name=name,
        media="text/html",
        text=text,
        sections=tuple(sections),
        pieces=align(text, source),
        published=published,
        outlet=_field(found, "sitename") or _field(found, "hostname"),
        notes=notes,
    )


def _source(raw: bytes) -> str:
    declared = re.search(rb"charset=[\"']?([\w-]+)", raw[:2048], re.IGNORECASE)
    for encoding in ("utf-8", declared.group(1).decode("ascii") if declared else "cp1252"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", errors="replace")


def _field(found: object, name: str) -> str:
    value = found.get(name) if isinstance(found, dict) else getattr(found, name, None)
    return value if isinstance(value, str) else ""


def _date(text: str) -> PartialDate | None:
    try:
        return PartialDate(text[:10]) if text else None
    except ValueError:
        return None


def align(text: str, source: str) -> tuple[Piece, ...]:
    """Where the words of the text stand in the source, in order; words the source spells otherwise (entities) are left out."""
    pieces: list[Piece] = []
    position = 0
    for match in _WORD.finditer(text):
        word = match.group()
        place = source.find(word, position, position + 20_000)
        if place < 0:
            continue
        last = pieces[-1] if pieces else None
        gap = match.start() - (last.start + last.length) if last else -1
        if last and place - (last.source + last.length) == gap and gap <= 1:
            pieces[-1] = Piece(start=last.start, source=last.source, length=match.end() - last.start)
        else:
            pieces.append(Piece(start=match.start(), source=place, length=len(word)))
        position = place + len(word)
    return tuple(pieces)
