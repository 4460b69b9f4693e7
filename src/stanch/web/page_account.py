"""Signing in and out: local accounts, or OpenID Connect where it is set up.

A session starts anew with every sign-in (whatever was in it before is dropped, so that no one can plant a session), and names the
account and its epoch: a changed password or role ends older sessions.
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from stanch.store import accounts
from stanch.web.api_match import service_of
from stanch.web.options import WebOptions
from stanch.web.pages import check_token, show
from stanch.web.people import check_password, hash_password

router = APIRouter(include_in_schema=False)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    """Checked when the name is unknown, so that the time of an answer does not tell which names exist."""
    return hash_password(secrets.token_hex(16))


@router.get("/sign-in")
def form(request: Request) -> Response:
    """The form."""
    return show(request, "sign_in.html", error="", oidc=bool(request.app.state.options.oidc_issuer))


@router.post("/sign-in")
def sign_in(
    request: Request,
    token: Annotated[str, Form()],
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=500)],
) -> Response:
    """Check name and password; one answer for every way to be wrong."""
    check_token(request, token)
    with service_of(request).database.read() as store:
        account = accounts.get(store, name)
    hashed = account.password if account and account.password else _nobodys_hash()
    if not check_password(hashed, password) or account is None or not account.active:
        oidc = bool(request.app.state.options.oidc_issuer)
        return show(request, "sign_in.html", status=401, error="Name or password is wrong.", oidc=oidc)
    _start(request, account)
    return RedirectResponse("/", status_code=303)


def _start(request: Request, account: accounts.Account) -> None:
    request.session.clear()
    request.session.update(name=account.name, epoch=account.epoch)


@router.get("/sign-out")
def sign_out(request: Request) -> RedirectResponse:
    """End the session."""
    request.session.clear()
    return RedirectResponse("/", status_code=303)


@router.get("/sign-in/oidc")
async def oidc(request: Request) -> Response:
    """Off to the identity provider."""
    answer: Response = await _client(request).authorize_redirect(
        request, f"{request.app.state.options.origin}/sign-in/done"
    )
    return answer


@router.get("/sign-in/done")
async def oidc_done(request: Request) -> Response:
    """Back from the identity provider: the account must exist here, by its verified e-mail address; roles are ours to give."""
    granted = await _client(request).authorize_access_token(request)
    who = granted.get("userinfo") or {}
    email = str(who.get("email", "")).lower()
    if not email or who.get("email_verified") is False:
        raise HTTPException(403, detail="the identity provider names no verified e-mail address")
    with service_of(request).database.read() as store:
        account = accounts.get(store, email)
    if account is None or not account.active:
        raise HTTPException(403, detail=f"{email} has no account here; ask an approver for one")
    _start(request, account)
    return RedirectResponse("/", status_code=303)


def _client(request: Request) -> Any:
    options: WebOptions = request.app.state.options
    if not (options.oidc_issuer and options.oidc_client and options.oidc_secret):
        raise HTTPException(
            404, detail="sign-in by OpenID Connect is not set up (STANCH_OIDC_ISSUER, _CLIENT, _SECRET)"
        )
    return _registered(options.oidc_issuer, options.oidc_client, options.oidc_secret)


@lru_cache(maxsize=4)
def _registered(issuer: str, client: str, secret: str) -> Any:
    from authlib.integrations.starlette_client import OAuth

    registry = OAuth()
    registry.register(
        "provider",
        client_id=client,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email"},
    )
    return registry.provider
