"""PDF by pypdfium2: pages in order, lines joined into paragraphs; a scan without a text layer says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from stanch.dates import PartialDate
from stanch.errors import FormatError, MissingExtra
from stanch.reading.dateline import published_in
from stanch.reading.masthead import Masthead, of_text
from stanch.reading.model import Piece, Text
from stanch.reading.sections import find_sections

_HYPHEN = re.compile(r"(?<=[a-z])(?:\ufffe|\u00ad|-)\r?\n(?=[a-z])")
_WRAP = re.compile(r"(?<=[^\n.!?:”\"])\r?\n(?=[a-z(])")


def extract_pdf(raw: bytes, name: str, published: PartialDate | None) -> Text:
    """The text layer of a PDF."""
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingExtra("reading a PDF", "read") from error
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise FormatError(
                f"{name}: is locked by a password; save a copy without one and read that"
            ) from error
        raise FormatError(
            f"{name}: cannot be opened as PDF ({error}); it is damaged: fetch it again"
        ) from error
    told = document.get_metadata_dict()
    try:
        pages = [_page(document, i) for i in range(len(document))]
    finally:
        document.close()
    empty = [i for i, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise FormatError(
            f"{name}: has {len(pages)} pages and no text layer: a scan; run OCR first (for instance ocrmypdf)"
        )
    text = "\n\n".join(_joined(page) for page in pages)
    notes = (f"pages without a text layer: {', '.join(map(str, empty[:20]))}",) if empty else ()
    return Text(
        name=name,
        media="application/pdf",
        text=text,
        sections=find_sections(text),
        pieces=(Piece(start=0, source=0, length=0),),
        published=published or published_in(text, name) or made_on(told),
        notes=notes,
    )


def pdf_masthead(raw: bytes, text: Text) -> Masthead:
    """Title and day out of the file's own data; a line at the top of the text goes before the day the file was made."""
    import pypdfium2

    document = pypdfium2.PdfDocument(raw)
    try:
        told = document.get_metadata_dict()
    finally:
        document.close()
    found = of_text(text)
    title = " ".join(told.get("Title", "").split())
    if found.published is None and (day := made_on(told)) is not None:
        found = replace(
            found, published=day, how="the day the PDF was made; it may have been published later or before"
        )
    return replace(found, title=title)


def made_on(told: Mapping[str, str]) -> PartialDate | None:
    """The day in the file's CreationDate ("D:20170804…"), where there is a sound one."""
    match = re.match(r"D:((?:19|20)\d\d)(\d\d)(\d\d)", told.get("CreationDate", ""))
    try:
        return PartialDate("-".join(match.groups())) if match else None
    except ValueError:
        return None


def _page(document: object, index: int) -> str:
    page = document[index]  # type: ignore[index]  # pypdfium2 ships no stubs
    layer = page.get_textpage()
    try:
        return str(layer.get_text_bounded())
    finally:
        layer.close()
        page.close()


def _joined(page: str) -> str:
    """Lines that the page broke in mid-sentence, joined again; a hyphen at a line's end goes where a small letter follows."""
    page = page.replace("\r\n", "\n").replace("\r", "\n")
    return _WRAP.sub(" ", _HYPHEN.sub("", page))
