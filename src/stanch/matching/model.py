"""The nouns of matching: who is listed, who is asked for, and what was found.

Readers of official lists make `Entity` records; screening makes `Query` records and reads `Match` records.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from stanch.dates import PartialDate


class Kind(enum.StrEnum):
    """What sort of party a record is about."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class NameType(enum.StrEnum):
    """How a list prints a name. A weak name ("RGB", "Salman") counts for less; a former one still counts."""

    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK = "weak"
    FORMER = "former"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name as printed.

    `script` (ISO 15924: "Latn", "Hang", "Hani" ...) and `lang` (ISO 639) are "" where the list does not say.
    """

    text: str
    type: NameType = NameType.PRIMARY
    script: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number or code that belongs to one party: kind in lower case ("imo", "mmsi", "bic", "lei", "passport" ...)."""

    kind: str
    value: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One listed party, with everything the list says of it that bears on identity.

    `properties` keeps whatever else the list prints, name by name, so that nothing read is lost.
    """

    id: str
    kind: Kind
    names: tuple[Name, ...]
    identifiers: tuple[Identifier, ...] = ()
    dobs: tuple[PartialDate, ...] = ()
    countries: tuple[str, ...] = ()  # ISO 3166 alpha-2: nationality, registration, flag
    gender: str = ""  # "male", "female" or "" for unknown
    addresses: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    dataset: str = ""
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def caption(self) -> str:
        """The first primary name, else the first name, else the id."""
        for name in self.names:
            if name.type is NameType.PRIMARY:
                return name.text
        return self.names[0].text if self.names else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Who is asked for. Each name is one way the asker writes the same party; the best one counts."""

    names: tuple[str, ...] = ()
    kind: Kind = Kind.UNKNOWN
    identifiers: tuple[Identifier, ...] = ()
    dobs: tuple[PartialDate, ...] = ()
    countries: tuple[str, ...] = ()
    gender: str = ""


class Bearing(enum.StrEnum):
    """What one feature does to the question "is it the same party?"."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One judgement with its reason: ``Feature(key="dob", score=0.0, bearing=AGAINST, why="born 1952, listed as 1957")``."""

    key: str  # name, imo, passport, dob, country, gender, kind ...
    score: float  # 0 (as different as can be) to 1 (the same)
    bearing: Bearing
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One listed party that may be the one asked for, with the reasons.

    `score` ranks, and is calibrated: the share of validation pairs with such a score that were the same party (see
    docs/matching.md). `name_score` is the same for the names alone. `namesakes` is how many other listed parties bear a
    name that fits the query as well.
    """

    entity: Entity
    score: float
    name_score: float
    features: tuple[Feature, ...]
    query_name: str = ""
    listed_name: Name | None = None
    namesakes: int = 0

    @property
    def confirmed(self) -> bool:
        """True when something beside the name agrees: an identifier, a date of birth, a country."""
        return any(f.bearing is Bearing.FOR and f.key not in NAME_KEYS for f in self.features)

    @property
    def contradicted(self) -> bool:
        """True when something beside the name disagrees: another IMO number, another year of birth."""
        return any(f.bearing is Bearing.AGAINST and f.key not in NAME_KEYS for f in self.features)

    @property
    def identified(self) -> bool:
        """True when a number or code that belongs to one party only is the same."""
        return any(f.bearing is Bearing.FOR and f.key in IDENTIFIER_KEYS for f in self.features)

    @property
    def name_only(self) -> bool:
        """True when nothing beside the name speaks for it or against it: a namesake looks just like this."""
        return not self.confirmed and not self.contradicted

    def feature(self, key: str) -> Feature | None:
        """The feature with this key, or None when it was not compared."""
        return next((f for f in self.features if f.key == key), None)


NAME_KEYS = frozenset({"name", "namesakes", "weak", "kind"})
IDENTIFIER_KEYS = frozenset(
    {
        "imo", "mmsi", "callsign", "bic", "lei", "passport", "national_id", "tax_id", "registration", "crypto",
        "aircraft_registration", "aircraft_serial", "website", "email", "phone", "duns", "ogrn", "inn",
    }
)  # fmt: skip
