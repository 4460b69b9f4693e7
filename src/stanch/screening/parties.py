"""Files of parties: CSV, TSV, JSON lines, Parquet and ISO 20022, each row a party or an error; none is ever dropped."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stanch.errors import FormatError, MissingExtra, UsageError
from stanch.files import did_you_mean
from stanch.matching.model import IDENTIFIER_KEYS
from stanch.screening import iso20022
from stanch.screening.asking import country_of, dates_asked, party_of
from stanch.screening.model import Party

# our field: what columns are commonly called; compared without case, spaces and marks
COLUMNS: dict[str, tuple[str, ...]] = {
    "ref": ("ref", "id", "customerid", "clientid", "customernumber", "partyid", "reference"),
    "name": ("name", "fullname", "customername", "partyname", "clientname", "entityname", "vesselname"),
    "first": ("firstname", "givenname", "forename", "givennames"),
    "middle": ("middlename", "secondname", "patronymic"),
    "last": ("lastname", "surname", "familyname"),
    "alias": ("alias", "aliases", "aka", "othername", "othernames"),
    "native": ("nativename", "originalname", "localname", "nameoriginalscript"),
    "dob": ("dob", "dateofbirth", "birthdate", "born", "birthday"),
    "country": ("country", "nationality", "citizenship", "flag", "countrycode"),
    "gender": ("gender", "sex"),
    "kind": ("kind", "type", "schema", "partytype", "entitytype"),
    "owner": ("owner", "owners"),
    **{
        key: (key.replace("_", ""), f"{key.replace('_', '')}number", f"{key.replace('_', '')}no")
        for key in sorted(IDENTIFIER_KEYS)
    },
}
_KINDS = {
    "person": "person", "individual": "person", "natural person": "person", "p": "person",
    "organisation": "organisation", "organization": "organisation", "company": "organisation", "entity": "organisation",
    "legalentity": "organisation", "legal entity": "organisation", "corporate": "organisation", "c": "organisation",
    "vessel": "vessel", "ship": "vessel", "aircraft": "aircraft", "airplane": "aircraft", "": "unknown", "unknown": "unknown",
}  # fmt: skip
_GENDERS = {"m": "male", "male": "male", "f": "female", "female": "female"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a file: its number, the party to screen, what of it could not be read, and the row as it was.

    `party` is None when nothing of the row could be read.
    """

    number: int
    party: Party | None
    error: str = ""
    owners: tuple[str, ...] = ()
    original: tuple[tuple[str, str], ...] = ()


def read_parties(path: Path, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The rows of a file, one by one.

    Args:
        mapping: our field to the file's column, where the names do not tell: ``{"name": "Kunde"}``.

    Raises:
        FormatError: the file as a whole cannot be read.
        UsageError: no column holds names or identifiers, or a mapped column is not there.
    """
    readers: dict[str, Callable[[Path], Iterator[dict[str, Any] | str]]] = {
        ".csv": _csv,
        ".tsv": _csv,
        ".jsonl": _jsonl,
        ".ndjson": _jsonl,
        ".parquet": _parquet,
    }
    suffix = path.suffix.casefold()
    if suffix == ".xml":
        for number, found in enumerate(iso20022.parties(path.read_bytes(), path.name), 1):
            yield _made(number, {k: v for k, v in found.items() if v}, {field: field for field in found})
        return
    if suffix not in readers:
        raise UsageError(f"{path}: write a CSV, TSV, JSON lines, Parquet or ISO 20022 XML file")
    columns: dict[str, str] | None = None
    for number, record in enumerate(readers[suffix](path), 1):
        if isinstance(record, str):
            yield Row(number=number, party=None, error=record)
            continue
        # JSON lines may have other keys on each line
        if columns is None or suffix in (".jsonl", ".ndjson"):
            columns = columns_of(
                list(record), mapping or {}, strict=columns is None and suffix not in (".jsonl", ".ndjson")
            )
        yield _made(number, record, columns)


def columns_of(header: list[str], mapping: Mapping[str, str], *, strict: bool = True) -> dict[str, str]:
    """Which column holds which of our fields.

    Raises:
        UsageError: a mapped field or column does not exist, or (when strict) nothing can be screened by.
    """
    found: dict[str, str] = {}
    for field, column in mapping.items():
        if field not in COLUMNS:
            raise UsageError(
                f"--map {field}={column}: '{field}' is no field{did_you_mean(field, COLUMNS)}; fields: {', '.join(COLUMNS)}"
            )
        if column not in header and strict:
            raise UsageError(
                f"--map {field}={column}: the file has no column '{column}'{did_you_mean(column, header)}"
            )
        found[field] = column
    plain = {"".join(c for c in name.casefold() if c.isalnum()): name for name in header}
    for field, usual in COLUMNS.items():
        match = next(
            (plain[name] for name in usual if plain.get(name, "") not in ("", *found.values())), None
        )
        if field not in found and match is not None:
            found[field] = match
    if strict and not found.keys() & ({"name", "first", "last", "native"} | IDENTIFIER_KEYS):
        raise UsageError(
            f"no column holds a name or an identifier (columns: {', '.join(header[:12])}); say which: --map name=COLUMN"
        )
    return found


def _made(number: int, record: Mapping[str, Any], columns: Mapping[str, str]) -> Row:
    original = tuple((str(key), _text(value)) for key, value in record.items())
    values = {field: _text(record.get(column)) for field, column in columns.items()}
    usable, faults = _usable(values)
    party = party_of(
        names=_names(values),
        dobs=usable["dob"],
        countries=usable["country"],
        gender=_GENDERS.get(values.get("gender", "").casefold(), ""),
        kind=_KINDS.get(values.get("kind", "").casefold(), "unknown"),
        identifiers=usable["id"],
        ref=values.get("ref", ""),
    )
    return Row(
        number=number,
        party=party,
        error="; ".join(faults),
        owners=tuple(_several(values.get("owner", ""))),
        original=original,
    )


def _usable(values: Mapping[str, str]) -> tuple[dict[str, list[str]], list[str]]:
    """The parts of a row that can be read, and what cannot: the row is screened by the rest, and says so."""
    usable: dict[str, list[str]] = {"dob": [], "country": [], "id": []}
    faults: list[str] = []
    for text in _several(values.get("dob", "")):
        found = dates_asked(text)
        usable["dob"] += [date.text for date in found]
        if not found:
            faults.append(f"date of birth '{text}' cannot be read and was left out")
    for text in _several(values.get("country", "")):
        try:
            usable["country"].append(country_of(text))
        except UsageError:
            faults.append(f"country '{text}' is not known and was left out")
    for kind in sorted(IDENTIFIER_KEYS):
        usable["id"] += [f"{kind}:{text}" for text in _several(values.get(kind, ""))]
    return usable, faults


def _names(values: Mapping[str, str]) -> list[str]:
    parts = [values.get(field, "") for field in ("first", "middle", "last")]
    whole = values.get("name") or " ".join(filter(None, parts))
    return [name for name in (whole, *_several(values.get("alias", "")), values.get("native", "")) if name]


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.replace("|", ";").split(";") if part.strip()]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " | ".join(_text(item) for item in value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value).strip()


def _csv(path: Path) -> Iterator[dict[str, Any] | str]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    sample = text[:65536].split("\n", 1)[0]
    delimiter = max("\t;,|", key=sample.count) if any(c in sample for c in "\t;,|") else ","
    rows = csv.reader(io.StringIO(text.replace("\0", "\ufffd")), delimiter=delimiter)
    try:
        header = next(rows, None)
    except csv.Error as error:
        raise FormatError(f"{path}:1: not a readable table: {error}") from error
    if not header:
        raise FormatError(f"{path}: is empty; a table needs a header line")
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"line {rows.line_num}: {error}"
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            yield f"line {rows.line_num}: {len(cells)} cells for {len(header)} columns: {delimiter.join(cells)[:200]}"
            continue
        yield dict(zip(header, cells, strict=True))


def _jsonl(path: Path) -> Iterator[dict[str, Any] | str]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield f"line {number}: not JSON: {error}"
                continue
            yield _flat(record) if isinstance(record, dict) else f"line {number}: not a JSON object"


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """A FollowTheMoney entity's properties stand one level down."""
    properties = record.get("properties")
    if not isinstance(properties, dict):
        return record
    outer = {key: value for key, value in record.items() if key != "properties"}
    return outer | {
        ("imo" if key == "imoNumber" else "bic" if key == "swiftBic" else key): value
        for key, value in properties.items()
    }


def _parquet(path: Path) -> Iterator[dict[str, Any] | str]:
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise MissingExtra("reading Parquet", "tables") from error
    try:
        file = parquet.ParquetFile(path)
        for batch in file.iter_batches(batch_size=2000):
            yield from batch.to_pylist()
    except (OSError, ValueError) as error:
        raise FormatError(f"{path}: not a readable Parquet file: {error}") from error
