"""Accounts of people and API keys of programs; passwords and keys are kept as hashes only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from stanch.store.base import Store, metadata

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column(
        "password", sa.String(300), nullable=False
    ),  # argon2 hash; empty where sign-in is by OpenID Connect only
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column(
        "epoch", sa.Integer, nullable=False
    ),  # goes up with each change of password or role: older sessions end
)

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("made_at", sa.String(40), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account."""

    name: str
    role: str
    password: str
    active: bool
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """One program's key, by its hash."""

    hash: str
    name: str
    role: str
    active: bool
    made_at: str


def put(store: Store, account: Account) -> None:
    """Keep an account; one of the same name is replaced."""
    store.put(
        accounts,
        {
            "name": account.name,
            "role": account.role,
            "password": account.password,
            "active": account.active,
            "epoch": account.epoch,
        },
    )


def get(store: Store, name: str) -> Account | None:
    """The account of a name, or None."""
    row = store.connection.execute(sa.select(accounts).where(accounts.c.name == name)).mappings().first()
    return Account(**row) if row else None


def all_of(store: Store) -> Sequence[Account]:
    """Every account, by name."""
    rows = store.connection.execute(sa.select(accounts).order_by(accounts.c.name)).mappings()
    return [Account(**row) for row in rows]


def put_key(store: Store, key: ApiKey) -> None:
    """Keep a key."""
    store.put(
        api_keys,
        {"hash": key.hash, "name": key.name, "role": key.role, "active": key.active, "made_at": key.made_at},
    )


def get_key(store: Store, hashed: str) -> ApiKey | None:
    """The key of a hash, or None."""
    row = store.connection.execute(sa.select(api_keys).where(api_keys.c.hash == hashed)).mappings().first()
    return ApiKey(**row) if row else None


def keys_of(store: Store) -> Sequence[ApiKey]:
    """Every key, by name."""
    rows = store.connection.execute(sa.select(api_keys).order_by(api_keys.c.name, api_keys.c.hash)).mappings()
    return [ApiKey(**row) for row in rows]


def end_keys(store: Store, name: str) -> int:
    """Make every key of a name invalid; the answer counts them."""
    done = store.connection.execute(
        sa.update(api_keys).where(api_keys.c.name == name, api_keys.c.active).values(active=False)
    )
    return done.rowcount
