"""The EU consolidated list of financial sanctions (FSF), XML 1.1.

Written against the published schema (namespace ``http://eu.europa.ec/fpi/fsd/export``) and tested with small samples of our
own in that layout: the official file was not at hand.
"""

from __future__ import annotations

from stanch.dates import PartialDate
from stanch.lists.model import Listing, Reading
from stanch.lists.strict_xml import Problems, Taker, local, parse, raw_of
from stanch.lists.words import Words, gender, read_dates, words, years
from stanch.matching.model import Entity, Identifier, Kind, Name, NameType

KINDS = {"person": Kind.PERSON, "enterprise": Kind.ORGANISATION, "vessel": Kind.VESSEL, "ship": Kind.VESSEL}

_IDENTIFIERS = {
    "passport": "passport", "diplomatic": "passport", "travel": "passport", "laissez": "passport",
    "id": "national_id", "ssn": "national_id", "birthcert": "national_id", "residentperm": "national_id", "electionid": "national_id",
    "fiscalcode": "tax_id", "tax": "tax_id", "regnumber": "registration", "tradelic": "registration",
    "swiftbic": "bic", "imo": "imo", "other": "document",
}  # fmt: skip
# where and when a part of an entry was published; the entry's own regulations say it for the whole
_NOTES = ("regulationSummary", "@regulationLanguage", "@logicalId")


def read(raw: bytes, path: str = "fsf.xml", *, list_key: str = "eu_fsf") -> Reading:
    """Every entry of the list.

    Raises:
        FormatError: damaged, or an element or attribute that this reader does not know.
    """
    root = parse(raw, path)
    problems = Problems(path)
    if local(root) != "export":
        problems.add(root.sourceline, local(root), "is not export")
        problems.raise_any()
    top = Taker(root, problems)
    published = read_dates(top.attr("generationDate"))
    table = words()
    listings = tuple(_listing(item, list_key, table) for item in top.inners("sanctionEntity"))
    top.nothing_left("@globalFileId")
    problems.raise_any()
    return Reading(
        list=list_key,
        listings=listings,
        published_on=published[0] if published else None,
        unmapped=dict(table.unmapped),
    )


def _listing(item: Taker, list_key: str, table: Words) -> Listing:
    raw = raw_of(item.element)
    logical, reference = item.attr("logicalId"), item.attr("euReferenceNumber")
    properties: dict[str, list[str]] = {"remark": item.texts("remark")}
    for attribute, key in (("unitedNationId", "un_id"), ("designationDetails", "designation_details")):
        properties[key] = [value] if (value := item.attr(attribute)) else []
    designated = read_dates(item.attr("designationDate"))
    regulations = [_regulation(t, properties) for t in item.inners("regulation")]
    kind = _kind(item)
    names: list[Name] = []
    sexes: list[str] = []
    for alias in item.inners("nameAlias"):
        names.append(_name(alias, first=not names, sexes=sexes, properties=properties))
    if not names:
        item.problems.add(item.element.sourceline, "nameAlias", "the entry has no name")
    countries = [_country(t, properties) for t in item.inners("citizenship")]
    dobs = [d for t in item.inners("birthdate") for d in _birth(t, properties)]
    addresses, where = _addresses(item, properties)
    identifiers = [
        i for t in item.inners("identification") if (i := _identification(t, properties)) is not None
    ]
    identifiers += _contacts(item)
    item.nothing_left()
    starts = [day for _programme, day in regulations if day is not None]
    return Listing(
        entity=Entity(
            id=f"eu-{reference or logical}",
            kind=kind,
            names=tuple(dict.fromkeys(names)),
            identifiers=tuple(dict.fromkeys(identifiers)),
            dobs=tuple(dict.fromkeys(dobs)),
            countries=tuple(
                dict.fromkeys(c for c in (countries if kind is Kind.PERSON else where + countries) if c)
            ),
            gender=next((s for s in sexes if s), ""),
            addresses=tuple(dict.fromkeys(addresses)),
            programs=tuple(dict.fromkeys(programme for programme, _day in regulations if programme)),
            dataset=list_key,
            properties=tuple((key, tuple(dict.fromkeys(v))) for key, v in sorted(properties.items()) if v),
        ),
        list=list_key,
        ref=reference or logical,
        listed_on=designated[0] if designated else min(starts, key=lambda d: d.first) if starts else None,
        raw=raw,
    )


def _kind(item: Taker) -> Kind:
    inner = item.inner("subjectType")
    if inner is None:
        item.problems.add(item.element.sourceline, "subjectType", "is missing")
        return Kind.UNKNOWN
    code = inner.attr("code").casefold()
    inner.nothing_left("@classificationCode")
    if code not in KINDS:
        inner.problems.add(inner.element.sourceline, "subjectType", f"'{code}' is no type this reader knows")
    return KINDS.get(code, Kind.UNKNOWN)


def _regulation(item: Taker, properties: dict[str, list[str]]) -> tuple[str, PartialDate | None]:
    programme, title = item.attr("programme"), item.attr("numberTitle")
    in_force, published = (
        read_dates(item.attr("entryIntoForceDate")),
        read_dates(item.attr("publicationDate")),
    )
    properties.setdefault("regulation", []).extend(filter(None, (title,)))
    properties.setdefault("regulation_url", []).extend(item.texts("publicationUrl"))
    item.nothing_left("@regulationType", "@organisationType", "@logicalId")
    return programme, next(iter(in_force + published), None)


def _name(item: Taker, *, first: bool, sexes: list[str], properties: dict[str, list[str]]) -> Name:
    whole = item.attr("wholeName")
    parts = [item.attr(key) for key in ("firstName", "middleName", "lastName")]
    sexes.append(gender(item.attr("gender")))
    for attribute, key in (("title", "title"), ("function", "position")):
        if value := item.attr(attribute):
            properties.setdefault(key, []).append(value)
    strong, language = item.attr("strong"), item.attr("nameLanguage")
    properties.setdefault("name_remark", []).extend(item.texts("remark"))
    item.nothing_left(*_NOTES)
    kind = NameType.PRIMARY if first else NameType.WEAK if strong == "false" else NameType.ALIAS
    return Name(text=whole or " ".join(filter(None, parts)), type=kind, lang=language.casefold())


def _country(item: Taker, properties: dict[str, list[str]]) -> str:
    code = item.attr("countryIso2Code").upper()
    properties.setdefault("citizenship_remark", []).extend(item.texts("remark"))
    item.nothing_left("@region", "@countryDescription", *_NOTES)
    return "" if code == "00" else code  # 00 is "unknown" in this list


def _birth(item: Taker, properties: dict[str, list[str]]) -> tuple[PartialDate, ...]:
    exact = read_dates(item.attr("birthdate"))
    year, start, end = item.attr("year"), item.attr("yearRangeFrom"), item.attr("yearRangeTo")
    place = [item.attr(key) for key in ("place", "city", "region", "zipCode", "countryDescription")]
    properties.setdefault("birth_place", []).extend(
        filter(None, (", ".join(p for p in place if p and p != "UNKNOWN"),))
    )
    properties.setdefault("birth_remark", []).extend(item.texts("remark"))
    item.nothing_left("@circa", "@calendarType", "@monthOfYear", "@dayOfMonth", "@countryIso2Code", *_NOTES)
    if exact:
        return exact
    if start.isdecimal() and end.isdecimal() and int(start) <= int(end):
        return years(int(start), int(end))
    return read_dates(year)


def _addresses(item: Taker, properties: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    printed, countries = [], []
    for address in item.inners("address"):
        parts = [
            address.attr(key)
            for key in ("street", "poBox", "zipCode", "city", "place", "region", "countryDescription")
        ]
        printed.append(", ".join(p for p in parts if p and p != "UNKNOWN"))
        code = address.attr("countryIso2Code").upper()
        countries.append("" if code == "00" else code)
        properties.setdefault("address_remark", []).extend(address.texts("remark"))
        for contact in address.inners("contactInfo"):
            properties.setdefault("contact", []).append(
                f"{contact.attr('key')} {contact.attr('value')}".strip()
            )
            contact.nothing_left()
        address.nothing_left("@asAtListingTime", *_NOTES)
    return [p for p in printed if p], countries


def _identification(item: Taker, properties: dict[str, list[str]]) -> Identifier | None:
    code, number, latin = item.attr("identificationTypeCode"), item.attr("number"), item.attr("latinNumber")
    country = item.attr("countryIso2Code").upper()
    said = [
        f"{key}"
        for key in ("knownExpired", "knownFalse", "reportedLost", "revokedByIssuer")
        if item.attr(key) == "true"
    ]
    extra = [
        item.attr(key)
        for key in (
            "identificationTypeDescription",
            "nameOnDocument",
            "issuedBy",
            "issuedDate",
            "validFrom",
            "validTo",
        )
    ]
    properties.setdefault("document", []).append(" ".join(filter(None, (code, number, *extra, *said))))
    properties.setdefault("document_remark", []).extend(item.texts("remark"))
    item.nothing_left("@diplomatic", "@countryDescription", "@region", *_NOTES)
    value = latin or number
    if not value:
        return None
    return Identifier(
        kind=_IDENTIFIERS.get(code.casefold(), "document"),
        value=value,
        country="" if country == "00" else country,
    )


def _contacts(item: Taker) -> list[Identifier]:
    found = []
    for contact in item.inners("contactInfo"):
        key, value = contact.attr("key").casefold(), contact.attr("value")
        contact.nothing_left(*_NOTES)
        kind = {"email": "email", "web": "website", "phone": "phone"}.get(key, key or "contact")
        found.append(Identifier(kind=kind, value=value))
    return found
