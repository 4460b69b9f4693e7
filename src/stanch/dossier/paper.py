"""A dossier as paper carries it: long tables print their first rows and say how many more stand where; sources of what is printed.

A folder for a meeting holds some pages, a page on a screen folds. What paper leaves out is counted, the counts are printed where
the rows would stand, and one row of the annex lists them all; nothing else differs from the whole dossier, and no row changes
its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from stanch.dossier.model import (
    Block,
    Dossier,
    Listing,
    Paragraph,
    Row,
    RowKind,
    Section,
    Statement,
    Table,
    Timeline,
    all_statements,
    walk,
)
from stanch.dossier.show import plural
from stanch.records import content_id

ROWS = 12  # of a table that names no number of its own
LINES = 3  # of one cell
INPUTS = (
    6  # a count of so many rows brings them along; of a longer one the annex says how many more the CSV names
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What one table, list, cell or picture leaves out on paper; `unit` is what is counted: row, entry, line or dot."""

    what: str
    unit: str
    kept: int
    total: int
    order: str = ""

    @property
    def left(self) -> int:
        """How many are not printed."""
        return self.total - self.kept


def kept_of(total: int, most: int) -> int:
    """How many of so many are printed: one alone is not left out, for the line that says so takes its place."""
    return total if most and total <= most + 1 else min(total, most)


def left_of(block: Block, title: str) -> Left | None:
    """What paper leaves out of a block that stands under a title; None where it prints all of it."""
    match block:
        case Table():
            most = ROWS if block.paper is None else block.paper
            what, unit, total, order = block.caption or title, "row", len(block.rows), block.order
        case Listing():
            most = len(block.items) if block.paper is None else block.paper
            what, unit, total, order = title, "entry", len(block.items), block.order
        case Timeline():  # drawn whole; on paper its dots are no sentences
            return Left(what=block.title, unit="dot", kept=0, total=len(block.happenings))
        case _:
            return None
    kept = kept_of(total, most)
    return None if kept == total else Left(what=what, unit=unit, kept=kept, total=total, order=order)


def cell_left(cell: Statement, what: str) -> Left | None:
    """What paper leaves out of one cell with many lines."""
    total = 1 + len(cell.also)
    kept = kept_of(total, LINES)
    return None if kept == total else Left(what=what, unit="line", kept=kept, total=total)


def line_of(left: Left, name: str) -> Statement:
    """What stands in place of the rows left out: how many they are, how they are ordered, and in which files they are."""
    where = f"{name}.html and {name}.json"
    order = left.order or "in the order of the page"
    match left.unit:
        case "line":
            text = f"{plural(left.left, 'more line')} of {left.total} in {where}."
        case "dot":
            text = f"{plural(left.total, 'dot')}; what each stands for is told in {where}."
        case _ if left.kept:
            text = f"Printed: the first {left.kept} of {left.total}, {order}. The other {left.left} are in {where}."
        case _:
            text = f"Not printed: “{left.what}”, {plural(left.total, 'row')}, {order}; in {where}."
    return Statement(text=text, refs=(row_id(name),))


def row_id(name: str) -> str:
    """The row that lists what is left out."""
    return content_id("rule", ["paper", name])


def on_paper(dossier: Dossier) -> Dossier:
    """The dossier that PDF and DOCX print, and that the page prints: shorter, each reference in it listed, what is missing counted."""
    left = tuple(_all_left(dossier.sections))
    if not left:
        return dossier
    name, own = dossier.code, row_id(dossier.code)
    sections = tuple(_section(section, name) for section in dossier.sections)
    printed = _printed(replace(dossier, sections=sections), own)
    words = sources_line(dossier, len(printed))
    numbers = {key: n for key, n in dossier.numbers.items() if key in printed}
    numbers[own] = max(dossier.numbers.values(), default=0) + 1
    return replace(
        dossier,
        sections=tuple(
            replace(each, blocks=(*each.blocks, Paragraph(statements=(words,))))
            if each.key == "annex"
            else each
            for each in sections
        ),
        rows={**dossier.rows, own: _row(name, left, words)},
        numbers=numbers,
        paper=True,
    )


def _all_left(sections: tuple[Section, ...]) -> Iterator[Left]:
    for section in walk(sections):
        for block in section.blocks:
            left = left_of(block, section.title)
            if left is not None:
                yield left
            if isinstance(block, Table):
                kept = block.rows if left is None else block.rows[: left.kept]
                for cell in (cell for row in kept for cell in row):
                    lines = cell_left(cell, block.caption or section.title)
                    if lines is not None:
                        yield lines


def _section(section: Section, name: str) -> Section:
    blocks = tuple(made for block in section.blocks for made in _blocks(block, section.title, name))
    return replace(section, blocks=blocks, parts=tuple(_section(part, name) for part in section.parts))


def _blocks(block: Block, title: str, name: str) -> Iterator[Block]:
    left = left_of(block, title)
    kept = None if left is None else left.kept
    match block:
        case Table() if kept != 0:
            rows = tuple(tuple(_cell(cell, name) for cell in row) for row in block.rows[:kept])
            yield replace(block, rows=rows)
        case Listing() if kept != 0:
            yield replace(block, items=block.items[:kept])
        case Timeline() if left is not None:
            yield replace(block, note=line_of(left, name))
            return
        case Table() | Listing():
            pass
        case _:
            yield block
    if left is not None:
        yield Paragraph(statements=(line_of(left, name),))


def _cell(cell: Statement, name: str) -> Statement:
    left = cell_left(cell, "")
    if left is None:
        return cell
    return replace(cell, also=(*cell.also[: left.kept - 1], line_of(left, name)))


def _printed(dossier: Dossier, own: str) -> frozenset[str]:
    """The rows that printed sentences name, and the rows of short counts among them."""
    named = {ref for _, statement in all_statements(dossier) for ref in statement.refs if ref != own}
    behind = {
        key
        for ref in named
        if ref in dossier.rows and len(dossier.rows[ref].inputs) <= INPUTS
        for key in dossier.rows[ref].inputs
    }
    return frozenset(named | behind)


def sources_line(dossier: Dossier, printed: int) -> Statement:
    """How many rows the annex of paper lists, and where the others are."""
    total, name = len(dossier.numbers), dossier.code
    text = (
        f"On paper: {printed} of {total} rows, those that the printed sentences name; the other {total - printed} are in {name}.csv, each "
        "under the number it has here. Words that stand in the text are not repeated; a document is named in full once, then by its name "
        "or as that row."
    )
    return Statement(text=text, refs=(row_id(name),))


def _row(name: str, left: tuple[Left, ...], sources: Statement) -> Row:
    """The row behind every line about what is left out: all of it, in one place."""
    parts = "; ".join(dict.fromkeys(map(_part, left)))
    return Row(
        id=row_id(name),
        kind=RowKind.RULE,
        text=f"Paper prints the first rows of long tables and lists, in the order named there. Left out: {parts}. {sources.text}",
        label=f"how this dossier is printed; `stanch brief {name} --format html,json,csv` writes the files named, "
        "`--full` prints everything",
    )


def _part(left: Left) -> str:
    first = f"{left.kept} printed, {left.left} not" if left.kept else "not printed"
    return f"{left.what}: {plural(left.total, left.unit, 'entries' if left.unit == 'entry' else '')}, {first}"


def repeated(dossier: Dossier) -> dict[str, str]:
    """What the annex of paper adds to a row's words where they stand in the text already, by row."""
    held: dict[str, str] = {}
    for _, statement in all_statements(dossier):
        for row in (dossier.rows[ref] for ref in statement.refs if ref in dossier.rows):
            said, whole = f"{statement.text} ", f"{row.text} "
            if statement.text and row.kind is RowKind.CLAIM and whole.startswith(said):
                rest = whole.removeprefix(said).strip()
                held[row.id] = min(held.get(row.id, rest), rest, key=len)
    return held


def again(dossier: Dossier) -> dict[str, int]:
    """Rows of a document that an earlier row of the annex names in full, with that row's number.

    One report of experts may be cited a hundred times.
    """
    first: dict[tuple[str, ...], int] = {}
    found = {}
    for key, n in sorted(dossier.numbers.items(), key=lambda pair: pair[1]):
        row = dossier.rows[key]
        document = (row.label, row.url, row.published_on, row.source_class)
        if row.kind in (RowKind.CLAIM, RowKind.LAW) and first.setdefault(document, n) != n:
            found[key] = first[document]
    return found
