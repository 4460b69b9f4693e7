"""Positions are read as they were said, and cohesion is a published index with its uncertainty."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.campaign.blocs import agreement_index, cohesion, consensus, pairs
from stanch.campaign.positions import matrix, moves
from stanch.facts.model import Position, Stance
from tests.campaign.factory import position

AS_OF = dt.date(2017, 12, 31)
ASEAN = ("ID", "MY", "PH", "SG", "TH")


def test_not_yet_discussed_is_neither_for_nor_against() -> None:
    """ "Has not really yet discussed" must not be reported as a refusal."""
    held = matrix(
        [
            position("PH", issue="reduce_missions", stance=Stance.NOT_YET),
            position("MY", issue="reduce_missions"),
        ],
        as_of=AS_OF,
    )
    found = cohesion(held, ASEAN, "reduce_missions")
    assert not found.split
    assert found.unknown == ("ID", "SG", "TH")
    assert consensus([found])[0].treatment == "soften"


def test_no_position_held_is_not_neutral() -> None:
    """An empty cell is empty."""
    held = matrix([position("PH")], as_of=AS_OF, countries=ASEAN)
    assert held.get("SG", "pressure") is None
    assert held.countries == ASEAN


def test_later_words_are_not_known_yet_and_the_latest_counts() -> None:
    """A dossier as of a day does not know tomorrow."""
    said = [
        position("PH", "2017-05-04", stance=Stance.NOT_YET),
        position("PH", "2017-09-08"),
        position("PH", "2018-05", stance=Stance.OPPOSES),
    ]
    cell = matrix(said, as_of=AS_OF).get("PH", "pressure")
    assert cell is not None
    assert cell.stance is Stance.SUPPORTS
    assert cell.moved


def test_who_moved_is_told_with_both_words() -> None:
    """And a first word is no move."""
    said = [
        position("PH", "2017-05-04", stance=Stance.NOT_YET),
        position("PH", "2017-09-08"),
        position("SG", "2017-09-08"),
    ]
    (move,) = moves(said, since=dt.date(2017, 6, 1), as_of=AS_OF)
    assert (move.country, move.before.stance, move.after.stance) == ("PH", Stance.NOT_YET, Stance.SUPPORTS)
    assert moves(said, since=dt.date(2017, 10, 1), as_of=AS_OF) == ()


@pytest.mark.parametrize(
    ("counts", "value"), [((10, 0, 0), 1.0), ((5, 5, 5), 0.0), ((8, 2, 0), 0.7), ((5, 0, 5), 0.25)]
)
def test_the_index_has_the_values_of_its_formula(counts: tuple[int, int, int], value: float) -> None:
    """Worked by hand from the formula."""
    assert agreement_index(*counts) == pytest.approx(value)


counts = st.tuples(*[st.integers(0, 30)] * 3).filter(any)


@given(counts)
def test_the_index_stays_within_bounds_and_ignores_which_side_is_which(held: tuple[int, int, int]) -> None:
    """0 to 1, and the same for a bloc that opposes together as for one that supports together."""
    assert 0 <= agreement_index(*held) <= 1
    assert agreement_index(*held) == agreement_index(*held[::-1])


said = st.builds(
    lambda country, stance: position(country, stance=stance), st.sampled_from(ASEAN), st.sampled_from(Stance)
)


@given(st.lists(said, max_size=8))
def test_the_unknown_bound_the_index_and_order_does_not_matter(held: list[Position]) -> None:
    """Whatever the silent members think, the truth lies between low and high."""
    found = cohesion(matrix(held, as_of=AS_OF), ASEAN, "pressure")
    assert 0 <= found.low <= found.high <= 1
    if found.index is not None and not found.unknown:
        assert found.low == found.high == pytest.approx(found.index)
    again = cohesion(matrix(held[::-1], as_of=AS_OF), ASEAN, "pressure")
    assert again.stances == found.stances


def test_pairs_count_only_issues_held_for_both() -> None:
    """Two silent states do not agree."""
    held = matrix([position("MY"), position("PH"), position("MY", issue="dialogue")], as_of=AS_OF)
    by = {(pair.a, pair.b): pair for pair in pairs(held, ("MY", "PH", "SG"))}
    assert (by["MY", "PH"].issues, by["MY", "PH"].share) == (1, 1.0)
    assert by["MY", "SG"].share is None


def test_opposition_takes_an_issue_out_of_the_text() -> None:
    """And names who."""
    held = matrix([position("MY"), position("TH", stance=Stance.OPPOSES)], as_of=AS_OF)
    (found,) = consensus([cohesion(held, ASEAN, "pressure")])
    assert (found.treatment, found.members) == ("leave_out", ("TH",))


def test_the_page_shows_pairs_empty_cells_and_hostile_words_as_text() -> None:
    """A stance quoted from a report must not become markup."""
    from dataclasses import replace

    from stanch.campaign.page import positions_page
    from stanch.facts.load import load_countries
    from stanch.settings import packaged_data

    said = [position("MY"), replace(position("PH"), statement="<script>alert(1)</script>")]
    table = matrix(said, as_of=AS_OF, countries=ASEAN)
    html = positions_page(
        table,
        [cohesion(table, ASEAN, "pressure")],
        load_countries(packaged_data()),
        as_of=AS_OF,
        bloc="ASEAN",
    )
    assert "1 of 1" in html
    assert "no position held" in html
    assert "<script>" not in html
