"""Rankings are optimal under their stated assumptions, and never rest on an assumed cell."""

from __future__ import annotations

from itertools import combinations

import pytest

from stanch.errors import UsageError
from stanch.leaks.interdict import Assumptions, best_plans, effort_of, load_efforts, rankable, sensitivity
from stanch.leaks.model import Cell
from stanch.leaks.streams import load_streams
from stanch.settings import packaged_data

STREAMS = load_streams(packaged_data())
EFFORTS = load_efforts(packaged_data())
CELLS = rankable(STREAMS, "2017", ("CN",))


def worth(chosen: tuple[Cell, ...], assumed: Assumptions) -> float:
    total = 0.0
    for cell in chosen:
        outlet = any(
            other.stream == cell.stream and other not in chosen for other in STREAMS.cells_of("2017")
        )
        total += float(cell.middle) * assumed.compliance * (1 - assumed.substitution * outlet)
    return total


@pytest.mark.parametrize("budget", [2, 5, 10, 14])
@pytest.mark.parametrize("substitution", [0.0, 0.3, 0.9])
def test_the_best_plan_is_the_best_of_all_plans(budget: int, substitution: float) -> None:
    """Checked against every subset there is."""
    assumed = Assumptions(substitution=substitution)
    cells = CELLS[:9]
    (plan,) = best_plans(STREAMS, EFFORTS, cells, budget, assumed, count=1)
    feasible = [
        chosen
        for size in range(len(cells) + 1)
        for chosen in combinations(cells, size)
        if sum(effort_of(STREAMS, EFFORTS, cell) for cell in chosen) <= budget
    ]
    best = max(worth(chosen, assumed) for chosen in feasible)
    assert plan.effort <= budget
    assert worth(tuple(closure.cell for closure in plan.closures), assumed) == pytest.approx(best, rel=1e-6)


def test_plans_differ_and_come_best_first() -> None:
    """A second-best plan is of use only if it is another one."""
    plans = best_plans(STREAMS, EFFORTS, CELLS, 10, Assumptions(), count=4)
    keys = [frozenset(closure.cell.key for closure in plan.closures) for plan in plans]
    assert len(set(keys)) == len(keys) == 4
    assert [plan.cuts for plan in plans] == sorted((plan.cuts for plan in plans), reverse=True)


def test_an_assumption_is_never_ranked_nor_a_partner_that_is_held() -> None:
    """No recommendation without a source."""
    assert all(not cell.assumption for cell in rankable(STREAMS, "2016"))
    assert all(cell.partner != "CN" for cell in CELLS)
    assert all(len(cell.partner) == 2 for cell in rankable(STREAMS, "2016"))


def test_moving_an_assumption_says_what_changes() -> None:
    """A plan that stands only at one number should say so."""
    moved = sensitivity(STREAMS, EFFORTS, CELLS, 10, Assumptions())
    assert {(item.assumption, item.value) for item in moved} == {
        ("compliance", 0.4),
        ("compliance", 1.0),
        ("substitution", 0.0),
        ("substitution", 0.7),
        ("amounts", 0.0),
        ("amounts", 1.0),
    }
    by = {(item.assumption, item.value): item.cuts for item in moved}
    assert by["compliance", 0.4] < by["compliance", 1.0]
    assert by["amounts", 0.0] < by["amounts", 1.0]


def test_no_budget_and_no_cells_are_told_apart() -> None:
    """One is a mistake, the other an honest empty answer."""
    with pytest.raises(UsageError, match="at least 1 unit"):
        best_plans(STREAMS, EFFORTS, CELLS, 0, Assumptions())
    assert best_plans(STREAMS, EFFORTS, (), 5, Assumptions()) == []


def test_what_is_held_as_it_is_takes_what_is_shut_out_elsewhere() -> None:
    """Coal refused in the Philippines can still go to a China that nobody pushes."""
    only = rankable(STREAMS, "2016", ("CN",))
    [plan] = best_plans(STREAMS, EFFORTS, only, 2, Assumptions(compliance=1, substitution=0.5), count=1)
    [closure] = plan.closures
    assert closure.cell.key == "coal/PH/2016"
    assert closure.cuts_high == (closure.cell.high / 2).quantize(closure.cuts_high)
