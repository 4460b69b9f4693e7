"""OFAC's legacy XML (``sdnList``): the SDN list and the consolidated list, in the namespaces of both its hosts."""

from __future__ import annotations

from typing import Any

from stanch.lists.model import Listing, Reading
from stanch.lists.ofac_csv import entity_of
from stanch.lists.ofac_words import KINDS, Parts, alias_type, remarks, take
from stanch.lists.strict_xml import Problems, Taker, local, parse, raw_of
from stanch.lists.words import Words, read_dates, words
from stanch.matching.model import Identifier, Kind, Name, NameType


def read(raw: bytes, path: str = "sdn.xml", *, list_key: str = "ofac_sdn") -> Reading:
    """Every entry of a legacy XML file.

    Raises:
        FormatError: damaged, its own record count is wrong, or an element that this reader does not know.
    """
    root = parse(raw, path)
    problems = Problems(path)
    if local(root) != "sdnList":
        problems.add(root.sourceline, local(root), "is not sdnList")
        problems.raise_any()
    top = Taker(root, problems)
    published, count = None, ""
    info = top.inner("publshInformation")  # spelt so in the schema
    if info is not None:
        month_first = info.text("Publish_Date").split("/")
        published = read_dates("-".join(month_first[i] for i in (2, 0, 1))) if len(month_first) == 3 else ()
        count = info.text("Record_Count")
        info.nothing_left()
    table = words()
    listings = tuple(_listing(item, list_key, table) for item in top.inners("sdnEntry"))
    top.nothing_left()
    if count and count != str(len(listings)):
        problems.add(
            root.sourceline, "Record_Count", f"says {count}, but the file has {len(listings)} entries"
        )
    problems.raise_any()
    return Reading(
        list=list_key,
        listings=listings,
        published_on=published[0] if published else None,
        unmapped=dict(table.unmapped),
    )


def _listing(item: Taker, list_key: str, table: Words) -> Listing:
    raw = raw_of(item.element)
    number, kind_text = item.text("uid"), item.text("sdnType")
    kind = KINDS.get(kind_text.casefold())
    if kind is None:
        item.problems.add(item.element.sourceline, "sdnType", f"'{kind_text}' is no type this reader knows")
    parts = Parts(kind=kind or Kind.UNKNOWN, words=table)
    parts.names.append(Name(text=_full_name(item)))
    parts.keep("title", item.text("title"))
    programs = [p for t in _wrapper(item, "programList") for p in t.texts("program")]
    for alias in item.wrapped("akaList", "aka"):
        _alias(alias, parts)
    addresses = [_address(address, parts) for address in item.wrapped("addressList", "address")]
    for number_item in item.wrapped("idList", "id"):
        _id(number_item, parts)
    for outer, inner, tag in (
        ("dateOfBirthList", "dateOfBirthItem", "dateOfBirth"),
        ("placeOfBirthList", "placeOfBirthItem", "placeOfBirth"),
        ("nationalityList", "nationality", "country"),
        ("citizenshipList", "citizenship", "country"),
    ):
        for part in item.wrapped(outer, inner):
            _fact(tag, part, parts)
    for vessel in item.inners("vesselInfo"):
        _vessel(vessel, parts)
    remarks(item.text("remarks"), parts)
    item.nothing_left()
    return Listing(
        entity=entity_of(number, parts, [a for a in addresses if a], programs, list_key),
        list=list_key,
        ref=number,
        relations=tuple(dict.fromkeys(parts.relations)),
        raw=raw,
    )


def _wrapper(item: Taker, tag: str) -> list[Taker]:
    inner = item.inner(tag)
    return [] if inner is None else [inner]


def _full_name(item: Taker) -> str:
    return " ".join(filter(None, (item.text("firstName"), item.text("lastName"))))


def _alias(item: Taker, parts: Parts) -> None:
    kind, category = item.text("type"), item.text("category")
    found = alias_type(kind, weak=category == "weak")
    if found is None or category not in ("strong", "weak", ""):
        item.problems.add(
            item.element.sourceline, "aka", f"'{kind}', '{category}' is no alias this reader knows"
        )
    parts.names.append(Name(text=_full_name(item), type=found or NameType.ALIAS))
    item.nothing_left("uid")


def _address(item: Taker, parts: Parts) -> str:
    lines = [item.text(f"address{n}") for n in (1, 2, 3)]
    lines += [item.text(tag) for tag in ("city", "stateOrProvince", "postalCode")]
    country = item.text("country")
    if parts.kind is not Kind.PERSON and country:
        parts.countries.append(parts.words.country(country))
    item.nothing_left("uid")
    return ", ".join(filter(None, (*lines, country)))


def _id(item: Taker, parts: Parts) -> None:
    label, value, country = item.text("idType"), item.text("idNumber"), item.text("idCountry")
    for tag, key in (("issueDate", "issued"), ("expirationDate", "expires")):
        if day := item.text(tag):
            parts.keep(key, f"{label} {value} {day}")
    item.nothing_left("uid")
    take(label, value, parts.words.country(country), parts)


def _fact(tag: str, item: Taker, parts: Parts) -> None:
    value = item.text(tag)
    match tag:
        case "dateOfBirth":
            parts.dobs += parts.words.dates(value)
        case "placeOfBirth":
            parts.keep("birth_place", value)
        case _:
            parts.countries.append(parts.words.country(value))
    item.nothing_left("uid", "mainEntry")


def _vessel(item: Taker, parts: Parts) -> None:
    values: dict[str, Any] = {
        tag: item.text(tag)
        for tag in (
            "callSign",
            "vesselType",
            "vesselFlag",
            "vesselOwner",
            "tonnage",
            "grossRegisteredTonnage",
        )
    }
    item.nothing_left()
    if values["callSign"]:
        parts.identifiers.append(Identifier(kind="callsign", value=values["callSign"]))
    if values["vesselFlag"]:
        parts.countries.append(parts.words.country(values["vesselFlag"]))
    for tag, key in (
        ("vesselType", "vessel_type"),
        ("vesselOwner", "vessel_owner"),
        ("tonnage", "tonnage"),
        ("grossRegisteredTonnage", "gross_tonnage"),
    ):
        parts.keep(key, values[tag])
