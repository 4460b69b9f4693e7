"""The review queue: a machine has proposed, a person accepts, corrects or rejects; every decision can be taken back."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from markupsafe import Markup, escape

from stanch.errors import NotFound, UsageError
from stanch.reading.claims import proposal_from, statement_of
from stanch.records import Modality
from stanch.store import Store, approvals, claims
from stanch.store import audit as log
from stanch.web.api_match import service_of
from stanch.web.pages import check_token, show
from stanch.web.people import Person, Role, needs

router = APIRouter(include_in_schema=False)

_SHOWN = 20
# the fields that a person may correct; lists are written with commas
FIELDS = ("act", "actors", "targets", "channels", "status", "modality", "said_by")


@router.get("/review")
def queue(request: Request, document: str = "", kind: str = "") -> Response:
    """The next open claims, each in its sentence, with what a dossier would say."""
    with service_of(request).database.read() as store:
        held = claims.held_claims(store, document=document, kind=kind, decision="")
        documents = claims.held_documents(store)
        precision = claims.precision_by_kind(store)
        asked = {item.body["claim"] for item in approvals.waiting(store, "claim")}
    held = tuple(claim for claim in held if claim.id not in asked)  # a second person has them
    items = [(claim, _marked(claim.body), statement_of(proposal_from(claim.body))) for claim in held[:_SHOWN]]
    values: dict[str, Any] = {
        "items": items,
        "open": len(held),
        "documents": documents,
        "document": document,
        "kind": kind,
        "precision": precision,
        "fields": FIELDS,
        "modalities": list(Modality),
    }
    return show(request, "review.html", **values)


@router.get("/review.json")
def queue_json(request: Request, document: str = "", kind: str = "") -> JSONResponse:
    """All open claims."""
    with service_of(request).database.read() as store:
        held = claims.held_claims(store, document=document, kind=kind, decision="")
    return JSONResponse([{"id": claim.id, **claim.body} for claim in held])


def _marked(body: dict[str, Any]) -> Markup:
    """The sentence with the claim's own words marked; everything in it is text."""
    sentence, quote = " ".join(str(body["sentence"]).split()), " ".join(str(body["quote"]).split())
    before, found, after = sentence.partition(quote)
    if not quote or not found:
        return Markup("{} <mark>{}</mark>").format(sentence, quote)
    return escape(before) + Markup("<mark>{}</mark>").format(found) + escape(after)


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
    """Take back the last decision that stands."""
    check_token(request, token)
    service = service_of(request)
    with service.database.begin() as store:
        last = claims.last_decided(store)
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
        edited = None
        if decision == "edited":
            held = next((claim for claim in claims.held_claims(store) if claim.id == claim_id), None)
            if held is None:
                raise NotFound(f"no claim '{claim_id}' is held")
            edited = _edited(held.body, fields)
        if decision in ("accepted", "edited") and request.app.state.options.four_eyes:
            _ask_second(store, claim_id, decision, person, at, edited)
        else:
            claims.decide(store, claim_id, decision, reviewer=person.name, at=at, edited=edited)
            note_decision(store, claim_id, decision, by=person.name, at=at)


def note_decision(store: Store, claim_id: str, decision: str, *, by: str, at: str) -> None:
    """Who decided what on a claim, in the log: changes of what a dossier may rest on are told there too."""
    said = json.dumps({"claim": claim_id, "decision": decision, "by": by}, ensure_ascii=False, sort_keys=True)
    log.append(store, [(at, "claim", said)])


def _ask_second(
    store: Store, claim_id: str, decision: str, person: Person, at: str, edited: dict[str, Any] | None
) -> None:
    held = next((claim for claim in claims.held_claims(store) if claim.id == claim_id), None)
    if held is None:
        raise NotFound(f"no claim '{claim_id}' is held")
    body = {"claim": claim_id, "decision": decision, "edited": edited}
    title = f"{decision}: {statement_of(proposal_from(edited or held.body))}"
    approvals.add(
        store, approvals.Approval(kind="claim", title=title, body=body, asked_by=person.name, asked_at=at)
    )


def _edited(body: dict[str, Any], fields: dict[str, str]) -> dict[str, Any]:
    if fields.get("modality", body["modality"]) not in set(Modality):
        raise UsageError(f"modality '{fields['modality']}' is none of {', '.join(Modality)}")
    new = dict(body)
    for key, text in fields.items():
        as_list = isinstance(body[key], list)
        new[key] = [part.strip() for part in text.split(",") if part.strip()] if as_list else text.strip()
    return new
