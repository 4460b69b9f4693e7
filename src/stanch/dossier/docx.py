"""A dossier as a Word document, for those who write their brief on top of it."""

from __future__ import annotations

import io
import re
from typing import Any

from stanch.dossier.html import again_line, made_from, source_line
from stanch.dossier.model import (
    Block,
    Chart,
    Dossier,
    Figures,
    Listing,
    Paragraph,
    Section,
    Statement,
    Table,
    Timeline,
)
from stanch.dossier.paper import again, repeated
from stanch.dossier.show import number, shown, written_day
from stanch.errors import MissingExtra

# characters that XML 1.0 cannot hold, even escaped
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def render(dossier: Dossier) -> bytes:
    """The document."""
    try:
        import docx
    except ImportError as error:
        raise MissingExtra("DOCX", "pdf") from error
    document = docx.Document()
    document.styles["Normal"].font.name = "Cambria"
    document.styles["Normal"].font.size = docx.shared.Pt(10.5)
    document.core_properties.title = _text(dossier.title)
    document.core_properties.author = "stanch"
    document.add_heading(_text(dossier.title), 0)
    known = f", published by {written_day(dossier.known_on)}" if dossier.known_on else ""
    thin = " Thin file." if dossier.thin else ""
    document.add_paragraph(f"{_text(dossier.subtitle)} As of {written_day(dossier.as_of)}{known}.{thin}")
    for section in dossier.sections:
        _section(document, section, dossier, 1)
    _rows(document, dossier)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _text(text: object) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", shown(text))


def _section(document: Any, section: Section, dossier: Dossier, level: int) -> None:
    head = f"{section.number}. {section.title}" if section.number else section.title
    document.add_heading(_text(head), level)
    for block in section.blocks:
        _block(document, block, dossier)
    for part in section.parts:
        _section(document, part, dossier, level + 1)


def _block(document: Any, block: Block, dossier: Dossier) -> None:
    match block:
        case Paragraph():
            paragraph = document.add_paragraph()
            for s in block.statements:
                _say(paragraph, s, dossier)
                paragraph.add_run(" ")
        case Listing():
            _listing(document, block, dossier)
        case Table():
            _table(document, block.caption, block.columns, block.rows, dossier)
        case Figures():
            rows = tuple((Statement(text=f.value, refs=f.refs), Statement(text=f.label)) for f in block.items)
            _table(document, "", ("Figure", "What it counts"), rows, dossier)
        case Chart() if block.kind == "streams":  # the table with the same figures follows
            document.add_paragraph(_text(f"{block.title} ({block.unit})"), style="Caption")
            _say(document.add_paragraph(), block.note, dossier)
        case Chart():
            points = [(series.name, point) for series in block.series for point in series.points]
            cells = tuple(
                (Statement(text=p.label), Statement(text=name), Statement(text=_range(p), refs=p.refs))
                for name, p in points
            )
            _table(document, f"{block.title} ({block.unit})", ("When", "What", "Value"), cells, dossier)
            _say(document.add_paragraph(), block.note, dossier)
        case Timeline():
            return  # the same happenings stand in the text


def _range(point: Any) -> str:
    if point.low == point.high:
        return number(point.low)
    return f"{number(point.low)} to {number(point.high)}"


def _listing(document: Any, block: Listing, dossier: Dossier) -> None:
    style = "List Bullet" if block.style == "bullets" else "List Number"
    for item in block.items:
        paragraph = document.add_paragraph(style=style)
        _say(paragraph, item.head, dossier)
        for s in item.body:
            paragraph.add_run().add_break()
            _say(paragraph, s, dossier)


def _table(document: Any, caption: str, columns: Any, rows: Any, dossier: Dossier) -> None:
    if caption:
        document.add_paragraph(_text(caption), style="Caption")
    table = document.add_table(rows=1, cols=len(columns), style="Light Grid Accent 1")
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.text = _text(name)
    for row in rows:
        for cell, s in zip(table.add_row().cells, row, strict=True):
            _say(cell.paragraphs[0], s, dossier)
    document.add_paragraph()


def _say(paragraph: Any, s: Statement, dossier: Dossier) -> None:
    if s.lead:
        paragraph.add_run(f"{_text(s.lead)} ").bold = True
    paragraph.add_run(_text(s.text))
    numbers = [str(dossier.numbers[ref]) for ref in s.refs if ref in dossier.numbers]
    if numbers:
        paragraph.add_run(f"[{', '.join(numbers)}]").font.superscript = True
    for badge in s.badges:
        paragraph.add_run(f" ({_text(badge.text)})").italic = True
    for each in s.also:
        paragraph.add_run().add_break()
        _say(paragraph, each, dossier)


def _rows(document: Any, dossier: Dossier) -> None:
    rest, seen = (repeated(dossier), again(dossier)) if dossier.paper else ({}, {})
    for key, n in sorted(dossier.numbers.items(), key=lambda pair: pair[1]):
        row = dossier.rows[key]
        paragraph = document.add_paragraph()
        paragraph.add_run(f"[{n}] ").bold = True
        paragraph.add_run(_text(rest.get(key, row.text)))
        for mark in row.marks:
            paragraph.add_run(f" ({_text(mark)})").italic = True
        parts = (_text(source_line(row)), made_from(row, dossier), _text(row.url))
        if key in seen:
            parts = (_text(again_line(row, seen[key])), "", "")
        paragraph.add_run(f" {' '.join(part for part in parts if part)}").italic = True
