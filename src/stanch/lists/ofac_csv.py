"""OFAC's delimited files: SDN.CSV with ALT.CSV, ADD.CSV and SDN_COMMENTS.CSV, and the same four of the consolidated list.

Comma separated, no header, ``-0-`` for nothing, a Ctrl-Z at the end. Fields: OFAC, "SDN data specification", dat_spec.txt.
A set is a zip with the files, or the primary file alone (names, programmes, ships' details and remarks; no further addresses).
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence

from stanch.dates import PartialDate
from stanch.errors import FormatError
from stanch.lists.model import Listing, Reading
from stanch.lists.ofac_words import KINDS, Parts, alias_type, person_name, remarks
from stanch.lists.strict_xml import Problems
from stanch.lists.unpack import members
from stanch.lists.words import Words, words
from stanch.matching.model import Entity, Identifier, Kind, Name

_PRIMARY = (
    12  # ent_num, name, type, program, title, call sign, vessel type, tonnage, GRT, flag, owner, remarks
)
_ALIAS = 5  # ent_num, alt_num, type, name, remarks
_ADDRESS = 6  # ent_num, add_num, address, city/state/zip, country, remarks
_COMMENT = 2  # ent_num, the rest of remarks that were too long

_Rows = list[tuple[int, list[str]]]
_ByEntry = Mapping[str, list[tuple[int, list[str]]]]


def read(raw: bytes, path: str = "sdn.csv", *, list_key: str = "ofac_sdn") -> Reading:
    """A primary file alone, or a zip with the set."""
    if raw[:4] == b"PK\x03\x04":
        return read_set(_by_role(members(raw, path), path), path, list_key=list_key)
    return read_set({"primary": raw}, path, list_key=list_key)


def read_set(files: Mapping[str, bytes], path: str, *, list_key: str = "ofac_sdn") -> Reading:
    """A set by role: ``primary``, and where held ``alias``, ``address`` and ``comment``.

    Raises:
        FormatError: a row of another width, an alias of an entry that is not there, a type that is not known.
    """
    problems = Problems(path)
    primary = _rows(files["primary"], _PRIMARY, path, problems)
    known = {row[0] for _line, row in primary}
    joined = {
        role: _grouped(_rows(files[role], width, f"{path} ({role})", problems))
        for role, width in (("alias", _ALIAS), ("address", _ADDRESS), ("comment", _COMMENT))
        if role in files
    }
    table = words()
    orphans = sorted(
        {
            f"{role} row of entry {ref}, which is not in the primary file"
            for role, rows in joined.items()
            for ref in rows
            if ref not in known
        }
    )
    for orphan in orphans:
        table.unmapped[orphan] += 1
    listings = tuple(_listing(line, row, joined, list_key, table, problems) for line, row in primary)
    problems.raise_any()
    return Reading(list=list_key, listings=listings, unmapped=dict(table.unmapped))


def _rows(raw: bytes, width: int, path: str, problems: Problems) -> _Rows:
    body = raw.rstrip(b"\x1a\r\n\t ")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="strict") if _is_cp1252(body) else ""
        if not text:
            raise FormatError(f"{path}: neither UTF-8 nor Windows-1252; fetch it again") from None
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: _Rows = []
    try:
        for row in reader:
            if len(row) != width:
                problems.add(reader.line_num, "", f"has {len(row)} fields where {width} are expected")
                problems.raise_any()
            rows.append((reader.line_num, [_clean(cell) for cell in row]))
    except csv.Error as error:
        raise FormatError(f"{path}:{reader.line_num}: not a readable table: {error}") from error
    return rows


def _is_cp1252(raw: bytes) -> bool:
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _clean(cell: str) -> str:
    text = " ".join(cell.split())
    return "" if text == "-0-" else text


def _grouped(rows: _Rows) -> _ByEntry:
    grouped: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for line, row in rows:
        grouped[row[0]].append((line, row))
    return grouped


def _listing(
    line: int,
    row: Sequence[str],
    joined: Mapping[str, _ByEntry],
    list_key: str,
    table: Words,
    problems: Problems,
) -> Listing:
    number, name, kind_text, program, title, call_sign, vessel_type, tonnage, gross, flag, owner, remark = row
    if not number.isdecimal() or not name:
        problems.add(line, "ent_num", f"'{number}', '{name[:40]}': an entry needs a number and a name")
    kind = KINDS.get(kind_text or "entity")
    if kind is None:
        problems.add(line, "SDN_Type", f"'{kind_text}' is no type this reader knows")
    parts = Parts(kind=kind or Kind.UNKNOWN, words=table)
    parts.names.append(Name(text=person_name(name) if kind is Kind.PERSON else name))
    for alias_line, alias in joined.get("alias", {}).get(number, ()):
        _take_alias(alias_line, alias, parts, problems)
    addresses = _addresses(joined.get("address", {}).get(number, ()), parts)
    if call_sign:
        parts.identifiers.append(Identifier(kind="callsign", value=call_sign))
    if flag:
        parts.countries.append(table.country(flag))
    for key, value in (
        ("title", title),
        ("vessel_type", vessel_type),
        ("tonnage", tonnage),
        ("gross_tonnage", gross),
        ("vessel_owner", owner),
    ):
        parts.keep(key, value)
    remarks(remark + "".join(rest[1] for _l, rest in joined.get("comment", {}).get(number, ())), parts)
    return Listing(
        entity=entity_of(number, parts, addresses, _programs(program), list_key),
        list=list_key,
        ref=number,
        relations=tuple(dict.fromkeys(parts.relations)),
        raw="\n".join(_printed(cells) for cells in _all_rows(number, row, joined)),
    )


def entity_of(
    number: str, parts: Parts, addresses: Sequence[str], programs: Sequence[str], list_key: str
) -> Entity:
    """The identity of an entry, out of what was gathered."""
    return Entity(
        id=f"ofac-{number}",
        kind=parts.kind,
        names=tuple(dict.fromkeys(parts.names)),
        identifiers=tuple(dict.fromkeys(parts.identifiers)),
        dobs=tuple(dict.fromkeys(parts.dobs)),
        countries=tuple(dict.fromkeys(code for code in parts.countries if code)),
        gender=parts.gender,
        addresses=tuple(dict.fromkeys(addresses)),
        programs=tuple(programs),
        dataset=list_key,
        properties=parts.sorted_properties(),
    )


def _take_alias(line: int, row: Sequence[str], parts: Parts, problems: Problems) -> None:
    _number, _alt, kind, name, remark = row
    found = alias_type(kind)
    if found is None:
        problems.add(line, "alt_type", f"'{kind}' is no alias type this reader knows")
        return
    parts.names.append(Name(text=person_name(name) if parts.kind is Kind.PERSON else name, type=found))
    parts.keep("alias_note", f"{name}: {remark}" if remark else "")


def _addresses(rows: Sequence[tuple[int, list[str]]], parts: Parts) -> list[str]:
    found = []
    for _line, (_number, _add, street, city, country, remark) in rows:
        if text := ", ".join(filter(None, (street, city, country))):
            found.append(text)
        parts.keep("address_note", remark)
        if parts.kind is not Kind.PERSON and country:
            # where a company is; a person's address says nothing of nationality
            parts.countries.append(parts.words.country(country))
    return found


def _programs(printed: str) -> list[str]:
    return [part.strip(" []") for part in printed.replace("] [", "|").split("|") if part.strip(" []")]


def _all_rows(number: str, row: Sequence[str], joined: Mapping[str, _ByEntry]) -> list[Sequence[str]]:
    return [row, *(cells for rows in joined.values() for _line, cells in rows.get(number, ()))]


def _printed(cells: Sequence[str]) -> str:
    return ",".join(_quoted(cell or "-0-") for cell in cells)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\n') else cell


def _by_role(found: Mapping[str, bytes], path: str) -> dict[str, bytes]:
    roles: dict[str, bytes] = {}
    for name, content in sorted(found.items()):
        base = name.rsplit("/", 1)[-1].casefold().removesuffix(".csv")
        role = next(
            (
                r
                for part, r in (
                    ("comment", "comment"),
                    ("alt", "alias"),
                    ("add", "address"),
                    ("sdn", "primary"),
                    ("prim", "primary"),
                )
                if part in base
            ),
            None,
        )
        if role is None or role in roles:
            raise FormatError(f"{path}: '{name}' is no file of an OFAC set (SDN, ALT, ADD, SDN_COMMENTS)")
        roles[role] = content
    if "primary" not in roles:
        raise FormatError(f"{path}: the set has no primary file (SDN.CSV or CONS_PRIM.CSV)")
    return roles


def published_from_name(path: str) -> PartialDate | None:
    """The date in a file name like ``sdn_2024-05-03.csv``: these files themselves carry none."""
    import re

    match = re.search(r"(\d{4}-\d{2}-\d{2})", path.rsplit("/", 1)[-1])
    try:
        return PartialDate(match[1]) if match else None
    except ValueError:
        return None
