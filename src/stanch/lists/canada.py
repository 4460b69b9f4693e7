"""Canada's consolidated autonomous sanctions list (Special Economic Measures Act and the Magnitsky law), XML."""

from __future__ import annotations

import re

from stanch.lists.model import Listing, Reading
from stanch.lists.strict_xml import Problems, Taker, local, parse, raw_of
from stanch.lists.words import Words, words
from stanch.matching.model import Entity, Identifier, Kind, Name, NameType

_SLUG = re.compile(r"[^a-z0-9]+")
_OR = re.compile(r"\s+or\s+")


def read(raw: bytes, path: str = "sema.xml", *, list_key: str = "ca_sema") -> Reading:
    """Every record of the list. The file has no date of its own and no ids: an entry is its regulation, schedule and item.

    Raises:
        FormatError: damaged, or an element that this reader does not know.
    """
    root = parse(raw, path)
    problems = Problems(path)
    if local(root) != "data-set":
        problems.add(root.sourceline, local(root), "is not data-set")
        problems.raise_any()
    top = Taker(root, problems)
    table = words()
    seen: dict[str, int] = {}
    listings = tuple(_listing(item, list_key, table, seen) for item in top.inners("record"))
    top.nothing_left()
    problems.raise_any()
    return Reading(list=list_key, listings=listings, unmapped=dict(table.unmapped))


def _listing(item: Taker, list_key: str, table: Words, seen: dict[str, int]) -> Listing:
    raw = raw_of(item.element)
    programme = item.text("Country")
    last, first, entity = item.text("LastName"), item.text("GivenName"), item.text("EntityOrShip")
    title, imo, date = (
        item.text("TitleOrShip"),
        item.text("ShipIMONumber"),
        item.text("DateOfBirthOrShipBuildDate"),
    )
    aliases, schedule, number = item.text("Aliases"), item.text("Schedule"), item.text("Item")
    listed = table.dates(item.text("DateOfListing"))
    item.nothing_left()
    kind = Kind.VESSEL if imo else Kind.ORGANISATION if entity else Kind.PERSON
    name = entity or " ".join(filter(None, (first, last)))
    if not name:
        item.problems.add(item.element.sourceline, "record", "has no name")
    properties = {
        "title": [title] if title and kind is not Kind.VESSEL else [],
        "vessel_type": [title] if title and kind is Kind.VESSEL else [],
        "build_year": [date] if date and kind is Kind.VESSEL else [],
        "schedule": [", ".join(filter(None, (schedule, number and f"item {number}")))],
    }
    dobs = [d for part in _OR.split(date) for d in table.dates(part)] if kind is Kind.PERSON and date else []
    ref = _ref(programme, schedule, number, seen)
    return Listing(
        entity=Entity(
            id=f"ca-{ref}",
            kind=kind,
            names=tuple(dict.fromkeys([Name(text=name), *_aliases(aliases)])),
            identifiers=tuple(Identifier(kind="imo", value=part) for part in re.findall(r"\d{7}", imo)),
            dobs=tuple(dict.fromkeys(dobs)),
            # the country names the regulation, not the nationality of those it lists
            programs=(programme,) if programme else (),
            dataset=list_key,
            properties=tuple((key, tuple(values)) for key, values in sorted(properties.items()) if values),
        ),
        list=list_key,
        ref=ref,
        listed_on=listed[0] if listed else None,
        raw=raw,
    )


def _ref(programme: str, schedule: str, number: str, seen: dict[str, int]) -> str:
    english = programme.partition(" / ")[0]
    ref = "-".join(
        filter(None, (_SLUG.sub("-", part.casefold()).strip("-") for part in (english, schedule, number)))
    )
    seen[ref] = seen.get(ref, 0) + 1
    return ref if seen[ref] == 1 else f"{ref}-{seen[ref]}"


def _aliases(printed: str) -> list[Name]:
    parts = [part.strip() for part in re.split(r";|\n", printed)]
    names: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(", ")]
        # commas part aliases, except in "Last, First", where one side is a single word
        names += pieces if len(pieces) > 1 and all(" " in piece for piece in pieces) else [part]
    return [Name(text=name, type=NameType.ALIAS) for name in names if name]
