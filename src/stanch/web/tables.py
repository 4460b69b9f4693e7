"""Tables of a page: labelled for narrow screens, and each one as CSV or JSON.

Pages write plain tables. Here each cell learns the name of its column (on a phone a row becomes a card), and the page's address with
``.csv?table=N`` or ``.json`` at its end gives what the page shows, so that no table can lack its twin.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import html

from stanch.files import csv_text

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What one table says: its columns and the text of its cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def finished(page: str, address: str) -> str:
    """The page with labelled cells, and a link to the CSV under every table; `address` is that of its CSV, ready for one more parameter."""
    numbers: Iterator[int] = iter(range(1, 1000))
    return _TABLE.sub(lambda found: _finished(found[0], f"{address}table={next(numbers)}"), page)


def _finished(text: str, address: str) -> str:
    table = html.fragment_fromstring(text)
    labels = [_words(head) for head in table.iterfind("thead/tr/th")]
    for head in table.iterfind("thead/tr/th"):
        head.set("scope", "col")
    for row in table.iterfind("tbody/tr"):
        for label, cell in zip(labels, row, strict=False):
            if not cell.get("colspan"):
                cell.set("data-label", label)
    table.set("class", "stack" if labels else "pairs")
    caption = html.Element("caption")
    link = html.Element("a", href=address)
    link.text = "CSV of this table"
    caption.append(link)
    table.insert(0, caption)
    return str(html.tostring(table, encoding="unicode"))


def grids(page: str) -> list[Grid]:
    """The tables of a page as they were written."""
    return [_grid(html.fragment_fromstring(found[0])) for found in _TABLE.finditer(page)]


def _grid(table: html.HtmlElement) -> Grid:
    columns = tuple(_words(head) for head in table.iterfind("thead/tr/th")) or ("field", "value")
    rows = [
        tuple(_words(cell) for cell in row)
        for row in table.iterfind("tbody/tr")
        if not any(cell.get("colspan") for cell in row)  # "nothing is held" is no row
    ]
    return Grid(columns=columns, rows=tuple(rows))


def _words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def as_csv(grid: Grid) -> str:
    """One table; cells that a spreadsheet would run as formulas are made safe."""
    return csv_text(grid.columns, grid.rows)


def as_json(page: str, data: Mapping[str, Any]) -> str:
    """What a page says beside its tables, and every table as rows by column name."""
    held = [[dict(zip(grid.columns, row, strict=False)) for row in grid.rows] for grid in grids(page)]
    return json.dumps({**data, "tables": held}, ensure_ascii=False)
