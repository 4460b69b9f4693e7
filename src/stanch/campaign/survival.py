"""Survival curves: what share of states had not acted yet, so many days on, counting those still open as open.

Product-limit estimator (Kaplan and Meier, JASA 53 (1958) 457-481) with Greenwood's variance and log-log 95 % limits (Kalbfleisch and
Prentice), which stay within 0 and 1.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from stanch.errors import UsageError

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One subject's wait in days: until it acted, or, when `open`, until it was last seen not to have."""

    days: int
    open: bool
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The curve from this day on."""

    day: int
    at_risk: int
    acted: int
    waiting: float  # share not yet acted
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A whole curve; `median` is `None` while fewer than half have acted."""

    steps: tuple[Step, ...]
    subjects: int
    still_open: int

    @property
    def median(self) -> int | None:
        """The first day by which half had acted."""
        return next((step.day for step in self.steps if step.waiting <= 0.5), None)

    def waiting(self, day: int) -> float:
        """The share still waiting at the end of a day."""
        share = 1.0
        for step in self.steps:
            if step.day > day:
                break
            share = step.waiting
        return share


def kaplan_meier(spells: Sequence[Spell]) -> Curve:
    """The curve of a set of spells; their order does not matter.

    Raises:
        UsageError: a spell is shorter than nothing.
    """
    if any(spell.days < 0 for spell in spells):
        raise UsageError(
            "a wait cannot be shorter than 0 days; an action before its resolution is not a response to it"
        )
    acted = Counter(spell.days for spell in spells if not spell.open)
    left = Counter(spell.days for spell in spells)
    at_risk, waiting, greenwood = len(spells), 1.0, 0.0
    steps = []
    for day in sorted(left):
        events = acted[day]
        if events:
            waiting *= 1 - events / at_risk
            greenwood += events / (at_risk * (at_risk - events)) if at_risk > events else 0.0
            low, high = _limits(waiting, greenwood)
            steps.append(Step(day=day, at_risk=at_risk, acted=events, waiting=waiting, low=low, high=high))
        at_risk -= left[day]
    return Curve(steps=tuple(steps), subjects=len(spells), still_open=sum(spell.open for spell in spells))


def _limits(waiting: float, greenwood: float) -> tuple[float, float]:
    if waiting <= 0.0:
        return (0.0, 0.0)
    if waiting >= 1.0:
        return (1.0, 1.0)
    spread = _Z95 * math.sqrt(greenwood) / abs(math.log(waiting))
    return (waiting ** math.exp(spread), waiting ** math.exp(-spread))
