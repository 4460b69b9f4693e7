"""Fixtures that tests of several rooms share. Nothing here reaches a network, and nothing touches the user's own files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from stanch.settings import Settings, packaged_data
from stanch.store import Database, connect
from tests.postgres import SERVER, database_for, store_url

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of evaluation sets and real lists that is not part of the package."""
    path = Path(os.environ.get("STANCH_SHARED") or ROOT.parent / "shared")
    if not path.is_dir():
        pytest.skip("needs ../shared (evaluation sets and real list files), which is absent here")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an installation that lives in a temporary folder."""
    home = tmp_path / "home"
    return Settings(data_dir=packaged_data(), home=home, store_url=store_url(home), processes=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty store, once on SQLite and once on PostgreSQL where STANCH_TEST_POSTGRES names a server."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'test.sqlite'}"
    else:
        if not SERVER:
            pytest.skip("needs STANCH_TEST_POSTGRES, the URL of an empty PostgreSQL database")
        url = database_for(str(tmp_path))
    held = connect(url)
    yield held
    held.close()
