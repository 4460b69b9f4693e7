"""The front door: quick help, a hint for a mistyped word, errors as one line with an exit code."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from stanch.cli import COMMANDS, app


def test_help_imports_nothing_heavy() -> None:
    """`stanch --help` must feel instant; the figure itself is a benchmark."""
    code = "import sys; from stanch.cli import app; app(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for heavy in ("pydantic", "sqlalchemy", "numpy", "spacy", "lxml", "jinja2", "httpx"):
        assert f"'{heavy}'" not in done.stdout


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_json(name: str) -> None:
    """A command nobody can look up or script is half a command."""
    result = CliRunner().invoke(app, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert len(result.output) > 60


def test_a_mistyped_command_gets_a_hint() -> None:
    """Typing the wrong thing should cost a second."""
    name = sorted(COMMANDS)[0]
    result = CliRunner().invoke(app, [name + "x"])
    assert result.exit_code == 2
    assert f"Did you mean '{name}'" in result.output


def test_an_error_is_one_line_and_a_code() -> None:
    """No stack trace for a wrong setting."""
    done = subprocess.run(
        [sys.executable, "-c", "from stanch.cli import main; main()", *["facts", "MY"]],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "STANCH_DATA": "/no/such/folder"},
    )
    assert done.returncode == 2
    assert "STANCH_DATA" in done.stderr
    assert "Traceback" not in done.stderr
