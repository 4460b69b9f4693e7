"""Signing in and out, sessions, keys, forms."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from tests.web.conftest import PASSWORD


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
    copy = fresh(guarded)
    copy.cookies.set("session", str(browser.cookies.get("session")))
    assert copy.get("/dossiers").status_code == 200
    assert browser.get("/sign-out").status_code == 405, "a picture on another page must not sign anybody out"
    browser.post("/sign-out", data={"token": token_of(browser)})
    assert browser.get("/dossiers").status_code == 401
    assert copy.get("/dossiers").status_code == 401, "a copy of the cookie ends with it"


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
