"""Materials that several tests of this room share: the packaged facts and law, read once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from stanch.dossier.country import Materials, load_materials
from stanch.facts.load import load_book
from stanch.settings import packaged_data

TODAY = dt.date(2026, 11, 23)
FORUM = dt.date(2017, 8, 6)


@pytest.fixture(scope="session")
def materials() -> Materials:
    """Everything on file, as of a fixed today."""
    return load_materials(packaged_data(), as_of=TODAY, today=True, version="test")


@pytest.fixture(scope="session")
def materials_then() -> Materials:
    """Everything on file, as of the day of the ASEAN forum in Manila."""
    return load_materials(packaged_data(), as_of=FORUM, version="test")


def with_rows(materials: Materials, folder: Path, **tables: str) -> Materials:
    """The materials with a desk's own tables added: ``ties="country\\t..."`` becomes ``facts/own_ties.tsv``."""
    for name, text in tables.items():
        path = folder / ("sources" if name == "sources" else "facts") / f"own_{name}.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return replace(materials, book=load_book(packaged_data(), extra=[folder]))
