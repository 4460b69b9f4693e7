"""Relief that hangs on conditions: what was promised, refused or granted, to whom, in exchange for what, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from stanch.facts.model import Action
from stanch.records import Stage

GRANTS = frozenset({"grant_relief", "delist", "release", "restore_relations"})
WITHHOLDS = frozenset({"withhold", "decline"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bargain:
    """Every held step between one giver and one receiver that names a condition, oldest first."""

    giver: str
    receiver: str
    conditions: tuple[str, ...]
    steps: tuple[Action, ...]

    @property
    def state(self) -> str:
        """``granted``, ``withheld``, ``reversed`` or ``promised``, by the latest step."""
        latest = self.steps[-1]
        if latest.stage is Stage.REVERSED:
            return "reversed"
        if latest.act in WITHHOLDS:
            return "withheld"
        if latest.act in GRANTS and latest.stage is not Stage.ANNOUNCED:
            return "granted"
        return "promised"


def bargains(actions: Iterable[Action], *, as_of: dt.date | None = None) -> tuple[Bargain, ...]:
    """Group conditional steps by who gives and who receives; a step without a named other state stands for its own doer."""
    groups: dict[tuple[str, str], list[Action]] = {}
    for action in actions:
        if not action.condition or (as_of is not None and (_day(action) or dt.date.max) > as_of):
            continue
        receiver = action.others[0] if action.others else ""
        groups.setdefault((action.country, receiver), []).append(action)
    return tuple(
        Bargain(
            giver=giver,
            receiver=receiver,
            conditions=tuple(dict.fromkeys(step.condition for step in ordered)),
            steps=tuple(ordered),
        )
        for (giver, receiver), steps in sorted(groups.items())
        if (ordered := sorted(steps, key=lambda step: (_day(step) or dt.date.max, step.key)))
    )


def _day(action: Action) -> dt.date | None:
    date = (action.period.start or action.period.end) if action.period else None
    return date.last if date else None
