"""What was so on a day, and what was known by a day: a dossier of August 2017 must not know of September."""

from __future__ import annotations

import datetime as dt

import pytest

from stanch.dates import parse_period
from stanch.facts.clocks import Clock, seen
from stanch.facts.model import TieStatus
from stanch.facts.rows import ActionRow, ClaimRow, FigureRow, TieRow
from tests.facts.factories import source

DAY = dt.date(2017, 8, 6)
SOURCES = {
    "s1": source(published="2017-08-01"),
    "late": source("late", published="2019-01"),
    "undated": source("undated", published=""),
}


def tie(when: str, *, status: str = "active", src: str = "s1") -> TieRow:
    return TieRow.model_validate(
        {
            "country": "MY",
            "channel": "trade.total",
            "what": "w",
            "when": when,
            "source": src,
            "status": status,
        }
    )


def action(when: str, *, src: str = "s1") -> ActionRow:
    return ActionRow.model_validate(
        {
            "country": "MY", "channel": "trade.total", "what": "w", "when": when, "source": src, "act": "ban_trade",
            "stage": "announced",
        }
    )  # fmt: skip


def figure(when: str) -> FigureRow:
    return FigureRow.model_validate(
        {
            "country": "MY",
            "measure": "trade",
            "what": "w",
            "when": when,
            "source": "s1",
            "low": "1",
            "unit": "USD",
        }
    )


def shown(kind: str, row: ClaimRow, *, known_on: dt.date | None = None) -> bool:
    return bool(seen(kind, [row], SOURCES, Clock(as_of=DAY, known_on=known_on))[0])


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2017-08-06", True),
        ("2017-08-07", False),
        ("2017-07", True),
        ("2017-08", False),
        ("2017", False),
        ("2016", True),
    ],
)
def test_an_action_counts_once_it_certainly_happened(when: str, expected: bool) -> None:
    assert shown("action", action(when)) is expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2017", True), ("2017-08-07", False), ("2016/..", True), ("?/2016", True), ("?/2018", False)],
)
def test_a_tie_counts_from_its_first_day(when: str, expected: bool) -> None:
    assert shown("tie", tie(when)) is expected


@pytest.mark.parametrize(("when", "expected"), [("2017", False), ("2017-01/2017-06", True), ("2016", True)])
def test_a_total_waits_for_the_end_of_its_period(when: str, expected: bool) -> None:
    assert shown("figure", figure(when)) is expected


def test_an_end_that_came_later_is_not_told() -> None:
    rows, _ = seen("tie", [tie("2011/2018", status="ended")], SOURCES, Clock(as_of=DAY))
    assert isinstance(rows[0], TieRow)
    assert rows[0].when == parse_period("2011/..")
    assert rows[0].status is TieStatus.ACTIVE


def test_a_row_without_time_was_so_when_published() -> None:
    assert shown("tie", tie(""))
    assert not shown("tie", tie("", src="late"))
    _, hidden = seen("tie", [tie("", src="undated")], SOURCES, Clock(as_of=DAY))
    assert (hidden.undated, hidden.total) == (1, 1)


def test_known_on_hides_what_was_published_later_and_counts_the_undated() -> None:
    rows = [tie("2016"), tie("2016", src="late"), tie("2016", src="undated")]
    held, hidden = seen("tie", rows, SOURCES, Clock(known_on=DAY))
    assert len(held) == 1
    assert (hidden.published_later, hidden.publication_unknown) == (1, 1)


def test_without_clocks_nothing_is_hidden() -> None:
    held, hidden = seen("tie", [tie("2030"), tie("", src="undated")], SOURCES, Clock())
    assert (len(held), hidden.total) == (2, 0)
