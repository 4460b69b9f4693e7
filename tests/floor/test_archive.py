"""Raw bytes are kept once, under their hash, and a damaged one is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.archive import Archive, Origin
from stanch.errors import NotFound, StoreError


@given(raw=st.binary(max_size=200))
def test_what_is_put_in_comes_out(raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """And twice the same is kept once."""
    archive = Archive(tmp_path_factory.mktemp("archive"))
    digest = archive.put(raw)
    assert archive.put(raw) == digest
    assert archive.get(digest) == raw
    assert list(archive.digests()) == [digest]


def test_each_place_it_came_from_is_kept_once(tmp_path: Path) -> None:
    """The same wire text from two outlets is one document with two origins."""
    archive = Archive(tmp_path)
    first = Origin(url="https://a.example/x", fetched_at="2026-01-01T00:00:00Z")
    second = Origin(url="https://b.example/x", fetched_at="2026-01-02T00:00:00Z")
    for origin in (first, second, first):
        digest = archive.put(b"text", origin)
    assert archive.origins(digest) == (first, second)


def test_a_changed_byte_is_told(tmp_path: Path) -> None:
    """Evidence that changed on disk is no evidence."""
    archive = Archive(tmp_path)
    digest = archive.put(b"text")
    (tmp_path / digest[:2] / digest).write_bytes(b"tExt")
    with pytest.raises(StoreError, match="no longer matches"):
        archive.get(digest)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "A" * 64, "0" * 64])
def test_only_a_hash_that_is_held_can_be_read(tmp_path: Path, digest: str) -> None:
    """A name from outside cannot walk out of the archive."""
    with pytest.raises(NotFound):
        Archive(tmp_path).get(digest)
