"""From a document to its text: plain, HTML, PDF, DOCX and e-mail, with sections and a map back to the original.

What cannot be read says so, and why: a scanned PDF without a text layer, a binary, an encoding nobody can tell.
Nothing is guessed silently:
whatever was assumed stands in the text's notes.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from stanch.dates import PartialDate
from stanch.errors import FormatError
from stanch.reading import encodings
from stanch.reading.dateline import published_in
from stanch.reading.model import Piece, Text
from stanch.reading.sections import find_sections

MAX_BYTES = 64 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|meta)\b", re.IGNORECASE)
_MAIL = re.compile(
    rb"\A(?:(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Delivered-To|X-[\w-]+):"
    rb"[^\n]*\n(?:[ \t][^\n]*\n)*){2,}",
    re.IGNORECASE,
)


def text_of_file(path: Path, *, name: str = "", published: PartialDate | None = None) -> Text:
    """The text of a file on disk."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FormatError(f"{path}: cannot be read: {error.strerror or error}") from error
    return extract(raw, name or path.name, published=published)


def extract(raw: bytes, name: str, *, published: PartialDate | None = None, url: str = "") -> Text:
    """The text of a document of any kind the reader knows, told by its bytes and not by its name."""
    if not raw.strip():
        raise FormatError(f"{name}: is empty")
    if len(raw) > MAX_BYTES:
        raise FormatError(f"{name}: is {len(raw):,} bytes; more than {MAX_BYTES:,} is refused: split it")
    if raw.startswith(b"%PDF-"):
        from stanch.reading.pdf import extract_pdf

        return extract_pdf(raw, name, published)
    if raw.startswith(b"PK\x03\x04"):
        from stanch.reading.docx import extract_docx

        return extract_docx(raw, name, published)
    if is_mail(raw):
        from stanch.reading.mail import extract_mail

        return extract_mail(raw, name, published)
    if _HTML.search(raw[:4096]) and not name.endswith(".txt"):
        from stanch.reading.html import extract_html

        return extract_html(raw, name, published, url=url)
    text, notes = decode(raw, name)
    return plain_text(text, name, published, notes)


def is_mail(raw: bytes) -> bool:
    """True for bytes that begin with the headers of a message."""
    return _MAIL.match(raw[:8000].replace(b"\r\n", b"\n")) is not None


def plain_text(
    text: str,
    name: str,
    published: PartialDate | None = None,
    notes: tuple[str, ...] = (),
    *,
    media: str = "text/plain",
) -> Text:
    """A text that is already plain: its offsets are its own."""
    published = published or published_in(text, name)
    if published is None:
        notes = (*notes, "no date of publication found: relative dates stay unresolved")
    return Text(
        name=name,
        media=media,
        text=text,
        sections=find_sections(text),
        pieces=(Piece(start=0, source=0, length=len(text)),),
        published=published,
        notes=notes,
    )


def decode(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The characters of a text file, and a note where the encoding had to be assumed or its damage mended."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise FormatError(
                    f"{name}: starts like {encoding} but is not at byte {error.start}"
                ) from error
    if _is_binary(raw):
        wide = encodings.guess(raw)
        if wide.startswith("utf-16"):
            return raw.decode(wide, errors="replace"), (f"without a byte order mark: read as {wide}",)
        raise FormatError(f"{name}: is binary, not text; give PDF, DOCX, HTML, e-mail or plain text")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(raw, error)
    mended, count = encodings.repaired(text)
    if count:
        return mended, (f"UTF-8 that was once read as Windows-1252: mended in {count} places",)
    return text, ()


def _legacy(raw: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    """Bytes that are not UTF-8: the encoding they spell words in, else the bad bytes marked."""
    found = encodings.guess(raw)
    if found:
        return raw.decode(found, errors="replace"), (f"not UTF-8 at byte {error.start}: read as {found}",)
    text = encodings.western(raw)
    if text is not None:
        return text, (f"not UTF-8 at byte {error.start}: read as Windows-1252",)
    return raw.decode("utf-8", errors="replace"), (
        f"not UTF-8 at byte {error.start}: bad bytes are shown as \N{REPLACEMENT CHARACTER}",
    )


def _is_binary(raw: bytes) -> bool:
    head = raw[:65536]
    if b"\x00" in head:
        return True
    control = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return control * 20 > len(head)


def source_offset(text: Text, offset: int) -> int | None:
    """Where a character of the text stands in the original; `None` where it was not taken from it."""
    for piece in text.pieces:
        if piece.start <= offset < piece.start + piece.length:
            return piece.source + offset - piece.start
    return None
