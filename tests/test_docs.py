"""The documentation is true: what it tells a reader to type is typed here, and what it shows is what comes. How pages are read: tools/transcript.py."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest

from stanch.cli import COMMANDS
from tools import transcript

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
_PYTHON = re.compile(r"(?P<head><!-- [^>]+-->\s*\n)?```python\n(?P<body>.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_the_documentation_run(page: Path, tmp_path: Path) -> None:
    """A reader who types what stands there gets what stands there."""
    text = page.read_text(encoding="utf-8")
    with contextlib.closing(transcript.follow(text, tmp_path / "reader")) as followed:
        for step, real, code in followed:
            shown = "\n".join(real[-60:])
            assert code == step.code, f"$ {step.what}\n{shown}"
            if step.kind == "shown":
                assert transcript.fits(step.lines, real), (
                    f"{step.what} does not hold what the page shows of it\n{shown}"
                )
            elif step.kind == "command" and step.lines:
                assert transcript.fits(step.lines, real), (
                    f"$ {step.what}\nshows otherwise (python -m tools.transcript {page.relative_to(ROOT)} writes it anew):\n{shown}"
                )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_in_the_documentation_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks of one page run one after another and share their names, as a reader would type them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STANCH_HOME", str(tmp_path / "home"))
    names: dict[str, object] = {"__name__": "docs"}
    blocks = _PYTHON.finditer(page.read_text(encoding="utf-8"))
    for i, block in enumerate(block for block in blocks if not block["head"]):
        exec(compile(block["body"], f"{page.name} block {i}", "exec"), names)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented(name: str) -> None:
    """What is not written down is not there for most users."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert f"stanch {name}" in text
