"""Making and taking back dismissals: stored, and noted in the log of answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from stanch.dates import parse_day
from stanch.errors import NotFound, UsageError
from stanch.records import canonical
from stanch.screening.audit import note
from stanch.screening.desk import open_desk
from stanch.screening.dismissals import dismissal
from stanch.screening.model import Party
from stanch.settings import Settings
from stanch.store import Database, connect, decisions
from stanch.store.decisions import Dismissal


def dismiss(
    settings: Settings,
    party: Party,
    entity_id: str,
    *,
    reason: str,
    approver: str,
    expires: str,
    now: dt.datetime,
) -> Dismissal:
    """Dismiss a listed entry for a party, as both records are now.

    Raises:
        UsageError: a part is missing, or the expiry is no day.
        NotFound: no such entry stands on the lists held.
    """
    if not party.query.names and not party.query.identifiers:
        raise UsageError("say which party: --name (and --dob, --country … as it is screened)")
    try:
        until = parse_day(expires)
    except ValueError as error:
        raise UsageError(f"--expires: {error}") from error
    with open_desk(settings, on=now.date()) as desk:
        made = dismissal(
            party,
            desk.engine.listing(entity_id),
            reason=reason,
            approver=approver,
            made_at=now,
            expires_on=until,
        )
        with desk.database.begin() as store:
            decisions.add(store, made)
        note(desk.database, "dismissal", canonical(made), at=now)
    return made


def take_back(settings: Settings, key: str, *, by: str, reason: str, now: dt.datetime) -> None:
    """Take a dismissal back.

    Raises:
        UsageError: nobody is named, or no reason.
        NotFound: there is none with this id, or it is taken back already.
    """
    if not by.strip() or not reason.strip():
        raise UsageError("--revoke needs --approver and --reason")
    with _database(settings) as database:
        with database.begin() as store:
            done = decisions.revoke(store, key, at=now.isoformat(), by=by.strip(), reason=reason.strip())
        if not done:
            raise NotFound(f"no dismissal '{key}' is in force; see: stanch dismiss --show")
        note(database, "revocation", canonical({"id": key, "by": by, "reason": reason}), at=now)


def all_held(settings: Settings) -> tuple[Dismissal, ...]:
    """Every dismissal ever made, oldest first."""
    with _database(settings) as database, database.begin() as store:
        return decisions.all_of(store)


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    database = connect(settings.store_url)
    try:
        yield database
    finally:
        database.close()
