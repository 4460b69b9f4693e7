"""The review in a terminal of its own: single keys, no return; a document cannot steer the screen; Ctrl-C loses nothing."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

STORY = (
    "Tanzania has suspended coal imports from North Korea \x1b[2J\x1b]0;owned\x07 on Monday. "
    "Poland has suspended coal imports from North Korea.\n"
)


class Terminal:
    """A command on a pseudo-terminal."""

    def __init__(self, *command: str, env: dict[str, str]) -> None:
        self._side, other = pty.openpty()
        self.process = subprocess.Popen(
            command, stdin=other, stdout=other, stderr=other, env=env, start_new_session=True
        )
        os.close(other)
        self.shown = ""

    def until(self, words: str, seconds: float = 90) -> str:
        """Read until these words are on the screen."""
        end = time.monotonic() + seconds
        start = len(self.shown)
        while words not in self.shown[start:]:
            ready, _, _ = select.select([self._side], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"'{words}' did not appear in:\n{self.shown[start:]}")
            try:
                self.shown += os.read(self._side, 65536).decode("utf-8", "replace")
            except OSError:
                break
        return self.shown[start:]

    def press(self, key: str) -> None:
        """One key, once the program waits for one: what is typed before a claim is shown decides nothing, and is thrown away."""
        end = time.monotonic() + 60
        while termios.tcgetattr(self._side)[3] & termios.ICANON:
            assert time.monotonic() < end, "the program never asked for a key"
            time.sleep(0.02)
        os.write(self._side, key.encode())

    def type(self, line: str) -> None:
        """A line, for a question that takes one."""
        os.write(self._side, f"{line}\r".encode())

    def close(self) -> int:
        self.process.wait(60)
        os.close(self._side)
        return self.process.returncode


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    env = {
        **os.environ,
        "STANCH_HOME": str(tmp_path / "home"),
        "STANCH_REVIEWER": "desk",
        "TERM": "xterm",
        "COLUMNS": "200",
    }
    (tmp_path / "story.txt").write_text(STORY)
    subprocess.run([*STANCH, "read", str(tmp_path / "story.txt")], env=env, check=True, capture_output=True)
    return env


STANCH = (sys.executable, "-c", "from stanch.cli import main; main()")


def decisions(env: dict[str, str]) -> list[str]:
    done = subprocess.run([*STANCH, "claims", "--json"], env=env, check=True, capture_output=True, text=True)
    return [json.loads(line)["decision"] for line in done.stdout.splitlines()]


def test_one_key_decides_one_undoes_and_ctrl_c_leaves(home: dict[str, str]) -> None:
    """As an analyst sits before it: a, u, r, then Ctrl-C in the middle."""
    terminal = Terminal(*STANCH, "review", env=home)
    first = terminal.until("[q]uit")
    assert "1/2" in first
    assert "TZ Tanzania" in first
    assert not re.search(r"\x1b\[2J|\x1b\]0;", first)
    terminal.press("a")
    assert "2/2" in terminal.until("[q]uit")
    terminal.press("u")
    assert "1/2" in terminal.until("[q]uit")
    terminal.press("r")
    terminal.until("[q]uit")
    terminal.press("\x03")  # Ctrl-C
    terminal.until("1 accepted, 1 rejected, 1 undone")
    assert terminal.close() == 0
    assert decisions(home) == ["rejected", ""]


def test_a_correction_shows_its_difference_before_it_counts(home: dict[str, str]) -> None:
    """e, the fields, then y: what is accepted has been seen."""
    terminal = Terminal(*STANCH, "review", env=home)
    terminal.until("[q]uit")
    terminal.press("e")
    for answer in ("", "reduce", *[""] * 11):
        terminal.until("]: ")
        terminal.type(answer)
    shown = terminal.until("[y]es [n]o")
    assert "then: Tanzania reduced dealings with the DPRK" in shown
    terminal.press("y")
    terminal.until("2/2")
    terminal.until("[q]uit")
    terminal.press("q")
    terminal.until("1 edited")
    assert terminal.close() == 0
    assert decisions(home) == ["edited", ""]
