"""One country's dossier as a page: its own file, with a bar on top that leads back to the site and to other days and formats."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from stanch import pipeline
from stanch.dossier.country import Note
from stanch.dossier.model import Dossier
from stanch.errors import NotFound
from stanch.store import notes
from stanch.web.api_country import MEDIA
from stanch.web.api_match import service_of
from stanch.web.headers import POLICY
from stanch.web.pages import day_in, part_of, show
from stanch.web.people import Role, person_of

router = APIRouter(include_in_schema=False)

_TWINS = ("json", "csv")
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@router.get("/dossier/{country}")
def page(
    request: Request, country: str, as_of: str = "", known_on: str = "", claims: str = "accepted"
) -> Response:
    """The dossier with its bar; an analyst's copy carries the desk's notes, each with its mark."""
    service = service_of(request)
    day, error = day_in(as_of, "as of", service.today())
    known, more = day_in(known_on, "known on", day)
    if error or more:
        return show(request, "error.html", status=400, detail=error or more)
    wanted = request.query_params.get("format", "")
    own = person_of(request).role >= Role.ANALYST and wanted not in _TWINS
    try:
        code, dossier = found_dossier(
            request, country, day, known if known_on else None, own=own, claims=claims
        )
    except HTTPException as missing:
        return show(request, "error.html", status=missing.status_code, detail=str(missing.detail))
    if wanted in _TWINS:  # without notes: a file goes further than a page
        return Response(pipeline.rendered(dossier, wanted), media_type=MEDIA[wanted])
    bar = part_of(
        request,
        "bar.html",
        code=code,
        day=day,
        known_on=known_on,
        name=service.book.places.name_of(code),
        this_year=service.today().year,
        claims=claims,
    )
    text = str(pipeline.rendered(dossier, "html"))
    text = text.replace('<div class="page', f'{bar}<div class="page', 1).replace(
        'href="index.html"', 'href="/"', 1
    )
    text = text.replace("</head>", '<link rel="stylesheet" href="/static/bar.css"></head>', 1)
    text = text.replace("</body>", '<script src="/static/site.js" defer></script></body>', 1)
    return HTMLResponse(text, headers={"content-security-policy": _policy(text)})


def found_dossier(
    request: Request,
    country: str,
    day: dt.date | None = None,
    known_on: dt.date | None = None,
    *,
    own: bool = False,
    claims: str = "accepted",
) -> tuple[str, Dossier]:
    """Code and dossier of a country; 404 names a close one.

    Args:
        own: with the desk's own notes.
        claims: which claims of documents go in: accepted, unreviewed, none.
    """
    service = service_of(request)
    wanted = day or service.today()
    job = pipeline.Job(
        data_dir=service.settings.data_dir,
        out=service.settings.home,
        as_of=wanted,
        known_on=known_on,
        today=wanted >= service.today(),
        notes=_notes(request) if own else (),
        readings=service.readings(claims),
    )
    try:
        code = pipeline.code_of(job, country)
        return code, pipeline.dossier_of(job, code)
    except NotFound as missing:
        raise HTTPException(404, detail=str(missing)) from None


def _notes(request: Request) -> tuple[tuple[str, Note], ...]:
    with service_of(request).database.read() as store:
        held = notes.held(store)
    return tuple(
        (item.country, Note(text=item.text, mark=item.mark, written_on=item.written_on)) for item in held
    )


def _policy(text: str) -> str:
    """The policy of all pages, and the dossier's own script by its hash: nothing else inline can run."""
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _SCRIPT.findall(text)
    ]
    return POLICY.replace("script-src 'self'", " ".join(("script-src 'self'", *hashes)))
