"""A dossier as one self-contained page: no request leaves it, and it prints on A4."""

from __future__ import annotations

from functools import lru_cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from stanch.dossier.model import Block, Chart, Dossier, Row, RowKind, Timeline
from stanch.dossier.paper import INPUTS, again, cell_left, left_of, line_of, on_paper, repeated, sources_line
from stanch.dossier.show import host, safe_link, shown, written_day
from stanch.dossier.svg import draw


def render(dossier: Dossier) -> str:
    """The page: whole on a screen, on paper as `paper.on_paper` has it."""
    return page("dossier.html", d=dossier, **annex_of(dossier, on_paper(dossier)))


def render_whole(dossier: Dossier) -> str:
    """The page that prints everything, too."""
    return page("dossier.html", d=dossier, **annex_of(dossier, dossier))


def annex_of(dossier: Dossier, paper: Dossier) -> dict[str, Any]:
    """What the templates need to number and list the rows, and to tell what paper leaves out."""
    numbers = {**dossier.numbers, **paper.numbers}
    rows = {**dossier.rows, **paper.rows}
    ordered = [rows[key] for key, _ in sorted(numbers.items(), key=lambda pair: pair[1])]
    short = paper.paper
    return {
        "rows": rows,
        "numbers": numbers,
        "ordered": ordered,
        "listed": paper.numbers,
        "screen": dossier.numbers,
        "rest": repeated(paper) if short else {},
        "left_of": left_of if short else _nothing,
        "cell_left": cell_left if short else _nothing,
        "line_of": partial(line_of, name=dossier.code),
        "sources_line": sources_line(dossier, len(paper.numbers) - 1) if short else None,
        "again": again(paper) if short else {},
        "long": INPUTS if short else None,
        "code": dossier.code,
    }


def _nothing(*_: object) -> None:
    """Paper leaves nothing out."""


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
        again_line=again_line,
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


def made_from(row: Row, dossier: Dossier) -> str:
    """The numbers of the rows that a count was made from; paper names those of a long one by their number and file."""
    numbers = [str(dossier.numbers[key]) for key in row.inputs if key in dossier.numbers]
    if dossier.paper and len(row.inputs) > INPUTS:
        return f"from {len(row.inputs)} rows, named in {dossier.code}.csv"
    return f"from {', '.join(numbers)}" if numbers else ""


def again_line(row: Row, number: int) -> str:
    """Where a row comes from, when the document was named in full under an earlier number; an act is known by its name."""
    document = row.label if row.kind is RowKind.LAW else f"as {number}"
    return " · ".join(part for part in (document, row.locator) if part)
