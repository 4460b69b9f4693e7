"""What was law on a day, what changed, and the life of a paragraph."""

from __future__ import annotations

import datetime as dt

import pytest

from stanch.errors import NotFound, UsageError
from stanch.rulebook import by_channel, diff, history, in_force, load_regime, obligations, provision_of

DPRK = load_regime("dprk")


def keys(day: str, **which: str) -> set[str]:
    """Keys in force on a day."""
    return {law.key for law in in_force(DPRK, dt.date.fromisoformat(day), **which)}  # type: ignore[arg-type]  # only texts here


def test_a_replaced_paragraph_ends_where_its_successor_begins() -> None:
    """Never both, never neither."""
    for day in ("2016-11-29", "2016-11-30", "2017-08-04", "2017-08-05"):
        chain = keys(day, channel="trade.export.coal") & {"unsc:2270:29", "unsc:2321:26", "unsc:2371:8"}
        assert len(chain) == 1, day


def test_channels_take_in_those_under_them() -> None:
    """trade.export is coal, seafood and the rest; trade.exp is nothing."""
    wide, narrow = keys("2018-01-01", channel="trade.export"), keys("2018-01-01", channel="trade.export.coal")
    assert narrow < wide
    assert keys("2018-01-01", channel="trade.exp") == set()


def test_a_country_is_bound_by_the_un_and_by_its_own_blocs() -> None:
    """Malaysia is bound by the Council alone; Germany by the Union too; the target by neither as a State that must act."""
    day = "2018-03-01"
    assert {key.partition(":")[0] for key in keys(day, country="MY")} == {"unsc"}
    assert any(key.startswith("eu:") for key in keys(day, country="DE"))
    assert not any(key.startswith("us:") for key in keys(day, country="DE"))
    assert not any(key.startswith("unsc:") for key in keys(day, country="KP"))


def test_malaysia_in_2017_and_today_differ() -> None:
    """The day after 2371 neither 2375 nor 2397 exist."""
    early, late = keys("2017-08-06", country="MY"), keys("2026-11-23", country="MY")
    assert not any(key.startswith(("unsc:2375", "unsc:2397")) for key in early)
    assert any(key.startswith("unsc:2397") for key in late)


def test_by_channel_holds_every_law_of_the_day() -> None:
    """Provision × channel loses nothing."""
    day = dt.date(2018, 3, 1)
    found = {law.key for laws in by_channel(DPRK, day).values() for law in laws}
    assert found == {law.key for law in in_force(DPRK, day)}


def test_obligations_carry_their_deadlines() -> None:
    """National reports under 2371 were due on 3 November 2017."""
    rows = {each.law.key: each for each in obligations(DPRK, "MY", dt.date(2017, 8, 6))}
    assert dt.date(2017, 11, 3) in {duty.by for duty in rows["unsc:2371:18"].deadlines}


def test_known_on_leaves_out_what_came_later() -> None:
    """Two clocks."""
    day = dt.date(2018, 3, 1)
    known = {law.key for law in in_force(DPRK, day, known_on=dt.date(2017, 12, 21))}
    assert not any(key.startswith("unsc:2397") for key in known)
    assert "unsc:2371:8" in known


def test_diff_tells_what_began_and_what_ended() -> None:
    """Over 5 August 2017 the coal cap ended and three goods bans began."""
    changes = {
        change.provision.key: change for change in diff(DPRK, dt.date(2017, 8, 4), dt.date(2017, 8, 5))
    }
    assert changes["unsc:2321:26"].kind == "ended"
    assert changes["unsc:2321:26"].replaced_by == ("unsc:2371:8",)
    assert changes["unsc:2371:9"].kind == "began"
    assert changes["unsc:2371:9"].on == dt.date(2017, 8, 5)
    assert diff(DPRK, dt.date(2017, 8, 5), dt.date(2017, 8, 5)) == ()


def test_changes_run_forwards() -> None:
    """Days the wrong way round are told, not silently mirrored."""
    with pytest.raises(UsageError, match="swap the days"):
        diff(DPRK, dt.date(2018, 1, 1), dt.date(2016, 1, 1))


def test_history_follows_replacements_both_ways() -> None:
    """Whichever link is asked for, the chain is the same."""
    chain = ["unsc:2270:29", "unsc:2321:26", "unsc:2371:8"]
    for key in chain:
        assert [each.key for each in history(DPRK, key)] == chain


def test_a_wrong_key_is_answered_with_the_nearest() -> None:
    """unsc:2371:88 is no paragraph."""
    with pytest.raises(NotFound, match="unsc:2371:8"):
        provision_of(DPRK, "unsc:2371:88")
