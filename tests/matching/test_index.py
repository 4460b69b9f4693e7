"""The index on disk gives the answers it gave in memory, and anything else is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.matching.conftest import PARTIES

from stanch.errors import FormatError
from stanch.matching.index import Index, build
from stanch.matching.model import Query
from stanch.matching.serial import read_entity, write_entity

NAMES = ("Lee Hong-seop", "조선광업개발무역회사", "KUM SONG 3", "KMDTC", "Alexander Petrovskiy", "孙卫东")


def test_loaded_index_answers_the_same(index: Index, tmp_path: Path) -> None:
    """Scores, order and reasons survive the disk."""
    path = tmp_path / "index"
    index.save(path)
    loaded = Index.load(path)
    for name in NAMES:
        query = Query(names=(name,))
        assert loaded.search(query, threshold=0.05) == index.search(query, threshold=0.05)


def test_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    """An index can be compared and cached by its hash."""
    build(PARTIES).save(tmp_path / "one")
    build(PARTIES).save(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_empty_index_survives_the_disk(tmp_path: Path) -> None:
    """A list without entries is a list."""
    build([]).save(tmp_path / "index")
    assert Index.load(tmp_path / "index").search(Query(names=("Ri",))) == []


@pytest.mark.parametrize("content", [b"", b"not an index", b"PK\x05\x06" + b"\0" * 18])
def test_damaged_file_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    """A truncated or foreign file is an error that names the file and the remedy."""
    path = tmp_path / "index"
    path.write_bytes(content)
    with pytest.raises(FormatError, match="build it again"):
        Index.load(path)


@pytest.mark.parametrize("entity", PARTIES, ids=lambda entity: entity.id)
def test_entity_survives_as_bytes(entity) -> None:
    """Nothing of a record is lost between building and matching."""
    assert read_entity(write_entity(entity)) == entity
