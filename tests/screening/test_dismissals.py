"""Dismissals: by whom, why, until when; and reopened as soon as either record changes."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.screening.factory import NOW, TABLE, engine, party

from stanch.errors import NotFound, UsageError
from stanch.screening import dismissing
from stanch.screening.asking import party_of
from stanch.screening.desk import open_desk
from stanch.screening.dismissals import dismissal, dismissals_at
from stanch.screening.model import Decision, Party
from stanch.screening.screen import screen
from stanch.settings import Settings

HELD = engine()
UNTIL = dt.date(2026, 6, 1)
WHO = party("Ri Hong Sop", ref="C-1")


def made(who: Party = WHO):
    return dismissal(
        who, HELD.listing("un-1"), reason="a baker in Busan", approver="J. Roe", made_at=NOW, expires_on=UNTIL
    )


def decision(who: Party, at: dt.datetime, *, held=HELD, by=None) -> tuple[Decision, str]:
    answer = screen(held, who, dismissed=dismissals_at([by or made()], at))
    return answer.decision, " ".join(answer.candidates[0].reasons)


def test_a_dismissed_match_is_clear_and_says_by_whom():
    found, why = decision(WHO, NOW)
    assert found is Decision.CLEAR
    assert "J. Roe" in why and "a baker in Busan" in why


def test_it_does_not_look_back_before_it_was_made():
    assert decision(WHO, NOW - dt.timedelta(seconds=1))[0] is Decision.REVIEW


def test_it_ends_on_its_day():
    noon = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    assert decision(WHO, noon)[0] is Decision.CLEAR
    found, why = decision(WHO, noon + dt.timedelta(days=1))
    assert found is Decision.REVIEW
    assert "reopened" in why and "expired" in why


def test_it_is_reopened_when_the_party_changes():
    found, why = decision(party("Ri Hong Sop", ref="C-1", country="KP"), NOW)
    assert found is Decision.HIT
    assert "the record of the party changed" in why


def test_it_is_reopened_when_the_listed_entry_changes():
    found, why = decision(WHO, NOW, held=engine(TABLE.replace("weak:RHS", "weak:RHS | Ri Hongsop")))
    assert found is Decision.REVIEW
    assert "the listed entry changed" in why


def test_it_holds_for_no_other_party_and_no_other_entry():
    assert decision(party("Ri Hong-Sop"), NOW)[0] is Decision.REVIEW
    answer = screen(HELD, party("Kim Tong Chol", ref="C-1"), dismissed=dismissals_at([made()], NOW))
    assert answer.decision is Decision.REVIEW


@pytest.mark.parametrize(
    ("reason", "approver", "days"),
    [("", "J. Roe", 10), ("x", " ", 10), ("x", "J. Roe", 0), ("x", "J. Roe", 800)],
)
def test_reason_approver_and_a_near_end_are_needed(reason, approver, days):
    with pytest.raises(UsageError):
        dismissal(
            WHO,
            HELD.listing("un-1"),
            reason=reason,
            approver=approver,
            made_at=NOW,
            expires_on=NOW.date() + dt.timedelta(days=days),
        )


def test_dismissals_are_kept_logged_and_taken_back(settings: Settings):
    who = party_of(names=["Ri Hong Sop"])
    made_ = dismissing.dismiss(
        settings, who, "un-KPi.004", reason="seen", approver="J. Roe", expires="2026-06-01", now=NOW
    )
    with open_desk(settings, on=NOW.date()) as desk:
        assert (
            screen(desk.engine, who, dismissed=desk.dismissed(NOW)).candidates[0].decision is Decision.CLEAR
        )
    later = NOW + dt.timedelta(days=1)
    dismissing.take_back(settings, made_.id, by="A. Boss", reason="wrong file", now=later)
    with open_desk(settings, on=NOW.date()) as desk:
        again = screen(desk.engine, who, dismissed=desk.dismissed(later))
        before = screen(desk.engine, who, dismissed=desk.dismissed(NOW))
    assert again.candidates[0].decision is Decision.REVIEW
    assert "A. Boss took it back" in " ".join(again.candidates[0].reasons)
    assert before.candidates[0].decision is Decision.CLEAR
    with pytest.raises(NotFound):
        dismissing.take_back(settings, made_.id, by="A. Boss", reason="again", now=later)
    assert [d.revoked_by for d in dismissing.all_held(settings)] == ["A. Boss"]


def test_an_entry_that_is_not_listed_cannot_be_dismissed(settings: Settings):
    with pytest.raises(NotFound, match="no entry"):
        dismissing.dismiss(
            settings,
            party_of(names=["X"]),
            "un-nobody",
            reason="x",
            approver="y",
            expires="2026-06-01",
            now=NOW,
        )
