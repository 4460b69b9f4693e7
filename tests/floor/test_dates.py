"""Partial dates and periods say what a source says, no more."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.dates import PartialDate, Period, parse_day, parse_partial, parse_period

days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31))
partials = st.builds(
    lambda day, length: PartialDate(day.isoformat()[:length]), days, st.sampled_from([4, 7, 10])
)


def test_a_month_covers_its_days_and_no_others() -> None:
    """A dossier as of a day must not count what may have happened after it as certain."""
    date = parse_partial("2016-02")
    assert (date.first, date.last) == (dt.date(2016, 2, 1), dt.date(2016, 2, 29))
    assert date.covers(dt.date(2016, 2, 29))
    assert not date.covers(dt.date(2016, 3, 1))


@pytest.mark.parametrize(
    "text", ["", "17", "2017-13", "2017-02-30", "2017-8-6", "06.08.2017", "٢٠١٧", "2017-08-06T00:00"]
)
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    """A date that is guessed at is worse than none."""
    with pytest.raises(ValueError, match="no date"):
        parse_partial(text)


def test_a_month_is_not_a_day() -> None:
    """An effective date must be known to the day."""
    with pytest.raises(ValueError, match="no single day"):
        parse_day("2017-08")


@given(partials)
def test_first_is_never_after_last(date: PartialDate) -> None:
    """Every comparison rests on this order."""
    assert date.first <= date.last
    assert date.covers(date.first)
    assert date.covers(date.last)


@pytest.mark.parametrize("text", ["2017", "2016/2017-05", "2016/..", "2016/?", "?/2017", "?/.."])
def test_a_period_is_written_as_it_was_read(text: str) -> None:
    """Tables survive a round trip, so runs diff clean."""
    assert str(parse_period(text)) == text


def test_unknown_end_open_end_and_no_period_are_three_things() -> None:
    """A tie whose end is unknown must not read as a tie that goes on."""
    unknown, still_open = parse_period("2016/?"), parse_period("2016/..")
    assert parse_period("") is None
    assert unknown is not None
    assert still_open is not None
    assert unknown != still_open
    assert not unknown.open_end
    assert still_open.open_end


def test_a_period_cannot_run_backwards_nor_end_and_be_open() -> None:
    """A typo in a table is an error on load, not a wrong sentence in a dossier."""
    with pytest.raises(ValueError, match="before it starts"):
        parse_period("2017/2016")
    with pytest.raises(ValueError, match="is not open"):
        Period(end=PartialDate("2017"), open_end=True)


@given(partials, days)
def test_covering_means_begun_and_not_ended(date: PartialDate, day: dt.date) -> None:
    """The three questions one asks of a period agree with each other."""
    period = Period(start=date, end=date)
    assert period.covers(day) == (period.begun_by(day) and not period.ended_by(day))
    assert period.covers(day) == date.covers(day)
