"""Whether a rule reaches an activity: ways goods move, codes and words, the reach of a bloc, who listed whom."""

from __future__ import annotations

import datetime as dt

import pytest

from stanch.rulebook import Activity, Party, Vessel, check, in_force, load_regime
from stanch.rulebook.check import scene_of
from stanch.rulebook.judge import listed_by, place_of
from stanch.rulebook.listing import keys_of, nobody, packaged
from stanch.rulebook.model import Authority, Goods
from stanch.rulebook.reach import _by_words, _codes_held, _one_kind, _part, moves_of, within
from stanch.rulebook.rules import _binds, _change_days, _members, natural, rules_of
from stanch.rulebook.scene import Cargo, cargo_of

DPRK = load_regime("dprk")
RULES = rules_of(DPRK)
DAY = dt.date(2018, 3, 1)


def cargo(goods: str = "", hs: str = "", edition: int = 2017) -> Cargo:
    """Goods in words, by code, or both."""
    return cargo_of(goods, hs, edition, frozenset())


VEHICLES = Goods(item="vehicles", hs=("86", "87"), hs_basis="text")
COPPER = Goods(item="copper", hs=("74",), hs_basis="project")
JET_FUEL = Goods(item="aviation_fuel", part_of_hs=("2710",), hs_basis="project")
ARMS = Goods(item="arms")


@pytest.mark.parametrize(
    ("goods", "kind", "value"),
    [
        ("vehicles", VEHICLES, True),
        ("racing car", VEHICLES, True),  # by the code of what it is a kind of
        ("rice", VEHICLES, False),
        ("steel pipes", COPPER, False),
        ("metal products", COPPER, None),  # metals of chapters 72 to 83: copper may be among them
        ("flux capacitor", COPPER, None),
        ("", COPPER, None),
        ("rifles", ARMS, True),
        ("rice", ARMS, False),
    ],
)
def test_words_without_a_code(goods: str, kind: Goods, value: bool | None) -> None:
    """Words reach codes through the lexicon: all, some or none of an item's codes."""
    told = _by_words(cargo(goods), kind)
    assert told.value is value
    assert told.why
    assert bool(told.missing) is (value is None)


@pytest.mark.parametrize(
    ("item", "prefixes", "value"),
    [
        ("vehicles", ("87",), True),
        ("metals", ("74",), None),
        ("metals", ("72", "73", "74", "75", "76", "78", "79", "80", "81", "82", "83"), True),
        ("coal", ("27",), True),
        ("coal", ("270112",), None),
        ("coal", ("28",), False),
        ("crude_oil", ("2709",), False),
        ("no_such_item", ("27",), False),
    ],
)
def test_codes_of_an_item(item: str, prefixes: tuple[str, ...], value: bool | None) -> None:
    """Under the prefixes wholly, partly, or not."""
    assert _codes_held(item, prefixes) is value


@pytest.mark.parametrize(
    ("goods", "hs", "kind", "value", "missing"),
    [
        ("", "870423", VEHICLES, True, ()),
        ("", "88", VEHICLES, False, ()),
        ("", "271019", JET_FUEL, None, ("goods",)),
        ("diesel", "271019", JET_FUEL, False, ()),
        ("jet fuel", "271019", JET_FUEL, True, ()),
        ("refined petroleum products", "271019", JET_FUEL, None, ("goods",)),
        ("", "27", JET_FUEL, None, ("hs",)),
        ("", "27", VEHICLES, False, ()),
        ("truck", "100630", VEHICLES, None, ("goods",)),
        ("rifles", "841370", ARMS, True, ()),
        ("", "930100", ARMS, True, ()),
        ("", "841370", ARMS, False, ()),
    ],
)
def test_codes_and_words(
    goods: str, hs: str, kind: Goods, value: bool | None, missing: tuple[str, ...]
) -> None:
    """A code decides its heading; a shared heading needs words; code and words that contradict each other are not known."""
    told = _one_kind(cargo(goods, hs), kind)
    assert (told.value, told.missing) == (value, missing)
    assert told.why


def test_codes_can_be_taken_out() -> None:
    """Roasted pyrites are no iron ore for the Chinese notice."""
    ore = Goods(item="iron_ore", hs=("2601",), except_hs=("260120",), hs_basis="national")
    assert _one_kind(cargo("", "260111"), ore).value
    assert _one_kind(cargo("", "260120"), ore).value is False


def test_a_part_of_a_heading_asks_for_the_goods() -> None:
    """Only when no words were given at all."""
    assert _part(cargo("", "271019"), JET_FUEL, "271019").missing == ("goods",)
    assert _part(cargo("diesel", "271019"), JET_FUEL, "271019").value is False


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"from_country": "KP", "to_country": "CN"}, (True, None, False)),
        ({"from_country": "CN", "origin": "KP", "to_country": "MY"}, (True, True, False)),
        ({"origin": "RU", "via": ("Rajin",)}, (True, False, None)),
        ({"origin": "RU", "via": ("KP",)}, (True, False, None)),
        ({"from_country": "DE", "to_country": "KP"}, (False, False, True)),
        ({"from_country": "DE", "to_country": "FR"}, (False, None, False)),
        ({"origin": "KP", "to_country": "KP"}, (False, False, True)),
        ({"origin": "KP"}, (True, True, False)),
        ({}, (None, None, None)),
    ],
)
def test_how_goods_move(fields: dict[str, object], expected: tuple[bool | None, ...]) -> None:
    """(leave it whatever their origin, originate there, go there)."""
    activity = Activity(act="trade", **fields)  # type: ignore[arg-type]  # a tiny factory
    assert moves_of(scene_of(RULES, activity, DAY, listed=nobody)) == expected


def test_other_acts_move_no_goods() -> None:
    """A work permit has no direction."""
    assert moves_of(scene_of(RULES, Activity(act="keep_worker"), DAY, listed=nobody)) is None


EU = {
    "DE": (dt.date.min, dt.date.max),
    "HR": (dt.date(2013, 7, 1), dt.date.max),
    "GB": (dt.date.min, dt.date(2020, 12, 31)),
}


@pytest.mark.parametrize(
    ("fields", "day", "value"),
    [
        ({"state": "DE"}, DAY, True),
        ({"to_country": "DE", "from_country": "CN"}, DAY, True),
        ({"from_country": "DE"}, DAY, True),
        ({"parties": (Party(name="x", country="DE"),)}, DAY, True),
        ({"vessel": Vessel(flag="DE")}, DAY, True),
        ({"vessel": Vessel(flag="PA")}, DAY, False),
        ({"actor": "eu_operator", "state": "CN"}, DAY, True),
        ({"state": "CN"}, DAY, False),
        ({"state": "KP"}, DAY, None),
        ({}, DAY, None),
        ({"state": "HR"}, dt.date(2013, 6, 30), False),
        ({"state": "HR"}, dt.date(2013, 7, 1), True),
        ({"state": "GB"}, dt.date(2020, 12, 31), True),
        ({"state": "GB"}, dt.date(2021, 1, 1), False),
    ],
)
def test_the_reach_of_a_bloc(fields: dict[str, object], day: dt.date, value: bool | None) -> None:
    """Any tie to a member counts; the territory itself tells nothing."""
    scene = scene_of(RULES, Activity(act="trade", **fields), day, listed=nobody)  # type: ignore[arg-type]  # a tiny factory
    assert within(scene, EU) is value


def test_a_layer_asked_by_name_applies_unless_the_facts_lead_elsewhere() -> None:
    """Whoever asks for Union law without naming a State gets Union law."""
    landing = Activity(act="land_aircraft", facts={"target_carrier": True})
    assert check(landing, DAY, regime=DPRK).layer("eu").verdict == "not_covered"
    assert check(landing, DAY, regime=DPRK, authorities=("eu",)).layer("eu").verdict == "prohibited"
    with pytest.raises(KeyError):
        check(landing, DAY, regime=DPRK, authorities=("eu",)).layer("un")


def test_members_join_and_leave() -> None:
    """Written as an ISO code with a period."""
    members = _members(
        Authority(key="x", name="", binds="", members=("DE", "HR 2013-07-01/..", "GB ../2020-12-31"))
    )
    assert members == EU


def test_who_listed_whom_is_cited_exactly() -> None:
    """The Foreign Trade Bank was listed by 2371 ¶3, and by nothing else."""
    assert list(listed_by(RULES, "listing:un-1718:2017-08-05")) == ["unsc:2371:3"]
    assert list(listed_by(RULES, "listing:un-1718:2018-03-30")) == []
    assert list(listed_by(RULES, "listing:other-list:2017-08-05")) == []
    layer = check(Activity(act="pay", parties=(Party(name="Foreign Trade Bank"),)), DAY, regime=DPRK).layer(
        "un"
    )
    assert [key for key in layer.paragraphs if key.endswith(":3")] == ["unsc:2371:3"]


def test_paragraphs_inside_a_rule() -> None:
    """A clause may lie in another instrument."""
    assert place_of("unsc:2321", "26(b)") == "unsc:2321:26(b)"
    assert place_of("unsc:2321", "unsc:1718:9") == "unsc:1718:9"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("FOREIGN TRADE BANK", True),
        ("Foreign Trade Bank (FTB)", True),
        ("FTB", True),
        ("korea mining development trading corp.", True),
        ("KOMID", True),
        ("IMO8518780", False),
        ("Trade Bank", False),
    ],
)
def test_names_on_the_packaged_list(name: str, found: bool) -> None:
    """Exact after folding: case, accents, brackets and legal forms do not matter, anything else does."""
    assert bool(packaged()(name, dt.date(2017, 8, 5))) is found


def test_a_listing_has_a_first_day_and_a_last() -> None:
    """Jin Teng was taken off on 21 March 2016."""
    assert packaged()("IMO9163166", dt.date(2016, 3, 1)) == ()
    assert packaged()("IMO9163166", dt.date(2016, 3, 2))
    assert packaged()("IMO9163166", dt.date(2016, 3, 20))
    assert packaged()("IMO9163166", dt.date(2016, 3, 21)) == ()
    (hit,) = packaged()("IMO8518780", dt.date(2017, 10, 3))
    assert (hit.list, hit.name, hit.measures, hit.listed_on) == (
        "un-1718",
        "Jie Shun",
        {"port_ban"},
        dt.date(2017, 10, 3),
    )


def test_short_folded_forms_are_no_keys() -> None:
    """Two letters name nobody."""
    assert keys_of("AB Co.") == {"abco"}


def test_paragraphs_sort_as_in_the_text() -> None:
    """8 before 10, letters after numbers of their level."""
    keys = ["10", "8(b)", "8(a)(ii)", "8(a)(i)", "8", "26(c)"]
    assert sorted(keys, key=natural) == ["8", "8(a)(i)", "8(a)(ii)", "8(b)", "10", "26(c)"]


def test_a_clarification_binds_as_what_it_clarifies() -> None:
    """2371 ¶7 takes its force from 2270 ¶20 and 2321 ¶9; a call to do more does not bind."""
    chartering, call = DPRK.provisions["unsc:2371:7"], DPRK.provisions["unsc:2321:14"]
    assert _binds(DPRK, chartering, chartering.versions[0], frozenset())
    assert not _binds(DPRK, call, call.versions[0], frozenset())


def test_change_days_hold_every_boundary() -> None:
    """Begin, the day after the end, the day after a wind-down, both ends of a window."""
    days = set(_change_days(version for each in DPRK.provisions.values() for version in each.versions))
    for day in (
        "2017-08-05",
        "2016-11-30",
        "2017-09-05",
        "2017-12-11",
        "2018-01-01",
        "2017-01-01",
        "2018-01-22",
        "2019-12-23",
    ):
        assert dt.date.fromisoformat(day) in days, day


def test_in_force_by_authority_and_second_clock() -> None:
    """Exactly the layer asked for; what is published on the day is known on the day."""
    day = dt.date(2017, 8, 6)
    union = in_force(DPRK, day, authority="un")
    assert {law.instrument.authority for law in union} == {"un"}
    assert union
    known = {law.key for law in in_force(DPRK, day, known_on=dt.date(2017, 8, 5))}
    assert "unsc:2371:8" in known
    assert not any(law.instrument.status == "draft" for law in in_force(DPRK, dt.date(2026, 1, 1)))
