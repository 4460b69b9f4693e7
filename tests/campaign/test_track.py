"""The tracker finds what was asked for, and does not take a promise for a deed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.campaign.track import Query, Tracker, stage_of
from stanch.errors import UsageError
from stanch.facts.model import Effect
from stanch.records import Stage
from tests.campaign.factory import action


def test_announced_is_not_implemented() -> None:
    """A minister's promise must not be counted as done."""
    promised, done = action(stage=Stage.ANNOUNCED), action("SG", stage=Stage.VERIFIED)
    found = Tracker([promised, done]).find(Query(stage=stage_of("implemented")))
    assert found == (done,)


def test_a_reversed_action_counts_as_none() -> None:
    """What was undone is listed only when asked for."""
    undone = action(stage=Stage.REVERSED)
    tracker = Tracker([undone])
    assert tracker.find(Query(stage=Stage.ANNOUNCED)) == ()
    assert tracker.find(Query(stage=Stage.REVERSED)) == (undone,)


def test_channels_are_found_with_all_below_them_and_no_namesakes() -> None:
    """`labour` finds labour.workers; `lab` finds nothing."""
    held = action(channel="labour.workers")
    tracker = Tracker([held])
    assert tracker.find(Query(channel="labour")) == (held,)
    assert tracker.find(Query(channel="lab")) == ()


def test_a_month_touches_a_since_within_it() -> None:
    """An action of September 2017 may have come after the 15th."""
    held = action(when="2017-09")
    assert Tracker([held]).find(Query(since=dt.date(2017, 9, 15))) == (held,)
    assert Tracker([held]).find(Query(since=dt.date(2017, 10, 1))) == ()


def test_an_undated_action_is_shown_only_without_a_day() -> None:
    """It cannot be placed in time."""
    held = action(when="")
    assert Tracker([held]).find(Query()) == (held,)
    assert Tracker([held]).find(Query(since=dt.date(2000, 1, 1))) == ()


def test_a_wrong_stage_gets_a_hint() -> None:
    """Typing the wrong thing costs a second."""
    with pytest.raises(UsageError, match="did you mean 'implemented'"):
        stage_of("implementd")


actions = st.builds(
    lambda country, when, stage, effect: action(country, when, stage=stage, effect=effect),
    st.sampled_from(["MY", "SG", "CN"]),
    st.sampled_from(["2016", "2017-09", "2017-09-20", ""]),
    st.sampled_from(Stage),
    st.sampled_from(Effect),
)


@given(st.lists(actions, max_size=12))
def test_the_order_of_input_does_not_matter(held: list[object]) -> None:
    """The same facts give the same table on every run."""
    assert Tracker(held).find(Query(countries=frozenset({"MY"}))) == Tracker(held[::-1]).find(
        Query(countries=frozenset({"MY"}))
    )  # type: ignore[arg-type]
