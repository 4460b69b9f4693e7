"""``stanch account``: people and programs that may use the service."""

from __future__ import annotations

import datetime as dt

import click


@click.group("account")
def command() -> None:
    """Accounts of people, API keys of programs. Roles: reader, analyst (decides), approver (second signature, accounts)."""


@command.command("add")
@click.argument("name")
@click.option("--role", default="reader", show_default=True, help="reader, analyst or approver.")
@click.option("--password", default="", help="Asked for when not given; none with --oidc.")
@click.option("--oidc", is_flag=True, help="NAME is an e-mail address that signs in by OpenID Connect only.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def add(name: str, role: str, password: str, oidc: bool, as_json: bool) -> None:
    """Add an account, or change its role or password; older sessions of it end."""
    from stanch.settings import settings_from
    from stanch.store import accounts, open_store
    from stanch.web.people import Role, hash_password

    wanted = Role.named(role)
    if not oidc and not password:
        password = click.prompt("password", hide_input=True, confirmation_prompt=True)
    hashed = "" if oidc else hash_password(password)
    with open_store(settings_from().store_url) as store:
        held = accounts.get(store, name)
        epoch = held.epoch + 1 if held else 1
        accounts.put(
            store,
            accounts.Account(name=name, role=wanted.name.lower(), password=hashed, active=True, epoch=epoch),
        )
    _tell(f"{name}: {wanted.name.lower()}", as_json, name=name, role=wanted.name.lower())


@command.command("close")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def close(name: str, as_json: bool) -> None:
    """Close an account and end its keys and sessions."""
    from dataclasses import replace

    from stanch.errors import NotFound
    from stanch.settings import settings_from
    from stanch.store import accounts, open_store

    with open_store(settings_from().store_url) as store:
        held = accounts.get(store, name)
        ended = accounts.end_keys(store, name)
        if held is None and not ended:
            raise NotFound(f"no account '{name}'; see: stanch account list")
        if held is not None:
            accounts.put(store, replace(held, active=False, epoch=held.epoch + 1))
    _tell(f"{name}: closed, {ended} keys ended", as_json, name=name, keys_ended=ended)


@command.command("key")
@click.argument("name")
@click.option("--role", default="reader", show_default=True, help="reader, analyst or approver.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def key(name: str, role: str, as_json: bool) -> None:
    """Make an API key for a program. It is shown once; only its hash is kept."""
    from stanch.settings import settings_from
    from stanch.store import accounts, open_store
    from stanch.web.people import Role, hash_key, new_key

    made, wanted = new_key(), Role.named(role)
    with open_store(settings_from().store_url) as store:
        accounts.put_key(
            store,
            accounts.ApiKey(
                hash=hash_key(made),
                name=name,
                role=wanted.name.lower(),
                active=True,
                made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            ),
        )
    _tell(made, as_json, name=name, role=wanted.name.lower(), key=made)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_accounts(as_json: bool) -> None:
    """Who may use the service, without passwords and keys."""
    from stanch.cli.output import show_json, show_table
    from stanch.settings import settings_from
    from stanch.store import accounts, open_store

    with open_store(settings_from().store_url) as store:
        rows = [("person", item.name, item.role, item.active) for item in accounts.all_of(store)]
        rows += [("key", item.name, item.role, item.active) for item in accounts.keys_of(store)]
    header = ("kind", "name", "role", "active")
    if as_json:
        show_json([dict(zip(header, row, strict=True)) for row in rows])
    else:
        show_table(header, rows)


def _tell(words: str, as_json: bool, **fields: object) -> None:
    """What was done, in words or as an object."""
    from stanch.cli.output import show_json

    if as_json:
        show_json(fields)
    else:
        click.echo(words)
