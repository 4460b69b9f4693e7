"""The index on disk: one uncompressed .npz file of plain arrays, read without running anything from it.

The arrays begin at multiples of 64 bytes, so that they can be used where they lie: loading maps the file into memory, and several
processes share what one of them has read. A file is written whole before it gets its name, and never changed after.
"""

from __future__ import annotations

import io
import mmap
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from stanch.errors import FormatError
from stanch.matching.index import Index
from stanch.matching.packed import Blobs, Lookup, Texts
from stanch.matching.syllables import KoreanNames
from stanch.matching.vocabulary import Vocabulary

FORMAT = 2
_ALIGNED = 64
_LOCAL_HEADER = 30  # bytes before a member's name, by the ZIP format
_PADDING_ID = 0xD935  # the extra field that Android's tool pads with
_VOCABULARY_ARRAYS = (
    "weights",
    "counts",
    "lengths",
    "letters",
    "classes",
    "roles",
    "joined",
    "hashes",
    "owners",
)
_VOCABULARY_TEXTS = ("texts", "folds", "softs", "skeletons")
_ARRAYS = (
    "name_korean",
    "word_offsets", "word_ids", "word_family", "join_starts", "join_lengths",
    "join_offsets", "join_ids", "post_offsets", "post_names", "totals",
    "name_entity", "name_place", "name_part", "name_weak", "entity_kind",
)  # fmt: skip
_KOREAN = ("bits", "names", "came", "families", "sizes", "starts")
_LOOKUPS = ("acronyms", "identifiers")


def save(index: Index, path: Path) -> None:
    """Write the index; the same index gives the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        _put(archive, "format", str(FORMAT).encode())
        for name, array in sorted(_arrays(index).items()):
            _put(archive, name, _npy(array))


def load(path: Path) -> Index:
    """Map an index written by `save`; every byte is checked against its sum first.

    Raises:
        FormatError: it is none, of another version, cut off or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            wrong = archive.testzip()
            if wrong is not None:
                raise ValueError(f"{wrong} is damaged")
            written = archive.read("format")
            if written != str(FORMAT).encode():
                raise FormatError(
                    f"{path}: index format {written.decode()}, expected {FORMAT}; build it again from the list"
                )
            return _restore(_mapped(path, archive))
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise FormatError(
            f"{path}: not an index of stanch, or damaged ({error}); build it again from the list"
        ) from error


def _arrays(index: Index) -> dict[str, Any]:
    found: dict[str, Any] = {key: getattr(index, key) for key in _ARRAYS}
    found |= {"vocabulary." + key: getattr(index.vocabulary, key) for key in _VOCABULARY_ARRAYS}
    found |= {"korean." + key: getattr(index.korean, key) for key in _KOREAN}
    texts: dict[str, Any] = {"vocabulary." + key: getattr(index.vocabulary, key) for key in _VOCABULARY_TEXTS}
    for key in _LOOKUPS:
        held = getattr(index, key)
        texts[key] = held.keys
        found |= {key + ".starts": held.starts, key + ".numbers": held.numbers}
    for key, held in {**texts, "records": index.records}.items():
        found |= {key + ".data": held.data, key + ".ends": held.ends}
    return found


def _restore(arrays: dict[str, Any]) -> Index:
    def texts(key: str) -> Texts:
        return Texts(arrays[key + ".data"], arrays[key + ".ends"])

    parts: dict[str, Any] = {key: arrays["vocabulary." + key] for key in _VOCABULARY_ARRAYS}
    parts |= {key: texts("vocabulary." + key) for key in _VOCABULARY_TEXTS}
    rest: dict[str, Any] = {key: arrays[key] for key in _ARRAYS}
    for key in _LOOKUPS:
        rest[key] = Lookup(texts(key), arrays[key + ".starts"], arrays[key + ".numbers"])
    return Index(
        vocabulary=Vocabulary(**parts),
        korean=KoreanNames(**{key: arrays["korean." + key] for key in _KOREAN}),
        records=Blobs(arrays["records.data"], arrays["records.ends"]),
        **rest,
    )


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a member whose content begins at a multiple of `_ALIGNED`."""
    assert archive.fp is not None
    begins = archive.fp.tell() + _LOCAL_HEADER + len(name) + 4
    padding = -begins % _ALIGNED
    info = zipfile.ZipInfo(name)
    info.extra = _PADDING_ID.to_bytes(2, "little") + padding.to_bytes(2, "little") + bytes(padding)
    archive.writestr(info, content)


def _mapped(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """Every array of the file, where it lies."""
    with path.open("rb") as file:
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    found = {}
    for info in archive.infolist():
        if info.filename == "format":
            continue
        at = info.header_offset + _LOCAL_HEADER
        name, extra = (int.from_bytes(whole[at + place : at + place + 2], "little") for place in (-4, -2))
        stream = io.BytesIO(whole[at + name + extra : at + name + extra + 512])
        version = np.lib.format.read_magic(stream)
        read = (
            np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        )
        shape, fortran, dtype = read(stream)
        if fortran or dtype.hasobject:
            raise ValueError(f"{info.filename} is no plain array")
        begins = at + name + extra + stream.tell()
        count = int(np.prod(shape, dtype=np.int64))
        found[info.filename] = (
            np.frombuffer(whole, dtype, count, begins).reshape(shape) if count else np.empty(shape, dtype)
        )
    return found


def _npy(array: Any) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.ascontiguousarray(array), allow_pickle=False)
    return stream.getvalue()
