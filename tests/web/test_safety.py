"""Hostile input ends in a clear refusal or is shown as text; limits refuse at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.event import listen
from starlette.testclient import TestClient

from stanch.errors import SettingsError
from stanch.web.app import create_app
from stanch.web.options import WebOptions, options_from
from tests.postgres import sqlite_only
from tests.web.conftest import SECRET, settings_in

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "\u202eevil",
    "'; DROP TABLE audit; --",
    "\0",
    "../../etc/passwd",
]
PAGES = [
    "/",
    "/screen?name=x",
    "/ask",
    "/law",
    "/law/unsc:2371:8",
    "/track",
    "/positions",
    "/money",
    "/lists",
    "/log",
    "/sign-in",
    "/review",
    "/entity/un-KPi.004",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_with_a_strict_policy_and_no_inline_script(client: TestClient, path: str) -> None:
    """Nothing from elsewhere, nothing inline."""
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>" not in answer.text
    assert " onclick=" not in answer.text
    assert "http://" not in answer.text.split("<main")[0]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "path",
    [
        "/screen?name={}",
        "/ask?goods={}&act=procure",
        "/track?country={}",
        "/law?channel={}",
        "/?region={}",
        "/money?close={}",
        "/positions?bloc={}",
        "/entity/{}",
        "/dossier/{}",
    ],
)
def test_hostile_text_is_shown_as_text(client: TestClient, path: str, text: str) -> None:
    """Never a tag, never a stack trace."""
    from urllib.parse import quote

    answer = client.get(path.format(quote(text, safe="")))
    assert answer.status_code < 500, answer.text[:300]
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert "Traceback" not in answer.text
    assert "49" not in answer.text.split("<main")[1][:200] if "<main" in answer.text else True


def test_exported_cells_cannot_run_as_formulas(client: TestClient) -> None:
    """A spreadsheet shows them as text."""
    for line in client.get("/home.csv").text.splitlines()[1:]:
        assert line[:1] not in "=+-@"


def small(tmp_path: Path, **options: int) -> TestClient:
    return TestClient(
        create_app(settings_in(tmp_path), WebOptions(secret=SECRET, **options)), raise_server_exceptions=False
    )  # type: ignore[arg-type]


def test_a_body_over_the_limit_is_refused_whether_or_not_it_says_so(tmp_path: Path) -> None:
    """By its declared length, or while it is read."""
    with small(tmp_path, max_body=1000) as client:
        assert client.post("/match/default", content=b"x" * 2000).status_code == 413
        assert client.post("/match/default", content=iter([b"x" * 600, b"x" * 600])).status_code == 413
        assert client.get("/healthz").status_code == 200


def test_too_many_requests_are_told_to_wait(tmp_path: Path) -> None:
    """429 with when to come back; whoever watches over the service is always answered."""
    with small(tmp_path, requests_a_minute=5) as client:
        codes = [client.get("/algorithms").status_code for _ in range(8)]
        assert codes[:5] == [200] * 5
        refused = client.get("/algorithms")
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) >= 1
        assert client.get("/healthz").status_code == 200


def test_a_huge_batch_is_refused_not_tried(client: TestClient) -> None:
    """The most queries a request may carry is part of the contract."""
    queries = {str(i): {"schema": "Person", "properties": {"name": ["a"]}} for i in range(501)}
    assert client.post("/match/default", json={"queries": queries}).status_code == 422


def test_a_short_secret_is_refused() -> None:
    """A guessable key would sign anybody in."""
    with pytest.raises(SettingsError, match="openssl rand"):
        options_from({"STANCH_SECRET": "short"})
    with pytest.raises(SettingsError, match="neither on nor off"):
        options_from({"STANCH_SIGN_IN": "maybe"})


def test_metrics_name_routes_not_questions(client: TestClient) -> None:
    """Who was asked about must not stand in a metric."""
    client.get("/search/default?q=Ri+Hong+Sop")
    text = client.get("/metrics").text
    assert "/search/{dataset}" in text
    assert "Hong" not in text


@pytest.mark.parametrize("number", ["0", "-1", "2147483648", "21091095294425650455607668241334272"])
@pytest.mark.parametrize("path", ["/decisions/{}", "/log/{}"])
def test_a_number_no_log_can_reach_is_wrong_use(client: TestClient, path: str, number: str) -> None:
    """A column cannot hold it: that is the asker's mistake, not a fault here."""
    assert client.get(path.format(number)).status_code == 422


@sqlite_only
def test_a_disk_without_room_is_a_503_and_nothing_half_kept(tmp_path: Path) -> None:
    """The store may grow no further: the answer is not given, because it could not be recorded; reading goes on."""
    with small(tmp_path) as client:
        query = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Ri Hong Sop"]}}}}
        assert client.post("/match/default", json=query).status_code == 200
        engine = client.app.state.service.database.engine  # type: ignore[attr-defined]
        listen(engine, "connect", lambda held, _: held.execute("PRAGMA max_page_count = 1"))
        engine.dispose()
        names = {
            str(i): {"schema": "Person", "properties": {"name": [f"Ri Hong Sop {i}"]}} for i in range(300)
        }
        refused = client.post("/match/default", json={"queries": names})
        assert refused.status_code == 503
        assert "nothing of this request was kept" in refused.json()["detail"]
        assert client.get("/search/default?q=Ri+Hong+Sop").status_code == 200
        assert client.get("/log/verify").json()["entries"] == 1
