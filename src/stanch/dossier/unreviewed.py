"""The mark on every sentence that rests on a claim nobody has reviewed: put on once, at the end, so that no section can forget it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from stanch.dossier.model import (
    Badge,
    Block,
    Chart,
    Figures,
    Listing,
    Paragraph,
    Row,
    Section,
    Statement,
    Table,
    Timeline,
    Tone,
)

WORD = "unreviewed"
_BADGE = Badge(text=WORD, tone=Tone.BAD)


def marked(sections: tuple[Section, ...], rows: Mapping[str, Row]) -> tuple[Section, ...]:
    """The sections with the mark wherever a row behind a statement, or a row that was counted for it, is unreviewed."""
    weak = frozenset(key for key, row in rows.items() if WORD in row.marks)
    weak |= {key for key, row in rows.items() if weak.intersection(row.inputs)}
    if not weak:
        return sections
    return tuple(_section(section, weak) for section in sections)


def _section(section: Section, weak: frozenset[str]) -> Section:
    return replace(
        section,
        blocks=tuple(_block(block, weak) for block in section.blocks),
        parts=tuple(_section(part, weak) for part in section.parts),
    )


def _block(block: Block, weak: frozenset[str]) -> Block:
    match block:
        case Paragraph():
            return replace(block, statements=tuple(_marked(each, weak) for each in block.statements))
        case Listing():
            items = tuple(
                replace(
                    item, head=_marked(item.head, weak), body=tuple(_marked(each, weak) for each in item.body)
                )
                for item in block.items
            )
            return replace(block, items=items)
        case Table():
            return replace(
                block, rows=tuple(tuple(_marked(cell, weak) for cell in row) for row in block.rows)
            )
        case Figures():
            figures = tuple(
                replace(figure, label=f"{figure.label} ({WORD} among them)")
                if weak.intersection(figure.refs)
                else figure
                for figure in block.items
            )
            return replace(block, items=figures)
        case Chart():
            touched = any(weak.intersection(point.refs) for series in block.series for point in series.points)
            note = (
                replace(block.note, badges=(*block.note.badges, _BADGE))
                if touched
                else _marked(block.note, weak)
            )
            return replace(block, note=note)
        case Timeline():
            happenings = tuple(
                replace(each, text=f"{each.text} [{WORD}]") if weak.intersection(each.refs) else each
                for each in block.happenings
            )
            return replace(block, happenings=happenings)


def _marked(statement: Statement, weak: frozenset[str]) -> Statement:
    also = tuple(_marked(each, weak) for each in statement.also)
    if weak.intersection(statement.refs) and _BADGE not in statement.badges:
        return replace(statement, badges=(_BADGE, *statement.badges), also=also)
    return replace(statement, also=also) if statement.also else statement
