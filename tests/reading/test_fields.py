"""Dates, amounts, names and quotes: small modules, each right where the text prints something."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.dates import PartialDate
from stanch.reading.analyse import analyse
from stanch.reading.dateline import published_in
from stanch.reading.duplicates import find_duplicates
from stanch.reading.lexicon import load_lexicon
from stanch.reading.quantities import find_quantities
from stanch.reading.quotes import locate, stands
from stanch.reading.when import find_moments
from tests.reading.factories import text


@pytest.mark.parametrize(
    ("words", "published", "date"),
    [
        ("on March 11, 2019, it fell", None, "2019-03-11"),
        ("on 3 June 2018", None, "2018-06-03"),
        ("in August 2017", None, "2017-08"),
        ("in 2016", None, "2016"),
        ("on Thursday", "2017-08-07", "2017-08-03"),
        ("on Monday", "2017-08-07", "2017-08-07"),
        ("last month", "2017-01-15", "2016-12"),
        ("last year", "2018", "2017"),
        ("in December", "2018-02-01", "2017-12"),
        ("two days ago", "2017-08-07", "2017-08-05"),
        ("yesterday", "2017-08-01", "2017-07-31"),
        ("on Thursday", None, None),
        ("last month", None, None),
        ("last month", "2017", None),
        ("on Thursday", "2017", None),
    ],
)
def test_dates_are_read_and_no_finer_than_printed(
    words: str, published: str | None, date: str | None
) -> None:
    """An unknown day of publication leaves a relative date unresolved, never today's."""
    moments = find_moments(words, 0, len(words), PartialDate(published) if published else None)
    assert len(moments) == 1
    assert moments[0].date == (PartialDate(date) if date else None)


def test_the_modal_may_is_no_month() -> None:
    """The commonest false date in English."""
    words = "It may rain, and they may 4 times object."
    assert find_moments(words, 0, len(words), PartialDate("2017-08-07")) == []


@pytest.mark.parametrize(
    ("words", "unit", "low", "high"),
    [
        ("3.7m tons of coal", "tons", "3700000", "3700000"),
        ("US$1.5 billion", "USD", "1500000000", "1500000000"),
        ("37.9 percent", "percent", "37.9", "37.9"),
        ("73 per cent", "percent", "73", "73"),
        ("at least 400 workers", "count", "400", None),
        ("as many as 800 workers", "count", None, "800"),
        ("nearly 75 percent", "percent", None, "75"),
        ("200+ jets", "count", "200", None),
        ("one-third", "percent", "33.3", "33.3"),
        ("2,471 workers", "count", "2471", "2471"),
        ("tens of thousands of workers", "count", "20000", None),
    ],
)
def test_amounts_are_ranges_with_units(words: str, unit: str, low: str | None, high: str | None) -> None:
    """A bound that nobody printed stays open."""
    ((_, _, quantity),) = find_quantities(words, 0, len(words))
    assert quantity.unit == unit
    assert quantity.low == (Decimal(low) if low else None)
    assert quantity.high == (Decimal(high) if high else None)


def test_a_change_keeps_its_base() -> None:
    """ "Fell 57.8 percent" says nothing without "from a year earlier"."""
    words = "trade tumbled 57.8 percent from a year earlier to $1.51 billion"
    change, level = (q for _, _, q in find_quantities(words, 0, len(words)))
    assert change.basis == "from a year earlier"
    assert level.unit == "USD"


@pytest.mark.parametrize(
    "words", ["Resolution 2371", "in 2017 alone", "on August 5 it", "by 10 a.m. today", "the Su-35 jet"]
)
def test_numbers_that_are_no_amounts(words: str) -> None:
    """Resolutions, years, days, hours and types are no quantities."""
    assert find_quantities(words, 0, len(words)) == []


def test_publication_date_comes_from_words_that_say_so() -> None:
    """From the file's name or a date line, never from a date in the story."""
    assert published_in("Body", "as_PRK_2017-08-07_x.txt") == PartialDate("2017-08-07")
    assert published_in("Title\n\nJune 13, 2017\n\nBody") == PartialDate("2017-06-13")
    assert (
        published_in(
            "In a letter dated 23 March 2017, the minister wrote to the secretary-general and others about many things."
        )
        is None
    )


def test_bare_surnames_become_the_person_named_before() -> None:
    """The parser takes "Rafalska" alone for a firm."""
    words = "Polish Labor Minister Jane Doe spoke to reporters in Warsaw.\nDoe said that Poland had stopped issuing visas."
    cast = analyse(text(words), load_lexicon()).cast
    later = [m for mentions in cast.by_sentence[1:] for m in mentions if m.name == "Jane Doe"]
    assert later
    assert later[0].codes == ("PL",)


def test_a_state_goes_by_many_names() -> None:
    """Name, demonym, capital, abbreviation; "us" is not the United States."""
    words = "Pyongyang, the DPRK and the North Koreans told us and the US."
    cast = analyse(text(words), load_lexicon()).cast
    assert [m.codes for m in cast.by_sentence[0] if m.codes] == [("KP",), ("KP",), ("KP",), ("US",)]


def test_the_same_wire_text_is_one_source() -> None:
    """Two outlets that print one agency's text never corroborate each other."""
    story = " ".join(
        f"Word{i} stands beside word{i * 7 % 90} in the long story of the agency." for i in range(40)
    )
    first = text("Outlet one headline here\n\n" + story, name="a.txt")
    second = text("Another headline altogether\n\n" + story + " Additional line.", name="b.txt")
    other = text(
        "Something else\n\n" + " ".join(f"Quite other words{i} here and there." for i in range(60)),
        name="c.txt",
    )
    ((duplicate),) = find_duplicates([first, second, other])
    assert (duplicate.name, duplicate.of) == ("b.txt", "a.txt")


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_located_quotes_stand_in_the_text(words: str, start: int, end: int) -> None:
    """Whatever the characters, a located quote is the text at its place."""
    document = text("x" + words)
    quote = document.text[start:end]
    span = locate(quote, document, near=start)
    if quote.strip():
        assert span is not None
        assert stands(span, document)
        assert document.text[span.start : span.end] == quote
    else:
        assert span is None
