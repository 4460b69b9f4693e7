"""The documentation is true: every command is documented, and every command and snippet in it runs.

In ```` ```console ```` blocks, lines that start with ``$ stanch`` are run, in order, in an empty home; a line ``# exit 1`` right
after one says which exit code it ends with. ```` ```python ```` blocks are run as they stand. A block headed by the comment
``<!-- not run: reason -->`` is left out, and the reason is there for the reader.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from stanch.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
_BLOCK = re.compile(
    r"(?P<skip><!-- not run: [^>]+-->\s*\n)?```(?P<lang>console|python)\n(?P<body>.*?)```", re.DOTALL
)


def blocks(page: Path, lang: str) -> list[str]:
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [match["body"] for match in found if match["lang"] == lang and not match["skip"]]


def commands(page: Path) -> list[tuple[str, int]]:
    lines = [line for body in blocks(page, "console") for line in body.splitlines()]
    result: list[tuple[str, int]] = []
    for line in lines:
        if line.startswith("$ stanch"):
            result.append((line.removeprefix("$ "), 0))
        elif line.startswith("# exit ") and result:
            result[-1] = (result[-1][0], int(line.split()[2]))
    return result


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_the_documentation_run(page: Path, tmp_path: Path) -> None:
    """A reader who types what stands there gets what stands there."""
    env = {
        **os.environ,
        "STANCH_HOME": str(tmp_path / "home"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    (tmp_path / "work").mkdir()
    for command, code in commands(page):
        done = subprocess.run(
            ["bash", "-c", command] if re.search(r"[|>&;]", command) else shlex.split(command),
            capture_output=True,
            text=True,
            check=False,
            env=env,
            cwd=tmp_path / "work",
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == code, f"$ {command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_in_the_documentation_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks of one page run one after another and share their names, as a reader would type them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STANCH_HOME", str(tmp_path / "home"))
    names: dict[str, object] = {"__name__": "docs"}
    for i, body in enumerate(blocks(page, "python")):
        exec(compile(body, f"{page.name} block {i}", "exec"), names)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented(name: str) -> None:
    """What is not written down is not there for most users."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert f"stanch {name}" in text
