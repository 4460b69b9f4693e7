"""What the repository promises of itself: module size, no machine paths."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "src").rglob("*.py"))


def tracked() -> list[Path]:
    done = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("needs a git checkout")
    return [ROOT / line for line in done.stdout.splitlines()]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_a_module_is_one_subject_and_short(module: Path) -> None:
    """A reader keeps 400 lines in mind, not 4,000."""
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 420


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_a_module_says_what_it_is(module: Path) -> None:
    """The first line of every module is its place in the house."""
    text = module.read_text(encoding="utf-8").lstrip()
    assert text.startswith(('"""', 'r"""'))


def test_no_file_names_a_machine() -> None:
    """Paths of the machine it was made on tell users nothing and may tell others too much."""
    pattern = re.compile(r"(?<![\w./-])/(?:work|farm|root|home/\w+)/")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix in {".py", ".md", ".yml", ".toml", ".tsv", ".jsonl", ".txt", ".html", ".css", ".js"}
        and path.is_file()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []
