"""Pages of screening: a question, a dismissal, the lists, the log."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from stanch.errors import StanchError, TamperedLog, UsageError
from stanch.lists.sources import PACKAGED, list_sources
from stanch.records import plain
from stanch.screening import audit
from stanch.screening.body import data_of
from stanch.screening.law import packaged_law
from stanch.screening.screen import screen
from stanch.store import audit as log
from stanch.store import lists as list_rows
from stanch.web.alerting import recorded
from stanch.web.api_decisions import EntryNumber
from stanch.web.api_match import service_of
from stanch.web.page_approvals import dismiss as dismiss_party
from stanch.web.page_approvals import party_asked
from stanch.web.pages import check_token, day_in, show
from stanch.web.people import Person, Role, needs

router = APIRouter(include_in_schema=False)

OWN_LIST = "a list loaded here"


@router.get("/screen")
def screen_page(
    request: Request, name: str = "", dob: str = "", country: str = "", id: str = "", on: str = ""
) -> Response:
    """One question, answered and recorded."""
    service = service_of(request)
    asked = {"name": name[:2000], "dob": dob, "country": country, "id": id, "on": on}
    day, error = day_in(on, "as of", service.today())
    answer, seq = None, 0
    if (name.strip() or id.strip()) and not error:
        try:
            answer = screen(service.engine(day), party_asked(asked), dismissed=service.dismissed())
            seq = recorded(service, [answer])[0].seq
        except UsageError as wrong:
            error = str(wrong)
    data = {"asked": asked, "error": error, "entry": seq, "answer": data_of(answer) if answer else None}
    return show(request, "screen.html", data=data, asked=asked, answer=answer, seq=seq, error=error)


@router.post("/screen/dismiss")
def dismiss(
    request: Request,
    token: Annotated[str, Form()],
    entity: Annotated[str, Form(max_length=200)],
    reason: Annotated[str, Form(max_length=4000)],
    until: Annotated[dt.date, Form()],
    person: Annotated[Person, Depends(needs(Role.ANALYST))],
    name: Annotated[str, Form()] = "",
    dob: Annotated[str, Form()] = "",
    country: Annotated[str, Form()] = "",
    id: Annotated[str, Form()] = "",
    on: Annotated[str, Form()] = "",
) -> Response:
    """Say that a party is not the listed one, with a reason and until when."""
    check_token(request, token)
    asked = {"name": name, "dob": dob, "country": country, "id": id}
    second = request.app.state.options.four_eyes
    try:
        dismiss_party(service_of(request), person, asked, entity, reason, until, second=second)
    except StanchError as wrong:
        return show(request, "error.html", status=400, detail=str(wrong))
    if second:
        return RedirectResponse("/approvals", status_code=303)
    return RedirectResponse(f"/screen?{urlencode({**asked, 'on': on})}", status_code=303)


@router.get("/lists")
def lists_page(request: Request) -> Response:
    """Which versions serve, how old they are, and what was refused."""
    service = service_of(request)
    engine = service.engine()
    today = service.today()
    uses = [(use, _age(use.published_on, today)) for use in engine.lists]
    with service.database.read() as store:
        refused = [item for key in list_rows.list_keys(store) for item in list_rows.refused(store, key)]
    texts = [f"{item.list} {item.at[:19]}: {item.reason}" for item in refused[-20:]]
    known = list_sources()
    titles = {use.list: known[use.list].title if use.list in known else OWN_LIST for use in engine.lists}
    titles |= {PACKAGED: "UN 1718 names carried by the package"} if PACKAGED in titles else {}
    urls = {use.list: known[use.list].url if use.list in known else "" for use in engine.lists}
    data = {"refused": texts}
    return show(request, "lists.html", data=data, uses=uses, refusals=texts, titles=titles, urls=urls)


def _age(published_on: str, today: dt.date) -> int | None:
    try:
        return (today - dt.date.fromisoformat(published_on[:10])).days
    except ValueError:
        return None


@router.get("/log")
def log_page(
    request: Request,
    person: Annotated[Person, Depends(needs(Role.READER))],
    until: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """A hundred entries of the log, the last ones first, and whether its chain holds."""
    database = service_of(request).database
    try:
        found = audit.verify(database)
        intact, state = True, f"{found.entries} entries, unbroken"
    except TamperedLog as broken:
        intact, state = False, str(broken)
    with database.read() as store:
        head = log.head(store)
        end = min(until or 2**31, head[0] if head else 0)
        first = max(1, end - 99)
        entries = [(entry, _what(entry.body)) for entry in log.read(store, first=first, last=end)]
    data = {"intact": intact, "state": state}
    return show(
        request, "log.html", data=data, intact=intact, state=state, entries=entries[::-1], older=first - 1
    )


def _what(body: str) -> str:
    data = json.loads(body)
    names = data.get("party", {}).get("names") if isinstance(data.get("party"), dict) else None
    if names:
        return f"{', '.join(names)[:120]}: {data.get('decision', '')}"
    return body[:140]


@router.get("/log/{seq}")
def entry_page(
    request: Request, seq: EntryNumber, person: Annotated[Person, Depends(needs(Role.READER))]
) -> Response:
    """One entry as it was recorded."""
    return _entry(request, seq, replay=False)


@router.post("/log/{seq}")
def replay_page(
    request: Request,
    seq: EntryNumber,
    token: Annotated[str, Form()],
    person: Annotated[Person, Depends(needs(Role.READER))],
) -> Response:
    """The same answer given again, byte by byte."""
    check_token(request, token)
    return _entry(request, seq, replay=True)


def _entry(request: Request, seq: int, *, replay: bool) -> Response:
    service = service_of(request)
    with service.database.read() as store:
        entry = log.get_entry(store, seq)
    if entry is None:
        return show(request, "error.html", status=404, detail=f"no entry {seq} in the log")
    replayed = None
    if replay:
        law = packaged_law(service.settings.data_dir)
        cache = service.settings.cache_dir / "screening"
        replayed = next(audit.replay(service.database, rulebook=law, cache=cache, first=seq, last=seq), None)
    body = json.dumps(json.loads(entry.body), ensure_ascii=False, indent=2)
    data = {"entry": {**plain(entry), "body": json.loads(entry.body)}}
    return show(request, "entry.html", data=data, entry=entry, body=body, replayed=replayed)
