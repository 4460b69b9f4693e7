"""Hostile and damaged files: refused with a reason, never a crash, never a silent skip."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lists.samples import SAMPLES

from stanch.errors import FormatError, StanchError
from stanch.lists import readers
from stanch.lists.unpack import MAX_RATIO, members, unpack

BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<CONSOLIDATED_LIST dateGenerated="2026-01-05"><INDIVIDUALS/><ENTITIES/></CONSOLIDATED_LIST>"""
XXE = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<CONSOLIDATED_LIST dateGenerated="2026-01-05"><INDIVIDUALS>&secret;</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"""


@pytest.mark.parametrize("text", [BOMB, XXE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_it_is_parsed(text, encoding):
    raw = text.replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(encoding)
    with pytest.raises(FormatError, match="document type"):
        readers.read(raw, "x.xml", reader="un", list_key="x")


def test_a_document_type_is_refused_by_the_reader_of_big_files_too():
    raw = BOMB.replace("CONSOLIDATED_LIST", "Sanctions").encode()
    with pytest.raises(FormatError, match="document type"):
        readers.read(raw, "x.xml", reader="ofac_advanced", list_key="x")


@pytest.mark.parametrize("name", [n for n, (t, _f) in SAMPLES.items() if t.startswith("<")])
def test_a_cut_off_file_is_refused(name):
    text, file = SAMPLES[name]
    with pytest.raises(FormatError):
        readers.read(text[: len(text) * 2 // 3].encode(), file, reader=name, list_key="x")


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_bomb_is_refused_by_what_comes_out_not_by_what_it_states():
    bomb = zipped({"sdn.xml": b"\0" * (300 << 20)})
    assert len(bomb) * MAX_RATIO < 300 << 20
    with pytest.raises(FormatError, match="zip bomb"):
        unpack(bomb, "sdn.zip")


def test_a_gzip_bomb_is_refused():
    with pytest.raises(FormatError, match="bomb"):
        unpack(gzip.compress(b"\0" * (64 << 20)), "sdn.gz")


def test_an_archive_in_an_archive_is_refused():
    with pytest.raises(FormatError, match="inside an archive"):
        unpack(zipped({"a.zip": zipped({"b": b"1"})}), "x.zip")


def test_damaged_archives_are_refused():
    good = zipped({"a.csv": b"1,2,3"})
    for damaged in (good[:-10], good[:20], b"PK\x03\x04" + b"\xff" * 40, gzip.compress(b"x" * 100)[:-9]):
        with pytest.raises(FormatError):
            unpack(damaged, "x")


def test_a_zip_of_many_files_is_refused():
    with pytest.raises(FormatError, match="a handful"):
        members(zipped({f"{i}.csv": b"1" for i in range(200)}), "x.zip")


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(sorted(SAMPLES)), cut=st.integers(0, 4000), put=st.binary(max_size=12))
def test_whatever_is_done_to_a_file_it_is_read_or_refused(name, cut, put):
    """Bytes changed at any place give listings or an error of ours, never another exception."""
    text, file = SAMPLES[name]
    raw = text.encode()
    place = cut % len(raw)
    try:
        found = readers.read(raw[:place] + put + raw[place + len(put) :], file, reader=name, list_key="x")
    except StanchError:
        return
    assert all(listing.entity.names or listing.ref for listing in found.listings)


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=300))
def test_any_bytes_are_refused_or_read(raw):
    for name in sorted(SAMPLES):
        try:
            readers.read(raw, "x", reader=name, list_key="x")
        except StanchError:
            continue
