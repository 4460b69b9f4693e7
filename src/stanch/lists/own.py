"""Own tables: CSV or TSV with a header, for lists that have no reader and for the table that comes with the package.

Columns (only `id`, `kind` and `name` are needed; docs/lists.md explains each): several values in one cell stand between
bars: ``Ri Hong-sop | weak:RHS | former:X``, ``passport:381310014@KP | imo:8606173``, ``1940 | 1942-03``.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation

from stanch.dates import PartialDate, parse_partial
from stanch.errors import FormatError
from stanch.files import did_you_mean
from stanch.lists.model import Listing, Reading, Relation
from stanch.lists.strict_xml import Problems
from stanch.matching.model import Entity, Identifier, Kind, Name, NameType

COLUMNS = (
    "id", "kind", "name", "aliases", "script_names", "dob", "country", "gender", "identifiers", "addresses",
    "programme", "measures", "listed_on", "delisted_on", "owners", "note", "source",
)  # fmt: skip
NEEDED = ("id", "kind", "name")


def read(raw: bytes, path: str = "own.csv", *, list_key: str = "own") -> Reading:
    """Every row of an own table.

    A comment line ``# published: 2026-02-27`` before the header gives the date of the table.

    Raises:
        FormatError: not UTF-8, an unknown or missing column, or a cell that cannot be read; all of them at once.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if start is None:
        raise FormatError(f"{path}: is empty; a table needs a header line")
    body = "\n".join(lines[start:])
    rows = csv.reader(io.StringIO(body), delimiter="\t" if "\t" in lines[start] else ",", strict=True)
    problems = Problems(path)
    try:
        header = [cell.strip() for cell in next(rows)]
        _check_header(header, start + 1, problems)
        problems.raise_any()
        listings = tuple(
            listing
            for cells in rows
            if any(cells)
            and (listing := _row(header, cells, start + rows.line_num, list_key, problems)) is not None
        )
    except csv.Error as error:
        raise FormatError(f"{path}:{start + rows.line_num}: not a readable table: {error}") from error
    problems.raise_any()
    return Reading(list=list_key, listings=listings, published_on=_published(lines[:start], problems))


def _check_header(header: list[str], line: int, problems: Problems) -> None:
    for name in header:
        if name not in COLUMNS:
            problems.add(line, name, f"is no column of an own table{did_you_mean(name, COLUMNS)}")
        if header.count(name) > 1:
            problems.add(line, name, "stands twice in the header")
    for name in NEEDED:
        if name not in header:
            problems.add(line, name, "the column is missing")


def _published(comments: list[str], problems: Problems) -> PartialDate | None:
    for number, line in enumerate(comments, 1):
        key, _, value = line.lstrip("# ").partition(":")
        if key.strip() == "published":
            return _date(value.strip(), number, "published", problems)
    problems.raise_any()
    return None


def _row(header: list[str], cells: list[str], line: int, list_key: str, problems: Problems) -> Listing | None:
    if len(cells) != len(header):
        problems.add(line, "", f"has {len(cells)} cells for {len(header)} columns")
        return None
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    for name in NEEDED:
        if not row[name]:
            problems.add(line, name, "is missing")
    kind = _kind(row["kind"], line, problems)
    names = [Name(text=row["name"])] + [_alias(part) for part in _many(row, "aliases")]
    names += [Name(text=part, type=NameType.ALIAS) for part in _many(row, "script_names")]
    properties = {key: tuple(_many(row, key)) for key in ("note", "source") if row.get(key)}
    return Listing(
        entity=Entity(
            id=row["id"],
            kind=kind,
            names=tuple(dict.fromkeys(names)),
            identifiers=tuple(_identifier(part, line, problems) for part in _many(row, "identifiers")),
            dobs=tuple(filter(None, (_date(part, line, "dob", problems) for part in _many(row, "dob")))),
            countries=tuple(part.upper() for part in _many(row, "country")),
            gender=row.get("gender", ""),
            addresses=tuple(_many(row, "addresses")),
            programs=tuple(_many(row, "programme")),
            dataset=list_key,
            properties=tuple(sorted(properties.items())),
        ),
        list=list_key,
        ref=row["id"],
        listed_on=_date(row.get("listed_on", ""), line, "listed_on", problems),
        delisted_on=_date(row.get("delisted_on", ""), line, "delisted_on", problems),
        measures=tuple(_many(row, "measures")),
        relations=tuple(_owner(part, line, problems) for part in _many(row, "owners")),
        raw="\t".join(cells),
    )


def _many(row: dict[str, str], key: str) -> list[str]:
    return [part.strip() for part in row.get(key, "").split("|") if part.strip()]


def _kind(text: str, line: int, problems: Problems) -> Kind:
    try:
        return Kind(text.casefold() or "unknown")
    except ValueError:
        problems.add(line, "kind", f"'{text}' is no kind; write {', '.join(Kind)}")
        return Kind.UNKNOWN


def _alias(text: str) -> Name:
    mark, _, rest = text.partition(":")
    kinds = {"weak": NameType.WEAK, "former": NameType.FORMER}
    return (
        Name(text=rest.strip(), type=kinds[mark]) if mark in kinds else Name(text=text, type=NameType.ALIAS)
    )


def _identifier(text: str, line: int, problems: Problems) -> Identifier:
    kind, _, rest = text.partition(":")
    value, _, country = rest.partition("@")
    if not value.strip():
        problems.add(
            line, "identifiers", f"'{text}' is no identifier; write kind:value or kind:value@COUNTRY"
        )
    return Identifier(kind=kind.strip().casefold(), value=value.strip(), country=country.strip().upper())


def _owner(text: str, line: int, problems: Problems) -> Relation:
    who, _, percent = text.partition("=")
    share: Decimal | None = None
    if percent.strip():
        try:
            share = Decimal(percent.strip().rstrip("%").strip())
        except InvalidOperation:
            problems.add(line, "owners", f"'{percent.strip()}' is no percentage")
    return Relation(kind="owner", ref=who.strip(), name=who.strip(), share=share, printed=text)


def _date(text: str, line: int, key: str, problems: Problems) -> PartialDate | None:
    if not text:
        return None
    try:
        return parse_partial(text)
    except ValueError as error:
        problems.add(line, key, str(error))
        return None
