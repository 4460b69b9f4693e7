"""Which code made an answer: the package's version and a hash over what the answer depends on."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

_ROOMS = ("lists", "matching", "screening")  # what reads, compares and decides
_TABLES = ("data/lists", "data/lexicons", "data/matching")


@lru_cache(maxsize=1)
def code_version() -> str:
    """Such as ``0.1.0+3f0c9a1b2c3d``: equal text, equal behaviour in reading, matching and deciding."""
    root = Path(str(files("stanch")))
    paths = [p for room in _ROOMS for p in (root / room).rglob("*.py")]
    paths += [p for folder in _TABLES for p in (root / folder).rglob("*") if p.is_file()]
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    try:
        number = version("stanch")
    except PackageNotFoundError:  # run from a source tree
        number = "0"
    return f"{number}+{digest.hexdigest()[:12]}"
