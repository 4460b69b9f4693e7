"""What pages share: rendering, form tokens, the twin links, and who is signed in.

Forms carry a token signed by itsdangerous and bound to the session; a POST without it is refused (403), so that no other site can act in
a signed-in person's name.
"""

from __future__ import annotations

import datetime as dt
import secrets
from functools import lru_cache
from typing import Any

import jinja2
from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer

from stanch.web.people import person_of

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
    return environment


def web_link(url: str) -> str:
    """A source's address as a link; anything but http and https leads nowhere, so that no table can plant a script."""
    return url if url.startswith(("https://", "http://")) else "#"


def show(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page: a part of it where htmx asks for one, the whole otherwise."""
    common = {
        "request": request,
        "path": request.url.path,
        "menu": MENU,
        "person": person_of(request),
        "token": form_token(request),
        "part": request.headers.get("hx-request") == "true",
        "sign_in_on": request.app.state.options.sign_in,
        "twin": _twin(request),
    }
    return HTMLResponse(_environment().get_template(template).render(**common, **values), status_code=status)


def _twin(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path.rstrip('/') or '/home'}.json{query}"


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
