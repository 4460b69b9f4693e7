"""Every page for programs too: its JSON, its tables as CSV; feeds that go on from a cursor; the review queue by API."""

from __future__ import annotations

import csv
import io
import re

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import KEYS
from tests.web.test_desk import careful, signed_in  # noqa: F401 - a fixture
from tests.web.test_people import token_of
from tests.web.test_review import decision_of, held

PAGES = [
    "/", "/?region=ASEAN", "/track?country=MY", "/positions?bloc=EU", "/screen?name=Ri+Hong+Sop", "/ask?act=procure&goods=coal&from=KP",
    "/law?as_of=2017-12-31&before=2017-01-01", "/law/unsc:2371:8", "/money?close=unsc:2371", "/lists", "/log", "/log/1", "/review",
    "/alerts?state=all", "/approvals", "/talking/MY", "/entity/un-KPi.004", "/vessel/8606173", "/dossier/MY?as_of=2020-01-01", "/docs",
]  # fmt: skip


def twin(path: str, ending: str) -> str:
    page, _, query = path.partition("?")
    return f"{'/home' if page == '/' else page}{ending}{f'?{query}' if query else ''}"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_its_json(client: TestClient, path: str) -> None:
    """With the same question in the address; the page itself links to it."""
    client.get("/screen?name=Ri+Hong+Sop")
    answer = client.get(twin(path, ".json"))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json() is not None
    if not path.startswith(("/docs", "/dossier")):
        assert twin(path, ".json").split("?")[0] in client.get(path).text


def test_what_a_page_says_beside_its_tables_is_in_its_json(client: TestClient) -> None:
    """A verdict is no table, and must not get lost."""
    asked = client.get("/ask.json?act=procure&goods=anthracite&from=KP&to=CN&on=2017-08-06").json()
    assert asked["answer"]["verdict"] == "prohibited"
    screened = client.get("/screen.json?name=Ri+Hong+Sop&dob=1940").json()
    assert screened["answer"]["decision"] == "hit"
    law = client.get("/law.json?as_of=2017-12-31&before=2017-01-01").json()
    assert any(change["provision"]["instrument"] == "unsc:2375" for change in law["changes"])
    assert client.get("/track.json?country=MY").json()["actions"][0]["country"] == "MY"
    assert client.get("/dossier/MY.json").json()["title"]


def test_a_page_that_is_not_there_has_no_twin_either(client: TestClient) -> None:
    """The same status, as JSON."""
    for path in ("/law/unsc:9999:1", "/entity/nobody", "/vessel/1234568", "/log/999999"):
        page, answer = client.get(path), client.get(f"{path}.json")
        assert page.status_code == answer.status_code >= 400
        assert answer.json()["detail"]
    assert client.get("/nowhere.json").status_code == 404


def test_a_csv_is_the_table_that_the_page_shows(client: TestClient) -> None:
    """The first one when no number is given."""
    page = client.get("/lists").text
    rows = list(csv.reader(io.StringIO(client.get("/lists.csv").text)))
    assert rows[0][0] == "List"
    assert len(rows) - 1 == page.count("<tr>") - 1
    assert client.get("/lists.csv?table=2").status_code == 404
    dossier = client.get("/dossier/MY.csv")
    assert dossier.headers["content-type"].startswith("text/csv")


def test_the_feed_goes_on_without_gap_or_repeat(client: TestClient) -> None:
    """Page by page it tells exactly what one long page tells."""
    whole = client.get("/feed?limit=200").json()["items"]
    parts, cursor = [], ""
    for _ in range(5):
        page = client.get("/feed", params={"limit": 40, "cursor": cursor}).json()
        parts += page["items"]
        cursor = page["cursor"]
    assert parts == whole
    assert client.get("/feed?cursor=made-up").status_code == 400
    assert client.get("/feed?cursor=W10=").status_code == 400


def test_changes_are_told_once(careful: TestClient) -> None:  # noqa: F811
    """A decision on a claim appears, and asking again with the cursor tells nothing twice."""
    analyst, approver = signed_in(careful, "analyst"), signed_in(careful, "approver")
    start = _all_changes(analyst, "")[1]
    claim = held(careful)
    analyst.post(f"/review/{claim.id}", data={"token": token_of(analyst, "/review"), "decision": "accepted"})
    assert _all_changes(analyst, start)[0] == [], "it waits for a second person"
    found = re.search(r'action="(/approvals/[^"]+)"', approver.get("/approvals").text)
    assert found
    approver.post(found[1], data={"token": token_of(approver, "/approvals"), "answer": "confirm"})
    analyst.get("/screen", params={"name": "Ri Hong Sop"})  # an answer is no change
    items, cursor = _all_changes(analyst, start)
    assert [(item["kind"], item["what"]["decision"]) for item in items] == [("claim", "accepted")]
    assert "analyst and approver" in str(items[0])
    assert _all_changes(analyst, cursor) == ([], cursor)
    for wrong in ("x", "W10=", "eyJsb2ciOi0xfQ==", "eyJsb2ciOiIxIn0="):
        assert analyst.get("/changes", params={"cursor": wrong}).status_code == 400


def _all_changes(browser: TestClient, cursor: str) -> tuple[list[dict[str, object]], str]:
    items: list[dict[str, object]] = []
    while True:
        page = browser.get("/changes", params={"cursor": cursor, "limit": 2}).json()
        items += page["items"]
        cursor = page["cursor"]
        if not page["more"]:
            return items, cursor


def test_claims_are_reviewed_by_api(guarded: TestClient) -> None:
    """The same decisions as on the page, by a program of an analyst."""
    claim = held(guarded)
    headers = {"Authorization": f"ApiKey {KEYS['analyst']}"}

    def decide(**body: object) -> tuple[int, dict[str, object]]:
        answer = guarded.post(f"/claims/{claim.id}/review", json=body, headers=headers)
        return answer.status_code, answer.json()

    if decision_of(guarded, claim):
        decide(decision="undone")
    found = guarded.get("/claims/proposed", headers=headers).json()["results"]
    mine = next(item for item in found if item["id"] == claim.id)
    assert mine["claim"]["sentence"].startswith("Officials say")
    assert mine["dossier"]
    assert decide(decision="accepted")[1]["decision"] == "accepted"
    assert decide(decision="undone")[1]["decision"] == "open"
    status, edited = decide(decision="edited", fields={"act": "restrict", "actors": "KW, QA"})
    assert (status, edited["claim"]["actors"]) == (200, ["KW", "QA"])  # type: ignore[index]
    assert decide(decision="edited", fields={"quote": "other words"})[0] == 400
    assert decide(decision="rejected", fields={"act": "x"})[0] == 400
    assert decide(decision="perhaps")[0] == 422
    assert (
        guarded.post("/claims/none/review", json={"decision": "rejected"}, headers=headers).status_code == 404
    )
    decide(decision="undone")
