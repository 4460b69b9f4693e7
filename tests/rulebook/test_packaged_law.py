"""The packaged law as data: complete references, current schema, every word documented."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from stanch.files import load_yaml
from stanch.rulebook import Regime, load_regime, regimes
from stanch.rulebook.conditions import ARGUMENTS
from stanch.rulebook.model import Grade
from stanch.rulebook.plain import activity_of, documented, table
from stanch.rulebook.predicates import PREDICATES
from stanch.rulebook.schema import FILES, schema_of
from stanch.settings import packaged_data

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(params=regimes())
def regime(request: pytest.FixtureRequest) -> Regime:
    """Each packaged regime."""
    return load_regime(request.param)


def test_every_reference_is_held(regime: Regime) -> None:
    """What is replaced, clarified, lifted or named as having listed somebody stands in the folder."""
    named = [
        (each.key, key)
        for each in regime.provisions.values()
        for key in (*each.replaces, *each.extends, *each.clarifies, *each.see)
    ]
    named += [
        (each.key, key)
        for each in regime.provisions.values()
        for version in each.versions
        if version.lifts
        for key in version.lifts.provisions
    ]
    named += [("regime.yml", entry.by) for entry in regime.listings]
    assert [(where, key) for where, key in named if key not in regime.provisions] == []


def test_every_instrument_says_where_it_was_read(regime: Regime) -> None:
    """No provision without a text."""
    assert [
        each.instrument
        for each in regime.instruments
        if not each.text.url.startswith(("https://", "http://"))
    ] == []


def test_grades_are_shown_not_hidden(regime: Regime) -> None:
    """Memory is no source: a provision that forbids is read, at least in substance."""
    weak = [
        each.key
        for each in regime.provisions.values()
        if each.verified is Grade.M and any(version.effect == "prohibit" for version in each.versions)
    ]
    assert weak == []


def test_the_second_regime_needs_no_code() -> None:
    """Libya is a folder: eight sourced provisions or more that load and answer."""
    assert len(load_regime("libya").provisions) >= 8
    assert load_regime("libya").target == "LY"


@pytest.mark.parametrize("name", sorted(FILES))
def test_schema_is_current(name: str) -> None:
    """`stanch rules --schema src/stanch/data/schemas` writes it anew."""
    held = json.loads((packaged_data() / "schemas" / name).read_text(encoding="utf-8"))
    assert held == json.loads(json.dumps(schema_of(FILES[name])))


@pytest.mark.parametrize(
    "path", sorted((packaged_data() / "regimes").glob("*/*/*.yml")), ids=lambda path: path.stem
)
def test_files_fit_the_published_schema(path: Path) -> None:
    """An editor that checks against the schema sees what the loader sees."""
    schema = json.loads((packaged_data() / "schemas" / "instrument.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(load_yaml(path).data, schema)


def test_every_condition_is_documented() -> None:
    """A lawyer finds each name in docs/rulebook-format.md."""
    text = (DOCS / "rulebook-format.md").read_text(encoding="utf-8")
    assert [name for name in PREDICATES if f"`{name}" not in text] == []
    assert set(ARGUMENTS) == set(PREDICATES)


def test_the_table_of_plain_facts_reads_every_phrase() -> None:
    """Each act phrase gives an activity by itself."""
    for phrase in table().acts:
        assert activity_of({"act": phrase}).act
    assert len(list(documented())) == len(table().acts) + len(table().keys)


def test_the_table_knows_every_announced_key(shared: Path) -> None:
    """Unseen cases use the announced acts and keys only."""
    text = (shared / "rulebook" / "FACT-KEYS.md").read_text(encoding="utf-8")
    rows = [
        line.split("|")[1].strip()
        for line in text.splitlines()
        if line.startswith("| ") and "---" not in line
    ]
    known = {*table().acts, *table().keys, "act", "key"}
    assert [name for name in rows if name not in known] == []


def test_the_table_of_plain_facts_is_documented() -> None:
    """Every phrase and key of the table stands in docs/rulebook-facts.md."""
    text = (DOCS / "rulebook-facts.md").read_text(encoding="utf-8")
    assert [name for _kind, name, _where in documented() if name not in text] == []
