"""A noun phrase in its own words."""

from __future__ import annotations

from stanch.reading.model import Sentence

MODIFIERS = {"amod", "compound", "nmod", "poss", "nummod", "det"}


def phrase(sentence: Sentence, i: int) -> str:
    """A noun phrase in its own words, without its article and without what follows it."""
    words = sentence.words
    first = i
    for child in sentence.children[i]:
        if words[child].dep in MODIFIERS and child < i:
            first = min(first, _edge(sentence, child))
    while first < i and words[first].lower in (
        "the",
        "a",
        "an",
        "this",
        "that",
        "its",
        "their",
        "his",
        "her",
        ",",
        "“",
        '"',
    ):
        first += 1
    text = ""
    for j in range(first, i + 1):
        gap = " " if text and words[j].start > words[j - 1].end else ""
        text += gap + words[j].text
    for child in sentence.children[i]:
        if words[child].dep == "prep" and words[child].lower == "of" and child == i + 1:
            for j in sentence.children[child]:
                text += f" of {phrase(sentence, j)}"
    return text


def _edge(sentence: Sentence, i: int) -> int:
    return min([i, *(_edge(sentence, child) for child in sentence.children[i] if child < i)])
