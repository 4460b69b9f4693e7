"""The page of leaks: streams and partners, the scenario slider, one closure asked for, the ranked closures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from stanch.errors import MissingExtra, NotFound, UsageError
from stanch.facts.countries import load_countries
from stanch.leaks.interdict import Assumptions, best_plans, load_efforts, rankable, sensitivity
from stanch.leaks.page import closures_part, scenario_part, source_link, titles_of
from stanch.leaks.sankey import PLACES, sankey
from stanch.leaks.scenario import Outcome, asked, fixed, run
from stanch.leaks.streams import Streams, load_streams, reconcile
from stanch.records import plain
from stanch.web.api_match import service_of
from stanch.web.pages import show
from stanch.web.service import Service

router = APIRouter(include_in_schema=False)

_MOST_EFFORT = 200


@router.get("/money")
def money(
    request: Request,
    baseline: str = "2017",
    close: str = "",
    compliance: str = "80",
    substitution: str = "10",
    budget: str = "10",
    hold: str = "CN",
) -> Response:
    """Streams and partners, what each step of the slider cuts, one closure by the numbers of a form, and the ranked plans."""
    service = service_of(request)
    data, name_of = service.settings.data_dir, service.book.places.name_of
    streams = _streams(data)
    error, outcome = "", None
    if baseline not in streams.baselines:
        baseline, error = "2017", f"baseline: '{baseline}' is not held"
    try:
        outcome = _closed(streams, baseline, close, int(compliance), int(substitution)) if close else None
    except ValueError:
        error = "compliance and substitution are whole numbers from 0 to 100"
    except (NotFound, UsageError) as wrong:
        error = str(wrong)
    units = int(budget) if budget.isdecimal() and 1 <= int(budget) <= _MOST_EFFORT else 10
    if str(units) != budget:
        error = error or f"budget: '{budget[:20]}' is no whole number from 1 to {_MOST_EFFORT}"
    held, wrong_name = _held(service, hold)
    error = error or wrong_name
    rules = sorted({":".join(rule.split(":")[:2]) for stream in streams.streams for rule in stream.closed_by})
    titles = titles_of(streams)
    values: dict[str, Any] = {
        "baseline": baseline,
        "baselines": streams.baselines,
        "closable": [*rules, *titles],
        "close": close,
        "compliance": compliance,
        "substitution": substitution,
        "budget": units,
        "hold": hold[:100],
        "picture": Markup(sankey(streams.cells_of(baseline), titles, name_of)),
        "scenario": _scenario(data, baseline),
        "closures": _closures(data, baseline, units, held),
        "reconciled": reconcile(streams, baseline),
        "outcome": outcome,
        "titles": titles,
        "place": lambda code: PLACES.get(code) or name_of(code),
        "source": source_link,
        "error": error,
    }
    told = {"outcome": plain(outcome)} if outcome else None
    return show(request, "money.html", data=told, **values)


def _held(service: Service, text: str) -> tuple[tuple[str, ...], str]:
    """The partners that a form leaves as they are, and what is wrong with a name."""
    names = [name for name in text.replace(";", ",").split(",") if name.strip()]
    try:
        return tuple(sorted({service.book.places.find(name).iso2 for name in names})), ""
    except NotFound as wrong:
        return (), f"leave as they are: {wrong}"


@lru_cache(maxsize=2)
def _streams(data: Path) -> Streams:
    return load_streams(data)


@lru_cache(maxsize=16)
def _scenario(data: Path, baseline: str) -> Markup:
    return scenario_part(_streams(data), baseline, load_countries(data).name_of)


@lru_cache(maxsize=64)
def _closures(data: Path, baseline: str, budget: int, hold: tuple[str, ...]) -> Markup:
    """The ranked plans; where the solver is not installed, what to install."""
    streams, efforts, assumed = _streams(data), load_efforts(data), Assumptions()
    cells = rankable(streams, baseline, hold)
    try:
        plans = best_plans(streams, efforts, cells, budget, assumed)
        moved = sensitivity(streams, efforts, cells, budget, assumed)
    except MissingExtra as missing:
        return Markup('<p class="note">{}</p>').format(str(missing))
    name_of = load_countries(data).name_of
    return closures_part(streams, plans, moved, efforts, budget=budget, assumed=assumed, name_of=name_of)


def _closed(streams: Streams, baseline: str, close: str, compliance: int, substitution: int) -> Outcome:
    if not (0 <= compliance <= 100 and 0 <= substitution <= 100):
        raise ValueError
    return run(
        streams,
        asked(
            [close],
            baseline,
            compliance={"default": fixed(compliance / 100)},
            substitution={"default": fixed(substitution / 100)},
        ),
    )
