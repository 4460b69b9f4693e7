"""The world as inline SVG: shapes from ``data/map/world.tsv``, shaded by how many open ties a file holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from pathlib import Path

from pydantic import Field

from stanch.dossier.model import Summary
from stanch.dossier.show import shown
from stanch.files import StrictModel, read_tsv

# (class, least ties with no end known, words of the legend)
SHADES: tuple[tuple[str, int, str], ...] = (
    ("m3", 12, "12 or more"),
    ("m2", 4, "4 to 11"),
    ("m1", 1, "1 to 3"),
    ("m0", 0, "none held"),
)
HEIGHT = 860
_TARGET = "KP"


class _Shape(StrictModel):
    code: str = ""
    x: int
    y: int
    dot: str = Field(pattern="^(yes|no)$")
    path: str = Field(pattern=r"^[MlhvzZ0-9, -]+$")


@lru_cache(maxsize=2)
def _shapes(data_dir: Path) -> tuple[_Shape, ...]:
    return tuple(row for _, row in read_tsv(data_dir / "map" / "world.tsv", _Shape))


def shade_of(summary: Summary) -> str:
    """The class of a country's shape."""
    return next(name for name, least, _ in SHADES if summary.open_ties >= least)


def draw(data_dir: Path, summaries: Mapping[str, Summary]) -> str:
    """The map; each country with a dossier is a link to it."""
    # dots last, so that a small state is not hidden under its neighbour
    shapes = sorted(_shapes(data_dir), key=lambda shape: shape.dot == "yes")
    body = "".join(_shape(shape, summaries.get(shape.code)) for shape in shapes)
    return (
        f'<svg class="map" viewBox="0 0 2000 {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg"'
        f' aria-label="World map of the countries that have a dossier; the table below holds the same">{body}</svg>'
    )


def _shape(shape: _Shape, summary: Summary | None) -> str:
    path = f'<path d="{shape.path}"/>'
    if shape.code == _TARGET:
        return f'<g class="target">{path}</g>'
    if summary is None:
        return path
    dot = f'<circle cx="{shape.x}" cy="{shape.y}" r="6"/>' if shape.dot == "yes" else ""
    title = f"{summary.name}: {summary.open_ties} ties with no end known"
    return (
        f'<a href="{escape(summary.code)}.html" class="{shade_of(summary)}">{path}{dot}'
        f"<title>{escape(shown(title))}</title></a>"
    )
