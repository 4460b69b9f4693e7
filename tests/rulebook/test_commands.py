"""``stanch check`` and ``stanch rules`` as a user types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stanch.cli.check import command as check_command
from stanch.cli.rules import command as rules_command
from stanch.settings import packaged_data


def run_check(*args: str, **more: str) -> Result:
    """Run ``stanch check``."""
    return CliRunner().invoke(check_command, list(args), catch_exceptions=False, **more)  # type: ignore[arg-type]  # only input=


def test_one_question() -> None:
    """The example of the README."""
    result = run_check(
        "--act", "procure", "--hs", "270112", "--from", "KP", "--to", "CN", "--on", "2017-08-06"
    )
    assert result.exit_code == 1
    assert result.output.startswith("PROHIBITED")
    assert "unsc:2371:8" in result.output
    assert "would be lawful" in result.output


def test_the_day_before_is_free() -> None:
    """Lead on 4 August 2017."""
    result = run_check(
        "--act",
        "procure",
        "--hs",
        "780110",
        "--from",
        "North Korea",
        "--to",
        "China",
        "--on",
        "2017-08-04",
        "--authority",
        "un",
    )
    assert result.exit_code == 0
    assert result.output.startswith("NOT COVERED")


def test_json_holds_the_whole_answer() -> None:
    """For programs."""
    result = run_check("--hs", "270112", "--from", "KP", "--on", "2018-01-01", "--json", "--all")
    told = json.loads(result.output)
    assert told["answer"]["verdict"] == "prohibited"
    assert len(told["considered"]) > 100


def test_asking_settles_an_unknown() -> None:
    """Code 271019 may be jet fuel; the answer to the question decides."""
    args = (
        "--act",
        "supply",
        "--hs",
        "271019",
        "--to",
        "KP",
        "--on",
        "2016-06-01",
        "--authority",
        "un",
        "--ask",
    )
    assert run_check(*args, input="diesel\n").output.splitlines()[-1] != ""
    assert "NOT COVERED" in run_check(*args, input="diesel\n").output
    assert "PROHIBITED" in run_check(*args, input="jet fuel\n").output
    assert "UNKNOWN" in run_check(*args, input="\n").output


def test_considered_provisions_are_listed() -> None:
    """Every provision, with why."""
    result = run_check("--hs", "270112", "--from", "KP", "--on", "2018-01-01", "--all")
    assert "unsc:2375:16" in result.output
    assert "ended on 2017-08-04" in result.output


def test_a_template_can_be_filled_in(tmp_path: Path) -> None:
    """What --template prints is read again."""
    source = tmp_path / "in.csv"
    source.write_text(run_check("--template").output, encoding="utf-8")
    assert run_check(str(source), "-o", str(tmp_path / "out.csv")).exit_code == 1


def test_words_are_listed() -> None:
    """--acts helps who does not know the vocabulary."""
    result = run_check("--acts")
    assert "charter_vessel" in result.output
    assert "livelihood" in result.output


@pytest.mark.parametrize("fact", ["livelihood", "livelihod=yes", "livelihood=maybe"])
def test_a_wrong_fact_is_refused(fact: str) -> None:
    """Wrong use ends with a message, not an answer."""
    from stanch.errors import UsageError

    if "=" in fact:
        with pytest.raises(UsageError):
            run_check("--hs", "270112", "--fact", fact)
    else:
        assert run_check("--hs", "270112", "--fact", fact).exit_code == 2


def test_a_file_with_a_bad_row(tmp_path: Path) -> None:
    """The bad row is in the output with its line and reason, and the exit code says so."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "id,on,hs,from,to\na,2018-01-01,270112,KP,CN\nb,2018-13-01,270112,KP,CN\nc,2018-01-01,100630,CN,DE\n",
        encoding="utf-8",
    )
    result = run_check(str(source), "-o", str(target))
    assert result.exit_code == 3
    lines = target.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    assert "prohibited" in lines[1]
    assert "row 3: on: '2018-13-01' is no date" in lines[2]
    assert lines[3].startswith("c,")
    assert run_check(str(source)).exit_code == 2


def run_rules(*args: str) -> Result:
    """Run ``stanch rules``."""
    return CliRunner().invoke(rules_command, list(args), catch_exceptions=False)


def test_rules_on_a_day() -> None:
    """What was in force."""
    result = run_rules("--as-of", "2017-08-06", "--channel", "trade.export.coal", "--authority", "un")
    assert "unsc:2371:8" in result.output
    assert "unsc:2321:26" not in result.output
    assert json.loads(run_rules("--as-of", "2017-08-06", "--json").output)


def test_rules_changed() -> None:
    """Between two days."""
    result = run_rules("--diff", "2017-08-04", "2017-08-06", "--channel", "trade.export.coal")
    assert "ended" in result.output
    assert "unsc:2371:8" in result.output
    assert json.loads(run_rules("--diff", "2017-08-04", "2017-08-06", "--json").output)


def test_one_provision_with_its_history() -> None:
    """The coal chain."""
    result = run_rules("--provision", "unsc:2371:8")
    for key in ("unsc:2270:29", "unsc:2321:26", "* unsc:2371:8", "open reading"):
        assert key in result.output
    assert len(json.loads(run_rules("--provision", "unsc:2371:8", "--json").output)) == 3


def test_pages_picture_and_schema(tmp_path: Path) -> None:
    """Files for readers and editors."""
    picture = tmp_path / "t.svg"
    result = run_rules(
        "--timeline",
        str(picture),
        "--pages",
        str(tmp_path / "p"),
        "--schema",
        str(tmp_path / "s"),
        "--as-of",
        "2026-11-23",
    )
    assert result.exit_code == 0
    svg = picture.read_text(encoding="utf-8")
    assert svg.startswith("<svg") and "unsc:2371:8" in svg
    page = (tmp_path / "p" / "unsc-2371.md").read_text(encoding="utf-8")
    assert "## ¶8 Coal, iron and iron ore" in page
    assert (tmp_path / "p" / "index.md").is_file()
    assert json.loads((tmp_path / "s" / "instrument.schema.json").read_text(encoding="utf-8"))["$schema"]


def test_the_second_regime_shows_too() -> None:
    """No code knows which regime it is."""
    assert "unsc:1970" in run_rules("--regime", "libya", "--as-of", "2012-01-01").output
    assert (
        run_check(
            "--regime", "libya", "--act", "supply", "--goods", "rifles", "--to", "LY", "--on", "2012-01-01"
        ).exit_code
        == 1
    )


@pytest.fixture
def own_law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The regime in a data folder of one's own, with paragraph 10 of 2371 (lead) put off by two days and renamed."""
    folder = tmp_path / "law"
    shutil.copytree(packaged_data() / "regimes/dprk", folder / "regimes/dprk")
    file = folder / "regimes/dprk/un/unsc-2371.yml"
    before, para, after = file.read_text(encoding="utf-8").partition('  - para: "10"')
    after = after.replace("title: Lead and lead ore from the DPRK", "title: Corrected", 1)
    file.write_text(before + para + after.replace("2017-08-05", "2017-08-07", 1), encoding="utf-8")
    monkeypatch.setenv("STANCH_DATA", str(folder))
    return folder


def test_a_data_folder_of_ones_own_is_used(own_law: Path) -> None:
    """A lawyer who corrects a copy of the law sees the correction in both commands."""
    asked = ("--act", "procure", "--hs", "780110", "--from", "KP", "--to", "CN", "--authority", "un", "--on")
    assert run_check(*asked, "2017-08-06").output.startswith("NOT COVERED")
    assert "Corrected" in run_check(*asked, "2017-08-07").output
    shown = CliRunner().invoke(rules_command, ["--provision", "unsc:2371:10"], catch_exceptions=False)
    assert "Corrected" in shown.output


def test_a_data_folder_of_ones_own_is_used_for_files(own_law: Path, tmp_path: Path) -> None:
    """And for a file of shipments."""
    rows, answers = tmp_path / "in.csv", tmp_path / "out.csv"
    rows.write_text("on,act,hs,from,to\n2017-08-06,procure,780110,KP,CN\n", encoding="utf-8")
    assert run_check(str(rows), "-o", str(answers), "--authority", "un").exit_code == 0
    assert "not_covered" in answers.read_text(encoding="utf-8")
