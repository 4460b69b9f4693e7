"""Pages of the campaign: a timeline of actions under events, the matrix of positions with the cohesion of a bloc."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import jinja2
from markupsafe import Markup

from stanch.campaign.blocs import Cohesion, Pair, consensus, pairs
from stanch.campaign.pictures import timeline_svg
from stanch.campaign.positions import Matrix
from stanch.facts.countries import Countries
from stanch.facts.model import Action, Event


def timeline_page(actions: Sequence[Action], events: Sequence[Event], places: Countries) -> str:
    """Who did what and when, under the events, as picture and table."""
    picture = Markup(timeline_svg(actions, events, places.name_of))  # every label in it is escaped
    return (
        _environment()
        .get_template("timeline.html")
        .render(actions=actions, picture=picture, name_of=places.name_of)
    )


def positions_page(
    matrix: Matrix, agreement: Sequence[Cohesion], places: Countries, *, as_of: dt.date, bloc: str | None
) -> str:
    """The matrix of stances; with a bloc, how far its members agree and what a common text could say."""
    held = [item for item in agreement if item.stances]
    members = [code for code in matrix.countries if len(code) == 2]
    both: dict[tuple[str, str], Pair] = {}
    for pair in pairs(matrix, members):
        both[pair.a, pair.b] = both[pair.b, pair.a] = pair
    return (
        _environment()
        .get_template("positions.html")
        .render(
            matrix=matrix,
            agreement=held,
            text=consensus(held),
            members=members,
            both=both,
            name_of=places.name_of,
            as_of=as_of,
            bloc=bloc,
        )
    )


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("stanch.campaign"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["web"] = _web
    return environment


def _web(url: str) -> str:
    """A source's address as a link; anything but http and https leads nowhere, so that no table can plant a script."""
    return url if url.startswith(("https://", "http://")) else "#"
