"""Talking points: a first draft out of the dossier's asks, and a paper (DOCX) out of what the desk made of it.

The text is plain: ``# `` begins a heading, ``- `` a point, anything else is a sentence; numbers in brackets name the sources below.
"""

from __future__ import annotations

import io
import re

from stanch.dossier.html import source_line
from stanch.dossier.model import Dossier, Listing, Statement, walk
from stanch.errors import MissingExtra

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def draft_of(dossier: Dossier) -> str:
    """The asks of the first page as points to speak from, each with its sources; an empty file says so."""
    asks = [
        item
        for section in walk(dossier.sections)
        for block in section.blocks
        if isinstance(block, Listing) and block.style == "asks"
        for item in block.items
    ]
    if not asks:
        return f"# {dossier.title}\nThe facts held call for no ask on file."
    used: dict[str, int] = {}
    lines = [f"# {dossier.title}: talking points, as of {dossier.as_of}"]
    for item in asks:
        lines.append(f"# {_said(item.head, used)}")
        lines += [f"- {_said(line, used)}" for line in item.body]
    lines.append("# Sources")
    lines += [f"[{number}] {_source(dossier, ref)}" for ref, number in used.items()]
    return "\n".join(lines)


def _said(statement: Statement, used: dict[str, int]) -> str:
    numbers = [used.setdefault(ref, len(used) + 1) for ref in statement.refs]
    marks = f" [{', '.join(map(str, numbers))}]" if numbers else ""
    lead = f"{statement.lead} " if statement.lead else ""
    return f"{lead}{statement.text}{marks}"


def _source(dossier: Dossier, ref: str) -> str:
    row = dossier.rows[ref]
    return f"{row.text} ({source_line(row)}{f', {row.url}' if row.url else ''})"


def parts_of(text: str) -> list[tuple[str, str]]:
    """The lines of a paper as ("heading" | "point" | "text", words); empty lines part nothing."""
    kinds = {"# ": "heading", "- ": "point"}
    return [
        (kinds.get(line[:2], "text"), line[2:].strip() if line[:2] in kinds else line.strip())
        for line in text.splitlines()
        if line.strip()
    ]


def docx_of(text: str, mark: str) -> bytes:
    """The paper as a Word document; the handling mark stands on every page."""
    try:
        import docx
    except ImportError as error:
        raise MissingExtra("DOCX", "web") from error
    document = docx.Document()
    document.core_properties.author = "stanch"
    if mark:
        document.sections[0].header.paragraphs[0].text = _NOT_XML.sub("", mark)
    first = True
    for kind, words in parts_of(_NOT_XML.sub("", text)):
        if kind == "heading":
            document.add_heading(words, 0 if first else 2)
            first = False
        else:
            document.add_paragraph(words, style="List Bullet" if kind == "point" else None)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
