"""The page of leaks: one HTML file with the picture, a scenario slider worked out beforehand, and the ranked closures; no script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup, escape

from stanch.files import write_atomic
from stanch.leaks.interdict import Assumptions, Efforts, Moved, Plan
from stanch.leaks.sankey import PLACES, sankey
from stanch.leaks.scenario import SUBSTITUTION
from stanch.leaks.steps import ALL, MEASURES, ONE, RATES, steps
from stanch.leaks.streams import Streams, reconcile

NameOf = Callable[[str], str]


def page(
    streams: Streams,
    baseline: str,
    plans: Sequence[Plan],
    moved: Sequence[Moved],
    efforts: Efforts,
    *,
    budget: int,
    assumed: Assumptions,
    name_of: NameOf = str,
) -> str:
    """The page as text; it asks for nothing from anywhere, and runs no script."""
    cells = streams.cells_of(baseline)
    titles = titles_of(streams)
    return (
        _environment(name_of)
        .get_template("leaks.html")
        .render(
            baseline=baseline,
            cells=cells,
            titles=titles,
            picture=Markup(sankey(cells, titles, name_of)),  # sankey escapes every label it draws
            scenario=scenario_part(streams, baseline, name_of),
            closures=closures_part(
                streams, plans, moved, efforts, budget=budget, assumed=assumed, name_of=name_of
            ),
            substitution=SUBSTITUTION,
            reconciled=reconcile(streams, baseline),
        )
    )


def titles_of(streams: Streams) -> dict[str, str]:
    """Stream keys to titles."""
    return {stream.key: stream.title for stream in streams.streams}


def scenario_part(streams: Streams, baseline: str, name_of: NameOf = str) -> Markup:
    """The slider over closures and compliance as a part of a page: radio buttons and CSS."""
    rows = steps(streams, baseline)
    groups = [group for group in (MEASURES, ONE, ALL) if any(row[0].closing.group == group for row in rows)]
    held = {cell.stream for cell in streams.cells_of(baseline) if cell.high > 0}
    text = (
        _environment(name_of)
        .get_template("scenario.html")
        .render(
            rows=rows,
            rates=RATES,
            groups=groups,
            titles=titles_of(streams),
            chosen=max(0, len(rows) - 1),
            unclosed=[s.title for s in streams.streams if s.key in held and not s.closed_by],
        )
    )
    return Markup(text)  # rendered with every value escaped


def closures_part(
    streams: Streams,
    plans: Sequence[Plan],
    moved: Sequence[Moved],
    efforts: Efforts,
    *,
    budget: int,
    assumed: Assumptions,
    name_of: NameOf = str,
) -> Markup:
    """The ranked plans as a part of a page."""
    text = (
        _environment(name_of)
        .get_template("closures.html")
        .render(
            plans=plans,
            moved=moved,
            efforts=efforts,
            budget=budget,
            assumed=assumed,
            titles=titles_of(streams),
        )
    )
    return Markup(text)  # rendered with every value escaped


def write_page(path: Path, text: str) -> None:
    """Write a page to a file."""
    write_atomic(path, text)


@lru_cache(maxsize=4)
def _environment(name_of: NameOf) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("stanch.leaks"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["musd"] = lambda amount: f"{amount:,.1f}"
    environment.filters["span"] = lambda low, high: (
        f"{low:,.1f}" if low == high else f"{low:,.1f} to {high:,.1f}"
    )
    environment.filters["source"] = source_link
    environment.filters["assumption"] = assumption_text
    environment.filters["partner"] = lambda code: PLACES.get(code) or name_of(code)
    return environment


def assumption_text(move: Moved) -> str:
    """ "compliance were 40 %", "every amount were at the low end of its range"."""
    if move.assumption == "amounts":
        return f"every amount were at the {'high' if move.value > 0.5 else 'low'} end of its range"
    return f"{move.assumption} were {move.value:.0%}"


def source_link(text: str) -> Markup:
    """A source as a link under the name of its host; words beside an address stay."""
    parts = []
    for word in text.split():
        bare = word.strip("()")
        host = urlsplit(bare).hostname if bare.startswith(("https://", "http://")) else None
        link = (
            f'<a href="{escape(bare)}" rel="noreferrer">{escape(host.removeprefix("www."))}</a>'
            if host
            else ""
        )
        parts.append(Markup(link) if link else escape(word))  # both parts of the link are escaped
    return Markup(" ").join(parts)
