"""From comparison to score: how much of two names answers, what casts doubt on it, and why.

The raw value of a name runs from 0 to 1; `calibrate` turns it into a share of validation pairs (see docs/matching.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stanch.matching import korean
from stanch.matching.compare import BETTER_SIDE, Alignment, Asked
from stanch.matching.names import Parsed

if TYPE_CHECKING:
    from stanch.matching.index import Index

PERSON = 0  # place of Kind.PERSON among the kinds
NATIVE = ("Hani", "Hang", "Kana", "Abjd")
SAME_SYLLABLE = 0.79  # each part of each syllable as usually or also spelt
COMMON_FAMILY = 0.03  # share of all Koreans from which a family name tells little
WHOLE_PERSON = 0.9  # a person's name in Hangul or Han answers a whole listed name or none
SAME_CORE = 0.9  # an organisation whose distinctive words are the same ...
LEAST_CORE = 0.55  # ... and distinctive enough ...
CORE_LETTERS = 5
CORE_VALUE = 0.74  # ... is found whatever generic words stand around them
LEAST_HELD_CORE = 0.85  # an organisation whose rare distinctive word stands with a generic one of its own in a longer name ...
HELD_CORE_VALUE = 0.72  # ... may be its plant or branch
ACRONYM = 0.82
COMMON = 0.05  # what a match of the commonest words loses against one of rare words


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything that scoring one listed name looks at."""

    index: Index
    asked: Asked
    parsed: Parsed
    alignment: Alignment
    number: int

    @property
    def is_person(self) -> bool:
        """True when the listed party is a natural person."""
        return bool(self.index.entity_kind[self.index.name_entity[self.number]] == PERSON)


@dataclass(frozen=True, slots=True)
class NameScore:
    """How well a listed name answers the name asked for; `why` is put in words only when someone reads it."""

    value: float
    why: Callable[[], str]


def _clipped(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 4)


def score_name(compared: Compared) -> NameScore:
    """The score of a name compared word by word: what answers, less what casts doubt."""
    value = _answered(compared)
    doubts = [doubt for judge in DOUBTS if (doubt := judge(compared)) is not None]
    for factor, _ in doubts:
        value *= factor
    value -= COMMON * math.exp(-1.2 * compared.alignment.evidence)
    return NameScore(_clipped(value), lambda: _in_words(compared, [reason for _, reason in doubts]))


def _answered(compared: Compared) -> float:
    """How much of both names is answered: the better covered side counts more, unless little is there to compare."""
    alignment = compared.alignment
    high, low = max(alignment.asked, alignment.listed), min(alignment.asked, alignment.listed)
    if (
        min(alignment.asked_words, alignment.listed_words, len(alignment.pairs)) <= 1
        and not compared.parsed.person
    ):
        value = (0.25 * high + 0.75 * low) * _single(compared.asked, alignment)
    elif compared.parsed.person or _unknown_han(compared.parsed):
        value = low if low >= WHOLE_PERSON else 0.8 * low
    elif _wants_all(compared.parsed):
        value = 0.3 * high + 0.7 * low
    else:
        value = BETTER_SIDE * high + (1 - BETTER_SIDE) * low
    if _same_core(compared):
        value = max(value, CORE_VALUE + 0.1 * low)
    elif _holds_core(compared):
        value = max(value, HELD_CORE_VALUE)
    return value


def _unknown_han(parsed: Parsed) -> bool:
    """True for Han characters of which none is a word that organisations share: a person's or a firm's own name."""
    return parsed.script == "Hani" and not any(word.concept for word in parsed.words)


def _wants_all(parsed: Parsed) -> bool:
    """True for names whose every syllable tells: a part of a Korean or Chinese name is nobody's name."""
    return bool(parsed.korean) or (parsed.script in NATIVE and not any(word.concept for word in parsed.words))


def _same_core(compared: Compared) -> bool:
    """True when the distinctive words of an organisation or ship are the same, and the first word asked for is one of them."""
    alignment = compared.alignment
    if (
        compared.is_person
        or min(alignment.core_asked, alignment.core_listed) < SAME_CORE
        or alignment.core < LEAST_CORE
    ):
        return False
    telling = [word for word in compared.parsed.words if word.role in ("name", "generic", "number")]
    plain_name = len(compared.parsed.words) > 1 and all(
        word.role in ("name", "particle") for word in compared.parsed.words
    )
    if plain_name:  # "Al Green" is a person's name, "Green Ltd" is not
        return False
    letters = sum(len(word.fold) for word in telling if word.role == "name")
    return bool(telling) and telling[0].role == "name" and letters >= CORE_LETTERS


def _holds_core(compared: Compared) -> bool:
    """True when all distinctive words of an organisation and one more of its words are asked for, among others: a plant, a branch."""
    alignment = compared.alignment
    if (
        compared.is_person
        or alignment.core_listed < SAME_CORE
        or alignment.core < LEAST_HELD_CORE
        or len(alignment.pairs) < 2
    ):
        return False
    words = compared.parsed.words
    generic = [
        start for start, _, likeness in alignment.pairs if words[start].role == "generic" and likeness >= 0.95
    ]
    return bool(generic) and any(words[place].role == "generic" for place in alignment.left_asked)


def _single(asked: Asked, alignment: Alignment) -> float:
    """What one answered word is worth alone: a near spelling of a short word is little, of a long one nearly the word."""
    best = max(alignment.pairs, key=lambda pair: pair[2], default=None)
    if best is None:
        return 0.0
    length = max(len(asked.words[best[0]].fold), 4)
    return float(best[2] ** (6 / length))


Doubt = tuple[float, str]


def other_number(compared: Compared) -> Doubt | None:
    """ "KUM SONG 3" is not "KUM SONG 5"."""
    return (0.6, "another number") if compared.alignment.numbers_differ else None


def missing_number(compared: Compared) -> Doubt | None:
    """A ship or office with a number is asked for without one, or the other way round."""
    if compared.is_person or compared.alignment.numbers_differ or not compared.alignment.number_missing:
        return None
    return 0.9, "a number stands on one side only"


def family_missing(compared: Compared) -> Doubt | None:
    """Given names alone do not make a person."""
    return (0.88, "the listed family name is not asked for") if compared.alignment.family_missed else None


def first_name_missing(compared: Compared) -> Doubt | None:
    """Two words that answer the middle of a longer name leave out the name a person goes by."""
    alignment = compared.alignment
    if (
        not compared.is_person
        or alignment.asked_words > 2
        or alignment.listed_words < 3
        or not alignment.first_missed
    ):
        return None
    return 0.88, "the first listed name is not asked for"


def other_initial(compared: Compared) -> Doubt | None:
    """ "John T. Salazar" is not John Jairo Mendez Salazar."""
    return (0.9, "an initial fits none of the other names") if compared.alignment.initial_differs else None


def one_listed_word(compared: Compared) -> Doubt | None:
    """A listed name of one word, asked for among others, is a weak sign."""
    alignment = compared.alignment
    if (
        alignment.listed_size > 1
        or len(compared.parsed.words) < 2
        or not alignment.left_asked
        or _same_core(compared)
    ):
        return None
    return 0.72, "the listed name is one word only"


def other_place(compared: Compared) -> Doubt | None:
    """Bank of one country, bank of another."""
    alignment = compared.alignment
    asked = any(compared.parsed.words[place].role == "place" for place in alignment.left_asked)
    if not asked or not alignment.place_left:
        return None
    return 0.85, "another place"


def firm_or_person(compared: Compared) -> Doubt | None:
    """A company is asked for, a person is listed."""
    if not compared.is_person:
        return None
    words = compared.parsed.words
    firm = any(word.role == "legal" and word.text not in ("mv", "mt", "ss") for word in words) or any(
        words[place].role == "place" for place in compared.alignment.left_asked
    )
    return (0.88, "a firm is asked for, a person is listed") if firm else None


def other_syllables(compared: Compared) -> Doubt | None:
    """Two names that can both be Korean, but not with the same syllables."""
    alignment = compared.alignment
    if not compared.parsed.korean or not compared.index.name_korean[compared.number]:
        return None
    return (
        (0.7, "other syllables if the name is Korean")
        if min(alignment.asked, alignment.listed) < 0.95
        else None
    )


DOUBTS: tuple[Callable[[Compared], Doubt | None], ...] = (
    other_number,
    missing_number,
    family_missing,
    first_name_missing,
    other_initial,
    one_listed_word,
    other_place,
    firm_or_person,
    other_syllables,
)


def _in_words(compared: Compared, doubts: Sequence[str]) -> str:
    """The comparison in a sentence: which words answer which, what is left on either side, what casts doubt."""
    return "; ".join([*_agreement(compared), *doubts])


def _agreement(compared: Compared) -> Iterator[str]:
    index, alignment = compared.index, compared.alignment
    listed = index.word_ids[
        index.word_offsets[compared.number] : index.word_offsets[compared.number + 1]
    ].tolist()
    texts = [index.vocabulary.texts[word].replace("_", " ") for word in listed]
    for mine, theirs, likeness in sorted(alignment.pairs):
        word = compared.asked.words[mine]
        same = word.text.replace("_", " ") == texts[theirs]
        yield (
            f"'{texts[theirs]}'"
            if same
            else f"'{word.spelt or word.text}' as '{texts[theirs]}' ({likeness:.2f})"
        )
    if alignment.left_asked:
        yield "not listed: " + " ".join(compared.asked.words[place].text for place in alignment.left_asked)
    if alignment.left_listed:
        yield "not asked for: " + " ".join(texts[place] for place in alignment.left_listed)


def score_syllables(parsed: Parsed, alike: float, least: float) -> NameScore:
    """The score of two names that can both be Korean, by their syllables.

    One syllable that only sounds near is let through where the family name is rare and the spelling is not Hangul or Han itself; among
    Kims it means another man.
    """
    if least >= SAME_SYLLABLE:
        return NameScore(_clipped(0.96 * alike**1.25), lambda: f"the same Korean syllables ({alike:.2f})")
    share = min(korean.family_share(family) for family, _ in parsed.korean)
    if share < COMMON_FAMILY and parsed.script == "Latn":
        return NameScore(
            _clipped(0.5 + 0.45 * alike),
            lambda: f"Korean syllables that sound near ({alike:.2f}), rare family name",
        )
    return NameScore(_clipped(0.9 * alike), lambda: f"Korean syllables that sound near ({alike:.2f})")


def score_acronym(text: str) -> NameScore:
    """The score of a single word that is the initials of a listed name."""
    return NameScore(ACRONYM, lambda: f"'{text}' are the initials of the listed name")
