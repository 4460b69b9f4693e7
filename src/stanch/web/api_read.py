"""``/read/documents``, ``/read/claims``, ``/read/precision``: what was read in documents, and what people made of it, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from stanch.dates import parse_partial
from stanch.facts import claimrows
from stanch.facts.claimrows import Wanted
from stanch.files import csv_text
from stanch.pipeline import Job, book_of, effect_of
from stanch.reading.exports import ftm_entities
from stanch.reading.plover import plover_csv
from stanch.reading.precision import BY, precision
from stanch.records import plain
from stanch.store import claims as held
from stanch.web.api_match import service_of
from stanch.web.service import Service

router = APIRouter(tags=["reading"])

_TEXT = Query(max_length=120)


@router.get("/read/documents")
def documents(request: Request) -> dict[str, Any]:
    """Every document read, with where its day of publication was found and whose words it carries."""
    with service_of(request).database.read() as store:
        found = held.held_documents(store)
    return {
        "results": [asdict(document) for document in found],
        "total": {"value": len(found), "relation": "eq"},
    }


@router.get("/read/claims", responses={200: {"content": {"text/csv": {}, "application/x-ndjson": {}}}})
def claims(
    request: Request,
    document: Annotated[str, _TEXT] = "",
    country: Annotated[str, _TEXT] = "",
    channel: Annotated[str, _TEXT] = "",
    kind: Annotated[str, Query(pattern="^(|tie|action|position|figure)$")] = "",
    act: Annotated[str, _TEXT] = "",
    standing: Annotated[str, Query(pattern="^(|corroborated|single_source|contested|refuted|none)$")] = "",
    decision: Annotated[str, Query(pattern="^(|open|accepted|edited|rejected|reopened)$")] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
    format: Annotated[str, Query(pattern="^(json|jsonl|csv|ftm|plover)$")] = "json",
    limit: Annotated[int, Query(ge=1, le=5000)] = 500,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Any:
    """Claims by document, state, channel, kind, act, standing, decision and time; as JSON, CSV, FollowTheMoney or PLOVER events."""
    service = service_of(request)
    wanted = Wanted(
        document=document, country=country.upper(), channel=channel, kind=kind, act=act, standing=standing, decision=decision,
        since=_date("since", since), until=_date("until", until),
    )  # fmt: skip
    with service.database.read() as store:
        rows = claimrows.rows_of(store, service.settings.data_dir, book_of(service.settings.data_dir), wanted)
    kept = [row for row in rows if row.record.decision != "rejected"]
    if format == "plover":
        return Response(plover_csv(claimrows.exported(kept)), media_type="text/csv")
    if format == "ftm":
        return _lines(ftm_entities(claimrows.exported(kept)))
    if format == "csv":
        return Response(csv_text(claimrows.COLUMNS, (row.cells() for row in rows)), media_type="text/csv")
    if format == "jsonl":
        return _lines(row.plain() for row in rows)
    return {
        "results": [row.plain() for row in rows[offset : offset + limit]],
        "total": {"value": len(rows), "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


def _date(name: str, text: str) -> str:
    try:
        return str(parse_partial(text)) if text else ""
    except ValueError as error:
        raise HTTPException(400, detail=f"{name}: {error}") from None


def _lines(values: Any) -> Response:
    text = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
    return Response(text, media_type="application/x-ndjson")


@router.get("/read/claims/{claim_id}/effect")
def effect(request: Request, claim_id: Annotated[str, Path(max_length=60)]) -> dict[str, Any]:
    """What accepting a claim would change in each dossier that it enters."""
    service = service_of(request)
    with service.database.read() as store:
        found = effect_of(job_of(service), store, claim_id)
    return {
        "id": claim_id,
        "sentence": found.sentence,
        "why_not": found.why_not,
        "files": list(found.files),
        "differences": plain(found.differences),
        "similar": plain(found.similar),
    }


def job_of(service: Service) -> Job:
    """Dossiers of today with what was accepted so far."""
    return Job(
        data_dir=service.settings.data_dir,
        out=service.settings.home,
        as_of=service.today(),
        today=True,
        readings=service.readings(),
    )


@router.get("/read/precision")
def precision_of(request: Request, by: Annotated[str, _TEXT] = "kind") -> dict[str, Any]:
    """How many claims people accepted as proposed, by kind, act, proposer, month or confidence."""
    names = [part.strip() for part in by.split(",") if part.strip()]
    wrong = [name for name in names if name not in BY]
    if wrong or not names:
        raise HTTPException(400, detail=f"by: use one or more of {', '.join(BY)}")
    with service_of(request).database.read() as store:
        lines = precision(held.judgements(store), names)
    return {
        "results": [
            {
                **dict(zip(names, line.group, strict=True)),
                **{k: v for k, v in asdict(line).items() if k != "group"},
            }
            for line in lines
        ]
    }
