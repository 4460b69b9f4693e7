"""Ways through: caps at their edges, wind-downs on their last day, what silence means."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from stanch.rulebook import Activity, load_regime
from stanch.rulebook.check import scene_of
from stanch.rulebook.conditions import checked, truth
from stanch.rulebook.listing import nobody
from stanch.rulebook.model import Cap, Condition, Derogation, Exemption, Limit, Version, WindDown
from stanch.rulebook.parse import as_conditions
from stanch.rulebook.rules import rules_of
from stanch.rulebook.scene import Scene
from stanch.rulebook.verdict import Way
from stanch.rulebook.ways import describe, ways_through

DAY = dt.date(2018, 6, 1)


def scene(day: dt.date = DAY, **fields: object) -> Scene:
    """A scene of an activity under the packaged regime."""
    facts = fields.pop("facts", {})
    activity = Activity(act="supply", facts=facts, **fields)  # type: ignore[arg-type]  # a tiny factory
    return scene_of(rules_of(load_regime("dprk")), activity, day, listed=nobody)


def conditions(*items: object) -> tuple[Condition, ...]:
    """Conditions as a file would hold them."""
    read = as_conditions(list(items))
    assert isinstance(read, tuple)
    return read


def way(where: Scene, **ways: object) -> Way:
    """The single way of a version made for the purpose."""
    version = Version(
        applies_from=dt.date(2017, 1, 1), applies_until=dt.date.max, force="decides", effect="prohibit", binds=(), **ways  # type: ignore[arg-type]  # text stands for the enum here
    )  # fmt: skip
    (only,) = ways_through(where, version)
    return only


def cap(*limits: Limit, **more: object) -> Cap:
    """A cap on all States together."""
    return Cap(key="c", text="", limits=limits, aggregate="all_states", **more)  # type: ignore[arg-type]  # a tiny factory


BARRELS = Limit(unit="barrels", used="aggregate_barrels", quantity=Decimal(100))
TONNES = Limit(unit="tonnes", used="aggregate_tonnes", quantity=Decimal(10))


@pytest.mark.parametrize(
    ("used", "is_open"), [(Decimal(99), True), (Decimal(100), True), (Decimal("100.01"), False), (None, None)]
)
def test_a_cap_holds_up_to_its_ceiling(used: Decimal | None, is_open: bool | None) -> None:
    """The ceiling itself is within; nobody's amount is not known."""
    facts = {} if used is None else {"aggregate_barrels": used}
    found = way(scene(facts=facts), caps=(cap(BARRELS),))
    assert found.open is is_open
    assert found.missing == (("aggregate_barrels",) if used is None else ())


@pytest.mark.parametrize(("used", "is_open"), [(Decimal("94.9"), True), (Decimal(95), False)])
def test_a_cap_stops_where_the_text_says(used: Decimal, is_open: bool) -> None:
    """At 95 per cent supply ceases."""
    found = way(scene(facts={"aggregate_barrels": used}), caps=(cap(BARRELS, stop_at=Decimal("0.95")),))
    assert found.open is is_open


@pytest.mark.parametrize(
    ("combine", "facts", "is_open"),
    [
        ("lower_of", {"aggregate_barrels": Decimal(50), "aggregate_tonnes": Decimal(5)}, True),
        ("lower_of", {"aggregate_barrels": Decimal(50), "aggregate_tonnes": Decimal(11)}, False),
        ("lower_of", {"aggregate_tonnes": Decimal(11)}, False),
        ("lower_of", {"aggregate_tonnes": Decimal(5)}, None),
        ("either", {"aggregate_tonnes": Decimal(5)}, True),
        ("either", {"aggregate_tonnes": Decimal(11)}, False),
        ("either", {}, None),
    ],
)
def test_two_ceilings(combine: str, facts: dict[str, Decimal], is_open: bool | None) -> None:
    """The lower of two binds; two measures of one amount need only one of them."""
    assert way(scene(facts=facts), caps=(cap(BARRELS, TONNES, combine=combine),)).open is is_open


@pytest.mark.parametrize(
    ("day", "is_open"),
    [("2018-05-31", False), ("2018-06-01", True), ("2018-06-30", True), ("2018-07-01", False)],
)
def test_a_window_has_a_first_and_a_last_day(day: str, is_open: bool) -> None:
    """Both inclusive."""
    window = cap(BARRELS, window_from=dt.date(2018, 6, 1), window_until=dt.date(2018, 6, 30))
    found = way(scene(dt.date.fromisoformat(day), facts={"aggregate_barrels": Decimal(1)}), caps=(window,))
    assert found.open is is_open
    assert found.closed is (not is_open)


def test_a_ceiling_may_be_a_fact() -> None:
    """A State's own earlier volume."""
    limit = Limit(unit="barrels", used="supplier_since_barrels", quantity_fact="supplier_prior_barrels")
    facts = {"supplier_since_barrels": Decimal(5)}
    unknown = way(scene(facts=facts), caps=(cap(limit),))
    assert unknown.open is None
    assert unknown.missing == ("supplier_prior_barrels",)
    assert way(scene(facts={**facts, "supplier_prior_barrels": Decimal(5)}), caps=(cap(limit),)).open
    assert way(scene(facts={**facts, "supplier_prior_barrels": Decimal(4)}), caps=(cap(limit),)).open is False


def test_conditions_of_a_cap_come_first() -> None:
    """Without the livelihood condition the amount does not matter."""
    found = way(
        scene(facts={"aggregate_barrels": Decimal(1)}),
        caps=(cap(BARRELS, when=conditions({"livelihood": "yes"})),),
    )
    assert found.open is False
    assert "livelihood" in found.needs


@pytest.mark.parametrize(("stated", "is_open"), [(None, True), (True, True), (False, False)])
def test_what_is_owed_later_fails_only_when_neglected(stated: bool | None, is_open: bool) -> None:
    """A report due in thirty days is not missing today."""
    facts: dict[str, object] = {"livelihood": True} | ({} if stated is None else {"reported_30d": stated})
    exemption = Exemption(
        key="e", text="", when=conditions({"livelihood": "yes"}), owed=conditions({"reported_30d": "yes"})
    )
    found = way(scene(facts=facts), exemptions=(exemption,))
    assert found.open is is_open
    assert found.owed == ("reported 30d",)


def test_a_grant_carries_its_ground_unless_that_is_denied() -> None:
    """Whoever holds the Committee's approval need not prove the reason again."""
    derogation = Derogation(
        key="d",
        authority="Committee",
        ask="Approval",
        granted=conditions("committee_approval"),
        when=conditions("humanitarian"),
    )
    assert way(scene(facts={"committee_approval": True}), derogations=(derogation,)).open
    assert not way(
        scene(facts={"committee_approval": True, "humanitarian": False}), derogations=(derogation,)
    ).open
    closed = way(scene(facts={"humanitarian": True}), derogations=(derogation,))
    assert not closed.open
    assert closed.needs[-1] == "Committee: Approval"


def wind_down(**more: object) -> WindDown:
    """A wind-down for contracts from before 5 August 2017."""
    return WindDown(
        key="w", text="", last_day=dt.date(2017, 9, 4), contract_before=dt.date(2017, 8, 5), **more
    )  # type: ignore[arg-type]  # a tiny factory


@pytest.mark.parametrize(
    ("day", "contract", "is_open", "closed"),
    [
        ("2017-09-04", "2017-08-04", True, False),
        ("2017-09-05", "2017-08-04", False, True),
        ("2017-09-04", "2017-08-05", False, True),
        ("2017-09-04", None, False, False),
    ],
)
def test_wind_down_edges(day: str, contract: str | None, is_open: bool, closed: bool) -> None:
    """Last day inclusive; the contract must be older than adoption; an unknown contract can still be shown."""
    facts = {} if contract is None else {"contract_on": dt.date.fromisoformat(contract)}
    found = way(
        scene(dt.date.fromisoformat(day), facts=facts),
        wind_downs=(wind_down(notify_by=dt.date(2017, 9, 19)),),
    )
    assert (found.open, found.closed) == (is_open, closed)
    assert found.owed == ("notify the committee by 2017-09-19",)


def test_a_wind_down_for_some_goods_only() -> None:
    """Iron and iron ore, not coal."""
    facts = {"contract_on": dt.date(2017, 7, 1)}
    day = dt.date(2017, 8, 20)
    only = (wind_down(items=("iron", "iron_ore")),)
    assert way(scene(day, goods="iron ore", facts=facts), wind_downs=only).open
    coal = way(scene(day, goods="coal", facts=facts), wind_downs=only)
    assert not coal.open
    assert coal.closed


def test_none_defeats_only_when_known() -> None:
    """Silence about a defeating fact does not defeat."""
    (condition,) = conditions({"none": [{"revenue_link": "yes"}]})
    assert truth(scene(), condition, silent=False).value is True
    assert truth(scene(facts={"revenue_link": True}), condition, silent=False).value is False


def test_silence_follows_the_vocabulary_in_a_trigger_only() -> None:
    """A determination nobody made is not made; a plain fact must be asked; in a way through, silence never helps."""
    grounds, value = conditions({"reasonable_grounds": "yes"}, {"raises_total": "yes"})
    assert truth(scene(), grounds, silent=True).value is False
    assert truth(scene(), value, silent=True).value is None
    assert truth(scene(), grounds, silent=False).value is None
    (asked,) = conditions({"reasonable_grounds": {"is": "yes", "silent": "unknown"}})
    assert truth(scene(), asked, silent=True).value is None


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"livelihood": "yes"}, "livelihood"),
        ({"revenue_link": "no"}, "no revenue link"),
        ({"via_place": "Rajin"}, "via place: Rajin"),
        ({"any": ["emergency", "return_to_origin"]}, "emergency or return to origin"),
        ({"none": ["emergency", {"listed_party": "yes"}]}, "not: emergency, nor listed party"),
        ({"value_over": {"usd": 500}}, "value over: usd 500"),
        ({"actor": ["us_person"]}, "actor: us person"),
    ],
)
def test_conditions_in_words(item: object, words: str) -> None:
    """What a reader is told is needed."""
    (condition,) = conditions(item)
    assert describe(condition) == words


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("livelihod", True, "did you mean 'livelihood'"),
        ("livelihood", "perhaps", "must be yes or no"),
        ("condition", ["old"], "is none of new, used"),
        ("contract_on", "2017-01-01", "is a day"),
        ("value_over", {"eur": 5}, "takes {usd}"),
        ("party_listed", {"liste": "x"}, "takes {list, measure}"),
        ("goods", ["cole"], "not in the goods lexicon"),
        ("act_in", ["buy"], "not in vocab/acts.yml"),
        ("contract_before", "2017-02-30", "is no date"),
    ],
)
def test_wrong_arguments_are_refused(name: str, args: object, words: str) -> None:
    """Each predicate says what it takes."""
    with pytest.raises(ValueError, match=words):
        checked(Condition(name=name, args=args))


@pytest.mark.parametrize(
    ("tonnes", "goods", "is_open"),
    [
        (Decimal(10), "diesel", True),
        (Decimal(14), "diesel", None),
        (Decimal(20), "diesel", False),
        (Decimal(10), "", None),
    ],
)
def test_tonnes_count_as_barrels_by_a_named_basis(tonnes: Decimal, goods: str, is_open: bool | None) -> None:
    """A hundred barrels are some 13.8 tonnes of diesel; near the ceiling an average factor cannot tell."""
    found = way(scene(goods=goods, facts={"aggregate_tonnes": tonnes}), caps=(cap(BARRELS),))
    assert found.open is is_open
    assert ("UN Statistics Division" in found.why) is bool(goods)


def test_a_way_says_everything_a_reader_needs() -> None:
    """Kind, key, paragraph, text, what is still needed, what is missing, whether it is closed for good."""
    derogation = Derogation(
        key="d", authority="Committee", ask="Approval", granted=conditions("committee_approval"),
        when=conditions({"origin_outside_target": "yes"}), para="9",
    )  # fmt: skip
    held = way(scene(origin="KP"), derogations=(derogation,))
    assert (held.kind, held.key, held.para, held.text) == ("derogation", "d", "9", "Committee: Approval")
    assert held.closed is True
    assert held.missing == ("committee_approval",)
    assert held.needs == ("origin outside target", "Committee: Approval")
    granted = way(scene(origin="RU", facts={"committee_approval": True}), derogations=(derogation,))
    assert (granted.needs, granted.closed, granted.outcome) == ((), False, "exempt")
    assert granted.why == "committee approval: yes; the origin is RU"


def test_a_cap_says_how_much_is_used() -> None:
    """Both when it holds and when it does not."""
    within = way(
        scene(facts={"aggregate_barrels": Decimal(40)}),
        caps=(cap(BARRELS, para="5", owed=conditions("reported_30d")),),
    )
    assert (within.kind, within.key, within.para, within.needs) == ("cap", "c", "5", ())
    assert within.why == "40 of 100 barrels: within"
    assert within.owed == ("reported 30d",)
    above = way(scene(facts={"aggregate_barrels": Decimal(140)}), caps=(cap(BARRELS),))
    assert above.needs == ("140 of 100 barrels: above the ceiling",)
    assert above.closed


def test_a_wind_down_says_why_it_is_closed() -> None:
    """And, open, until when."""
    late = way(
        scene(dt.date(2017, 9, 5), facts={"contract_on": dt.date(2017, 1, 1)}),
        wind_downs=(wind_down(para="8"),),
    )
    assert (late.kind, late.key, late.para) == ("wind_down", "w", "8")
    assert late.why == "the last day was 2017-09-04"
    assert late.needs == ("the last day was 2017-09-04",)
    held = way(
        scene(dt.date(2017, 9, 4), facts={"contract_on": dt.date(2017, 1, 1)}), wind_downs=(wind_down(),)
    )
    assert held.why == "within the time that ends on 2017-09-04"
    assert held.needs == ()
    neglected = way(
        scene(dt.date(2017, 9, 4), facts={"contract_on": dt.date(2017, 1, 1), "committee_notified": False}),
        wind_downs=(wind_down(owed=conditions("committee_notified")),),
    )
    assert not neglected.open
    assert neglected.needs == ("committee notified",)
