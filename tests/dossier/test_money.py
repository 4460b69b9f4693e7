"""Money in dossiers: streams with their gaps and measures, value at stake, flags with their innocent explanations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from stanch.dossier import region
from stanch.dossier.country import Materials, build, load_materials
from stanch.dossier.docx import render as render_docx
from stanch.dossier.html import render as render_html
from stanch.dossier.markdown import render as render_markdown
from stanch.dossier.model import Block, Chart, Dossier, Listing, Section, Table, walk
from stanch.dossier.svg import draw
from stanch.dossier.trace import faults
from stanch.leaks.interdict import Assumptions, best_plans
from stanch.settings import packaged_data


def section(dossier: Dossier, key: str) -> Section:
    return next(each for each in walk(dossier.sections) if each.key == key)


def tables(dossier: Dossier, key: str) -> Iterator[Table]:
    return (block for block in section(dossier, key).blocks if isinstance(block, Table))


def chart(dossier: Dossier, key: str = "money") -> Chart:
    return next(block for block in section(dossier, key).blocks if isinstance(block, Chart))


@pytest.fixture(scope="module")
def kuwait(materials: Materials) -> Dossier:
    return build(materials, "KW")


def test_streams_are_drawn_with_their_measures_and_their_gaps(kuwait: Dossier) -> None:
    """A year without a figure is a question mark, not a zero; resolutions stand on the axis at their day."""
    drawn = draw(chart(kuwait))
    assert {"2371", "2375", "2397"} <= {mark.label for mark in chart(kuwait).marks}
    assert next(m.day for m in chart(kuwait).marks if m.label == "2375") == "2017-09-11"
    assert "2017, Textiles: no figure held" in drawn
    assert ">?<title>" in drawn
    assert all(point.high > 0 for series in chart(kuwait).series for point in series.points)


def test_the_table_beside_the_chart_holds_the_same_figures(kuwait: Dossier) -> None:
    """Who cannot see the picture reads it; gaps are rows too."""
    twin = next(tables(kuwait, "money"))
    points = sum(len(series.points) for series in chart(kuwait).series)
    gaps = [row for row in twin.rows if row[2].text == "no figure held"]
    assert len(twin.rows) == points + len(gaps)
    assert gaps


def test_a_measure_later_than_the_day_is_not_on_the_axis(materials_then: Materials) -> None:
    """On 6 August 2017 nobody knew of resolution 2375."""
    marks = {mark.label for mark in chart(build(materials_then, "CN")).marks}
    assert "2371" in marks
    assert not marks & {"2375", "2397"}


def test_under_the_clock_of_publication_reports_without_a_day_drop_out_and_are_counted() -> None:
    """Comtrade prints no day of publication: what nobody can date was not known by a day."""
    day = dt.date(2020, 1, 1)
    held = load_materials(packaged_data(), as_of=day, known_on=day)
    dossier = build(held, "PK")
    text = render_markdown(dossier)
    assert "rows of reported trade are left out" in text
    assert not any(each.key == "gaps-trade" for each in walk(dossier.sections))
    assert not faults(dossier)


def test_every_open_tie_of_a_stream_says_what_is_at_stake(kuwait: Dossier, materials: Materials) -> None:
    """In the list of ties and in the steps to ask for."""
    labour = section(kuwait, "ties-labour")
    items = [item for block in labour.blocks if isinstance(block, Listing) for item in block.items]
    leads = [line.lead for item in items for line in item.body]
    assert "At stake:" in leads
    asks = render_markdown(kuwait)
    assert "Stream at stake:" in asks
    assert "USD 10 to 151.6 million" in asks  # 2017, in the table
    assert "Workers abroad, 2018: USD 0 to 22.6 million." in asks  # the last year held, in the ask


def test_what_a_closure_cuts_is_what_the_ranking_says(kuwait: Dossier, materials: Materials) -> None:
    """The dossier and `stanch leaks` must not tell two stories."""
    assert materials.money is not None
    streams, efforts = materials.money.streams, materials.money.efforts
    cells = [cell for cell in streams.cells_of("2018") if cell.key == "workers/KW/2018"]
    [plan] = best_plans(streams, efforts, cells, 2, Assumptions(), count=1)
    [closure] = plan.closures
    row = next(row for t in tables(kuwait, "money") if t.columns[0] == "Stream, year" for row in t.rows)
    assert row[2].text == f"USD {closure.cuts_low.normalize():f} to {closure.cuts_high} million"
    assert row[3].text == str(closure.effort)


def test_flags_carry_their_innocent_explanations_and_checks_and_are_no_findings(kuwait: Dossier) -> None:
    """Every flag of the table stands with why it may be nothing, and what would settle it."""
    table = next(tables(kuwait, "gaps-trade"))
    assert len(table.rows) == 5
    assert all(row[2].text and row[3].text for row in table.rows)
    assert any("Republic of Korea" in row[2].text for row in table.rows)
    intro = section(kuwait, "gaps-trade").blocks[0]
    assert "never a finding" in str(intro)
    assert "breach" not in str(table)


def test_reports_that_are_not_believed_are_shown_with_the_rule(materials: Materials) -> None:
    """The Netherlands' 124 million of 2013 counts nowhere, and the file says why."""
    dossier = build(materials, "NL")
    table = next(t for t in tables(dossier, "gaps-trade") if "not believed" in t.caption)
    assert any("123,779,987" in row[1].text for row in table.rows)
    counted = {point.low for series in chart(dossier).series for point in series.points}
    assert counted == {Decimal("1090000")}  # 2012, as every amount is rounded


def test_every_format_shows_the_streams(kuwait: Dossier) -> None:
    """A chart where one can be drawn, the table everywhere."""
    page = render_html(kuwait)
    assert 'class="mark"' in page and "The same figures as a table" in page
    text = render_markdown(kuwait)
    assert "| 2017" in text and "no figure held" in text
    assert render_docx(kuwait)[:2] == b"PK"


def test_the_regions_page_ranks_the_closures_of_members(materials: Materials) -> None:
    """Best value for effort first, each with its member; streams and flags beside them."""
    page = region.build(materials, "ASEAN")
    blocks: tuple[Block, ...] = section(page, "region-money").blocks
    ranked = next(b for b in blocks if isinstance(b, Table) and "closing a stream" in b.caption)
    assert ranked.columns[0] == "Member"
    units = [float(row[5].sort) for row in ranked.rows]
    assert units == sorted(units, reverse=True)
    assert {"Malaysia", "Vietnam"} <= {row[0].text for row in ranked.rows}
    assert any(isinstance(b, Chart) for b in blocks)
    assert any(isinstance(b, Table) and "Flags of members" in b.caption for b in blocks)


def test_flags_of_one_year_and_kind_share_their_explanations(materials: Materials) -> None:
    """Pakistan has some thirty: none is lost, and no explanation is printed thirty times."""
    assert materials.money is not None
    flags = materials.money.reported.flags_of("PK")
    table = next(tables(build(materials, "PK"), "gaps-trade"))
    said = [line for row in table.rows for line in (row[1], *row[1].also)]
    assert len(said) == len(flags) > 25
    assert len(table.rows) < 15
    assert f"({len(flags)})" in table.caption
