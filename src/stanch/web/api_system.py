"""``/healthz``, ``/readyz``, ``/catalog``, ``/algorithms``, ``/entities``, ``/updatez``: what the service is and holds."""

from __future__ import annotations

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse

from stanch.errors import NotFound
from stanch.lists.code import code_version
from stanch.lists.model import Listing
from stanch.lists.sources import list_sources
from stanch.screening.engine import Engine
from stanch.web.api_match import ALGORITHM, explained, service_of
from stanch.web.filters import AsOf, EntityId, day_of
from stanch.web.ftm import entity_of
from stanch.web.people import Role, needs
from stanch.web.shapes import Adjacent, AdjacentAnswer, Entity, Status

router = APIRouter(tags=["service"])
# what may be seen without signing in is that the service is there; what it holds is for readers
held = APIRouter(tags=["lists"], dependencies=[Depends(needs(Role.READER))])
log = logging.getLogger(__name__)


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process is up."""
    return {"status": "ok"}


@router.get("/readyz", responses={200: {"model": Status}, 503: {"model": Status}})
def readyz(request: Request) -> JSONResponse:
    """The lists are loaded and the store answers; 503 until then."""
    service = service_of(request)
    try:
        service.engine()
        service.dismissed()
    except Exception as error:  # whatever is wrong, the answer is "not ready"; what exactly is for the log, not for anybody who asks
        log.error("not ready: %s", error)
        detail = f"the lists or the store cannot be used: {type(error).__name__}; the log says more"
        return JSONResponse({"status": "error", "detail": detail}, status_code=503)
    return JSONResponse({"status": "ok"})


@router.post("/updatez", dependencies=[Depends(needs(Role.APPROVER))])
def updatez(request: Request) -> dict[str, str]:
    """Look for new list versions now, and serve them."""
    changed = service_of(request).refresh()
    return {"status": "ok", "detail": "new versions are being served" if changed else "nothing new"}


@held.get("/catalog")
def catalog(request: Request, as_of: AsOf = None) -> dict[str, Any]:
    """The lists held, with version and age."""
    engine = service_of(request).engine(day_of(as_of))
    known = list_sources()
    datasets = [_dataset(use.list, use.label, use.published_on, use.entries, known) for use in engine.lists]
    everything = {
        "name": "default",
        "title": "All lists held",
        "version": code_version(),
        "load": True,
        "index_current": True,
        "index_version": code_version(),
        "entity_count": sum(use.entries for use in engine.lists),
        "children": [use.list for use in engine.lists],
    }
    names = [item["name"] for item in datasets]
    return {
        "datasets": [everything, *datasets],
        "current": ["default", *names],
        "outdated": [],
        "index_stale": False,
    }


def _dataset(name: str, label: str, published_on: str, entries: int, known: Any) -> dict[str, Any]:
    source = known.get(name)
    return {
        "name": name,
        "title": source.title if source else "UN 1718 names carried by the package",
        "version": label,
        "load": True,
        "index_current": True,
        "index_version": label,
        "entity_count": entries,
        "updated_at": f"{published_on}T00:00:00" if len(published_on) == 10 else None,
        "publisher": {"name": source.authority, "official": True} if source else None,
        "url": source.url if source and source.url else None,
        "children": [],
    }


@router.get("/algorithms")
def algorithms() -> dict[str, Any]:
    """There is one; it explains itself with every result."""
    about = (
        "Names in any script, identifiers, dates and countries; scores are shares true among validation pairs"
    )
    return {
        "algorithms": [
            {"name": ALGORITHM, "description": about, "docs": explained(), "features": explained()}
        ],
        "default": ALGORITHM,
        "best": ALGORITHM,
    }


@held.get("/entities/{entity_id}", responses={200: {"model": Entity}})
def entity(request: Request, entity_id: EntityId, nested: bool = True, as_of: AsOf = None) -> dict[str, Any]:
    """One listed party; with `nested`, the parties it is tied to stand inside its properties."""
    engine = service_of(request).engine(day_of(as_of))
    listing = _listing(engine, entity_id)
    shown = entity_of(listing)
    if nested:
        for name, related in _related(engine, listing).items():
            shown["properties"][name] = related
    return shown


@held.get("/entities/{entity_id}/adjacent", responses={200: {"model": AdjacentAnswer}})
def adjacent(
    request: Request,
    entity_id: EntityId,
    limit: Annotated[int, Query(ge=0, le=500)] = 10,
    offset: Annotated[int, Query(ge=0)] = 0,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """The party and everything it is tied to, by kind of tie."""
    engine = service_of(request).engine(day_of(as_of))
    listing = _listing(engine, entity_id)
    pages = {name: _page(related, limit, offset) for name, related in _related(engine, listing).items()}
    return {"entity": entity_of(listing), "adjacent": pages}


@held.get("/entities/{entity_id}/adjacent/{prop}", responses={200: {"model": Adjacent}})
def adjacent_property(
    request: Request,
    entity_id: EntityId,
    prop: str,
    limit: Annotated[int, Query(ge=0, le=500)] = 10,
    offset: Annotated[int, Query(ge=0)] = 0,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """One kind of tie of a party, page by page."""
    engine = service_of(request).engine(day_of(as_of))
    related = _related(engine, _listing(engine, entity_id))
    if prop not in related:
        raise HTTPException(
            404, detail=f"No adjacent entities by '{prop}'; there are: {', '.join(sorted(related)) or 'none'}"
        )
    return _page(related[prop], limit, offset)


def _page(related: list[Any], limit: int, offset: int) -> dict[str, Any]:
    return {
        "results": related[offset : offset + limit],
        "total": {"value": len(related), "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


def _listing(engine: Engine, entity_id: str) -> Listing:
    try:
        return engine.listing(entity_id)
    except NotFound as error:
        raise HTTPException(404, detail=str(error)) from None


# how a tie printed by a list appears among a party's properties
_PROPERTY = {
    "owner": "ownershipAsset",
    "asset": "ownershipOwner",
    "family": "familyPerson",
    "acts_for": "agencyClient",
}


def _related(engine: Engine, listing: Listing) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for relation in listing.relations:
        name = _PROPERTY.get(relation.kind, "unknownLinkTo")
        held = relation.ref and relation.ref in engine.bodies
        shown = entity_of(engine.listing(relation.ref)) if held else relation.name or relation.printed
        found.setdefault(name, []).append(shown)
    return found
