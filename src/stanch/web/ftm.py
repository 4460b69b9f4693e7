"""FollowTheMoney JSON in and out, so that clients of the field's usual screening API work unchanged.

Schemas and property names: https://followthemoney.tech/explorer/ (names only; no code of it is used).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from stanch.dates import PartialDate
from stanch.lists.ftm import KINDS
from stanch.lists.model import Listing
from stanch.matching.model import Identifier, Kind, Match, NameType, Query

_SCHEMA = {
    Kind.PERSON: "Person",
    Kind.ORGANISATION: "Organization",
    Kind.VESSEL: "Vessel",
    Kind.AIRCRAFT: "Airplane",
    Kind.UNKNOWN: "LegalEntity",
}
_NAME_PROPERTY = {
    NameType.PRIMARY: "name",
    NameType.ALIAS: "alias",
    NameType.WEAK: "weakAlias",
    NameType.FORMER: "previousName",
}
# our identifier kinds and the property that carries them; reading takes every property named here
_IDENTIFIER_PROPERTY = {
    "imo": "imoNumber",
    "mmsi": "mmsi",
    "callsign": "callSign",
    "bic": "swiftBic",
    "lei": "leiCode",
    "duns": "dunsCode",
    "passport": "passportNumber",
    "national_id": "idNumber",
    "tax_id": "taxNumber",
    "inn": "innCode",
    "ogrn": "ogrnCode",
    "registration": "registrationNumber",
    "website": "website",
    "email": "email",
    "phone": "phone",
    "crypto": "publicKey",
    "aircraft_serial": "serialNumber",
    "aircraft_registration": "icaoCode",
}
_KIND_OF_PROPERTY = {name: kind for kind, name in _IDENTIFIER_PROPERTY.items()}
_NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_COUNTRIES = ("nationality", "citizenship", "country", "jurisdiction", "flag", "mainCountry")
_COUNTRY_OUT = {Kind.PERSON: "nationality", Kind.VESSEL: "flag", Kind.ORGANISATION: "country"}


def query_of(schema: str, properties: Mapping[str, Any]) -> Query:
    """A query out of an example entity: whatever identifies a party is used, the rest is left alone.

    A first, middle and last name given apart are put together. Values that are no text or date are skipped; the caller shows the
    query as it was understood.
    """
    values = {key: _texts(value) for key, value in properties.items()}
    names = [text for key in _NAMES for text in values.get(key, ())]
    parts = [
        " ".join(values.get(key, ()))
        for key in ("firstName", "secondName", "middleName", "fatherName", "lastName")
    ]
    if any(parts):
        names.append(" ".join(part for part in parts if part))
    return Query(
        names=tuple(dict.fromkeys(name for name in names if name.strip())),
        kind=KINDS.get(schema, Kind.UNKNOWN),
        identifiers=tuple(
            Identifier(kind=_KIND_OF_PROPERTY[key], value=text)
            for key, texts in sorted(values.items())
            if key in _KIND_OF_PROPERTY
            for text in texts
        ),
        dobs=tuple(_dates(values.get("birthDate", ()))),
        countries=tuple(
            dict.fromkeys(text[:2].upper() for key in _COUNTRIES for text in values.get(key, ()) if text)
        ),
        gender=next(iter(values.get("gender", ())), "").lower(),
    )


def _texts(value: Any) -> tuple[str, ...]:
    held = value if isinstance(value, list) else [value]
    return tuple(str(item).strip() for item in held if isinstance(item, (str, int)) and str(item).strip())


def _dates(texts: Iterable[str]) -> Iterable[PartialDate]:
    for text in texts:
        try:
            yield PartialDate(text[:10])
        except ValueError:
            continue


def schema_of(listing: Listing) -> str:
    """The FollowTheMoney schema of a listed party."""
    return _SCHEMA[listing.entity.kind]


def properties_of(listing: Listing) -> dict[str, list[str]]:
    """What a list says of a party, by FollowTheMoney property; each value once, in the order of the list."""
    entity = listing.entity
    found: dict[str, list[str]] = defaultdict(list)
    for name in entity.names:
        found[_NAME_PROPERTY[name.type]].append(name.text)
    if "name" not in found and entity.names:
        found["name"].append(entity.names[0].text)
    for identifier in entity.identifiers:
        found[_IDENTIFIER_PROPERTY.get(identifier.kind, "idNumber")].append(identifier.value)
    found["birthDate"] += [date.text for date in entity.dobs]
    found[_COUNTRY_OUT.get(entity.kind, "country")] += [code.lower() for code in entity.countries]
    found["gender"] += [entity.gender] if entity.gender else []
    found["address"] += list(entity.addresses)
    found["programId"] += list(entity.programs)
    found["topics"] += ["sanction"]
    return {key: list(dict.fromkeys(values)) for key, values in sorted(found.items()) if values}


def entity_of(listing: Listing) -> dict[str, Any]:
    """A listed party as the API shows it."""
    since = f"{listing.listed_on.first.isoformat()}T00:00:00" if listing.listed_on else None
    changed = f"{listing.updated_on[-1].last.isoformat()}T00:00:00" if listing.updated_on else since
    return {
        "id": listing.id,
        "caption": listing.entity.caption,
        "schema": schema_of(listing),
        "properties": properties_of(listing),
        "datasets": [listing.list],
        "referents": [],
        "target": True,
        "first_seen": since,
        "last_seen": None,
        "last_change": changed,
    }


def explanations_of(match: Match) -> dict[str, dict[str, Any]]:
    """Each feature with its score and reason, by name."""
    return {
        feature.key: {"score": round(feature.score, 4), "detail": feature.why, "weight": None}
        for feature in match.features
    }
