"""Flags say how they were made and how they may be innocent."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import escape

from stanch.leaks.anomalies import Ban, Flag, cheap_goods, imports_after_ban, mirror_flags, sudden_partners
from stanch.leaks.interdict import Assumptions, best_plans, load_efforts, rankable
from stanch.leaks.model import Cell
from stanch.leaks.page import page
from stanch.leaks.sankey import sankey
from stanch.leaks.streams import load_streams
from stanch.settings import packaged_data
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


def test_the_page_shows_every_cell_and_hostile_text_as_text() -> None:
    """A label from a table must not become markup."""
    streams, efforts = load_streams(packaged_data()), load_efforts(packaged_data())
    cells = rankable(streams, "2017")
    plans = best_plans(streams, efforts, cells, 10, Assumptions(), count=1)
    html = page(streams, "2017", plans, [], efforts)
    assert all(str(escape(cell.source)) in html for cell in streams.cells_of("2017"))
    assert "http" not in html.split("<style>")[0]
    bad = Cell(
        stream="<script>", partner="CN", baseline="x", low=Decimal(1), high=Decimal(1), basis="", source=""
    )
    assert "<script>" not in sankey([bad], {})
