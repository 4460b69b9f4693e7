"""Leaf functions that every format shares: what they let through, and what they make of dates and numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.dates import parse_period
from stanch.dossier.amounts import scaled, written_amount
from stanch.dossier.markdown import plain
from stanch.dossier.show import listed, names_later, safe_link, sentence, shown, written_day, written_period
from stanch.records import Quantity

BIDI = "\u202e\u2066\u200f\u061c"


@given(st.text())
def test_nothing_shown_hides_or_reorders(text: str) -> None:
    """A fact with direction marks must not make a sentence read as another."""
    out = shown(text)
    assert not any(
        c in out
        for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\x00\x1b\n\r"
    )
    assert shown(out) == out


@pytest.mark.parametrize("url", [
    "javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a.example/\"onload=x", "https://a.example/ b",
    "file:///etc/passwd", "https://a.example/<b>", "", "https://", "http://[", "../../x.html",
])  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert safe_link(url) == ""


@pytest.mark.parametrize(
    "url", ["https://undocs.org/S/RES/2371(2017)", "http://a.example/b?c=d&e=f#g", "MY.html"]
)
def test_web_addresses_stay(url: str) -> None:
    assert safe_link(url) == url


@given(st.text(alphabet="[]()<>*_`#|~\\!&-+=.1a $\n", max_size=40))
def test_markdown_reads_back_as_the_same_text(text: str) -> None:
    """Whatever a fact holds, a Markdown reader shows those characters and no markup."""
    from markdown_it import MarkdownIt

    wanted = shown(text)
    tokens = MarkdownIt("commonmark").parse(plain(text))
    inline = [child for token in tokens for child in (token.children or [])]
    assert {child.type for child in inline} <= {"text", "text_special"}
    assert "".join(child.content for child in inline) == wanted


def test_periods_are_no_more_exact_than_they_are_known() -> None:
    assert written_period(parse_period("2017-03-04")) == "4 March 2017"
    assert written_period(parse_period("2017-03")) == "March 2017"
    assert written_period(parse_period("2014/2016-05")) == "2014 to May 2016"
    assert written_period(parse_period("2008/..")) == "since 2008"
    assert written_period(parse_period("2008/?")) == "from 2008"
    assert written_period(parse_period("?/2016")) == "until 2016"
    assert written_period(None) == "undated"
    assert written_day("not a day") == "not a day"


def test_ranges_stay_ranges() -> None:
    def amount(low: str | None, high: str | None, unit: str = "USD") -> str:
        held = [Decimal(value) if value else None for value in (low, high)]
        return written_amount(Quantity(unit=unit, low=held[0], high=held[1]))

    assert amount("1200000", "1200000") == "USD 1.2 million"
    assert amount("2000000", "3000000") == "USD 2 to 3 million"
    assert amount("900000", "3000000") == "USD 900,000 to 3 million"
    assert amount("200", None, "persons") == "at least 200 persons"
    assert amount(None, "12", "percent") == "at most 12%"
    assert amount("1", "1", "companies") != "1 companies"
    assert scaled(Decimal("1530000000")) == "1.53 billion"


def test_words() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert sentence("the end") == "The end."
    assert sentence("“So it was.”") == "“So it was.”"


def test_a_later_time_is_noticed_in_a_sentence() -> None:
    day = dt.date(2017, 8, 6)
    assert names_later("Imports of iron, January to September 2017", day)
    assert names_later("It ended in 2018.", day)
    assert not names_later("Imports of iron, January to August 2017", day)
    assert not names_later("Resolution 2371 of 2017 and 2,018 tonnes in 2016", day)
    assert not names_later("The letter of 5 August 2017", day)
