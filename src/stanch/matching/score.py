"""From comparison to score: one number with its reason for the names, then what everything else does to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stanch.matching.compare import Alignment, Asked
from stanch.matching.model import IDENTIFIER_KEYS, Bearing, Feature
from stanch.matching.names import Parsed

if TYPE_CHECKING:
    from stanch.matching.index import Index


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
    index: Index, asked: Asked, alignment: Alignment, number: int, *, korean: bool, script: str
) -> NameScore:
    """The score of a name compared word by word."""
    high, low = max(alignment.asked, alignment.listed), min(alignment.asked, alignment.listed)
    few = min(alignment.asked_words, alignment.listed_words)
    value = 0.25 * high + 0.75 * low if few <= 1 else 0.68 * high + 0.32 * low
    if alignment.numbers_differ:
        value *= 0.6
    if korean and high < 0.999:
        value *= 0.7
    return _named(
        value, f"words {alignment.asked:.2f}/{alignment.listed:.2f} evidence {alignment.evidence:.2f}"
    )


def score_syllables(index: Index, parsed: Parsed, number: int, alike: float, least: float) -> NameScore:
    """The score of two names that can both be Korean, by their syllables."""
    value = alike * 0.95
    return _named(value, f"syllables {alike:.2f}, least {least:.2f}")


def score_acronym(index: Index, number: int, text: str) -> NameScore:
    """The score of a single word that is the initials of a listed name."""
    return _named(0.6, f"'{text}' are the initials of the listed name")


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
