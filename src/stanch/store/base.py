"""The database behind the store: engine, unit of work, the two places where the dialects differ, migrations."""

from __future__ import annotations

import importlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import StaticPool

from stanch.errors import MissingExtra, SettingsError, StoreError

metadata = sa.MetaData()

# Modules that declare tables on `metadata`; a new kind of record is a module here and a line in this tuple.
TABLES: tuple[str, ...] = (
    "stanch.store.accounts",
    "stanch.store.alerts",
    "stanch.store.approvals",
    "stanch.store.audit",
    "stanch.store.claims",
    "stanch.store.decisions",
    "stanch.store.lists",
    "stanch.store.notes",
    "stanch.store.papers",
)

# Numbered changes to tables that exist already, oldest first: (name, statements). A new table needs none.
MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "0001 what is known of a document that was read",
        tuple(
            f"ALTER TABLE read_documents ADD COLUMN {column}"
            for column in (
                "title TEXT NOT NULL DEFAULT ''",
                "agency TEXT NOT NULL DEFAULT ''",
                "source_class VARCHAR(20) NOT NULL DEFAULT ''",
                "published_how TEXT NOT NULL DEFAULT ''",
                "language VARCHAR(12) NOT NULL DEFAULT ''",
                "words INTEGER NOT NULL DEFAULT 0",
                "text_id VARCHAR(64) NOT NULL DEFAULT ''",
                "replaced_by VARCHAR(64) NOT NULL DEFAULT ''",
            )
        ),
    ),
    (
        "0002 decisions follow their words through newer readings",
        (
            "ALTER TABLE read_claims ADD COLUMN newer TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE read_claims ADD COLUMN reopens VARCHAR(40) NOT NULL DEFAULT ''",
            "ALTER TABLE read_claims ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE read_reviews ADD COLUMN carried_from VARCHAR(40) NOT NULL DEFAULT ''",
        ),
    ),
)

migrations = sa.Table(
    "migrations",
    metadata,
    sa.Column("name", sa.String(200), primary_key=True),
)

# seconds (milliseconds for the last) until a PostgreSQL server that says nothing counts as away; the URL may say otherwise
_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_LOCK_SECONDS = 30  # how long a SQLite unit of work waits for another one that writes ...
_LOCK_STEP = 0.001  # ... and how often it looks, in seconds
_CHUNK = 5000  # rows handed over at once; SQLAlchemy makes statements of them that the database can take


@dataclass(frozen=True, slots=True)
class Store:
    """One unit of work on an open connection."""

    connection: sa.Connection

    def add_new(self, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> int:
        """Insert the rows whose primary key is not held yet; the answer counts them. Adding twice changes nothing."""
        insert = postgresql.insert if self.connection.dialect.name == "postgresql" else sqlite.insert
        # not every driver counts the rows of such a statement, but each gives back the keys that went in
        statement = insert(table).on_conflict_do_nothing().returning(*table.primary_key)
        return sum(len(self.connection.execute(statement, chunk).all()) for chunk in _chunks(rows, _CHUNK))

    def put(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Insert a row, or replace the one with the same primary key."""
        insert = postgresql.insert if self.connection.dialect.name == "postgresql" else sqlite.insert
        statement = insert(table).values(**row)
        keys = [column.name for column in table.primary_key]
        changed = {name: statement.excluded[name] for name in row if name not in keys}
        self.connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))

    def serialise(self, name: str) -> None:
        """From here to the end of this unit of work, nobody else passes the same point (append-only logs need it).

        A SQLite unit of work already holds the only write lock; PostgreSQL takes an advisory lock named after `name`.
        """
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def _chunks(rows: Iterable[Mapping[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(dict(row))
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; `begin` gives units of work. Close it when done."""

    engine: sa.Engine
    _url: str = field(repr=False)  # may hold a password

    @contextmanager
    def begin(self) -> Iterator[Store]:
        """One unit of work: kept whole when the block ends, dropped whole when it raises."""
        with self._opened(reading=False) as connection, connection.begin():
            yield Store(connection)

    @contextmanager
    def read(self) -> Iterator[Store]:
        """One consistent look that changes nothing: it waits for no writer, and holds none up."""
        with self._opened(reading=True) as connection, connection.begin():
            yield Store(connection)

    @contextmanager
    def _opened(self, *, reading: bool) -> Iterator[sa.Connection]:
        try:
            connection = self.engine.connect()
        except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
            raise StoreError(f"the store at {self.engine.url!r} cannot be opened: {error.orig}") from error
        except sa.exc.TimeoutError as error:
            raise StoreError(f"the store at {self.engine.url!r} is busy: {error}") from error
        except sa.exc.DatabaseError as error:
            raise damaged(self.engine, error) from error
        with connection.execution_options(reading=reading):
            try:
                yield connection
            except sa.exc.DatabaseError as error:
                if (
                    type(error) is sa.exc.DatabaseError
                ):  # its kinds are other matters: a wrong value, a lock, a full disk
                    raise damaged(self.engine, error) from error
                raise

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def damaged(engine: sa.Engine, error: sa.exc.DatabaseError) -> StoreError:
    """What to say of a store file that is no longer what SQLite wrote."""
    return StoreError(
        f"the store at {engine.url!r} is damaged ({error.orig}): stop the service, put the file aside, "
        "and bring back the last backup with: stanch restore FILE"
    )


def connect(url: str) -> Database:
    """Open the database at a SQLAlchemy URL, making or migrating its tables.

    Raises:
        SettingsError: the URL cannot be understood.
        MissingExtra: the driver for it is not installed.
        StoreError: the database cannot be opened.
    """
    engine = _engine(url)
    database = Database(engine, url)
    for module in TABLES:
        importlib.import_module(module)
    with database.begin() as store:
        store.serialise("stanch migrations")
        _migrate(store)
    return database


@contextmanager
def open_store(url: str) -> Iterator[Store]:
    """Open the store for one unit of work and close it again; long-running callers keep a `Database` from `connect`."""
    database = connect(url)
    try:
        with database.begin() as store:
            yield store
    finally:
        database.close()


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise SettingsError(
            "STANCH_STORE is no SQLAlchemy URL; write sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from error
    if parsed.get_backend_name() == "postgresql":
        return _postgres(parsed)
    if parsed.get_backend_name() != "sqlite":
        raise SettingsError(
            f"STANCH_STORE: '{parsed.get_backend_name()}' is not supported; use SQLite or PostgreSQL"
        )
    return _sqlite(parsed)


def _postgres(url: sa.URL) -> sa.Engine:
    try:
        importlib.import_module("psycopg")
    except ImportError as error:
        raise MissingExtra("a PostgreSQL store", "postgres") from error
    patience = {key: value for key, value in _PATIENCE.items() if key not in url.query}
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        max_overflow=15,
        pool_timeout=10,
        connect_args=patience,
    )


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database in (None, "", ":memory:"):
        engine = sa.create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        try:
            Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{url.database}: its folder cannot be made: {error.strerror}") from error
        engine = sa.create_engine(url)
    sa.event.listen(engine, "connect", _sqlite_connect)
    sa.event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_connect(connection: Any, _record: Any) -> None:
    # the driver's own late BEGIN would let two writers read the same end of a log; see _sqlite_begin
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_LOCK_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _sqlite_begin(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("reading", False):
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite's own waiting sleeps up to 100 ms at a time: two workers with short writes would mostly sleep
    held: Any = connection.connection.dbapi_connection
    end = time.monotonic() + _LOCK_SECONDS
    held.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < end:
            try:
                held.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            time.sleep(_LOCK_STEP)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # says what is wrong as every other statement does
    finally:
        held.execute(f"PRAGMA busy_timeout = {_LOCK_SECONDS * 1000}")


def _migrate(store: Store) -> None:
    fresh = not sa.inspect(store.connection).has_table("migrations")
    metadata.create_all(store.connection)
    done = {row.name for row in store.connection.execute(sa.select(migrations.c.name))}
    unknown = done - {name for name, _ in MIGRATIONS}
    if unknown:
        raise StoreError(
            f"the store was written by a newer stanch (it knows {sorted(unknown)[0]}); update stanch"
        )
    for name, statements in MIGRATIONS:
        if name in done:
            continue
        if not fresh:  # a fresh store has the tables as they are now
            for statement in statements:
                store.connection.execute(sa.text(statement))
        store.connection.execute(migrations.insert().values(name=name))
