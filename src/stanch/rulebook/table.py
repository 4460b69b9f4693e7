"""Many activities at once: rows in, rows out, in order, nothing dropped; bad rows say what is wrong with them.

Rows that say the same on days between which no law changed are weighed once (`Weigher`), so a shipment file of a million rows
costs little more than its distinct questions. Memory stays flat: the memo is bounded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from stanch.errors import UsageError
from stanch.files import did_you_mean
from stanch.rulebook.check import check, packaged_lists
from stanch.rulebook.fields import FIELDS, activity_from, day_from
from stanch.rulebook.listing import Listed
from stanch.rulebook.load import load_regime
from stanch.rulebook.model import Regime
from stanch.rulebook.shapes import Shapes
from stanch.rulebook.verdict import Answer, Verdict
from stanch.rulebook.vocab import vocabulary
from stanch.scale import Engine, map_chunks, shipped

DAY_COLUMNS = ("on", "date", "as_of", "day")
KEEP = frozenset({"id", "row", "ref", "note", "quantity", "unit", "weight", "weight_kg", "invoice"})
_MEMO = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the header of a table holds: where the day stands, and the columns that say something."""

    header: tuple[str, ...]
    day: int
    used: tuple[int, ...]
    names: tuple[str, ...]


def columns_of(header: Sequence[str]) -> Columns:
    """Sort a header into the day, the columns that say something, and those only carried along.

    Raises:
        UsageError: no column for the day, or a column that nobody knows.
    """
    names = tuple(name.strip().casefold() for name in header)
    facts = vocabulary().facts
    day = next((at for at, name in enumerate(names) if name in DAY_COLUMNS), None)
    if day is None:
        raise UsageError(f"the table has no day column; name one of {', '.join(DAY_COLUMNS)}")
    known = [*FIELDS, *facts, *KEEP, *DAY_COLUMNS]
    for at, name in enumerate(names):
        if at != day and name not in known and not name.startswith("x_"):
            raise UsageError(
                f"column '{name}' is neither a field nor a fact{did_you_mean(name, known)}; call it x_{name} to carry it along"
            )
        if names.count(name) > 1:
            raise UsageError(f"column '{name}' stands twice; keep one")
    used = tuple(at for at, name in enumerate(names) if at != day and (name in FIELDS or name in facts))
    return Columns(header=tuple(header), day=day, used=used, names=tuple(names[at] for at in used))


def out_columns(regime: Regime) -> tuple[str, ...]:
    """The columns that the answer adds: verdict of each authority, US exposure, provisions, what is missing, errors."""
    layers = [name for authority in regime.authorities for name in _layer_columns(authority.key)]
    return ("verdict", *layers, "provisions", "missing", "error")


def _layer_columns(authority: str) -> tuple[str, ...]:
    return (authority, f"{authority}_exposure") if authority == "us" else (authority,)


class Weigher:
    """Answers rows of one table, remembering what it has answered."""

    def __init__(self, regime: Regime, columns: Columns, *, listed: Listed | None = None) -> None:
        self.regime = regime
        self.columns = columns
        self.listed = listed
        self._shapes = Shapes(regime, columns.names, listed or packaged_lists(regime))
        self._memo: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._width = len(out_columns(regime))

    def answer(self, row: Sequence[str]) -> tuple[str, ...]:
        """The answer's cells for a row; a bad row has only an error."""
        columns = self.columns
        try:
            if len(row) != len(columns.header):
                raise UsageError(f"has {len(row)} cells for {len(columns.header)} columns")
            day = day_from(columns.header[columns.day], row[columns.day])
            return self._answered(tuple([row[at] for at in columns.used]), day)
        except UsageError as error:
            return ("",) * (self._width - 1) + (str(error),)

    def _answered(self, texts: tuple[str, ...], day: dt.date) -> tuple[str, ...]:
        shape = self._shapes.of(texts, day)
        cells = self._memo.get(shape) if shape is not None else None
        if cells is None:
            activity = activity_from(dict(zip(self.columns.names, texts, strict=True)))
            cells = cells_of(check(activity, day, regime=self.regime, listed=self.listed))
            if shape is not None:
                if len(self._memo) >= _MEMO:
                    self._memo.clear()
                self._memo[shape] = cells
        return cells


def cells_of(answer: Answer) -> tuple[str, ...]:
    """An answer as cells, in the order of `out_columns`."""
    cells: list[str] = [answer.verdict.value]
    provisions: list[str] = []
    missing: list[str] = []
    for layer in answer.layers:
        cells.append(layer.verdict.value)
        if layer.authority == "us":
            cells.append(layer.exposure.value if layer.exposure else "")
        provisions += [
            finding.provision
            for finding in layer.findings
            if finding.exposure
            or (finding.verdict is layer.verdict and finding.verdict is not Verdict.NOT_COVERED)
        ]
        missing += layer.missing
    return (*cells, " ".join(dict.fromkeys(provisions)), " ".join(dict.fromkeys(missing)), "")


def answers(
    rows: Iterable[Sequence[str]],
    columns: Columns,
    *,
    regime: str | Path = "dprk",
    engine: Engine = "local",
    processes: int | None = None,
) -> Iterator[tuple[Sequence[str], tuple[str, ...]]]:
    """Each row with its answer, in the order of the input, whatever the engine."""
    files = (regime,) if isinstance(regime, Path) else ()
    return map_chunks(partial(_chunk, regime, columns), rows, engine=engine, processes=processes, files=files)


def _chunk(
    regime: str | Path, columns: Columns, rows: Sequence[Sequence[str]]
) -> list[tuple[Sequence[str], tuple[str, ...]]]:
    weigher = _weigher(regime, columns)
    return [(row, weigher.answer(row)) for row in rows]


@lru_cache(maxsize=2)
def _weigher(regime: str | Path, columns: Columns) -> Weigher:
    return Weigher(load_regime(shipped(regime) if isinstance(regime, Path) else regime), columns)
