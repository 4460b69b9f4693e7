"""Four eyes: what one person decided and a second must confirm before it counts."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from stanch.errors import StanchError, UsageError
from stanch.lists import codec
from stanch.screening.asking import party_of
from stanch.screening.dismissals import dismissal
from stanch.screening.model import Party
from stanch.store import Store, approvals, claims, decisions
from stanch.store import audit as log
from stanch.web.api_match import service_of
from stanch.web.page_review import note_decision
from stanch.web.pages import check_token, show
from stanch.web.people import Person, Role, needs
from stanch.web.service import Service

router = APIRouter(include_in_schema=False)

Asked = dict[str, str]  # the question of a screening form: name, dob, country, id


def party_asked(asked: Asked) -> Party:
    """The party of a screening form."""

    def given(key: str) -> list[str]:
        return [asked[key]] if asked[key].strip() else []

    return party_of(
        names=[asked["name"]], dobs=given("dob"), countries=given("country"), identifiers=given("id")
    )


def dismiss(
    service: Service, person: Person, asked: Asked, entity: str, reason: str, until: dt.date, *, second: bool
) -> None:
    """Dismiss at once, or ask for a second person.

    Raises:
        StanchError: the dismissal cannot be made.
    """
    listing = service.engine().listing(entity)
    now = service.now()
    if len(reason.strip()) < 10:
        raise UsageError("a dismissal needs a reason of at least ten characters")
    made = dismissal(
        party_asked(asked), listing, reason=reason, approver=person.name, made_at=now, expires_on=until
    )
    with service.database.begin() as store:
        if not second:
            _keep(store, made, by=person.name)
            return
        body: dict[str, Any] = {
            "asked": asked,
            "entity": entity,
            "entity_hash": codec.digest(listing),
            "reason": reason,
            "until": until.isoformat(),
        }
        approvals.add(
            store,
            approvals.Approval(
                kind="dismissal",
                title=f"{asked['name'] or asked['id']} is not {listing.entity.caption}: {reason}",
                body=body,
                asked_by=person.name,
                asked_at=now.isoformat(timespec="seconds"),
            ),
        )


def _keep(store: Store, made: decisions.Dismissal, *, by: str) -> None:
    decisions.add(store, made)
    said = {"entity": made.entity_id, "reason": made.reason, "by": by, "until": made.expires_on}
    log.append(store, [(made.made_at, "dismissal", json.dumps(said, ensure_ascii=False, sort_keys=True))])


@router.get("/approvals")
def waiting(request: Request) -> Response:
    """What waits."""
    with service_of(request).database.read() as store:
        held = approvals.waiting(store)
    return show(request, "approvals.html", waiting=held, four_eyes=request.app.state.options.four_eyes)


@router.post("/approvals/{approval_id}")
def answer(
    request: Request,
    approval_id: str,
    token: Annotated[str, Form()],
    answer: Annotated[str, Form(pattern="^(confirm|refuse)$")],
    person: Annotated[Person, Depends(needs(Role.APPROVER))],
) -> Response:
    """Confirm: it counts from now on. Refuse: it never did."""
    check_token(request, token)
    service = service_of(request)
    at = service.now()
    try:
        with service.database.begin() as store:
            confirmed = answer == "confirm"
            stamp = at.isoformat(timespec="seconds")
            asked = approvals.answer(store, approval_id, confirmed=confirmed, by=person.name, at=stamp)
            if confirmed:
                _carry_out(service, store, asked, person, at)
    except StanchError as wrong:
        return show(request, "error.html", status=400, detail=str(wrong))
    return RedirectResponse("/approvals", status_code=303)


def _carry_out(
    service: Service, store: Store, asked: approvals.Approval, person: Person, at: dt.datetime
) -> None:
    body, both = asked.body, f"{asked.asked_by} and {person.name}"
    if asked.kind == "claim":
        stamp = at.isoformat(timespec="seconds")
        claims.decide(store, body["claim"], body["decision"], reviewer=both, at=stamp, edited=body["edited"])
        note_decision(store, body["claim"], body["decision"], by=both, at=stamp)
        return
    listing = service.engine().listing(body["entity"])
    if codec.digest(listing) != body["entity_hash"]:
        raise UsageError("the listed entry changed since this was asked; screen the party again")
    made = dismissal(
        party_asked(body["asked"]),
        listing,
        reason=body["reason"],
        approver=both,
        made_at=at,
        expires_on=dt.date.fromisoformat(body["until"]),
    )
    _keep(store, made, by=both)
