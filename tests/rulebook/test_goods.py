"""Plain words and codes for goods."""

from __future__ import annotations

import datetime as dt

import pytest

from stanch.rulebook.goods import describe, facts_of, items_of_code, lexicon, tokens_of
from stanch.rulebook.hs import codes_in, edition_on


@pytest.mark.parametrize(
    ("words", "item"),
    [
        ("anthracite", "coal"),
        ("Anthracite, 500 t", "coal"),
        ("coal from the north", "coal"),
        ("squid", "seafood"),
        ("frozen squid", "seafood"),
        ("seamless pipes", "steel"),
        ("steel water pipes", "steel"),
        ("men's jackets", "textiles"),
        ("MONUMENTAL STATUES", "statue"),
        ("used cargo vessel", "vessel"),
        ("무연탄", "coal"),
        ("煤炭", "coal"),
        ("pumps and valves", "machinery"),
        ("jet fuel", "aviation_fuel"),
        ("kerosene-type jet fuel", "aviation_fuel"),
        ("assault rifles", "arms"),
    ],
)
def test_words_name_items(words: str, item: str) -> None:
    """The words of the papers reach the items that rules name, kinds included."""
    assert item in describe(words).items


def test_a_material_before_the_head_is_only_touched() -> None:
    """A coal mining machine is a machine."""
    said = describe("coal mining machine")
    assert "machinery" in said.items
    assert "coal" not in said.items
    assert "coal" in said.touched


def test_unknown_words_name_nothing() -> None:
    """What the lexicon does not know is not guessed."""
    assert describe("flux capacitor").items == frozenset()
    assert describe("").items == frozenset()


def test_a_code_names_items_only_where_it_holds_nothing_else() -> None:
    """2710 holds diesel and jet fuel alike, so it names neither."""
    assert "coal" in items_of_code("270112")
    assert not {"diesel", "aviation_fuel", "refined_petroleum"} & items_of_code("271019")
    assert "luxury" not in items_of_code("870323")


def test_words_tell_new_from_used() -> None:
    """2321 ¶30 and 2397 ¶14 differ on this."""
    assert facts_of("new helicopter") == {"condition": "new"}
    assert facts_of("second-hand ship") == {"condition": "used"}
    assert facts_of("ship") == {}


def test_phrases_are_unambiguous_enough() -> None:
    """A phrase that names three things names nothing."""
    assert [phrase for phrase, keys in lexicon().phrases.items() if len(keys) > 2] == []


def test_plurals_fold() -> None:
    """Singular and plural are one word; short and -ss words stay."""
    assert tokens_of("Boxes of Berries, glass, gas") == ("box", "of", "berry", "glass", "gas")


@pytest.mark.parametrize(
    ("code", "edition", "wanted", "expected"),
    [
        ("080290", 2017, 2022, {"080291", "080292", "080299"}),
        ("080291", 2022, 2017, {"080290"}),
        ("970310", 2022, 2017, {"970300"}),
        ("970310", 2022, 2012, {"970300"}),
        ("440711", 2017, 2012, {"440710"}),
        ("270112", 2022, 2002, {"270112"}),
        ("08029050", 2017, 2022, {"080291", "080292", "080299"}),
        ("8806", 2022, 2017, {"8806", "880220"}),
    ],
)
def test_codes_across_editions(code: str, edition: int, wanted: int, expected: set[str]) -> None:
    """A cargo coded in 2022 meets a rule coded in 2017."""
    assert codes_in(code, edition, wanted) == expected


def test_edition_on_a_day() -> None:
    """Each edition begins on 1 January."""
    assert edition_on(dt.date(2016, 12, 31)) == 2012
    assert edition_on(dt.date(2017, 1, 1)) == 2017
    assert edition_on(dt.date(2022, 1, 1)) == 2022
    assert edition_on(dt.date(1999, 1, 1)) == 2002
