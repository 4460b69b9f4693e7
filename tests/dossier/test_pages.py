"""Pages: index, map, charts, region; what a reader without a mouse, colours or a network gets."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from stanch.dossier import html, index, region
from stanch.dossier.country import Materials, build
from stanch.dossier.model import Chart, Happening, Point, Series, Statement, Summary, Table, Timeline
from stanch.dossier.svg import draw
from stanch.dossier.worldmap import SHADES, shade_of
from stanch.errors import NotFound
from stanch.settings import packaged_data


def summary(code: str = "MY", *, ties: int = 3, depth: str = "deep") -> Summary:
    return Summary(
        code=code, name=f"Land {code}", depth=depth, facts=20, open_ties=ties, contested=1, steps=2, gaps=4, reports=1,
        last="2021-03-19",
    )  # fmt: skip


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.unnamed: list[str] = []
        self.langs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if held.get("id"):
            self.ids.append(str(held["id"]))
        if str(held.get("href") or "").startswith("#"):
            self.targets.append(str(held["href"])[1:])
        if tag == "svg" and not held.get("aria-label"):
            self.unnamed.append(tag)
        if tag == "html":
            self.langs.append(str(held.get("lang")))


@pytest.mark.parametrize("code", ["MY", "CN", "SD"])
def test_every_footnote_leads_somewhere_and_no_id_stands_twice(materials: Materials, code: str) -> None:
    seen = _Ids()
    seen.feed(html.render(build(materials, code)))
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.targets) <= set(seen.ids)
    assert not seen.unnamed
    assert seen.langs == ["en"]


def test_index_lists_dossiers_and_notes_apart() -> None:
    page = index.render([summary(), summary("FJ", ties=0, depth="thin")], packaged_data(), as_of="2026-11-23")
    assert "1 dossiers and 1 thin file notes" in page
    assert page.index("Land MY</a>") < page.index("Thin file notes") < page.index("Land FJ</a>")
    assert 'href="MY.html"' in page
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", page.split("</style>")[1])


def test_the_map_says_what_its_shades_mean() -> None:
    assert [shade_of(summary(ties=n)) for n in (0, 1, 3, 4, 11, 12, 200)] == [
        "m0",
        "m1",
        "m1",
        "m2",
        "m2",
        "m3",
        "m3",
    ]
    assert [least for _, least, _ in SHADES] == sorted((least for _, least, _ in SHADES), reverse=True)


def test_small_states_can_be_pressed_on_the_map() -> None:
    page = index.render([summary("SG")], packaged_data(), as_of="2026-11-23")
    singapore = re.search(r'<a href="SG\.html"[^>]*>.*?</a>', page)
    assert singapore
    assert "<circle" in singapore[0]


def bars(*values: tuple[str, str]) -> Chart:
    points = tuple(Point(label=label, low=Decimal(v), high=Decimal(v), refs=()) for label, v in values)
    note = Statement(text="Note.")
    return Chart(
        kind="bars",
        title="T & <t>",
        unit="USD million",
        series=(Series(name="From", points=points),),
        note=note,
    )


def test_charts_speak_to_those_who_cannot_see_them() -> None:
    drawn = draw(bars(("2015", "3.5"), ("2017", "0")))
    assert "2015 3.5" in drawn
    assert "T &amp; &lt;t&gt;" in drawn


@pytest.mark.parametrize(
    "values",
    [[("2015", "0")], [("2015", "0.004")], [("1990", "9e9"), ("2021", "1")], [("x", "5"), ("y", "6")]],
)
def test_charts_survive_odd_numbers(values: list[tuple[str, str]]) -> None:
    drawn = draw(bars(*values))
    assert "nan" not in drawn.lower()
    assert "inf" not in drawn.lower()
    assert 'height="-' not in drawn


def test_a_timeline_of_one_day_can_be_drawn() -> None:
    one = Happening(first="2017-08-06", date="6 August 2017", lane="Ties", text="So it was", refs=())
    assert "<circle" in draw(Timeline(title="T", lanes=("Ties",), happenings=(one,)))


def test_asean_has_its_members_of_the_day(materials: Materials, materials_then: Materials) -> None:
    """Timor-Leste joined in October 2025."""
    now, then = region.build(materials, "asean"), region.build(materials_then, "ASEAN")
    assert _members(now) == 11
    assert _members(then) == 10


def _members(dossier: object) -> int:
    section = next(each for each in dossier.sections if each.key == "members")  # type: ignore[attr-defined]
    table = section.blocks[0]
    assert isinstance(table, Table)
    return len(table.rows)


def test_a_group_that_is_not_known_is_named(materials: Materials) -> None:
    with pytest.raises(NotFound, match="ASEEN"):
        region.build(materials, "ASEEN")


def test_a_country_without_facts_is_an_error_that_says_so(materials: Materials) -> None:
    with pytest.raises(NotFound, match="nothing is held"):
        build(materials, "TV" if "TV" not in materials.book.countries() else "ZZ")
