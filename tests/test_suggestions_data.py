"""The suggestions are data that ministers read: every key known, every paragraph real, no number that nobody holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stanch.files import load_yaml

DATA = Path(__file__).parent.parent / "src" / "stanch" / "data"
FILES = sorted((DATA / "suggestions").glob("*.yml"))

REQUIRED = {
    "key", "title", "action", "ask", "basis", "addresses", "offered_when", "effort", "effect", "value", "precedents", "done_when",
}  # fmt: skip
CONDITIONS = {
    "tie_open", "tie_held", "figure_held", "no_action", "action_unproven", "unanswered", "contested", "report_missing", "any",
}  # fmt: skip
NUMBERS = {
    "workers", "staff", "missions", "vessels", "trade_usd", "sum_usd", "coal_tonnes", "petroleum_barrels", "count", "none",
}  # fmt: skip


def entries() -> list[tuple[Path, dict[str, Any]]]:
    return [(path, entry) for path in FILES for entry in load_yaml(path).data["suggestions"]]


def channels_of(entry: dict[str, Any]) -> Iterator[str]:
    yield from entry["addresses"]
    yield from entry["value"]["channels"]
    yield from entry["precedents"]["channels"]
    for name, value in conditions(entry["offered_when"]):
        if name != "report_missing":
            yield from value


def conditions(held: list[dict[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    for condition in held:
        for name, value in condition.items():
            if name == "any":
                yield from conditions(value)
            else:
                yield name, value


def known_channels() -> set[str]:
    names = set(load_yaml(DATA / "vocab" / "channels.yml").data["channels"])
    return names | {".".join(name.split(".")[:depth]) for name in names for depth in (1, 2)}


def paragraphs() -> dict[str, set[str]]:
    """Instrument: its paragraphs, for every instrument file of the regime."""
    found: dict[str, set[str]] = {}
    for path in (DATA / "regimes" / "dprk").glob("*/*.yml"):
        data = load_yaml(path).data
        found[data["instrument"]] = {str(item["para"]) for item in data["provisions"]}
    return found


def test_there_are_suggestions_for_each_area() -> None:
    """A minister asks about workers, ships and money alike."""
    assert {path.stem for path in FILES} >= {
        "arms",
        "business",
        "diplomacy",
        "finance",
        "reporting",
        "shipping",
        "trade",
        "workers",
    }
    assert len(entries()) >= 30


def test_keys_are_unique_and_known() -> None:
    """A key names a suggestion for good; an unknown key would be lost in silence."""
    keys = [entry["key"] for _, entry in entries()]
    assert len(keys) == len(set(keys))
    for path, entry in entries():
        assert set(entry) >= REQUIRED, f"{path.name}: {entry['key']}: missing {REQUIRED - set(entry)}"
        assert set(entry) <= REQUIRED | {"caution"}, (
            f"{path.name}: {entry['key']}: unknown {set(entry) - REQUIRED}"
        )


@pytest.mark.parametrize(("path", "entry"), entries(), ids=[entry["key"] for _, entry in entries()])
def test_an_entry_is_sound(path: Path, entry: dict[str, Any]) -> None:
    """Closed words only: a condition nobody evaluates would offer a suggestion to everyone or no one."""
    assert {name for name, _ in conditions(entry["offered_when"])} <= CONDITIONS
    assert entry["effort"]["level"] in ("low", "medium", "high")
    assert entry["effort"]["why"]
    assert set(entry["effort"]) == {"level", "why"}
    assert entry["value"]["number"] in NUMBERS
    assert set(entry["value"]) == {"number", "channels", "how"}
    assert set(entry["precedents"]) <= {"channels", "words"}
    unknown = set(channels_of(entry)) - known_channels()
    assert not unknown, f"{path.name}: {entry['key']}: no such channel: {sorted(unknown)}"


@pytest.mark.parametrize(("path", "entry"), entries(), ids=[entry["key"] for _, entry in entries()])
def test_a_suggestion_rests_on_paragraphs_that_are_encoded(path: Path, entry: dict[str, Any]) -> None:
    """A suggestion without a paragraph is an opinion; one with a wrong paragraph is worse."""
    held = paragraphs()
    references = [
        *entry["basis"],
        *(
            ref
            for name, value in conditions(entry["offered_when"])
            if name == "report_missing"
            for ref in value
        ),
    ]
    for reference in references:
        instrument, _, para = reference.rpartition(":")
        assert instrument in held, f"{path.name}: {entry['key']}: {reference}: no such instrument"
        assert para in held[instrument], f"{path.name}: {entry['key']}: {reference}: no such paragraph"


@pytest.mark.parametrize(
    "entry", [entry for _, entry in entries()], ids=[entry["key"] for _, entry in entries()]
)
def test_no_amount_stands_in_the_words(entry: dict[str, Any]) -> None:
    """Numbers come from rows with a source; the words may only name resolutions, chapters, years and legal periods."""
    for part in ("title", "action", "ask", "effect"):
        text = re.sub(
            r"resolutions? [\d, and]+|paragraph \d+|chapters \d+ to \d+|(?:19|20)\d\d", "", entry[part]
        )
        assert not re.search(r"\d", text), f"{entry['key']}: {part}: {text}"
    assert not re.search(r"\b(million|billion|thousand)\b", entry["effect"])
