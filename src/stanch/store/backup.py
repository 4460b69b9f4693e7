"""The whole store and archive as one file, and back: rows as JSON lines, so that SQLite and PostgreSQL read each other's.

A backup is one consistent look at the store. It is written beside its place and moved there when it is whole; its last member counts
the rows of each table, and a restore that does not come out at the same counts is dropped.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import sqlalchemy as sa

from stanch.errors import FormatError, StoreError, UsageError
from stanch.files import write_atomic
from stanch.settings import Settings
from stanch.store.base import Database, Store, connect, metadata, migrations

_CHUNK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a backup holds: rows, files, and the hash of the backup itself."""

    rows: int
    files: int
    sha256: str


def backup(settings: Settings, path: Path) -> Done:
    """Write everything to a file; what stood there before stays until the new one is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    database = connect(settings.store_url)
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
            part = Path(out.name)
        try:
            with tarfile.open(part, "w:gz", compresslevel=3) as tar:
                counts = _write_tables(tar, database)
                files = _write_files(tar, settings.archive_dir)
                _add(tar, "end.json", json.dumps({"rows": counts, "files": files}, sort_keys=True).encode())
            digest = _hash(part)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(f"{path}: the backup cannot be written: {error.strerror or error}") from error
    finally:
        database.close()
    return Done(rows=sum(counts.values()), files=files, sha256=digest)


def _write_tables(tar: tarfile.TarFile, database: Database) -> dict[str, int]:
    counts = {}
    with database.read() as store:
        for table in metadata.sorted_tables:
            with tempfile.TemporaryFile() as out:
                counts[table.name] = 0
                result = store.connection.execute(sa.select(table))
                for row in result.yield_per(_CHUNK).mappings():
                    out.write(json.dumps({k: _plain(v) for k, v in row.items()}).encode() + b"\n")
                    counts[table.name] += 1
                info = tarfile.TarInfo(f"tables/{table.name}.jsonl")
                info.size = out.tell()
                out.seek(0)
                tar.addfile(info, out)
    return counts


def _plain(value: Any) -> Any:
    return {"bytes": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _write_files(tar: tarfile.TarFile, folder: Path) -> int:
    found = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    for path in found:
        _add(tar, f"archive/{path.relative_to(folder).as_posix()}", path.read_bytes())
    return len(found)


def _add(tar: tarfile.TarFile, name: str, raw: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(raw)
    tar.addfile(info, io.BytesIO(raw))


def restore(settings: Settings, path: Path) -> Done:
    """Bring a backup into an empty store.

    Raises:
        UsageError: the store holds something already.
        FormatError: the file is no whole backup; nothing of it is kept in the store.
    """
    database = connect(settings.store_url)
    try:
        with gzip.open(path) as raw_tar, tarfile.open(fileobj=raw_tar) as tar, database.begin() as store:
            _must_be_empty(store)
            rows, files, end = {}, 0, None
            for member in tar:
                raw = tar.extractfile(member)
                if raw is None:
                    raise FormatError(f"{path}: '{member.name}' is no plain file")
                name = PurePosixPath(member.name)
                if name.parts[:1] == ("tables",):
                    rows[name.stem] = _read_table(store, name.stem, raw, path)
                elif name.parts[:1] == ("archive",) and ".." not in name.parts:
                    write_atomic(settings.archive_dir.joinpath(*name.parts[1:]), raw.read())
                    files += 1
                elif member.name == "end.json":
                    end = json.loads(raw.read())
                else:
                    raise FormatError(f"{path}: '{member.name}' does not belong into a backup")
            if end != {"rows": rows, "files": files}:
                raise FormatError(f"{path}: is not whole; its closing counts are missing or differ")
            while raw_tar.read(
                1 << 16
            ):  # to the end: a cut, or a changed byte, shows in the closing checksum
                pass
            _set_counters(store)
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
        raise FormatError(f"{path}: is no whole backup: {error}") from error
    finally:
        database.close()
    return Done(rows=sum(rows.values()), files=files, sha256=_hash(path))


def _must_be_empty(store: Store) -> None:
    for table in metadata.sorted_tables:
        if table is not migrations and store.connection.execute(sa.select(table).limit(1)).first():
            raise UsageError(
                f"the store holds rows already (table {table.name}); restore into an empty one: set STANCH_STORE or STANCH_HOME"
            )


def _read_table(store: Store, name: str, lines: Any, path: Path) -> int:
    table = metadata.tables.get(name)
    if table is None:
        raise FormatError(f"{path}: table '{name}' is not known; the backup is of a newer stanch")
    count = 0
    for rows in _chunks(lines):
        count += len(rows)
        store.add_new(table, rows)
    return count


def _chunks(lines: Any) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    for line in lines:
        row = json.loads(line)
        rows.append({k: base64.b64decode(v["bytes"]) if isinstance(v, dict) else v for k, v in row.items()})
        if len(rows) == _CHUNK:
            yield rows
            rows = []
    if rows:
        yield rows


def _set_counters(store: Store) -> None:
    """PostgreSQL numbers new rows by a counter of its own, which rows brought in do not move."""
    if store.connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        for column in table.primary_key:
            if column.autoincrement is True:
                store.connection.execute(
                    sa.text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "
                        f"(SELECT COALESCE(MAX({column.name}), 0) + 1 FROM {table.name}), false)"
                    )
                )


def _hash(path: Path) -> str:
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()
