"""Pages of countries: the map and table, one dossier, the tracker, positions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from markupsafe import Markup

from stanch.campaign.blocs import cohesion, consensus
from stanch.campaign.pictures import timeline_svg
from stanch.campaign.positions import matrix
from stanch.campaign.track import REACHED, Tracker, stage_of
from stanch.campaign.track import Query as TrackQuery
from stanch.errors import NotFound, UsageError
from stanch.facts.book import FactBook
from stanch.facts.model import TieStatus
from stanch.files import StrictModel, csv_text, read_tsv
from stanch.records import Stage, plain
from stanch.web.api_country import MEDIA
from stanch.web.api_match import service_of
from stanch.web.pages import day_in, show

router = APIRouter(include_in_schema=False)

BLOCS = ("ASEAN", "ARF", "EU", "AU", "UNSC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One country in the table."""

    code: str
    name: str
    ties: int
    running: int
    actions: int
    done: int
    positions: int
    latest: str


def rows_of(book: FactBook, region: str, day: dt.date) -> list[Row]:
    """The table of countries, by name."""
    codes = [code for code in book.countries() if len(code) == 2]
    if region:
        members = set(book.places.members(region, day))
        codes = [code for code in codes if code in members]
    return sorted((_row(book, code) for code in codes), key=lambda row: row.name)


def _row(book: FactBook, code: str) -> Row:
    ties, actions = book.ties(code), book.actions(code)
    dated = sorted((str(a.period.start or a.period.end), a.statement) for a in actions if a.period)
    return Row(
        code=code,
        name=book.places.name_of(code),
        ties=len(ties),
        running=sum(tie.status is TieStatus.ACTIVE for tie in ties),
        actions=len(actions),
        done=sum(REACHED[action.stage] >= REACHED[Stage.REPORTED_DONE] for action in actions),
        positions=len(book.positions(code)),
        latest=f"{dated[-1][0]}: {dated[-1][1]}" if dated else "",
    )


@router.get("/")
def home(request: Request, as_of: str = "", region: str = "") -> Response:
    """The map and the table."""
    service = service_of(request)
    day, error = day_in(as_of, "as of", service.today())
    book = service.book.at(as_of=day) if day < service.today() else service.book
    if region and region not in book.places.blocs:
        region, error = "", f"region: '{region}' is no bloc that is held"
    rows = rows_of(book, region, day)
    blocs = [bloc for bloc in BLOCS if bloc in book.places.blocs]
    members = book.places.members(region, day) if region else ()
    picture = Markup(_map(service.settings.data_dir, {row.code: row for row in rows}, day, members))
    return show(
        request,
        "home.html",
        day=day,
        region=region,
        rows=[row for row in rows if row.ties + row.actions],
        others=[row for row in rows if not row.ties + row.actions],
        blocs=blocs,
        map=picture,
        error=error,
        this_year=service.today().year,
    )


@router.get("/home.json")
def home_json(request: Request, as_of: str = "", region: str = "") -> JSONResponse:
    """The table as JSON."""
    service = service_of(request)
    day, error = day_in(as_of, "as of", service.today())
    if error:
        return JSONResponse({"detail": error}, status_code=400)
    return JSONResponse(
        {"as_of": day.isoformat(), "countries": plain(rows_of(service.book.at(as_of=day), region, day))}
    )


@router.get("/home.csv")
def home_csv(request: Request, as_of: str = "", region: str = "") -> Response:
    """The table as CSV."""
    service = service_of(request)
    day, _ = day_in(as_of, "as of", service.today())
    rows = rows_of(service.book.at(as_of=day), region, day)
    header = ("code", "name", "ties", "running", "actions", "done", "positions", "latest")
    return Response(
        csv_text(header, [[getattr(row, name) for name in header] for row in rows]), media_type=MEDIA["csv"]
    )


class _Shape(StrictModel):
    code: str = ""
    x: int
    y: int
    dot: str
    path: str


@lru_cache(maxsize=2)
def _shapes(data_dir: Path) -> tuple[_Shape, ...]:
    return tuple(row for _, row in read_tsv(data_dir / "map" / "world.tsv", _Shape))


def _map(data_dir: Path, rows: Mapping[str, Row], day: dt.date, members: Collection[str]) -> str:
    parts = []
    for shape in _shapes(data_dir):
        row = rows.get(shape.code)
        if row is None or not row.ties + row.actions:
            parts.append(f'<path d="{shape.path}"/>')
            continue
        label = escape(f"{row.name}: {row.ties} ties, {row.actions} acts held")
        parts.append(
            f'<a href="/dossier/{shape.code}?as_of={day}" aria-label="{label}"><path class="held {_shade(row)}" d="{shape.path}"/>'
            f"<title>{label}</title></a>"
        )
    shown = f"Map of {len(members)} members" if members else "World map"
    frame = _frame(data_dir, members)
    return f'<svg viewBox="{frame}" role="group" aria-label="{shown}: states with held facts">{"".join(parts)}</svg>'


_WORLD = (0, 0, 2000, 930)
_CORNER = re.compile(r"M(-?\d+),(-?\d+)")


def _frame(data_dir: Path, members: Collection[str]) -> str:
    """The part of the map that holds the members, with room around it; the whole of it where they are spread over the world."""
    corners = [
        (int(x), int(y))
        for shape in _shapes(data_dir)
        if shape.code in members
        for x, y in [(shape.x, shape.y), *_CORNER.findall(shape.path)]
    ]
    left, top, right, bottom = _WORLD
    if corners:
        left, right = min(x for x, _ in corners) - 60, max(x for x, _ in corners) + 60
        top, bottom = min(y for _, y in corners) - 60, max(y for _, y in corners) + 60
    if right - left > 1200:
        left, top, right, bottom = _WORLD
    return f"{left} {top} {right - left} {max(bottom - top, 120)}"


def _shade(row: Row) -> str:
    """Three steps by how many ties are held."""
    return "many" if row.ties >= 20 else "some" if row.ties >= 5 else "few"


@router.get("/track")
def track(
    request: Request,
    region: str = "",
    country: str = "",
    channel: Annotated[str, Query(max_length=100)] = "",
    stage: str = "",
    since: str = "",
    until: str = "",
) -> Response:
    """Who did what, as picture and table."""
    service = service_of(request)
    book = service.book
    asked = {
        "region": region,
        "country": country,
        "channel": channel,
        "stage": stage,
        "since": since,
        "until": until,
    }
    first, error = day_in(since, "since", dt.date(1948, 1, 1))
    last, more = day_in(until, "until", service.today())
    try:
        states = {book.places.find(country).iso2} if country.strip() else set()
        states |= set(book.places.members(region, last)) if region else set()
        least = stage_of(stage) if stage else None
    except (NotFound, UsageError) as wrong:
        states, least, error = set(), None, str(wrong).removeprefix("--")
    query = TrackQuery(
        countries=frozenset(states),
        channel=channel,
        since=first if since else None,
        until=last if until else None,
        stage=least,
    )
    found = () if error or more else Tracker(book.actions()).find(query)
    picture = Markup(timeline_svg(found, book.events(), book.places.name_of))
    return show(
        request,
        "track.html",
        data={"asked": asked, "error": error or more, "actions": plain(found)},
        asked=asked,
        actions=found,
        picture=picture,
        name_of=book.places.name_of,
        blocs=[bloc for bloc in BLOCS if bloc in book.places.blocs],
        channels=sorted({action.channel for action in book.actions() if action.channel}),
        countries=[code for code in book.countries() if len(code) == 2],
        error=error or more,
        query=request.url.query,
    )


@router.get("/positions")
def positions(request: Request, bloc: str = "ASEAN", as_of: str = "") -> Response:
    """The matrix of stances of a bloc."""
    return show(request, "positions.html", **_positions(request, bloc, as_of))


@router.get("/positions.json")
def positions_json(request: Request, bloc: str = "ASEAN", as_of: str = "") -> JSONResponse:
    """The same as JSON."""
    held = _positions(request, bloc, as_of)
    table = held["matrix"]
    cells = [plain(table.cells[key]) for key in sorted(table.cells)]
    return JSONResponse(
        {
            "bloc": held["bloc"],
            "as_of": str(held["day"]),
            "cells": cells,
            "agreement": plain(held["agreement"]),
        }
    )


def _positions(request: Request, bloc: str, as_of: str) -> dict[str, Any]:
    service = service_of(request)
    book = service.book
    day, error = day_in(as_of, "as of", service.today())
    if bloc not in book.places.blocs:
        bloc, error = "ASEAN", f"bloc: '{bloc}' is no bloc that is held"
    members = book.places.members(bloc, day)
    table = matrix(book.positions(), as_of=day, countries=(*members, bloc))
    held = [item for item in (cohesion(table, members, issue) for issue in table.issues) if item.stances]
    texts = {item.issue: item for item in consensus(held)}
    return {
        "bloc": bloc,
        "blocs": sorted(book.places.blocs),
        "day": day,
        "error": error,
        "matrix": table,
        "agreement": [(item, texts[item.issue]) for item in held],
        "name_of": book.places.name_of,
    }
