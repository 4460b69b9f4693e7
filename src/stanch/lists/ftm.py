"""FollowTheMoney entities as JSON lines: how OpenSanctions publishes its more than 300 lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from stanch.dates import PartialDate
from stanch.errors import FormatError
from stanch.lists.model import Listing, Reading, Relation
from stanch.lists.strict_xml import Problems
from stanch.lists.words import gender, read_dates
from stanch.matching.model import Entity, Identifier, Kind, Name, NameType

KINDS = {
    "Person": Kind.PERSON, "Organization": Kind.ORGANISATION, "Company": Kind.ORGANISATION, "LegalEntity": Kind.UNKNOWN,
    "PublicBody": Kind.ORGANISATION, "Vessel": Kind.VESSEL, "Airplane": Kind.AIRCRAFT, "Thing": Kind.UNKNOWN,
    "Vehicle": Kind.UNKNOWN, "Asset": Kind.UNKNOWN, "CryptoWallet": Kind.UNKNOWN, "Security": Kind.UNKNOWN,
}  # fmt: skip
TIES = {  # schema: (this party, the other party, kind seen from this party)
    "Ownership": ("asset", "owner", "owner"),
    "Directorship": ("organization", "director", "linked"),
    "Family": ("person", "relative", "family"),
    "Associate": ("person", "associate", "linked"),
    "Membership": ("organization", "member", "linked"),
    "Employment": ("employer", "employee", "linked"),
    "Representation": ("agent", "client", "acts_for"),
    "Succession": ("successor", "predecessor", "linked"),
    "UnknownLink": ("subject", "object", "linked"),
    "ProjectParticipant": ("project", "participant", "linked"),
    "Occupancy": ("holder", "post", "linked"),
}
SIDE = (
    "Address",
    "Identification",
    "Passport",
    "Position",
    "Sanction",
    "Documentation",
    "Payment",
    "BankAccount",
    "Debt",
    "Contract",
    "ContractAward",
    "CallForTenders",
    "CourtCase",
    "CourtCaseParty",
    "Event",
    "Article",
    "Note",
    "Mention",
    "Interest",
    "Similar",
    "EconomicActivity",
    "License",
    "Trip",
    "UserAccount",
    "Project",
    "Value",
    "RealEstate",
    "TaxRoll",
    "Risk",
    "Call",
    "Message",
    "Document",
    "Documents",
    "PlainText",
    "Workbook",
    "Folder",
    "Page",
    "Package",
    "Pages",
    "Table",
    "Video",
    "Audio",
    "Image",
    "Email",
    "HyperText",
    "Assessment",
)

_NAMES = (
    ("name", NameType.ALIAS),
    ("alias", NameType.ALIAS),
    ("weakAlias", NameType.WEAK),
    ("previousName", NameType.FORMER),
    ("abbreviation", NameType.WEAK),
)
_IDENTIFIERS = {
    "imoNumber": "imo", "mmsi": "mmsi", "callSign": "callsign", "swiftBic": "bic", "bikCode": "registration",
    "leiCode": "lei", "dunsCode": "duns", "passportNumber": "passport", "idNumber": "national_id",
    "socialSecurityNumber": "national_id", "taxNumber": "tax_id", "vatCode": "tax_id", "innCode": "inn", "ogrnCode": "ogrn",
    "registrationNumber": "registration", "okpoCode": "registration", "uscCode": "registration", "jibCode": "registration",
    "kppCode": "registration", "npiCode": "registration", "uniqueEntityId": "registration", "cageCode": "registration",
    "website": "website", "email": "email", "phone": "phone", "publicKey": "crypto", "serialNumber": "aircraft_serial",
    "icaoCode": "aircraft_registration", "isin": "isin", "permId": "registration", "ricCode": "registration",
    "giiNumber": "registration", "crn": "registration",
}  # fmt: skip
_COUNTRIES = (
    "nationality",
    "citizenship",
    "country",
    "jurisdiction",
    "flag",
    "mainCountry",
    "registrationCountry",
)


def read(raw: bytes, path: str = "entities.ftm.json", *, list_key: str = "ftm") -> Reading:
    """Every party of a file; ties, sanctions and identity documents are joined to the parties they are about.

    Raises:
        FormatError: a line is no FollowTheMoney entity, or its schema is not known.
    """
    problems = Problems(path)
    parties: dict[str, dict[str, Any]] = {}
    sides: list[dict[str, Any]] = []
    for line, entity in _lines(raw, path, problems):
        schema = entity["schema"]
        if schema in KINDS:
            parties[entity["id"]] = entity
        elif schema in TIES or schema in SIDE:
            sides.append(entity)
        else:
            problems.add(line, "schema", f"'{schema}' is no schema this reader knows")
    problems.raise_any()
    relations, extra = _joined(parties, sides)
    listings = tuple(
        _listing(entity, list_key, relations.get(entity["id"], ()), extra.get(entity["id"], ()))
        for entity in parties.values()
    )
    return Reading(list=list_key, listings=listings, published_on=_newest(parties.values()))


def _lines(raw: bytes, path: str, problems: Problems) -> list[tuple[int, dict[str, Any]]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: is not UTF-8 at byte {error.start}") from error
    found: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"{path}:{number}: not JSON: {error}") from error
        if (
            not isinstance(entity, dict)
            or not isinstance(entity.get("id"), str)
            or not isinstance(entity.get("schema"), str)
        ):
            problems.add(number, "", "is no FollowTheMoney entity: it needs id and schema")
            continue
        properties = entity.get("properties", {})
        if not isinstance(properties, dict) or not all(isinstance(v, list) for v in properties.values()):
            problems.add(number, "properties", "must map names to lists of values")
            continue
        found.append((number, entity))
    problems.raise_any()
    return found


def _joined(
    parties: Mapping[str, Any], sides: list[dict[str, Any]]
) -> tuple[dict[str, list[Relation]], dict[str, list[dict[str, Any]]]]:
    relations: dict[str, list[Relation]] = {}
    extra: dict[str, list[dict[str, Any]]] = {}
    for side in sides:
        properties = side.get("properties", {})
        if side["schema"] in TIES:
            here, there, kind = TIES[side["schema"]]
            for this in _ids(properties, here):
                for other in _ids(properties, there):
                    relations.setdefault(this, []).append(_relation(kind, other, parties, side))
                    if kind == "owner":
                        relations.setdefault(other, []).append(_relation("asset", this, parties, side))
            continue
        for holder in _ids(properties, "holder") + _ids(properties, "entity"):
            extra.setdefault(holder, []).append(side)
    return relations, extra


def _ids(properties: Mapping[str, Any], key: str) -> list[str]:
    return [value["id"] if isinstance(value, dict) else str(value) for value in properties.get(key, [])]


def _relation(kind: str, other: str, parties: Mapping[str, Any], side: dict[str, Any]) -> Relation:
    share = None
    for text in side.get("properties", {}).get("percentage", []):
        try:
            share = Decimal(str(text).strip().rstrip("%").replace(",", "."))
        except InvalidOperation:
            continue
    name = str(parties[other].get("caption", "")) if other in parties else other
    roles = side.get("properties", {}).get("role", [])
    return Relation(
        kind=kind, ref=other, name=name, share=share, printed=" ".join([side["schema"], *map(str, roles)])
    )


def _listing(entity: dict[str, Any], list_key: str, relations: Any, extra: Any) -> Listing:
    properties = {
        key: [str(v["id"]) if isinstance(v, dict) else str(v) for v in values]
        for key, values in entity.get("properties", {}).items()
    }
    kind = KINDS[entity["schema"]]
    names = [
        Name(text=text, type=kind_of) for key, kind_of in _NAMES for text in properties.pop(key, []) if text
    ]
    caption = str(entity.get("caption", ""))
    names = _first_is_primary(names, caption)
    identifiers = [
        Identifier(kind=ours, value=value)
        for key, ours in _IDENTIFIERS.items()
        for value in properties.pop(key, [])
    ]
    programs = tuple(
        dict.fromkeys(
            [
                *properties.pop("program", []),
                *properties.pop("programId", []),
                *_extra(extra, "Sanction", "program"),
            ]
        )
    )
    for number in _extra(extra, "Passport", "number"):
        identifiers.append(Identifier(kind="passport", value=number))
    for number in _extra(extra, "Identification", "number"):
        identifiers.append(Identifier(kind="national_id", value=number))
    listed = [
        d
        for text in _extra(extra, "Sanction", "startDate")
        + _extra(extra, "Sanction", "listingDate")
        + properties.get("createdAt", [])
        for d in read_dates(text)
    ]
    countries = [
        v.upper()[:2] for key in _COUNTRIES for v in properties.pop(key, []) if v.isalpha() and len(v) == 2
    ]
    return Listing(
        entity=Entity(
            id=entity["id"],
            kind=kind,
            names=tuple(dict.fromkeys(names)),
            identifiers=tuple(dict.fromkeys(identifiers)),
            dobs=tuple(
                dict.fromkeys(d for text in properties.pop("birthDate", []) for d in read_dates(text))
            ),
            countries=tuple(dict.fromkeys(countries)),
            gender=next(iter(map(gender, properties.pop("gender", []))), ""),
            addresses=tuple(properties.pop("address", [])),
            programs=programs,
            dataset=list_key,
            # everything else is kept under its own name
            properties=tuple(
                (key, tuple(values))
                for key, values in sorted(
                    {
                        **properties,
                        "target": [str(bool(entity.get("target", True))).lower()],
                        "datasets": entity.get("datasets", []),
                        "referents": entity.get("referents", []),
                    }.items()
                )
                if values
            ),
        ),
        list=list_key,
        ref=entity["id"],
        listed_on=min(listed, key=lambda d: d.first) if listed else None,
        relations=tuple(dict.fromkeys(relations)),
        raw=json.dumps(entity, ensure_ascii=False, sort_keys=True),
    )


def _first_is_primary(names: list[Name], caption: str) -> list[Name]:
    first = next((n.text for n in names if n.text == caption), names[0].text if names else caption)
    return [Name(text=first)] + [n for n in names if n.text != first] if first else names


def _extra(sides: Any, schema: str, key: str) -> list[str]:
    return [
        str(v) for side in sides if side["schema"] == schema for v in side.get("properties", {}).get(key, [])
    ]


def _newest(entities: Any) -> PartialDate | None:
    days = [d for entity in entities for d in read_dates(str(entity.get("last_seen", "") or ""))]
    return max(days, key=lambda d: d.last) if days else None
