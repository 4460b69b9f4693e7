"""Imports from the target that states reported, as the package holds them: vetted, gathered by stream and year, flagged.

The table (``data/statistics/reported.tsv``) is an extract of UN Comtrade with attribution. A year without a row is not known, which
is not zero: who asks for a series gets the gap. Comtrade gives no day of publication for a row, so none of it is known "by" a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from stanch.errors import DataError, raise_all
from stanch.files import StrictModel, read_tsv, read_yaml
from stanch.leaks.anomalies import TARGET, Ban, Flag, find_flags
from stanch.leaks.bans import import_bans
from stanch.leaks.model import Stream
from stanch.leaks.streams import load_streams
from stanch.rulebook.load import load_regime
from stanch.statistics.model import Direction, Flow
from stanch.statistics.vet import Vetted, load_vetting, vet

OTHER = "other_goods"  # the stream of every chapter that no stream names


class TradeSource(StrictModel):
    """Where rows of the table were read; ``data/statistics/reported_sources.yml``."""

    publisher: str
    title: str
    url: str
    read_from: str
    read_on: str
    hs: list[str]
    years: tuple[int, int]


class _Row(StrictModel):
    country: str
    year: int
    direction: Literal["import"]
    hs: str
    value_usd: Decimal
    estimated: str = ""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamYear:
    """What one state reported for one stream in one year: the chapters it adds up, and what vetting set aside."""

    country: str
    stream: str
    year: int
    value_usd: Decimal
    flows: tuple[Flow, ...]

    @property
    def chapters(self) -> tuple[tuple[str, Decimal], ...]:
        """Each chapter with its value, largest first."""
        return tuple(sorted(((flow.hs, flow.value_usd) for flow in self.flows), key=lambda c: (-c[1], c[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The whole table, judged."""

    judged: tuple[Vetted, ...]
    flags: tuple[Flag, ...]
    bans: tuple[Ban, ...]
    streams: tuple[Stream, ...]
    sources: dict[str, TradeSource]
    source_of: dict[int, str]  # line of the table -> key of its source

    def dropped(self, country: str) -> tuple[Vetted, ...]:
        """What of a state's reports is not believed, with rule and reason."""
        return tuple(item for item in self.judged if not item.kept and item.flow.reporter == country)

    def flags_of(self, country: str) -> tuple[Flag, ...]:
        """A state's screening flags."""
        return tuple(flag for flag in self.flags if flag.country == country)

    def years_of(self, country: str) -> tuple[StreamYear, ...]:
        """A state's believed imports by stream and year."""
        kept = [item.flow for item in self.judged if item.kept and item.flow.reporter == country]
        return stream_years(kept, self.streams)

    def source(self, flow: Flow) -> TradeSource:
        """Where a row was read."""
        return self.sources[self.source_of[flow.line]]


@lru_cache(maxsize=4)
def load_reported(data_dir: Path) -> Reported:
    """Read, vet and flag the packaged table."""
    path = data_dir / "statistics" / "reported.tsv"
    sources = read_yaml(path.with_name("reported_sources.yml"), dict[str, TradeSource])
    rows = read_tsv(path, _Row)
    raise_all(_faults(path, rows, sources))
    flows = [_flow(line, row) for line, row in rows]
    judged = vet(flows, load_vetting(data_dir))
    bans = import_bans(load_regime("dprk", data_dir=data_dir))
    return Reported(
        judged=tuple(judged),
        flags=tuple(
            find_flags(
                [item.flow for item in judged if item.kept],
                bans,
                [item.flow for item in judged if not item.kept],
            )
        ),
        bans=tuple(bans),
        streams=load_streams(data_dir).streams,
        sources=sources,
        source_of={line: row.source for line, row in rows},
    )


def _faults(path: Path, rows: Sequence[tuple[int, _Row]], sources: dict[str, TradeSource]) -> list[DataError]:
    faults = []
    seen: set[tuple[str, int, str]] = set()
    for line, row in rows:
        key = (row.country, row.year, row.hs)
        if row.source not in sources:
            faults.append(DataError(path, line, "source", f"'{row.source}' is not in reported_sources.yml"))
        if key in seen:
            faults.append(DataError(path, line, "hs", f"{row.country} {row.year} HS {row.hs} stands twice"))
        if row.value_usd < 0 or row.estimated not in ("", "yes"):
            faults.append(DataError(path, line, "value_usd", "needs an amount, and estimated=yes or nothing"))
        seen.add(key)
    return faults


def _flow(line: int, row: _Row) -> Flow:
    return Flow(
        period=str(row.year),
        direction=Direction(row.direction),
        reporter=row.country,
        partner=TARGET,
        hs=row.hs,
        classification="",
        value_usd=row.value_usd,
        estimated=row.estimated == "yes",
        line=line,
    )


def stream_of(hs: str, streams: Sequence[Stream]) -> str:
    """The stream a commodity code belongs to: the longest code of a stream that it begins with, else other goods."""
    fits = [
        (len(code), stream.key) for stream in streams for code in stream.hs if hs.startswith(code) and code
    ]
    return max(fits)[1] if fits else OTHER


def stream_years(flows: Sequence[Flow], streams: Sequence[Stream]) -> tuple[StreamYear, ...]:
    """Imports from the target added up by reporter, stream and calendar year; nothing is counted twice or left out.

    Codes of one reporter, direction and year must be of one length: a chapter and its headings would count the same goods twice.
    """
    groups: dict[tuple[str, str, int], list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow.partner == TARGET and flow.direction is Direction.IMPORT and flow.hs != "TOTAL":
            groups[flow.reporter, stream_of(flow.hs, streams), flow.year].append(flow)
    return tuple(
        StreamYear(
            country=country,
            stream=stream,
            year=year,
            value_usd=sum((flow.value_usd for flow in held), Decimal(0)),
            flows=tuple(sorted(held, key=lambda flow: (flow.hs, flow.line))),
        )
        for (country, stream, year), held in sorted(groups.items())
    )


def gaps_of(years: Sequence[StreamYear]) -> dict[str, tuple[int, ...]]:
    """For each stream the years between its first and last that no report stands for: gaps, not zeroes."""
    held: dict[str, set[int]] = defaultdict(set)
    for each in years:
        held[each.stream].add(each.year)
    return {
        stream: missing
        for stream, found in sorted(held.items())
        if (missing := tuple(sorted(set(range(min(found), max(found))) - found)))
    }
