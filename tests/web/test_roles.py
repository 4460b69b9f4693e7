"""Every route of the application against every role, and every form against a request from elsewhere.

The routes are taken from the application itself: a new one without a line here fails, and so does a line without a route.
"""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from stanch.settings import Settings, packaged_data
from stanch.web.app import create_app
from stanch.web.options import WebOptions
from stanch.web.twins import leaves
from tests.web.conftest import KEYS, PASSWORD, SECRET
from tests.web.test_people import fresh, token_of

# least role, and a question that the route can read; `json` for programs, `form` for pages (they carry a token), neither for plain looks
OPEN, READER, ANALYST, APPROVER = "open", "reader", "analyst", "approver"
NAME = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Mario Rossi"]}}}}
COAL = {"on": "2017-08-06", "activity": {"act": "procure", "goods": "coal", "from": "KP", "to": "CN"}}
ENTITY = "un-KPi.004"
LINES: dict[str, tuple[str, dict[str, object]]] = {
    # open to all: that the service is there, and the way in
    "GET /healthz": (OPEN, {}),
    "GET /readyz": (OPEN, {}),
    "GET /algorithms": (OPEN, {}),
    "GET /metrics": (OPEN, {}),
    "GET /openapi.json": (OPEN, {}),
    "GET /sign-in": (OPEN, {}),
    "POST /sign-in": (OPEN, {"form": {"name": "nobody", "password": "x"}}),
    "POST /sign-out": (OPEN, {"form": {}}),
    "GET /sign-in/oidc": (OPEN, {}),
    "GET /sign-in/done": (OPEN, {}),
    # looking and asking
    "GET /": (READER, {}),
    "GET /home.json": (READER, {}),
    "GET /home.csv": (READER, {}),
    "GET /docs": (READER, {}),
    "GET /catalog": (READER, {}),
    "GET /entities/{entity_id}": (READER, {"entity_id": ENTITY}),
    "GET /entities/{entity_id}/adjacent": (READER, {"entity_id": ENTITY}),
    "GET /entities/{entity_id}/adjacent/{prop}": (READER, {"entity_id": ENTITY, "prop": "x"}),
    "POST /match/{dataset}": (READER, {"dataset": "default", "json": NAME}),
    "GET /search/{dataset}": (READER, {"dataset": "default"}),
    "GET /reconcile/{dataset}": (READER, {"dataset": "default"}),
    "POST /reconcile/{dataset}": (READER, {"dataset": "default", "data": {"queries": "{}"}}),
    "GET /reconcile/{dataset}/preview": (READER, {"dataset": "default"}),
    "GET /reconcile/{dataset}/flyout/{kind}": (READER, {"dataset": "default", "kind": "type"}),
    "GET /reconcile/{dataset}/extend/propose": (READER, {"dataset": "default"}),
    "GET /reconcile/{dataset}/suggest/entity": (READER, {"dataset": "default"}),
    "GET /reconcile/{dataset}/suggest/type": (READER, {"dataset": "default"}),
    "GET /reconcile/{dataset}/suggest/property": (READER, {"dataset": "default"}),
    "POST /check": (READER, {"json": COAL}),
    "POST /check/batch": (READER, {"json": {"questions": [COAL]}}),
    "GET /rules": (READER, {}),
    "GET /rules/diff": (READER, {"query": "before=2017-01-01&after=2017-02-01"}),
    "GET /rules/{provision}": (READER, {"provision": "unsc:2371:8"}),
    "GET /dossiers": (READER, {}),
    "GET /dossiers/{country}": (READER, {"country": "KW"}),
    "GET /claims": (READER, {"query": "country=KW"}),
    "GET /claims/proposed": (READER, {}),
    "GET /actions": (READER, {}),
    "GET /ties.geojson": (READER, {}),
    "GET /feed": (READER, {}),
    "GET /changes": (READER, {}),
    "POST /whatif": (READER, {"json": {"close": ["unsc:2371"], "draws": 100}}),
    "GET /decisions/{seq}": (READER, {"seq": "1"}),
    "POST /decisions/{seq}/replay": (READER, {"seq": "1"}),
    "GET /log/verify": (READER, {}),
    "GET /dossier/{country}": (READER, {"country": "KW"}),
    "GET /track": (READER, {}),
    "GET /positions": (READER, {}),
    "GET /positions.json": (READER, {}),
    "GET /screen": (READER, {}),
    "GET /entity/{entity_id}": (READER, {"entity_id": ENTITY}),
    "GET /vessel/{imo}": (READER, {"imo": "8606173"}),
    "GET /ask": (READER, {}),
    "GET /law": (READER, {}),
    "GET /law/{key}": (READER, {"key": "unsc:2371:8"}),
    "GET /money": (READER, {}),
    "GET /lists": (READER, {}),
    "GET /log": (READER, {}),
    "GET /log/{seq}": (READER, {"seq": "1"}),
    "POST /log/{seq}": (READER, {"seq": "1", "form": {}}),
    "GET /review": (READER, {}),
    "GET /review.json": (READER, {}),
    "GET /review/{claim_id}": (READER, {"claim_id": "x"}),
    "GET /read/documents": (READER, {}),
    "GET /read/claims": (READER, {}),
    "GET /read/claims/{claim_id}/effect": (READER, {"claim_id": "x"}),
    "GET /read/precision": (READER, {}),
    "GET /alerts": (READER, {}),
    "GET /alerts/{alert_id}": (READER, {"alert_id": "x"}),
    "GET /approvals": (READER, {}),
    "GET /talking/{country}": (READER, {"country": "KW"}),
    "GET /talking/{country}/docx": (READER, {"country": "KW"}),
    # a desk's own, and what it decides
    "GET /notes": (ANALYST, {}),
    "POST /notes": (ANALYST, {"form": {"country": "KW", "text": "x", "mark": "internal"}}),
    "POST /notes/{note_id}": (ANALYST, {"note_id": "x", "form": {}}),
    "POST /talking/{country}": (ANALYST, {"country": "KW", "form": {"text": "# x"}}),
    "POST /screen/dismiss": (
        ANALYST,
        {"form": {"entity": ENTITY, "reason": "seen in person", "until": "2099-01-01", "name": "x"}},
    ),
    "POST /alerts/{alert_id}": (ANALYST, {"alert_id": "x", "form": {"kind": "assigned"}}),
    "POST /review": (ANALYST, {"form": {}}),
    "POST /review/{claim_id}": (ANALYST, {"claim_id": "x", "form": {"decision": "accepted"}}),
    "POST /claims/{claim_id}/review": (ANALYST, {"claim_id": "x", "json": {"decision": "accepted"}}),
    # a second signature, and the lists
    "POST /approvals/{approval_id}": (APPROVER, {"approval_id": "x", "form": {"answer": "confirm"}}),
    "POST /updatez": (APPROVER, {}),
}
RANK = {"nobody": 0, "reader": 1, "analyst": 2, "approver": 3}
LEAST = {OPEN: 0, READER: 1, ANALYST: 2, APPROVER: 3}


def routes_of(app: FastAPI) -> set[str]:
    """Every method and path that the application answers to."""
    return {
        f"{method} {route.path}"
        for route in leaves(app.routes)
        for method in route.methods
        if method != "HEAD"
    }


@pytest.fixture(scope="module")
def signed_in(guarded: TestClient) -> dict[str, TestClient]:
    """A browser for each role."""
    browsers = {}
    for role in RANK:
        browsers[role] = fresh(guarded)
        if role != "nobody":
            form = {"token": token_of(browsers[role]), "name": role, "password": PASSWORD}
            assert browsers[role].post("/sign-in", data=form, follow_redirects=False).status_code == 303
    return browsers


def ask(client: TestClient, line: str, *, token: str = "none", headers: dict[str, str] | None = None) -> int:
    """The status of one request as the line describes it."""
    method, path = line.split(" ", 1)
    given = LINES[line][1]
    path = re.sub(r"\{(\w+)\}", lambda found: str(given[found[1]]), path)
    url = f"{path}?{given['query']}" if "query" in given else path
    data = {**given["form"], "token": token} if "form" in given else given.get("data")  # type: ignore[dict-item]
    answer = client.request(
        method, url, headers=headers, json=given.get("json"), data=data, follow_redirects=False
    )
    assert answer.status_code not in (405, 422), f"the line does not fit the route: {answer.text[:300]}"
    assert answer.status_code < 500, answer.text[:300]
    return answer.status_code


def test_every_route_has_a_line_and_every_line_a_route(guarded: TestClient) -> None:
    """What is new must be thought about, what is gone must go here too."""
    app = guarded.app
    assert isinstance(app, FastAPI)
    assert routes_of(app) == set(LINES)


@pytest.mark.parametrize("role", RANK)
@pytest.mark.parametrize("line", LINES)
def test_a_program_gets_what_its_role_may_and_nothing_else(guarded: TestClient, line: str, role: str) -> None:
    """By API key: 401 without one, 403 with too little of a role, in all other cases the route itself answers."""
    headers = {"Authorization": f"ApiKey {KEYS[role]}"} if role in KEYS else {}
    status = ask(fresh(guarded), line, headers=headers)
    allowed = RANK[role] >= LEAST[LINES[line][0]]
    if allowed and "form" in LINES[line][1]:
        assert status == 403, "a form without a token of the session"
    elif allowed:
        assert status not in (401, 403)
    else:
        assert status == (401 if role == "nobody" else 403)


@pytest.mark.parametrize("role", RANK)
@pytest.mark.parametrize(
    "line", [line for line in LINES if not line.startswith(("POST /sign-in", "POST /sign-out"))]
)
def test_a_person_gets_what_their_role_may_and_nothing_else(
    signed_in: dict[str, TestClient], line: str, role: str
) -> None:
    """By session, with the token that the pages give."""
    browser = signed_in[role]
    status = ask(browser, line, token=token_of(browser))
    allowed = RANK[role] >= LEAST[LINES[line][0]]
    if allowed:
        assert status not in (401, 403) or line.startswith("GET /sign-in/")
    else:
        assert status == (401 if role == "nobody" else 403)


POSTS = [line for line in LINES if line.startswith("POST ")]


@pytest.mark.parametrize("line", [line for line in POSTS if "form" in LINES[line][1]])
def test_a_form_without_its_token_changes_nothing(
    signed_in: dict[str, TestClient], guarded: TestClient, line: str
) -> None:
    """Missing, made up, or of another session: even the highest role is refused."""
    browser = signed_in["approver"]
    for token in ("made.up.token", token_of(signed_in["analyst"]), token_of(fresh(guarded))):
        assert ask(browser, line, token=token) == 403


@pytest.mark.parametrize("line", POSTS)
def test_another_site_cannot_act_with_a_session(signed_in: dict[str, TestClient], line: str) -> None:
    """Whatever it sends: browsers say where a request comes from, by either header."""
    browser = signed_in["approver"]
    token = token_of(browser)
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ):
        assert ask(browser, line, token=token, headers=headers) == 403
    assert (
        ask(browser, line, token=token, headers={"Sec-Fetch-Site": "same-origin"}) != 403
        or line == "POST /sign-in"
    )


def test_who_has_not_signed_in_may_look_where_nobody_has_to_but_never_decide(client: TestClient) -> None:
    """Sign-in off: the reader's routes are open, all others are not."""
    for line, (least, _) in LINES.items():
        if least in (ANALYST, APPROVER):
            assert ask(fresh(client), line) == 401, line


def test_a_person_at_a_browser_is_led_to_sign_in_and_back(guarded: TestClient) -> None:
    """And never to another site."""
    browser = fresh(guarded)
    led = browser.get("/track?country=MY", headers={"accept": "text/html"}, follow_redirects=False)
    assert led.status_code == 303
    assert led.headers["location"] == "/sign-in?next=%2Ftrack%3Fcountry%3DMY"
    page = browser.get(led.headers["location"]).text
    assert 'name="next" value="/track?country=MY"' in page
    form = {"token": token_of(browser), "name": "reader", "password": PASSWORD, "next": "/track?country=MY"}
    back = browser.post("/sign-in", data=form, follow_redirects=False)
    assert back.headers["location"] == "/track?country=MY"


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere.example",
     "javascript:alert(1)", "/\t/elsewhere.example", "/%0d%0aSet-Cookie:x", "", "elsewhere.example"],
)  # fmt: skip
def test_no_link_of_ours_leads_elsewhere_after_signing_in(guarded: TestClient, target: str) -> None:
    """An open redirect makes a thief's page look like ours."""
    browser = fresh(guarded)
    form = {"token": token_of(browser), "name": "reader", "password": PASSWORD, "next": target}
    back = browser.post("/sign-in", data=form, follow_redirects=False)
    assert back.status_code == 303
    where = back.headers["location"]
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert "\r" not in where


def test_the_matrix_would_see_a_route_without_a_guard() -> None:
    """The walk over routes finds routes of included routers too, else the matrix would be blind."""
    options = WebOptions(secret=SECRET)
    app = create_app(
        Settings(data_dir=packaged_data(), home=packaged_data(), store_url="sqlite://", processes=1), options
    )
    before = routes_of(app)

    @app.get("/left-open")
    def left_open() -> str:
        return "x"

    assert routes_of(app) - before == {"GET /left-open"}
    assert "POST /claims/{claim_id}/review" in before
