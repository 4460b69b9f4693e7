"""Signing in at a real OpenID provider (the certified `oidc-provider`, in its own process): what it says counts, what is forged does not."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from stanch.errors import SettingsError
from stanch.store import accounts
from stanch.web.app import create_app
from stanch.web.options import WebOptions, options_from
from stanch.web.people import hash_password
from tests.web.conftest import PASSWORD, SECRET, settings_in

HERE = Path(__file__).parent / "provider"
pytestmark = [
    pytest.mark.skipif(not shutil.which("node"), reason="needs node"),
    pytest.mark.skipif(
        not (HERE / "node_modules").is_dir(), reason="needs: npm ci --prefix tests/web/provider"
    ),
]
ORIGIN = "http://127.0.0.1:8000"
PEOPLE = {
    "staff": {"email": "staff@desk.example", "email_verified": True, "roles": ["lunch", "desk-staff"]},
    "head": {"email": "head@desk.example", "email_verified": True, "roles": ["desk-staff", "desk-heads"]},
    "guest": {"email": "guest@desk.example", "email_verified": True, "roles": ["lunch"]},
    "unverified": {"email": "head@desk.example", "email_verified": False, "roles": ["desk-heads"]},
    "unsaid": {"email": "head@desk.example", "roles": ["desk-heads"]},
    "namesake": {"email": "local@desk.example", "email_verified": True, "roles": ["desk-heads"]},
}


@dataclass(frozen=True)
class Desk:
    """A service that trusts the provider, and its store."""

    app: TestClient
    provider: str

    def role_of(self, name: str) -> str:
        service = self.app.app.state.service  # type: ignore[attr-defined]
        with service.database.read() as store:
            held = accounts.get(store, name)
        return held.role if held else ""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    command = ["node", str(HERE / "server.mjs"), str(port), f"{ORIGIN}/sign-in/done"]
    environ = {**os.environ, "PEOPLE": json.dumps(PEOPLE)}
    process = subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:  # it warns about its own settings for development first
            if line.strip() == "ready":
                break
        assert process.poll() is None, "the provider did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()


@pytest.fixture
def desk(provider: str, tmp_path: Path) -> Iterator[Desk]:
    """Roles come from the provider's claim `roles`."""
    yield from _desk(provider, tmp_path, WebOptions(secret=SECRET, oidc_role_claim="roles"))


@pytest.fixture
def own_roles(provider: str, tmp_path: Path) -> Iterator[Desk]:
    """Roles are given here; the provider only says who somebody is."""
    yield from _desk(provider, tmp_path, WebOptions(secret=SECRET))


def _desk(provider: str, home: Path, options: WebOptions, client: str = "stanch") -> Iterator[Desk]:
    made = replace(
        options, sign_in=True, origin=ORIGIN, oidc_issuer=provider, oidc_client=client,
        oidc_secret="a-secret-of-the-client-for-tests-only",
        oidc_roles=(("desk-staff", "analyst"), ("desk-heads", "approver")),
    )  # fmt: skip
    with TestClient(create_app(settings_in(home), made), raise_server_exceptions=False) as app:
        yield Desk(app, provider)


def browser(desk: Desk) -> TestClient:
    """A browser with no cookies yet."""
    return TestClient(desk.app.app, raise_server_exceptions=False, follow_redirects=False)


def at_the_provider(leaving: httpx.Response, login: str) -> str:
    """Sign in and consent as a person does; the address that the provider sends the browser back to."""
    with httpx.Client(timeout=30) as person:
        answer = person.get(leaving.headers["location"])
        for _ in range(8):
            while answer.is_redirect:
                if answer.headers["location"].startswith(ORIGIN):
                    return answer.headers["location"].removeprefix(ORIGIN)
                answer = person.get(answer.next_request.url)  # type: ignore[union-attr]
            action = re.search(r'action="([^"]+)"', answer.text)
            prompt = re.search(r'name="prompt" value="([^"]+)"', answer.text)
            assert action, answer.text[:400]
            assert prompt
            form = {"prompt": prompt[1], "login": login, "password": "any"}
            answer = person.post(action[1], data=form)
    raise AssertionError("the provider never sent the browser back")


def sign_in(desk: Desk, login: str, page: TestClient | None = None) -> tuple[TestClient, httpx.Response]:
    page = page or browser(desk)
    leaving = page.get("/sign-in/oidc?next=/dossier/MY")
    assert leaving.status_code == 302, leaving.text
    return page, page.get(at_the_provider(leaving, login))


def test_the_way_to_the_provider_carries_pkce_a_nonce_and_a_state(desk: Desk) -> None:
    """And each way its own: a caught one cannot be used again."""
    asked = [
        parse_qs(urlsplit(browser(desk).get("/sign-in/oidc").headers["location"]).query) for _ in range(2)
    ]
    for query in asked:
        assert query["response_type"] == ["code"]
        assert query["code_challenge_method"] == ["S256"]
        assert len(query["code_challenge"][0]) == 43
        assert query["redirect_uri"] == [f"{ORIGIN}/sign-in/done"]
    for key in ("state", "nonce", "code_challenge"):
        assert asked[0][key] != asked[1][key]


def test_the_provider_s_roles_become_roles_here(desk: Desk) -> None:
    """The highest of those that mean one; the account is made at the first sign-in."""
    page, back = sign_in(desk, "staff")
    assert (back.status_code, back.headers["location"]) == (303, "/dossier/MY")
    assert "staff@desk.example (analyst)" in page.get("/").text
    assert page.get("/notes").status_code == 200
    assert desk.role_of("staff@desk.example") == "analyst"
    page, _ = sign_in(desk, "head")
    assert "(approver)" in page.get("/").text


@pytest.mark.parametrize(
    ("login", "why"),
    [("guest", "gives it none"), ("unverified", "no verified"), ("unsaid", "no verified")],
)
def test_no_role_or_no_verified_address_is_no_way_in(desk: Desk, login: str, why: str) -> None:
    """An address that nobody verified could be anybody's."""
    page, back = sign_in(desk, login)
    assert back.status_code == 403
    assert why in back.text
    assert page.get("/dossiers").status_code == 401


def test_a_role_taken_away_at_the_provider_is_taken_away_here(desk: Desk) -> None:
    """At the next sign-in, and older sessions end with it."""
    older, _ = sign_in(desk, "head")
    database = desk.app.app.state.service.database  # type: ignore[attr-defined]
    with database.begin() as store:
        held = accounts.get(store, "head@desk.example")
        assert held
        accounts.put(store, replace(held, role="reader"))
    assert "(reader)" in older.get("/").text
    newer, _ = sign_in(desk, "head")
    assert "(approver)" in newer.get("/").text
    assert older.get("/dossiers").status_code == 401


def test_a_closed_account_stays_closed_whatever_the_provider_says(desk: Desk) -> None:
    """Closing is done here."""
    sign_in(desk, "head")
    database = desk.app.app.state.service.database  # type: ignore[attr-defined]
    with database.begin() as store:
        held = accounts.get(store, "head@desk.example")
        assert held
        accounts.put(store, replace(held, active=False))
    page, back = sign_in(desk, "head")
    assert back.status_code == 403
    assert page.get("/dossiers").status_code == 401


def test_the_provider_cannot_open_an_account_that_a_password_guards(desk: Desk) -> None:
    """Else whoever may choose a name there could take over a local account."""
    database = desk.app.app.state.service.database  # type: ignore[attr-defined]
    local = accounts.Account(
        name="local@desk.example", role="reader", password=hash_password(PASSWORD), active=True, epoch=1
    )
    with database.begin() as store:
        accounts.put(store, local)
    _, back = sign_in(desk, "namesake")
    assert back.status_code == 403
    assert desk.role_of("local@desk.example") == "reader"


def test_where_roles_are_given_here_the_account_must_exist(own_roles: Desk) -> None:
    """The claim of roles counts for nothing then."""
    _, back = sign_in(own_roles, "head")
    assert back.status_code == 403
    assert "ask an approver" in back.text
    database = own_roles.app.app.state.service.database  # type: ignore[attr-defined]
    with database.begin() as store:
        accounts.put(
            store,
            accounts.Account(name="head@desk.example", role="reader", password="", active=True, epoch=1),
        )
    page, back = sign_in(own_roles, "head")
    assert back.status_code == 303
    assert "(reader)" in page.get("/").text


def test_a_wrong_state_or_somebody_else_s_code_is_refused(desk: Desk) -> None:
    """A code caught elsewhere, or planted into another browser, opens nothing."""
    victim, thief = browser(desk), browser(desk)
    back = at_the_provider(victim.get("/sign-in/oidc"), "head")
    wrong = re.sub(r"state=[^&]+", "state=made-up", back)
    assert victim.get(wrong).status_code == 403
    assert thief.get(back).status_code == 403, "the state belongs to another session"
    thief.get("/sign-in/oidc")
    assert thief.get(back).status_code == 403
    assert thief.get("/dossiers").status_code == 401


def test_a_code_is_good_once(desk: Desk) -> None:
    """Going back in the browser does not sign in again."""
    page = browser(desk)
    back = at_the_provider(page.get("/sign-in/oidc"), "staff")
    assert page.get(back).status_code == 303
    assert page.get(back).status_code == 403


@pytest.mark.parametrize("fault", ["expired", "audience", "party", "nonce", "issuer", "unsigned", "stranger"])
def test_an_identity_token_that_does_not_hold_is_refused(provider: str, tmp_path: Path, fault: str) -> None:
    """Too old, for another service, of another session, of another issuer, unsigned, or signed by somebody else."""
    options = WebOptions(secret=SECRET, oidc_role_claim="roles")
    with ExitStack() as held:
        desks = _desk(provider, tmp_path, options, client=fault)
        held.callback(desks.close)
        desk = next(desks)
        page, back = sign_in(desk, "head")
        assert back.status_code == 403, back.text
        assert "sign-in did not succeed" in back.text
        assert page.get("/dossiers").status_code == 401
        assert desk.role_of("head@desk.example") == ""


def test_a_session_planted_before_does_not_survive_signing_in_there(desk: Desk) -> None:
    """The session starts anew, as with a password."""
    page = browser(desk)
    page.get("/sign-in")
    planted = page.cookies.get("session")
    sign_in(desk, "head", page)
    thief = browser(desk)
    thief.cookies.set("session", str(planted))
    assert thief.get("/dossiers").status_code == 401


def test_a_provider_that_is_away_is_a_clear_answer(provider: str, tmp_path: Path) -> None:
    """Not a stack trace, and local accounts still work."""
    for desk in _desk("http://127.0.0.1:9", tmp_path, WebOptions(secret=SECRET)):
        answer = browser(desk).get("/sign-in/oidc")
        assert answer.status_code == 502
        assert "does not answer" in answer.json()["detail"]
        assert desk.app.get("/sign-in").status_code == 200


def test_what_the_environment_says_of_roles_is_checked() -> None:
    """A typing mistake must not become a role."""
    environ = {"STANCH_OIDC_ROLES": "desk staff=analyst"}
    with pytest.raises(SettingsError, match="GROUP=ROLE"):
        options_from(environ)
    assert options_from({"STANCH_OIDC_ROLES": "a=b=reader"}).oidc_roles == (("a=b", "reader"),)
