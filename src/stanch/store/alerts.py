"""Alerts: answers that somebody must look at, who has them, and how each was closed; events are added, never overwritten.

The same party with the same candidates is one alert, however often it is asked about. What a person closed stays closed until the
candidates change: then it is another alert.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

import sqlalchemy as sa

from stanch.errors import NotFound, UsageError
from stanch.store.base import Store, metadata

OUTCOMES = ("not_the_party", "confirmed", "passed_on")
EVENTS = ("assigned", "proposed", "closed", "reopened")

table = sa.Table(
    "alerts",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("party", sa.Text, nullable=False),
    sa.Column("ref", sa.String(200), nullable=False),
    sa.Column("decision", sa.String(12), nullable=False),
    sa.Column("entity", sa.String(300), nullable=False),
    sa.Column("caption", sa.Text, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("entry", sa.Integer, nullable=False),
    sa.Column("opened_at", sa.String(40), nullable=False),
)
events = sa.Table(
    "alert_events",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("alert", sa.String(40), nullable=False, index=True),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("value", sa.String(200), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert with where it stands; `entity` is the first candidate, `entry` the answer in the log."""

    id: str
    party: str
    ref: str
    decision: str
    entity: str
    caption: str
    score: float
    entry: int
    opened_at: str
    assigned: str = ""
    outcome: str = ""
    reason: str = ""
    proposed: str = ""  # an outcome that waits for a second person
    proposed_by: str = ""

    @property
    def open(self) -> bool:
        """True until somebody has closed it."""
        return not self.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to an alert."""

    kind: str
    value: str
    reason: str
    by: str
    at: str


_OWN = tuple(column.name for column in table.columns)


def add(store: Store, found: Iterable[Alert]) -> int:
    """Open alerts; the answer counts those that are new."""
    rows = {alert.id: {name: getattr(alert, name) for name in _OWN} for alert in found}
    return store.add_new(table, list(rows.values()))


def held(store: Store, *, limit: int = 1000) -> tuple[Alert, ...]:
    """The newest alerts, each as it stands."""
    rows = store.connection.execute(
        sa.select(table).order_by(table.c.entry.desc(), table.c.id).limit(limit)
    ).all()
    happened: dict[str, list[Event]] = {}
    wanted = sa.select(events).where(events.c.alert.in_([row.id for row in rows])).order_by(events.c.number)
    for row in store.connection.execute(wanted):
        happened.setdefault(row.alert, []).append(_event(row))
    return tuple(_standing(Alert(**row._mapping), happened.get(row.id, [])) for row in rows)


def alert_of(store: Store, alert_id: str) -> tuple[Alert, tuple[Event, ...]]:
    """One alert and everything that happened to it.

    Raises:
        NotFound: there is none with this id.
    """
    row = store.connection.execute(sa.select(table).where(table.c.id == alert_id)).one_or_none()
    if row is None:
        raise NotFound(f"no alert '{alert_id}' is held")
    found = store.connection.execute(
        sa.select(events).where(events.c.alert == alert_id).order_by(events.c.number)
    )
    happened = tuple(_event(item) for item in found)
    return _standing(Alert(**row._mapping), happened), happened


def note(store: Store, alert_id: str, event: Event) -> Alert:
    """Add an event and give the alert as it stands then.

    Raises:
        NotFound: there is no such alert.
        UsageError: the event does not fit where the alert stands.
    """
    store.serialise("alerts")
    alert, happened = alert_of(store, alert_id)
    if event.kind not in EVENTS:
        raise UsageError(f"'{event.kind}' is none of {', '.join(EVENTS)}")
    if event.kind in ("closed", "proposed"):
        if event.value not in OUTCOMES:
            raise UsageError(f"'{event.value}' is no outcome; use {', '.join(OUTCOMES)}")
        if len(event.reason.strip()) < 10:
            raise UsageError("closing an alert needs a reason of at least ten characters")
    if alert.open == (event.kind == "reopened"):
        raise UsageError(f"alert {alert_id} is {'open' if alert.open else 'closed'} already")
    store.connection.execute(events.insert().values(alert=alert_id, **asdict(event)))
    return _standing(alert, (*happened, event))


def _event(row: sa.Row[tuple[object, ...]]) -> Event:
    return Event(kind=row.kind, value=row.value, reason=row.reason, by=row.by, at=row.at)


def _standing(alert: Alert, happened: Iterable[Event]) -> Alert:
    for event in happened:
        match event.kind:
            case "assigned":
                alert = replace(alert, assigned=event.value)
            case "proposed":
                alert = replace(alert, proposed=event.value, proposed_by=event.by, reason=event.reason)
            case "closed":
                alert = replace(alert, outcome=event.value, reason=event.reason, proposed="", proposed_by="")
            case _:
                alert = replace(alert, outcome="", reason="", proposed="", proposed_by="")
    return alert
