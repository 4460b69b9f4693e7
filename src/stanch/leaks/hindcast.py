"""The test of the method: forecast years that were held back, with parameters frozen on what was known before.

The sum of a resolution's announced effect is a reconciliation of inputs; only a forecast of a year not yet seen tests the method. Each
step is data (``data/leaks/hindcast.yml``): the last total known, the measures that would bite with the share of the year they were in
force, a compliance spread that names the evidence it was frozen on, and the years before. Two forecasts are scored: one that knows
only the law adopted before the year began, and one that is given the year's law (the question of a scenario: what would this cut?).

    exports = known · e^d − Σ max(amount · e^d · share of year − allowed, 0) · compliance

:math:`d` is the ordinary drift of exports from year to year, which no measure explains and a forecast without it leaves out: normal, as
wide as the root mean square of the yearly log changes of the years before. (Student's t would suit so few years better, but e^t has no
mean.) Where two accounts of the forbidden amount are held, stream by stream and of all streams together, each draw uses one of them, since
nothing says which is right. Both were added after the first method, streams alone, had missed; so all three are scored, and only years
that nobody has seen yet can tell whether they are better.

Scores: the continuous ranked probability score (Gneiting and Raftery, JASA 102 (2007), eq. 20), in million USD, lower is better; a naive
forecast is a point, whose score is its absolute error.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from stanch.files import StrictModel, read_yaml
from stanch.leaks.model import MUSD, Range
from stanch.leaks.scenario import Draws, Spread


class Bite(StrictModel):
    """One stream that measures cut in the forecast year."""

    stream: str
    low_musd: float
    high_musd: float
    share_of_year: float
    allowed_musd: float = 0.0  # a cap leaves this much lawful
    adopted_on: str  # YYYY-MM-DD
    account: Literal["parts", "whole", "both"] = "both"
    because: str


class Step(StrictModel):
    """One forecast: from a year that is known to a later one, which is held back."""

    known_year: int
    forecast_year: int
    known_exports_musd: float
    actual_exports_musd: float
    before_that_musd: float | None = None
    years_before: dict[int, float] = Field(min_length=2)
    frozen_on: str
    compliance: Spread
    bites: list[Bite]
    source: str


LAWS: Mapping[str, str] = {
    "known": "law adopted before the year began",
    "given": "law of the year given",
}

# The methods in the order in which they were made: name -> (with drift, with the account of the whole).
METHODS: Mapping[str, tuple[bool, bool]] = {
    "streams alone": (False, False),
    "and drift": (True, False),
    "and the account of the whole": (True, True),
}
LATEST = "and the account of the whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naive:
    """A forecast that needs no model, and its absolute error."""

    name: str
    forecast: Decimal
    error: Decimal
    unit: str = MUSD


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How a forecast did, beside the naive ones."""

    forecast_year: int
    law: str  # a key of LAWS
    method: str  # a key of METHODS
    actual: Decimal
    forecast: Range
    inside_90: bool
    crps: Decimal
    naive: tuple[Naive, ...]
    frozen_on: str
    drift: Decimal  # root mean square of yearly log changes of the years before

    @property
    def skill(self) -> Decimal:
        """Against "no change": 1 is perfect, 0 as good, below 0 worse."""
        error = self.naive[0].error
        return Decimal(1) - self.crps / error if error else Decimal(0)


def load_steps(data_dir: Path) -> list[Step]:
    """The packaged steps."""
    return read_yaml(data_dir / "leaks" / "hindcast.yml", list[Step])


def score(
    step: Step, *, law: str = "given", method: str = LATEST, draws: int = 10_000, seed: int = 20170805
) -> Score:
    """Forecast one step under one knowledge of the law, by one method, and score it."""
    rng = np.random.default_rng([seed, step.forecast_year])
    bites = [b for b in step.bites if law == "given" or b.adopted_on < f"{step.forecast_year}-01-01"]
    forecast = _forecast(step, bites, METHODS[method], rng, draws)
    actual = step.actual_exports_musd
    p5, p50, p95 = np.percentile(forecast, [5, 50, 95])
    return Score(
        forecast_year=step.forecast_year,
        law=law,
        method=method,
        actual=_musd(actual),
        forecast=Range(p5=_musd(p5), p50=_musd(p50), p95=_musd(p95), mean=_musd(forecast.mean())),
        inside_90=bool(p5 <= actual <= p95),
        crps=_musd(crps(forecast, actual)),
        naive=_naive(step, bites),
        frozen_on=step.frozen_on,
        drift=Decimal(str(round(drift_of(step), 3))),
    )


def drift_of(step: Step) -> float:
    """Root mean square of the log changes a year; a gap of n years counts as n changes' variance."""
    held = sorted(step.years_before.items())
    squares = [(math.log(after / before)) ** 2 / (b - a) for (a, before), (b, after) in pairwise(held)]
    return math.sqrt(sum(squares) / len(squares))


def _forecast(
    step: Step, bites: Sequence[Bite], method: tuple[bool, bool], rng: np.random.Generator, draws: int
) -> Draws:
    with_drift, with_whole = method
    years = step.forecast_year - step.known_year
    drift = np.exp(rng.normal(0, drift_of(step) * math.sqrt(years) * with_drift, draws))
    # one compliance for all streams: the same governments enforce them, so their errors go together
    compliance = _compliance(step.compliance, rng, draws)
    share = 0.5 if with_whole and any(b.account == "whole" for b in bites) else 0
    whole = (rng.random(draws) < share).astype(float)
    exports = step.known_exports_musd * drift
    for bite in bites:
        amount = rng.uniform(bite.low_musd, bite.high_musd, draws) * drift
        used = {"parts": 1.0 - whole, "whole": whole, "both": np.ones(draws)}[bite.account]
        exports = exports - np.maximum(amount * bite.share_of_year - bite.allowed_musd, 0) * compliance * used
    floored: Draws = np.maximum(exports, 0)
    return floored


def _compliance(spread: Spread, rng: np.random.Generator, draws: int) -> Draws:
    if spread.low == spread.high:
        return np.full(draws, spread.mode)
    return rng.triangular(spread.low, spread.mode, spread.high, draws)


def _naive(step: Step, bites: Sequence[Bite]) -> tuple[Naive, ...]:
    known = step.known_exports_musd
    paper = sum(
        max((b.low_musd + b.high_musd) / 2 * b.share_of_year - b.allowed_musd, 0)
        for b in bites
        if b.account != "whole"
    )
    said = {"no change": known}
    if step.before_that_musd:
        said["the last change again"] = known * known / step.before_that_musd
    said["every ban kept in full"] = max(known - paper, 0)
    return tuple(
        Naive(name=name, forecast=_musd(value), error=_musd(abs(value - step.actual_exports_musd)))
        for name, value in said.items()
    )


def crps(forecast: Draws, actual: float) -> float:
    """Continuous ranked probability score of a sample: E|X - y| - E|X - X'| / 2."""
    ordered = np.sort(forecast)
    count = len(ordered)
    weights = 2 * np.arange(1, count + 1) - count - 1
    spread = float(np.sum(weights * ordered)) / count**2
    return float(np.mean(np.abs(forecast - actual))) - spread


def _musd(value: float) -> Decimal:
    return Decimal(str(round(float(value), 1)))
