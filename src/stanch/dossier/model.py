"""A dossier as a tree: sections hold blocks, blocks hold statements, statements name the rows they rest on.

Every format is rendered from this one tree, and `trace.faults` walks it: a sentence without a row, or a number that none of its
rows contains, is an error and not a matter of taste.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal


class RowKind(enum.StrEnum):
    """What a row of the annex is."""

    CLAIM = "claim"  # one source says one thing
    LAW = "law"  # one provision
    COUNT = "count"  # worked out here from other rows, which it names
    SEARCH = "search"  # what was looked for in the held facts, and not found
    RULE = "rule"  # how this dossier does something (ranks, grades, cuts)
    NOTE = "note"  # the desk's own, in its own copy only


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the annex: the thing a footnote points at."""

    id: str
    kind: RowKind
    text: str
    label: str  # how the footnote names the source
    url: str = ""
    locator: str = ""
    when: str = ""
    published_on: str = ""
    source_class: str = ""
    marks: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    count: int | None = None  # what a COUNT row counted
    document: str = ""  # the archived text that a claim was read in, by hash
    start: int | None = None  # its words stand at text[start:end]
    end: int | None = None
    quote: str = ""
    limits: tuple[str, ...] = ()  # conditions and exceptions, in the document's words


class Tone(enum.StrEnum):
    """How a badge is coloured; the word in it says the same, for those who see no colour."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A word or two about a statement: its standing, stage or mark."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence, or a cell of a table, with the rows it rests on.

    `lead` stands before it in bold (a date, a name); `also` are further lines of the same cell; `sort` orders a table by
    something other than the text.
    """

    text: str
    refs: tuple[str, ...] = ()
    lead: str = ""
    badges: tuple[Badge, ...] = ()
    sort: str = ""
    href: str = ""
    also: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Statements that run on."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A list entry: its head, and what hangs below it."""

    head: Statement
    body: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list; `style` is "bullets", "numbers" or "asks" (the numbered asks of the first page).

    `order` and `paper` as in a table.
    """

    items: tuple[Item, ...]
    style: str = "bullets"
    order: str = ""
    paper: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; each cell is a statement and carries its own rows. `folded` tables open on demand where a page can fold.

    `order` says in words how its rows are ordered; `paper` is how many of them paper prints at most, 0 where it goes on from a
    list that stands above it (see `paper.on_paper`), None for the usual number.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Statement, ...], ...]
    widths: tuple[int, ...] = ()  # relative, for paper
    folded: bool = False
    sortable: bool = False
    order: str = ""
    paper: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One key figure of the strip on top: a number or word, and what it counts."""

    value: str
    label: str
    refs: tuple[str, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The strip of key figures."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a chart: a label (a year), a low and a high end that are equal for a single figure."""

    label: str
    low: Decimal
    high: Decimal
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points that belong together, under the name the legend shows."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day on the axis of a chart: a measure that began to apply."""

    day: str  # ISO
    label: str
    text: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A small chart: "bars" (series side by side), "ranges" (from low to high) or "streams" (one panel a series, by year, with marks;
    a table with the same figures stands beside it).
    """

    kind: str
    title: str
    unit: str
    series: tuple[Series, ...]
    note: Statement
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One dot on the timeline."""

    first: str  # ISO day, for the place on the line
    date: str  # as it is known: "2017", "2017-03", "2017-03-04"
    lane: str
    text: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Happenings in lanes, from left to right; where a `note` speaks for them all, only that is a sentence of the page."""

    title: str
    lanes: tuple[str, ...]
    happenings: tuple[Happening, ...]
    note: Statement | None = None


Block = Paragraph | Listing | Table | Figures | Chart | Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered section, or a part of one."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the index says of one dossier; each number stands with its rows in the dossier itself."""

    code: str
    name: str
    depth: str  # deep, full, thin
    facts: int
    open_ties: int
    contested: int
    steps: int
    gaps: int  # provisions in force with evidence of a gap
    reports: int  # submitted
    last: str  # when the newest fact began or ended, ISO


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything one country's dossier says, ready to be rendered in any format."""

    code: str
    title: str
    subtitle: str
    as_of: str
    known_on: str
    thin: bool
    deep: bool
    sections: tuple[Section, ...]
    rows: Mapping[str, Row]
    numbers: Mapping[str, int] = field(default_factory=dict)  # row id -> footnote number
    versions: tuple[tuple[str, str], ...] = ()  # what it was made from
    over: str = "Country dossier"
    paper: bool = False  # cut for print: `numbers` holds only the rows that it lists
    summary: Summary | None = None


def statements(block: Block) -> Iterator[Statement]:
    """Every statement of a block, charts and figures included, in reading order."""
    match block:
        case Paragraph():
            yield from block.statements
        case Listing():
            for item in block.items:
                yield item.head
                yield from item.body
        case Table():
            for row in block.rows:
                for cell in row:
                    yield cell
                    yield from cell.also
        case Figures():
            for figure in block.items:
                yield Statement(text=f"{figure.value} {figure.label}", refs=figure.refs)
        case Chart():
            yield block.note
            for series in block.series:
                for point in series.points:
                    yield Statement(text=_point_text(point), refs=point.refs)
            for mark in block.marks:
                yield Statement(text=mark.text, refs=mark.refs)
        case Timeline(note=Statement() as note):
            yield note
        case Timeline():
            for happening in block.happenings:
                yield Statement(text=happening.text, refs=happening.refs, lead=happening.date)


def _point_text(point: Point) -> str:
    values = (
        f"{point.low.normalize():f}"
        if point.low == point.high
        else f"{point.low.normalize():f} to {point.high.normalize():f}"
    )
    return f"{point.label}: {values}"


def walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    """Sections and their parts, in reading order."""
    for section in sections:
        yield section
        yield from walk(section.parts)


def all_statements(dossier: Dossier) -> Iterator[tuple[Section, Statement]]:
    """Every statement of a dossier with the section it stands in."""
    for section in walk(dossier.sections):
        for block in section.blocks:
            for statement in statements(block):
                yield section, statement
