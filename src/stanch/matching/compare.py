"""One listed name against the name asked for: which words answer which, and what is left over on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler

from stanch.matching.names import Word

if TYPE_CHECKING:
    from stanch.matching.index import Index

SHARPNESS = 1.4  # how fast a likeness below 1 loses worth
_VOWELS = frozenset("aeiouy")
INITIAL_WORTH = 0.75  # a full word answered by its initial
SHORTENED = 0.82  # a word answered by its beginning: "elec", "Alex"
JOINED_AT = 0.88  # least likeness of a word to several written as one
LEFT_OVER = 0.9  # Jaro-Winkler likeness from which two left-over words answer each other
LEFT_OVER_WORTH = 0.78


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more words of the query read as one word, with the listed words it may mean."""

    start: int
    length: int
    hits: dict[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The words asked for, with their weights and everything the vocabulary found for them."""

    words: Sequence[Word]
    weights: Sequence[float]
    total: float
    units: Sequence[Unit]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two names answer each other.

    `asked` and `listed` are the shares of either name's weight that is answered; `evidence` is the weight of what agrees,
    high for rare names; `words` counts the answered words that are names; `pairs` are (query words, listed words, likeness).
    """

    asked: float
    listed: float
    evidence: float
    words: int
    left_asked: tuple[int, ...]
    left_listed: tuple[int, ...]
    pairs: tuple[tuple[int, int, float], ...]
    asked_words: int = 0
    listed_words: int = 0
    numbers_differ: bool = False
    number_missing: bool = False
    family_missed: bool = False
    first_missed: bool = False
    initial_differs: bool = False
    core_asked: float = 0.0  # share of the words that are neither generic, place nor legal form
    core_listed: float = 0.0
    core: float = 0.0  # weight of those on the listed side


def align(index: Index, asked: Asked, number: int) -> Alignment:
    """Give each word of the query the listed word that answers it best, each word used once."""
    first, last = index.word_offsets[number], index.word_offsets[number + 1]
    ids = index.word_ids[first:last].tolist()
    weights = index.vocabulary.weights[ids].tolist()
    options = _options(index, asked, number, ids, weights)
    options.sort(reverse=True)
    asked_likeness: dict[int, float] = {}
    listed_likeness: dict[int, float] = {}
    pairs = []
    for _, likeness, start, length, place, covered in options:
        if any(word in asked_likeness for word in range(start, start + length)):
            continue
        if any(word in listed_likeness for word in range(place, place + covered)):
            continue
        for word in range(start, start + length):
            asked_likeness[word] = likeness
        for word in range(place, place + covered):
            listed_likeness[word] = likeness
        pairs.append((start, place, likeness))
    if asked_likeness and len(asked_likeness) < len(asked.words) and len(listed_likeness) < len(ids):
        _match_left_over(index, asked, ids, asked_likeness, listed_likeness)
    family = index.word_family[first:last].tolist()
    missed = any(family) and not any(flag and place in listed_likeness for place, flag in enumerate(family))
    return _summary(index, asked, ids, weights, asked_likeness, listed_likeness, pairs, missed)


def _options(
    index: Index, asked: Asked, number: int, ids: Sequence[int], weights: Sequence[float]
) -> list[tuple[float, float, int, int, int, int]]:
    """Every possible answer: (gain, likeness, query start, query words, listed place, listed words)."""
    options = []
    join_first, join_last = index.join_offsets[number], index.join_offsets[number + 1]
    joins = index.join_ids[join_first:join_last].tolist()
    for unit in asked.units:
        hits = unit.hits
        mine = sum(asked.weights[unit.start : unit.start + unit.length])
        for place, word in enumerate(ids):
            likeness = hits.get(word)
            if likeness is not None:
                options.append(
                    (likeness * (mine + weights[place]), likeness, unit.start, unit.length, place, 1)
                )
        for offset, word in enumerate(joins):
            likeness = hits.get(word)
            if likeness is not None and likeness >= JOINED_AT:
                place = int(index.join_starts[join_first + offset])
                covered = int(index.join_lengths[join_first + offset])
                theirs = sum(weights[place : place + covered])
                options.append(
                    (
                        likeness * (mine + theirs) * 0.98,
                        likeness * 0.99,
                        unit.start,
                        unit.length,
                        place,
                        covered,
                    )
                )
    return options


def _match_left_over(
    index: Index,
    asked: Asked,
    ids: Sequence[int],
    asked_likeness: dict[int, float],
    listed_likeness: dict[int, float],
) -> None:
    """Let left-over words answer each other when one begins like the other: an initial, an abbreviation, a near spelling."""
    left = [place for place in range(len(ids)) if place not in listed_likeness]
    roles = index.vocabulary.roles
    for place, word in enumerate(asked.words):
        if place in asked_likeness or word.role in _NOT_GUESSED or not word.text or word.forms:
            continue
        for other in left:
            if roles[ids[other]] in _SILENT_ROLES:
                continue
            likeness = _beginning(
                word,
                index.vocabulary.texts[ids[other]],
                index.vocabulary.folds[ids[other]],
                place_name=bool(roles[ids[other]] == PLACE),
            )
            if likeness:
                asked_likeness[place] = listed_likeness[other] = likeness
                left.remove(other)
                break


def _beginning(word: Word, text: str, folded: str, *, place_name: bool) -> float:
    """How far two words that begin alike answer each other, 0 when they do not."""
    short, long = sorted((word.text, text), key=len)
    if not short or (short[0] != long[0] and word.fold[:1] != folded[:1]):
        return 0.0
    if len(short) == 1:
        return INITIAL_WORTH if len(long) > 1 and short.isalpha() and short == long[0] else 0.0
    if len(short) >= (2 if place_name else 3) and long.startswith(short):
        return SHORTENED
    if len(short) <= 3 and not _VOWELS & set(short) and _contracted(short, long):
        return SHORTENED
    near = max(JaroWinkler.similarity(word.fold, folded), JaroWinkler.similarity(word.text, text))
    return LEFT_OVER_WORTH if len(short) >= 4 and near >= LEFT_OVER else 0.0


def _contracted(short: str, long: str) -> bool:
    """True for "Mg" and "Maung", "Mhd" and "Mohammed": first and last letter, and in between letters in order."""
    letters = iter(long)
    return short[-1] == long[-1] and len(long) > len(short) and all(letter in letters for letter in short)


def _summary(
    index: Index,
    asked: Asked,
    ids: Sequence[int],
    weights: Sequence[float],
    asked_likeness: dict[int, float],
    listed_likeness: dict[int, float],
    pairs: list[tuple[int, int, float]],
    family_missed: bool,
) -> Alignment:
    roles = index.vocabulary.roles
    mine = sum(asked.weights[word] * worth(likeness) for word, likeness in asked_likeness.items())
    theirs = sum(weights[word] * worth(likeness) for word, likeness in listed_likeness.items())
    total = sum(weights)
    asked_numbers = {word.text for word in asked.words if word.role == "number"}
    listed_numbers = {index.vocabulary.texts[word] for word in ids if roles[word] == NUMBER}
    core_asked, _ = _core([word.role == "name" for word in asked.words], asked.weights, asked_likeness)
    core_listed, core = _core([roles[word] == 0 for word in ids], weights, listed_likeness)
    return Alignment(
        core_asked=core_asked,
        core_listed=core_listed,
        core=core,
        asked=mine / asked.total if asked.total else 0.0,
        listed=theirs / total if total else 0.0,
        evidence=(mine + theirs) / 2,
        words=sum(1 for word in asked_likeness if asked.words[word].role in TELLING),
        left_asked=tuple(word for word in range(len(asked.words)) if word not in asked_likeness),
        left_listed=tuple(word for word in range(len(ids)) if word not in listed_likeness),
        pairs=tuple(pairs),
        asked_words=sum(1 for word in asked.words if word.role in TELLING),
        listed_words=sum(1 for word in ids if roles[word] in _TELLING_ROLES),
        number_missing=bool(asked_numbers) != bool(listed_numbers),
        family_missed=family_missed,
        first_missed=_first_missed(ids, roles, listed_likeness),
        initial_differs=_initial_differs(asked, ids, roles, asked_likeness, listed_likeness),
        numbers_differ=bool(asked_numbers and listed_numbers and not asked_numbers & listed_numbers),
    )


def _first_missed(ids: Sequence[int], roles: NDArray[np.uint8], listed_likeness: dict[int, float]) -> bool:
    """True when the first listed word that is a name is not answered."""
    first = next((place for place, word in enumerate(ids) if roles[word] == 0), None)
    return first is not None and first not in listed_likeness


def _initial_differs(
    asked: Asked,
    ids: Sequence[int],
    roles: NDArray[np.uint8],
    asked_likeness: dict[int, float],
    listed_likeness: dict[int, float],
) -> bool:
    """True when an initial is left over and so is a listed name, and they do not fit."""
    spare = any(roles[word] == 0 and place not in listed_likeness for place, word in enumerate(ids))
    return spare and any(
        word.role == "initial" and place not in asked_likeness for place, word in enumerate(asked.words)
    )


def _core(names: Sequence[bool], weights: Sequence[float], likeness: dict[int, float]) -> tuple[float, float]:
    """How much of the words that are names is answered, and their weight."""
    total = sum(weight for weight, name in zip(weights, names, strict=True) if name)
    answered = sum(weights[place] * worth(alike) for place, alike in likeness.items() if names[place])
    return (answered / total if total else 0.0), total


def worth(likeness: float) -> float:
    """What a likeness is worth in the sum: near misses lose more than in proportion."""
    return max(0.0, 1.0 - SHARPNESS * (1.0 - likeness))


TELLING = ("name", "generic", "place", "number")
PLACE, NUMBER = 2, 3
_TELLING_ROLES = (0, 1, 2, 3)  # places of TELLING in ROLE_WEIGHT
_NOT_GUESSED = ("number", "particle", "legal")
_SILENT_ROLES = (3, 7, 8)  # number, legal, particle
