"""How a tie stood on a day: never more than the rows say."""

from __future__ import annotations

import datetime as dt

import pytest

from stanch.dossier.gaps import clashes
from stanch.dossier.view import state_in, state_of
from stanch.dossier.writing import lead_of, say
from stanch.facts.model import Says, TieStatus
from tests.dossier.factory import DAY, action, mission, tie, view, voice, writing


@pytest.mark.parametrize(
    ("status", "when", "word", "is_open"),
    [
        (TieStatus.ACTIVE, "2018-02", "seen", True),
        (TieStatus.ACTIVE, "2016/..", "running when last seen", True),
        (TieStatus.ACTIVE, "2018", "seen", True),
        (TieStatus.ENDED, "2014/2016", "ended", False),
        (TieStatus.ALLEGED, "2017", "alleged", True),
        (TieStatus.PLANNED, "2017", "planned", True),
        (TieStatus.NONE, "2017", "stated not to exist", False),
        (TieStatus.UNCLEAR, "2017", "unclear", False),
    ],
)
def test_states(status: TieStatus, when: str, word: str, is_open: bool) -> None:
    state = state_of(tie(status=status, when=when), DAY)
    assert (state.word, state.open) == (word, is_open)


def test_last_seen_is_no_more_exact_than_the_source() -> None:
    last = state_of(tie(when="2017"), DAY).last
    assert last is not None
    assert last.text == "2017"


def test_a_matter_of_which_only_the_answer_is_held_is_no_tie() -> None:
    answer = tie("It answered that nothing is so", voices=(voice("It answered", says=Says.DENIES),))
    assert not state_of(answer, DAY).open


def test_what_hung_on_the_mission_ends_with_it() -> None:
    staff = tie("A diplomat traded", channel="diplomacy.commerce", when="2017")
    workers = tie("Workers stayed", when="2017")
    shut = view(ties=(staff, workers), missions=(mission(status="closed", when="2018-03"),))
    assert state_in(staff, shut).word == "before the mission closed"
    assert state_in(workers, shut).open
    reopened = view(missions=(mission(status="closed", when="2017"), mission(status="open", when="2018-04")))
    assert state_in(staff, reopened).open


def test_a_tie_is_set_against_a_step_only_when_it_surely_came_after() -> None:
    step = action("Workers were sent home", when="2017-06")
    after = tie("Workers were seen", when="2018-01", key="after")
    same_year = tie("Workers were counted", when="2017", key="unsure")
    [clash] = clashes(writing(view(ties=(after, same_year), actions=(step,))))
    assert [each.key for each in clash.ties] == ["after"]


def test_an_undated_tie_is_placed_by_its_source() -> None:
    undated = tie("It ran", when="", voices=(voice("It ran", when="", published="2017-09-05"),))
    assert lead_of(undated) == "By 5 September 2017"


def test_the_amount_shown_belongs_to_the_words_shown() -> None:
    """Nine were alleged and seven admitted: the seven must not stand behind the nine."""
    from decimal import Decimal

    from stanch.records import Quantity

    seven = Quantity(unit="persons", low=Decimal(7), high=Decimal(7))
    held = tie(
        "Nine workers came",
        voices=(
            voice("Nine workers came"),
            voice("Seven came", says=Says.EXPLAINS, key="state", quantity=seven),
        ),
        quantity=seven,
    )
    assert say(writing(view(ties=(held,))), held).text == "Nine workers came."


def test_a_future_day_is_no_reason_to_fail() -> None:
    assert state_of(tie(when="2030"), dt.date(2018, 1, 1)).last is not None
