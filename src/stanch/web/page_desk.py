"""What a desk writes itself: private notes with a handling mark, and talking points. Both need the role analyst to be seen at all."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from stanch.errors import NotFound
from stanch.store import notes, papers
from stanch.web.api_country import MEDIA
from stanch.web.api_match import service_of
from stanch.web.page_dossier import found_dossier
from stanch.web.pages import check_token, show
from stanch.web.people import Person, Role, needs, person_of
from stanch.web.talking import docx_of, draft_of, parts_of

router = APIRouter(include_in_schema=False)

MARKS = ("internal", "restricted", "confidential", "not to be passed on")
Analyst = Annotated[Person, Depends(needs(Role.ANALYST))]


@router.get("/notes")
def notes_page(request: Request, person: Analyst, country: str = "") -> Response:
    """The notes held, of one country or of all."""
    service = service_of(request)
    places = service.book.places
    try:
        code = places.find(country).iso2 if country.strip() else ""
    except NotFound as missing:
        return show(request, "error.html", status=404, detail=str(missing))
    with service.database.read() as store:
        held = notes.held(store, code)
    return show(
        request,
        "notes.html",
        notes=held,
        country=code,
        name_of=places.name_of,
        marks=MARKS,
        countries=[each for each in service.book.countries() if len(each) == 2],
    )


@router.post("/notes")
def add_note(
    request: Request,
    person: Analyst,
    token: Annotated[str, Form()],
    country: Annotated[str, Form(max_length=60)],
    text: Annotated[str, Form(max_length=20_000)],
    mark: Annotated[str, Form(max_length=80)],
) -> Response:
    """Keep a note."""
    check_token(request, token)
    service = service_of(request)
    if not text.strip() or not mark.strip():
        return show(request, "error.html", status=400, detail="a note needs a text and a handling mark")
    try:
        code = service.book.places.find(country).iso2
    except NotFound as missing:
        return show(request, "error.html", status=400, detail=str(missing))
    note = notes.NoteRecord(
        country=code, text=text.strip(), mark=mark.strip(), written_on=service.today().isoformat()
    )
    with service.database.begin() as store:
        notes.add(store, [note])
    return RedirectResponse(f"/notes?country={code}", status_code=303)


@router.post("/notes/{note_id}")
def withdraw(request: Request, note_id: str, person: Analyst, token: Annotated[str, Form()]) -> Response:
    """Stop showing a note; it stays in the store."""
    check_token(request, token)
    service = service_of(request)
    try:
        with service.database.begin() as store:
            notes.withdraw(store, note_id, service.today().isoformat())
    except NotFound as missing:
        return show(request, "error.html", status=404, detail=str(missing))
    return RedirectResponse("/notes", status_code=303)


@router.get("/talking/{country}")
def talking(request: Request, country: str) -> Response:
    """The talking points as they stand: the desk's own version where there is one, else a draft from the dossier."""
    code, paper, draft, history = _paper(request, country)
    text = paper.text if paper else draft
    return show(
        request,
        "talking.html",
        data={
            "country": code,
            "text": text,
            "mark": paper.mark if paper else "",
            "by": paper.by if paper else "",
        },
        code=code,
        name=service_of(request).book.places.name_of(code),
        paper=paper,
        text=text,
        parts=parts_of(text),
        draft=draft,
        history=history,
        marks=MARKS,
    )


@router.get("/talking/{country}/docx")
def talking_docx(request: Request, country: str) -> Response:
    """The same as a Word document."""
    code, paper, draft, _ = _paper(request, country)
    raw = docx_of(paper.text if paper else draft, paper.mark if paper else "")
    head = {"content-disposition": f'attachment; filename="talking-points-{code}.docx"'}
    return Response(raw, media_type=MEDIA["docx"], headers=head)


@router.post("/talking/{country}")
def edit(
    request: Request,
    country: str,
    person: Analyst,
    token: Annotated[str, Form()],
    text: Annotated[str, Form(max_length=100_000)],
    mark: Annotated[str, Form(max_length=80)] = "internal",
) -> Response:
    """Keep a version."""
    check_token(request, token)
    service = service_of(request)
    code, _ = found_dossier(request, country)
    at = service.now().isoformat(timespec="seconds")
    with service.database.begin() as store:
        papers.add(
            store,
            papers.Paper(
                country=code, text=text.strip(), mark=mark.strip() or "internal", by=person.name, at=at
            ),
        )
    return RedirectResponse(f"/talking/{code}", status_code=303)


def _paper(request: Request, country: str) -> tuple[str, papers.Paper | None, str, tuple[papers.Paper, ...]]:
    """Code, the standing version (for those who may see it), the draft, all versions."""
    code, dossier = found_dossier(request, country)
    history: tuple[papers.Paper, ...] = ()
    if person_of(request).role >= Role.ANALYST:
        with service_of(request).database.read() as store:
            history = papers.versions(store, code)
    return code, history[0] if history else None, draft_of(dossier), history
