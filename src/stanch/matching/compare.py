"""One listed name against the name asked for: which words answer which, and what is left over on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler

from stanch.matching.names import Word
from stanch.matching.words import ROLE_WEIGHT

if TYPE_CHECKING:
    from stanch.matching.index import Index

SHARPNESS = 1.4  # how fast a likeness below 1 loses worth
_VOWELS = frozenset("aeiouy")
INITIAL_WORTH = 0.75  # a full word answered by its initial
SHORTENED = 0.82  # a word answered by its beginning: "elec", "Alex"
BETTER_SIDE = 0.68  # weight of the better answered name; the other has the rest
THE_SAME = 0.97
JOINED_WORTH = 0.98  # a word that answers several is a little less than one that answers one
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
    units: Sequence[Unit]
    total: float
    core: float  # weight of the words that are names
    telling: int  # words that are neither titles, particles nor legal forms
    numbers: frozenset[str]


def asked_of(words: Sequence[Word], weights: Sequence[float], units: Sequence[Unit]) -> Asked:
    """The sums over a query that every comparison needs."""
    return Asked(
        words=words,
        weights=weights,
        units=units,
        total=sum(weights),
        core=sum(weight for word, weight in zip(words, weights, strict=True) if word.role == "name"),
        telling=sum(1 for word in words if word.role in TELLING),
        numbers=frozenset(word.text for word in words if word.role == "number"),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """The words of one listed name, out of the arrays of the index."""

    ids: list[int]
    weights: list[float]
    roles: list[int]
    family: list[int]
    joins: list[int]
    join_starts: list[int]
    join_lengths: list[int]


def listed_of(index: Index, number: int) -> Listed:
    """The words of listed name `number`."""
    first, last = index.word_offsets[number], index.word_offsets[number + 1]
    join_first, join_last = index.join_offsets[number], index.join_offsets[number + 1]
    ids = index.word_ids[first:last]
    return Listed(
        ids.tolist(),
        index.vocabulary.weights[ids].tolist(),
        index.vocabulary.roles[ids].tolist(),
        index.word_family[first:last].tolist(),
        index.join_ids[join_first:join_last].tolist(),
        index.join_starts[join_first:join_last].tolist(),
        index.join_lengths[join_first:join_last].tolist(),
    )


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two names answer each other.

    `asked` and `listed` are the shares of either name's weight that is answered; `evidence` is the weight of what agrees, high
    for rare names; `pairs` are (query word, listed word, likeness). Core words are those that are names, not generic ones.
    """

    asked: float
    listed: float
    evidence: float
    core_asked: float
    core_listed: float
    core: float
    pairs: tuple[tuple[int, int, float], ...]
    left_asked: tuple[int, ...]
    left_listed: tuple[int, ...]
    asked_words: int
    listed_words: int
    listed_size: int  # all its words, silent ones too
    numbers_differ: bool
    number_missing: bool
    family_missed: bool
    first_missed: bool
    initial_differs: bool
    place_left: bool


def align(index: Index, asked: Asked, number: int, floor: float = 0.0) -> Alignment | None:
    """Give each word of the query the listed word that answers it best, each word used once.

    None when too little is answered for a score of `floor`.
    """
    listed = listed_of(index, number)
    mine, theirs, pairs = _assign(_options(asked, listed))
    if mine and len(mine) < len(asked.words) and len(theirs) < len(listed.ids):
        _match_left_over(index, asked, listed, mine, theirs)
    asked_sum, asked_core = _answered(asked.weights, mine, [word.role == "name" for word in asked.words])
    listed_sum, listed_core = _answered(listed.weights, theirs, [role == NAME for role in listed.roles])
    total = sum(listed.weights)
    core = sum([weight for weight, role in zip(listed.weights, listed.roles, strict=True) if role == NAME])
    of_asked, of_listed = asked_sum / asked.total, listed_sum / total
    # a name whose own words are answered on one side may still reach the floor, whatever else is left over
    if max(of_asked, of_listed) * BETTER_SIDE + min(of_asked, of_listed) * (1 - BETTER_SIDE) < floor and (
        asked_core < 0.8 * asked.core and listed_core < 0.8 * core
    ):
        return None
    numbers = {
        index.vocabulary.texts[word]
        for word, role in zip(listed.ids, listed.roles, strict=True)
        if role == NUMBER
    }
    names_left = [place for place, role in enumerate(listed.roles) if role == NAME and place not in theirs]
    left_asked = tuple([place for place in range(len(asked.words)) if place not in mine])
    return Alignment(
        asked=of_asked,
        listed=of_listed,
        evidence=(asked_sum + listed_sum) / 2,
        core_asked=asked_core / asked.core if asked.core else 0.0,
        core_listed=listed_core / core if core else 0.0,
        core=core,
        pairs=tuple(pairs),
        left_asked=left_asked,
        left_listed=tuple([place for place in range(len(listed.ids)) if place not in theirs]),
        asked_words=asked.telling,
        listed_words=sum([role <= NUMBER for role in listed.roles]),
        listed_size=len(listed.ids),
        numbers_differ=bool(asked.numbers and numbers and not asked.numbers & numbers),
        number_missing=bool(asked.numbers - FIRST) != bool(numbers - FIRST),
        family_missed=1 in listed.family
        and not any(flag and place in theirs for place, flag in enumerate(listed.family)),
        first_missed=NAME in listed.roles and listed.roles.index(NAME) in names_left,
        place_left=any(role == PLACE and place not in theirs for place, role in enumerate(listed.roles)),
        initial_differs=bool(names_left)
        and any(asked.words[place].role == "initial" for place in left_asked),
    )


Option = tuple[
    float, float, int, int, int, int
]  # gain, likeness, query start, query words, listed place, listed words


def _options(asked: Asked, listed: Listed) -> list[Option]:
    """Every possible answer, the best first."""
    options: list[Option] = []
    for unit in asked.units:
        hits = unit.hits
        mine = (
            asked.weights[unit.start]
            if unit.length == 1
            else sum(asked.weights[unit.start : unit.start + unit.length])
        )
        for place, word in enumerate(listed.ids):
            likeness = hits.get(word)
            if likeness is not None:
                options.append(
                    (likeness * (mine + listed.weights[place]), likeness, unit.start, unit.length, place, 1)
                )
        for offset, word in enumerate(listed.joins):
            likeness = hits.get(word)
            if likeness is not None and likeness >= JOINED_AT:
                place, covered = listed.join_starts[offset], listed.join_lengths[offset]
                gain = likeness * (mine + sum(listed.weights[place : place + covered])) * JOINED_WORTH
                options.append((gain, likeness * JOINED_WORTH, unit.start, unit.length, place, covered))
    # words that are the same come before words written together, however much those would cover
    options.sort(
        key=lambda option: (option[3] == option[5] == 1 and option[1] >= THE_SAME, option), reverse=True
    )
    return options


def _assign(
    options: Sequence[Option],
) -> tuple[dict[int, float], dict[int, float], list[tuple[int, int, float]]]:
    """Take the options in turn, each word once; answers with the likeness of each answered word on either side."""
    mine: dict[int, float] = {}
    theirs: dict[int, float] = {}
    pairs = []
    for _, likeness, start, length, place, covered in options:
        asked_run, listed_run = range(start, start + length), range(place, place + covered)
        if any(word in mine for word in asked_run) or any(word in theirs for word in listed_run):
            continue
        for word in asked_run:
            mine[word] = likeness
        for word in listed_run:
            theirs[word] = likeness
        pairs.append((start, place, likeness))
    return mine, theirs, pairs


def _answered(
    weights: Sequence[float], likeness: dict[int, float], names: Sequence[bool]
) -> tuple[float, float]:
    """The weight of what is answered, all of it and the names among it."""
    everything = core = 0.0
    for place, alike in likeness.items():
        value = weights[place] * worth(alike)
        everything += value
        if names[place]:
            core += value
    return everything, core


def _match_left_over(
    index: Index, asked: Asked, listed: Listed, mine: dict[int, float], theirs: dict[int, float]
) -> None:
    """Let left-over words answer each other when one begins like the other: an initial, an abbreviation, a near spelling."""
    left = [
        place for place, role in enumerate(listed.roles) if place not in theirs and role not in _SILENT_ROLES
    ]
    for place, word in enumerate(asked.words):
        if place in mine or word.role in _NOT_GUESSED or not word.text or word.forms:
            continue
        for other in left:
            number = listed.ids[other]
            likeness = _beginning(
                word,
                index.vocabulary.texts[number],
                index.vocabulary.folds[number],
                place_name=listed.roles[other] == PLACE,
                generic=GENERIC in (listed.roles[other], ROLES.index(word.role)),
            )
            if likeness:
                mine[place] = theirs[other] = likeness
                left.remove(other)
                break


def _beginning(word: Word, text: str, folded: str, *, place_name: bool, generic: bool) -> float:
    """How far two words that begin alike answer each other, 0 when they do not."""
    short, long = sorted((word.text, text), key=len)
    if not short or (short[0] != long[0] and word.fold[:1] != folded[:1]):
        return 0.0
    if len(short) == 1:
        return INITIAL_WORTH if len(long) > 1 and short.isalpha() and short == long[0] else 0.0
    least = 2 if place_name else 3 if generic or len(long) == len(short) + 1 else 4
    if len(short) >= least and long.startswith(short):
        return SHORTENED
    if len(short) <= 3 and not _VOWELS & set(short) and _contracted(short, long):
        return SHORTENED
    near = max(JaroWinkler.similarity(word.fold, folded), JaroWinkler.similarity(word.text, text))
    return LEFT_OVER_WORTH if len(short) >= 4 and near >= LEFT_OVER else 0.0


def _contracted(short: str, long: str) -> bool:
    """True for "Mg" and "Maung", "Mhd" and "Mohammed": first and last letter, and in between letters in order."""
    letters = iter(long)
    return short[-1] == long[-1] and len(long) > len(short) and all(letter in letters for letter in short)


def worth(likeness: float) -> float:
    """What a likeness is worth in the sum: near misses lose more than in proportion."""
    return max(0.0, 1.0 - SHARPNESS * (1.0 - likeness))


ROLES = tuple(ROLE_WEIGHT)
TELLING = ("name", "generic", "place", "number")
NAME, GENERIC, PLACE, NUMBER = 0, 1, 2, 3  # places in ROLE_WEIGHT; those up to NUMBER are the telling ones
FIRST = frozenset({"1"})  # the first of a series often goes without its number
_NOT_GUESSED = ("number", "particle", "legal")
_SILENT_ROLES = (3, 7, 8)  # number, legal, particle
