"""`stanch facts` shows what is held, with its source, and hostile text stays text."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from stanch.cli import app
from stanch.errors import UsageError


def run(*args: str) -> str:
    result = CliRunner().invoke(app, ["facts", *args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_table_of_actions() -> None:
    output = run("malaysia", "--kind", "action", "--as-of", "2017-08-06")
    assert "Kang Chol" in output
    assert "2021-03" not in output


def test_json_carries_claims_and_sources() -> None:
    held = json.loads(run("KW", "--json"))
    contested = [item for item in held if item["fact"]["standing"] == "contested"]
    assert contested
    assert contested[0]["fact"]["voices"][0]["claim"]["source"]["url"]


def test_csv_has_one_line_for_each_claim() -> None:
    lines = run("KW", "--csv").splitlines()
    assert lines[0].startswith("id,kind,country,channel")
    assert any(",denies," in line for line in lines)


def test_counts_by_country() -> None:
    held = json.loads(run("--json"))
    assert len(held) >= 60
    assert {"country", "name", "tie", "action"} <= set(held[0])


def test_channels_are_listed_with_definitions() -> None:
    assert "labour.workers" in run("--channels")


def test_a_wrong_date_says_which_option() -> None:
    with pytest.raises(UsageError, match="--as-of"):
        run("MY", "--as-of", "yesterday")
