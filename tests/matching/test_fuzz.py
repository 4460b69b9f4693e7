"""Laws that hold for any text at all: no crash, no silent skip of readable letters, no answer from an earlier query."""

from __future__ import annotations

import os
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.matching.conftest import PARTIES, party

from stanch.matching.fold import bones, fold
from stanch.matching.index import Index, build
from stanch.matching.model import Query
from stanch.matching.names import parse
from stanch.matching.text import plain
from stanch.matching.vocabulary import LEAST_LIKENESS, Sought, find, find_anywhere

EXAMPLES = int(os.environ.get("STANCH_FUZZ_EXAMPLES", "150"))
fuzz = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

ODD = "\u200b\u200d\u202e\u2066\ufeff\u0301\u0440\u0435\u0430\u03bf\uff21\U0001f600\ud800가힣金々ｱー٣"
names = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.sampled_from("abcdefghijklmnopqrstuvwxyz -'." + ODD), max_size=80),
    st.sampled_from([name.text for entity in PARTIES for name in entity.names]),
)
words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=24)


@fuzz
@given(text=names)
def test_any_text_can_be_taken_apart(text: str) -> None:
    """Parsing never fails and is a function of the text alone."""
    assert parse(text) == parse(text)


@fuzz
@given(text=names)
def test_any_query_is_answered(index: Index, text: str) -> None:
    """Searching never fails; scores are shares, sorted, and each has a reason."""
    matches = index.search(Query(names=(text,)), threshold=0.01, limit=50)
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert all(0.01 <= match.score <= 1.0 and match.features[0].why for match in matches)


@fuzz
@given(first=names, second=names)
def test_a_query_never_answers_for_the_one_before(index: Index, first: str, second: str) -> None:
    """The same query gives the same answer whatever was asked in between."""
    before = index.search(Query(names=(second,)), threshold=0.05)
    index.search(Query(names=(first,)), threshold=0.05)
    assert index.search(Query(names=(second,)), threshold=0.05) == before


@fuzz
@given(text=names)
def test_any_name_can_be_listed_and_is_then_found(text: str) -> None:
    """Whatever a list prints can be indexed, and where it has a readable word the very same text finds it."""
    small = build([party("it", text), party("other", "Zzyzx Qqwv")])
    if parse(text).words:
        assert any(match.entity.id == "it" for match in small.search(Query(names=(text,)), threshold=0.3))


@fuzz
@given(
    text=names,
    inserted=st.sampled_from(["\u200b", "\u200e", "\u202e", "\u2060", "\ufeff", "\u00ad"]),
    place=st.integers(0, 60),
)
def test_invisible_characters_change_nothing(text: str, inserted: str, place: int) -> None:
    """A zero-width or direction character anywhere leaves the comparison as it was."""
    assert (
        plain(text[:place] + inserted + text[place:]).replace(" ", "") == plain(text).replace(" ", "")
        or not text.isascii()
    )


@fuzz
@given(word=words)
def test_sound_spelling_is_short_and_stable(word: str) -> None:
    """A sound spelling stays in ASCII letters, and its consonants come from it alone."""
    folded = fold(word)
    assert folded.isascii() and len(folded) <= 2 * len(word)
    assert bones(folded) == bones(folded)


syllables = st.lists(
    st.tuples(st.sampled_from("bdfgklmnprtvz"), st.sampled_from("aeiou")), min_size=3, max_size=7
)


@fuzz
@given(
    parts=syllables,
    place=st.integers(0, 13),
    consonant=st.sampled_from("bdfgklmnprtvz"),
    vowel=st.sampled_from("aeiou"),
)
def test_one_slip_in_a_word_still_finds_it(
    parts: list[tuple[str, str]], place: int, consonant: str, vowel: str
) -> None:
    """Look-up by signatures loses nothing that comparing with every word accepts after one wrong letter.

    Left out: words that repeat one consonant class again and again ("bababa"), which signatures write once.
    """
    word = "".join(map("".join, parts))
    place %= len(word)
    slipped = word[:place] + (vowel if place % 2 else consonant) + word[place + 1 :]
    for text in (word, slipped):
        classes = [bones(letter) for letter in text[::2]]
        assume(all(one != two for one, two in pairwise(classes)))
    vocabulary = build([party("it", word), party("other", "Aleksandr Petrovsky")]).vocabulary
    sought = Sought(slipped, fold(slipped), "", "name")
    near, alike = find(vocabulary, sought)
    everything, _ = find_anywhere(vocabulary, sought)
    assert set(everything.tolist()) == set(near.tolist())
    assert (alike >= LEAST_LIKENESS).all()


def test_huge_names_are_read_to_a_limit(index: Index) -> None:
    """A megabyte of text is no way to stop the service, and the name in front of it still counts."""
    assert index.search(Query(names=("KUM SONG 3 " + "\u0301" * 1_000_000,)))[0].entity.id == "ks3"
    assert index.search(Query(names=("x" * 1_000_000,))) == []
    assert index.search(Query(names=("金" * 100_000,))) == []
    assert index.search(Query(names=("a b " * 100_000,))) == []
