"""Entries by the first letters of words in their names: what search boxes need, beside matching, which compares whole names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from stanch.matching.index import Index
from stanch.matching.model import NameType

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of every name, in order, with the entries that bear it."""

    words: tuple[str, ...]
    bearers: tuple[frozenset[str], ...]

    def find(self, typed: str) -> frozenset[str]:
        """Entries of which each typed word begins a word of a name."""
        found: frozenset[str] | None = None
        for word in _WORD.findall(typed.casefold()):
            place, bearing = bisect_left(self.words, word), set[str]()
            while place < len(self.words) and self.words[place].startswith(word):
                bearing |= self.bearers[place]
                place += 1
            found = frozenset(bearing) if found is None else found & bearing
        return found or frozenset()


def words_of(index: Index) -> Words:
    """The words of an index."""
    held: dict[str, set[str]] = defaultdict(set)
    for number in range(len(index)):
        entity = index.entity(number)
        for name in entity.names:
            for word in _WORD.findall(name.text.casefold()):
                held[word].add(entity.id)
    ordered = sorted(held)
    return Words(tuple(ordered), tuple(frozenset(held[word]) for word in ordered))


def bearers_of(index: Index) -> dict[frozenset[str], frozenset[str]]:
    """Entries by the words of each name, whatever their order; weak names, which many bear, are left out."""
    held: dict[frozenset[str], set[str]] = defaultdict(set)
    for number in range(len(index)):
        entity = index.entity(number)
        for name in entity.names:
            if name.type is not NameType.WEAK:
                held[words_in(name.text)].add(entity.id)
    return {words: frozenset(ids) for words, ids in held.items() if words}


def words_in(text: str) -> frozenset[str]:
    """The words of a name, without their case and order."""
    return frozenset(_WORD.findall(text.casefold()))
