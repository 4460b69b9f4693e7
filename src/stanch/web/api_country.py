"""``/dossiers``, ``/claims``, ``/actions``, ``/ties.geojson``, ``/whatif``: what is held about states, for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from stanch import pipeline
from stanch.campaign.track import Query as TrackQuery
from stanch.campaign.track import Tracker, stage_of
from stanch.errors import NotFound, UsageError
from stanch.facts.book import FactBook
from stanch.facts.model import TieStatus
from stanch.files import csv_text
from stanch.leaks.scenario import COMPLIANCE, DRAWS, SEED, SUBSTITUTION, Spread, run
from stanch.leaks.scenario import asked as scenario_asked
from stanch.leaks.streams import load_streams
from stanch.records import plain
from stanch.web.api_match import service_of
from stanch.web.filters import AsOf, Country, day_of
from stanch.web.geo import points

router = APIRouter(tags=["countries"])

CLAIMS = "^(accepted|unreviewed|none)$"

MEDIA = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

MEDIA_TYPES = tuple(media.partition(";")[0] for media in MEDIA.values())


def book_on(request: Request, as_of: str | None, known_on: str | None, claims: str = "accepted") -> FactBook:
    """The facts under the two clocks, with the claims that people accepted out of documents (or as `claims` says)."""
    day, known = day_of(as_of), day_of(known_on)
    service = service_of(request)
    book = pipeline.book_with(service.settings.data_dir, service.readings(claims))
    return book.at(as_of=day, known_on=known) if day or known else book


@router.get("/dossiers")
def dossiers(request: Request) -> dict[str, Any]:
    """The countries that have one, with how much is held on each."""
    book = service_of(request).book
    codes = [code for code in book.countries() if len(code) == 2]
    return {
        "countries": [
            {"code": code, "name": book.places.name_of(code), "held": book.counts(code)} for code in codes
        ]
    }


@router.get("/dossiers/{country}", responses={200: {"content": {media: {} for media in MEDIA_TYPES}}})
def dossier(
    request: Request,
    country: Country,
    as_of: AsOf = None,
    known_on: AsOf = None,
    format: Annotated[str, Query(pattern="^(html|json|md|csv|pdf|docx)$")] = "json",
    claims: Annotated[str, Query(pattern=CLAIMS)] = "accepted",
    full: bool = False,
) -> Response:
    """One country's dossier in any format; `claims` says which claims of documents go in, `full` prints long tables and all sources."""
    service = service_of(request)
    job = pipeline.Job(
        data_dir=service.settings.data_dir,
        out=service.settings.home,
        as_of=day_of(as_of) or service.today(),
        known_on=day_of(known_on),
        today=as_of is None,
        readings=service.readings(claims),
    )
    try:
        found = pipeline.dossier_of(job, pipeline.code_of(job, country))
    except NotFound as error:
        raise HTTPException(404, detail=str(error)) from None
    return Response(pipeline.rendered(found, format, full=full), media_type=MEDIA[format])


@router.get("/claims")
def claims(
    request: Request,
    country: Annotated[str, Query(max_length=60, examples=["MY"])],
    as_of: AsOf = None,
    known_on: AsOf = None,
    limit: Annotated[int, Query(ge=1, le=5000)] = 500,
    offset: Annotated[int, Query(ge=0)] = 0,
    read: Annotated[str, Query(pattern=CLAIMS)] = "accepted",
) -> dict[str, Any]:
    """Every claim held on a country, each with its source; one read in a document has its span."""
    book = book_on(request, as_of, known_on, read)
    held = book.claims(_code(book, country))
    shown = [{"id": claim.id, **plain(claim)} for claim in held[offset : offset + limit]]
    return {
        "results": shown,
        "total": {"value": len(held), "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


def _code(book: FactBook, text: str) -> str:
    try:
        return book.places.find(text).iso2
    except NotFound as error:
        raise HTTPException(404, detail=str(error)) from None


@router.get("/actions", responses={200: {"content": {"text/csv": {}}}})
def actions(
    request: Request,
    country: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    region: str | None = None,
    channel: str = "",
    since: str | None = None,
    until: str | None = None,
    stage: str | None = None,
    format: Annotated[str, Query(pattern="^(json|csv)$")] = "json",
) -> Any:
    """The tracker: who did what, when, how far."""
    service = service_of(request)
    book = service.book
    try:
        states = {_code(book, text) for text in country}
        states |= set(book.places.members(region, day_of(until) or service.today())) if region else set()
        least = stage_of(stage) if stage else None
    except (NotFound, UsageError) as error:
        raise HTTPException(400, detail=str(error)) from None
    query = TrackQuery(
        countries=frozenset(states), channel=channel, since=day_of(since), until=day_of(until), stage=least
    )
    found = Tracker(book.actions()).find(query)
    if format == "csv":
        rows = [
            (
                a.period or "",
                a.country,
                a.channel,
                a.act,
                a.stage.value,
                a.statement,
                a.standing.value,
                a.sources[0].url,
            )
            for a in found
        ]
        header = ("when", "country", "channel", "act", "stage", "what", "standing", "source")
        return Response(csv_text(header, rows), media_type=MEDIA["csv"])
    return {"results": [plain(action) for action in found], "total": {"value": len(found), "relation": "eq"}}


@router.get("/ties.geojson")
def ties(request: Request, as_of: AsOf = None, channel: str = "") -> dict[str, Any]:
    """States with running ties as points (where a map would write their name), with how many ties there are on which channel."""
    book = book_on(request, as_of, None)
    counts: dict[str, dict[str, int]] = {}
    for tie in book.ties(channel=channel):
        if tie.status in (TieStatus.ACTIVE, TieStatus.ALLEGED, TieStatus.UNCLEAR) and len(tie.country) == 2:
            held = counts.setdefault(tie.country, {})
            held[tie.channel] = held.get(tie.channel, 0) + 1
    where = points(service_of(request).settings.data_dir)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": list(where[code])} if code in where else None,
            "properties": {
                "code": code,
                "name": book.places.name_of(code),
                "ties": sum(held.values()),
                "channels": held,
            },
        }
        for code, held in sorted(counts.items())
    ]
    return {"type": "FeatureCollection", "features": features}


class WhatIf(BaseModel):
    """What to close, on which baseline, at which compliance; the answer names all three."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"close": ["unsc:2371"], "draws": 500}]})

    close: list[str] = Field(min_length=1, max_length=50)
    baseline: str = "2017-capped"
    partners: list[str] = Field(default_factory=list, max_length=200)
    compliance: dict[str, Spread] = Field(default_factory=lambda: {"default": COMPLIANCE})
    substitution: dict[str, Spread] = Field(default_factory=lambda: {"default": SUBSTITUTION})
    seed: int = SEED
    draws: int = Field(default=DRAWS, ge=100, le=100_000)


@router.post("/whatif")
def whatif(request: Request, body: WhatIf) -> dict[str, Any]:
    """What a set of closures would cut from the target's revenue."""
    scenario = scenario_asked(
        body.close,
        body.baseline,
        partners=body.partners,
        compliance=body.compliance,
        substitution=body.substitution,
        seed=body.seed,
        draws=body.draws,
    )
    try:
        outcome = run(load_streams(service_of(request).settings.data_dir), scenario)
    except (NotFound, UsageError) as error:
        raise HTTPException(400, detail=str(error)) from None
    return {"scenario": scenario.model_dump(), "outcome": plain(outcome)}
