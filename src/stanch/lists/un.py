"""The UN Security Council consolidated list, XML, in every layout published since 2016.

Two layouts differ in order and in which empty elements they print; the elements are the same. Vessels are not in this file:
the 1718 Committee publishes them apart.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

from stanch.dates import PartialDate
from stanch.lists.model import Listing, Reading
from stanch.lists.strict_xml import Problems, Taker, local, parse, raw_of
from stanch.lists.words import Words, gender, read_dates, words, years
from stanch.matching.model import Entity, Identifier, Kind, Name, NameType

ROOT = "CONSOLIDATED_LIST"

_COMPANY_IMO = re.compile(r"IMO\)?(?: [Cc]ompany)?(?: [Nn]umber| [Nn]o\.?)?:?\s*(\d{7})\b")
_EDGE = ' "“”'  # some names stand in quotation marks
_PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
_ALIASES = {
    "Good": NameType.ALIAS,
    "": NameType.ALIAS,
    "a.k.a.": NameType.ALIAS,
    "Low": NameType.WEAK,
    "f.k.a.": NameType.FORMER,
}
_DOCUMENTS = (  # a part of the printed type, our kind; the lists print types in several languages
    ("passport", "passport"), ("passeport", "passport"), ("pasaporte", "passport"),
    ("national identification", "national_id"), ("national identity", "national_id"), ("identity card", "national_id"),
    ("identification card", "national_id"), ("tazkira", "national_id"), ("identité", "national_id"), ("identidad", "national_id"),
    ("tax", "tax_id"), ("fiscal", "tax_id"),
)  # fmt: skip


def read(raw: bytes, path: str = "un.xml", *, list_key: str = "un_sc") -> Reading:
    """Every entry of a consolidated list file.

    Raises:
        FormatError: damaged, not this list, or its layout has elements that this reader does not know.
    """
    root = parse(raw, path)
    problems = Problems(path)
    if local(root) != ROOT:
        problems.add(root.sourceline, local(root), f"is not {ROOT}: this is no UN consolidated list")
    problems.raise_any()
    top = Taker(root, problems)
    published = read_dates(top.attr("dateGenerated"))
    known = words()
    people = top.wrapped("INDIVIDUALS", "INDIVIDUAL")
    entities = top.wrapped("ENTITIES", "ENTITY")
    top.nothing_left()
    listings = tuple(
        chain(
            (_listing(item, Kind.PERSON, "INDIVIDUAL", list_key, known) for item in people),
            (_listing(item, Kind.ORGANISATION, "ENTITY", list_key, known) for item in entities),
        )
    )
    problems.raise_any()
    return Reading(
        list=list_key,
        listings=listings,
        published_on=published[0] if published else None,
        unmapped=dict(known.unmapped),
    )


def _listing(item: Taker, kind: Kind, prefix: str, list_key: str, known: Words) -> Listing:
    raw = raw_of(item.element)
    ref = item.text("REFERENCE_NUMBER")
    if not ref:
        item.problems.add(item.element.sourceline, "REFERENCE_NUMBER", "is missing; an entry needs one")
    properties: dict[str, list[str]] = {}
    names = _names(item)
    dobs: list[PartialDate] = list(
        chain(*(_birth(t, properties) for t in item.inners(f"{prefix}_DATE_OF_BIRTH")))
    )
    for alias in item.inners(f"{prefix}_ALIAS"):
        names += _alias(alias, dobs, properties)
    comments = item.text("COMMENTS1")
    _keep(properties, "comments", comments)
    nationality = _values(item, "NATIONALITY") + _values(item, "NATIONALITY2")
    addresses, where = _addresses(item, prefix, known)
    for place in item.inners(f"{prefix}_PLACE_OF_BIRTH"):
        _keep(properties, "birth_place", _place(place)[0])
    identifiers = [i for t in item.inners(f"{prefix}_DOCUMENT") for i in _document(t, known, properties)]
    if kind is Kind.ORGANISATION:
        identifiers += [Identifier(kind="imo_company", value=v) for v in _COMPANY_IMO.findall(comments)]
    for tag, key in (("TITLE", "title"), ("DESIGNATION", "position"), ("LIST_TYPE", "list_type")):
        for value in _values(item, tag):
            _keep(properties, key, value)
    for tag in ("DATAID", "SUBMITTED_BY", "SUBMITTED_ON"):
        _keep(properties, tag.lower(), item.text(tag))
    listing = Listing(
        entity=Entity(
            id=f"un-{ref}",
            kind=kind,
            names=tuple(dict.fromkeys(names)),
            identifiers=tuple(dict.fromkeys(identifiers)),
            dobs=tuple(dict.fromkeys(dobs)),
            countries=known.codes(nationality) if kind is Kind.PERSON else where,
            gender=gender(item.text("GENDER")),
            addresses=addresses,
            programs=tuple(filter(None, (item.text("UN_LIST_TYPE"),))),
            dataset=list_key,
            properties=tuple(
                (key, tuple(dict.fromkeys(values))) for key, values in sorted(properties.items())
            ),
        ),
        list=list_key,
        ref=ref,
        listed_on=_day(item, "LISTED_ON", known),
        delisted_on=_day(item, "DELISTED_ON", known),
        updated_on=tuple(chain(*(known.dates(v) for v in _values(item, "LAST_DAY_UPDATED")))),
        raw=raw,
    )
    # the sort keys order the printed list; the version number is "1" throughout
    item.nothing_left("VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD")
    return listing


def _names(item: Taker) -> list[Name]:
    words_of = [item.text(f"{n}_NAME") for n in ("FIRST", "SECOND", "THIRD", "FOURTH")]
    printed = " ".join(filter(None, words_of))
    # one entry prints two names with a semicolon between them
    first, *others = [part.strip(_EDGE) for part in printed.split(" ; ")]
    names = [Name(text=first)] + [Name(text=o, type=NameType.ALIAS) for o in others if o]
    if not first:
        item.problems.add(item.element.sourceline, "FIRST_NAME", "the entry has no name")
    original = item.text("NAME_ORIGINAL_SCRIPT")
    return names + [
        Name(text=part.strip(_EDGE), type=NameType.ALIAS) for part in original.split(";") if part.strip(_EDGE)
    ]


def _alias(item: Taker, dobs: list[PartialDate], properties: dict[str, list[str]]) -> list[Name]:
    quality, text, note = item.text("QUALITY"), item.text("ALIAS_NAME"), item.text("NOTE")
    if quality not in _ALIASES:
        item.problems.add(item.element.sourceline, "QUALITY", f"'{quality}' is no quality this reader knows")
    dobs += read_dates(item.text("DATE_OF_BIRTH"))
    _keep(
        properties,
        "birth_place",
        ", ".join(filter(None, (item.text("CITY_OF_BIRTH"), item.text("COUNTRY_OF_BIRTH")))),
    )
    _keep(properties, "alias_note", f"{text}: {note}" if text and note else note)
    item.nothing_left()
    kind = _ALIASES.get(quality, NameType.ALIAS)
    if kind is NameType.ALIAS and note.casefold().startswith(("previously", "formerly")):
        kind = NameType.FORMER
    return [Name(text=part.strip(_EDGE), type=kind) for part in text.split(";") if part.strip(_EDGE)]


def _birth(item: Taker, properties: dict[str, list[str]]) -> tuple[PartialDate, ...]:
    how = item.text("TYPE_OF_DATE")
    if how not in ("EXACT", "APPROXIMATELY", "BETWEEN", ""):
        item.problems.add(item.element.sourceline, "TYPE_OF_DATE", f"'{how}' is not known")
    note, start, end = item.text("NOTE"), item.text("FROM_YEAR"), item.text("TO_YEAR")
    exact, year = item.text("DATE"), item.text("YEAR")
    item.nothing_left()
    _keep(properties, "birth_note", f"{exact or year}: {note}" if note and (exact or year) else note)
    if start.isdecimal() and end.isdecimal() and int(start) <= int(end):
        return years(int(start), int(end))
    # some notes hold the month ("Nov. 1973") that the element cannot
    return read_dates(exact) or (read_dates(note) if _names_month(note, year) else ()) or read_dates(year)


def _names_month(note: str, year: str) -> bool:
    found = read_dates(note)
    return len(found) == 1 and bool(year) and found[0].text.startswith(year)


def _document(item: Taker, known: Words, properties: dict[str, list[str]]) -> list[Identifier]:
    printed = " ".join(filter(None, (item.text("TYPE_OF_DOCUMENT"), item.text("TYPE_OF_DOCUMENT2"))))
    number, note = item.text("NUMBER"), item.text("NOTE")
    countries = [item.text("ISSUING_COUNTRY"), item.text("COUNTRY_OF_ISSUE")]
    extra = [item.text("CITY_OF_ISSUE"), item.text("DATE_OF_ISSUE"), note]
    item.nothing_left()
    _keep(properties, "document", ", ".join(filter(None, (printed, number, *countries, *extra))))
    if not number:
        return []
    kind = next((ours for part, ours in _DOCUMENTS if part in printed.casefold()), "document")
    return [Identifier(kind=kind, value=number, country=next(iter(known.codes(countries)), ""))]


def _addresses(item: Taker, prefix: str, known: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = [_place(place) for place in item.inners(f"{prefix}_ADDRESS")]
    printed = tuple(dict.fromkeys(text for text, _country in found if text))
    return printed, known.codes([country for _text, country in found])


def _place(item: Taker) -> tuple[str, str]:
    values = {tag: item.text(tag) for tag in _PLACE}
    item.nothing_left()
    return ", ".join(filter(None, values.values())), values["COUNTRY"]


def _values(item: Taker, tag: str) -> list[str]:
    inner = item.inner(tag)
    if inner is None:
        return []
    found = inner.texts("VALUE")
    inner.nothing_left()
    return found


def _day(item: Taker, tag: str, known: Words) -> PartialDate | None:
    found = known.dates(item.text(tag))
    return found[0] if found else None


def _keep(properties: dict[str, list[str]], key: str, value: Any) -> None:
    if value:
        properties.setdefault(key, []).append(value)
