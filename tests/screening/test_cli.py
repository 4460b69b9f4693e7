"""The commands as a user types them: what they print, and the exit codes that scripts go by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stanch.cli import app
from stanch.errors import StanchError


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STANCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STANCH_STORE", raising=False)

    def call(*args: str) -> Result:
        return CliRunner().invoke(app, list(args))

    return call


def test_a_name_alone_is_for_review(run):
    done = run("screen", "Ri Hong Sop")
    assert done.exit_code == 1
    assert done.output.startswith("REVIEW")
    assert "unsc:1718:8(d)" in done.output and "un_1718@2026-02-27" in done.output


def test_with_a_date_of_birth_it_is_a_hit_in_json(run):
    done = run("screen", "Ri Hong Sop", "--dob", "1940", "--on", "2018-01-01", "--json")
    data = json.loads(done.output)
    assert (done.exit_code, data["decision"], data["on"]) == (1, "hit", "2018-01-01")
    assert data["candidates"][0]["follows"][0]["provisions"] == ["unsc:1718:8(d)"]


def test_before_the_listing_it_is_clear(run):
    assert run("screen", "Ri Hong Sop", "--dob", "1940", "--on", "2009-07-15").exit_code == 0


@pytest.mark.parametrize(
    "args",
    [
        ("Ri", "--dob", "19x0"),
        ("Ri", "--country", "Atlantis"),
        ("Ri", "--id", "imo"),
        ("Ri", "--id", "shoe:42"),
        ("Ri", "--on", "2018"),
        ("Ri", "--threshold", "7"),
        ("Ri", "--list", "un_sc"),
        ("Ri", "--list", "un_sc@x"),
    ],
)
def test_wrong_use_is_said(run, args):
    done = run("screen", *args)
    assert isinstance(done.exception, StanchError)
    assert done.exception.exit_code == 2


def test_answers_are_logged_unless_told_not_to(run):
    run("screen", "Ri Hong Sop", "--no-record")
    assert "0 entries" in run("audit", "verify").output
    run("screen", "Ri Hong Sop")
    run("screen", "Nobody At All Here")
    assert "2 entries" in run("audit", "verify").output
    assert "2 the same byte for byte" in run("audit", "replay").output
    assert json.loads(run("audit", "show", "--json").output)[1]["body"]["decision"] == "clear"


def test_a_file_in_and_out(run, tmp_path: Path):
    (tmp_path / "c.csv").write_text("name,dob\nRi Hong Sop,1940\nNobody At All,\n", encoding="utf-8")
    done = run("screen", str(tmp_path / "c.csv"), "-o", str(tmp_path / "h.csv"), "--json")
    assert done.exit_code == 1
    assert json.loads(done.output) == {
        "rows": 2,
        "hits": 1,
        "reviews": 0,
        "clears": 1,
        "errors": 0,
        "target": str(tmp_path / "h.csv"),
    }


def test_lists_load_status_history_diff_listed(run, tmp_path: Path):
    for day, names in (("2026-01-01", "ab"), ("2026-01-02", "bc")):
        rows = "".join(f"{n},person,Name {n}\n" for n in names)
        (tmp_path / "own.csv").write_text(f"# published: {day}\nid,kind,name\n{rows}", encoding="utf-8")
        assert run("lists", "load", str(tmp_path / "own.csv")).exit_code == 0
    status = json.loads(run("lists", "status", "--json").output)
    assert next(r for r in status if r["list"] == "own")["entries"] == 2
    assert next(r for r in status if r["list"] == "un_1718")["entries"] == 223
    assert [v["published_on"] for v in json.loads(run("lists", "history", "own", "--json").output)] == [
        "2026-01-01",
        "2026-01-02",
    ]
    assert [d["op"] for d in json.loads(run("lists", "diff", "own", "--json").output)] == ["added", "removed"]
    assert (
        json.loads(run("lists", "listed", "own", "a", "--on", "2026-01-02", "--json").output)["state"]
        == "not_listed"
    )


def test_a_refused_list_is_loud_and_stays_in_the_status(run, tmp_path: Path):
    (tmp_path / "un.xml").write_text("<CONSOLIDATED_LIST><INDI", encoding="utf-8")
    done = run("lists", "load", str(tmp_path / "un.xml"))
    assert isinstance(done.exception, StanchError) and done.exception.exit_code == 3
    assert "serves on" in str(done.exception)


def test_every_refusal_after_the_version_that_serves_is_shown_within_one_second_too(run, tmp_path: Path):
    """A timer's log, or somebody who tries again at once, sees each one: none is taken for older than the version."""
    rows = "".join(f"{n},person,Name {n}\n" for n in "abcdefgh")
    (tmp_path / "own.csv").write_text(f"# published: 2026-01-01\nid,kind,name\n{rows}", encoding="utf-8")
    assert run("lists", "load", str(tmp_path / "own.csv")).exit_code == 0
    for size in (1, 2, 3):
        shorter = "".join(f"{n},person,Name {n}\n" for n in "abc"[:size])
        (tmp_path / "own.csv").write_text(
            f"# published: 2026-01-02\nid,kind,name\n{shorter}", encoding="utf-8"
        )
        assert isinstance(run("lists", "load", str(tmp_path / "own.csv")).exception, StanchError)
    own = next(row for row in json.loads(run("lists", "status", "--json").output) if row["list"] == "own")
    assert own["entries"] == 8
    assert [reason["reason"].split(" entries")[0] for reason in own["refused_since"]] == [
        "it has 1",
        "it has 2",
        "it has 3",
    ]


def test_changes_are_loaded_for_a_named_list(run, tmp_path: Path):
    (tmp_path / "c.csv").write_text("date,op,ent_num,name\n2024-01-01,ADD,7,X\n", encoding="utf-8")
    assert "1 new" in run("lists", "load", str(tmp_path / "c.csv"), "--changes", "--list", "ofac_sdn").output
    assert run("lists", "load", str(tmp_path / "c.csv"), "--changes").exit_code != 0


def test_dismissing_from_the_command_line(run):
    args = ("dismiss", "un-KPi.004", "--name", "Ri Hong Sop", "--reason", "seen", "--approver", "A. Officer")
    assert isinstance(run(*args, "--expires", "2099-01-01").exception, StanchError)
    import datetime as dt

    until = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)).isoformat()
    made = json.loads(run(*args, "--expires", until, "--json").output)
    assert run("screen", "Ri Hong Sop").exit_code == 0
    assert run("dismiss", "--revoke", made["id"], "--approver", "B", "--reason", "wrong").exit_code == 0
    assert run("screen", "Ri Hong Sop").exit_code == 1


def test_selftest_writes_a_scorecard(run, tmp_path: Path):
    done = run("selftest", "--sample", "2", "-o", str(tmp_path / "s.html"))
    assert done.exit_code == 0
    assert (tmp_path / "s.html").is_file()
