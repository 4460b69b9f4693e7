"""The commands on revenue, as a user types them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from stanch.cli import app
from stanch.leaks.model import MUSD


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(args))
    return result.exit_code, result.output


def test_streams_tell_every_cell_with_its_source_and_the_rest_beside_published_totals() -> None:
    """What does not add up is shown: KOTRA's 2,820 and the cells of 2016."""
    code, text = run("streams", "--baseline", "2016", "--json")
    assert code == 0
    told = json.loads(text)
    assert all(cell["source"] and cell["basis"] and cell["unit"] == MUSD for cell in told["cells"])
    assert {item["published"]["series"][:5] for item in told["reconciliation"]} == {"KOTRA", "ITC"}
    code, text = run("streams", "--baseline", "2016")
    assert "not explained: -56.2" in text


def test_a_countrys_reports_are_listed_with_their_gaps() -> None:
    """Kuwait reported textiles for 2016 and 2018; 2017 is not known."""
    code, text = run("streams", "Kuwait", "--json")
    assert code == 0
    told = json.loads(text)
    assert told["gaps"]["textiles"] == [2017]
    assert {cell["partner"] for cell in told["cells"]} == {"KW"}
    assert "2017: not known, which is not zero" in run("streams", "KW")[1]


def test_every_row_of_a_table_has_its_verdict() -> None:
    """Kept and dropped alike, each with rule and reason, as a table for a spreadsheet."""
    _, text = run("flags", "--vetting", "--csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 653
    assert all(row["reason"] and row["valuation"] == "CIF" for row in rows)
    assert {(row["reporter"], row["period"]) for row in rows if row["kept"] == "no"} >= {
        ("NL", "2013"),
        ("BF", "2015"),
    }
    assert {row["rule"] for row in rows if row["kept"] == "yes"} == {""}


@pytest.mark.parametrize(
    "args", [("leaks", "--budget", "6", "--hold", "CN"), ("whatif", "--close", "unsc:2371")]
)
def test_json_of_plans_and_scenarios_names_units_and_baseline(args: tuple[str, ...]) -> None:
    """No amount without its unit, no answer without its baseline."""
    code, text = run(*args, "--json")
    assert code == 0
    told = json.loads(text)
    if args[0] == "leaks":
        assert told["baseline"] == "2017"
        assert all(plan["unit"] == MUSD and plan["proven"] for plan in told["plans"])
        assert all(closure["unit"] == MUSD for plan in told["plans"] for closure in plan["closures"])
        assert {move["assumption"] for move in told["sensitivity"]} == {
            "compliance",
            "substitution",
            "amounts",
        }
    else:
        assert told["outcome"]["baseline"] == "2017-capped"
        assert told["outcome"]["cut"]["unit"] == MUSD
        assert told["scenario"]["seed"] == 20170805
