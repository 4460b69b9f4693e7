"""Pages of one listed party and of one ship: everything that is held on it, in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from stanch.errors import NotFound
from stanch.facts.book import FactBook
from stanch.facts.check import sound_imo
from stanch.facts.model import Fact, Vessel
from stanch.lists.model import Listing
from stanch.matching.model import Identifier, Query
from stanch.records import plain
from stanch.screening.engine import Engine
from stanch.screening.measures import consequences
from stanch.store import alerts, decisions
from stanch.store import lists as list_rows
from stanch.web.api_match import service_of
from stanch.web.ftm import entity_of
from stanch.web.pages import show
from stanch.web.service import Service

router = APIRouter(include_in_schema=False)

_SAME = 0.85  # likeness from which an entry with the same number is taken to be found by it


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held on a party beside its entry."""

    others: tuple[Listing, ...]  # entries of other lists with an identifier of it
    facts: tuple[Fact, ...]
    ships: tuple[Vessel, ...]
    alerts: tuple[alerts.Alert, ...]
    dismissals: tuple[decisions.Dismissal, ...]
    spells: tuple[tuple[str, str], ...]  # from and until which version of its list it stood as it stood


@router.get("/entity/{entity_id}")
def entity(request: Request, entity_id: str) -> Response:
    """One listed party with everything held on it."""
    service = service_of(request)
    engine = service.engine()
    try:
        listing = engine.listing(entity_id)
    except NotFound as missing:
        return show(request, "error.html", status=404, detail=str(missing))
    held = _held(service, engine, listing)
    data = {"entity": entity_of(listing), "held": plain(held)}
    follows = consequences(listing, engine.on, engine.rulebook)
    return show(
        request,
        "entity.html",
        data=data,
        listing=listing,
        held=held,
        consequences=follows,
        known=engine.bodies,
    )


def _held(service: Service, engine: Engine, listing: Listing) -> Held:
    numbers = {item.value for item in listing.entity.identifiers if item.kind == "imo"}
    with service.database.read() as store:
        about = tuple(item for item in alerts.held(store) if item.entity == listing.id)
        dismissed = tuple(item for item in decisions.all_of(store) if item.entity_id == listing.id)
        versions = {
            item.number: item.published_on or item.loaded_at[:10]
            for item in list_rows.history(store, listing.list)
        }
        spells = list_rows.spells(store, listing.list, listing.ref)
    return Held(
        others=_others(engine, listing),
        facts=tuple(_facts(service, engine, listing.id, numbers)),
        ships=tuple(ship for ship in service.book.vessels() if ship.imo and ship.imo in numbers),
        alerts=about,
        dismissals=dismissed,
        spells=tuple(
            (versions.get(item.start, ""), versions.get(item.end, "") if item.end is not None else "")
            for item in spells
        ),
    )


def _others(engine: Engine, listing: Listing) -> tuple[Listing, ...]:
    """Entries of other lists that share an identifier: surely the same party, not a namesake."""
    if not listing.entity.identifiers:
        return ()
    asked = Query(names=(), identifiers=listing.entity.identifiers)
    found = (match for match in engine.index.search(asked, limit=20, threshold=_SAME) if match.identified)
    return tuple(engine.listing(match.entity.id) for match in found if match.entity.id != listing.id)


def _facts(service: Service, engine: Engine, entity_id: str, numbers: set[str]) -> Iterable[Fact]:
    """Ties and actions that name the party, or a ship by its number."""
    for fact in _named(service.book):
        by_name = any(entity_id in service.bearers(engine, party) for party in fact.parties)
        if by_name or any(number in fact.statement for number in numbers):
            yield fact


def _named(book: FactBook) -> Iterable[Fact]:
    yield from book.ties()
    yield from book.actions()
    yield from book.events()


@router.get("/vessel/{imo}")
def vessel(request: Request, imo: str) -> Response:
    """One ship by its IMO number, which stays with the hull when name, flag and owner change."""
    number = imo.strip().upper().removeprefix("IMO").strip()
    if not (len(number) == 7 and number.isdecimal() and sound_imo(number)):
        detail = f"'{imo[:40]}' is no IMO number: seven digits, the last of them a check digit"
        return show(request, "error.html", status=400, detail=detail)
    service = service_of(request)
    engine = service.engine()
    asked = Query(names=(), identifiers=(Identifier(kind="imo", value=number),))
    matches = [match for match in engine.index.search(asked, limit=20, threshold=_SAME) if match.identified]
    listings = [engine.listing(match.entity.id) for match in matches]
    ships = [ship for ship in service.book.vessels() if ship.imo == number]
    ids = {listing.id for listing in listings}
    facts = {
        fact.id: fact
        for fact in _named(service.book)
        if number in fact.statement or any(ids & service.bearers(engine, party) for party in fact.parties)
    }
    with service.database.read() as store:
        about = [item for item in alerts.held(store) if item.entity in ids]
    values: dict[str, Any] = {
        "imo": number,
        "listings": listings,
        "ships": ships,
        "facts": list(facts.values()),
        "alerts": about,
    }
    data = {key: plain(value) for key, value in values.items() if key != "listings"}
    data["listings"] = [entity_of(listing) for listing in listings]
    return show(request, "vessel.html", data=data, **values)
