"""A dossier as data: JSON of the whole tree, CSV of the annex."""

from __future__ import annotations

import json
from typing import Any

from stanch.dossier.model import Dossier
from stanch.dossier.show import shown
from stanch.files import csv_text
from stanch.records import plain

COLUMNS = (
    "number", "kind", "text", "source", "locator", "url", "when", "published_on", "source_class", "marks", "from", "id",
    "document", "start", "end", "quote", "limits",
)  # fmt: skip


def as_json(dossier: Dossier) -> str:
    """The tree as it is, blocks tagged by kind, rows by id and by footnote number."""
    tree = _tagged(dossier)
    return json.dumps(_shown(tree), ensure_ascii=False, indent=1) + "\n"


def _shown(value: Any) -> Any:
    """The same data with marks that hide or reorder text made visible, as in every other format."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, list) else value


def as_csv(dossier: Dossier) -> str:
    """Every row of the annex as a table that a spreadsheet opens without running anything."""
    rows = []
    for key, number in sorted(dossier.numbers.items(), key=lambda pair: pair[1]):
        row = dossier.rows[key]
        made_from = " ".join(str(dossier.numbers[i]) for i in row.inputs if i in dossier.numbers)
        rows.append(
            (
                number,
                row.kind.value,
                row.text,
                row.label,
                row.locator,
                row.url,
                row.when,
                row.published_on,
                row.source_class,
                "; ".join(row.marks),
                made_from,
                row.id,
                row.document,
                "" if row.start is None else row.start,
                "" if row.end is None else row.end,
                row.quote,
                "; ".join(row.limits),
            )
        )
    return csv_text(COLUMNS, ([shown(cell) for cell in row] for row in rows))


def _tagged(dossier: Dossier) -> dict[str, Any]:
    tree = plain(dossier)
    assert isinstance(tree, dict)
    tree["sections"] = [
        _section(each, held) for each, held in zip(tree["sections"], dossier.sections, strict=True)
    ]
    return tree


def _section(section: dict[str, Any], held: Any) -> dict[str, Any]:
    blocks = zip(section["blocks"], held.blocks, strict=True)
    parts = zip(section["parts"], held.parts, strict=True)
    return section | {
        "blocks": [{"block": type(kind).__name__.lower(), **block} for block, kind in blocks],
        "parts": [_section(part, kind) for part, kind in parts],
    }
