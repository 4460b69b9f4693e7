"""Flags say how they were made and how they may be innocent."""

from __future__ import annotations

from decimal import Decimal

from stanch.leaks.anomalies import (
    Ban,
    Flag,
    cheap_goods,
    find_flags,
    imports_after_ban,
    mirror_flags,
    sudden_partners,
)
from stanch.leaks.model import Cell
from stanch.leaks.sankey import sankey
from stanch.statistics.model import Direction, Flow

COAL = Ban(hs="27", provision="unsc:2371:8", last_lawful_day="2017-08-05", whole_chapter=False)


def flow(
    period: str, usd: int, *, reporter: str = "PK", kg: int | None = None, hs: str = "27", line: int = 7
) -> Flow:
    weight = Decimal(kg) if kg is not None else None
    return Flow(
        period=period,
        direction=Direction.IMPORT,
        reporter=reporter,
        partner="KP",
        hs=hs,
        classification="H5",
        value_usd=Decimal(usd),
        weight_kg=weight,
        line=line,
    )


def whole(flag: Flag) -> bool:
    return bool(flag.method and flag.innocent and flag.check)


def test_imports_after_a_ban_are_flagged_and_the_year_of_the_ban_is_not() -> None:
    """A yearly figure for 2017 may be all from before August."""
    flags = imports_after_ban([flow("2017", 10), flow("2018", 439_792), flow("2017-09", 5)], [COAL])
    assert [flag.period for flag in flags] == ["2017-09", "2018"]
    assert all(whole(flag) for flag in flags)
    assert "the chapter also holds goods that the paragraph does not name" in flags[0].innocent
    assert flags[0].lines == (7,)


def test_a_price_far_below_the_others_is_flagged() -> None:
    """Cheap coal may be banned coal under another flag, or just poor coal."""
    rows = [
        flow("2016", 100, kg=1, reporter="CN"),
        flow("2016", 90, kg=1, reporter="PH"),
        flow("2016", 20, kg=1, reporter="MY"),
    ]
    (flag,) = cheap_goods(rows)
    assert flag.country == "MY"
    assert whole(flag)
    assert cheap_goods(rows[:2]) == []


def test_a_jump_needs_a_year_before_that_the_table_covers() -> None:
    """The first year of a table says nothing about the year before it."""
    assert sudden_partners([flow("2015", 33_000_000, reporter="BF")]) == []
    flags = sudden_partners([flow("2014", 1, reporter="CN"), flow("2015", 33_000_000, reporter="BF")])
    assert [flag.country for flag in flags] == ["BF"]


def test_mirror_flags_need_two_sides() -> None:
    """The target reports nothing; a missing side is no gap."""
    assert mirror_flags([flow("2016", 5)]) == []


def test_a_ban_ends_with_its_wording_and_one_without_exemptions_is_named_first() -> None:
    """The coal ban of March 2016 gave way to a ceiling: trade of 2017 is not held against it."""
    old = Ban(
        hs="2701",
        provision="unsc:2270:29",
        last_lawful_day="2016-03-02",
        whole_chapter=False,
        until="2016-11-29",
        exempted=True,
    )
    assert imports_after_ban([flow("2017", 5)], [old]) == []
    iron = [
        Ban(hs="72", provision="old", last_lawful_day="2016-03-02", whole_chapter=True, exempted=True),
        Ban(hs="72", provision="new", last_lawful_day="2017-09-04", whole_chapter=True),
    ]
    [flag] = imports_after_ban([flow("2018", 5, hs="72")], iron)
    assert flag.provisions == ("new",)
    [flag] = imports_after_ban([flow("2017", 5, hs="72")], iron)
    assert flag.provisions == ("old",)
    assert "an exemption of the paragraph covered it" in flag.innocent


def test_a_chapter_that_merely_holds_a_forbidden_heading_is_a_weaker_flag() -> None:
    """HS 27 holds coal and oil: the code alone says neither."""
    coal = Ban(hs="2701", provision="unsc:2371:8", last_lawful_day="2017-08-05", whole_chapter=False)
    [flag] = imports_after_ban([flow("2018", 5)], [coal])
    assert flag.kind == "import_in_banned_chapter"
    assert "2701" in flag.check


def test_no_rise_is_measured_from_a_year_whose_report_is_not_believed() -> None:
    """Dropped is unknown, not zero."""
    kept = [flow("2011", 1, reporter="CN"), flow("2012", 1_094_300, reporter="NL")]
    assert [f.kind for f in find_flags(kept, [])] == ["sudden_partner"]
    assert find_flags(kept, [], [flow("2011", 84_187_643, reporter="NL")]) == []


def test_hostile_text_in_a_picture_stays_text() -> None:
    """A label from a table must not become markup."""
    bad = Cell(
        stream="<script>", partner="CN", baseline="x", low=Decimal(1), high=Decimal(1), basis="", source=""
    )
    assert "<script>" not in sankey([bad], {})
