"""All readers by name, and how a file tells which one it needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from stanch.errors import FormatError, NotFound
from stanch.files import did_you_mean
from stanch.lists import (
    canada,
    eu,
    ftm,
    ofac_advanced,
    ofac_csv,
    ofac_enhanced,
    ofac_legacy,
    own,
    uk,
    un,
)
from stanch.lists.model import Reading
from stanch.lists.unpack import unpack


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One file format: its reader, the list it usually is, and a first sign of it in the file."""

    read: Callable[..., Reading]
    list_key: str
    sign: re.Pattern[bytes]
    unzips: bool = False  # the reader opens a zip itself, since a list of this format is several files


# the first sign that fits, in this order, decides
FORMATS: dict[str, Format] = {
    "un": Format(read=un.read, list_key="un_sc", sign=re.compile(rb"<CONSOLIDATED_LIST\b")),
    "ofac_enhanced": Format(
        read=ofac_enhanced.read, list_key="ofac_sdn", sign=re.compile(rb"<sanctionsData\b")
    ),
    "ofac_advanced": Format(read=ofac_advanced.read, list_key="ofac_sdn", sign=re.compile(rb"<Sanctions\b")),
    "ofac_legacy": Format(read=ofac_legacy.read, list_key="ofac_sdn", sign=re.compile(rb"<sdnList\b")),
    "eu": Format(read=eu.read, list_key="eu_fsf", sign=re.compile(rb"<export\b[^>]*fsd/export")),
    "uk": Format(read=uk.read, list_key="uk_fcdo", sign=re.compile(rb"<Designations\b")),
    "canada": Format(read=canada.read, list_key="ca_sema", sign=re.compile(rb"<data-set\b")),
    "ftm": Format(read=ftm.read, list_key="ftm", sign=re.compile(rb'^\s*\{[^\n]*"schema"\s*:')),
    "ofac_csv": Format(
        read=ofac_csv.read, list_key="ofac_sdn", sign=re.compile(rb'^\d+,"[^\n]*,-0- ?,'), unzips=True
    ),
    "own": Format(
        read=own.read, list_key="own", sign=re.compile(rb"^(?:#[^\n]*\n)*[^\n]*\bid\b[^\n]*\bkind\b")
    ),
}


def format_of(name: str) -> Format:
    """A format by name.

    Raises:
        NotFound: there is none of this name.
    """
    if name not in FORMATS:
        raise NotFound(f"no reader '{name}'{did_you_mean(name, FORMATS)}; readers: {', '.join(FORMATS)}")
    return FORMATS[name]


def sniff(raw: bytes, path: str) -> str:
    """The name of the reader that a file needs.

    Raises:
        FormatError: the file is in no known format.
    """
    if raw[:4] == b"PK\x03\x04":
        if re.search(rb"(?i)(sdn|cons_prim|prim)[^\n]{0,20}\.csv", raw):
            return "ofac_csv"
        raw = unpack(raw, path)
    head = raw[:8192].removeprefix(b"\xef\xbb\xbf")
    found = next((name for name, form in FORMATS.items() if form.sign.search(head)), None)
    if found is None:
        raise FormatError(f"{path}: in no format known here; readers: {', '.join(FORMATS)}")
    return found


def read(raw: bytes, path: str, *, reader: str, list_key: str) -> Reading:
    """Read a file, packed or not, with a named reader."""
    form = format_of(reader)
    content = raw if form.unzips else unpack(raw, path)
    return form.read(content, path, list_key=list_key)
