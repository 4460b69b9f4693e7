"""Harmonized System codes across editions: what a code of one edition is called in another.

Codes are compared by prefix. Only codes that changed heading or that rules name by more than their heading need a row in
``data/lexicons/goods/hs-moves.tsv``; all others keep their first four digits from 2002 to 2022.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from stanch.files import StrictModel, read_tsv
from stanch.settings import packaged_data

EDITIONS = (2002, 2007, 2012, 2017, 2022)


class Move(StrictModel):
    """One code that became another (or one of several) from one edition to the next."""

    from_edition: int
    code: str
    to_edition: int
    to_code: str
    what: str
    source: str


def edition_on(day: dt.date) -> int:
    """The edition in use on a day: each begins on 1 January of its year."""
    return max((edition for edition in EDITIONS if edition <= day.year), default=EDITIONS[0])


@lru_cache(maxsize=4)
def _moves(data_dir: Path) -> Mapping[tuple[int, int], Mapping[str, tuple[str, ...]]]:
    table: dict[tuple[int, int], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for _line, move in read_tsv(data_dir / "lexicons" / "goods" / "hs-moves.tsv", Move):
        table[move.from_edition, move.to_edition][move.code].append(move.to_code)
        table[move.to_edition, move.from_edition][move.to_code].append(move.code)
    return {
        pair: {code: tuple(sorted(set(others))) for code, others in rows.items()}
        for pair, rows in table.items()
    }


@lru_cache(maxsize=65536)
def codes_in(code: str, edition: int, wanted: int, data_dir: Path | None = None) -> frozenset[str]:
    """What a code of one edition may be called in another: itself, unless a row says that it moved."""
    if edition == wanted or not code:
        return frozenset((code,))
    moves = _moves(data_dir or packaged_data())
    step = 1 if wanted > edition else -1
    between = [each for each in EDITIONS if min(edition, wanted) <= each <= max(edition, wanted)][::step]
    codes = {code}
    for one, following in pairwise(between):
        codes = {new for old in codes for new in _step(old, moves.get((one, following), {}))}
    return frozenset(codes)


def _step(code: str, moved: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if code in moved:
        return moved[code]
    six = code[:6]
    if len(code) > 6 and six in moved:  # national digits mean nothing in another edition
        return moved[six]
    # a heading or chapter asked for as a whole keeps its name and takes in where its parts went
    parts = {new for old, news in moved.items() if old.startswith(code) for new in news}
    return (code, *sorted(part for part in parts if not part.startswith(code)))
