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


def held(guarded: TestClient) -> claims.ClaimRecord:
    """One open claim in the store, taken from what the reader itself writes."""
    service = guarded.app.state.service  # type: ignore[attr-defined]
    record = claims.ClaimRecord(document="d" * 64, kind="action", start=14, body=plain_proposal(PROPOSAL))
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
