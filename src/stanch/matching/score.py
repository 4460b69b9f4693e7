"""From comparison to score: one number with its reason for the names, then what everything else does to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stanch.matching import korean
from stanch.matching.compare import Alignment, Asked
from stanch.matching.model import IDENTIFIER_KEYS, Bearing, Feature
from stanch.matching.names import Parsed

if TYPE_CHECKING:
    from stanch.matching.index import Index


PERSON = 0  # place of Kind.PERSON among the kinds
SAME_CORE = 0.9  # an organisation whose distinctive words are the same ...
LEAST_CORE = 0.55  # ... and distinctive enough ...
CORE_VALUE = 0.74  # ... is found whatever generic words stand around them
SAME_SYLLABLE = 0.79  # each part of each syllable as usually or also spelt
COMMON_FAMILY = 0.03  # share of all Koreans from which a family name tells little


@dataclass(frozen=True, slots=True)
class NameScore:
    """How well a listed name answers the name asked for, and why."""

    value: float
    feature: Feature


def _named(value: float, why: str) -> NameScore:
    value = round(min(max(value, 0.0), 1.0), 4)
    bearing = Bearing.FOR if value >= 0.5 else Bearing.NEUTRAL
    return NameScore(value, Feature(key="name", score=value, bearing=bearing, why=why))


def score_name(
    index: Index, asked: Asked, alignment: Alignment, number: int, *, same_tongue: bool, parsed: Parsed
) -> NameScore:
    """The score of a name compared word by word."""
    high, low = max(alignment.asked, alignment.listed), min(alignment.asked, alignment.listed)
    few = min(alignment.asked_words, alignment.listed_words)
    foreign = parsed.script in ("Hani", "Hang", "Kana", "Abjd") or bool(parsed.korean)
    if few <= 1:
        value = 0.25 * high + 0.75 * low
        value *= _single(asked, alignment)
    elif foreign and not any(word.concept for word in parsed.words):
        value = 0.3 * high + 0.7 * low
    else:
        value = 0.68 * high + 0.32 * low
    if (
        index.entity_kind[index.name_entity[number]] != PERSON
        and min(alignment.core_asked, alignment.core_listed) >= SAME_CORE
    ):
        value = max(value, CORE_VALUE + 0.1 * low) if alignment.core >= LEAST_CORE else value
    if alignment.numbers_differ:
        value *= 0.6
    if alignment.family_missed and value < 0.97:
        value *= 0.88
    if same_tongue and low < 0.95:
        value *= 0.7
    return _named(
        value, f"words {alignment.asked:.2f}/{alignment.listed:.2f} evidence {alignment.evidence:.2f}"
    )


def _single(asked: Asked, alignment: Alignment) -> float:
    """What one answered word is worth alone: a near spelling of a short word is little, of a long one nearly as much as the word."""
    best = max(alignment.pairs, key=lambda pair: pair[2], default=None)
    if best is None:
        return 0.0
    length = max(len(asked.words[best[0]].fold), 4)
    return float(best[2] ** (6 / length))


def score_syllables(parsed: Parsed, alike: float, least: float) -> NameScore:
    """The score of two names that can both be Korean, by their syllables.

    One syllable that only sounds near is let through where the family name is rare; among Kims it means another man.
    """
    if least >= SAME_SYLLABLE:
        return _named(0.62 + 0.33 * alike, f"the same syllables ({alike:.2f})")
    share = min(korean.family_share(family) for family, _ in parsed.korean)
    rare = share < COMMON_FAMILY
    value = (0.5 + 0.45 * alike) if rare else 0.9 * alike
    return _named(
        value, f"syllables that sound near ({alike:.2f}) after a {'rare' if rare else 'common'} family name"
    )


def score_acronym(index: Index, number: int, text: str) -> NameScore:
    """The score of a single word that is the initials of a listed name."""
    return _named(0.82, f"'{text}' are the initials of the listed name")


def combine(name_score: float, features: Sequence[Feature]) -> float:
    """What identifiers, dates, countries, gender and kind do to the score of the names."""
    score = name_score
    for feature in features:
        if feature.key in IDENTIFIER_KEYS and feature.bearing is Bearing.FOR:
            score = max(score, 0.97)
    for feature in features:
        if feature.bearing is Bearing.AGAINST:
            score *= 0.5
    return round(score, 4)
