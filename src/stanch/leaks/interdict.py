"""Which closures cut most under a budget of diplomatic effort: an integer programme, solved to proven optimality by HiGHS.

Choose cells :math:`x_i` in {0, 1} to maximise

    sum_i v_i · x_i − sum_i v_i · s_i · y_i     subject to  sum_i e_i · x_i ≤ budget,  y_i ≥ x_i − x_j

for every other cell *j* of the same stream and baseline: what is shut out at one partner turns to another that stays open, in part
(:math:`s_i`). A partner that is held as it is, or that cannot be ranked, stays open: :math:`y_i ≥ x_i`. :math:`v_i` is a point of the
cell's range (its middle) times the expected compliance, :math:`e_i` the effort.

Only cells with a source are ranked; an assumption never makes a recommendation. China alone is most of the money: hold it fixed
(``hold=("CN",)``) to see what can be done elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from stanch.errors import MissingExtra, StanchError, UsageError
from stanch.files import StrictModel, read_yaml
from stanch.leaks.model import MUSD, Cell
from stanch.leaks.streams import Streams


class Efforts(StrictModel):
    """What closing one cell takes, in units of effort, and why; data/leaks/efforts.yml."""

    unit: str
    by_channel: dict[str, int]
    by_partner: dict[str, int]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """The numbers that are judgement, in one place, so that moving one shows what changes."""

    compliance: float = 0.7
    substitution: float = 0.3
    amounts: float = 0.5  # where in its range each amount lies: 0 the low end, 1 the high end


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """One closure of a plan: what it takes and what it cuts."""

    cell: Cell
    effort: int
    cuts_low: Decimal
    cuts_high: Decimal
    per_effort: Decimal
    unit: str = MUSD


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A set of closures within the budget, with what it cuts as a range over the cells' own ranges."""

    closures: tuple[Closure, ...]
    effort: int
    cuts: Decimal
    cuts_low: Decimal
    cuts_high: Decimal
    proven: bool
    unit: str = MUSD


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What happens to the best plan when one assumption moves."""

    assumption: str
    value: float
    cuts: Decimal
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    unit: str = MUSD


def load_efforts(data_dir: Path) -> Efforts:
    """The packaged efforts."""
    return read_yaml(data_dir / "leaks" / "efforts.yml", Efforts)


def rankable(streams: Streams, baseline: str, hold: Sequence[str] = ()) -> tuple[Cell, ...]:
    """The cells that may be ranked: sourced, of one known partner, not held fixed."""
    return tuple(
        cell
        for cell in streams.cells_of(baseline)
        if not cell.assumption and len(cell.partner) == 2 and cell.partner not in hold and cell.high > 0
    )


def best_plans(
    streams: Streams,
    efforts: Efforts,
    cells: Sequence[Cell],
    budget: int,
    assumed: Assumptions,
    *,
    count: int = 3,
) -> list[Plan]:
    """The best `count` different plans, best first; fewer where there are no more."""
    if budget < 1:
        raise UsageError(f"--budget {budget}: needs at least 1 unit of effort")
    if not cells:
        return []
    plans: list[Plan] = []
    taken: list[frozenset[int]] = []
    for _ in range(count):
        chosen = _solve(streams, efforts, cells, budget, assumed, taken)
        if not chosen:
            break
        taken.append(chosen)
        plans.append(_plan(streams, efforts, cells, chosen, assumed))
    return plans


def sensitivity(
    streams: Streams, efforts: Efforts, cells: Sequence[Cell], budget: int, assumed: Assumptions
) -> list[Moved]:
    """Solve again with each assumption low and high; tell which closures come and go."""
    base = best_plans(streams, efforts, cells, budget, assumed, count=1)
    held = {closure.cell.key for closure in base[0].closures} if base else set()
    moved = []
    for name, value in (
        ("compliance", 0.4),
        ("compliance", 1.0),
        ("substitution", 0.0),
        ("substitution", 0.7),
        ("amounts", 0.0),
        ("amounts", 1.0),
    ):
        changed = replace(assumed, **{name: value})
        plans = best_plans(streams, efforts, cells, budget, changed, count=1)
        now = {closure.cell.key for closure in plans[0].closures} if plans else set()
        cuts = _at(plans[0], changed.amounts) if plans else Decimal(0)
        moved.append(
            Moved(
                assumption=name,
                value=value,
                cuts=cuts,
                enters=tuple(sorted(now - held)),
                leaves=tuple(sorted(held - now)),
            )
        )
    return moved


def _at(plan: Plan, amounts: float) -> Decimal:
    """What a plan cuts at a point of its range."""
    share = Decimal(str(amounts))
    return (plan.cuts_low + (plan.cuts_high - plan.cuts_low) * share).quantize(Decimal("0.1"))


def effort_of(streams: Streams, efforts: Efforts, cell: Cell) -> int:
    """Effort of one cell: of its channel, plus what its partner adds."""
    channel = streams.stream(cell.stream).channel
    prefixes = [key for key in efforts.by_channel if channel == key or channel.startswith(key + ".")]
    base = efforts.by_channel[max(prefixes, key=len)] if prefixes else efforts.by_channel["default"]
    return base + efforts.by_partner.get(cell.partner, 0)


def _rivals(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    return [(i, j) for i, a in enumerate(cells) for j, b in enumerate(cells) if i != j and _rival(a, b)]


def _rival(a: Cell, b: Cell) -> bool:
    return a.stream == b.stream and a.baseline == b.baseline


def _always_open(streams: Streams, cells: Sequence[Cell]) -> list[int]:
    """The cells with a partner of their stream outside the choice: held as it is, assumed, or of no known partner."""
    chosen = {cell.key for cell in cells}
    return [
        i
        for i, cell in enumerate(cells)
        if any(
            _rival(cell, other) and other.key not in chosen and other.high > 0
            for other in streams.cells_of(cell.baseline)
        )
    ]


def _solve(
    streams: Streams,
    efforts: Efforts,
    cells: Sequence[Cell],
    budget: int,
    assumed: Assumptions,
    taken: Sequence[frozenset[int]],
) -> frozenset[int]:
    import numpy as np

    try:
        from scipy.optimize import Bounds, LinearConstraint, milp
    except ImportError as error:
        raise MissingExtra("ranking closures", "leaks") from error
    n = len(cells)
    at = assumed.amounts
    value = (
        np.array([float(cell.low) * (1 - at) + float(cell.high) * at for cell in cells]) * assumed.compliance
    )
    cost = np.array([effort_of(streams, efforts, cell) for cell in cells], dtype=float)
    limits: list[Any] = [LinearConstraint(np.concatenate([cost, np.zeros(n)])[None, :], -np.inf, budget)]
    for i, j in _rivals(cells):
        row = np.zeros(2 * n)
        row[i], row[j], row[n + i] = -1, 1, 1
        limits.append(LinearConstraint(row[None, :], 0, np.inf))
    for i in _always_open(streams, cells):
        row = np.zeros(2 * n)
        row[i], row[n + i] = -1, 1
        limits.append(LinearConstraint(row[None, :], 0, np.inf))
    for chosen in taken:  # a plan already given may not come again
        row = np.zeros(2 * n)
        row[:n] = [1 if i in chosen else -1 for i in range(n)]
        limits.append(LinearConstraint(row[None, :], -np.inf, len(chosen) - 1))
    answer = milp(
        c=np.concatenate([-value, value * assumed.substitution + 1e-9]),
        constraints=limits,
        integrality=np.ones(2 * n),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    if answer.status == 2:  # infeasible: no further plan
        return frozenset()
    if answer.status != 0:
        raise StanchError(
            f"the ranking of {n} cells was not solved to optimality: {answer.message}; try fewer cells"
        )
    return frozenset(i for i in range(n) if answer.x[i] > 0.5)


def single(streams: Streams, efforts: Efforts, cell: Cell, assumed: Assumptions) -> Closure:
    """What closing one cell takes and cuts by itself, with every other partner of its stream left open."""
    outlet = bool(_always_open(streams, [cell]))
    return _closure(streams, efforts, cell, outlet, assumed)


def _closure(streams: Streams, efforts: Efforts, cell: Cell, outlet: bool, assumed: Assumptions) -> Closure:
    factor = Decimal(str(assumed.compliance * (1 - assumed.substitution * outlet)))
    effort = effort_of(streams, efforts, cell)
    return Closure(
        cell=cell,
        effort=effort,
        cuts_low=(cell.low * factor).quantize(Decimal("0.1")),
        cuts_high=(cell.high * factor).quantize(Decimal("0.1")),
        per_effort=(cell.middle * factor / effort).quantize(Decimal("0.1")),
    )


def _plan(
    streams: Streams, efforts: Efforts, cells: Sequence[Cell], chosen: frozenset[int], assumed: Assumptions
) -> Plan:
    closures = []
    open_anyway = set(_always_open(streams, cells))
    for i in sorted(chosen):
        outlet = i in open_anyway or any(
            _rival(cells[i], cells[j]) and j not in chosen for j in range(len(cells))
        )
        closures.append(_closure(streams, efforts, cells[i], outlet, assumed))
    closures.sort(key=lambda closure: (-closure.per_effort, closure.cell.key))
    low = sum((closure.cuts_low for closure in closures), Decimal(0))
    high = sum((closure.cuts_high for closure in closures), Decimal(0))
    return Plan(
        closures=tuple(closures),
        effort=sum(closure.effort for closure in closures),
        cuts=((low + high) / 2).quantize(Decimal("0.1")),
        cuts_low=low,
        cuts_high=high,
        proven=True,
    )
