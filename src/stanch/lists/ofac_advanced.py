"""OFAC's advanced XML (``Sanctions``, the UN advanced sanctions data model).

Written against the published model and tested with a small sample of our own in that layout: the official file (over 100 MB) was
not at hand. The file is read in pieces, so memory follows the size of an entry, not of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stanch.dates import PartialDate
from stanch.lists.model import Listing, Reading, Relation
from stanch.lists.ofac_csv import entity_of
from stanch.lists.ofac_enhanced import RELATIONS, SCRIPTS
from stanch.lists.ofac_words import Parts, alias_type, remarks, take
from stanch.lists.strict_xml import Problems, Taker, local, parts, raw_of, text_of
from stanch.lists.words import Words, words, years
from stanch.matching.model import Kind, Name, NameType

_PIECES = (
    "DateOfIssue",
    "ReferenceValueSets",
    "Location",
    "IDRegDocument",
    "DistinctParty",
    "ProfileRelationship",
    "SanctionsEntry",
)
_SECTIONS = (
    *_PIECES,
    "Locations",
    "IDRegDocuments",
    "DistinctParties",
    "ProfileRelationships",
    "SanctionsEntries",
    "SanctionsEntryLinks",
)
_GIVEN = ("First Name", "Middle Name", "Patronymic", "Matronymic", "Nickname")
# ids that link to code tables of no use here, or that number the parts of the file
_NOTHING = ("Comment", "@ID", "@FixedRef", "@DeltaAction", "@Version")
_SUBTYPES = {"Vessel": Kind.VESSEL, "Aircraft": Kind.AIRCRAFT}
_TYPES = {"Individual": Kind.PERSON, "Entity": Kind.ORGANISATION}


@dataclass(slots=True)
class _File:
    """What the parts of the file say to each other."""

    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # PartySubType: {"4": "Unknown"}
    parents: dict[str, str] = field(default_factory=dict)  # PartySubType id: PartyType id
    countries: dict[str, str] = field(default_factory=dict)  # country id: ISO code
    places: dict[str, tuple[str, str]] = field(default_factory=dict)  # location id: text, country as printed
    documents: dict[str, list[tuple[str, str, str, str]]] = field(
        default_factory=dict
    )  # identity id: label, number, country, extra
    parties: dict[str, tuple[Parts, list[str], str]] = field(
        default_factory=dict
    )  # profile id: parts, addresses, raw
    relations: dict[str, list[Relation]] = field(default_factory=dict)
    entries: dict[str, list[tuple[str, PartialDate | None, list[str], list[str], list[str]]]] = field(
        default_factory=dict
    )
    issued: PartialDate | None = None

    def word(self, table: str, key: str) -> str:
        """What a code stands for; "" when the file does not say."""
        return self.codes.get(table, {}).get(key, "")


def read(raw: bytes, path: str = "sdn_advanced.xml", *, list_key: str = "ofac_sdn") -> Reading:
    """Every entry of an advanced XML file.

    Raises:
        FormatError: damaged, an unknown section, or an element that this reader does not know.
    """
    problems = Problems(path)
    file, table = _File(), words()
    for element in parts(raw, path, _PIECES):
        if local(element.getparent()) not in (*_SECTIONS, "Sanctions"):
            continue  # an inner element that shares a name with a section
        _take_piece(Taker(element, problems), file, table)
    problems.raise_any()
    listings = tuple(_listing(profile, file, list_key) for profile in file.parties if profile in file.entries)
    if not listings:
        problems.add(None, "Sanctions", "has no entry: this is no advanced sanctions file")
    problems.raise_any()
    return Reading(list=list_key, listings=listings, published_on=file.issued, unmapped=dict(table.unmapped))


def _take_piece(item: Taker, file: _File, table: Words) -> None:
    match local(item.element):
        case "DateOfIssue":
            file.issued = _point(item)
        case "ReferenceValueSets":
            _codes(item, file)
        case "Location":
            _location(item, file)
        case "IDRegDocument":
            _document(item, file)
        case "DistinctParty":
            _party(item, file, table)
        case "ProfileRelationship":
            _relation(item, file)
        case "SanctionsEntry":
            _entry(item, file)


def _codes(item: Taker, file: _File) -> None:
    for values in item.element:
        for value in values:
            name, key = local(value), value.get("ID", "")
            file.codes.setdefault(name, {})[key] = text_of(value)
            if name == "PartySubType":
                file.parents[key] = value.get("PartyTypeID", "")
            if name in ("Country", "AreaCode") and len(value.get("ISO2", "") or text_of(value)) == 2:
                file.countries[value.get("CountryID") or key] = (value.get("ISO2") or text_of(value)).upper()
            if name == "AreaCode":
                file.codes.setdefault("AreaName", {})[key] = value.get("Description", "")


def _country(file: _File, key: str, table: Words | None = None) -> tuple[str, str]:
    printed = file.word("Country", key) or file.word("AreaName", key)
    code = file.countries.get(key, "") or (table.country(printed) if table and printed else "")
    return printed, code


def _location(item: Taker, file: _File) -> None:
    key, lines, country = item.attr("ID"), [], ""
    for part in item.inners("LocationPart"):
        for value in part.inners("LocationPartValue"):
            lines.append(value.text("Value"))
            value.nothing_left(*_NOTHING, "@Primary", "@LocPartValueTypeID", "@LocPartValueStatusID")
        part.nothing_left("@LocPartTypeID")
    for part in item.inners("LocationCountry"):
        country = part.attr("CountryID")
        part.nothing_left("@CountryRelevanceID")
    area = ""
    for part in item.inners("LocationAreaCode"):
        area = part.attr("AreaCodeID")
        part.nothing_left()
    item.nothing_left("FeatureVersionReference", "IDRegDocumentReference")
    printed, code = _country(file, country or area)
    file.places[key] = (", ".join(filter(None, (*lines, printed))), code or printed)


def _document(item: Taker, file: _File) -> None:
    label = file.word("IDRegDocType", item.attr("IDRegDocTypeID"))
    identity, country = item.attr("IdentityID"), item.attr("IssuedBy-CountryID")
    number = item.text("IDRegistrationNo")
    for by in item.inners("IssuedBy"):
        country = country or by.attr("CountryID")
        by.nothing_left()
    extra = [item.text("IssuingAuthority")]
    for date in item.inners("DocumentDate"):
        kind = file.word("IDRegDocDateType", date.attr("IDRegDocDateTypeID"))
        found = [d.text for p in date.inners("DatePeriod") for d in _period(p)]
        extra.append(" ".join(filter(None, (kind, *found[:1]))))
        date.nothing_left()
    item.nothing_left(
        *_NOTHING,
        "@ValidityID",
        "@IssuedIn-LocationID",
        "DocumentedNameReference",
        "DocumentMention",
        "IDRegDocumentReference",
        "FeatureVersionReference",
    )
    _printed, code = _country(file, country)
    file.documents.setdefault(identity, []).append((label, number, code, ", ".join(filter(None, extra))))


def _party(item: Taker, file: _File, table: Words) -> None:
    raw = raw_of(item.element)
    comment = item.text("Comment")
    for profile in item.inners("Profile"):
        key, subtype = profile.attr("ID"), profile.attr("PartySubTypeID")
        kind = _SUBTYPES.get(file.word("PartySubType", subtype)) or _TYPES.get(
            file.word("PartyType", file.parents.get(subtype, ""))
        )
        if kind is None:
            profile.problems.add(
                profile.element.sourceline, "PartySubTypeID", f"'{subtype}' is not in the code tables"
            )
        found = Parts(kind=kind or Kind.UNKNOWN, words=table)
        remarks(comment, found)
        for identity in profile.inners("Identity"):
            _identity(identity, file, found)
        addresses: list[str] = []
        for feature in profile.inners("Feature") + item.inners("Feature"):
            _feature(feature, file, found, addresses)
        profile.nothing_left("Comment", "SanctionsEntryReference", "ExternalReference")
        file.parties[key] = (found, addresses, raw)
    item.nothing_left("@FixedRef", "@DeltaAction", "ExternalReference")


def _identity(item: Taker, file: _File, found: Parts) -> None:
    key = item.attr("ID")
    groups = {
        group.get("ID", ""): file.word("NamePartType", group.get("NamePartTypeID", ""))
        for group in item.element.iter("{*}NamePartGroup")
    }
    item.many("NamePartGroups")
    for alias in item.inners("Alias"):
        primary, weak = alias.attr("Primary") == "true", alias.attr("LowQuality") == "true"
        word = file.word("AliasType", alias.attr("AliasTypeID"))
        kind = (
            NameType.PRIMARY if primary else NameType.ALIAS if word == "Name" else alias_type(word, weak=weak)
        )
        if kind is None:
            alias.problems.add(alias.element.sourceline, "AliasTypeID", f"'{word}' is not known")
        for index, name in enumerate(alias.inners("DocumentedName")):
            _documented(name, groups, file, found, kind or NameType.ALIAS, first=index == 0)
        alias.nothing_left(*_NOTHING)
    for label, number, country, extra in file.documents.get(key, ()):
        take(label, number, country, found)
        found.keep("document", ", ".join(filter(None, (label, number, extra))))
    item.nothing_left("Comment", "@FixedRef", "@Primary", "@False")


def _documented(
    item: Taker, groups: Mapping[str, str], file: _File, found: Parts, kind: NameType, *, first: bool
) -> None:
    given: list[str] = []
    family: list[str] = []
    script = ""
    for part in item.inners("DocumentedNamePart"):
        for value in part.inners("NamePartValue"):
            group, code = value.attr("NamePartGroupID"), value.attr("ScriptID")
            script = SCRIPTS.get(file.word("Script", code), script)
            (given if groups.get(group) in _GIVEN else family).append(text_of(value.element))
            value.nothing_left("@ScriptStatusID", "@Acronym")
        part.nothing_left()
    item.nothing_left(*_NOTHING, "@DocNameStatusID", "DocumentedNameCountry")
    # a further form of the first name (its original script) is another name of the same party
    own = kind if first or kind is not NameType.PRIMARY else NameType.ALIAS
    text = " ".join(filter(None, (*given, *family)))
    if text:
        found.names.append(Name(text=text, type=own, script=script))


def _feature(item: Taker, file: _File, found: Parts, addresses: list[str]) -> None:
    label = file.word("FeatureType", item.attr("FeatureTypeID"))
    for version in item.inners("FeatureVersion"):
        false = file.word("Reliability", version.attr("ReliabilityID")) == "False"
        dates = [d for period in version.inners("DatePeriod") for d in _period(period)]
        details = []
        for detail in version.inners("VersionDetail"):
            details.append(
                text_of(detail.element) or file.word("DetailReference", detail.attr("DetailReferenceID"))
            )
            detail.nothing_left("@DetailTypeID", "@DetailReferenceID")
        places = [place.attr("LocationID") for place in version.inners("VersionLocation")]
        version.nothing_left(*_NOTHING, "IdentityReference")
        if false:
            found.keep("said_to_be_false", " ".join([label, *details]))
            continue
        _use(label, dates, details, [file.places.get(key, ("", "")) for key in places], found, addresses)
    item.nothing_left("@ID", "IdentityReference")


def _use(
    label: str,
    dates: list[PartialDate],
    details: list[str],
    places: list[tuple[str, str]],
    found: Parts,
    addresses: list[str],
) -> None:
    if label == "Birthdate":
        found.dobs += dates
        return
    for text, country in places:
        code = country if len(country) == 2 else found.words.country(country) if country else ""
        if label == "Location":
            addresses.append(text)
            if found.kind is not Kind.PERSON and code:
                found.countries.append(code)
        elif label.startswith(("Nationality", "Citizenship", "Vessel Flag")):
            found.countries.append(code)
        else:
            take(label, text, "", found)
    for detail in details:
        take(label, detail, "", found)
    if not places and not details:
        for date in dates:
            take(label, date.text, "", found)


def _relation(item: Taker, file: _File) -> None:
    this, other = item.attr("From-ProfileID"), item.attr("To-ProfileID")
    printed = file.word("RelationType", item.attr("RelationTypeID"))
    former = item.attr("Former") == "true"
    item.nothing_left(
        *_NOTHING, "@RelationQualityID", "@SanctionsEntryID", "DatePeriod", "IDRegDocumentReference"
    )
    kind = "linked" if former else RELATIONS.get(printed, "linked")
    file.relations.setdefault(this, []).append(
        Relation(kind=kind, ref=other, printed=f"{printed}{' (former)' if former else ''}")
    )


def _entry(item: Taker, file: _File) -> None:
    profile, on_list = item.attr("ProfileID"), file.word("List", item.attr("ListID"))
    days: list[PartialDate] = []
    bases: list[str] = []
    programs: list[str] = []
    measures: list[str] = []
    for event in item.inners("EntryEvent"):
        bases.append(file.word("LegalBasis", event.attr("LegalBasisID")))
        days += [day for t in event.inners("Date") if (day := _point(t)) is not None]
        event.nothing_left(*_NOTHING, "@EntryEventTypeID")
    for measure in item.inners("SanctionsMeasure"):
        kind, comment = file.word("SanctionsType", measure.attr("SanctionsTypeID")), measure.text("Comment")
        # a measure of the type "Program" names the programme in its comment
        if kind == "Program":
            programs.append(comment)
        else:
            measures += filter(None, (kind, comment))
        measure.nothing_left("@ID", "@DeltaAction", "DatePeriod")
    item.nothing_left(*_NOTHING, "LimitationsToListing")
    listed = min(days, key=lambda d: d.first) if days else None
    file.entries.setdefault(profile, []).append((on_list, listed, programs, measures, bases))


def _listing(profile: str, file: _File, list_key: str) -> Listing:
    found, addresses, raw = file.parties[profile]
    entries = file.entries[profile]
    days = [day for _list, day, *_rest in entries if day is not None]
    for on_list, _day, _programs, _measures, bases in entries:
        found.keep("on_list", on_list)
        for basis in bases:
            found.keep("legal_authority", basis)
    relations = [
        Relation(kind=r.kind, ref=f"ofac-{r.ref}", name=_caption(file, r.ref), printed=r.printed)
        for r in file.relations.get(profile, ())
    ]
    programs = [p for entry in entries for p in entry[2]]
    return Listing(
        entity=entity_of(profile, found, addresses, list(dict.fromkeys(programs)), list_key),
        list=list_key,
        ref=profile,
        listed_on=min(days, key=lambda d: d.first) if days else None,
        measures=tuple(dict.fromkeys(m for entry in entries for m in entry[3])),
        relations=tuple(dict.fromkeys([*found.relations, *relations])),
        raw=raw,
    )


def _caption(file: _File, profile: str) -> str:
    held = file.parties.get(profile)
    return held[0].names[0].text if held and held[0].names else ""


def _period(item: Taker) -> tuple[PartialDate, ...]:
    ends: list[PartialDate | None] = []
    for tag in ("Start", "End"):
        for side in item.inners(tag):
            points = [p for name in ("From", "To") for t in side.inners(name) if (p := _point(t)) is not None]
            side.nothing_left("@Approximate", "@YearFixed", "@MonthFixed", "@DayFixed")
            ends += points[:1]
    item.nothing_left("Comment", "@CalendarTypeID", "@YearFixed", "@MonthFixed", "@DayFixed")
    known = [end for end in ends if end is not None]
    if len(known) < 2:
        return tuple(known)
    first, last = known[0], known[-1]
    if first == last:
        return (first,)
    if first.year == last.year:
        # 1 January to 31 December is how the model writes a year, 1 to 31 March a month
        if (first.first.month, first.first.day, last.last.month, last.last.day) == (1, 1, 12, 31):
            return (PartialDate(f"{first.year:04d}"),)
        month = PartialDate(first.text[:7]) if first.text[:7] == last.text[:7] else None
        return (month,) if month and (month.first, month.last) == (first.first, last.last) else (first, last)
    return years(first.year, last.year) if last.year - first.year <= 40 else (first, last)


def _point(item: Taker) -> PartialDate | None:
    year, month, day = (item.text(tag) for tag in ("Year", "Month", "Day"))
    item.nothing_left("@CalendarTypeID", "@Approximate", "Comment")
    text = "-".join(
        f"{int(v):0{w}d}" for v, w in ((year, 4), (month, 2), (day, 2)) if v.isdecimal() and int(v)
    )
    try:
        return PartialDate(text) if text else None
    except ValueError:
        return None
