"""What commands share to show things: JSON, CSV, a plain table, progress on the error stream."""

from __future__ import annotations

import json
import shutil
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import click

from stanch.files import csv_text
from stanch.records import plain

T = TypeVar("T")


def show_json(value: Any) -> None:
    """A record, or a list of them, as indented JSON."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def show_jsonl(values: Iterable[Any]) -> None:
    """Records as JSON lines, for pipes."""
    for value in values:
        click.echo(json.dumps(plain(value), ensure_ascii=False))


def show_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table as CSV, safe to open in a spreadsheet."""
    click.echo(csv_text(header, rows), nl=False)


def show_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for a terminal: columns aligned; sentences are cut first, so that what stands beside them shows too.

    Keys and dates are never cut within a line (they are there to be copied); a line that is still too long is cut at its end.
    """
    cells = [[_cell(cell) for cell in row] for row in rows]
    room = shutil.get_terminal_size((110, 24)).columns if sys.stdout.isatty() else 10_000
    columns = list(zip(header, *cells, strict=True))
    widths = _widths(columns, room - 2 * (len(columns) - 1))
    for row in [list(header), *cells]:
        line = "  ".join(_fitted(text, width) for text, width in zip(row, widths, strict=True)).rstrip()
        click.echo(line if _width(line) <= room else _fitted(line, room))


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """Widths of columns: those that hold sentences give way down to 24, the widest first."""
    widths = [max(_width(text) for text in column) for column in columns]
    prose = [at for at, column in enumerate(columns) if any(" " in text for text in column[1:])]
    while prose and sum(widths) > room:
        widest = max(prose, key=lambda at: widths[at])
        if widths[widest] <= 24:
            break
        widths[widest] = max(24, widths[widest] - (sum(widths) - room), _next_to(widths, prose, widest))
    return widths


def _next_to(widths: Sequence[int], prose: Sequence[int], widest: int) -> int:
    """The width of the next narrower column of sentences: the widest shrinks no further before that one shrinks too."""
    others = [widths[at] for at in prose if at != widest]
    return min(max(others, default=0), widths[widest] - 1)


def _fitted(text: str, width: int) -> str:
    """A text padded or cut to a width in columns of the terminal; a cut shows."""
    if _width(text) <= width:
        return text + " " * (width - _width(text))
    kept = ""
    for character in text:
        if _width(kept + character) > width - 1:
            break
        kept += character
    return kept + "…" + " " * (width - 1 - _width(kept))


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    # a terminal obeys control characters; a fact must not be able to send any
    return "".join(c if c.isprintable() else " " for c in text)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def progress(items: Iterable[T], *, label: str, total: int | None = None) -> Iterator[T]:
    """Pass items through, telling on the error stream, once a second at most, how far it is."""
    started = shown = time.monotonic()
    for count, item in enumerate(items, 1):
        yield item
        now = time.monotonic()
        if now - shown >= 1.0:
            shown = now
            of = f"/{total:,}" if total else ""
            click.echo(f"{label}: {count:,}{of}, {count / (now - started):,.0f}/s", err=True)
