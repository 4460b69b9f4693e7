"""Who is listed, for the law: the same name or number only, on the day, with the measures that the listing carries."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner
from tests.screening.factory import NOW, engine

from stanch.archive import Archive
from stanch.cli import app
from stanch.lists import update
from stanch.rulebook.listing import Listed
from stanch.screening.law import packaged_law
from stanch.screening.listed import hits_in, listed_in
from stanch.settings import Settings
from stanch.store import connect


def test_names_and_numbers_of_the_packaged_table(settings: Settings):
    database = connect(settings.store_url)
    listed: Listed = listed_in(database, settings)
    day = dt.date(2018, 1, 1)
    assert {m for hit in listed("RI HONG-SOP", day) for m in hit.measures} == {"asset_freeze", "travel_ban"}
    assert [hit.ref for hit in listed("IMO 7937317", day)] == ["un-imo-7937317"]
    assert listed("Margaret Thornbury Baker", day) == ()
    assert listed("IMO9074729", day) == ()
    database.close()


def test_the_day_counts(settings: Settings):
    """Four ships of March 2016 were taken off within three weeks."""
    database = connect(settings.store_url)
    listed = listed_in(database, settings)
    assert [bool(listed("IMO9163166", dt.date(2016, 3, d))) for d in (1, 2, 20, 21)] == [
        False,
        True,
        True,
        False,
    ]
    database.close()


def test_lists_that_were_loaded_count(settings: Settings):
    database = connect(settings.store_url)
    raw = b"# published: 2020-01-01\nid,kind,name,listed_on\nx-1,organisation,Omega Traders,2019-05-01\n"
    update.load(
        database, Archive(settings.archive_dir), update.File(raw=raw, name="o.csv"), list_key="own", now=NOW
    )
    listed = listed_in(database, settings)
    assert [hit.list for hit in listed("omega traders", dt.date(2020, 6, 1))] == ["own"]
    assert listed("omega traders", dt.date(2019, 4, 30)) == ()
    database.close()


def test_a_name_that_is_only_near_does_not_trigger_the_law():
    held = engine()
    assert [hit.ref for hit in hits_in(held, "Kim Tong Chol")] == ["un-6"]
    assert hits_in(held, "Kim Tong") == ()
    assert "by name alone" in hits_in(held, "Kim Tong Chol")[0].note


def test_the_law_is_read_once_and_kept(settings: Settings):
    cache = settings.cache_dir / "law-test"
    packaged_law.cache_clear()
    first = packaged_law(settings.data_dir, cache)
    packaged_law.cache_clear()
    again = packaged_law(settings.data_dir, cache)
    packaged_law.cache_clear()
    assert first == again == packaged_law(settings.data_dir)
    assert again.in_force("unsc:1718:8(d)", dt.date(2006, 10, 13)) is False
    assert again.in_force("unsc:1718:8(d)", dt.date(2006, 10, 14)) is True
    assert again.in_force("us:eo-13810", dt.date(2018, 1, 1)) is True
    assert again.in_force("nobody:1", dt.date(2018, 1, 1)) is None


def test_the_law_s_name_for_a_list_and_the_list_s_own(settings: Settings):
    """Paragraphs speak of the 1718 list; the file that brings it is the Council's consolidated one."""
    database = connect(settings.store_url)
    listed = listed_in(database, settings)
    (hit,) = listed("RI HONG-SOP", dt.date(2018, 1, 1))
    assert hit.list == "un-1718"
    database.close()


def test_a_party_of_a_loaded_list_reaches_the_check_on_the_command_line(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    """`stanch lists load`, then `stanch check`: the same lists answer both."""
    monkeypatch.setenv("STANCH_HOME", str(settings.home))
    database = connect(settings.store_url)
    raw = b"# published: 2020-01-01\nid,kind,name,listed_on\nKPe.999,organisation,Omega Traders,2019-05-01\n"
    update.load(
        database, Archive(settings.archive_dir), update.File(raw=raw, name="o.csv"), list_key="own", now=NOW
    )
    database.close()
    asked = [
        "check",
        "--act",
        "pay",
        "--party",
        "RI HONG-SOP",
        "--state",
        "CN",
        "--on",
        "2018-02-01",
        "--authority",
        "un",
    ]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 1
    assert "unsc:1718:8(d)" in result.output
