"""The UK sanctions list, XML (``Designations``).

Written against the published layout and tested with small samples of our own: the official file was not at hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stanch.dates import PartialDate
from stanch.lists.model import Listing, Reading
from stanch.lists.strict_xml import Problems, Taker, local, parse, raw_of, text_of
from stanch.lists.words import Words, gender, read_dates, words
from stanch.matching.model import Entity, Identifier, Kind, Name, NameType

KINDS = {"individual": Kind.PERSON, "entity": Kind.ORGANISATION, "ship": Kind.VESSEL}

_NAME_TYPES = {
    "primary name": NameType.PRIMARY, "primary name variation": NameType.ALIAS, "alias": NameType.ALIAS,
}  # fmt: skip


_SHIP = (  # wrapper, element, the name it is kept under
    ("PreviousFlags", "PreviousFlag", "former_flag"),
    ("CurrentOwnerOperators", "CurrentOwnerOperator", "vessel_owner"),
    ("PreviousOwnerOperators", "PreviousOwnerOperator", "former_owner"),
    ("TypeOfShipDetails", "TypeOfShip", "vessel_type"),
    ("TonnageDetails", "Tonnage", "tonnage"),
    ("LengthDetails", "Length", "length"),
    ("YearBuiltDetails", "YearBuilt", "build_year"),
    ("HullIdentificationNumbers", "HullIdentificationNumber", "hull_number"),
)


def read(raw: bytes, path: str = "uk.xml", *, list_key: str = "uk_fcdo") -> Reading:
    """Every designation.

    Raises:
        FormatError: damaged, or an element that this reader does not know.
    """
    root = parse(raw, path)
    problems = Problems(path)
    if local(root) != "Designations":
        problems.add(root.sourceline, local(root), "is not Designations")
        problems.raise_any()
    top = Taker(root, problems)
    published = read_dates(top.text("DateGenerated"))
    table = words()
    listings = tuple(_listing(item, list_key, table) for item in top.inners("Designation"))
    top.nothing_left()
    problems.raise_any()
    return Reading(
        list=list_key,
        listings=listings,
        published_on=published[0] if published else None,
        unmapped=dict(table.unmapped),
    )


def _listing(item: Taker, list_key: str, table: Words) -> Listing:
    raw = raw_of(item.element)
    ref = item.text("UniqueID")
    if not ref:
        item.problems.add(item.element.sourceline, "UniqueID", "is missing")
    kind_text = item.text("IndividualEntityShip")
    kind = KINDS.get(kind_text.casefold())
    if kind is None:
        item.problems.add(item.element.sourceline, "IndividualEntityShip", f"'{kind_text}' is not known")
    names = [n for t in item.wrapped("Names", "Name") for n in _name(t)]
    names += [n for t in item.wrapped("NonLatinNames", "NonLatinName") for n in _original(t)]
    properties: dict[str, list[str]] = {}
    for tag, key in (
        ("OFSIGroupID", "ofsi_group"),
        ("UNReferenceNumber", "un_id"),
        ("DesignationSource", "designation_source"),
        ("OtherInformation", "note"),
    ):
        properties[key] = [value] if (value := item.text(tag)) else []
    programme, listed, updated = (
        item.text("RegimeName"),
        item.text("DateDesignated"),
        item.text("LastUpdated"),
    )
    measures = [m.strip() for m in item.text("SanctionsImposed").split("|") if m.strip()]
    addresses, where = _addresses(item, table)
    identifiers = [Identifier(kind="phone", value=v) for v in _flat(item, "PhoneNumbers", "PhoneNumber")]
    identifiers += [Identifier(kind="email", value=v) for v in _flat(item, "EmailAddresses", "EmailAddress")]
    identifiers += [Identifier(kind="website", value=v) for v in _flat(item, "Websites", "Website")]
    person = _Details(identifiers, properties, table)
    for wrapper, tag, take in (
        ("IndividualDetails", "Individual", person.individual),
        ("EntityDetails", "Entity", person.organisation),
        ("ShipDetails", "Ship", person.ship),
    ):
        for details in item.wrapped(wrapper, tag):
            take(details)
    # the reasons are long texts of the designating office; the indicators repeat the measures imposed
    item.nothing_left("UKStatementofReasons", "SanctionsImposedIndicators")
    return Listing(
        entity=Entity(
            id=f"uk-{ref}",
            kind=kind or Kind.UNKNOWN,
            names=tuple(dict.fromkeys(names)),
            identifiers=tuple(dict.fromkeys(identifiers)),
            dobs=tuple(dict.fromkeys(person.dobs)),
            countries=tuple(dict.fromkeys(person.countries or ([] if kind is Kind.PERSON else where))),
            gender=person.gender,
            addresses=tuple(addresses),
            programs=(programme,) if programme else (),
            dataset=list_key,
            properties=tuple((key, tuple(dict.fromkeys(v))) for key, v in sorted(properties.items()) if v),
        ),
        list=list_key,
        ref=ref,
        listed_on=next(iter(table.dates(listed)), None),
        updated_on=table.dates(updated),
        measures=tuple(measures),
        raw=raw,
    )


def _name(item: Taker) -> list[Name]:
    text = " ".join(filter(None, (item.text(f"Name{n}") for n in range(1, 7))))
    kind_text, strength = item.text("NameType"), item.text("AliasStrength")
    item.nothing_left()
    kind = _NAME_TYPES.get(kind_text.casefold())
    if kind is None:
        item.problems.add(item.element.sourceline, "NameType", f"'{kind_text}' is not known")
    if strength.casefold().startswith(("low", "weak")):
        kind = NameType.WEAK
    return [Name(text=text, type=kind or NameType.ALIAS)] if text else []


def _original(item: Taker) -> list[Name]:
    text = item.text("NameNonLatinScript")
    item.nothing_left("NonLatinScriptType", "NonLatinScriptLanguage")
    return [Name(text=text, type=NameType.ALIAS)] if text else []


def _addresses(item: Taker, table: Words) -> tuple[list[str], list[str]]:
    printed, countries = [], []
    for address in item.wrapped("Addresses", "Address"):
        lines = [address.text(f"AddressLine{n}") for n in range(1, 7)] + [address.text("AddressPostalCode")]
        country = address.text("AddressCountry")
        address.nothing_left()
        printed.append(", ".join(filter(None, (*lines, country))))
        countries.append(table.country(country))
    return [p for p in printed if p], [c for c in countries if c]


def _flat(item: Taker, wrapper: str, tag: str) -> list[str]:
    return [text for t in item.wrapped(wrapper, tag) if (text := text_of(t.element))]


@dataclass(slots=True)
class _Details:
    """What the details of an individual, entity or ship add, gathered over all of them."""

    identifiers: list[Identifier]
    properties: dict[str, list[str]]
    table: Words
    dobs: list[PartialDate] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    gender: str = ""

    def keep(self, key: str, values: list[str]) -> None:
        self.properties.setdefault(key, []).extend(values)

    def individual(self, item: Taker) -> None:
        self.dobs += [d for text in _flat(item, "DOBs", "DOB") for d in _dob(text, self.table)]
        self.countries += [
            c for text in _flat(item, "Nationalities", "Nationality") if (c := self.table.country(text))
        ]
        self.gender = self.gender or next(iter(map(gender, _flat(item, "Genders", "Gender"))), "")
        self.keep("title", _flat(item, "Titles", "Title"))
        self.keep("position", _flat(item, "Positions", "Position"))
        for tag, wrapper, number, kind in (
            ("Passport", "PassportDetails", "PassportNumber", "passport"),
            ("NationalIdentifier", "NationalIdentifierDetails", "NationalIdentifierNumber", "national_id"),
        ):
            for document in item.wrapped(wrapper, tag):
                self._document(document, number, kind)
        for births in item.inners("BirthDetails"):
            for place in births.inners("Location"):
                self.keep(
                    "birth_place",
                    [", ".join(filter(None, (place.text("TownOfBirth"), place.text("CountryOfBirth"))))],
                )
                place.nothing_left()
            births.nothing_left()
        item.nothing_left()

    def organisation(self, item: Taker) -> None:
        for wrapper, tag, key in (
            ("TypeOfEntities", "TypeOfEntity", "organisation_type"),
            ("Subsidiaries", "Subsidiary", "subsidiary"),
            ("ParentCompanies", "ParentCompany", "parent"),
        ):
            self.keep(key, _flat(item, wrapper, tag))
        for text in _flat(item, "BusinessRegistrationNumbers", "BusinessRegistrationNumber"):
            self.identifiers.append(Identifier(kind="registration", value=text))
        item.nothing_left()

    def ship(self, item: Taker) -> None:
        for text in _flat(item, "IMONumbers", "IMONumber"):
            self.identifiers += [Identifier(kind="imo", value=v) for v in re.findall(r"\d{7}", text)]
        flags = _flat(item, "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip")
        self.countries += [c for text in flags if (c := self.table.country(text))]
        for wrapper, tag, key in _SHIP:
            self.keep(key, _flat(item, wrapper, tag))
        item.nothing_left()

    def _document(self, item: Taker, number: str, kind: str) -> None:
        value = item.text(number)
        extra = item.text(number.replace("Number", "AdditionalInformation"))
        item.nothing_left()
        self.keep("document", [" ".join(filter(None, (value, extra)))])
        if value:
            self.identifiers.append(Identifier(kind=kind, value=value))


def _dob(text: str, table: Words) -> tuple[PartialDate, ...]:
    # an unknown day or month is printed as dd or mm
    return table.dates(re.sub(r"\b(?:dd|mm)\b", "00", text.casefold()))
