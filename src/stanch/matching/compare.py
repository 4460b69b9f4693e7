"""One listed name against the name asked for: which words answer which, and what is left over on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stanch.matching.names import Word

if TYPE_CHECKING:
    from stanch.matching.index import Index

SHARPNESS = 1.4  # how fast a likeness below 1 loses worth
INITIAL_WORTH = 0.75  # a full word answered by its initial


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
    _match_initials(index, asked, ids, asked_likeness, listed_likeness)
    return _summary(index, asked, ids, weights, asked_likeness, listed_likeness, pairs)


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
            if likeness is not None:
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


def _match_initials(
    index: Index,
    asked: Asked,
    ids: Sequence[int],
    asked_likeness: dict[int, float],
    listed_likeness: dict[int, float],
) -> None:
    """Let a left-over initial answer a left-over word that begins with it, on either side."""
    texts = [index.vocabulary.texts[word] for word in ids]
    left_listed = [place for place in range(len(ids)) if place not in listed_likeness]
    for place, word in enumerate(asked.words):
        if place in asked_likeness or not left_listed or word.role in ("number", "particle", "legal"):
            continue
        for listed in left_listed:
            one, two = word.text, texts[listed]
            if (len(one) == 1) != (len(two) == 1) and one[:1] == two[:1] and one[:1].isalpha():
                asked_likeness[place] = listed_likeness[listed] = INITIAL_WORTH
                left_listed.remove(listed)
                break


def _summary(
    index: Index,
    asked: Asked,
    ids: Sequence[int],
    weights: Sequence[float],
    asked_likeness: dict[int, float],
    listed_likeness: dict[int, float],
    pairs: list[tuple[int, int, float]],
) -> Alignment:
    roles = index.vocabulary.roles
    mine = sum(asked.weights[word] * worth(likeness) for word, likeness in asked_likeness.items())
    theirs = sum(weights[word] * worth(likeness) for word, likeness in listed_likeness.items())
    total = sum(weights)
    asked_numbers = {word.text for word in asked.words if word.role == "number"}
    listed_numbers = {index.vocabulary.texts[word] for word in ids if roles[word] == NUMBER}
    return Alignment(
        asked=mine / asked.total if asked.total else 0.0,
        listed=theirs / total if total else 0.0,
        evidence=(mine + theirs) / 2,
        words=sum(1 for word in asked_likeness if asked.words[word].role in TELLING),
        left_asked=tuple(word for word in range(len(asked.words)) if word not in asked_likeness),
        left_listed=tuple(word for word in range(len(ids)) if word not in listed_likeness),
        pairs=tuple(pairs),
        asked_words=sum(1 for word in asked.words if word.role in TELLING),
        listed_words=sum(1 for word in ids if roles[word] in _TELLING_ROLES),
        numbers_differ=bool(asked_numbers and listed_numbers and not asked_numbers & listed_numbers),
    )


def worth(likeness: float) -> float:
    """What a likeness is worth in the sum: near misses lose more than in proportion."""
    return max(0.0, 1.0 - SHARPNESS * (1.0 - likeness))


TELLING = ("name", "generic", "place", "number")
NUMBER = 3
_TELLING_ROLES = (0, 1, 2, 3)  # places of TELLING in ROLE_WEIGHT
