"""``/search``: look entries up by what a person types, with the filters, facets and orders of the field's usual API."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request

from stanch.lists.model import Listing
from stanch.matching.model import IDENTIFIER_KEYS, Identifier
from stanch.matching.model import Query as NameQuery
from stanch.screening.engine import Engine
from stanch.web.api_match import service_of
from stanch.web.filters import (
    TOPIC,
    AsOf,
    ChangedSince,
    Dataset,
    Filters,
    Texts,
    changed_on,
    check_dataset,
    check_schema,
    day_of,
    pairs_of,
    scope_of,
)
from stanch.web.ftm import entity_of, properties_of, schema_of
from stanch.web.service import Service
from stanch.web.shapes import SearchAnswer

router = APIRouter(tags=["screening"])

MOST = 500
_NEAR, _SAME = 0.4, 0.7  # with `fuzzy`, and without it


class FacetName(enum.StrEnum):
    """What can be counted among the results."""

    COUNTRIES = "countries"
    TOPICS = "topics"
    DATASETS = "datasets"
    SCHEMA = "schema"
    NAMES = "names"
    IDENTIFIERS = "identifiers"
    GENDERS = "genders"


class Operator(enum.StrEnum):
    """How several filters go together."""

    AND = "AND"
    OR = "OR"


_LABELS = {
    FacetName.COUNTRIES: "Countries",
    FacetName.TOPICS: "Topics",
    FacetName.DATASETS: "Data sources",
    FacetName.SCHEMA: "Types",
    FacetName.NAMES: "Names",
    FacetName.IDENTIFIERS: "Identifiers",
    FacetName.GENDERS: "Genders",
}
_USUAL = [FacetName.COUNTRIES, FacetName.TOPICS, FacetName.DATASETS]
_ORDERS: dict[str, Callable[[Listing], str]] = {
    "id": lambda item: item.id,
    "caption": lambda item: item.entity.caption.casefold(),
    "schema": schema_of,
    "first_seen": lambda item: item.listed_on.first.isoformat() if item.listed_on else "",
    "last_change": changed_on,
}


@router.get("/search/{dataset}", responses={200: {"model": SearchAnswer}})
def search(
    request: Request,
    dataset: Dataset,
    q: Annotated[
        str, Query(max_length=2000, description="A name or an identifier; empty lists everything")
    ] = "",
    schema: Annotated[str, Query(max_length=100)] = "",
    countries: Texts = [],  # noqa: B006 - FastAPI copies it
    topics: Texts = [],  # noqa: B006
    datasets: Annotated[list[str], Query(max_length=50, description="As `include_dataset`")] = [],  # noqa: B006
    include_dataset: Texts = [],  # noqa: B006
    exclude_dataset: Texts = [],  # noqa: B006
    exclude_schema: Texts = [],  # noqa: B006
    changed_since: ChangedSince = None,
    filter: Annotated[
        list[str],
        Query(max_length=50, description="FIELD:VALUE, such as `countries:kp` or `imoNumber:8606173`"),
    ] = [],  # noqa: B006
    filter_op: Operator = Operator.AND,
    target: bool | None = None,
    fuzzy: Annotated[bool, Query(description="Also names that are spelt otherwise")] = False,
    simple: Annotated[
        bool, Query(description="Accepted: `q` is always read as plain words, never as a query language")
    ] = False,
    sort: Annotated[
        list[str],
        Query(
            max_length=10, description="FIELD or FIELD:desc, of id, caption, schema, first_seen, last_change"
        ),
    ] = [],  # noqa: B006
    facets: Annotated[list[FacetName], Query(max_length=len(FacetName))] = _USUAL,
    limit: Annotated[int, Query(ge=0, le=MOST)] = 10,
    offset: Annotated[int, Query(ge=0, le=9499)] = 0,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Look entries up by name or identifier. Nothing is decided here and nothing recorded: to screen a party, ask `/match`."""
    service = service_of(request)
    engine = service.engine(day_of(as_of))
    scope = scope_of(dataset, include_dataset, exclude_dataset, engine)
    if datasets:
        scope &= frozenset[str]().union(*(check_dataset(name, engine) for name in datasets))
    filters = Filters(
        lists=scope if target is not False else frozenset(),  # every entry of a sanctions list is a target
        schema=check_schema(schema),
        exclude_schema=frozenset(exclude_schema),
        countries=frozenset(code.upper() for code in countries),
        topics=tuple(topics),
        changed_since=(changed_since or "")[:10],
        pairs=pairs_of(filter),
        any_pair=filter_op is Operator.OR,
    )
    found = [item for item in _found(service, engine, q, _NEAR if fuzzy else _SAME) if filters.keeps(item)]
    found = _ordered(found, sort)
    return {
        "results": [entity_of(item) for item in found[offset : offset + limit]],
        "facets": {name.value: _facet(name, found) for name in dict.fromkeys(facets)},
        "total": {"value": len(found), "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


def _found(service: Service, engine: Engine, q: str, least: float) -> list[Listing]:
    text = q.strip()
    if not text or text == "*":
        return [engine.listing(key) for key in sorted(engine.bodies)]
    named = engine.index.search(NameQuery(names=(text,)), limit=MOST, threshold=least)
    ids = dict.fromkeys([*(match.entity.id for match in named), *service.typed(engine, text)])
    if any(c.isdigit() for c in text):
        numbers = tuple(Identifier(kind=kind, value=text) for kind in sorted(IDENTIFIER_KEYS))
        known = engine.index.search(NameQuery(names=(), identifiers=numbers), limit=MOST, threshold=_SAME)
        ids |= dict.fromkeys(match.entity.id for match in known)
    return [engine.listing(key) for key in ids]


def _ordered(found: list[Listing], sort: Sequence[str]) -> list[Listing]:
    """By the fields asked for, the first one counting most; what has no value comes last either way."""
    for text in reversed(sort):
        field, _, order = text.partition(":")
        if field not in _ORDERS or order not in ("", "asc", "desc"):
            raise HTTPException(
                400, detail=f"sort: '{text[:80]}' is not FIELD or FIELD:desc with one of {', '.join(_ORDERS)}"
            )
        key = _ORDERS[field]
        found = sorted(found, key=key, reverse=order == "desc")
        found.sort(key=lambda item: not key(item))
    return found


def _facet(name: FacetName, found: Sequence[Listing]) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for item in found:
        for value in dict.fromkeys(_values(name, item)):
            counts[value] = counts.get(value, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    values = [{"name": value, "label": _label(name, value), "count": n} for value, n in ordered[:50]]
    return {"label": _LABELS[name], "values": values}


def _values(name: FacetName, item: Listing) -> list[str]:
    if name is FacetName.COUNTRIES:
        return [code.lower() for code in item.entity.countries]
    if name is FacetName.TOPICS:
        return [TOPIC]
    if name is FacetName.DATASETS:
        return [item.list]
    if name is FacetName.SCHEMA:
        return [schema_of(item)]
    if name is FacetName.NAMES:
        return [each.text for each in item.entity.names]
    if name is FacetName.IDENTIFIERS:
        return [each.value for each in item.entity.identifiers]
    return list(properties_of(item).get("gender", ()))


def _label(name: FacetName, value: str) -> str:
    if name is FacetName.TOPICS:
        return "Sanctioned entity"
    return value.upper() if name is FacetName.COUNTRIES else value
