"""Tables on a terminal: what a reader needs to copy is whole, what tells how far to trust it is not pushed off the screen."""

from __future__ import annotations

import os
import sys

import pytest

from stanch.cli.output import show_table

HEADER = ("kind", "what", "standing")
ROWS = [
    ("tie", "Malaysia cancelled a work permit in the year before " * 3, "single_source"),
    ("tie", "short", "contested"),
]


def shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int, *, terminal: bool = True
) -> list[str]:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: os.terminal_size((width, 24)))
    show_table(HEADER, ROWS)
    return capsys.readouterr().out.splitlines()


def test_a_sentence_gives_way_to_what_stands_beside_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fact without its standing misleads."""
    lines = shown(monkeypatch, capsys, 60)
    assert all(len(line) <= 60 for line in lines)
    assert lines[1].endswith("single_source")
    assert "…" in lines[1]


def test_keys_are_not_cut_within_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A window too narrow for everything cuts at the end of the line."""
    lines = shown(monkeypatch, capsys, 34)
    assert all(len(line) <= 34 for line in lines)
    assert lines[1].startswith("tie ")
    assert lines[1].endswith("…")


def test_a_pipe_gets_everything(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Only a window is narrow."""
    assert ROWS[0][1].strip() in shown(monkeypatch, capsys, 40, terminal=False)[1]
