"""From a table of trade figures to flags: bans come from the rulebook, rows that cannot be read are told, none is lost."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from stanch.cli import app
from stanch.errors import FormatError, NotFound
from stanch.leaks.bans import import_bans
from stanch.rulebook.load import load_regime

HEADER = "year,flow,reporter,partner,hs2,desc,value_usd\n"


def test_bans_come_from_the_rulebook_with_their_wind_downs() -> None:
    """Coal was shut at once in August 2017; seafood under older contracts ran out on 4 September."""
    bans = {(ban.hs, ban.provision): ban.last_lawful_day for ban in import_bans(load_regime())}
    assert bans["03", "unsc:2371:9"] == "2017-09-04"
    assert bans["2701", "unsc:2371:8"] == "2017-08-05"
    assert bans["84", "unsc:2397:6"] == "2018-01-21"
    assert not any(provision.startswith("unsc:draft") for _, provision in bans)


def run(tmp_path: Path, rows: str, *options: str) -> tuple[int, str]:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    result = CliRunner().invoke(app, ["flags", str(path), *options])
    return result.exit_code, result.output


def test_imports_after_a_ban_are_flagged_and_told_how_they_may_be_innocent(tmp_path: Path) -> None:
    """Machinery in 2019 is; in 2016 it was lawful."""
    rows = "2016,Import,Pakistan,Dem. People's Rep. of Korea,84,x,100\n2019,Import,Pakistan,Dem. People's Rep. of Korea,84,x,100\n"
    code, text = run(tmp_path, rows, "--json")
    assert code == 1
    assert text.count('"kind": "import_after_ban"') == 1
    assert "the Republic of Korea was meant" in text


def test_a_row_that_cannot_be_read_is_told_and_the_rest_is_used(tmp_path: Path) -> None:
    """Exit code 3: bad data."""
    rows = "2019,Import,Atlantis,Dem. People's Rep. of Korea,84,x,100\n2019,Import,Oman,Dem. People's Rep. of Korea,84,x,100\n"
    code, text = run(tmp_path, rows)
    assert code == 3
    assert "Atlantis" in text
    assert "OM" in text


def test_published_tables_still_show_imports_after_the_bans(shared: Path) -> None:
    """Twenty reporters, chapters only: several still book banned chapters from 2018 on."""
    path = shared / "facts" / "data" / "comtrade" / "comtrade_hs2_prk_20reporters_1990_2021.csv"
    result = CliRunner().invoke(app, ["flags", str(path), "--kind", "import_after_ban", "--csv"])
    lines = [line.split(",") for line in result.output.splitlines() if line.startswith("import_after_ban")]
    late = {line[1] for line in lines if line[2] >= "2018"}
    assert len(late) >= 7


def test_without_a_file_the_held_reports_are_flagged_and_every_dropped_row_has_its_reason() -> None:
    """Seven of the twenty reporters still book banned chapters for 2018 to 2021."""
    result = CliRunner().invoke(app, ["flags", "--json"])
    assert result.exit_code == 1
    told = json.loads(result.output)
    late = {
        flag["country"]
        for flag in told["flags"]
        if flag["kind"] == "import_after_ban" and flag["period"] >= "2018"
    }
    assert late == {"AM", "AZ", "KW", "LB", "MR", "OM", "PK"}
    dropped = {(item["flow"]["reporter"], item["flow"]["period"]): item for item in told["dropped"]}
    assert {("NL", "2013"), ("BF", "2015")} <= set(dropped)
    assert all(item["rule"] and item["reason"] for item in dropped.values())
    assert not any(item["flow"]["reporter"] == "CN" for item in told["dropped"])


def test_a_file_that_is_no_text_is_refused_with_a_word(tmp_path: Path) -> None:
    """Not a traceback."""
    path = tmp_path / "t.csv"
    path.write_bytes(bytes(range(128, 256)))
    result = CliRunner().invoke(app, ["flags", str(path)])
    assert isinstance(result.exception, FormatError)
    assert "not UTF-8" in str(result.exception)


def test_a_partner_may_be_named_and_a_wrong_name_is_told() -> None:
    """`--hold china` once held nothing and said nothing."""
    held = CliRunner().invoke(app, ["leaks", "--budget", "10", "--hold", "china", "--csv"])
    assert held.exit_code == 0
    assert ",CN," not in held.output
    wrong = CliRunner().invoke(app, ["leaks", "--hold", "Atlantis"])
    assert isinstance(wrong.exception, NotFound)
    named = CliRunner().invoke(
        app, ["whatif", "--close", "workers", "--baseline", "2017", "--compliance", "China=0.9", "--json"]
    )
    assert json.loads(named.output)["scenario"]["compliance"]["CN"]["mode"] == 0.9
