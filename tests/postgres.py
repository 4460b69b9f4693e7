"""Where tests keep their stores: in SQLite files, or with ``STANCH_TEST_STORE=postgresql`` each in a database of its own on the server
that ``STANCH_TEST_POSTGRES`` names. The same tests run on both.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

SERVER = os.environ.get("STANCH_TEST_POSTGRES", "")
EVERYWHERE = os.environ.get("STANCH_TEST_STORE", "") == "postgresql"

sqlite_only = pytest.mark.skipif(EVERYWHERE, reason="what is tested is a SQLite file")
needs_server = pytest.mark.skipif(
    not SERVER, reason="needs STANCH_TEST_POSTGRES, the URL of a PostgreSQL database"
)


def store_url(home: Path) -> str:
    """The store of an installation that lives in a folder; the same folder has the same store."""
    return database_for(str(home)) if EVERYWHERE else f"sqlite:///{home / 'stanch.sqlite'}"


def database_for(name: str) -> str:
    """The URL of a database of its own, made when it is first asked for."""
    key = f"stanch_{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    url = sa.make_url(SERVER).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        held = connection.execute(sa.text("SELECT 1 FROM pg_database WHERE datname = :key"), {"key": key})
        if held.one_or_none() is None:
            connection.execute(sa.text(f"CREATE DATABASE {key} TEMPLATE template0 ENCODING 'UTF8'"))
    engine.dispose()
    return url.set(drivername="postgresql", database=key).render_as_string(hide_password=False)


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of a test's own, which it may stop and start."""

    folder: Path
    bin: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        self._run(
            "pg_ctl",
            "-D",
            str(self.folder / "data"),
            "-o",
            options,
            "-l",
            str(self.folder / "log"),
            "-w",
            "start",
        )

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "-w", "stop")

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.bin / name), *arguments],
            user="postgres",
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def own_server() -> Iterator[Server]:
    """Start a server in a folder; skips where there is none to be had (it refuses to run as root, so one must be able to change)."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found or os.geteuid() != 0:
        pytest.skip("needs a PostgreSQL server to start and stop, and root to start it as postgres")
    # a folder of its own: pytest closes its own ones to other users
    with tempfile.TemporaryDirectory(prefix="stanch-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        shutil.chown(folder, "postgres")
        yield from _serving(folder, found[-1].parent)


def _serving(folder: Path, binaries: Path) -> Iterator[Server]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    server = Server(folder, binaries, port)
    server._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-E", "UTF8")
    server.start()
    try:
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):  # stopped already by the test
            server.stop()
