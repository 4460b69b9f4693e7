"""A dossier as PDF, typeset by Typst. Texts reach the template as data, never as markup."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from importlib.resources import files
from pathlib import Path
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
from stanch.dossier.show import safe_link, shown, written_day
from stanch.dossier.svg import PAPER_STYLE, draw
from stanch.errors import MissingExtra


def render(dossier: Dossier) -> bytes:
    """The document."""
    try:
        import typst
    except ImportError as error:
        raise MissingExtra("PDF", "pdf") from error
    made_on = dt.datetime.fromisoformat(dossier.as_of).replace(tzinfo=dt.UTC)
    with tempfile.TemporaryDirectory(prefix="stanch-pdf-") as folder:
        main = Path(folder) / "main.typ"
        main.write_bytes((files("stanch.dossier") / "templates" / "dossier.typ").read_bytes())
        main.with_name("dossier.json").write_text(
            json.dumps(_document(dossier), ensure_ascii=False), encoding="utf-8"
        )
        made: bytes = typst.compile(main, format="pdf", timestamp=made_on)
    return made


def _document(dossier: Dossier) -> dict[str, Any]:
    ordered = sorted(dossier.numbers.items(), key=lambda pair: pair[1])
    rest, seen = (repeated(dossier), again(dossier)) if dossier.paper else ({}, {})
    return {
        "title": shown(dossier.title),
        "over": shown(dossier.over),
        "subtitle": shown(dossier.subtitle),
        "as_of": written_day(dossier.as_of),
        "known_on": written_day(dossier.known_on),
        "thin": dossier.thin,
        "sections": [_section(section, dossier, 1) for section in dossier.sections],
        "paper": dossier.paper,
        "rows": [_row(dossier, key, n, rest.get(key), seen.get(key)) for key, n in ordered],
        "versions": "  ·  ".join(f"{name} {value}" for name, value in dossier.versions),
    }


def _row(dossier: Dossier, key: str, n: int, rest: str | None, seen: int | None) -> dict[str, Any]:
    row = dossier.rows[key]
    inputs = made_from(row, dossier)
    return {
        "n": n,
        "text": shown(row.text if rest is None else rest),
        "source": shown(source_line(row) if seen is None else again_line(row, seen))
        + (f" · {inputs}" if inputs else ""),
        "marks": [shown(mark) for mark in row.marks],
        "url": shown(row.url) if seen is None else "",
        "link": safe_link(row.url) if seen is None else "",
    }


def _section(section: Section, dossier: Dossier, level: int) -> dict[str, Any]:
    return {
        "key": section.key,
        "level": level,
        "number": section.number or 0,
        "title": shown(section.title),
        "blocks": [_block(block, dossier) for block in section.blocks],
        "parts": [_section(part, dossier, level + 1) for part in section.parts],
    }


def _block(block: Block, dossier: Dossier) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"block": "paragraph", "statements": [_say(s, dossier) for s in block.statements]}
        case Listing():
            items = [
                {"head": _say(i.head, dossier), "body": [_say(s, dossier) for s in i.body]}
                for i in block.items
            ]
            return {"block": "listing", "style": block.style, "items": items}
        case Table():
            return {
                "block": "table",
                "caption": shown(block.caption),
                "columns": [shown(name) for name in block.columns],
                "widths": list(block.widths) or [1] * len(block.columns),
                "rows": [[_say(s, dossier) for s in row] for row in block.rows],
            }
        case Figures():
            figures = [
                {
                    "value": shown(f.value),
                    "label": shown(f.label),
                    "fn": _fn(f.refs, dossier),
                    "tone": f.tone.value,
                }
                for f in block.items
            ]
            return {"block": "figures", "items": figures}
        case Chart():
            svg = draw(block, style=PAPER_STYLE)
            return {
                "block": "picture",
                "title": shown(block.title),
                "svg": svg,
                "note": _say(block.note, dossier),
            }
        case Timeline():
            svg = draw(block, style=PAPER_STYLE)
            note = _say(block.note, dossier) if block.note else None
            return {"block": "picture", "title": shown(block.title), "svg": svg, "note": note}


def _say(s: Statement, dossier: Dossier) -> dict[str, Any]:
    return {
        "lead": shown(s.lead),
        "text": shown(s.text),
        "fn": _fn(s.refs, dossier),
        "badges": [{"text": shown(b.text), "tone": b.tone.value} for b in s.badges],
        "also": [_say(each, dossier) for each in s.also],
    }


def _fn(refs: tuple[str, ...], dossier: Dossier) -> list[int]:
    return [dossier.numbers[ref] for ref in refs if ref in dossier.numbers]
