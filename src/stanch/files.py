"""Strict reading of our own data files, and safe writing of everything else.

YAML and TSV under ``data/`` are read here and nowhere else. Reading is strict: a duplicate key, an unknown key, a wrong date or a
missing column is an error that names ``file:line: key: message``, and all errors of a load are raised together, so that an
editor sees them in one go.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
import os
import tempfile
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from stanch.dates import PartialDate, Period, parse_day, parse_partial, parse_period
from stanch.errors import DataError, raise_all

T = TypeVar("T")
KeyPath = tuple[str | int, ...]

# A data file larger than this is a mistake or an attack, not a file that a person edits.
MAX_BYTES = 64 * 1024 * 1024


class StrictModel(BaseModel):
    """Base of every shape that a data file is checked against: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _as_partial(value: object) -> object:
    if value is None or isinstance(value, PartialDate):
        return value
    return parse_partial(str(value)) if str(value).strip() else None


def _as_period(value: object) -> object:
    return parse_period(str(value)) if isinstance(value, (str, int)) else value


def _as_day(value: object) -> object:
    if value is None or isinstance(value, dt.date):
        return value
    return parse_day(str(value)) if str(value).strip() else None


def _needs_partial(value: object) -> PartialDate:
    date = _as_partial(value)
    if not isinstance(date, PartialDate):
        raise ValueError("a date is missing; write YYYY, YYYY-MM or YYYY-MM-DD")
    return date


def _as_words(value: object) -> object:
    """Split "a; b; c" into a tuple; TSV cells hold lists that way."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return value


# Field types for shapes: they accept the text our files hold and give the record that the code wants.
DateField = Annotated[PartialDate, BeforeValidator(_needs_partial)]
OptionalDateField = Annotated[PartialDate | None, BeforeValidator(_as_partial)]
OptionalPeriodField = Annotated[Period | None, BeforeValidator(_as_period)]
DayField = Annotated[dt.date, BeforeValidator(_as_day)]
OptionalDayField = Annotated[dt.date | None, BeforeValidator(_as_day)]
WordsField = Annotated[tuple[str, ...], BeforeValidator(_as_words)]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as plain data, with the line that each key stands on."""

    path: Path
    data: Any
    lines: Mapping[KeyPath, int]

    def line_of(self, path: KeyPath) -> int | None:
        """The line of a key path, or of the nearest key above it."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(path[:length])
            if line is not None:
                return line
        return None

    def error(self, path: KeyPath, message: str) -> DataError:
        """A `DataError` at a key path of this document."""
        return DataError(self.path, self.line_of(path), ".".join(str(part) for part in path), message)


def load_yaml(path: Path) -> Document:
    """Read a YAML file as plain data: text, whole numbers, decimals as text, booleans, null, lists, mappings.

    Dates stay text (our own types read them). Duplicate keys, aliases, tags and several documents are errors.
    """
    lines: dict[KeyPath, int] = {}
    errors: list[DataError] = []
    text = _text_of(path)
    try:
        nodes = list(yaml.compose_all(text, Loader=_loader()))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        problem = getattr(error, "problem", None) or str(error)
        raise DataError(path, line, "", f"is no YAML: {problem}") from error
    if len(nodes) > 1:
        raise DataError(path, _line(nodes[1]), "", "holds several documents; keep one a file")
    if not nodes or nodes[0] is None:
        return Document(path, None, {(): 1})
    if "*" in text or "&" in text:
        errors.extend(_alias_errors(path, text))
    data = _plain_node(nodes[0], (), path, lines, errors)
    raise_all(errors)
    return Document(path, data, lines)


def _loader() -> Any:
    # the C loader is some ten times faster; the wheel carries it, a source build may not
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _alias_errors(path: Path, text: str) -> Iterator[DataError]:
    for event in yaml.parse(text, Loader=_loader()):
        if isinstance(event, yaml.AliasEvent):
            yield DataError(
                path,
                _line(event),
                f"*{event.anchor}",
                "aliases are not allowed; write the value out",
            )


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(path, None, "", f"cannot be read: {error.strerror or error}") from error
    if len(raw) > MAX_BYTES:
        raise DataError(path, None, "", f"is {len(raw):,} bytes; more than {MAX_BYTES:,} is refused")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(path, line, "", f"is not UTF-8 at byte {error.start}; save it as UTF-8") from error


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1


def _plain_node(
    node: yaml.Node, at: KeyPath, path: Path, lines: dict[KeyPath, int], errors: list[DataError]
) -> Any:
    lines.setdefault(at, _line(node))
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, at, path, lines, errors)
    if isinstance(node, yaml.SequenceNode):
        return [_plain_node(item, (*at, i), path, lines, errors) for i, item in enumerate(node.value)]
    return _plain_scalar(node)


def _plain_mapping(
    node: yaml.MappingNode, at: KeyPath, path: Path, lines: dict[KeyPath, int], errors: list[DataError]
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = _line(key_node)
        if not isinstance(key_node, yaml.ScalarNode):
            errors.append(DataError(path, line, "", "a key must be a plain word"))
            continue
        key = str(key_node.value)
        if key in result:
            errors.append(
                DataError(path, line, key, f"stands twice (first on line {lines[(*at, key)]}); keep one")
            )
            continue
        lines[(*at, key)] = line
        result[key] = _plain_node(value_node, (*at, key), path, lines, errors)
    return result


def _plain_scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    match node.tag:
        case "tag:yaml.org,2002:null":
            return None
        case "tag:yaml.org,2002:bool":
            # YAML 1.1 reads NO (Norway), yes and on as booleans; only true and false are, here
            return text.lower() == "true" if text.lower() in ("true", "false") else text
        case "tag:yaml.org,2002:int":
            # 010121 is an HS code and 8:30 a time, not octal or base 60
            return int(text) if text.lstrip("-").isdecimal() and str(int(text)) == text else text
        case _:
            return text


@lru_cache(maxsize=256)
def _adapter(shape: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, shape))


def _adapter_of(shape: Any) -> TypeAdapter[Any]:
    return _adapter(shape)


def read_yaml(path: Path, shape: type[T]) -> T:
    """Read a YAML file into `shape` (a `StrictModel`, or any type pydantic checks); all errors at once."""
    return shaped(load_yaml(path), shape)


def shaped(document: Document, shape: type[T]) -> T:
    """Check plain data against a shape; errors name the file, the line and the key."""
    try:
        value: T = _adapter_of(shape).validate_python(document.data)
    except ValidationError as error:
        raise_all([_from_pydantic(document, item, shape) for item in error.errors(include_url=False)])
        raise AssertionError("a validation error without errors") from error
    return value


def _from_pydantic(document: Document, item: Any, shape: Any) -> DataError:
    at = _known_path(document, tuple(item["loc"]))
    return document.error(at, _message(item, shape))


def _known_path(document: Document, at: KeyPath) -> KeyPath:
    """The key path as it stands in the file; pydantic adds the names of union members to it."""
    kept: list[str | int] = []
    for i, part in enumerate(at):
        last = i == len(at) - 1
        if (*kept, part) in document.lines or (last and isinstance(part, str)):
            kept.append(part)
    return tuple(kept)


def _message(item: Any, shape: Any) -> str:
    kind = item["type"]
    if kind == "missing":
        return "is missing; add it"
    if kind == "extra_forbidden":
        fields = getattr(shape, "model_fields", {})
        return f"is no key here{did_you_mean(str(item['loc'][-1]), fields)}"
    message = str(item["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
    value = item.get("input")
    shown = repr(value) if isinstance(value, (str, int)) and len(str(value)) < 80 else ""
    return f"{shown}: {message}" if shown and shown.strip("'\"") not in message else message


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """ "; did you mean 'x'?" when a choice is close, "" otherwise."""
    close = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""


def read_tsv(path: Path, shape: type[T]) -> list[tuple[int, T]]:
    """Read a TSV table with a header into rows of `shape`, each with its line number; all errors at once.

    Lines that start with ``#`` before the header are comments for editors. Cells are stripped; an empty cell is left out, so that
    the shape's default applies and a required column says that it is missing.
    """
    return tsv_rows(path, _text_of(path), shape)


def tsv_rows(path: Path, text: str, shape: type[T]) -> list[tuple[int, T]]:
    """The same as `read_tsv`, from text already in memory; `path` is for messages."""
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if start is None:
        raise DataError(path, None, "", "is empty; a table needs a header line")
    header = [name.strip() for name in lines[start].rstrip("\r").split("\t")]
    raise_all(_header_errors(path, start + 1, header, shape))
    validate = _adapter_of(shape).validate_python
    rows: list[tuple[int, T]] = []
    errors: list[DataError] = []
    for number, line in enumerate(lines[start + 1 :], start + 2):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.rstrip("\r").split("\t")]
        if len(cells) > len(header):
            errors.append(
                DataError(
                    path,
                    number,
                    "",
                    f"has {len(cells)} cells for {len(header)} columns; look for a stray tab",
                )
            )
            continue
        try:
            rows.append(
                (number, validate({name: cell for name, cell in zip(header, cells, strict=False) if cell}))
            )
        except ValidationError as error:
            for item in error.errors(include_url=False):
                key = str(item["loc"][0]) if item["loc"] else ""
                errors.append(DataError(path, number, key, _message(item, shape)))
    raise_all(errors)
    return rows


def _header_errors(path: Path, line: int, header: Sequence[str], shape: Any) -> list[DataError]:
    fields: Mapping[str, Any] = getattr(shape, "model_fields", {})
    known = set(fields) if fields else set(header)
    errors = [
        DataError(path, line, name, f"is no column of this table{did_you_mean(name, known)}")
        for name in header
        if name not in known
    ]
    errors += [
        DataError(path, line, name, "stands twice in the header")
        for name in set(header)
        if header.count(name) > 1
    ]
    errors += [
        DataError(path, line, name, "the column is missing")
        for name, field in fields.items()
        if field.is_required() and name not in header
    ]
    return errors


def csv_cell(value: object) -> str:
    """A value as a CSV cell that no spreadsheet runs as a formula.

    OWASP "CSV Injection": a cell that starts with ``= + - @``, tab or carriage return gets a leading apostrophe; plain numbers
    keep their sign.
    """
    text = "" if value is None else str(value)
    if text[:1] in "=+-@\t\r" and text and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A whole CSV table as text, each cell made safe by `csv_cell`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def write_atomic(path: Path, content: bytes | str) -> None:
    """Write a file whole or not at all: a reader, or a crash, sees the old content or the new, never half."""
    raw = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
