"""The review queue: decided by people with the role for it, and every decision can be taken back."""

from __future__ import annotations

from starlette.testclient import TestClient

from stanch.reading.claims import plain_proposal
from stanch.reading.model import Part, Proposal
from stanch.records import Modality, Span
from stanch.store import claims
from tests.web.conftest import PASSWORD
from tests.web.test_people import fresh, token_of

QUOTE = "Kuwait <script>alert(1)</script> stopped issuing visas"
PROPOSAL = Proposal(
    kind="action",
    act="halt",
    actors=("KW",),
    targets=("KP",),
    channels=("workers",),
    status="done",
    modality=Modality.ASSERTED,
    said_by="officials",
    span=Span(document="report.txt", start=14, end=14 + len(QUOTE), quote=QUOTE),
    part=Part.BODY,
    confidence=0.9,
    sentence=f"Officials say {QUOTE} this week.",
)


def signed_in(guarded: TestClient, role: str) -> TestClient:
    browser = fresh(guarded)
    browser.post("/sign-in", data={"token": token_of(browser), "name": role, "password": PASSWORD})
    return browser


def held(guarded: TestClient, place: int = 14) -> claims.ClaimRecord:
    """One open claim in the store, taken from what the reader itself writes; the tests share a store, a place makes it another claim."""
    service = guarded.app.state.service  # type: ignore[attr-defined]
    record = claims.ClaimRecord(
        document="d" * 64,
        kind="action",
        start=place,
        body={**plain_proposal(PROPOSAL), "start": place, "end": place + len(QUOTE)},
    )
    with service.database.begin() as store:
        claims.add_document(
            store, claims.DocumentRecord(id="d" * 64, name="report.txt", read_at="2026-01-01T00:00:00")
        )
        claims.add_claims(store, [record])
    return record


def decision_of(guarded: TestClient, claim: claims.ClaimRecord) -> str:
    service = guarded.app.state.service  # type: ignore[attr-defined]
    with service.database.begin() as store:
        return next(item.decision for item in claims.held_claims(store) if item.id == claim.id)


def test_a_reader_sees_the_queue_but_cannot_decide(guarded: TestClient) -> None:
    """And what a report says is shown as text."""
    claim = held(guarded)
    browser = signed_in(guarded, "reader")
    page = browser.get("/review")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text
    answer = browser.post(f"/review/{claim.id}", data={"token": token_of(browser), "decision": "accepted"})
    assert answer.status_code == 403
    assert decision_of(guarded, claim) == ""


def test_an_analyst_accepts_corrects_and_takes_back(guarded: TestClient) -> None:
    """Each step is kept, none is lost."""
    claim = held(guarded)
    browser = signed_in(guarded, "analyst")
    token = token_of(browser, "/review")
    browser.post(f"/review/{claim.id}", data={"token": token, "decision": "accepted"})
    assert decision_of(guarded, claim) == "accepted"
    browser.post("/review", data={"token": token})
    assert decision_of(guarded, claim) == ""
    fixed = {
        "token": token,
        "decision": "edited",
        "act": "restrict",
        "actors": "KW, QA",
        "modality": "hedged",
    }
    browser.post(f"/review/{claim.id}", data=fixed)
    assert decision_of(guarded, claim) == "edited"
    wrong = browser.post(
        f"/review/{claim.id}", data={"token": token, "decision": "edited", "modality": "perhaps"}
    )
    assert wrong.status_code == 400
    assert "perhaps" in wrong.text


def test_a_claims_page_shows_what_accepting_it_would_change(guarded: TestClient) -> None:
    """The dossier with it and without it, and the words in their place; a reader may look."""
    claim = held(guarded, 1000)
    browser = signed_in(guarded, "reader")
    page = browser.get(f"/review/{claim.id}")
    assert page.status_code == 200
    assert "Kuwait halted dealings with the DPRK (workers)" in page.text
    assert "<script>alert" not in page.text
    assert "Reported done" in page.text
    assert browser.get("/review/read-none").status_code == 404


def test_programs_filter_claims_and_ask_for_the_effect(guarded: TestClient) -> None:
    """The same rows and the same difference as on the page and at the command line."""
    claim = held(guarded, 2000)
    browser = signed_in(guarded, "reader")
    found = browser.get(
        "/read/claims", params={"country": "kw", "channel": "labour", "decision": "open"}
    ).json()
    assert claim.id in [each["id"] for each in found["results"]]
    assert browser.get("/read/claims", params={"country": "PL"}).json()["total"]["value"] == 0
    assert browser.get("/read/claims", params={"since": "soon"}).status_code == 400
    assert browser.get("/read/claims", params={"format": "csv"}).text.startswith("id,decision,standing")
    assert browser.get("/read/claims", params={"format": "plover"}).text.startswith("id,date,enddate")
    effect = browser.get(f"/read/claims/{claim.id}/effect").json()
    assert effect["files"] == ["KW"]
    assert any("Kuwait halted dealings" in line["text"] for line in effect["differences"][0]["added"])
    assert browser.get("/read/claims/nothing/effect").status_code == 404
    assert browser.get("/read/documents").json()["results"][0]["name"] == "report.txt"
    assert browser.get("/read/precision", params={"by": "colour"}).status_code == 400


def test_what_is_accepted_stands_in_the_dossier_at_once(guarded: TestClient) -> None:
    """And leaves it when the decision is taken back; the unreviewed come only where they are asked for."""
    claim = held(guarded, 3000)
    browser = signed_in(guarded, "analyst")
    words = "characters 3000-"
    assert words not in browser.get("/dossiers/KW?format=md").text
    assert words in browser.get("/dossiers/KW?format=md&claims=unreviewed").text
    token = token_of(browser, "/review")
    browser.post(f"/review/{claim.id}", data={"token": token, "decision": "accepted"})
    assert words in browser.get("/dossiers/KW?format=md").text
    assert "Kuwait halted dealings with the DPRK (workers)" in browser.get("/dossier/KW").text
    assert words in str(browser.get("/claims?country=KW&limit=5000").json())
    assert words not in browser.get("/dossiers/KW?format=md&claims=none").text
    browser.post("/review", data={"token": token})
    assert words not in browser.get("/dossiers/KW?format=md").text
