"""Who is asking: roles, sign-in by local account or OpenID Connect, API keys; and what each role may do.

Sessions are Starlette's signed cookies (itsdangerous); passwords are argon2id (argon2-cffi, its default parameters, which follow RFC 9106);
OpenID Connect is authlib. Here is only the small rule of who may do what.
"""

from __future__ import annotations

import enum
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import HTTPException, Request

from stanch.errors import UsageError
from stanch.store import Database, accounts


class Role(enum.IntEnum):
    """What a person or program may do; each role may do what those before it may."""

    NOBODY = 0
    READER = 1  # look at everything, ask
    ANALYST = 2  # review claims, dismiss, write notes
    APPROVER = 3  # second signature, accounts, lists

    @classmethod
    def named(cls, text: str) -> Role:
        """The role of a word; `UsageError` names those that exist."""
        try:
            return cls[text.upper()]
        except KeyError:
            raise UsageError(f"'{text}' is no role; roles are reader, analyst, approver") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is asking. `name` is an account's name, or that of the program behind an API key."""

    name: str
    role: Role
    by_key: bool = False


NOBODY = Person(name="", role=Role.NOBODY)
# Where sign-in is off everybody may read and ask, and nobody may decide: a decision needs a name.
ANYBODY = Person(name="anonymous", role=Role.READER)


def person_of(request: Request) -> Person:
    """Who sends this request: an API key first, else the session."""
    key = _key_in(request)
    database: Database = request.app.state.service.database
    if key is not None:
        return _by_key(database, key)
    name = request.session.get("name") if "session" in request.scope else None
    if name:
        with database.read() as store:
            account = accounts.get(store, name)
        # a role taken away, or an account closed, counts from the next request on
        if account is not None and account.active and account.epoch == request.session.get("epoch"):
            return Person(name=account.name, role=Role.named(account.role))
    return NOBODY if request.app.state.options.sign_in else ANYBODY


def needs(role: Role) -> Callable[[Request], Person]:
    """A dependency that lets a role (and those above it) through; 401 without a name, 403 with too little of a role."""

    def let_through(request: Request) -> Person:
        person = person_of(request)
        if person.role >= role:
            return person
        if person.role is Role.NOBODY or not person.name or person is ANYBODY:
            raise HTTPException(401, detail="sign in first", headers={"WWW-Authenticate": "ApiKey"})
        raise HTTPException(
            403, detail=f"this needs the role {role.name.lower()}; yours is {person.role.name.lower()}"
        )

    return let_through


def _key_in(request: Request) -> str | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() in ("apikey", "bearer") and value.strip():
        return value.strip()
    return None


def _by_key(database: Database, key: str) -> Person:
    with database.read() as store:
        held = accounts.get_key(store, hash_key(key))
    if held is None or not held.active:
        raise HTTPException(401, detail="this API key is not known or no longer valid")
    return Person(name=held.name, role=Role.named(held.role), by_key=True)


def hash_key(key: str) -> str:
    """The hash under which an API key is kept. Keys are 256 random bits, so one fast hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def new_key() -> str:
    """A fresh API key; shown once, kept only as its hash."""
    return f"stanch_{secrets.token_urlsafe(32)}"


def hash_password(password: str) -> str:
    """Argon2id with the library's parameters.

    Raises:
        UsageError: it is too short to keep anybody out.
    """
    from argon2 import PasswordHasher

    if len(password) < 12:
        raise UsageError("a password needs at least 12 characters")
    return PasswordHasher().hash(password)


def check_password(hashed: str, password: str) -> bool:
    """True when the password is the one that was hashed; always takes the time of one check."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
