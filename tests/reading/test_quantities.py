"""Amounts as printed: a table of phrases, by kind of amount, with unit and bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from stanch.reading.quantities import find_quantities


def amounts(words: str) -> list[tuple[str, str, str]]:
    """Unit, lower and upper bound of each, "" where a bound is open."""
    return [(q.unit, _plain(q.low), _plain(q.high)) for _, _, q in find_quantities(words, 0, len(words))]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


@pytest.mark.parametrize(
    ("words", "unit", "low", "high"),
    [
        ("$5 million in coal", "USD", "5000000", "5000000"),
        ("US$270 million of goods", "USD", "270000000", "270000000"),
        ("USD 2.5bn was paid", "USD", "2500000000", "2500000000"),
        ("$2 billion to $3 billion a year", "USD", "2000000000", "3000000000"),
        ("$2 to $3 billion", "USD", "2000000000", "3000000000"),
        ("between $200 million and $500 million", "USD", "200000000", "500000000"),
        ("more than $1.2 billion", "USD", "1200000000", ""),
        ("up to $300,000", "USD", "", "300000"),
        ("28.8 million dollars", "USD", "28800000", "28800000"),
        ("a billion dollars", "USD", "1000000000", "1000000000"),
        ("half a billion dollars", "USD", "500000000", "500000000"),
        ("three to five billion dollars", "USD", "3000000000", "5000000000"),
        ("hundreds of millions of dollars", "USD", "200000000", ""),
        ("tens of millions of dollars", "USD", "20000000", ""),
        ("€38,000 a month", "EUR", "38000", "38000"),
        ("280 million euros", "EUR", "280000000", "280000000"),
        ("£444million", "GBP", "444000000", "444000000"),
        ("S$6 million", "SGD", "6000000", "6000000"),
        ("A$1.5 billion", "AUD", "1500000000", "1500000000"),
        ("RM23 million", "MYR", "23000000", "23000000"),
        ("NOK 9 million", "NOK", "9000000", "9000000"),
        ("¥21 billion", "JPY", "21000000000", "21000000000"),
        ("62.7 billion yen", "JPY", "62700000000", "62700000000"),
        ("7.2 million francs", "CHF", "7200000", "7200000"),
        ("two million yuan", "CNY", "2000000", "2000000"),
    ],
)
def test_money(words: str, unit: str, low: str, high: str) -> None:
    """Signs, codes and names of currencies, scales in words or letters, ranges whose scale stands once."""
    assert amounts(words) == [(unit, low, high)]


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("90 percent of it", "90", "90"),
        ("73 per cent", "73", "73"),
        ("4.1 pct", "4.1", "4.1"),
        ("nearly 75%", "", "75"),
        ("above 90 per cent", "90", ""),
        ("less than one percent", "", "1"),
        ("five to ten percent", "5", "10"),
        ("2-3 percent", "2", "3"),
        ("0.5 percentage points", "0.5", "0.5"),
        ("a third of its exports", "33.3", "33.3"),
        ("fell by a third.", "33.3", "33.3"),
        ("two-thirds of the catch", "66.7", "66.7"),
        ("about three quarters of it", "75", "75"),
        ("nine-tenths of the trade", "90", "90"),
        ("down by nine tenths", "90", "90"),
        ("a tenth of that", "10", "10"),
        ("more than half of the crude", "50", ""),
        ("half the fleet", "50", "50"),
        ("nearly half have left", "", "50"),
        ("one in five ships", "20", "20"),
        ("one man in ten on the site", "10", "10"),
        ("two out of three vessels", "66.7", "66.7"),
    ],
)
def test_shares(words: str, low: str, high: str) -> None:
    """In figures, in words, as fractions and as so many in so many."""
    assert amounts(words) == [("percent", low, high)]


@pytest.mark.parametrize(
    ("words", "unit", "low", "high"),
    [
        ("3.7 million tons", "tons", "3700000", "3700000"),
        ("10,000-12,000 tons", "tons", "10000", "12000"),
        ("200,000 to 300,000 tonnes", "tonnes", "200000", "300000"),
        ("half a million tonnes", "tonnes", "500000", "500000"),
        ("seven and a half tonnes", "tonnes", "7.5", "7.5"),
        ("three tonnes of gold", "tonnes", "3", "3"),
        ("tens of thousands of tonnes", "tonnes", "20000", ""),
        ("500,000 barrels a year", "barrels", "500000", "500000"),
        ("735,000 barrels a day", "barrels a day", "735000", "735000"),
        ("below two million barrels per day", "barrels per day", "", "2000000"),
        ("27 kilograms of gold", "kilograms", "27", "27"),
        ("9.5 billion cubic metres", "cubic metres", "9500000000", "9500000000"),
    ],
)
def test_weights_and_volumes(words: str, unit: str, low: str, high: str) -> None:
    """A range in one unit is one amount."""
    assert amounts(words) == [(unit, low, high)]


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("nearly 20 workers", "", "20"),
        ("more than 100 companies", "100", ""),
        ("at least 41 countries", "41", ""),
        ("no fewer than 200 people", "200", ""),
        ("some 7,000 containers", "7000", "7000"),
        ("between 800 and 1,200 workers", "800", "1200"),
        ("2,000 to 2,500 seamen", "2000", "2500"),
        ("sent back 2,471", "2471", "2471"),
        ("it stood at 2,123.", "2123", "2123"),
        ("1.2 million refugees", "1200000", "1200000"),
        ("10,000 or more men", "10000", ""),
        ("two dozen firms", "24", "24"),
        ("at least a dozen cases", "12", ""),
        ("several hundred engineers", "300", "300"),
        ("a few thousand men", "2000", "2000"),
        ("half a million visitors", "500000", "500000"),
        ("a hundred ships", "100", "100"),
        ("two hundred thousand shells", "200000", "200000"),
        ("fifty-five boxes", "55", "55"),
        ("eleven doctors", "11", "11"),
        ("fewer than fifty states", "", "50"),
        ("six accredited staff", "6", "6"),
        ("four or five vessels", "4", "5"),
        ("only one vessel", "1", "1"),
        ("dozens of firms", "24", ""),
        ("tens of thousands of labourers", "20000", ""),
        ("thousands of shells", "2000", ""),
        ("fell to zero", "0", "0"),
        ("72 hours to leave", "72", "72"),
        ("another 120 days", "120", "120"),
    ],
)
def test_counts(words: str, low: str, high: str) -> None:
    """In figures and in words, of whatever is counted."""
    assert amounts(words) == [("count", low, high)]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("its sixth nuclear test", "ordinal"),
        ("the fifth-largest partner", "ordinal"),
        ("by 191 votes to none", "votes"),
        ("by 408 to 2,", "votes"),
        ("a 15-0 vote", "votes"),
        ("rose tenfold", "times"),
        ("three times the price", "times"),
        ("twice as much coal", "times"),
    ],
)
def test_order_votes_and_multiples(words: str, unit: str) -> None:
    """They are told as printed."""
    assert [found for found, _, _ in amounts(words)] == [unit]


@pytest.mark.parametrize(
    "words",
    [
        "two years ago",
        "three days later",
        "a month earlier",
        "on August 5",
        "on 5 August",
        "from August 5 to 7",
        "on the 5th of August",
        "in 2017",
        "between 2012 and 2015",
        "about 2017 it was said",
        "Resolutions 2371 and 2375",
        "paragraph 18",
        "article 3",
        "the Su-35 jet",
        "a 30-kilometre pipe",
        "the two sides",
        "the two countries",
        "a third country",
        "a third party",
        "the first half of the year",
        "a quarter later",
        "no one",
        "one another",
        "at ten o'clock",
        "at 14:05",
        "zero tolerance",
        "half-brother",
    ],
)
def test_numbers_that_count_nothing(words: str) -> None:
    """Times, papers, types, ordinals and idioms."""
    assert amounts(words) == []


def test_two_amounts_of_one_clause() -> None:
    """Each with its unit, in the order of the text."""
    words = "imports fell 37.9 percent to $143.6 million, and 12 of 30 firms closed"
    assert [unit for unit, _, _ in amounts(words)] == ["percent", "USD", "count", "count"]


def test_a_rate_says_over_what_time() -> None:
    """500,000 barrels in a year are not 500,000 barrels."""
    ((_, _, quantity),) = find_quantities("500,000 barrels a year", 0, 22)
    assert quantity.basis == "a year"
    assert quantity.printed == "500,000 barrels a year"
