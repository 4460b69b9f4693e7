"""The estimator reproduces a published curve, and waits are counted as the text says."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.campaign.response import responses
from stanch.campaign.survival import Spell, kaplan_meier
from stanch.errors import UsageError
from stanch.facts.model import Effect, TieStatus
from stanch.records import Stage
from tests.campaign.factory import action, tie

# Weeks of remission under 6-mercaptopurine, Freireich et al., Blood 21 (1963) 699-716; True: still in remission when last seen.
REMISSION = [
    *((6, False),) * 3, (7, False), (10, False), (13, False), (16, False), (22, False), (23, False),
    (6, True), (9, True), (10, True), (11, True), (17, True), (19, True), (20, True), (25, True), (32, True), (32, True), (34, True), (35, True),
]  # fmt: skip
# The product-limit values printed for it in the literature (e.g. Kalbfleisch and Prentice).
PRINTED = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def test_the_curve_is_the_published_one() -> None:
    """Checked against figures that others computed."""
    curve = kaplan_meier([Spell(days=days, open=censored) for days, censored in REMISSION])
    assert {step.day: round(step.waiting, 3) for step in curve.steps} == PRINTED
    assert curve.median == 23
    assert curve.still_open == 12


spells = st.builds(lambda days, censored: Spell(days=days, open=censored), st.integers(0, 50), st.booleans())


@given(st.lists(spells, min_size=1, max_size=30))
def test_a_curve_only_falls_and_stays_within_its_limits(held: list[Spell]) -> None:
    """And the order of input does not matter."""
    curve = kaplan_meier(held)
    shares = [1.0, *(step.waiting for step in curve.steps)]
    assert all(after <= before for before, after in itertools.pairwise(shares))
    assert all(0 <= step.low <= step.waiting + 1e-12 <= step.high + 1e-9 <= 1 + 1e-9 for step in curve.steps)
    assert kaplan_meier(held[::-1]) == curve


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_without_open_spells_it_is_the_plain_share(days: list[int]) -> None:
    """The estimator adds nothing where nothing is censored."""
    curve = kaplan_meier([Spell(days=day, open=False) for day in days])
    for day in set(days):
        assert curve.waiting(day) == pytest.approx(sum(other > day for other in days) / len(days))


def test_a_wait_below_zero_is_refused() -> None:
    """An action before the resolution answers nothing."""
    with pytest.raises(UsageError, match="shorter than 0 days"):
        kaplan_meier([Spell(days=-1, open=False)])


SINCE, AS_OF = dt.date(2017, 9, 11), dt.date(2018, 9, 11)


def test_only_states_with_a_tie_are_at_risk_and_open_ones_stay_open() -> None:
    """Who has no workers has none to send home; who has not acted is open, not "never"."""
    held = [tie("MY"), tie("SG"), tie("TH", when="2018/.."), tie("VN", when="2010/2012")]
    did = [action("MY", "2017-12-22"), action("PH", "2017-10-01"), action("SG", "2017-01-01")]
    found = responses(held, did, channel="labour", since=SINCE, as_of=AS_OF, stage=Stage.REPORTED_DONE)
    assert [(item.country, item.days, item.action is None) for item in found.responses] == [
        ("MY", 102, False),
        ("SG", 365, True),
    ]
    assert found.curve.still_open == 1


def test_a_promise_relief_and_a_later_deed_do_not_count() -> None:
    """Each for its own reason."""
    did = [
        action("MY", stage=Stage.ANNOUNCED),
        action("MY", effect=Effect.RELIEF),
        action("MY", "2019-01-01"),
    ]
    found = responses([tie("MY")], did, channel="labour", since=SINCE, as_of=AS_OF, stage=Stage.REPORTED_DONE)
    assert found.responses[0].action is None


def test_a_month_counts_from_its_last_day_and_says_so() -> None:
    """A date known to the month gives no false precision."""
    found = responses(
        [tie("MY")],
        [action("MY", "2017-12")],
        channel="labour",
        since=SINCE,
        as_of=AS_OF,
        stage=Stage.ANNOUNCED,
    )
    assert (found.responses[0].days, found.responses[0].imprecise) == (
        (dt.date(2017, 12, 31) - SINCE).days,
        True,
    )


def test_a_tie_seen_once_may_run_on_and_one_that_ended_does_not() -> None:
    """ "176 workers in March 2017" says nothing of April; "left in 2012" does."""
    held = [tie("MY", when="2017-03"), tie("SG", when="2012", status=TieStatus.ENDED)]
    found = responses(held, [], channel="labour", since=SINCE, as_of=AS_OF, stage=Stage.ANNOUNCED)
    assert [item.country for item in found.responses] == ["MY"]
