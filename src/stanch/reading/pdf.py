"""PDF by pypdfium2: pages in order, lines joined into paragraphs; a scan without a text layer says so."""

from __future__ import annotations

import re

from stanch.dates import PartialDate
from stanch.errors import FormatError, MissingExtra
from stanch.reading.model import Piece, Text
from stanch.reading.sections import find_sections
from stanch.reading.when import published_in

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
        raise FormatError(
            f"{name}: cannot be opened as PDF ({error}); it may be damaged or locked by a password"
        ) from error
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
        published=published or published_in(text, name),
        notes=notes,
    )


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
