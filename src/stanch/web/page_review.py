"""The review queue: a machine has proposed, a person accepts, corrects or rejects; every decision can be taken back.

The queue shows each claim in its place with the sentence that a dossier would print; a claim's own page shows the real difference that
accepting it makes to the dossiers it enters.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from markupsafe import Markup, escape

from stanch.archive import Archive
from stanch.errors import NotFound, StanchError, UsageError
from stanch.pipeline import effect_of
from stanch.reading.claims import proposal_from
from stanch.reading.editing import FIELDS, STANCES, corrected
from stanch.reading.model import KINDS, STATUSES
from stanch.reading.precision import precision
from stanch.reading.quotes import around
from stanch.reading.wording import sentence_of
from stanch.records import Modality
from stanch.store import Store, approvals, claims
from stanch.store import audit as log
from stanch.store.claims import ClaimRecord, DocumentRecord
from stanch.web.api_match import service_of
from stanch.web.api_read import job_of
from stanch.web.pages import check_token, show
from stanch.web.people import Person, Role, needs
from stanch.web.service import Service

router = APIRouter(include_in_schema=False)

_SHOWN = 20
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "status": ("", *STATUSES),
    "stance": STANCES,
    "modality": tuple(word.value for word in Modality),
}


@router.get("/review")
def queue(request: Request, document: str = "", kind: str = "", country: str = "") -> Response:
    """The next open claims, each in its place, with what a dossier would say."""
    service = service_of(request)
    with service.database.read() as store:
        held = claims.held_claims(store, document=document, kind=kind, decision="")
        documents = claims.held_documents(store)
        judged = claims.judgements(store)
        asked = {item.body["claim"] for item in approvals.waiting(store, "claim")}
    named = country.strip().upper()
    held = tuple(
        claim
        for claim in held  # a second person has those that are asked for
        if claim.id not in asked and (not named or named in (*claim.body["actors"], *claim.body["targets"]))
    )
    by_id = {item.id: item for item in documents}
    items = [_item(service, claim, by_id.get(claim.document)) for claim in held[:_SHOWN]]
    values: dict[str, Any] = {
        "items": items,
        "open": len(held),
        "documents": documents,
        "document": document,
        "kind": kind,
        "country": named,
        "precision": precision(judged, ("kind",)),
        "months": precision(judged, ("month",)),
        "fields": FIELDS,
        "choices": _CHOICES,
    }
    return show(request, "review.html", **values)


@router.get("/review.json")
def queue_json(request: Request, document: str = "", kind: str = "") -> JSONResponse:
    """All open claims."""
    with service_of(request).database.read() as store:
        held = claims.held_claims(store, document=document, kind=kind, decision="")
    return JSONResponse(
        [
            {"id": claim.id, "sentence_of_dossier": sentence_of(proposal_from(claim.body)), **claim.body}
            for claim in held
        ]
    )


@router.get("/review/{claim_id}")
def one(request: Request, claim_id: str) -> Response:
    """One claim with the real difference that accepting it makes."""
    service = service_of(request)
    try:
        with service.database.read() as store:
            claim = claims.claim_of(store, claim_id)
            document = claims.document_of(store, claim.document)
            effect = effect_of(job_of(service), store, claim_id)
    except NotFound as missing:
        return show(request, "error.html", status=404, detail=str(missing))
    return show(
        request,
        "claim.html",
        item=_item(service, claim, document),
        effect=effect,
        newer=sentence_of(proposal_from(claim.newer)) if claim.newer else "",
        fields=FIELDS,
        choices=_CHOICES,
    )


def _item(service: Service, claim: ClaimRecord, document: DocumentRecord | None) -> dict[str, Any]:
    return {
        "claim": claim,
        "document": document,
        "context": _marked(service, claim.body, document),
        "line": sentence_of(proposal_from(claim.final)),
    }


def _marked(service: Service, body: dict[str, Any], document: DocumentRecord | None) -> Markup:
    """The claim's own words marked, in what stands around them; everything in it is text."""
    before, words, after = _context(service, body, document)
    return escape(_line(before)) + Markup("<mark>{}</mark>").format(_line(words)) + escape(_line(after))


def _context(service: Service, body: dict[str, Any], document: DocumentRecord | None) -> tuple[str, str, str]:
    sentence, quote = str(body["sentence"]), str(body["quote"])
    if document is not None and document.text_id:
        try:
            text = Archive(service.settings.archive_dir).get(document.text_id).decode("utf-8", "replace")
        except StanchError:
            text = ""
        start, end = int(body["start"]), int(body["end"])
        if text[start:end] == quote:
            return around(text, start, end)
    before, found, after = sentence.partition(quote)
    return (before, found, after) if found else (sentence + " ", quote, "")


def _line(text: str) -> str:
    """Text on one line, the space at its ends kept as one."""
    squeezed = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{squeezed}{' ' if squeezed and text[-1:].isspace() else ''}"


@router.post("/review/{claim_id}")
async def decide(
    request: Request,
    claim_id: str,
    token: Annotated[str, Form()],
    decision: Annotated[str, Form(pattern="^(accepted|rejected|edited|undone)$")],
    person: Annotated[Person, Depends(needs(Role.ANALYST))],
) -> Response:
    """Decide on one claim and come back to the queue."""
    check_token(request, token)
    form = await request.form()
    fields = {key: str(form[key])[:500] for key in FIELDS if key in form}
    try:
        record(request, claim_id, decision, person, fields)
    except (NotFound, UsageError) as wrong:
        return show(request, "error.html", status=400, detail=str(wrong))
    return RedirectResponse("/review", status_code=303)


@router.post("/review")
def undo(
    request: Request, token: Annotated[str, Form()], person: Annotated[Person, Depends(needs(Role.ANALYST))]
) -> Response:
    """Take back this person's last decision that stands."""
    check_token(request, token)
    service = service_of(request)
    with service.database.begin() as store:
        last = claims.last_decided(store, reviewer=person.name)
        if last:
            at = service.now().isoformat(timespec="seconds")
            claims.decide(store, last, "undone", reviewer=person.name, at=at)
            note_decision(store, last, "undone", by=person.name, at=at)
    return RedirectResponse("/review", status_code=303)


def record(request: Request, claim_id: str, decision: str, person: Person, fields: dict[str, str]) -> None:
    """Decide on a claim, or ask a second person to; what is decided stands in the log too.

    Raises:
        NotFound: no such claim is held.
        UsageError: the correction cannot be used.
    """
    service = service_of(request)
    at = service.now().isoformat(timespec="seconds")
    with service.database.begin() as store:
        held = claims.claim_of(store, claim_id)
        edited = corrected(held.body, fields) if decision == "edited" else None
        if decision in ("accepted", "edited") and request.app.state.options.four_eyes:
            _ask_second(store, held, decision, person, at, edited)
        else:
            claims.decide(store, claim_id, decision, reviewer=person.name, at=at, edited=edited)
            note_decision(store, claim_id, decision, by=person.name, at=at)


def note_decision(store: Store, claim_id: str, decision: str, *, by: str, at: str) -> None:
    """Who decided what on a claim, in the log: changes of what a dossier may rest on are told there too."""
    said = json.dumps({"claim": claim_id, "decision": decision, "by": by}, ensure_ascii=False, sort_keys=True)
    log.append(store, [(at, "claim", said)])


def _ask_second(
    store: Store, held: ClaimRecord, decision: str, person: Person, at: str, edited: dict[str, Any] | None
) -> None:
    body = {"claim": held.id, "decision": decision, "edited": edited}
    title = f"{decision}: {sentence_of(proposal_from(edited or held.body))}"
    approvals.add(
        store, approvals.Approval(kind="claim", title=title, body=body, asked_by=person.name, asked_at=at)
    )
