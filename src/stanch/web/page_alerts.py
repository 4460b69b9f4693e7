"""The alert queue: who looks at what, and how it was closed, with a reason; closing as "not the party" takes two where four eyes are on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from stanch.errors import NotFound, UsageError
from stanch.records import plain
from stanch.store import accounts, alerts
from stanch.web.api_match import service_of
from stanch.web.pages import check_token, show
from stanch.web.people import Person, Role, needs

router = APIRouter(include_in_schema=False)

_SHOWN = 200
Analyst = Annotated[Person, Depends(needs(Role.ANALYST))]


@router.get("/alerts")
def queue(
    request: Request,
    state: Annotated[str, Query(pattern="^(open|closed|all)$")] = "open",
    who: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Alerts, newest first."""
    with service_of(request).database.read() as store:
        found = alerts.held(store)
        people = _people(accounts.all_of(store))
    shown = [
        alert
        for alert in found
        if state in ("all", "open" if alert.open else "closed") and (not who or alert.assigned == who)
    ]
    counts = {"open": sum(alert.open for alert in found), "closed": sum(not alert.open for alert in found)}
    return show(
        request,
        "alerts.html",
        data={"alerts": plain(shown[:_SHOWN]), "counts": counts},
        alerts=shown[:_SHOWN],
        more=max(0, len(shown) - _SHOWN),
        counts=counts,
        state=state,
        who=who,
        people=people,
    )


@router.get("/alerts/{alert_id}")
def one(request: Request, alert_id: str) -> Response:
    """One alert with all that happened to it."""
    with service_of(request).database.read() as store:
        try:
            alert, happened = alerts.alert_of(store, alert_id)
        except NotFound as missing:
            return show(request, "error.html", status=404, detail=str(missing))
        people = _people(accounts.all_of(store))
    data = {"alert": plain(alert)}
    return show(
        request,
        "alert.html",
        data=data,
        alert=alert,
        events=happened,
        people=people,
        outcomes=alerts.OUTCOMES,
    )


@router.post("/alerts/{alert_id}")
def act(
    request: Request,
    alert_id: str,
    token: Annotated[str, Form()],
    kind: Annotated[str, Form(pattern="^(assigned|closed|confirmed|reopened)$")],
    person: Analyst,
    value: Annotated[str, Form(max_length=200)] = "",
    reason: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Assign, close, confirm a closing, or open again."""
    check_token(request, token)
    service = service_of(request)
    try:
        with service.database.begin() as store:
            if kind == "assigned" and value and value not in _people(accounts.all_of(store)):
                raise UsageError(f"'{value}' has no account that may look at alerts")
            alert, _ = alerts.alert_of(store, alert_id)
            event = _event(alert, kind, value, reason, person, four_eyes=request.app.state.options.four_eyes)
            at = service.now().isoformat(timespec="seconds")
            alerts.note(store, alert_id, alerts.Event(**event, by=person.name, at=at))
    except (NotFound, UsageError) as wrong:
        return show(request, "error.html", status=400, detail=str(wrong))
    return RedirectResponse(f"/alerts/{alert_id}", status_code=303)


def _event(
    alert: alerts.Alert, kind: str, value: str, reason: str, person: Person, *, four_eyes: bool
) -> dict[str, str]:
    if kind == "confirmed":
        if not alert.proposed:
            raise UsageError("nothing is proposed for this alert")
        if alert.proposed_by == person.name or person.role < Role.APPROVER:
            raise UsageError("four eyes: an approver other than who proposed it must confirm")
        return {"kind": "closed", "value": alert.proposed, "reason": alert.reason}
    if kind == "closed" and value == "not_the_party" and four_eyes:
        return {"kind": "proposed", "value": value, "reason": reason.strip()}
    return {"kind": kind, "value": value, "reason": reason.strip()}


def _people(held: Sequence[accounts.Account]) -> list[str]:
    return [item.name for item in held if item.active and Role.named(item.role) >= Role.ANALYST]
