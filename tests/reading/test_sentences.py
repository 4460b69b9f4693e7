"""Sentences: the shorter way to entities and word forms says what the parser's own pipeline says, word for word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.reading.forms import Forms
from stanch.reading.model import Part, Section, Text
from stanch.reading.sentences import parse, parser

LINES = (
    "On 3 March 2021 the Bank of Lithuania fined Revolut Payments UAB, said Gediminas Simkus. There is no appeal.",
    "Let's see: there are two ships in Port Said, and they ain't moving; I'm gonna ask y'all about New York City.",
    'The "General Chang" left; she had had enough, but the crew of the M/V Sea Star, of Malta, did not.',
    "Who does what, and that which is done, isn't what they'd do: to do, to have been done, having it.",
    "South  Korea's   Ministry of Foreign Affairs \t and the United Nations Security Council met on Monday",
    "C'mon, they got ta go. Got it? It is he, it was them. You saw it; I gave you this, those and that.",
    "Ankara",
    "   ",
)


def _body(*lines: str) -> Text:
    sections, whole = [], ""
    for line in lines:
        sections.append(Section(part=Part.BODY, start=len(whole), end=len(whole) + len(line)))
        whole += line + "\n"
    return Text(name="report.txt", media="text/plain", text=whole, sections=tuple(sections))


def _of_the_pipeline(line: str) -> list[tuple[str, ...]]:
    return [
        (t.text, t.lower_, t.lemma_.lower(), t.pos_, t.tag_, t.dep_, t.ent_type_)
        for t in parser()(line)
        if not t.is_space
    ]


def _of_ours(*lines: str) -> list[tuple[str, ...]]:
    return [
        (w.text, w.lower, w.lemma, w.pos, w.tag, w.dep, w.entity)
        for sentence in parse(_body(*lines))
        for w in sentence.words
    ]


@pytest.mark.parametrize("line", LINES)
def test_words_are_those_of_the_parser(line: str) -> None:
    """Every field of every word, also where a rule looks at two words and where an entity has several."""
    assert _of_ours(line) == _of_the_pipeline(line)
    assert _of_ours(line) == _of_the_pipeline(line), "remembered forms differ from asked ones"


def test_lines_do_not_change_each_other() -> None:
    """Many lines at once give what each gives alone."""
    together = _of_ours(*LINES)
    assert together == [word for line in LINES for word in _of_ours(line)]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "the",
                "let",
                "'s",
                "there",
                "is",
                "are",
                "New",
                "York",
                "Mr.",
                "Kim",
                "5",
                "%",
                "on",
                "Monday",
                ",",
                ".",
                '"',
                "not",
                "do",
                "has",
            ]
        ),
        min_size=1,
        max_size=14,
    )
)
def test_odd_rows_of_words_too(words: list[str]) -> None:
    """No grammar is assumed: any row of words gives the parser's own answer."""
    line = " ".join(words)
    assert _of_ours(line) == _of_the_pipeline(line)


def test_sentences_begin_and_hang_together_as_parsed() -> None:
    """Heads, places and sentence starts survive the way through arrays."""
    line = LINES[0]
    words = [word for sentence in parse(_body(line)) for word in sentence.words]
    assert [line[word.start : word.end] for word in words] == [word.text for word in words]
    doc = parser()(line)
    assert [len(sentence.words) for sentence in parse(_body(line))] == [len(sent) for sent in doc.sents]
    heads = [sentence.words[word.head].text for sentence in parse(_body(line)) for word in sentence.words]
    assert heads == [token.head.text for token in doc]


def test_forms_asked_in_one_row_do_not_meet() -> None:
    """Forms that stand side by side only in the question ("let", "'s") are no pair for the rules of two words."""
    nlp = parser()
    lone = ["let", "'s"]
    forms = Forms(nlp)
    docs = list(nlp.pipe(lone, disable=("ner", "attribute_ruler", "lemmatizer")))
    assert [row[0].lemma for row in forms.of(docs)] == [nlp(word)[0].lemma_.lower() for word in lone]
