"""A dossier as Markdown: footnotes by number, charts as small tables, no markup that came in with the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stanch.dossier.html import source_line
from stanch.dossier.model import (
    Block,
    Chart,
    Dossier,
    Figures,
    Listing,
    Paragraph,
    Row,
    Section,
    Statement,
    Table,
    Timeline,
)
from stanch.dossier.show import number, safe_link, shown, written_day

_MARKUP = re.compile(r"([\\`*_\[\]<>|~$#])")
# at the start of a line these would open a list, a heading or a quotation
_OPENING = re.compile(r"^(\d+)([.)])|^([-+=])")


def render(dossier: Dossier) -> str:
    """The text."""
    lines = [f"# {plain(dossier.title)}", "", plain(dossier.subtitle), ""]
    clock = f"As of {written_day(dossier.as_of)}"
    if dossier.known_on:
        clock += f", from what had been published by {written_day(dossier.known_on)}"
    lines += [clock + ("; thin file." if dossier.thin else "."), ""]
    for section in dossier.sections:
        lines += _section(section, dossier, level=2)
    lines += [_row(dossier.rows[key], dossier, n) for key, n in _numbered(dossier)]
    return "\n".join(lines).rstrip() + "\n"


def plain(text: str) -> str:
    """Text with everything that Markdown or HTML would read as markup escaped."""
    # "&" too: an entity in the data must not become a character
    text = _MARKUP.sub(r"\\\1", shown(text)).replace("&", "&amp;")
    text = re.sub(r"(https?):", r"\1\\:", text)
    return _OPENING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


def _numbered(dossier: Dossier) -> list[tuple[str, int]]:
    return sorted(dossier.numbers.items(), key=lambda pair: pair[1])


def _section(section: Section, dossier: Dossier, *, level: int) -> list[str]:
    number_ = f"{section.number}. " if section.number else ""
    lines = [f"{'#' * level} {number_}{plain(section.title)}", ""]
    for block in section.blocks:
        lines += [*_block(block, dossier), ""]
    for part in section.parts:
        lines += _section(part, dossier, level=level + 1)
    return lines


def _block(block: Block, dossier: Dossier) -> list[str]:
    match block:
        case Paragraph():
            return [" ".join(_say(s, dossier) for s in block.statements)]
        case Listing():
            return list(_listing(block, dossier))
        case Table():
            rows = [[_say(s, dossier) for s in row] for row in block.rows]
            return _table(block.caption, block.columns, rows)
        case Figures():
            return [f"- **{plain(f.value)}** {plain(f.label)}{_fn(f.refs, dossier)}" for f in block.items]
        case Chart():
            return _chart(block, dossier)
        case Timeline():
            return []  # the same happenings stand in the text


def _listing(block: Listing, dossier: Dossier) -> Iterator[str]:
    for i, item in enumerate(block.items, 1):
        mark = "-" if block.style == "bullets" else f"{i}."
        yield f"{mark} {_say(item.head, dossier)}"
        for each in item.body:
            yield f"{' ' * (len(mark) + 1)}- {_say(each, dossier)}"


def _table(caption: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    names = [plain(name) for name in columns]
    head = [plain(caption), ""] if caption else []
    return [
        *head,
        f"| {' | '.join(names)} |",
        f"|{' --- |' * len(names)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def _chart(chart: Chart, dossier: Dossier) -> list[str]:
    if chart.kind == "streams":  # the table with the same figures follows
        return [plain(f"{chart.title} ({chart.unit})"), "", _say(chart.note, dossier)]
    rows = []
    for series in chart.series:
        for point in series.points:
            value = (
                number(point.low)
                if point.low == point.high
                else f"{number(point.low)} to {number(point.high)}"
            )
            rows.append([plain(point.label), plain(series.name), value + _fn(point.refs, dossier)])
    table = _table(f"{chart.title} ({chart.unit})", ("When", "What", "Value"), rows)
    return [*table, "", _say(chart.note, dossier)]


def _say(s: Statement, dossier: Dossier) -> str:
    lead = f"**{plain(s.lead)}** " if s.lead else ""
    text = f"[{plain(s.text)}](<{s.href}>)" if s.href and safe_link(s.href) else plain(s.text)
    badges = "".join(f" *({plain(badge.text)})*" for badge in s.badges)
    also = "".join(f"<br>{_say(each, dossier)}" for each in s.also)
    return f"{lead}{text}{_fn(s.refs, dossier)}{badges}{also}"


def _fn(refs: tuple[str, ...], dossier: Dossier) -> str:
    return "".join(f"[^{dossier.numbers[ref]}]" for ref in refs if ref in dossier.numbers)


def _row(row: Row, dossier: Dossier, n: int) -> str:
    inputs = [f"[^{dossier.numbers[key]}]" for key in row.inputs if key in dossier.numbers]
    marks = "".join(f" *({plain(mark)})*" for mark in row.marks)
    url = f" <{row.url}>" if safe_link(row.url) else f" {plain(row.url)}" if row.url else ""
    made = f" From {', '.join(inputs)}." if inputs else ""
    return f"[^{n}]: {plain(row.text)}{marks} {plain(source_line(row))}{url}{made}"
