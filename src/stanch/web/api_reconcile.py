"""``/reconcile``: the Reconciliation Service API 0.2, as OpenRefine calls it (https://reconciliation-api.github.io/specs/0.2/)."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from stanch.matching.model import Match
from stanch.screening.engine import Engine
from stanch.web.api_match import check_dataset, service_of
from stanch.web.ftm import query_of, schema_of

router = APIRouter(tags=["reconciliation"])

_TYPES = ("Thing", "LegalEntity", "Person", "Organization", "Company", "Vessel", "Airplane")
_MAX_QUERIES = 100


class Property(BaseModel):
    """A property a user has a column for."""

    pid: str
    v: str | list[str]


class ReconQuery(BaseModel):
    """One cell to reconcile."""

    query: str = Field(max_length=2000)
    type: str | list[str] | None = None
    limit: int = Field(default=5, ge=1, le=100)
    properties: list[Property] = Field(default_factory=list)
    type_strict: str | None = None


_QUERIES = TypeAdapter(dict[str, ReconQuery])


@router.get("/reconcile/{dataset}")
def describe(
    request: Request, dataset: str, queries: Annotated[str | None, Query()] = None
) -> dict[str, Any]:
    """The service manifest; with `queries`, the answers."""
    engine = service_of(request).engine()
    check_dataset(dataset, engine)
    if queries is not None:
        return _answer(engine, dataset, queries)
    base = str(request.base_url).rstrip("/")
    return {
        "versions": ["0.2"],
        "name": f"stanch: {dataset}",
        "identifierSpace": f"{base}/entities/",
        "schemaSpace": "https://followthemoney.tech/explorer/",
        "view": {"url": f"{base}/entities/{{{{id}}}}"},
        "defaultTypes": [{"id": name, "name": name} for name in _TYPES],
        "preview": {"url": f"{base}/reconcile/{dataset}/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {
            "entity": {"service_url": base, "service_path": f"/reconcile/{dataset}/suggest/entity"},
            "type": {"service_url": base, "service_path": f"/reconcile/{dataset}/suggest/type"},
            "property": {"service_url": base, "service_path": f"/reconcile/{dataset}/suggest/property"},
        },
    }


@router.post("/reconcile/{dataset}")
def reconcile(request: Request, dataset: str, queries: Annotated[str, Form()]) -> dict[str, Any]:
    """A batch of queries, as a form field of JSON."""
    return _answer(service_of(request).engine(), dataset, queries)


def _answer(engine: Engine, dataset: str, text: str) -> dict[str, Any]:
    wanted = check_dataset(dataset, engine)
    try:
        asked = _QUERIES.validate_python(json.loads(text))
    except (ValueError, ValidationError, RecursionError) as error:
        raise HTTPException(400, detail=f"queries: is no object of queries: {str(error)[:300]}") from None
    if len(asked) > _MAX_QUERIES:
        raise HTTPException(400, detail=f"queries: {len(asked)} at once; at most {_MAX_QUERIES}")
    return {key: {"result": _results(engine, wanted, query)} for key, query in asked.items()}


def _results(engine: Engine, wanted: frozenset[str], asked: ReconQuery) -> list[dict[str, Any]]:
    schema = asked.type if isinstance(asked.type, str) else (asked.type or ["Thing"])[0]
    properties: dict[str, Any] = {"name": [asked.query]}
    for item in asked.properties:
        properties.setdefault(item.pid, []).extend([item.v] if isinstance(item.v, str) else item.v)
    matches = engine.index.search(query_of(schema, properties), limit=asked.limit * 4, threshold=0.4)
    kept = [match for match in matches if engine.listing(match.entity.id).list in wanted][: asked.limit]
    return [_result(engine, match, alone=len(kept) == 1) for match in kept]


def _result(engine: Engine, match: Match, *, alone: bool) -> dict[str, Any]:
    listing = engine.listing(match.entity.id)
    schema = schema_of(listing)
    return {
        "id": listing.id,
        "name": listing.entity.caption,
        "description": f"{listing.list}, {', '.join(listing.entity.programs)}",
        "type": [{"id": schema, "name": schema}],
        "score": round(match.score * 100, 2),
        # a name alone never decides: namesakes exist
        "match": alone and match.confirmed and not match.contradicted and match.score >= 0.9,
        "features": [{"id": feature.key, "value": round(feature.score, 4)} for feature in match.features],
    }


@router.get("/reconcile/{dataset}/suggest/entity")
def suggest_entity(
    request: Request, dataset: str, prefix: Annotated[str, Query(max_length=500)] = ""
) -> dict[str, Any]:
    """Entries whose name fits what was typed so far."""
    service = service_of(request)
    engine = service.engine()
    wanted = check_dataset(dataset, engine)
    matches = (
        engine.index.search(query_of("Thing", {"name": [prefix]}), limit=20, threshold=0.3)
        if prefix.strip()
        else []
    )
    ids = dict.fromkeys([*service.typed(engine, prefix)[:20], *(match.entity.id for match in matches)])
    listings = [engine.listing(key) for key in ids]
    found = [
        {"id": item.id, "name": item.entity.caption, "description": item.list}
        for item in listings
        if item.list in wanted
    ]
    return {"code": "/api/status/ok", "status": "200 OK", "prefix": prefix, "result": found}


@router.get("/reconcile/{dataset}/suggest/type")
def suggest_type(
    request: Request, dataset: str, prefix: Annotated[str, Query(max_length=100)] = ""
) -> dict[str, Any]:
    """Kinds of entity."""
    check_dataset(dataset, service_of(request).engine())
    found = [{"id": name, "name": name} for name in _TYPES if name.lower().startswith(prefix.lower())]
    return {"code": "/api/status/ok", "status": "200 OK", "prefix": prefix, "result": found}


_PROPERTIES = {
    "birthDate": "Birth date", "country": "Country", "nationality": "Nationality", "imoNumber": "IMO number",
    "passportNumber": "Passport number", "idNumber": "Identity number", "swiftBic": "BIC", "leiCode": "LEI",
    "alias": "Other name", "gender": "Gender", "registrationNumber": "Registration number",
}  # fmt: skip


@router.get("/reconcile/{dataset}/suggest/property")
def suggest_property(
    request: Request, dataset: str, prefix: Annotated[str, Query(max_length=100)] = ""
) -> dict[str, Any]:
    """Properties that are compared."""
    check_dataset(dataset, service_of(request).engine())
    low = prefix.lower()
    found = [
        {"id": key, "name": name}
        for key, name in _PROPERTIES.items()
        if low in key.lower() or low in name.lower()
    ]
    return {"code": "/api/status/ok", "status": "200 OK", "prefix": prefix, "result": found}
