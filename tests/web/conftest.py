"""A service on the packaged data, started once; each test that writes gets its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from stanch.settings import Settings, packaged_data
from stanch.store import accounts, connect
from stanch.web.app import create_app
from stanch.web.options import WebOptions
from stanch.web.people import hash_key, hash_password
from tests.postgres import store_url

SECRET = "a-secret-for-tests-only-0123456789abcdef"
PASSWORD = "correct horse battery"
KEYS = {role: f"stanch_test_{role}" for role in ("reader", "analyst", "approver")}


def settings_in(home: Path) -> Settings:
    return Settings(data_dir=packaged_data(), home=home, store_url=store_url(home), processes=1)


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Sign-in off: everybody may read and ask."""
    app = create_app(settings_in(tmp_path_factory.mktemp("web")), WebOptions(secret=SECRET))
    with TestClient(app, raise_server_exceptions=False) as held:
        yield held


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Sign-in on, with an account and a key for each role."""
    settings = settings_in(tmp_path_factory.mktemp("guarded"))
    database = connect(settings.store_url)
    hashed = hash_password(PASSWORD)
    with database.begin() as store:
        for role, key in KEYS.items():
            accounts.put(store, accounts.Account(name=role, role=role, password=hashed, active=True, epoch=1))
            accounts.put_key(
                store,
                accounts.ApiKey(hash=hash_key(key), name=role, role=role, active=True, made_at="2026-01-01"),
            )
    database.close()
    app = create_app(settings, WebOptions(secret=SECRET, sign_in=True))
    with TestClient(app, raise_server_exceptions=False) as held:
        yield held
