"""Word documents by python-docx: paragraphs and table cells in order."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from stanch.dates import PartialDate
from stanch.errors import FormatError, MissingExtra
from stanch.reading.model import Text
from stanch.reading.sections import find_sections
from stanch.reading.when import published_in

MAX_UNPACKED = 256 * 1024 * 1024


def extract_docx(raw: bytes, name: str, published: PartialDate | None) -> Text:
    """The paragraphs of a DOCX; another kind of zip file is refused."""
    try:
        import docx
    except ImportError as error:
        raise MissingExtra("reading a Word document", "read") from error
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(member.file_size for member in archive.infolist())
            if "word/document.xml" not in archive.namelist():
                raise FormatError(
                    f"{name}: is a zip file but no Word document; unpack it and read what is inside"
                )
        if size > MAX_UNPACKED:
            raise FormatError(f"{name}: unpacks to {size:,} bytes; more than {MAX_UNPACKED:,} is refused")
        document: Any = docx.Document(io.BytesIO(raw))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise FormatError(f"{name}: is damaged and cannot be opened ({error})") from error
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join(lines)
    if not text.strip():
        raise FormatError(f"{name}: holds no text")
    return Text(
        name=name,
        media="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        text=text,
        sections=find_sections(text),
        published=published or published_in(text, name),
    )
