"""The records of the money: streams, cells, closures. Amounts are millions of nominal US dollars unless a name says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

MUSD = "million USD (nominal)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One kind of revenue of the target, and the provisions that close it."""

    key: str
    title: str
    channel: str
    hs: tuple[str, ...]
    closed_by: tuple[str, ...]  # provision ids, "unsc:2371:8"
    capped_by: tuple[
        tuple[str, Decimal], ...
    ] = ()  # provisions that leave this much a year, all partners together


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one stream from one partner brought in one baseline: a range with its basis and source.

    `partner` is an alpha-2 code, or ``WORLD`` where the source does not split. An assumed cell (`assumption=True`) may be drawn in a
    scenario, marked, but is never ranked.
    """

    stream: str
    partner: str
    baseline: str  # a year, "2016", or a named counterfactual, "2017-capped"
    low: Decimal
    high: Decimal
    basis: str
    source: str
    published_on: str = ""
    assumption: bool = False
    unit: str = MUSD  # of low and high, a year

    @property
    def key(self) -> str:
        """Names the cell in tables and draws."""
        return f"{self.stream}/{self.partner}/{self.baseline}"

    @property
    def middle(self) -> Decimal:
        """The middle of the range, for ranking and charts; the range itself is what is known."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A distribution as its 5th, 50th and 95th percentile and mean, with the unit."""

    p5: Decimal
    p50: Decimal
    p95: Decimal
    mean: Decimal
    unit: str = MUSD
