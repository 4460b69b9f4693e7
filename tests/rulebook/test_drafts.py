"""A draft never bites by itself, and as-if answers say that they are."""

from __future__ import annotations

import datetime as dt

import pytest

from stanch.errors import NotFound, UsageError
from stanch.rulebook.check import check
from stanch.rulebook.drafts import adopted, drafts_of
from stanch.rulebook.fields import activity_from
from stanch.rulebook.load import load_regime
from stanch.rulebook.model import Regime
from stanch.rulebook.verdict import Verdict
from stanch.rulebook.versions import in_force

KEY = "unsc:draft-2022-431"
DAY = dt.date(2022, 6, 1)
TOBACCO = activity_from({"act": "supply", "goods": "cigarettes", "to": "KP", "state": "VN"})


def un(regime: Regime, on: dt.date, **texts: str) -> Verdict:
    asked = activity_from(texts) if texts else TOBACCO
    return check(asked, on, regime=regime, authorities=["un"]).verdict


def test_a_draft_is_held_and_is_not_law() -> None:
    """Vetoed on 26 May 2022: selling cigarettes stays what it was."""
    regime = load_regime()
    assert KEY in {draft.instrument for draft in drafts_of(regime)}
    assert un(regime, DAY) is not Verdict.PROHIBITED
    assert not [item for item in in_force(regime, DAY) if item.instrument.instrument == KEY]


def test_as_if_adopted_it_bites_from_that_day_and_says_so() -> None:
    """The day before is as before; the title carries the mark."""
    regime = adopted(load_regime(), KEY, DAY)
    assert un(regime, DAY) is Verdict.PROHIBITED
    assert un(regime, DAY - dt.timedelta(days=1)) is not Verdict.PROHIBITED
    answer = check(TOBACCO, DAY, regime=regime, authorities=["un"])
    biting = [finding for finding in answer.layer("un").findings if finding.verdict is Verdict.PROHIBITED]
    assert biting
    assert all("never adopted" in finding.title for finding in biting)


def test_the_lower_ceiling_bites_between_the_two() -> None:
    """3.5 million barrels lie under the ceiling in force and over the one proposed."""
    barrels = {
        "act": "supply",
        "goods": "crude oil",
        "to": "KP",
        "state": "CN",
        "aggregate_barrels": "3500000",
    }
    law, draft = load_regime(), adopted(load_regime(), KEY, DAY)
    assert un(law, DAY, **barrels) is Verdict.CAPPED
    assert un(draft, DAY, **barrels) is Verdict.PROHIBITED
    assert un(draft, DAY, **(barrels | {"aggregate_barrels": "2900000"})) is Verdict.CAPPED


def test_thirty_days_stay_thirty_days() -> None:
    """Every day of the draft moves with the day assumed."""
    regime = adopted(load_regime(), KEY, dt.date(2023, 1, 1))
    provision = regime.provision(f"{KEY}:18")
    assert provision is not None
    (wind_down,) = provision.versions[0].wind_downs
    assert (wind_down.last_day, wind_down.notify_by) == (dt.date(2023, 1, 31), dt.date(2023, 2, 15))


def test_an_unknown_draft_and_an_impossible_day_are_refused() -> None:
    """With what there is."""
    with pytest.raises(NotFound, match="drafts held"):
        adopted(load_regime(), "unsc:draft-2022-432", DAY)
    with pytest.raises(UsageError, match="put forward on 2022-05-26"):
        adopted(load_regime(), KEY, dt.date(2022, 1, 1))
