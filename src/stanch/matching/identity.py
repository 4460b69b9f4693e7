"""What beside the name says that two records are or are not one party: numbers, dates of birth, countries, gender, kind.

Each judgement is a plain function of the query and the entity. It answers with a `Feature` and its reason, or None when there
is nothing to compare.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from stanch.dates import PartialDate
from stanch.matching.model import Bearing, Entity, Feature, Identifier, Kind, Query

# kinds of which a party has one at a time: another value speaks against it
EXCLUSIVE = ("imo", "mmsi", "lei", "bic", "aircraft_serial")
_DIGITS_ONLY = ("imo", "mmsi", "duns", "ogrn", "inn", "phone")
_UPPER = re.compile(r"[^0-9A-Z]")
_LEAST_LENGTH = 4


def clean_identifier(kind: str, value: str) -> str:
    """An identifier as it is compared: "IMO 912-6819" is "9126819", a BIC is its first eight characters."""
    text = value.upper()
    if kind in _DIGITS_ONLY:
        return re.sub(r"\D", "", text)
    if kind == "crypto":
        return value.strip()
    cleaned = _UPPER.sub("", text)
    return cleaned[:8] if kind == "bic" else cleaned


def identifier_keys(identifiers: Iterable[Identifier]) -> Iterator[str]:
    """The index keys of identifiers; those too short to tell anyone apart are left out."""
    for one in identifiers:
        cleaned = clean_identifier(one.kind, one.value)
        if len(cleaned) >= _LEAST_LENGTH:
            yield f"{one.kind}:{cleaned}"


def same_identifiers(query: Query, entity: Entity) -> list[Feature]:
    """One feature for each kind of identifier that both records have."""
    features = []
    for kind in sorted({one.kind for one in query.identifiers}):
        asked = {clean_identifier(kind, one.value) for one in query.identifiers if one.kind == kind} - {""}
        listed = {clean_identifier(kind, one.value) for one in entity.identifiers if one.kind == kind} - {""}
        if not asked or not listed:
            continue
        shared = sorted(asked & listed)
        label = kind.replace("_", " ").upper() if len(kind) <= 4 else kind.replace("_", " ")
        if shared:
            features.append(
                Feature(key=kind, score=1.0, bearing=Bearing.FOR, why=f"same {label} {shared[0]}")
            )
        elif kind in EXCLUSIVE:
            why = f"{label} {min(asked)}, listed with {', '.join(sorted(listed))}"
            features.append(Feature(key=kind, score=0.0, bearing=Bearing.AGAINST, why=why))
        else:
            why = f"{label} differs, but a party may have several"
            features.append(Feature(key=kind, score=0.4, bearing=Bearing.NEUTRAL, why=why))
    return features


def same_birth(query: Query, entity: Entity) -> Feature | None:
    """Dates of birth, each as exact as it was printed; the closest pair counts."""
    if not query.dobs or not entity.dobs:
        return None
    judged = [_births(asked, listed) for asked in query.dobs for listed in entity.dobs]
    return max(judged, key=lambda feature: (feature.score, feature.why))


def _births(asked: PartialDate, listed: PartialDate) -> Feature:
    if asked.text == listed.text:
        return Feature(key="dob", score=1.0, bearing=Bearing.FOR, why=f"born {asked}, as listed")
    if asked.first <= listed.last and listed.first <= asked.last:
        return Feature(
            key="dob", score=0.85, bearing=Bearing.FOR, why=f"born {asked}, listed as {listed}: these agree"
        )
    years = abs(asked.year - listed.year)
    if years == 0 and asked.is_day and listed.is_day and _transposed(asked.text, listed.text):
        why = f"born {asked}, listed as {listed}: day and month may be swapped or one digit mistyped"
        return Feature(key="dob", score=0.7, bearing=Bearing.FOR, why=why)
    if years <= 1:
        why = f"born {asked}, listed as {listed}: less than two years apart"
        return Feature(key="dob", score=0.5, bearing=Bearing.NEUTRAL, why=why)
    if _one_digit_off(asked.text, listed.text):
        why = f"born {asked}, listed as {listed}: one digit differs"
        return Feature(key="dob", score=0.45, bearing=Bearing.NEUTRAL, why=why)
    return Feature(key="dob", score=0.0, bearing=Bearing.AGAINST, why=f"born {asked}, listed as {listed}")


def _transposed(one: str, two: str) -> bool:
    return (one[5:7], one[8:10]) == (two[8:10], two[5:7]) or sum(
        a != b for a, b in zip(one, two, strict=True)
    ) == 1


def _one_digit_off(one: str, two: str) -> bool:
    """True for full dates that differ in a single digit; a bare year is too little to tell a slip from a fact."""
    return len(one) == len(two) == 10 and sum(a != b for a, b in zip(one, two, strict=True)) == 1


def same_country(query: Query, entity: Entity) -> Feature | None:
    """Nationality, registration or flag."""
    asked, listed = {code.upper() for code in query.countries}, {code.upper() for code in entity.countries}
    if not asked or not listed:
        return None
    shared = sorted(asked & listed)
    if shared:
        return Feature(key="country", score=1.0, bearing=Bearing.FOR, why=f"both {', '.join(shared)}")
    why = f"{', '.join(sorted(asked))}, listed as {', '.join(sorted(listed))}"
    # ships change flag and people have several passports: another country is a doubt, not a proof
    bearing = Bearing.NEUTRAL if entity.kind is Kind.VESSEL else Bearing.AGAINST
    return Feature(key="country", score=0.2, bearing=bearing, why=why)


def same_gender(query: Query, entity: Entity) -> Feature | None:
    """Gender, when both records give it."""
    if not query.gender or not entity.gender:
        return None
    if query.gender == entity.gender:
        return Feature(key="gender", score=0.6, bearing=Bearing.NEUTRAL, why=f"both {query.gender}")
    why = f"{query.gender}, listed as {entity.gender}"
    return Feature(key="gender", score=0.0, bearing=Bearing.AGAINST, why=why)


def same_kind(query: Query, entity: Entity) -> Feature | None:
    """Whether both are persons, organisations, vessels or aircraft; compared only when the query says."""
    if Kind.UNKNOWN in (query.kind, entity.kind) or query.kind is entity.kind:
        return None
    why = f"asked for a {query.kind}, listed is a {entity.kind}"
    return Feature(key="kind", score=0.0, bearing=Bearing.AGAINST, why=why)


SINGLE: tuple[Callable[[Query, Entity], Feature | None], ...] = (
    same_birth,
    same_country,
    same_gender,
    same_kind,
)


def features_of(query: Query, entity: Entity) -> list[Feature]:
    """All that can be compared beside the names, identifiers first."""
    return [
        *same_identifiers(query, entity),
        *(feature for judge in SINGLE if (feature := judge(query, entity)) is not None),
    ]
