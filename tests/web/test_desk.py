"""What a desk does with answers and files: alerts, second looks, notes, talking points, tables taken away."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from starlette.testclient import TestClient

from stanch.store import accounts, connect
from stanch.web.app import create_app
from stanch.web.options import WebOptions
from stanch.web.people import hash_password
from tests.postgres import sqlite_only
from tests.web.conftest import PASSWORD, SECRET, settings_in
from tests.web.test_people import fresh, token_of
from tests.web.test_review import decision_of, held

NAME = "Ri Hong Sop"
REASON = "Born in another century, seen in the passport"


@pytest.fixture(scope="module")
def careful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Four eyes on; two approvers, an analyst, a reader."""
    settings = settings_in(tmp_path_factory.mktemp("careful"))
    database, hashed = connect(settings.store_url), hash_password(PASSWORD)
    roles = {"reader": "reader", "analyst": "analyst", "approver": "approver", "second": "approver"}
    with database.begin() as store:
        for name, role in roles.items():
            accounts.put(store, accounts.Account(name=name, role=role, password=hashed, active=True, epoch=1))
    database.close()
    app = create_app(settings, WebOptions(secret=SECRET, sign_in=True, four_eyes=True))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def signed_in(client: TestClient, name: str) -> TestClient:
    browser = fresh(client)
    browser.post("/sign-in", data={"token": token_of(browser), "name": name, "password": PASSWORD})
    return browser


def dismissing(browser: TestClient, year: str) -> dict[str, str]:
    asked = {"name": NAME, "dob": year, "country": "", "id": "", "on": ""}
    until = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=90)).isoformat()
    return {
        **asked, "token": token_of(browser), "entity": "un-KPi.004", "reason": REASON, "until": until,
    }  # fmt: skip


def alert_in(browser: TestClient, party: str) -> str:
    browser.get("/screen", params={"name": party})
    found = re.search(rf'href="(/alerts/[^"]+)">{party}<', browser.get("/alerts").text)
    assert found
    return found[1]


def test_the_same_question_opens_one_alert_and_a_clear_one_none(careful: TestClient) -> None:
    """A queue that fills with copies is not read."""
    browser = signed_in(careful, "analyst")
    for _ in range(3):
        browser.get("/screen", params={"name": "Ri Hong-sop"})
    browser.get("/screen", params={"name": "Mario Rossi"})
    rows = browser.get("/alerts?format=json").json()["tables"][0]
    assert [row["Party"] for row in rows].count("Ri Hong-sop") == 1
    assert "Mario Rossi" not in str(rows)


def test_a_program_s_matches_open_alerts_too(careful: TestClient) -> None:
    """The queue does not depend on how the question came in."""
    browser = signed_in(careful, "reader")
    query = {"queries": {"customer-7": {"schema": "Person", "properties": {"name": ["RI, Hong Sop"]}}}}
    assert browser.post("/match/default", json=query).status_code == 200
    assert "customer-7" in browser.get("/alerts").text


def test_an_alert_is_assigned_proposed_and_confirmed_by_another(careful: TestClient) -> None:
    """With a reason, and never by the same person where four eyes are on."""
    analyst, approver = signed_in(careful, "analyst"), signed_in(careful, "approver")
    path = alert_in(analyst, "Hong Sop Ri")
    token = token_of(analyst, path)
    analyst.post(path, data={"token": token, "kind": "assigned", "value": "analyst"})
    short = analyst.post(
        path, data={"token": token, "kind": "closed", "value": "not_the_party", "reason": "no"}
    )
    assert short.status_code == 400
    assert "reason" in short.text
    closing = {"token": token, "kind": "closed", "value": "not_the_party", "reason": REASON}
    page = analyst.post(path, data=closing).text
    assert "analyst proposes: not the party" in page
    assert analyst.post(path, data={"token": token, "kind": "confirmed"}).status_code == 400
    page = approver.post(path, data={"token": token_of(approver, path), "kind": "confirmed"}).text
    assert "Closed: not the party" in page
    assert REASON in page
    assert analyst.post(path, data=closing).status_code == 400, "closed already"
    page = analyst.post(path, data={"token": token, "kind": "reopened", "reason": "new facts"}).text
    assert "Open, assigned to analyst" in page


def test_an_alert_goes_to_people_who_may_look_at_it_only(careful: TestClient) -> None:
    """Neither to a reader nor to a name that has no account; and a reader changes nothing."""
    analyst, reader = signed_in(careful, "analyst"), signed_in(careful, "reader")
    path = alert_in(analyst, "Ri Hongsop")
    for name in ("reader", "nobody-known"):
        form = {"token": token_of(analyst, path), "kind": "assigned", "value": name}
        assert analyst.post(path, data=form).status_code == 400
    form = {"token": token_of(reader, "/sign-in"), "kind": "assigned", "value": "analyst"}
    assert reader.post(path, data=form).status_code == 403


def test_a_dismissal_counts_only_once_a_second_person_has_confirmed_it(careful: TestClient) -> None:
    """Who asked cannot be the second; refused means it never was."""
    first, second = signed_in(careful, "approver"), signed_in(careful, "second")
    ask = {"name": NAME, "dob": "1940"}
    first.post("/screen/dismiss", data=dismissing(first, "1940"))
    assert ">hit</p>" in first.get("/screen", params=ask).text
    found = re.search(r'action="(/approvals/[^"]+)"', second.get("/approvals").text)
    assert found
    own = first.post(found[1], data={"token": token_of(first, "/approvals"), "answer": "confirm"})
    assert own.status_code == 400
    assert "another one than who asked" in own.text
    second.post(found[1], data={"token": token_of(second, "/approvals"), "answer": "confirm"})
    page = second.get("/screen", params=ask).text
    assert ">hit</p>" not in page
    assert "dismissed by approver and second" in page
    assert "Nothing waits" in second.get("/approvals").text


def test_an_accepted_claim_waits_for_a_second_person(careful: TestClient) -> None:
    """And leaves the queue of the first meanwhile."""
    claim = held(careful)
    analyst, approver = signed_in(careful, "analyst"), signed_in(careful, "approver")
    analyst.post(f"/review/{claim.id}", data={"token": token_of(analyst, "/review"), "decision": "accepted"})
    assert decision_of(careful, claim) == ""
    assert claim.id not in analyst.get("/review").text
    found = re.search(r'action="(/approvals/[^"]+)"', approver.get("/approvals").text)
    assert found
    approver.post(found[1], data={"token": token_of(approver, "/approvals"), "answer": "confirm"})
    assert decision_of(careful, claim) == "accepted"


def test_notes_are_seen_by_analysts_only_and_in_no_export(careful: TestClient) -> None:
    """A private note in a shared file would be a leak."""
    analyst, reader = signed_in(careful, "analyst"), signed_in(careful, "reader")
    words = "Ask the counsellor about the permits <b>quietly</b>"
    form = {"token": token_of(analyst, "/notes"), "country": "Malaysia", "text": words, "mark": "restricted"}
    page = analyst.post("/notes", data=form).text
    assert "&lt;b&gt;quietly" in page
    assert "restricted" in page
    assert reader.get("/notes").status_code == 403
    assert "counsellor about the permits" in analyst.get("/dossier/MY").text
    for path in ("/dossier/MY", "/dossiers/MY?format=html", "/dossiers/MY?format=md"):
        assert "counsellor about the permits" not in reader.get(path).text
    found = re.search(r'action="(/notes/[^"]+)"', page)
    assert found
    analyst.post(found[1], data={"token": form["token"]})
    assert "counsellor" not in analyst.get("/notes").text


def test_talking_points_are_drafted_edited_printed_and_the_reader_sees_the_draft(careful: TestClient) -> None:
    """The desk's version is private; the draft names its sources."""
    analyst, reader = signed_in(careful, "analyst"), signed_in(careful, "reader")
    draft = reader.get("/talking/MY").text
    assert "first draft" in draft
    assert re.search(r"\[1\] .+http", draft), "the first source is named"
    text = "# Malaysia\n- Thank them for closing the embassy [1]\n- \x0bAsk about = permits"
    form = {"token": token_of(analyst, "/talking/MY"), "text": text, "mark": "confidential"}
    assert "Thank them" in analyst.post("/talking/MY", data=form).text
    assert "Thank them" not in reader.get("/talking/MY").text
    paper = docx.Document(io.BytesIO(analyst.get("/talking/MY/docx").content))
    assert [p.text for p in paper.paragraphs][1] == "Thank them for closing the embassy [1]"
    assert paper.sections[0].header.paragraphs[0].text == "confidential"
    assert reader.post("/talking/MY", data=form).status_code == 403
    assert analyst.get("/talking/Atlantis").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/track?country=MY", "/positions", "/law", "/lists", "/log", "/money?close=unsc:2371",
     "/screen?name=Ri+Hong+Sop", "/entity/un-KPi.004", "/alerts?state=all"],
)  # fmt: skip
def test_every_table_of_a_page_is_a_csv(client: TestClient, path: str) -> None:
    """The link under the table gives the same rows, and no cell runs as a formula."""
    client.get("/screen?name=Ri+Hong+Sop")
    page = client.get(path).text
    links = re.findall(r'<caption><a href="([^"]+)"', page)
    assert links
    assert len(links) == page.count("<table ")
    for link in links:
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.headers["content-type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(answer.text)))
        assert len({len(row) for row in rows}) == 1, "every row is as wide as the header"
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")]
    last = links[-1].replace("&amp;", "&").rpartition("=")[0]
    assert client.get(f"{last}=99").status_code == (200 if path == "/" else 404)


@sqlite_only
def test_a_store_that_cannot_be_read_is_a_clear_503(tmp_path: Path) -> None:
    """Not ready, with the reason, instead of a stack trace or a hang."""
    settings = settings_in(tmp_path)
    with TestClient(create_app(settings, WebOptions(secret=SECRET)), raise_server_exceptions=False) as client:
        assert client.get("/readyz").status_code == 200
        store = tmp_path / "stanch.sqlite"
        for each in tmp_path.glob("stanch.sqlite*"):
            each.unlink()
        client.app.state.service.database.engine.dispose()  # type: ignore[attr-defined]
        store.mkdir()
        assert client.get("/readyz").status_code == 503
        answer = client.get("/screen?name=Ri+Hong+Sop")
        assert answer.status_code == 503
        assert "Traceback" not in answer.text
        assert client.get("/healthz").status_code == 200


def test_the_page_of_leaks_ranks_and_tells_a_wrong_name(client: TestClient) -> None:
    """What is left as it is may be named; a name nobody knows is told, and never passed over."""
    page = client.get("/money?hold=China&budget=6").text
    assert "Plan 1" in page and "What changes when an assumption moves" in page
    assert "Kuwait" in page
    assert "no country that stanch knows" in client.get("/money?hold=Atlantis").text
    assert "no whole number" in client.get("/money?budget=x").text
    told = client.get(
        "/money?close=unsc:2371&baseline=2017-capped&compliance=100&substitution=0&format=json"
    ).json()
    assert told["outcome"]["cut"]["p50"] == "1059.9"
