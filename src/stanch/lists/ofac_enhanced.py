"""OFAC's enhanced XML (``sanctionsData``): every list in one format, with publication dates, relations and original scripts."""

from __future__ import annotations

from stanch.dates import PartialDate
from stanch.lists.model import Listing, Reading, Relation
from stanch.lists.ofac_csv import entity_of
from stanch.lists.ofac_words import KINDS, Parts, alias_type, remarks, take
from stanch.lists.strict_xml import Problems, Taker, local, parse, raw_of, text_of
from stanch.lists.words import Words, read_dates, words
from stanch.matching.model import Kind, Name, NameType

SCRIPTS = {
    "Latin": "Latn", "Arabic": "Arab", "Armenian": "Armn", "Chinese Simplified": "Hans", "Chinese Traditional": "Hant",
    "Cyrillic": "Cyrl", "Georgian": "Geor", "Greek": "Grek", "Hebrew": "Hebr", "Japanese": "Jpan", "Korean": "Hang",
}  # fmt: skip
RELATIONS = {  # the other party's part in this one
    "Owned or Controlled By": "owner",
    "Owns, controls, or operates": "asset",
    "Acting for or on behalf of": "acts_for",
    "Family member of": "family",
}


def read(raw: bytes, path: str = "sdn_enhanced.xml", *, list_key: str = "ofac_sdn") -> Reading:
    """Every entry of an enhanced XML file.

    Raises:
        FormatError: damaged, or an element that this reader does not know.
    """
    root = parse(raw, path)
    problems = Problems(path)
    if local(root) != "sanctionsData":
        problems.add(root.sourceline, local(root), "is not sanctionsData")
        problems.raise_any()
    top = Taker(root, problems)
    published: tuple[PartialDate, ...] = ()
    info = top.inner("publicationInfo")
    if info is not None:
        published = read_dates(info.text("dataAsOf"))
        # what was asked for when the file was made; entries themselves say on which list and programme they stand
        info.nothing_left("filters")
    table = words()
    listings = tuple(_listing(item, list_key, table) for item in top.wrapped("entities", "entity"))
    # the code tables; each entry prints the words beside the codes
    top.nothing_left("referenceValues", "featureTypes")
    problems.raise_any()
    return Reading(
        list=list_key,
        listings=listings,
        published_on=published[0] if published else None,
        unmapped=dict(table.unmapped),
    )


def _listing(item: Taker, list_key: str, table: Words) -> Listing:
    raw = raw_of(item.element)
    number = item.attr("id")
    parts = _general(item, table)
    listed: list[PartialDate] = []
    for one in item.wrapped("sanctionsLists", "sanctionsList"):
        listed += table.dates(one.attr("datePublished"))
        parts.keep("on_list", text_of(one.element))
    programs = [text_of(t.element) for t in item.wrapped("sanctionsPrograms", "sanctionsProgram")]
    measures = [text_of(t.element) for t in item.wrapped("sanctionsTypes", "sanctionsType")]
    for one in item.wrapped("legalAuthorities", "legalAuthority"):
        parts.keep("legal_authority", text_of(one.element))
    for name in item.wrapped("names", "name"):
        _name(name, parts)
    addresses = [_address(a, parts) for a in item.wrapped("addresses", "address")]
    for feature in item.wrapped("features", "feature"):
        _feature(feature, parts)
    for document in item.wrapped("identityDocuments", "identityDocument"):
        _document(document, parts)
    for relation in item.wrapped("relationships", "relationship"):
        _relation(relation, parts)
    item.nothing_left()
    return Listing(
        entity=entity_of(number, parts, [a for a in addresses if a], programs, list_key),
        list=list_key,
        ref=number,
        listed_on=min(listed, key=lambda d: d.first) if listed else None,
        measures=tuple(dict.fromkeys(measures)),
        relations=tuple(dict.fromkeys(parts.relations)),
        raw=raw,
    )


def _general(item: Taker, table: Words) -> Parts:
    info = item.inner("generalInfo")
    if info is None:
        item.problems.add(item.element.sourceline, "generalInfo", "is missing")
        return Parts(kind=Kind.UNKNOWN, words=table)
    kind_text = info.text("entityType")
    kind = KINDS.get(kind_text.casefold())
    if kind is None:
        info.problems.add(info.element.sourceline, "entityType", f"'{kind_text}' is not known")
    parts = Parts(kind=kind or Kind.UNKNOWN, words=table)
    parts.keep("title", info.text("title"))
    remarks(info.text("remarks"), parts)
    info.nothing_left("identityId")
    return parts


def _name(item: Taker, parts: Parts) -> None:
    primary, weak = item.text("isPrimary") == "true", item.text("isLowQuality") == "true"
    printed = item.text("aliasType")
    kind = NameType.PRIMARY if primary else alias_type(printed, weak=weak)
    if kind is None:
        item.problems.add(item.element.sourceline, "aliasType", f"'{printed}' is not known")
    for translation in item.wrapped("translations", "translation"):
        latin = translation.text("isPrimary") == "true"
        first, last = translation.text("formattedFirstName"), translation.text("formattedLastName")
        script = translation.text("script")
        name_kind = kind or NameType.ALIAS
        parts.names.append(
            Name(
                text=" ".join(filter(None, (first, last))),
                # the original script of the first name is another name of the same party
                type=name_kind if latin or name_kind is not NameType.PRIMARY else NameType.ALIAS,
                script=SCRIPTS.get(script, ""),
            )
        )
        # the name again in one piece, and again in its parts
        translation.nothing_left("@id", "formattedFullName", "nameParts")
    item.nothing_left("@id")


def _address(item: Taker, parts: Parts) -> str:
    country = item.text("country")
    if parts.kind is not Kind.PERSON and country:
        parts.countries.append(parts.words.country(country))
    lines: list[str] = []
    for translation in item.wrapped("translations", "translation"):
        for part in translation.wrapped("addressParts", "addressPart"):
            lines.append(part.text("value"))
            part.nothing_left("@id", "type")
        translation.nothing_left("@id", "isPrimary", "script")
    item.nothing_left("@id")
    return ", ".join(filter(None, (*lines, country)))


def _feature(item: Taker, parts: Parts) -> None:
    label, value = item.text("type"), item.text("value")
    reliability = item.text("reliability")
    span = item.inner("valueDate")
    if span is not None:
        # the same date as its first and last possible day; the printed one says it as precisely
        span.nothing_left(
            "@id", "fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd", "isApproximate", "isDateRange"
        )
    item.nothing_left("@id", "versionId", "valueRefId", "isPrimary")
    if reliability == "False":
        parts.keep("said_to_be_false", f"{label} {value}")
        return
    take(label, value, "", parts)


def _document(item: Taker, parts: Parts) -> None:
    label, value = item.text("type"), item.text("documentNumber")
    country, valid = item.text("issuingCountry"), item.text("isValid")
    for tag, key in (("issueDate", "issued"), ("expirationDate", "expires")):
        span = item.inner(tag)
        if span is not None:
            parts.keep(key, f"{label} {value} {span.text('fromDateBegin')}")
            span.nothing_left(
                "@id", "fromDateEnd", "toDateBegin", "toDateEnd", "isApproximate", "isDateRange"
            )
    for part in item.wrapped("idFeatures", "idFeature"):
        remark = text_of(part.element).replace(":", "", 1)
        remarks(remark, parts)
    parts.keep("document_place", item.text("issuingLocation"))
    parts.keep("document_authority", item.text("issuingAuthority"))
    parts.keep("document_comment", item.text("comments"))
    # under which of its names the document was issued
    item.nothing_left("@id", "name")
    if valid == "false":
        parts.keep("said_to_be_false", f"{label} {value}")
    take(label, value, parts.words.country(country), parts)


def _relation(item: Taker, parts: Parts) -> None:
    printed, quality, comment = item.text("type"), item.text("quality"), item.text("comments")
    other = item.inner("relatedEntity")
    ref, name = ("", "") if other is None else (other.attr("entityId"), text_of(other.element))
    item.nothing_left("@id")
    parts.relations.append(
        Relation(
            kind=RELATIONS.get(printed, "linked"),
            ref=f"ofac-{ref}" if ref else "",
            name=name,
            printed=" ".join(filter(None, (printed, name, quality, comment))),
        )
    )
