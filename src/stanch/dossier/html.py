"""A dossier as one self-contained page: no request leaves it, and it prints on A4."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from stanch.dossier.model import Block, Chart, Dossier, Row, Timeline
from stanch.dossier.show import host, safe_link, shown, written_day
from stanch.dossier.svg import draw


def render(dossier: Dossier) -> str:
    """The page."""
    return page("dossier.html", d=dossier, **annex_of(dossier))


def annex_of(dossier: Dossier) -> dict[str, Any]:
    """What the templates need to number and list the rows."""
    ordered = [dossier.rows[key] for key, _ in sorted(dossier.numbers.items(), key=lambda pair: pair[1])]
    return {"rows": dossier.rows, "numbers": dossier.numbers, "ordered": ordered}


def page(template: str, **values: Any) -> str:
    """Render a template with the style sheet and the script inlined."""
    return (
        _environment()
        .get_template(template)
        .render(css=Markup(_text("style.css")), script=Markup(_text("script.js")), **values)
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters.update(
        shown=shown,
        link=safe_link,
        host=host,
        day=written_day,
        kind=_kind,
        svg=_svg,
        source_line=source_line,
    )
    return environment


@lru_cache(maxsize=16)
def _text(name: str) -> str:
    return (files("stanch.dossier") / "templates" / name).read_text(encoding="utf-8")


def _kind(block: Block) -> str:
    return type(block).__name__


def _svg(picture: Chart | Timeline) -> Markup:
    # every text in it went through html.escape, in svg.py
    return Markup(draw(picture))


def source_line(row: Row) -> str:
    """Where a row comes from, in one line: source, place in it, when published, what kind of source."""
    parts = [row.label, row.locator]
    if row.published_on:
        parts.append(f"published {written_day(row.published_on)}")
    elif row.kind == "claim":
        parts.append("publication date unknown")
    if row.source_class:
        parts.append(row.source_class.replace("_", " "))
    return " · ".join(part for part in parts if part)
