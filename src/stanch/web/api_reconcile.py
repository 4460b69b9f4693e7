"""``/reconcile``: the Reconciliation Service API 0.2, as OpenRefine calls it (https://reconciliation-api.github.io/specs/0.2/)."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from stanch.errors import NotFound
from stanch.lists.model import Listing
from stanch.matching.model import Match
from stanch.screening.engine import Engine
from stanch.web.api_match import service_of
from stanch.web.filters import Dataset, check_dataset
from stanch.web.ftm import properties_of, query_of, schema_of
from stanch.web.headers import FRAMED
from stanch.web.pages import part_of

router = APIRouter(tags=["reconciliation"])

_TYPES = ("Thing", "LegalEntity", "Person", "Organization", "Company", "Vessel", "Airplane")
_MAX_QUERIES = 100
_MAX_ROWS = 1000
_PROPERTIES = {
    "name": "Name", "alias": "Other name", "weakAlias": "Weak alias", "previousName": "Former name", "birthDate": "Birth date",
    "nationality": "Nationality", "country": "Country", "flag": "Flag", "gender": "Gender", "address": "Address",
    "imoNumber": "IMO number", "mmsi": "MMSI", "callSign": "Call sign", "passportNumber": "Passport number",
    "idNumber": "Identity number", "taxNumber": "Tax number", "registrationNumber": "Registration number",
    "swiftBic": "BIC", "leiCode": "LEI", "programId": "Programme", "topics": "Topics",
}  # fmt: skip
# What can be had of an entry beside its FollowTheMoney properties
_OURS = {"list": "List", "listedOn": "Listed on"}


class Property(BaseModel):
    """A property a user has a column for."""

    pid: str = Field(max_length=200)
    v: Any


class ReconQuery(BaseModel):
    """One cell to reconcile."""

    query: str = Field(default="", max_length=2000)
    type: str | list[str] | None = None
    limit: int = Field(default=5, ge=1, le=100)
    properties: list[Property] = Field(default_factory=list, max_length=50)
    type_strict: str | None = None


class Setting(BaseModel):
    """What to give of a column."""

    limit: int = Field(default=0, ge=0, le=1000)


class Column(BaseModel):
    """A column to add."""

    id: str = Field(max_length=200)
    settings: Setting = Field(default_factory=Setting)


class Extend(BaseModel):
    """Rows that were reconciled, and columns to add to them."""

    ids: list[str] = Field(max_length=_MAX_ROWS)
    properties: list[Column] = Field(max_length=50)


_QUERIES = TypeAdapter(dict[str, ReconQuery])
_EXTEND = TypeAdapter(Extend)


@router.get("/reconcile/{dataset}")
def describe(
    request: Request,
    dataset: Dataset,
    queries: Annotated[str | None, Query()] = None,
    extend: Annotated[str | None, Query()] = None,
) -> dict[str, Any]:
    """The service manifest; with `queries` or `extend`, the answers."""
    engine = service_of(request).engine()
    check_dataset(dataset, engine)
    if queries is not None or extend is not None:
        return _answer(engine, dataset, queries, extend)
    base = str(request.base_url).rstrip("/")
    here = f"{base}/reconcile/{dataset}"
    return {
        "versions": ["0.1", "0.2"],
        "name": f"stanch: {'all lists held' if dataset == 'default' else dataset}",
        "identifierSpace": f"{base}/entities/",
        "schemaSpace": "https://followthemoney.tech/explorer/schemata/",
        "documentation": f"{base}/docs",
        "batchSize": 50,
        "view": {"url": f"{base}/entity/{{{{id}}}}"},
        "defaultTypes": [{"id": name, "name": name} for name in _TYPES],
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {
            kind: {
                "service_url": here,
                "service_path": f"/suggest/{kind}",
                "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/extend/propose"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "At most so many values a row; 0 for all",
                }
            ],
        },
    }


@router.post("/reconcile/{dataset}")
def reconcile(
    request: Request,
    dataset: Dataset,
    queries: Annotated[str | None, Form()] = None,
    extend: Annotated[str | None, Form()] = None,
) -> dict[str, Any]:
    """A batch of queries, or columns for rows that were reconciled; each as a form field of JSON."""
    return _answer(service_of(request).engine(), dataset, queries, extend)


def _answer(engine: Engine, dataset: str, queries: str | None, extend: str | None) -> dict[str, Any]:
    wanted = check_dataset(dataset, engine)
    if extend is not None and extend.strip():
        return _extended(engine, wanted, _read(_EXTEND, extend, "extend"))
    if queries is None:
        raise HTTPException(400, detail="neither 'queries' nor 'extend' is given")
    asked = _read(_QUERIES, queries, "queries")
    if len(asked) > _MAX_QUERIES:
        raise HTTPException(400, detail=f"queries: {len(asked)} at once; at most {_MAX_QUERIES}")
    return {key: {"result": _results(engine, wanted, query)} for key, query in asked.items()}


def _read(adapter: TypeAdapter[Any], text: str, what: str) -> Any:
    try:
        return adapter.validate_python(json.loads(text))
    except (ValueError, ValidationError, RecursionError) as error:
        raise HTTPException(400, detail=f"{what}: cannot be read: {str(error)[:300]}") from None


def _results(engine: Engine, wanted: frozenset[str], asked: ReconQuery) -> list[dict[str, Any]]:
    schema = asked.type if isinstance(asked.type, str) else next(iter(asked.type or ()), "Thing")
    properties: dict[str, list[str]] = {"name": [asked.query]}
    for item in asked.properties:
        # "Person:birthDate" is how others name the same property
        properties.setdefault(item.pid.rpartition(":")[2], []).extend(_texts(item.v))
    matches = engine.index.search(query_of(schema, properties), limit=asked.limit * 4, threshold=0.4)
    kept = [match for match in matches if engine.listing(match.entity.id).list in wanted][: asked.limit]
    return [_result(engine, match, alone=len(kept) == 1) for match in kept]


def _texts(value: Any) -> list[str]:
    """The value of a property as OpenRefine sends it: a text, a number, a cell that was reconciled itself, or several of these."""
    if isinstance(value, list):
        return [text for item in value[:50] if not isinstance(item, list) for text in _texts(item)]
    if isinstance(value, dict):
        return _texts(value.get("name") or value.get("id") or "")
    return [str(value)] if isinstance(value, (str, int, float)) and not isinstance(value, bool) else []


def _result(engine: Engine, match: Match, *, alone: bool) -> dict[str, Any]:
    listing = engine.listing(match.entity.id)
    schema = schema_of(listing)
    return {
        "id": listing.id,
        "name": listing.entity.caption,
        "description": ", ".join((listing.list, *listing.entity.programs)),
        "type": [{"id": schema, "name": schema}],
        "score": round(match.score * 100, 2),
        # a name alone never decides: namesakes exist
        "match": alone and match.confirmed and not match.contradicted and match.score >= 0.9,
        "features": [{"id": feature.key, "value": round(feature.score, 4)} for feature in match.features],
    }


def _extended(engine: Engine, wanted: frozenset[str], asked: Extend) -> dict[str, Any]:
    rows = {key: _row(engine, wanted, key, asked.properties) for key in asked.ids}
    names = _PROPERTIES | _OURS
    return {
        "meta": [{"id": item.id, "name": names.get(item.id, item.id)} for item in asked.properties],
        "rows": rows,
    }


def _row(engine: Engine, wanted: frozenset[str], key: str, columns: list[Column]) -> dict[str, Any]:
    """The values of one row; an entry that is not (or no longer) held has empty cells."""
    try:
        listing = engine.listing(key)
    except NotFound:
        listing = None
    held: dict[str, list[str]] = {}
    if listing is not None and listing.list in wanted:
        listed_on = [str(listing.listed_on)] if listing.listed_on else []
        held = properties_of(listing) | {"list": [listing.list], "listedOn": listed_on}
    return {
        item.id: [{"str": text} for text in held.get(item.id, [])[: item.settings.limit or None]]
        for item in columns
    }


@router.get("/reconcile/{dataset}/extend/propose")
def propose(
    request: Request,
    dataset: Dataset,
    type: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> dict[str, Any]:
    """Columns that can be added to rows of a type."""
    check_dataset(dataset, service_of(request).engine())
    found = [{"id": key, "name": name} for key, name in (_PROPERTIES | _OURS).items()]
    return {"type": type, "properties": found[:limit], "limit": limit}


@router.get("/reconcile/{dataset}/preview", responses={200: {"content": {"text/html": {}}}})
def preview(
    request: Request, dataset: str, id: Annotated[str, Query(max_length=300, examples=["un-KPi.004"])] = ""
) -> HTMLResponse:
    """One entry as a small page, to look at beside a row."""
    listing = _held(service_of(request).engine(), dataset, id)
    page = part_of(request, "preview.html", listing=listing, schema=schema_of(listing))
    return HTMLResponse(page, headers={"content-security-policy": FRAMED})


def _held(engine: Engine, dataset: str, key: str) -> Listing:
    wanted = check_dataset(dataset, engine)
    try:
        listing = engine.listing(key)
    except NotFound as error:
        raise HTTPException(404, detail=str(error)) from None
    if listing.list not in wanted:
        raise HTTPException(404, detail=f"'{key}' is on no list of {dataset}")
    return listing


@router.get("/reconcile/{dataset}/flyout/{kind}")
def flyout(
    request: Request,
    dataset: Dataset,
    kind: Literal["entity", "type", "property"],
    id: Annotated[str, Query(max_length=300, examples=["un-KPi.004"])] = "",
) -> Any:
    """A few words on a suggestion, while a user points at it."""
    engine = service_of(request).engine()
    check_dataset(dataset, engine)
    if kind == "entity":
        return {"id": id, "html": part_of(request, "flyout.html", listing=_held(engine, dataset, id))}
    names = {name: name for name in _TYPES} if kind == "type" else _PROPERTIES
    if id not in names:
        raise HTTPException(404, detail=f"'{id}' is no {kind} here; there are {', '.join(sorted(names))}")
    return {"id": id, "html": f"<p>{names[id]}</p>"}


def _suggestions(prefix: str, found: list[dict[str, Any]], cursor: int) -> dict[str, Any]:
    return {"code": "/api/status/ok", "status": "200 OK", "prefix": prefix, "result": found[cursor:]}


Cursor = Annotated[int, Query(ge=0, le=10_000)]


@router.get("/reconcile/{dataset}/suggest/entity")
def suggest_entity(
    request: Request,
    dataset: Dataset,
    prefix: Annotated[str, Query(max_length=500)] = "",
    cursor: Cursor = 0,
) -> dict[str, Any]:
    """Entries whose name fits what was typed so far."""
    service = service_of(request)
    engine = service.engine()
    wanted = check_dataset(dataset, engine)
    if not prefix.strip():
        return _suggestions(prefix, [], 0)
    matches = engine.index.search(query_of("Thing", {"name": [prefix]}), limit=20, threshold=0.3)
    ids = dict.fromkeys([*service.typed(engine, prefix)[:20], *(match.entity.id for match in matches)])
    listings = [engine.listing(key) for key in ids]
    found = [
        {
            "id": item.id,
            "name": item.entity.caption,
            "description": ", ".join((item.list, *item.entity.programs)),
            "notable": [{"id": schema_of(item), "name": schema_of(item)}],
        }
        for item in listings
        if item.list in wanted
    ]
    return _suggestions(prefix, found, cursor)


@router.get("/reconcile/{dataset}/suggest/type")
def suggest_type(
    request: Request,
    dataset: Dataset,
    prefix: Annotated[str, Query(max_length=100)] = "",
    cursor: Cursor = 0,
) -> dict[str, Any]:
    """Kinds of entity."""
    check_dataset(dataset, service_of(request).engine())
    found = [{"id": name, "name": name} for name in _TYPES if name.lower().startswith(prefix.lower())]
    return _suggestions(prefix, found, cursor)


@router.get("/reconcile/{dataset}/suggest/property")
def suggest_property(
    request: Request,
    dataset: Dataset,
    prefix: Annotated[str, Query(max_length=100)] = "",
    cursor: Cursor = 0,
) -> dict[str, Any]:
    """Properties that are compared."""
    check_dataset(dataset, service_of(request).engine())
    low = prefix.lower()
    found = [
        {"id": key, "name": name}
        for key, name in _PROPERTIES.items()
        if low in key.lower() or low in name.lower()
    ]
    return _suggestions(prefix, found, cursor)
