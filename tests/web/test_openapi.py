"""The description of the API is what programs build on: it is valid, it is true, and no request made out of it breaks the service."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from stanch.store import accounts, connect
from stanch.web.people import hash_key
from tests.web.conftest import KEYS, settings_in
from tests.web.serving import serving

SCHEMATHESIS = Path(sys.executable).with_name("st")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def test_it_is_openapi_3_1_and_every_schema_in_it_is_one(client: TestClient) -> None:
    """Each is valid JSON Schema 2020-12, and every reference leads somewhere."""
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1.")
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    text = json.dumps(described)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in described["components"]["schemas"]


def test_every_route_for_programs_says_what_it_does(client: TestClient) -> None:
    """No route without words, no parameter twice."""
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for operation in methods.values():
            assert operation["description"], path
            names = [(item["in"], item["name"]) for item in operation.get("parameters", ())]
            assert len(names) == len(set(names)), path


def test_the_page_on_the_api_needs_nothing_from_elsewhere(client: TestClient) -> None:
    """It names every route of the description."""
    page = client.get("/docs").text
    for path in client.get("/openapi.json").json()["paths"]:
        assert path in page
    assert "cdn" not in page


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`stanch serve` with sign-in on, and a key for each role."""
    home = tmp_path_factory.mktemp("openapi")
    database = connect(settings_in(home).store_url)
    with database.begin() as store:
        for role, key in KEYS.items():
            made = accounts.ApiKey(
                hash=hash_key(key), name=role, role=role, active=True, made_at="2026-01-01"
            )
            accounts.put_key(store, made)
    database.close()
    with serving(home, STANCH_SIGN_IN="on") as (base, _):
        query = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Ri Hong Sop"]}}}}
        headers = {"Authorization": f"ApiKey {KEYS['reader']}"}
        assert httpx.post(f"{base}/match/default", json=query, headers=headers).status_code == 200
        yield base


def requested(service: str, role: str, folder: Path, *options: str) -> str:
    """Run schemathesis, as its users do; what it printed, with what it found."""
    command = [str(SCHEMATHESIS), "run", f"{service}/openapi.json", "--checks", CHECKS, *options]
    command += ["--generation-deterministic", "--continue-on-failure", "--suppress-health-check", "all"]
    if role in KEYS:
        command += ["-H", f"Authorization: ApiKey {KEYS[role]}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
    return done.stdout


@pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="needs schemathesis")
@pytest.mark.parametrize("role", ["nobody", "analyst"])
def test_no_generated_request_breaks_the_service(service: str, role: str, tmp_path: Path) -> None:
    """Examples, odd values, and sequences in which one answer feeds the next request."""
    text = requested(service, role, tmp_path, "--phases", "examples,fuzzing,stateful", "-n", "8")
    selected, tested, cases = (
        int(re.search(rf"{word}\D+(\d+)", text)[1])  # type: ignore[index]
        for word in ("Selected:", "Tested:", "Test cases:")
    )
    assert selected == tested > 30
    assert cases >= 200


@pytest.mark.slow
@pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="needs schemathesis")
@pytest.mark.parametrize("role", ["nobody", *KEYS])
def test_no_generated_request_breaks_the_service_however_many(
    service: str, role: str, tmp_path: Path
) -> None:
    """The same with every boundary of every parameter, for each role."""
    requested(service, role, tmp_path, "-n", "30", "--max-time", "300")
