"""What a set of closures would cut: draws of revenue, seeded, with the baseline named.

Model, for each closed cell *i* with amount :math:`a_i`, compliance :math:`c_i` and substitution :math:`s_i`:

    cut_i = a_i · c_i · (1 − s_i · o_i)

where a provision with a ceiling forbids only what lies above it (each partner in proportion), and :math:`o_i` is 1 when some
partner of the same stream stays open to take the goods, else 0. :math:`a_i` is uniform over the cell's range; :math:`c_i` and
:math:`s_i` are triangular over (low, mode, high). A partner complies alike in all its streams, since one government enforces them:
its compliance is drawn once. Draws depend on the seed and on the cell's key (compliance: the partner) alone, so closing more never
changes the draws of what was closed before: revenue can only fall.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BeforeValidator

from stanch.errors import UsageError
from stanch.files import StrictModel, did_you_mean, read_yaml
from stanch.leaks.model import MUSD, Cell, Range, Stream
from stanch.leaks.streams import Streams

Draws = npt.NDArray[np.float64]


class Spread(StrictModel):
    """A triangular distribution between 0 and 1; equal ends make a fixed number."""

    low: float
    mode: float
    high: float


def _as_text(value: object) -> object:
    """A year stands in YAML as a number."""
    return str(value) if isinstance(value, int) else value


class Scenario(StrictModel):
    """A shareable question: what is closed, where, at which compliance, on which baseline.

    `close` names provisions or whole instruments ("unsc:2371", "unsc:2375:16") or streams ("coal"). `partners` limits the closure;
    empty means all. `compliance` and `substitution` map a partner, or ``default``, to a spread.
    """

    title: str
    baseline: Annotated[str, BeforeValidator(_as_text)]
    close: list[str]
    partners: tuple[str, ...] = ()
    compliance: dict[str, Spread]
    substitution: dict[str, Spread]
    because: str = ""
    seed: int = 20170805  # the day resolution 2371 was adopted
    draws: int = 10_000


# What a question leaves open: a judgement, the same for the command, the API and the pages, so that they agree.
COMPLIANCE = Spread(low=0.6, mode=0.85, high=1.0)
SUBSTITUTION = Spread(low=0.0, mode=0.1, high=0.5)
SEED, DRAWS = 20170805, 10_000


def asked(
    close: Sequence[str],
    baseline: str,
    *,
    partners: Sequence[str] = (),
    compliance: Mapping[str, Spread] | None = None,
    substitution: Mapping[str, Spread] | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
) -> Scenario:
    """A question with its open numbers filled in: compliance and substitution by partner, "default" for the others."""
    return Scenario(
        title=f"close {', '.join(close)}",
        baseline=baseline,
        close=list(close),
        partners=tuple(partner.upper() for partner in partners),
        compliance={"default": COMPLIANCE} | dict(compliance or {}),
        substitution={"default": SUBSTITUTION} | dict(substitution or {}),
        seed=seed,
        draws=draws,
    )


def fixed(value: float) -> Spread:
    """A number that is not drawn."""
    return Spread(low=value, mode=value, high=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCut:
    """What the scenario cuts from one cell."""

    cell: Cell
    cut: Range
    share: Decimal  # of the cell's mean amount


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPublished:
    """The cut of goods as a share of a total of goods that somebody published for the baseline; labour and theft are in no such total."""

    series: str
    total: Decimal
    share: Decimal  # 0 to 1
    source: str
    unit: str = MUSD  # of total


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer: the distribution of the whole cut, and cell by cell."""

    scenario: str
    baseline: str
    baseline_total: Range
    cut: Range
    left: Range
    share: Range
    cells: tuple[CellCut, ...]
    closed_streams: tuple[str, ...]
    of_published: tuple[OfPublished, ...]
    assumed: tuple[str, ...]  # cells of the answer that are assumptions
    seed: int
    draws: int


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file."""
    return read_yaml(path, Scenario)


def run(streams: Streams, scenario: Scenario) -> Outcome:
    """Draw the scenario.

    Raises:
        UsageError: a closure matches no stream, or a spread is no distribution.
    """
    _vet(scenario, {cell.partner for cell in streams.cells})
    cells = streams.cells_of(scenario.baseline)
    closed = closed_streams(streams.streams, scenario.close)
    amounts = {cell.key: _amounts(cell, scenario) for cell in cells}
    cuts = {cell.key: _cut(cell, cells, closed, scenario, amounts) for cell in cells}
    whole = _sum(amounts.values(), scenario.draws)
    cut = _sum(cuts.values(), scenario.draws)
    share = np.divide(cut, whole, out=np.zeros_like(cut), where=whole > 0)
    goods = _sum((cuts[cell.key] for cell in cells if streams.stream(cell.stream).hs), scenario.draws)
    return Outcome(
        scenario=scenario.title,
        baseline=scenario.baseline,
        baseline_total=_range(whole),
        cut=_range(cut),
        left=_range(whole - cut),
        share=_range(share, unit="share of the baseline", places=4),
        cells=tuple(
            _cell_cut(cell, cuts[cell.key], amounts[cell.key])
            for cell in cells
            if _is_closed(cell, closed, scenario)
        ),
        closed_streams=tuple(sorted(closed)),
        of_published=_of_published(streams, scenario, goods)
        if any(streams.stream(key).hs for key in closed)
        else (),
        assumed=tuple(cell.key for cell in cells if cell.assumption),
        seed=scenario.seed,
        draws=scenario.draws,
    )


def _of_published(streams: Streams, scenario: Scenario, goods: Draws) -> tuple[OfPublished, ...]:
    cut = Decimal(str(round(float(goods.mean()), 4)))
    return tuple(
        OfPublished(
            series=total.series,
            total=total.total,
            share=(cut / total.total).quantize(Decimal("0.001")),
            source=total.source,
        )
        for total in streams.totals
        if total.baseline == scenario.baseline
    )


def closed_streams(streams: Sequence[Stream], close: Sequence[str]) -> dict[str, Decimal]:
    """The streams that a list of provisions, instruments or stream keys closes, each with what stays allowed (0, or a ceiling).

    An instrument closes what each of its provisions closes: "unsc:2371" covers "unsc:2371:8".
    """
    closed: dict[str, Decimal] = {}
    for item in close:
        hit = {stream.key: allowed for stream in streams if (allowed := _allowed(item, stream)) is not None}
        if not hit:
            known = _known(streams)
            raise UsageError(
                f"--close {item}: closes no stream that is held{did_you_mean(item, known)}; held are: {', '.join(known)}"
            )
        for key, allowed in hit.items():
            closed[key] = min(allowed, closed.get(key, allowed))
    return closed


def _known(streams: Sequence[Stream]) -> list[str]:
    rules = {
        rule for stream in streams for rule in (*stream.closed_by, *(cap for cap, _ in stream.capped_by))
    }
    return sorted(rules | {stream.key for stream in streams})


def _allowed(item: str, stream: Stream) -> Decimal | None:
    """What a closure leaves of a stream; `None` where it does not touch it."""
    if item == stream.key or any(_covers(item, rule) for rule in stream.closed_by):
        return Decimal(0)
    return min((allowed for rule, allowed in stream.capped_by if _covers(item, rule)), default=None)


def _covers(item: str, rule: str) -> bool:
    return rule == item or rule.startswith(item + ":")


def _vet(scenario: Scenario, known: Collection[str]) -> None:
    named = {
        *scenario.partners,
        *(
            key
            for spreads in (scenario.compliance, scenario.substitution)
            for key in spreads
            if key != "default"
        ),
    }
    for partner in sorted(named - set(known)):
        raise UsageError(
            f"scenario '{scenario.title}': no cell of any baseline has the partner '{partner}'{did_you_mean(partner, known)}; "
            f"held are: {', '.join(sorted(known))}"
        )
    for name in ("compliance", "substitution"):
        spreads: dict[str, Spread] = getattr(scenario, name)
        if "default" not in spreads:
            raise UsageError(f"scenario '{scenario.title}': {name} needs an entry 'default'")
        for key, spread in spreads.items():
            if not 0 <= spread.low <= spread.mode <= spread.high <= 1:
                raise UsageError(
                    f"scenario '{scenario.title}': {name}.{key}: needs 0 <= low <= mode <= high <= 1"
                )
    if not 100 <= scenario.draws <= 1_000_000:
        raise UsageError(
            f"scenario '{scenario.title}': draws {scenario.draws} must lie between 100 and 1,000,000"
        )


def _rng(scenario: Scenario, key: str, what: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{scenario.seed}/{key}/{what}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def _amounts(cell: Cell, scenario: Scenario) -> Draws:
    low, high = float(cell.low), float(cell.high)
    if low == high:
        return np.full(scenario.draws, low)
    return _rng(scenario, cell.key, "amount").uniform(low, high, scenario.draws)


def _spread(spreads: dict[str, Spread], partner: str) -> Spread:
    return spreads.get(partner) or spreads["default"]


def _drawn(spread: Spread, scenario: Scenario, key: str, what: str) -> Draws:
    if spread.low == spread.high:
        return np.full(scenario.draws, spread.mode)
    return _rng(scenario, key, what).triangular(spread.low, spread.mode, spread.high, scenario.draws)


def _is_closed(cell: Cell, closed: Mapping[str, Decimal], scenario: Scenario) -> bool:
    return cell.stream in closed and (not scenario.partners or cell.partner in scenario.partners)


def _cut(
    cell: Cell,
    cells: Sequence[Cell],
    closed: Mapping[str, Decimal],
    scenario: Scenario,
    amounts: Mapping[str, Draws],
) -> Draws:
    if not _is_closed(cell, closed, scenario):
        return np.zeros(scenario.draws)
    compliance = _drawn(_spread(scenario.compliance, cell.partner), scenario, cell.partner, "compliance")
    substitution = _drawn(_spread(scenario.substitution, cell.partner), scenario, cell.key, "substitution")
    # an undivided WORLD cell has no other partner to turn to that is not part of it
    outlet = any(other.stream == cell.stream and not _is_closed(other, closed, scenario) for other in cells)
    whole = _sum((amounts[other.key] for other in cells if other.stream == cell.stream), scenario.draws)
    above = np.maximum(whole - float(closed[cell.stream]), 0)
    share = np.divide(above, whole, out=np.zeros_like(whole), where=whole > 0)
    return amounts[cell.key] * share * compliance * (1 - substitution * outlet)


def _sum(parts: Iterable[Draws], draws: int) -> Draws:
    total = np.zeros(draws)
    for part in parts:
        total = total + part
    return total


def _range(values: Draws, *, unit: str = "", places: int = 1) -> Range:
    p5, p50, p95 = np.percentile(values, [5, 50, 95])
    rounded = [Decimal(str(round(float(value), places))) for value in (p5, p50, p95, values.mean())]
    named = {"unit": unit} if unit else {}
    return Range(p5=rounded[0], p50=rounded[1], p95=rounded[2], mean=rounded[3], **named)


def _cell_cut(cell: Cell, cut: Draws, amounts: Draws) -> CellCut:
    base = float(amounts.mean())
    share = Decimal(str(round(float(cut.mean()) / base, 4))) if base else Decimal(0)
    return CellCut(cell=cell, cut=_range(cut), share=share)
