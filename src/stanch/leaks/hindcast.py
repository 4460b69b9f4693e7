"""The test of the method: forecast years that were held back, with parameters frozen on what was known before.

The sum of a resolution's announced effect is a reconciliation of inputs; only a forecast of a year not yet seen tests the method. Each
step is data (``data/leaks/hindcast.yml``): the last total known, the measures that would bite in the next year with the share of that
year they were in force, and a compliance spread that names the evidence it was frozen on. Scores: the continuous ranked probability
score (Gneiting and Raftery, JASA 102 (2007), eq. 20), in million USD, lower is better; a naive forecast (no change) is a point, whose
score is its absolute error.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np

from stanch.files import StrictModel, read_yaml
from stanch.leaks.model import Range
from stanch.leaks.scenario import Draws, Spread


class Bite(StrictModel):
    """One stream that measures cut in the forecast year."""

    stream: str
    low_musd: float
    high_musd: float
    share_of_year: float
    allowed_musd: float = 0.0  # a cap leaves this much lawful
    because: str


class Step(StrictModel):
    """One forecast: from a year that is known to the next, which is held back."""

    known_year: int
    forecast_year: int
    known_exports_musd: float
    actual_exports_musd: float
    frozen_on: str
    compliance: Spread
    bites: list[Bite]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How a forecast did, beside the naive one."""

    forecast_year: int
    actual: Decimal
    forecast: Range
    inside_90: bool
    crps: Decimal
    naive: Decimal
    naive_crps: Decimal
    frozen_on: str

    @property
    def skill(self) -> Decimal:
        """1 is perfect, 0 as good as "no change", below 0 worse."""
        return Decimal(1) - self.crps / self.naive_crps if self.naive_crps else Decimal(0)


def load_steps(data_dir: Path) -> list[Step]:
    """The packaged steps."""
    return read_yaml(data_dir / "leaks" / "hindcast.yml", list[Step])


def score(step: Step, *, draws: int = 10_000, seed: int = 20170805) -> Score:
    """Forecast one step and score it."""
    rng = np.random.default_rng([seed, step.forecast_year])
    forecast = _forecast(step, rng, draws)
    actual = step.actual_exports_musd
    p5, p50, p95 = np.percentile(forecast, [5, 50, 95])
    return Score(
        forecast_year=step.forecast_year,
        actual=_musd(actual),
        forecast=Range(p5=_musd(p5), p50=_musd(p50), p95=_musd(p95), mean=_musd(forecast.mean())),
        inside_90=bool(p5 <= actual <= p95),
        crps=_musd(crps(forecast, actual)),
        naive=_musd(step.known_exports_musd),
        naive_crps=_musd(abs(step.known_exports_musd - actual)),
        frozen_on=step.frozen_on,
    )


def _forecast(step: Step, rng: np.random.Generator, draws: int) -> Draws:
    spread = step.compliance
    # one compliance for all streams: the same governments enforce them, so their errors go together
    fixed = spread.low == spread.high
    compliance = (
        np.full(draws, spread.mode) if fixed else rng.triangular(spread.low, spread.mode, spread.high, draws)
    )
    exports = np.full(draws, step.known_exports_musd)
    for bite in step.bites:
        amount = (
            rng.uniform(bite.low_musd, bite.high_musd, draws)
            if bite.low_musd < bite.high_musd
            else bite.low_musd
        )
        forbidden = np.maximum(amount * bite.share_of_year - bite.allowed_musd, 0)
        exports = exports - forbidden * compliance
    floored: Draws = np.maximum(exports, 0)
    return floored


def crps(forecast: Draws, actual: float) -> float:
    """Continuous ranked probability score of a sample: E|X - y| - E|X - X'| / 2."""
    ordered = np.sort(forecast)
    count = len(ordered)
    weights = 2 * np.arange(1, count + 1) - count - 1
    spread = float(np.sum(weights * ordered)) / count**2
    return float(np.mean(np.abs(forecast - actual))) - spread


def _musd(value: float) -> Decimal:
    return Decimal(str(round(float(value), 1)))
