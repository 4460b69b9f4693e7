"""Word documents: paragraphs and table cells in the order of the page, inserted text kept, deleted text and comments left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from stanch.dates import PartialDate
from stanch.errors import FormatError, MissingExtra
from stanch.reading.dateline import published_in
from stanch.reading.model import Text
from stanch.reading.sections import find_sections

# a report of a thousand pages is some 10 MB of XML; what unpacks to more than this is made to exhaust a reader
MAX_UNPACKED = 256 * 1024 * 1024
MAX_XML = 64 * 1024 * 1024
_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}


def extract_docx(raw: bytes, name: str, published: PartialDate | None) -> Text:
    """The paragraphs of a DOCX; another kind of zip file is refused."""
    try:
        import docx
    except ImportError as error:
        raise MissingExtra("reading a Word document", "read") from error
    try:
        _check_size(raw, name)
        document: Any = docx.Document(io.BytesIO(raw))
    except FormatError:
        raise
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        NotImplementedError,
        SyntaxError,
        RuntimeError,
    ) as error:
        raise FormatError(f"{name}: is damaged or locked and cannot be opened ({error})") from error
    text = "\n".join(_paragraphs(document.element.body))
    if not text.strip():
        raise FormatError(f"{name}: holds no text")
    return Text(
        name=name,
        media="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        text=text,
        sections=find_sections(text),
        published=published or published_in(text, name),
    )


def _check_size(raw: bytes, name: str) -> None:
    """Refuse what unpacks to too much, by the sizes the archive itself states; the unpacker never gives out more than those."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        if _BODY not in names:
            raise FormatError(
                f"{name}: is a zip file but no Word document; unpack it and read what is inside"
            )
        size = sum(member.file_size for member in members)
        xml = sum(member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
    if size > MAX_UNPACKED or xml > MAX_XML:
        raise FormatError(
            f"{name}: unpacks to {size:,} bytes ({xml:,} of them XML); more than {MAX_UNPACKED:,} ({MAX_XML:,}) is refused"
        )


def _paragraphs(body: Any) -> Iterator[str]:
    for paragraph in body.iter(f"{_W}p"):
        if not any(each.tag == _FALLBACK for each in paragraph.iterancestors()):
            yield "".join(_words(paragraph))


def _words(paragraph: Any) -> Iterator[str]:
    """The text of one paragraph; a text box inside it is a paragraph of its own."""
    stack = list(reversed(list(paragraph)))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in _BREAKS:
            yield _BREAKS[element.tag]
        elif element.tag not in (f"{_W}p", f"{_W}pPr", f"{_W}del", _FALLBACK):
            stack.extend(reversed(list(element)))
