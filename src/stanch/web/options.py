"""What differs between one running service and another; secrets come from the environment only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from stanch.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """Options of the service.

    Args:
        secret: signs sessions; one value for all workers that share them.
        secret_is_made_up: no STANCH_SECRET was set, so sessions end with this process and other workers do not know them.
        sign_in: whether people and programs must say who they are. Off: everybody may read, nobody may decide.
        four_eyes: dismissals and accepted claims need a second person.
        max_body: bytes a request may carry.
        requests_a_minute: per client; 0 for no limit.
        at_once: requests worked on at the same time; more are told to come back (503).
        origin: the public address, for OIDC and cookies; https makes cookies secure.
        hosts: names under which the service is reached; None for any. Addresses in figures and localhost always are.
        oidc_issuer, oidc_client, oidc_secret: sign-in by OpenID Connect, where all three are set.
        oidc_name: the claim that names a person's account. ``email`` counts only where the provider says that it is verified.
        oidc_role_claim: the claim that holds roles; "" when roles are given here, account by account.
        oidc_roles: values of that claim and the role each stands for; reader, analyst and approver stand for themselves.
    """

    secret: str
    secret_is_made_up: bool = False
    sign_in: bool = False
    four_eyes: bool = False
    max_body: int = 10 * 1024 * 1024
    requests_a_minute: int = 0
    at_once: int = 64
    origin: str = "http://127.0.0.1:8000"
    hosts: frozenset[str] | None = None
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_name: str = "email"
    oidc_role_claim: str = ""
    oidc_roles: tuple[tuple[str, str], ...] = ()

    @property
    def cookie(self) -> str:
        """The name of the session cookie. ``__Host-`` makes browsers refuse one that another host or plain http has set."""
        return "__Host-session" if self.secure else "session"

    @property
    def secure(self) -> bool:
        """True when cookies travel over https only."""
        return self.origin.startswith("https://")


def options_from(environ: Mapping[str, str] | None = None) -> WebOptions:
    """Options out of the environment: STANCH_SECRET, STANCH_SIGN_IN, STANCH_FOUR_EYES, STANCH_ORIGIN, STANCH_HOSTS,
    STANCH_RATE, STANCH_OIDC_*.

    Raises:
        SettingsError: a value cannot be used.
    """
    env = os.environ if environ is None else environ
    secret = env.get("STANCH_SECRET", "")
    if secret and len(secret) < 32:
        raise SettingsError(
            "STANCH_SECRET is shorter than 32 characters; make one with: openssl rand -hex 32"
        )
    origin = env.get("STANCH_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
    names = {*env.get("STANCH_HOSTS", "").split(), urlsplit(origin).hostname or ""}
    return WebOptions(
        secret=secret or secrets.token_hex(32),
        secret_is_made_up=not secret,
        sign_in=_flag(env, "STANCH_SIGN_IN"),
        four_eyes=_flag(env, "STANCH_FOUR_EYES"),
        max_body=_number(env, "STANCH_MAX_BODY", 10 * 1024 * 1024),
        requests_a_minute=_number(env, "STANCH_RATE", 0),
        at_once=_number(env, "STANCH_AT_ONCE", 64),
        origin=origin,
        hosts=None if "*" in names else frozenset(name.lower() for name in names if name),
        oidc_issuer=env.get("STANCH_OIDC_ISSUER", ""),
        oidc_client=env.get("STANCH_OIDC_CLIENT", ""),
        oidc_secret=env.get("STANCH_OIDC_SECRET", ""),
        oidc_name=env.get("STANCH_OIDC_NAME", "") or "email",
        oidc_role_claim=env.get("STANCH_OIDC_ROLE_CLAIM", ""),
        oidc_roles=_roles(env.get("STANCH_OIDC_ROLES", "")),
    )


def _roles(text: str) -> tuple[tuple[str, str], ...]:
    """``desk-staff=analyst desk-heads=approver`` as pairs."""
    found = []
    for part in text.split():
        value, equals, role = part.rpartition("=")
        if not equals or role not in ("reader", "analyst", "approver"):
            raise SettingsError(
                f"STANCH_OIDC_ROLES: '{part}' is not written GROUP=ROLE with a role of reader, analyst, approver"
            )
        found.append((value, role))
    return tuple(found)


def _flag(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "").strip().lower()
    if text in ("", "0", "no", "off", "false"):
        return False
    if text in ("1", "yes", "on", "true"):
        return True
    raise SettingsError(f"{name}: '{text}' is neither on nor off")


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal():
        raise SettingsError(f"{name}: '{text}' is no whole number")
    return int(text)
