"""The command line: one country, several formats, own notes, clear refusals."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stanch.cli import app
from stanch.errors import StanchError
from stanch.settings import packaged_data


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("STANCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STANCH_DATA", raising=False)
    monkeypatch.delenv("STANCH_STORE", raising=False)

    def call(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return call


def test_one_country_in_several_formats(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("brief", "malaysia", "--format", "html,json,md,csv", "-o", str(tmp_path / "out"), "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told["files"] == ["MY.html", "MY.json", "MY.md", "MY.csv"]
    assert all((tmp_path / "out" / name).stat().st_size > 1000 for name in told["files"])
    assert not (tmp_path / "home").exists(), "reading must not make a store"


def test_to_the_terminal(run) -> None:  # type: ignore[no-untyped-def]
    done = run("brief", "SD", "--format", "md", "-o", "-", "--as-of", "2017-08-06")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("# Sudan")
    assert "As of 6 August 2017" in done.output


def test_a_region(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("brief", "--region", "asean", "-o", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert (tmp_path / "ASEAN.html").is_file()


def test_own_notes_stand_in_the_own_copy_only(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = "Raise the Sarawak permits in private"
    first = run("note", "add", "MY", text, "--mark", "internal", "--on", "2026-11-20")
    assert first.exit_code == 0, first.output
    again = run("note", "add", "Malaysia", text, "--on", "2026-11-20", "--json")
    assert json.loads(again.output)["new"] is False
    held = json.loads(run("note", "list", "MY", "--json").output)
    assert [each["note"]["text"] for each in held] == [text]

    with_note = run("brief", "MY", "--format", "md", "-o", "-").output
    assert f"{text}" in with_note
    assert "internal" in with_note
    assert text not in run("brief", "MY", "--format", "md", "-o", "-", "--no-notes").output
    assert text not in run("brief", "SD", "--format", "md", "-o", "-").output
    run("brief", "--region", "ASEAN", "-o", str(tmp_path))
    assert text not in (tmp_path / "ASEAN.html").read_text(encoding="utf-8")

    assert run("note", "withdraw", held[0]["id"]).exit_code == 0
    assert text not in run("brief", "MY", "--format", "md", "-o", "-").output
    assert isinstance(run("note", "withdraw", held[0]["id"]).exception, StanchError)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("brief", "Malasia"), "did you mean"),
        (("brief", "MY", "--as-of", "2017-13-01"), "--as-of"),
        (("brief", "MY", "--as-of", "2017"), "no single day"),
        (("brief", "MY", "--format", "htm"), "did you mean 'html'"),
        (("brief", "MY", "SD", "-o", "-"), "one country"),
        (("brief", "--region", "ASEEN"), "ASEEN"),
        (("note", "add", "MY", " "), "needs a text"),
        (("note", "add", "Nowhereland", "x"), "no country"),
    ],
)
def test_wrong_use_says_what_to_do(run, words: tuple[str, ...], said: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run(*words)
    assert isinstance(done.exception, StanchError)
    assert done.exception.exit_code == 2
    assert said in str(done.exception)


def test_nothing_asked_is_wrong_use(run) -> None:  # type: ignore[no-untyped-def]
    assert run("brief").exit_code == 2


def test_everything_in_two_processes(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """The whole folder: every country, the region, the index; the same whether one process or two wrote it."""
    shutil.copytree(
        packaged_data(), tmp_path / "data"
    )  # both runs read the same rows, whoever edits meanwhile
    monkeypatch.setenv("STANCH_DATA", str(tmp_path / "data"))
    for processes in ("1", "2"):
        done = run(
            "brief",
            "--all",
            "-o",
            str(tmp_path / processes),
            "--processes",
            processes,
            "--as-of",
            "2026-11-23",
        )
        assert done.exit_code == 0, done.output
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("1", "2"))
    assert first == second
    assert {"index.html", "ASEAN.html", "MY.html"} <= set(first)
    assert len(first) >= 62
