"""The index on disk: one .npz file of plain arrays and text, read without running anything from it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from stanch.errors import FormatError
from stanch.matching.index import Index
from stanch.matching.syllables import KoreanNames
from stanch.matching.vocabulary import Vocabulary

FORMAT = 1
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
_KOREAN = ("bits", "sizes", "names")


def save(index: Index, path: Path) -> None:
    """Write the index; the same index gives the same bytes."""
    members: dict[str, bytes] = {"format": str(FORMAT).encode()}
    for key in _ARRAYS:
        members[key] = _array(getattr(index, key))
    for key in _VOCABULARY_ARRAYS:
        members["vocabulary." + key] = _array(getattr(index.vocabulary, key))
    for key in _VOCABULARY_TEXTS:
        members["vocabulary." + key] = "\n".join(getattr(index.vocabulary, key)).encode()
    for key in _KOREAN:
        members["korean." + key] = _array(getattr(index.korean, key))
    members["acronyms"] = _json(index.acronyms)
    members["identifiers"] = _json(index.identifiers)
    members["records"] = b"\n".join(index.records)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for key in sorted(members):
            archive.writestr(zipfile.ZipInfo(key), members[key])


def load(path: Path) -> Index:
    """Read an index written by `save`."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = {key: archive.read(key) for key in archive.namelist()}
        if members["format"] != str(FORMAT).encode():
            raise FormatError(
                f"{path}: index format {members['format'].decode()}, expected {FORMAT}; build it again from the list"
            )
        return _restore(members)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise FormatError(
            f"{path}: not an index of stanch, or damaged ({error}); build it again from the list"
        ) from error


def _restore(members: dict[str, bytes]) -> Index:
    arrays: dict[str, Any] = {key: _read(members[key]) for key in _ARRAYS}
    parts: dict[str, Any] = {key: _read(members["vocabulary." + key]) for key in _VOCABULARY_ARRAYS}
    parts |= {key: members["vocabulary." + key].decode().split("\n") for key in _VOCABULARY_TEXTS}
    korean: dict[str, Any] = {key: _read(members["korean." + key]) for key in _KOREAN}
    records = members["records"]
    return Index(
        vocabulary=Vocabulary(**parts),
        korean=KoreanNames(**korean),
        acronyms=json.loads(members["acronyms"]),
        identifiers=json.loads(members["identifiers"]),
        records=records.split(b"\n") if records else [],
        **arrays,
    )


def _array(array: Any) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def _read(content: bytes) -> Any:
    return np.load(io.BytesIO(content), allow_pickle=False)


def _json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
