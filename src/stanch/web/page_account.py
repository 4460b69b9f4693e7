"""Signing in and out: local accounts, or OpenID Connect where it is set up.

A session starts anew with every sign-in (whatever was in it before is dropped, so that no one can plant a session), and names the
account and its epoch: a changed password or role, and signing out, end older sessions.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from stanch.store import accounts
from stanch.web import oidc
from stanch.web.api_match import service_of
from stanch.web.pages import check_token, own_path, show
from stanch.web.people import check_password, hash_password

router = APIRouter(include_in_schema=False)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    """Checked when the name is unknown, so that the time of an answer does not tell which names exist."""
    return hash_password(secrets.token_hex(16))


@router.get("/sign-in")
def form(request: Request, next: str = "/") -> Response:
    """The form."""
    return _form(request, own_path(next))


def _form(request: Request, back: str, *, status: int = 200, error: str = "") -> Response:
    by_provider = bool(request.app.state.options.oidc_issuer)
    return show(request, "sign_in.html", status=status, error=error, oidc=by_provider, next=back)


@router.post("/sign-in")
def sign_in(
    request: Request,
    token: Annotated[str, Form()],
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=500)],
    next: Annotated[str, Form(max_length=4000)] = "/",
) -> Response:
    """Check name and password; one answer for every way to be wrong."""
    check_token(request, token)
    with service_of(request).database.read() as store:
        account = accounts.get(store, name)
    hashed = account.password if account and account.password else _nobodys_hash()
    if not check_password(hashed, password) or account is None or not account.active:
        return _form(request, own_path(next), status=401, error="Name or password is wrong.")
    _start(request, account)
    return RedirectResponse(own_path(next), status_code=303)


def _start(request: Request, account: accounts.Account) -> None:
    request.session.clear()
    request.session.update(name=account.name, epoch=account.epoch)


@router.post("/sign-out")
def sign_out(request: Request, token: Annotated[str, Form()]) -> RedirectResponse:
    """End every session of the account: a copy of the cookie is worth nothing afterwards."""
    check_token(request, token)
    name, epoch = request.session.get("name"), request.session.get("epoch")
    request.session.clear()
    with service_of(request).database.begin() as store:
        account = accounts.get(store, name) if name else None
        if account is not None and account.epoch == epoch:
            accounts.put(store, replace(account, epoch=account.epoch + 1))
    return RedirectResponse("/", status_code=303)


@router.get("/sign-in/oidc")
async def by_provider(request: Request, next: str = "/") -> Response:
    """Off to the identity provider."""
    answer: Response = await oidc.leave(request)
    request.session["next"] = own_path(next)
    return answer


@router.get("/sign-in/done")
async def by_provider_done(request: Request) -> Response:
    """Back from the identity provider."""
    claims = await oidc.come_back(request)
    account = oidc.account_for(service_of(request).database, request.app.state.options, claims)
    back = own_path(str(request.session.get("next", "/")))
    _start(request, account)
    return RedirectResponse(back, status_code=303)
