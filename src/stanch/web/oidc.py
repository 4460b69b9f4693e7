"""Sign-in by OpenID Connect: the code flow with PKCE, state and nonce, by authlib; here is what a provider's word counts for.

Authlib checks the token's signature, issuer, audience, nonce and times (a minute of grace for clocks), and the state of the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from fastapi import HTTPException, Request

from stanch.store import Database, accounts
from stanch.web.options import WebOptions
from stanch.web.people import Role

GRACE = 60  # seconds that clocks may differ


async def leave(request: Request) -> Any:
    """Off to the provider."""
    options: WebOptions = request.app.state.options
    try:
        return await _client(options).authorize_redirect(request, f"{options.origin}/sign-in/done")
    except _unreachable() as error:
        raise HTTPException(502, detail=f"the identity provider does not answer: {error}") from None


async def come_back(request: Request) -> Mapping[str, Any]:
    """What the provider says of the person who came back; 403 with what is wrong when its word does not hold."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    options: WebOptions = request.app.state.options
    try:
        client = _client(options)
        granted = await client.authorize_access_token(request, leeway=GRACE, claims_options=_must(options))
        claims = granted.get("userinfo")
        if claims and not _complete(options, claims):
            claims = await _more(client, granted, claims)
    except (AuthlibBaseError, JoseError) as error:
        why = getattr(error, "description", "") or getattr(error, "error", "") or type(error).__name__
        raise HTTPException(403, detail=f"sign-in did not succeed: {why}") from None
    except _unreachable() as error:
        raise HTTPException(
            502, detail=f"the identity provider does not answer as it should: {error}"
        ) from None
    if not claims:
        raise HTTPException(403, detail="sign-in did not succeed: the provider sent no identity token")
    held: Mapping[str, Any] = claims
    return held


def _must(options: WebOptions) -> dict[str, Any]:
    """What the token must say. Authlib alone takes the issuer that the provider's own description names, and takes a token made for
    another service where the authorised party is this one."""
    issuer = options.oidc_issuer.rstrip("/")
    return {
        "iss": {"essential": True, "values": [issuer, f"{issuer}/"]},
        "aud": {"essential": True, "values": [options.oidc_client]},
    }


def _complete(options: WebOptions, claims: Mapping[str, Any]) -> bool:
    """True when the identity token itself says all that is needed; most providers tell only the userinfo endpoint's callers."""
    wanted = {options.oidc_name, options.oidc_role_claim or options.oidc_name}
    return wanted <= claims.keys()


async def _more(client: Any, granted: Mapping[str, Any], claims: Mapping[str, Any]) -> Mapping[str, Any]:
    told = await client.userinfo(token=granted)
    if told.get("sub") != claims.get("sub"):  # OpenID Connect Core 5.3.2: else it may be about somebody else
        raise HTTPException(403, detail="sign-in did not succeed: the provider spoke of two different people")
    return {**told, **claims}


def account_for(database: Database, options: WebOptions, claims: Mapping[str, Any]) -> accounts.Account:
    """The account that a provider's word opens.

    Where roles come from a claim, the account is made or brought up to date by it, and whoever has no role there does not get in.
    Otherwise the account must exist: roles are given here.
    """
    name = _name(options, claims)
    with database.begin() as store:
        held = accounts.get(store, name)
        if held is not None and held.password:  # the provider's word must not open what a password guards
            raise HTTPException(403, detail=f"{name} is an account with a password here; sign in with that")
        if options.oidc_role_claim:
            held = _with_role(store, held, name, _role(options, claims))
        if held is None or not held.active:
            raise HTTPException(403, detail=f"{name} has no account here; ask an approver for one")
    return held


def _name(options: WebOptions, claims: Mapping[str, Any]) -> str:
    name = str(claims.get(options.oidc_name) or "").strip()
    if options.oidc_name == "email":
        name = name.lower()
        if (
            claims.get("email_verified") is not True
        ):  # anybody may write any address into an account elsewhere
            name = ""
    if not name or len(name) > 200:
        what = "verified e-mail address" if options.oidc_name == "email" else f"'{options.oidc_name}'"
        raise HTTPException(403, detail=f"the identity provider names no {what}")
    return name


def _role(options: WebOptions, claims: Mapping[str, Any]) -> Role:
    """The highest role among the values of the claim."""
    value = claims.get(options.oidc_role_claim)
    texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    meaning: dict[str, Role] = {
        role.name.lower(): role for role in (Role.READER, Role.ANALYST, Role.APPROVER)
    }
    meaning |= {text: Role.named(role) for text, role in options.oidc_roles}
    return max((meaning[text] for text in texts if text in meaning), default=Role.NOBODY)


def _with_role(store: Any, held: accounts.Account | None, name: str, role: Role) -> accounts.Account | None:
    """The account with the role the provider gives it; a change of role ends older sessions."""
    word = role.name.lower()
    if role is Role.NOBODY:
        raise HTTPException(403, detail=f"{name} has no role here; the identity provider gives it none")
    if held is None:
        made = accounts.Account(name=name, role=word, password="", active=True, epoch=1)
        accounts.put(store, made)
        return made
    if held.active and held.role != word:
        held = replace(held, role=word, epoch=held.epoch + 1)
        accounts.put(store, held)
    return held


def _unreachable() -> tuple[type[Exception], ...]:
    """What the ways to the provider can raise: authlib asks by httpx2 where that is installed, else by httpx."""
    found: list[type[Exception]] = [ValueError, KeyError]
    for name in ("httpx", "httpx2"):
        if find_spec(name):
            found.append(import_module(name).HTTPError)
    return tuple(found)


def _client(options: WebOptions) -> Any:
    if not (options.oidc_issuer and options.oidc_client and options.oidc_secret):
        raise HTTPException(
            404, detail="sign-in by OpenID Connect is not set up (STANCH_OIDC_ISSUER, _CLIENT, _SECRET)"
        )
    return _registered(options.oidc_issuer, options.oidc_client, options.oidc_secret)


@lru_cache(maxsize=8)
def _registered(issuer: str, client: str, secret: str) -> Any:
    from authlib.integrations.starlette_client import OAuth

    registry = OAuth()
    registry.register(
        "provider",
        client_id=client,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
    )
    return registry.provider
