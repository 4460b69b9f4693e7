"""From what came over the wire to the bytes of one list: zip and gzip opened with limits."""

from __future__ import annotations

import io
import zipfile
import zlib

from stanch.errors import FormatError

MAX_BYTES = 1 << 30
MAX_RATIO = 200
_FLOOR = 1 << 22  # below this size no ratio is judged: small files full of spaces pack well


def unpack(raw: bytes, path: str) -> bytes:
    """The list inside a zip with one file, or inside gzip; other bytes come back as they are.

    Raises:
        FormatError: damaged, encrypted, nested, more than one file, or it unpacks to far more than any list has.
    """
    if raw[:4] == b"PK\x03\x04":
        return _unzip(raw, path)
    if raw[:2] == b"\x1f\x8b":
        return _gunzip(raw, path)
    return raw


def members(raw: bytes, path: str) -> dict[str, bytes]:
    """All files of a zip by name (a delimited list is several files); the same limits for all of them together."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > 100:
                raise FormatError(f"{path}: a zip of {len(infos):,} files; a list has a handful; refused")
            return _extract(archive, infos, len(raw), path)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise FormatError(f"{path}: not a readable zip: {error}") from error


def _extract(
    archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], packed: int, path: str
) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    room = _room(packed)
    for info in infos:
        if info.filename in found:
            raise FormatError(f"{path}: '{info.filename}' is in the zip twice; refused")
        with archive.open(info) as stream:
            # the size that the zip states can lie: count what comes out
            content = stream.read(room + 1)
        room -= len(content)
        if room < 0:
            raise FormatError(f"{path}: unpacks to more than {_room(packed):,} bytes: a zip bomb; refused")
        found[info.filename] = content
    return found


def _unzip(raw: bytes, path: str) -> bytes:
    found = members(raw, path)
    if len(found) != 1:
        raise FormatError(
            f"{path}: a zip with {len(found)} files where one list is expected: {', '.join(sorted(found)[:5])}"
        )
    content = next(iter(found.values()))
    if content[:4] == b"PK\x03\x04" or content[:2] == b"\x1f\x8b":
        raise FormatError(f"{path}: an archive inside an archive; refused")
    return content


def _gunzip(raw: bytes, path: str) -> bytes:
    room = _room(len(raw))
    engine = zlib.decompressobj(wbits=31)
    try:
        content = engine.decompress(raw, room + 1)
    except zlib.error as error:
        raise FormatError(f"{path}: not readable gzip: {error}") from error
    if len(content) > room:
        raise FormatError(f"{path}: unpacks to more than {room:,} bytes: a bomb; refused")
    if not engine.eof:
        raise FormatError(f"{path}: the gzip ends early; fetch it again")
    return content


def _room(packed: int) -> int:
    return min(MAX_BYTES, max(_FLOOR, packed * MAX_RATIO))
