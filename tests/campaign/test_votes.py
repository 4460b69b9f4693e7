"""Votes are a second source of positions, and who did not vote has not abstained."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from stanch.campaign.votes import nearness, roll_calls, swing
from stanch.dates import PartialDate
from stanch.facts.load import load_agreement, load_countries, load_votes
from stanch.facts.model import Agreement, Vote
from stanch.settings import packaged_data
from tests.campaign.factory import SOURCE

AS_OF = dt.date(2017, 8, 6)


def vote(country: str, cast: str, on: str = "2014-12-18") -> Vote:
    return Vote(country=country, on=PartialDate(on), resolution="69/188", vote=cast, source=SOURCE)


def score(country: str, year: int, value: str) -> Agreement:
    return Agreement(
        country=country, year=year, votes=80, same_share=Decimal(value), score=Decimal(value), source=SOURCE
    )


def test_who_did_not_vote_is_unknown() -> None:
    """Absence is no abstention."""
    (call,) = roll_calls(
        [vote("VN", "no"), vote("PH", "yes"), vote("SG", "abstain"), vote("KH", "absent")],
        ["VN", "PH", "SG", "KH"],
        as_of=AS_OF,
    )
    assert (call.yes, call.no, call.abstain, call.absent) == (("PH",), ("VN",), ("SG",), ("KH",))
    assert call.index == 0.0
    assert call.split


def test_later_votes_and_unfinished_years_are_not_known_yet() -> None:
    """The year of the question is not over."""
    assert roll_calls([vote("VN", "no", "2018-01-01")], ["VN"], as_of=AS_OF) == ()
    (near,) = nearness(
        [score("VN", 2000, "0.9"), score("VN", 2016, "0.8"), score("VN", 2017, "0.1")], ["VN"], as_of=AS_OF
    )
    assert (near.latest_year, near.moved) == (2016, Decimal("-0.1"))


@given(
    st.lists(
        st.builds(
            vote, st.sampled_from(["VN", "PH", "SG"]), st.sampled_from(["yes", "no", "abstain", "absent"])
        ),
        max_size=3,
        unique_by=lambda v: v.country,
    )
)
def test_the_index_stays_within_bounds_and_order_does_not_matter(held: list[Vote]) -> None:
    """As for stances."""
    calls = roll_calls(held, ["VN", "PH", "SG"], as_of=AS_OF)
    assert calls == roll_calls(held[::-1], ["VN", "PH", "SG"], as_of=AS_OF)
    assert all(call.index is None or 0 <= call.index <= 1 for call in calls)


def test_the_packaged_record_shows_asean_split_on_human_rights() -> None:
    """Real roll calls: some members voted against what others did not oppose."""
    data = packaged_data()
    members = load_countries(data).members("ASEAN", AS_OF)
    calls = roll_calls(load_votes(data), members, as_of=AS_OF)
    assert len(calls) >= 5
    assert all(set(call.yes + call.abstain + call.no) <= set(members) for call in calls)
    assert any(call.no for call in calls)
    assert sum(swing(calls)["VN"].values()) >= 5
    assert nearness(load_agreement(data), members, as_of=AS_OF)
