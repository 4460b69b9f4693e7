"""``/match`` and ``/search``: is this party listed, in the shapes that clients of the field's usual screening API expect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from stanch.dates import parse_day
from stanch.lists.model import Listing
from stanch.matching.model import Query as NameQuery
from stanch.screening.engine import Engine, with_thresholds
from stanch.screening.model import Answer, Candidate, Party, Thresholds
from stanch.screening.screen import MAX_CANDIDATES, screen
from stanch.web.alerting import recorded
from stanch.web.ftm import entity_of, explanations_of, query_of, schema_of
from stanch.web.service import Service

router = APIRouter(tags=["screening"])

MAX_QUERIES = 500
ALGORITHM = "stanch"


class Example(BaseModel):
    """One party asked about, as an example entity."""

    model_config = ConfigDict(populate_by_name=True)

    id: str | None = None
    schema_: str = Field(alias="schema", max_length=100)
    properties: dict[str, str | list[str | int | None] | int | None] = Field(default_factory=dict)


class MatchRequest(BaseModel):
    """A batch of queries by the caller's own keys; `weights` and `config` of other algorithms are accepted and have no effect."""

    queries: dict[str, Example] = Field(min_length=1, max_length=MAX_QUERIES)
    weights: dict[str, float] = Field(default_factory=dict)
    config: dict[str, Any] = Field(default_factory=dict)


def service_of(request: Request) -> Service:
    """The shared state of this worker."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


def day_of(text: str | None) -> dt.date | None:
    """``as_of`` as a day; 400 names what is wrong with it."""
    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError as error:
        raise HTTPException(400, detail=f"as_of: {error}") from None


def check_dataset(dataset: str, engine: Engine) -> frozenset[str]:
    """The lists that a dataset means: ``default`` is all that are held; 404 names them."""
    held = frozenset(use.list for use in engine.lists)
    if dataset in ("default", "sanctions", "all"):
        return held
    if dataset not in held:
        raise HTTPException(
            404, detail=f"No such dataset: {dataset}. Held are: default, {', '.join(sorted(held))}"
        )
    return frozenset({dataset})


@router.post("/match/{dataset}")
def match(
    request: Request,
    dataset: str,
    body: MatchRequest,
    threshold: Annotated[float, Query(ge=0, le=1, description="From which score on `match` is true")] = 0.7,
    cutoff: Annotated[float, Query(ge=0, le=1, description="Results below are left out")] = 0.5,
    limit: Annotated[int, Query(ge=1, le=MAX_CANDIDATES)] = 5,
    algorithm: Annotated[str, Query(description="Accepted for compatibility; there is one")] = ALGORITHM,
    include_dataset: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    exclude_dataset: Annotated[list[str], Query()] = [],  # noqa: B006
    exclude_schema: Annotated[list[str], Query()] = [],  # noqa: B006
    exclude_entity_ids: Annotated[list[str], Query()] = [],  # noqa: B006
    topics: Annotated[list[str], Query()] = [],  # noqa: B006
    changed_since: str | None = None,
    as_of: Annotated[str | None, Query(description="Ours: the lists as they stood on this day")] = None,
) -> dict[str, Any]:
    """Match a batch of example entities. Ours adds to each result `decision`, `reasons` and `measures` that follow on the day."""
    service = service_of(request)
    engine = with_thresholds(
        service.engine(day_of(as_of)), Thresholds(review=max(cutoff, 0.01), hit=threshold)
    )
    wanted = check_dataset(dataset, engine).union(*(check_dataset(name, engine) for name in include_dataset))
    wanted -= frozenset(exclude_dataset)
    dismissed = service.dismissed()

    def keep(listing: Listing) -> bool:
        return (
            listing.list in wanted
            and schema_of(listing) not in exclude_schema
            and listing.id not in exclude_entity_ids
            and (not topics or "sanction" in topics)
            and (changed_since is None or _changed(listing) >= changed_since[:10])
        )

    responses, answers = {}, []
    for key, example in body.queries.items():
        query = query_of(example.schema_, example.properties)
        answer = screen(
            engine, Party(query=query, ref=key[:200]), dismissed=dismissed, limit=max(limit * 4, 20)
        )
        answers.append(answer)
        responses[key] = _response(example, query, answer, threshold, limit, keep)
    recorded(service, answers)
    return {
        "responses": responses,
        "matcher": {ALGORITHM: "names, identifiers, dates, countries"},
        "limit": limit,
    }


def _changed(listing: Listing) -> str:
    last = listing.updated_on[-1] if listing.updated_on else listing.listed_on
    return last.last.isoformat() if last else ""


def _response(
    example: Example, query: NameQuery, answer: Answer, threshold: float, limit: int, keep: Any
) -> dict[str, Any]:
    found = [candidate for candidate in answer.candidates if keep(candidate.listing)]
    return {
        "status": 200,
        "results": [_scored(candidate, threshold) for candidate in found[:limit]],
        "total": {"value": len(found), "relation": "eq"},
        "query": {"id": example.id, "schema": example.schema_, "properties": _echo(query)},
        "decision": answer.decision.value,
        "reasons": list(answer.reasons),
        "errors": list(answer.errors),
        "as_of": answer.on.isoformat(),
        "lists": [use.label for use in answer.lists],
    }


def _echo(query: NameQuery) -> dict[str, list[str]]:
    """The query as it was understood."""
    echo = {
        "name": list(query.names),
        "birthDate": [date.text for date in query.dobs],
        "country": [code.lower() for code in query.countries],
        "gender": [query.gender] if query.gender else [],
    }
    for identifier in query.identifiers:
        echo.setdefault(identifier.kind, []).append(identifier.value)
    return {key: values for key, values in echo.items() if values}


def _scored(candidate: Candidate, threshold: float) -> dict[str, Any]:
    score = round(candidate.match.score, 4)
    return entity_of(candidate.listing) | {
        "score": score,
        "match": score >= threshold and not candidate.dismissal,
        "explanations": explanations_of(candidate.match),
        "features": {key: item["score"] for key, item in explanations_of(candidate.match).items()},
        "decision": candidate.decision.value,
        "reasons": list(candidate.reasons),
        "measures": [
            {
                "authority": item.authority,
                "measure": item.measure,
                "provisions": list(item.provisions),
                "why": item.why,
            }
            for item in candidate.consequences
        ],
        "dismissal": candidate.dismissal or None,
    }


@router.get("/search/{dataset}")
def search(
    request: Request,
    dataset: str,
    q: Annotated[str, Query(max_length=2000, description="A name; empty lists everything")] = "",
    schema: str | None = None,
    countries: Annotated[list[str], Query()] = [],  # noqa: B006
    topics: Annotated[list[str], Query()] = [],  # noqa: B006
    include_dataset: Annotated[list[str], Query()] = [],  # noqa: B006
    exclude_dataset: Annotated[list[str], Query()] = [],  # noqa: B006
    limit: Annotated[int, Query(ge=0, le=500)] = 10,
    offset: Annotated[int, Query(ge=0, le=9499)] = 0,
    as_of: str | None = None,
) -> dict[str, Any]:
    """Look entries up by name; filters as in the field's usual API, with facets over what was found."""
    service = service_of(request)
    engine = service.engine(day_of(as_of))
    wanted = check_dataset(dataset, engine).union(*(check_dataset(name, engine) for name in include_dataset))
    wanted -= frozenset(exclude_dataset)
    asked = {code.upper() for code in countries}
    found = [
        listing
        for listing in _found(service, engine, q)
        if listing.list in wanted
        and (not schema or schema in (schema_of(listing), "Thing", "LegalEntity"))
        and (not asked or asked & set(listing.entity.countries))
        and (not topics or "sanction" in topics)
    ]
    return {
        "results": [entity_of(listing) for listing in found[offset : offset + limit]],
        "facets": _facets(found),
        "total": {"value": len(found), "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


def _found(service: Service, engine: Engine, q: str) -> list[Listing]:
    if not q.strip() or q.strip() == "*":
        return [engine.listing(key) for key in sorted(engine.bodies)]
    matches = engine.index.search(NameQuery(names=(q,)), limit=500, threshold=0.4)
    ids = dict.fromkeys([*(match.entity.id for match in matches), *service.typed(engine, q)])
    return [engine.listing(key) for key in ids]


def _facets(found: Sequence[Listing]) -> dict[str, Any]:
    def facet(label: str, values: list[tuple[str, str]]) -> dict[str, Any]:
        counts: dict[tuple[str, str], int] = {}
        for item in values:
            counts[item] = counts.get(item, 0) + 1
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return {
            "label": label,
            "values": [{"name": name, "label": shown, "count": n} for (name, shown), n in ordered[:50]],
        }

    return {
        "countries": facet(
            "Countries", [(code.lower(), code) for item in found for code in item.entity.countries]
        ),
        "datasets": facet("Data sources", [(item.list, item.list) for item in found]),
        "topics": facet("Topics", [("sanction", "Sanctioned entity")] * len(found)),
    }
