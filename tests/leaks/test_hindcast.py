"""The test of the method is a forecast of years held back, beside a naive one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.leaks.hindcast import crps, load_steps, score
from stanch.settings import packaged_data

STEPS = load_steps(packaged_data())


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30), st.floats(-1e3, 1e3))
def test_the_score_is_the_one_of_its_definition(sample: list[float], actual: float) -> None:
    """E|X - y| - E|X - X'| / 2, computed the slow way."""
    values = np.array(sample)
    slow = np.mean(np.abs(values - actual)) - np.mean(np.abs(values[:, None] - values[None, :])) / 2
    assert crps(values, actual) == pytest.approx(slow, abs=1e-6)


def test_a_point_forecast_scores_its_error() -> None:
    """So that a naive forecast can be compared."""
    assert crps(np.full(10, 100.0), 130.0) == pytest.approx(30.0)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.forecast_year))
def test_each_step_is_scored_against_no_change(step) -> None:  # type: ignore[no-untyped-def]
    """Whatever the result, it is shown; here only that it is computed and replayable."""
    first = score(step)
    assert first == score(step)
    assert first.naive_crps > 0
    assert first.inside_90 == (first.forecast.p5 <= first.actual <= first.forecast.p95)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.forecast_year))
def test_a_step_uses_only_what_was_known(step) -> None:  # type: ignore[no-untyped-def]
    """Parameters name the evidence they were frozen on, and that evidence is older than the forecast year."""
    assert step.known_year == step.forecast_year - 1
    assert str(step.forecast_year) not in step.frozen_on.split(":")[0]
