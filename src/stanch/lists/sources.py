"""Which official lists there are and where they come from: `data/lists/sources.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from stanch.errors import NotFound
from stanch.files import did_you_mean, read_yaml
from stanch.settings import packaged_data

PACKAGED = "un_1718"  # the own table in the package; it serves until an official list is loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSource:
    """One list: what it is, whose it is, and where its file is fetched."""

    title: str
    authority: str
    reader: str
    url: str
    hosts: tuple[str, ...]
    dated: Literal["file", "name"]


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[str, ListSource]:
    return read_yaml(path, dict[str, ListSource])


def list_sources(data_dir: Path | None = None) -> dict[str, ListSource]:
    """Every known list by key."""
    return _read((data_dir or packaged_data()) / "lists" / "sources.yml")


def source_of(list_key: str) -> ListSource:
    """The source of one list.

    Raises:
        NotFound: no list has this key.
    """
    known = list_sources()
    if list_key not in known:
        raise NotFound(
            f"no list '{list_key}'{did_you_mean(list_key, known)}; known lists: {', '.join(sorted(known))}"
        )
    return known[list_key]
