"""``/match``: is this party listed, in the shapes that clients of the field's usual screening API expect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from stanch.matching.model import NAME_KEYS
from stanch.matching.model import Query as NameQuery
from stanch.screening.engine import Engine, with_thresholds
from stanch.screening.model import Answer, Candidate, Decision, Party, Thresholds
from stanch.screening.screen import MAX_CANDIDATES, screen
from stanch.web.alerting import recorded
from stanch.web.filters import AsOf, ChangedSince, Dataset, Filters, Texts, check_schema, day_of, scope_of
from stanch.web.ftm import entity_of, explanations_of, query_of
from stanch.web.service import Service
from stanch.web.shapes import MatchAnswer

router = APIRouter(tags=["screening"])

MAX_QUERIES = 500
MAX_MATCHES = 500
ALGORITHM = "stanch"
# "best" is the usual way to ask for whatever the server recommends; names of algorithms that this service does not have are refused
ALGORITHMS = (ALGORITHM, "best")


_ASKED: dict[str, Any] = {
    "queries": {
        "customer-7": {"schema": "Person", "properties": {"name": ["Ri Hong Sop"], "birthDate": ["1940"]}},
        "ship-2": {"schema": "Vessel", "properties": {"imoNumber": ["8606173"]}},
    }
}


class Example(BaseModel):
    """One party asked about, as an example entity."""

    model_config = ConfigDict(populate_by_name=True)

    id: str | None = Field(default=None, max_length=500)
    schema_: str = Field(alias="schema", max_length=100)
    properties: dict[str, str | list[str | int | None] | int | None] = Field(default_factory=dict)


class MatchRequest(BaseModel):
    """A batch of queries by the caller's own keys. `weights` are accepted and have no effect: the scores here are calibrated as a whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ASKED]})

    queries: dict[str, Example] = Field(min_length=1, max_length=MAX_QUERIES)
    weights: dict[str, float] = Field(default_factory=dict)
    config: dict[str, Any] = Field(default_factory=dict)


def service_of(request: Request) -> Service:
    """The shared state of this worker."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


def explained() -> dict[str, dict[str, str]]:
    """What the features of an answer mean."""
    return {
        key: {"description": f"how {key.replace('_', ' ')} was compared, with the reason"}
        for key in sorted(NAME_KEYS)
    }


def check_algorithm(name: str) -> None:
    """Refuse an algorithm that is not here: another one's scores mean something else, and thresholds would be misread."""
    if name not in ALGORITHMS:
        raise HTTPException(
            400, detail=f"Invalid algorithm: '{name[:80]}'; there are {', '.join(ALGORITHMS)}"
        )


@router.post("/match/{dataset}", responses={200: {"model": MatchAnswer}})
def match(
    request: Request,
    response: Response,
    dataset: Dataset,
    body: MatchRequest,
    threshold: Annotated[float, Query(ge=0, le=1, description="From which score on `match` is true")] = 0.7,
    cutoff: Annotated[
        float, Query(ge=0, le=1, description="Results below are left out; never above the threshold")
    ] = 0.5,
    limit: Annotated[int, Query(ge=1, le=MAX_MATCHES)] = 5,
    algorithm: Annotated[str, Query(max_length=100, description="`stanch` or `best`")] = ALGORITHM,
    include_dataset: Texts = [],  # noqa: B006 - FastAPI copies it
    exclude_dataset: Texts = [],  # noqa: B006
    exclude_schema: Texts = [],  # noqa: B006
    exclude_entity_ids: Texts = [],  # noqa: B006
    topics: Texts = [],  # noqa: B006
    changed_since: ChangedSince = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Match a batch of example entities. Ours adds to each result `decision`, `reasons` and `measures` that follow on the day.

    Filters narrow what the caller is shown and what is decided for it. The log and the alert queue keep the whole answer, so that no
    filter hides a listed party from the desk.
    """
    service = service_of(request)
    check_algorithm(algorithm)
    if body.config:
        raise HTTPException(
            400,
            detail=f"config: '{next(iter(body.config))[:80]}' is no parameter of the algorithm {ALGORITHM}",
        )
    thresholds = Thresholds(review=max(min(cutoff, threshold), 0.01), hit=threshold)
    engine = with_thresholds(service.engine(day_of(as_of)), thresholds)
    filters = Filters(
        lists=scope_of(dataset, include_dataset, exclude_dataset, engine),
        exclude_schema=frozenset(exclude_schema),
        exclude_ids=frozenset(exclude_entity_ids),
        topics=tuple(topics),
        changed_since=(changed_since or "")[:10],
    )
    answers = _screened(
        service, engine, [_party(key, example) for key, example in body.queries.items()], limit
    )
    recorded(service, answers)
    response.headers["x-batch-size"] = str(len(answers))
    return {
        "responses": {
            key: _response(example, answer, filters, threshold, limit)
            for (key, example), answer in zip(body.queries.items(), answers, strict=True)
        },
        "matcher": explained(),
        "limit": limit,
    }


def _party(key: str, example: Example) -> Party:
    check_schema(example.schema_)
    return Party(query=query_of(example.schema_, example.properties), ref=key[:200])


def _screened(service: Service, engine: Engine, parties: Sequence[Party], limit: int) -> list[Answer]:
    """The answers; more candidates than usual are noted in the answer, so that it can be given again."""
    dismissed = service.dismissed()
    most = max(MAX_CANDIDATES, limit)
    asked = {} if most == MAX_CANDIDATES else {"candidates": str(most)}
    return [screen(engine, party, dismissed=dismissed, asked=asked, limit=most) for party in parties]


def _response(
    example: Example, answer: Answer, filters: Filters, threshold: float, limit: int
) -> dict[str, Any]:
    found = [candidate for candidate in answer.candidates if filters.keeps(candidate.listing)]
    decision, reasons = _decided(answer, found)
    return {
        "status": 200,
        "results": [_scored(candidate, threshold) for candidate in found[:limit]],
        "total": {"value": len(found), "relation": "eq"},
        "query": {
            "id": example.id,
            "schema": example.schema_,
            "properties": _echo(answer.party.query),
        },
        "decision": decision,
        "reasons": reasons,
        "errors": list(answer.errors),
        "as_of": answer.on.isoformat(),
        "lists": [use.label for use in answer.lists if use.list in filters.lists],
    }


def _decided(answer: Answer, found: Sequence[Candidate]) -> tuple[str, list[str]]:
    """The decision over what the filters let through."""
    if len(found) == len(answer.candidates):
        return answer.decision.value, list(answer.reasons)
    if not found:
        return Decision.CLEAR.value, ["no listed party comes near within these filters"]
    best = max(found, key=lambda item: (item.decision.rank, item.match.score))
    head = f"{best.decision.value}: {best.listing.entity.caption} ({best.listing.id})"
    return best.decision.value, [head, *best.reasons]


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
    explanations = explanations_of(candidate.match)
    return entity_of(candidate.listing) | {
        "score": score,
        "match": score >= threshold and not candidate.dismissal,
        "explanations": explanations,
        "features": {key: item["score"] for key, item in explanations.items()},
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
