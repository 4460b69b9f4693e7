"""Who may do what: every route against every role, sessions, keys, forms."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import KEYS, PASSWORD

# method, path, the least role that may; None: open to all
ROUTES = [
    ("GET", "/healthz", None),
    ("GET", "/readyz", None),
    ("GET", "/catalog", None),
    ("GET", "/sign-in", None),
    ("GET", "/search/default?q=x", "reader"),
    ("GET", "/dossiers", "reader"),
    ("GET", "/claims?country=MY", "reader"),
    ("GET", "/", "reader"),
    ("GET", "/screen", "reader"),
    ("GET", "/log", "reader"),
    ("GET", "/decisions/1", "reader"),
    ("POST", "/updatez", "approver"),
    ("POST", "/screen/dismiss", "analyst"),
    ("GET", "/alerts", "reader"),
    ("GET", "/approvals", "reader"),
    ("GET", "/talking/MY", "reader"),
    ("GET", "/talking/MY/docx", "reader"),
    ("GET", "/notes", "analyst"),
    ("POST", "/notes", "analyst"),
    ("POST", "/notes/x", "analyst"),
    ("POST", "/talking/MY", "analyst"),
    ("POST", "/alerts/x", "analyst"),
    ("POST", "/review/x", "analyst"),
    ("POST", "/approvals/x", "approver"),
]
RANK = {"nobody": 0, "reader": 1, "analyst": 2, "approver": 3}


@pytest.mark.parametrize("role", RANK)
@pytest.mark.parametrize(("method", "path", "least"), ROUTES)
def test_every_route_lets_in_whom_it_should(
    guarded: TestClient, method: str, path: str, least: str | None, role: str
) -> None:
    """And nobody else."""
    headers = {"Authorization": f"ApiKey {KEYS[role]}"} if role in KEYS else {}
    answer = guarded.request(method, path, headers=headers, follow_redirects=False)
    allowed = least is None or RANK[role] >= RANK[least]
    refused = answer.status_code in (401, 403)
    assert refused != allowed, answer.text[:200]
    if refused:
        assert answer.status_code == (401 if role == "nobody" else 403)


def test_every_route_of_the_application_asks_who_it_is(guarded: TestClient) -> None:
    """A new route cannot be open by accident: what answers without a name is on this list."""
    free = {
        "/healthz",
        "/readyz",
        "/catalog",
        "/algorithms",
        "/metrics",
        "/openapi.json",
        "/docs",
        "/redoc",
        "/docs/oauth2-redirect",
    }
    for path in guarded.get("/openapi.json").json()["paths"]:
        if path in free or path.startswith(("/entities", "/sign")):
            continue
        for method in ("GET", "POST"):
            answer = guarded.request(method, re.sub(r"\{[^}]+\}", "1", path), follow_redirects=False)
            assert answer.status_code in (401, 403, 404, 405), (
                f"{method} {path} answered {answer.status_code}"
            )


def token_of(client: TestClient, path: str = "/sign-in") -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def fresh(guarded: TestClient) -> TestClient:
    return TestClient(guarded.app, raise_server_exceptions=False)


def test_signing_in_and_out(guarded: TestClient) -> None:
    """With the right password only, and one answer for every way to be wrong."""
    browser = fresh(guarded)
    wrong = [("reader", "wrong password"), ("nobody-here", PASSWORD)]
    answers = {
        browser.post("/sign-in", data={"token": token_of(browser), "name": n, "password": p}).text.count(
            "is wrong"
        )
        for n, p in wrong
    }
    assert answers == {1}
    done = browser.post(
        "/sign-in",
        data={"token": token_of(browser), "name": "reader", "password": PASSWORD},
        follow_redirects=False,
    )
    assert done.status_code == 303
    assert browser.get("/dossiers").status_code == 200
    browser.get("/sign-out")
    assert browser.get("/dossiers").status_code == 401


def test_a_form_from_elsewhere_is_refused(guarded: TestClient) -> None:
    """No token, a made-up one, or one of another session."""
    browser, other = fresh(guarded), fresh(guarded)
    token_of(browser)
    for token in ("", "made.up", token_of(other)):
        answer = browser.post("/sign-in", data={"token": token, "name": "reader", "password": PASSWORD})
        assert answer.status_code in (403, 422)


def test_a_session_planted_before_sign_in_does_not_survive_it(guarded: TestClient) -> None:
    """Session fixation: the cookie changes, and the old one stays worthless."""
    browser = fresh(guarded)
    token = token_of(browser)
    planted = browser.cookies.get("session")
    browser.post("/sign-in", data={"token": token, "name": "analyst", "password": PASSWORD})
    assert browser.cookies.get("session") != planted
    thief = fresh(guarded)
    thief.cookies.set("session", planted)
    assert thief.get("/dossiers").status_code == 401


def test_a_forged_cookie_and_a_wrong_key_open_nothing(guarded: TestClient) -> None:
    """Cookies are signed, keys are hashed."""
    browser = fresh(guarded)
    browser.cookies.set("session", "eyJuYW1lIjogImFwcHJvdmVyIn0=.x.y")
    assert browser.get("/dossiers").status_code == 401
    assert browser.get("/dossiers", headers={"Authorization": "ApiKey stanch_wrong"}).status_code == 401
