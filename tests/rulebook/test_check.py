"""The one question: layers, precedence, reasons, clocks, and what would make it lawful."""

from __future__ import annotations

import datetime as dt
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stanch.errors import UsageError
from stanch.records import canonical
from stanch.rulebook import Activity, Hit, Party, Regime, Verdict, Vessel, check, consider, load_regime
from stanch.rulebook.check import strictest
from stanch.rulebook.fields import activity_from
from stanch.rulebook.listing import nobody
from stanch.rulebook.verdict import Bite, Exposure
from tests.rulebook.test_load import ACT, HEAD, regime_folder

DAY = dt.date(2018, 3, 1)


@pytest.fixture(scope="module")
def dprk() -> Regime:
    """The packaged regime."""
    return load_regime("dprk")


def coal(**changes: Any) -> Activity:
    """Coal from the territory to China."""
    return replace(Activity(act="procure", hs="270112", from_country="KP", to_country="CN"), **changes)


def test_an_answer_names_the_paragraph_and_the_reason(dprk: Regime) -> None:
    """A verdict without its paragraph helps nobody."""
    layer = check(coal(), DAY, regime=dprk).layer("un")
    assert layer.verdict is Verdict.PROHIBITED
    assert layer.paragraphs == ("unsc:2371:8",)
    assert "270112" in layer.findings[0].why[0]
    assert layer.findings[0].grade == "V1"


def test_would_be_lawful_names_ways_that_are_still_open(dprk: Regime) -> None:
    """The Rajin exemption can still be shown when the origin is not known, and is closed when it is the territory's."""
    ways = {each.way for each in check(coal(), DAY, regime=dprk).layer("un").would_be_lawful}
    assert "exemption rajin_coal" in ways
    closed = {each.way for each in check(coal(origin="KP"), DAY, regime=dprk).layer("un").would_be_lawful}
    assert "exemption rajin_coal" not in closed
    assert any(way.startswith("lift") for way in closed)


def test_an_ended_wind_down_is_no_way_any_more(dprk: Regime) -> None:
    """Nobody can go back to September 2017."""
    iron = coal(hs="260111")
    during = check(iron, dt.date(2017, 8, 20), regime=dprk).layer("un").would_be_lawful
    after = check(iron, dt.date(2017, 9, 5), regime=dprk).layer("un").would_be_lawful
    assert "wind_down contracts_before_adoption" in {each.way for each in during}
    assert "wind_down contracts_before_adoption" not in {each.way for each in after}


def test_unknown_names_what_is_missing(dprk: Regime) -> None:
    """The heading holds diesel and jet fuel; only jet fuel was banned in 2016."""
    fuel = Activity(act="supply", hs="271019", to_country="KP")
    layer = check(fuel, dt.date(2016, 6, 1), regime=dprk).layer("un")
    assert layer.verdict is Verdict.UNKNOWN
    assert layer.missing == ("goods",)
    assert (
        check(replace(fuel, goods="diesel"), dt.date(2016, 6, 1), regime=dprk).layer("un").verdict
        is Verdict.NOT_COVERED
    )


def test_open_readings_answer_unknown_with_both(dprk: Regime) -> None:
    """Is a steel pipe "iron"? The text does not say; the answer does not guess."""
    pipe = coal(hs="730630", goods="steel pipes")
    layer = check(pipe, dt.date(2017, 10, 1), regime=dprk).layer("un")
    assert layer.verdict is Verdict.UNKNOWN
    finding = next(each for each in layer.findings if each.provision == "unsc:2371:8")
    assert len(finding.readings) == 3
    assert "iron" in finding.readings[0].casefold()


def test_the_same_facts_differ_by_authority(dprk: Regime) -> None:
    """Air Koryo was never on the UN list; the EU closes its airports to it."""
    landing = Activity(act="land_aircraft", state="DE", facts={"target_carrier": True})
    answer = check(landing, dt.date(2017, 8, 20), regime=dprk)
    assert answer.layer("un").verdict is Verdict.NOT_COVERED
    assert answer.layer("eu").verdict is Verdict.PROHIBITED
    assert answer.verdict is Verdict.PROHIBITED


def test_a_bloc_reaches_only_what_is_tied_to_a_member(dprk: Regime) -> None:
    """Union law binds in the Union; the United Kingdom left its reach at the end of 2020."""
    landing = Activity(act="land_aircraft", state="GB", facts={"target_carrier": True})
    assert check(landing, dt.date(2020, 12, 31), regime=dprk).layer("eu").verdict is Verdict.PROHIBITED
    after = check(landing, dt.date(2021, 1, 1), regime=dprk).layer("eu")
    assert after.verdict is Verdict.NOT_COVERED
    assert "European Union" in after.note


def test_exposure_is_an_axis_of_its_own(dprk: Regime) -> None:
    """A foreign buyer of textiles may be designated; no US rule forbids it to buy."""
    buyer = Activity(
        act="procure", goods="textiles", origin="KP", actor="foreign_person",
        facts={"significant": True, "knowing": True, "government_counterparty": True},
    )  # fmt: skip
    layer = check(buyer, dt.date(2017, 8, 2), regime=dprk).layer("us")
    assert layer.exposure is Exposure.DISCRETIONARY
    assert layer.verdict is Verdict.NOT_COVERED
    assert check(buyer, dt.date(2019, 12, 20), regime=dprk).layer("us").exposure is Exposure.MANDATORY


def test_hortatory_paragraphs_never_prohibit(dprk: Regime) -> None:
    """2321 ¶14 calls upon States; it shows, and forbids nothing."""
    layer = check(Activity(act="keep_mission_staff", state="MY"), DAY, regime=dprk).layer("un")
    assert layer.verdict is Verdict.NOT_COVERED
    assert "unsc:2321:14" in {each.provision for each in layer.findings}
    assert not any(duty.binding for duty in layer.duties if duty.provision == "unsc:2321:14")


def test_duties_stand_beside_the_verdict(dprk: Regime) -> None:
    """Rice is not banned; its cargo is inspected all the same."""
    layer = check(coal(hs="100630"), DAY, regime=dprk).layer("un")
    assert layer.verdict is Verdict.NOT_COVERED
    assert any(duty.kind == "inspect" and duty.binding for duty in layer.duties)


def test_known_on_hides_what_was_not_yet_published(dprk: Regime) -> None:
    """On 4 August 2017 nobody could know the ban of the next day."""
    day = dt.date(2017, 8, 10)
    assert check(coal(hs="780110"), day, regime=dprk).layer("un").verdict is Verdict.PROHIBITED
    early = check(coal(hs="780110"), day, dt.date(2017, 8, 4), regime=dprk)
    assert early.layer("un").verdict is Verdict.NOT_COVERED


def test_known_on_hides_listings_too(dprk: Regime) -> None:
    """A designation of 3 October is not known on 2 October."""
    ship = Activity(act="port_entry", vessel=Vessel(imo="8518780"))
    day = dt.date(2017, 10, 5)
    assert check(ship, day, regime=dprk).layer("un").verdict is Verdict.PROHIBITED
    assert check(ship, day, dt.date(2017, 10, 2), regime=dprk).layer("un").verdict is Verdict.NOT_COVERED


def test_another_source_of_listings_is_asked(dprk: Regime) -> None:
    """The list readers plug in here."""

    def listed(party: str, on: dt.date, /) -> tuple[Hit, ...]:
        return (
            (Hit(list="un-1718", ref="x", name=party, measures=frozenset({"asset_freeze"})),)
            if party == "Acme"
            else ()
        )

    payment = Activity(act="pay", parties=(Party(name="Acme"),))
    assert check(payment, DAY, regime=dprk, listed=listed).layer("un").verdict is Verdict.PROHIBITED
    assert check(payment, DAY, regime=dprk, listed=nobody).layer("un").verdict is Verdict.NOT_COVERED


def test_a_frozen_bank_is_no_designated_vessel(dprk: Regime) -> None:
    """The freeze of vessels is about the vessel, not about whoever pays."""
    layer = check(Activity(act="pay", parties=(Party(name="Koryo Bank"),)), DAY, regime=dprk).layer("un")
    assert "unsc:1718:8(d)" in layer.paragraphs
    assert not any(key.startswith("unsc:2321:12") for key in layer.paragraphs)


def test_every_provision_is_considered(dprk: Regime) -> None:
    """The full list has a reason for each provision of the regime, in a stable order."""
    rows = list(consider(coal(), DAY, regime=dprk))
    assert {key for _a, key, _b, _w in rows} == set(dprk.provisions)
    assert all(why for _a, _k, _b, why in rows)
    by_key = {key: (bite, why) for _a, key, bite, why in rows}
    assert by_key["unsc:2371:8"][0] is Bite.BITES
    assert "ended on" in by_key["unsc:2321:26"][1]
    assert by_key["unsc:2375:16"][0] is Bite.DOES_NOT
    early = {key: why for _a, key, _b, why in consider(coal(), dt.date(2017, 8, 4), regime=dprk)}
    assert "begins only on 2017-08-05" in early["unsc:2371:8"]


@pytest.mark.parametrize(
    "zone", ["UTC", "Pacific/Kiritimati", "America/New_York", "Asia/Pyongyang", "Pacific/Pago_Pago"]
)
def test_boundaries_hold_in_any_timezone(dprk: Regime, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Days are days of the law, not of the machine."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        before = check(coal(hs="780110"), dt.date(2017, 8, 4), regime=dprk).layer("un").verdict
        on = check(coal(hs="780110"), dt.date(2017, 8, 5), regime=dprk).layer("un").verdict
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (before, on) == (Verdict.NOT_COVERED, Verdict.PROHIBITED)
    assert os.environ.get("TZ") != "Pacific/Kiritimati" or zone != "UTC"


def test_answers_are_the_same_every_time(dprk: Regime) -> None:
    """The whole answer, as canonical JSON."""
    assert canonical(check(coal(), DAY, regime=dprk)) == canonical(check(coal(), DAY, regime=dprk))


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        (Activity(act="procured"), "did you mean 'procure'"),
        (Activity(act="procure", actor="us_persn"), "did you mean 'us_person'"),
        (Activity(act="procure", hs="27O1"), "no HS code"),
        (Activity(act="procure", facts={"livelihod": True}), "did you mean 'livelihood'"),
        (Activity(act="procure", facts={"livelihood": "yes"}), "no yes/no value"),
    ],
)
def test_words_that_nobody_knows_are_refused(dprk: Regime, activity: Activity, words: str) -> None:
    """A misspelt fact must not be silently unheard."""
    with pytest.raises(UsageError, match=words):
        check(activity, DAY, regime=dprk)


def test_drafts_wait(tmp_path: Path) -> None:
    """A draft resolution answers only when asked for."""
    regime = load_regime(regime_folder(tmp_path, ACT.replace("title: First", "title: First\nstatus: draft")))
    assert check(coal(), DAY, regime=regime).verdict is Verdict.NOT_COVERED
    assert check(coal(), DAY, regime=regime, drafts=True).verdict is Verdict.PROHIBITED


def test_a_permit_rule_needs_permission_until_granted(tmp_path: Path) -> None:
    """An authorisation regime is not a ban."""
    act = ACT.replace("effect: prohibit", "effect: permit").replace(
        "        when:",
        "        derogations: [{key: state, authority: The State, ask: A licence, granted: [licence]}]\n        when:",
    )
    regime = load_regime(regime_folder(tmp_path, act))
    assert check(coal(), DAY, regime=regime).verdict is Verdict.NEEDS_PERMISSION
    assert check(coal(facts={"licence": True}), DAY, regime=regime).verdict is Verdict.EXEMPT


def test_precedence_runs_from_strict_to_free() -> None:
    """prohibited > unknown > needs_permission > notify > capped > exempt > not_covered."""
    order = list(Verdict)
    for i, stricter in enumerate(order):
        for freer in order[i:]:
            assert strictest([freer, stricter, Verdict.NOT_COVERED]) is stricter
    assert strictest([]) is Verdict.NOT_COVERED


def test_order_of_files_and_provisions_never_matters(tmp_path: Path) -> None:
    """Two rules in either order give one answer."""
    second = ACT.replace("toy:1", "toy:2").replace('"8"', '"9"')
    one = load_regime(regime_folder(tmp_path / "a", ACT, second))
    other = load_regime(regime_folder(tmp_path / "b", second, ACT))
    assert canonical(check(coal(), DAY, regime=one)) == canonical(check(coal(), DAY, regime=other))
    assert HEAD


def test_a_second_regime_answers_with_the_same_code() -> None:
    """Arms to Libya."""
    regime = load_regime("libya")
    arms = activity_from({"act": "supply", "goods": "assault rifles", "to": "LY"})
    assert check(arms, dt.date(2011, 2, 25), regime=regime).verdict is Verdict.NOT_COVERED
    assert check(arms, dt.date(2011, 2, 26), regime=regime).verdict is Verdict.PROHIBITED


def test_a_list_that_is_not_at_hand_is_asked_for() -> None:
    """Libya's listed persons come with no table here: whoever is named may be one of them."""
    regime = load_regime("libya")
    payment = Activity(act="pay", parties=(Party(name="Somebody"),))
    layer = check(payment, dt.date(2012, 1, 1), regime=regime).layer("un")
    assert layer.verdict is Verdict.UNKNOWN
    assert "listed_party" in layer.missing
    told = replace(payment, facts={"listed_party": False})
    assert check(told, dt.date(2012, 1, 1), regime=regime).layer("un").verdict is Verdict.NOT_COVERED


def test_known_on_keeps_what_was_not_known_to_end(dprk: Regime) -> None:
    """As known on 4 August 2017, the coal cap of 2321 would still have stood on the tenth."""
    layer = check(coal(), dt.date(2017, 8, 10), dt.date(2017, 8, 4), regime=dprk).layer("un")
    assert layer.paragraphs[0] == "unsc:2321:26"
    told = {
        key: why
        for _a, key, _b, why in consider(coal(), dt.date(2017, 8, 10), dt.date(2017, 8, 4), regime=dprk)
    }
    assert told["unsc:2371:8"] == "published only on 2017-08-05"
    # the quota window of late 2017 was known to end when it began
    oil = Activity(act="supply", goods="diesel", hs="271019", to_country="KP")
    assert check(oil, DAY, dt.date(2017, 12, 1), regime=dprk).layer("un").verdict is Verdict.PROHIBITED


def test_reasons_for_what_does_not_bite(dprk: Regime) -> None:
    """Each kind of provision says in its own way why it is silent."""
    told = {
        key: (bite, why)
        for _a, key, bite, why in consider(coal(facts={"committee_exemption": True}), DAY, regime=dprk)
    }
    assert told["unsc:2321:18"] == (Bite.DOES_NOT, "is about use mission property, not this act")
    assert told["unsc:1718:12"] == (
        Bite.DOES_NOT,
        "sets a frame or a duty of States; no single act triggers it",
    )
    assert told["unsc:2397:25"][0] is Bite.BITES
    assert told["unsc:2321:26"] == (Bite.DOES_NOT, "ended on 2017-08-04")
    silent = {key: why for _a, key, _b, why in consider(coal(), DAY, regime=dprk)}
    assert silent["unsc:2397:25"] == "its conditions are not established"
    drafts = {
        key: why for authority, key, _b, why in consider(coal(), DAY, regime=dprk) if key.startswith("draft")
    }
    assert set(drafts.values()) <= {"draft: not law"}
    unsure = Activity(act="supply", hs="271019", to_country="KP")
    fuel = {key: bite for _a, key, bite, _w in consider(unsure, DAY, regime=dprk)}
    assert fuel["unsc:2270:31"] is Bite.UNKNOWN
