"""What is held already and may be the same matter: told before a step comes to be counted twice."""

from __future__ import annotations

from stanch.facts.load import frame_of, load_book
from stanch.facts.placed import place
from stanch.facts.similar import similar_to
from stanch.records import Standing
from stanch.settings import packaged_data
from tests.facts.test_placed import claim, source


def test_the_step_that_is_held_is_found_and_can_be_joined() -> None:
    """India's halt of trade is in our own tables; the claim that names it is weighed with it, and adds no second step."""
    book = load_book(packaged_data())
    frame = frame_of(packaged_data(), book)
    paper = source("a", "Example Post", "2017-08-05")
    told = claim("a", by=paper, actors=("IN",), channels=("trade",))
    found = similar_to(told, book, frame)
    assert found
    assert found[0].matter == "in-trade-ban-2017"
    before = len(book.actions("IN"))
    joined = place([claim("a", by=paper, actors=("IN",), channels=("trade",), fact=found[0].matter)], frame)
    after = book.with_rows(joined.held, joined.sources).actions("IN")
    assert len(after) == before
    (held,) = [action for action in after if action.key == "IN/in-trade-ban-2017"]
    assert any(voice.claim.span is not None for voice in held.voices)
    assert held.standing in (Standing.CORROBORATED, Standing.CONTESTED)


def test_nothing_is_like_a_step_of_another_kind_or_another_year() -> None:
    """Otherwise every claim would be offered the whole file."""
    book = load_book(packaged_data())
    frame = frame_of(packaged_data(), book)
    late = claim("a", by=source("a", "Example Post", "2031-01-01"), actors=("IN",), channels=("trade",))
    assert similar_to(late, book, frame) == ()
    assert similar_to(claim(actors=("IN",), act="investigate", channels=("culture",)), book, frame) == ()
