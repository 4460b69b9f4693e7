"""What pages share: rendering, form tokens, the twin links, and who is signed in.

Forms carry a token signed by itsdangerous and bound to the session; a POST without it is refused (403), so that no other site can act in
a signed-in person's name.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import jinja2
from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup, escape

from stanch.web.people import Role, person_of
from stanch.web.tables import as_csv, as_json, finished, grids
from stanch.web.twins import HOME

_TOKEN_HOURS = 12
MENU = (
    ("/", "Countries"),
    ("/track", "Tracker"),
    ("/positions", "Positions"),
    ("/screen", "Screen"),
    ("/ask", "Check"),
    ("/law", "Rulebook"),
    ("/money", "Leaks"),
    ("/review", "Review"),
    ("/alerts", "Alerts"),
    ("/approvals", "Second look"),
    ("/notes", "Notes"),
    ("/lists", "Lists"),
    ("/log", "Log"),
)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("stanch.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["web"] = web_link
    environment.filters["words"] = lambda text: str(text).replace("_", " ")
    environment.filters["code"] = code
    environment.filters["when"] = lambda text: str(text).replace("T", " ")
    return environment


def code(text: str) -> Markup:
    """Words between backticks as code; everything else as text."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )


def web_link(url: str) -> str:
    """A source's address as a link; anything but http and https leads nowhere, so that no table can plant a script."""
    return url if url.startswith(("https://", "http://")) else "#"


def show(
    request: Request,
    template: str,
    *,
    status: int = 200,
    data: Mapping[str, Any] | None = None,
    **values: Any,
) -> Response:
    """A page; with ``format=csv&table=N`` or ``format=json`` in its address, what it says.

    Args:
        data: what the page says beside its tables, for its JSON.
    """
    wanted = request.query_params.get("format", "") if status == 200 else ""
    if status != 200 and request.query_params.get("format", "") in ("json", "csv"):
        return JSONResponse({"detail": values.get("detail") or values.get("error", "")}, status_code=status)
    page = part_of(request, template, **values)
    if wanted == "json":
        return Response(as_json(page, data or {}), media_type="application/json")
    if wanted == "csv":
        held, number = grids(page), request.query_params.get("table", "1")
        if not number.isdecimal() or not 1 <= int(number) <= len(held):
            raise HTTPException(404, detail=f"this page has {len(held)} tables, and no table '{number[:20]}'")
        return Response(as_csv(held[int(number) - 1]), media_type="text/csv; charset=utf-8")
    address = twin_of(request, ".csv")
    return HTMLResponse(finished(page, f"{address}{'&' if '?' in address else '?'}"), status_code=status)


def part_of(request: Request, template: str, **values: Any) -> str:
    """A template with what all of them use."""
    person = person_of(request)
    common = {
        "request": request,
        "path": request.url.path,
        "menu": [item for item in MENU if item[0] != "/notes" or person.role >= Role.ANALYST],
        "person": person,
        "token": form_token(request),
        "twin": twin_of(request),
    }
    return _environment().get_template(template).render(**common, **values)


def twin_of(request: Request, ending: str = ".json") -> str:
    """The address of a page's twin, with the same question."""
    path = request.url.path
    query = _query(request)
    return f"{HOME if path == '/' else path}{ending}{f'?{query}' if query else ''}"


def _query(request: Request) -> str:
    kept = [
        (key, value) for key, value in request.query_params.multi_items() if key not in ("format", "table")
    ]
    return urlencode(kept)


def back_to(request: Request) -> str:
    """A query for the sign-in page that leads back here afterwards; only pages can be come back to."""
    if request.method != "GET" or request.url.path == "/":
        return ""
    query = request.url.query
    return "?" + urlencode({"next": f"{request.url.path}{f'?{query}' if query else ''}"})


def own_path(text: str) -> str:
    """An address on this site, or "/": nobody is sent elsewhere by a link that looks like ours."""
    odd = any(ord(c) < 0x21 or c == "\\" for c in text)
    if odd or not text.startswith("/") or text.startswith("//") or urlsplit(text).netloc:
        return "/"
    return text


def form_token(request: Request) -> str:
    """A token for the forms of this session."""
    nonce = request.session.setdefault("nonce", secrets.token_hex(16))
    return str(_serializer(request).dumps(nonce))


def check_token(request: Request, token: str) -> None:
    """Refuse a form that does not come from a page of this session."""
    try:
        nonce = _serializer(request).loads(token, max_age=_TOKEN_HOURS * 3600)
    except BadSignature:
        nonce = None
    if nonce is None or nonce != request.session.get("nonce"):
        raise HTTPException(
            403, detail="this form is out of date or not ours; open the page again and repeat"
        )


def _serializer(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(request.app.state.options.secret, salt="stanch-form")


def day_in(text: str, what: str, default: dt.date) -> tuple[dt.date, str]:
    """A day typed into a form, and what is wrong with it ("" when nothing is)."""
    if not text.strip():
        return default, ""
    try:
        return dt.date.fromisoformat(text.strip()), ""
    except ValueError:
        return default, f"{what}: '{text}' is no day; write YYYY-MM-DD"
