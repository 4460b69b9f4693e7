"""Reading, listing, reviewing at the command line, and the decisions that stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from stanch.cli import app
from stanch.errors import NotFound, UsageError
from stanch.store import Database, claims

STORY = "Tanzania has suspended coal imports from North Korea. Poland has suspended coal imports from North Korea.\n"


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("STANCH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text(STORY, encoding="utf-8")
    return CliRunner()


def listed(runner: CliRunner, *options: str) -> list[dict[str, object]]:
    result = runner.invoke(app, ["claims", "--json", *options], catch_exceptions=False)
    return [json.loads(line) for line in result.output.splitlines()]


def test_reading_twice_adds_nothing(runner: CliRunner) -> None:
    """The same page read again holds the same claims."""
    for _ in range(2):
        assert runner.invoke(app, ["read", "story.txt"], catch_exceptions=False).exit_code == 0
    assert len(listed(runner)) == 2


def test_one_key_accepts_and_another_takes_it_back(runner: CliRunner) -> None:
    """Accept, undo, reject, accept: each decision is added, the last that stands counts."""
    runner.invoke(app, ["read", "story.txt"], catch_exceptions=False)
    result = runner.invoke(app, ["review", "--reviewer", "desk"], input="auraq", catch_exceptions=False)
    assert "dossier: Tanzania halted dealings with the DPRK (trade in coal)" in result.output
    assert [c["decision"] for c in listed(runner)] == ["rejected", "accepted"]
    (line,) = json.loads(runner.invoke(app, ["claims", "--precision", "--json"]).output)
    assert (line["accepted"], line["edited"], line["rejected"], line["precision"]) == (1, 0, 1, 0.5)
    assert line["low"] < 0.5 < line["high"]


def test_the_review_shows_the_real_difference(runner: CliRunner) -> None:
    """Not what the proposal looks like: what the country's dossier would say that it does not say now."""
    runner.invoke(app, ["read", "story.txt", "--published", "2018-03-09"], catch_exceptions=False)
    result = runner.invoke(app, ["review", "--country", "TZ"], input="dq", catch_exceptions=False)
    assert "+ Reported done: By 9 March 2018 Tanzania halted dealings" in result.output
    runner.invoke(app, ["review", "--country", "TZ"], input="aq", catch_exceptions=False)
    shown = runner.invoke(app, ["brief", "TZ", "--format", "md", "-o", "-"], catch_exceptions=False).output
    assert "**By 9 March 2018** Tanzania halted dealings with the DPRK (trade in coal)" in shown


def test_the_end_of_input_leaves_and_keeps(runner: CliRunner) -> None:
    """A closed terminal in the middle of a sitting loses nothing and raises nothing."""
    runner.invoke(app, ["read", "story.txt"], catch_exceptions=False)
    result = runner.invoke(app, ["review"], input="a", catch_exceptions=False)
    assert result.exit_code == 0
    assert "1 accepted" in result.output
    assert [c["decision"] for c in listed(runner)] == ["accepted", ""]


def test_an_edit_keeps_the_proposal_and_the_correction(runner: CliRunner) -> None:
    """What the machine said and what the person said are both held."""
    runner.invoke(app, ["read", "story.txt"], catch_exceptions=False)
    answers = ["", "reduce", *[""] * 11]  # kind, act, and eleven fields left as they are
    keys = "e" + "".join(f"{answer}\n" for answer in answers) + "yq"
    result = runner.invoke(app, ["review"], input=keys, catch_exceptions=False)
    assert "then: Tanzania reduced dealings with the DPRK (trade in coal)" in result.output
    assert [c["act"] for c in listed(runner, "--decision", "edited")] == ["reduce"]


def test_a_word_outside_the_lists_is_no_correction(runner: CliRunner) -> None:
    """A typing error must not become an act that no table knows."""
    runner.invoke(app, ["read", "story.txt"], catch_exceptions=False)
    keys = "e\nhlat\n" + "\n" * 11 + "q"
    result = runner.invoke(app, ["review"], input=keys, catch_exceptions=False)
    assert "'hlat' is not known; did you mean 'halt'?" in result.output
    assert listed(runner, "--decision", "edited") == []


def test_what_cannot_be_read_is_told_and_stops_nothing(runner: CliRunner) -> None:
    """One bad file among good ones is named; only bad ones end with 3."""
    Path("bad.txt").write_bytes(bytes(range(256)) * 9)
    mixed = runner.invoke(app, ["read", "bad.txt", "story.txt"], catch_exceptions=False)
    assert mixed.exit_code == 0
    assert "binary" in mixed.output
    assert runner.invoke(app, ["read", "bad.txt"], catch_exceptions=False).exit_code == 3


def test_standard_input_is_a_document(runner: CliRunner) -> None:
    """For pipes."""
    result = runner.invoke(app, ["read", "-", "--no-store", "--json"], input=STORY, catch_exceptions=False)
    assert {
        tuple(each["actors"])
        for line in result.output.splitlines()
        if line.startswith("{") and (each := json.loads(line))["record"] == "claim"
    } == {("TZ",), ("PL",)}


def _claim() -> claims.ClaimRecord:
    return claims.ClaimRecord(document="d", kind="tie", start=3, body={"quote": "x", "kind": "tie"})


def test_decisions_are_checked(database: Database) -> None:
    """An unknown decision, an edit without a text and an unknown claim are refused."""
    with database.begin() as store:
        claims.add_document(
            store, claims.DocumentRecord(id="d", name="d.txt", read_at="2026-01-01T00:00:00+00:00")
        )
        claims.add_claims(store, [_claim()])
        with pytest.raises(UsageError):
            claims.decide(store, _claim().id, "maybe", reviewer="", at="")
        with pytest.raises(UsageError):
            claims.decide(store, _claim().id, "edited", reviewer="", at="")
        with pytest.raises(NotFound):
            claims.decide(store, "read-0", "accepted", reviewer="", at="")


def test_undo_takes_back_one_step(database: Database) -> None:
    """Two decisions and one undo leave the first standing."""
    with database.begin() as store:
        claims.add_document(
            store, claims.DocumentRecord(id="d", name="d.txt", read_at="2026-01-01T00:00:00+00:00")
        )
        claims.add_claims(store, [_claim()])
        for decision in ("accepted", "rejected", "undone"):
            claims.decide(store, _claim().id, decision, reviewer="", at="2026-01-01T00:00:00+00:00")
        (held,) = claims.held_claims(store)
        assert held.decision == "accepted"
        assert claims.last_decided(store) == _claim().id
