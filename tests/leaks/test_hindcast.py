"""The test of the method is a forecast of years held back, beside a naive one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.leaks.hindcast import LAWS, METHODS, crps, drift_of, load_steps, score
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


EACH = pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.forecast_year))


@EACH
@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("method", METHODS)
def test_each_step_is_scored_beside_naive_forecasts(step, law: str, method: str) -> None:  # type: ignore[no-untyped-def]
    """Whatever the result, it is shown; here only that it is computed and replayable."""
    first = score(step, law=law, method=method)
    assert first == score(step, law=law, method=method)
    assert first.inside_90 == (first.forecast.p5 <= first.actual <= first.forecast.p95)
    assert {"no change", "every ban kept in full"} <= {naive.name for naive in first.naive}
    assert all(naive.error == abs(naive.forecast - first.actual) for naive in first.naive)


@EACH
def test_a_step_uses_only_what_was_known(step) -> None:  # type: ignore[no-untyped-def]
    """Parameters name the evidence they were frozen on, and that evidence is older than the forecast year."""
    assert step.known_year == step.forecast_year - 1
    assert str(step.forecast_year) not in step.frozen_on.split(":")[0]
    assert max(step.years_before) < step.forecast_year
    assert all(bite.adopted_on <= f"{step.forecast_year}-12-31" for bite in step.bites)


def test_a_forecast_that_knows_less_law_cuts_less() -> None:
    """Resolutions 2371 and 2375 came within 2017: who did not know of them must forecast more."""
    [step] = [each for each in STEPS if each.forecast_year == 2017]
    known, given = (score(step, law=law, method="streams alone") for law in LAWS)
    assert known.forecast.mean > given.forecast.mean


def test_drift_is_measured_on_the_years_before() -> None:
    """ln(3220/2900), ln(2700/3220) over two years, ln(2820/2700): 0.097 by hand."""
    [step] = [each for each in STEPS if each.forecast_year == 2017]
    assert drift_of(step) == pytest.approx(0.0972, abs=1e-4)
    assert score(step, method="streams alone").forecast.p95 < score(step, method="and drift").forecast.p95


def test_the_packaged_forecasts_are_told_as_they_are() -> None:
    """docs/leaks.md says which years fell outside; if a change moves one, the page must say so."""
    inside = {step.forecast_year: score(step).inside_90 for step in STEPS}
    assert inside == {2016: True, 2017: False, 2018: True, 2019: True}
