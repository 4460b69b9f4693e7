"""What identifiers, dates, countries, gender and kind do to the score of the names."""

from __future__ import annotations

from collections.abc import Sequence

from stanch.matching.model import IDENTIFIER_KEYS, Bearing, Feature

IDENTIFIED = 0.97  # the same number or code: the party itself, whatever the name
IDENTIFIED_UNNAMED = 0.93  # ... while the names say nothing
DOUBTED = {
    "imo": 0.3,
    "mmsi": 0.6,
    "lei": 0.3,
    "bic": 0.5,
    "aircraft_serial": 0.4,
    "dob": 0.45,
    "country": 0.85,
    "gender": 0.4,
    "kind": 0.6,
}
CONFIRMED = {
    "dob": 0.6,
    "country": 0.15,
}  # share of what is missing to certainty that an agreement makes good


def combine(name_score: float, features: Sequence[Feature]) -> float:
    """The score of the whole record: the name's, raised by what agrees and lowered by what contradicts.

    Agreement never makes a match out of names that do not answer each other; an identifier does.
    """
    score = name_score
    for feature in features:
        if feature.bearing is Bearing.FOR and feature.key in CONFIRMED and name_score >= 0.3:
            score += (1.0 - score) * CONFIRMED[feature.key] * feature.score
        elif feature.bearing is Bearing.AGAINST:
            score *= DOUBTED.get(feature.key, 0.5)
    if any(feature.bearing is Bearing.FOR and feature.key in IDENTIFIER_KEYS for feature in features):
        score = max(score, IDENTIFIED if name_score >= 0.3 else IDENTIFIED_UNNAMED)
    return round(min(score, 1.0), 4)
