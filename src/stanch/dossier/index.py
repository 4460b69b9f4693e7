"""The first page of a folder of dossiers: a map, a table that sorts, the regions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from stanch.dossier.html import page
from stanch.dossier.model import Summary
from stanch.dossier.worldmap import SHADES, draw
from stanch.records import plain


def render(
    summaries: Sequence[Summary],
    data_dir: Path,
    *,
    as_of: str,
    known_on: str = "",
    regions: Sequence[tuple[str, str]] = (),
    versions: Sequence[tuple[str, str]] = (),
) -> str:
    """The page; `regions` are (file name, title) of pages beside it."""
    ordered = sorted(summaries, key=lambda each: each.name)
    return page(
        "index.html",
        full=[each for each in ordered if each.depth != "thin"],
        notes=[each for each in ordered if each.depth == "thin"],
        map=Markup(draw(data_dir, {each.code: each for each in summaries})),
        shades=SHADES,
        as_of=as_of,
        known_on=known_on,
        regions=regions,
        versions=versions,
    )


def as_json(summaries: Sequence[Summary]) -> str:
    """The same table as data."""
    ordered = sorted(summaries, key=lambda each: each.code)
    return json.dumps(plain(ordered), ensure_ascii=False, indent=1) + "\n"
