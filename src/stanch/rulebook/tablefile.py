"""Tables of activities in files: CSV and Parquet, read row by row and written row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from stanch.errors import DataError, MissingExtra, UsageError
from stanch.files import csv_cell

_BATCH = 20_000
_DANGER = frozenset("=+-@\t\r")  # what `csv_cell` looks at; most cells begin with something else


def header_of(path: Path) -> tuple[str, ...]:
    """The column names of a table.

    Raises:
        UsageError: neither CSV nor Parquet. DataError: it cannot be read.
    """
    if path.suffix == ".parquet":
        return tuple(_parquet(path).schema_arrow.names)
    _check_suffix(path)
    for _line, cells in _csv_rows(path):
        return tuple(cells)
    raise DataError(path, None, "", "is empty; a table needs a header line")


def rows_of(path: Path) -> Iterator[tuple[str, ...]]:
    """The rows of a table as text cells; an empty cell says nothing."""
    if path.suffix == ".parquet":
        for batch in _parquet(path).iter_batches(batch_size=_BATCH):
            columns = [column.to_pylist() for column in batch.columns]
            for values in zip(*columns, strict=True):
                yield tuple("" if value is None else str(value) for value in values)
        return
    rows = _csv_rows(path)
    next(rows, None)
    for _line, cells in rows:
        if cells:
            yield tuple(cells)


def _check_suffix(path: Path) -> None:
    if path.suffix.casefold() not in (".csv", ".tsv"):
        raise UsageError(f"{path}: only .csv, .tsv and .parquet tables are read")


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    delimiter = "\t" if path.suffix.casefold() == ".tsv" else ","
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=delimiter)
            for cells in reader:
                yield reader.line_num, cells
    except OSError as error:
        raise DataError(path, None, "", f"cannot be read: {error.strerror or error}") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise DataError(path, None, "", f"is no table: {error}") from error


def _parquet(path: Path) -> Any:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise MissingExtra("reading and writing Parquet", "tables") from error
    try:
        return parquet.ParquetFile(path)
    except (OSError, ArrowException) as error:
        raise DataError(path, None, "", f"is no Parquet file: {error}") from error


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write rows as they come, to a file that takes its name only when it is whole; how many were written."""
    part = path.with_name(f".{path.name}.part")
    try:
        count = (_write_parquet if path.suffix == ".parquet" else _write_csv)(part, header, rows)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            count += 1
            writer.writerow([cell if cell[:1] not in _DANGER else csv_cell(cell) for cell in row])
    return count


def _write_parquet(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtra("reading and writing Parquet", "tables") from error
    schema = pa.schema([(name, pa.string()) for name in header])
    count = 0
    batch: list[Sequence[str]] = []
    with parquet.ParquetWriter(path, schema) as writer:
        for row in rows:
            count += 1
            batch.append(row)
            if len(batch) == _BATCH:
                writer.write_table(_arrow(batch, schema))
                batch = []
        if batch:
            writer.write_table(_arrow(batch, schema))
    return count


def _arrow(batch: Sequence[Sequence[str]], schema: Any) -> Any:
    import pyarrow as pa

    columns = [pa.array(column, pa.string()) for column in zip(*batch, strict=True)]
    return pa.table(columns, schema=schema)
