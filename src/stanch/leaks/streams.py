"""Loading the streams and their cells, and reconciling their sum with what others publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pydantic import Field

from stanch.errors import DataError, NotFound, raise_all
from stanch.files import StrictModel, WordsField, did_you_mean, load_yaml, read_tsv, shaped
from stanch.leaks.model import MUSD, Cell, Stream


class _StreamShape(StrictModel):
    title: str
    channel: str
    hs: WordsField = ()
    closed_by: WordsField = ()
    capped_by: dict[str, Decimal] = Field(default_factory=dict)


class _CellRow(StrictModel):
    stream: str
    partner: str
    baseline: str
    low_musd: Decimal
    high_musd: Decimal
    basis: str
    source: str
    published_on: str = ""
    assumption: str = ""


class _TotalRow(StrictModel):
    baseline: str
    total_musd: Decimal
    series: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A published total of the target's exports for one baseline."""

    baseline: str
    total: Decimal
    series: str
    source: str
    note: str
    unit: str = MUSD


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """Everything held on the target's revenue."""

    streams: tuple[Stream, ...]
    cells: tuple[Cell, ...]
    totals: tuple[Total, ...]

    @property
    def baselines(self) -> tuple[str, ...]:
        """The baselines that hold at least one cell."""
        return tuple(sorted({cell.baseline for cell in self.cells}))

    def cells_of(self, baseline: str) -> tuple[Cell, ...]:
        """The cells of one baseline; `NotFound` names those that are held."""
        if baseline not in self.baselines:
            held = ", ".join(self.baselines)
            raise NotFound(
                f"no baseline '{baseline}' is held{did_you_mean(baseline, self.baselines)}; held are: {held}"
            )
        return tuple(cell for cell in self.cells if cell.baseline == baseline)

    def stream(self, key: str) -> Stream:
        """One stream by its key."""
        found = next((stream for stream in self.streams if stream.key == key), None)
        if found is None:
            raise NotFound(f"no stream '{key}'{did_you_mean(key, [stream.key for stream in self.streams])}")
        return found


def load_streams(data_dir: Path) -> Streams:
    """Read ``data/leaks/``: streams.yml, cells.tsv, totals.tsv; every error of the three at once."""
    folder = data_dir / "leaks"
    shapes = shaped(load_yaml(folder / "streams.yml"), dict[str, _StreamShape])
    streams = tuple(_stream(key, shape) for key, shape in shapes.items())
    cells, errors = _cells(folder / "cells.tsv", {stream.key for stream in streams})
    raise_all(errors)
    totals = tuple(
        Total(
            baseline=row.baseline, total=row.total_musd, series=row.series, source=row.source, note=row.note
        )
        for _, row in read_tsv(folder / "totals.tsv", _TotalRow)
    )
    return Streams(streams=streams, cells=tuple(sorted(cells, key=lambda cell: cell.key)), totals=totals)


def _stream(key: str, shape: _StreamShape) -> Stream:
    return Stream(
        key=key,
        title=shape.title,
        channel=shape.channel,
        hs=shape.hs,
        closed_by=shape.closed_by,
        capped_by=tuple(sorted(shape.capped_by.items())),
    )


def _cells(path: Path, known: set[str]) -> tuple[list[Cell], list[DataError]]:
    cells: list[Cell] = []
    errors: list[DataError] = []
    seen: set[str] = set()
    for line, row in read_tsv(path, _CellRow):
        cell = Cell(
            stream=row.stream,
            partner=row.partner,
            baseline=row.baseline,
            low=row.low_musd,
            high=row.high_musd,
            basis=row.basis,
            source=row.source,
            published_on=row.published_on,
            assumption=row.assumption == "yes",
        )
        errors += [DataError(path, line, key, message) for key, message in _faults(cell, row, known, seen)]
        seen.add(cell.key)
        cells.append(cell)
    return cells, errors


def _faults(cell: Cell, row: _CellRow, known: set[str], seen: set[str]) -> list[tuple[str, str]]:
    faults = []
    if cell.stream not in known:
        faults.append(("stream", f"'{cell.stream}' is not in streams.yml{did_you_mean(cell.stream, known)}"))
    if cell.low > cell.high or cell.low < 0:
        faults.append(("low_musd", f"{cell.low} to {cell.high} is no range of amounts"))
    if row.assumption not in ("", "yes"):
        faults.append(("assumption", f"'{row.assumption}' must be 'yes' or empty"))
    if cell.key in seen:
        faults.append(
            ("stream", f"the cell {cell.key} stands twice; keep one, widen its range if sources differ")
        )
    return faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The sum of the held cells beside a published total: shown, never forced to agree."""

    baseline: str
    low: Decimal
    high: Decimal
    published: Total
    assumed: Decimal  # how much of the high end rests on assumed cells
    unit: str = MUSD

    @property
    def unexplained(self) -> Decimal:
        """Published total less the high end of the cells; negative when the cells exceed it."""
        return self.published.total - self.high


def reconcile(
    streams: Streams, baseline: str, goods_only: Sequence[str] | None = None
) -> list[Reconciliation]:
    """Compare the cells of a baseline with every published total for it.

    Args:
        streams: everything held.
        baseline: which.
        goods_only: the streams a trade total covers; by default all that carry HS codes (labour is in no trade total).
    """
    wanted = set(goods_only or [stream.key for stream in streams.streams if stream.hs])
    cells = [cell for cell in streams.cells_of(baseline) if cell.stream in wanted]
    return [
        Reconciliation(
            baseline=baseline,
            low=sum((cell.low for cell in cells), Decimal(0)),
            high=sum((cell.high for cell in cells), Decimal(0)),
            published=total,
            assumed=sum((cell.high for cell in cells if cell.assumption), Decimal(0)),
        )
        for total in streams.totals
        if total.baseline == baseline
    ]
