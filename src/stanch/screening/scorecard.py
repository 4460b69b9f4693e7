"""The scorecard of a self-test as a page, a table or JSON, and by the extra `pdf` as PDF."""

from __future__ import annotations

import html
import json
from pathlib import Path

from stanch.errors import MissingExtra, UsageError
from stanch.files import csv_text, write_atomic
from stanch.records import plain
from stanch.screening.selftest import Score, Scorecard

HEADER = ("class", "asked", "found", "share", "first", "missed")


def write(card: Scorecard, path: Path) -> None:
    """Write a scorecard; the ending says how: .html, .pdf, .csv or .json.

    Raises:
        UsageError: another ending.
        MissingExtra: PDF without its extra.
    """
    match path.suffix.casefold():
        case ".html" | ".htm":
            write_atomic(path, as_html(card))
        case ".csv":
            write_atomic(path, as_csv(card))
        case ".json":
            write_atomic(path, as_json(card))
        case ".pdf":
            write_atomic(path, as_pdf(card))
        case other:
            raise UsageError(
                f"{path}: a scorecard is written as .html, .pdf, .csv or .json, not {other or 'without ending'}"
            )


def rows_of(card: Scorecard) -> list[list[object]]:
    """One row for each class."""
    return [
        [s.klass, s.asked, s.found, share_of(s), s.first, "; ".join(s.missed)] for s in card.scores if s.asked
    ]


def share_of(score: Score) -> str:
    """The share found, never rounded up: 16,119 of 16,122 are not 100 %."""
    cut = int(score.share * 10_000) / 100
    return f"{cut:.2f}%" if score.found < score.asked else "100%"


def as_csv(card: Scorecard) -> str:
    """The table alone, with what it rests on in the first column of its last lines."""
    notes: list[list[object]] = [[line, "", "", "", "", ""] for line in _basis(card)]
    return csv_text(HEADER, rows_of(card) + notes)


def as_json(card: Scorecard) -> str:
    """Everything, for machines."""
    data = plain(card)
    for score, held in zip(data["scores"], card.scores, strict=True):
        score["share"] = round(held.share, 6)
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def as_html(card: Scorecard) -> str:
    """A page that prints well, in one file."""
    body = "\n".join(
        f"<tr><th scope='row'>{html.escape(str(klass))}</th><td>{asked:,}</td><td>{found:,}</td><td>{share}</td><td>{first:,}</td>"
        f"<td class='missed'>{html.escape(str(missed))}</td></tr>"
        for klass, asked, found, share, first, missed in rows_of(card)
    )
    basis = "\n".join(f"<li>{html.escape(line)}</li>" for line in _basis(card))
    return _PAGE.format(basis=basis, body=body)


def as_pdf(card: Scorecard) -> bytes:
    """The same as PDF.

    Raises:
        MissingExtra: typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingExtra("a scorecard as PDF", "pdf") from error
    cells = ", ".join(f"[{_typst(str(cell))}]" for row in rows_of(card) for cell in row[:5])
    basis = "\n".join(f"- {_typst(line)}" for line in _basis(card))
    source = (
        '#set page(paper: "a4", margin: 2cm)\n#set text(size: 9pt)\n= Screening self-test\n'
        f"{basis}\n\n#table(columns: (3fr, 1fr, 1fr, 1fr, 1fr), table.header[*class*][*asked*][*found*][*share*][*first*], {cells})\n"
    )
    return bytes(typst.compile(source.encode()))


def _typst(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\#$*_`<>@[]~=-+/'\"" else c for c in text if c.isprintable())


def _basis(card: Scorecard) -> list[str]:
    return [
        f"made at {card.made_at}, seed {card.seed}; the same seed asks the same questions",
        f"lists: {', '.join(card.lists)}; {card.entries:,} entries",
        f"code {card.code}, rulebook {card.rulebook}",
        f"looked at from score {card.thresholds.review}; confirmed matches are hits from {card.thresholds.hit}",
        f"{card.questions:,} questions in {card.seconds:,.1f} s, one thread",
        "found: the listed entry is among the candidates; first: it is the best one. Variants are made by rule; no list alias is used",
    ]


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Screening self-test</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border-bottom: 1px solid #ccc; padding: .35rem .5rem; text-align: right; vertical-align: top }}
th[scope=row], th:first-child, td.missed, th:last-child {{ text-align: left }}
td.missed {{ font-size: .85em; color: #444; word-break: break-word }}
</style></head><body>
<h1>Screening self-test</h1>
<ul>
{basis}
</ul>
<table>
<thead><tr><th scope="col">class</th>
<th scope="col">asked</th><th scope="col">found</th><th scope="col">share</th><th scope="col">first</th>
<th scope="col">missed (some)</th></tr></thead>
<tbody>
{body}
</tbody></table>
</body></html>
"""
