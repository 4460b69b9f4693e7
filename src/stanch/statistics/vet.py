"""Vetting: may this reported flow be believed? Each row is kept or dropped by a rule that is named.

Trade "with Korea" is often booked under the wrong Korea, small reporters mistype partner codes, and one year of a series may be a
hundred times its neighbours. The rules and their parameters are data (``data/statistics/vetting.yml``), so that an analyst can
read, change and cite them; the code here only counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

from stanch.files import StrictModel, read_yaml
from stanch.statistics.model import Flow


class KnownError(StrictModel):
    """Flows that a published source or the table itself shows to be misreported."""

    reporter: str
    years: list[int]
    hs: str = ""
    direction: str = ""
    because: str
    source: str


class SpikeRule(StrictModel):
    """One year far above the reported years nearest to it: a trade that grows or ends over years is none."""

    times_median: int
    neighbours: int  # so many reported years before, and so many after
    at_least_usd: int
    fewest_years: int
    because: str


class LonelyRule(StrictModel):
    """A reporter that shows large trade in a single year and none in any other."""

    at_least_usd: int
    because: str


class Vetting(StrictModel):
    """All rules, in the order in which they are tried."""

    known_errors: list[KnownError]
    spike: SpikeRule
    lonely: LonelyRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Vetted:
    """A flow with the judgement on it."""

    flow: Flow
    kept: bool
    rule: str
    reason: str


def load_vetting(data_dir: Path) -> Vetting:
    """The packaged rules."""
    return read_yaml(data_dir / "statistics" / "vetting.yml", Vetting)


def vet(flows: Iterable[Flow], rules: Vetting) -> list[Vetted]:
    """Judge every flow; none is lost, and the order stays.

    Series are judged within one table: the same reporter, partner, direction and commodity code, by calendar year.
    """
    held = list(flows)
    series = _series(held)
    return [_judge(flow, series[_key(flow)], rules) for flow in held]


def _key(flow: Flow) -> tuple[str, str, str, str]:
    return (flow.reporter, flow.partner, flow.direction.value, flow.hs)


def _series(flows: Sequence[Flow]) -> dict[tuple[str, str, str, str], dict[int, Decimal]]:
    series: dict[tuple[str, str, str, str], dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for flow in flows:
        series[_key(flow)][flow.year] += flow.value_usd
    return series


def _judge(flow: Flow, by_year: dict[int, Decimal], rules: Vetting) -> Vetted:
    for error in rules.known_errors:
        if _matches(error, flow):
            return Vetted(
                flow=flow, kept=False, rule="known_error", reason=f"{error.because} ({error.source})"
            )
    spike = _spike(flow, by_year, rules.spike)
    if spike:
        return Vetted(flow=flow, kept=False, rule="spike", reason=spike)
    if len(by_year) == 1 and by_year[flow.year] >= rules.lonely.at_least_usd:
        amount = f"{by_year[flow.year]:,.0f} USD in {flow.year} and no other year in the table"
        return Vetted(flow=flow, kept=False, rule="lonely", reason=f"{amount}: {rules.lonely.because}")
    return Vetted(flow=flow, kept=True, rule="", reason="no rule speaks against it")


def _matches(error: KnownError, flow: Flow) -> bool:
    return (
        error.reporter == flow.reporter
        and flow.year in error.years
        and flow.hs.startswith(error.hs)
        and error.direction in ("", flow.direction.value)
    )


def _spike(flow: Flow, by_year: dict[int, Decimal], rule: SpikeRule) -> str:
    """Why this year is a spike, or "" when it is none."""
    amount = by_year[flow.year]
    years = sorted(by_year)
    place = years.index(flow.year)
    # as many on either side; at an end of the series the window moves inwards
    first = max(0, min(place - rule.neighbours, len(years) - 2 * rule.neighbours - 1))
    near = [year for year in years[first : first + 2 * rule.neighbours + 1] if year != flow.year]
    if len(near) + 1 < rule.fewest_years or amount < rule.at_least_usd:
        return ""
    usual = median(by_year[year] for year in near)
    if amount < rule.times_median * max(usual, Decimal(1)):
        return ""
    told = ", ".join(map(str, near))
    return f"{amount:,.0f} USD in {flow.year}, where the median of {told} is {usual:,.0f}: {rule.because}"
