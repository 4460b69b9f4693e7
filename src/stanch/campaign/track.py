"""The tracker: which state did what, when, on which channel, and how far it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stanch.errors import UsageError
from stanch.facts.model import Action, Effect
from stanch.files import did_you_mean
from stanch.records import Stage

# How far along each stage is; a reversed action has come back to nothing.
REACHED: dict[Stage, int] = {
    Stage.REVERSED: 0,
    Stage.ANNOUNCED: 1,
    Stage.LEGISLATED: 2,
    Stage.REPORTED_DONE: 3,
    Stage.VERIFIED: 4,
}
# What a user may ask for beside a stage itself.
_ASKED = {"implemented": Stage.REPORTED_DONE, "done": Stage.REPORTED_DONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to list; empty fields mean all."""

    countries: frozenset[str] = frozenset()
    channel: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    stage: Stage | None = None  # at least this far
    effect: Effect | None = None
    act: str = ""


class Tracker:
    """Actions laid out in columns for quick filtering; built once, asked often."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._actions = tuple(sorted(actions, key=_order))
        self._countries, self._country = _column([action.country for action in self._actions])
        self._channels, self._channel = _column([action.channel for action in self._actions])
        self._acts, self._act = _column([action.act for action in self._actions])
        self._effects, self._effect = _column([action.effect for action in self._actions])
        self._first = np.array([_ordinal(action, first=True) for action in self._actions], dtype=np.int64)
        self._last = np.array([_ordinal(action, first=False) for action in self._actions], dtype=np.int64)
        self._reached = np.array([REACHED[action.stage] for action in self._actions], dtype=np.int64)

    def __len__(self) -> int:
        return len(self._actions)

    def find(self, query: Query) -> tuple[Action, ...]:
        """The actions that answer a query, oldest first; those without a date come last, and only where no day is asked for."""
        keep = np.ones(len(self._actions), dtype=bool)
        if query.countries:
            keep &= _among(self._country, [self._countries.get(code, -1) for code in query.countries])
        if query.channel:
            wide = query.channel + "."
            keep &= _among(
                self._channel,
                [i for name, i in self._channels.items() if name == query.channel or name.startswith(wide)],
            )
        if query.since is not None:
            keep &= self._last >= query.since.toordinal()
        if query.until is not None:
            keep &= (self._first <= query.until.toordinal()) & (self._first != _UNDATED)
        if query.stage is not None:
            reversal = query.stage is Stage.REVERSED
            keep &= self._reached == 0 if reversal else self._reached >= REACHED[query.stage]
        if query.effect is not None:
            keep &= self._effect == self._effects.get(query.effect, -1)
        if query.act:
            keep &= self._act == self._acts.get(query.act, -1)
        return tuple(self._actions[i] for i in np.flatnonzero(keep).tolist())


_UNDATED = -1


def _column(values: Sequence[str]) -> tuple[dict[str, int], npt.NDArray[np.int64]]:
    """Words as numbers: the number of each word, and the column of numbers."""
    numbers = {word: i for i, word in enumerate(sorted(set(values)))}
    return numbers, np.array([numbers[word] for word in values], dtype=np.int64)


def _among(column: npt.NDArray[np.int64], wanted: Sequence[int]) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = np.isin(column, np.array(wanted, dtype=np.int64))
    return found


def _ordinal(action: Action, *, first: bool) -> int:
    """The first or last day the action can have happened on, as a number; `_UNDATED` when the source does not tell."""
    period = action.period
    date = ((period.start or period.end) if first else (period.end or period.start)) if period else None
    if date is None:
        return _UNDATED
    return (date.first if first else date.last).toordinal()


def _order(action: Action) -> tuple[int, str, str, str, str]:
    first = _ordinal(action, first=True)
    placed = first if first != _UNDATED else dt.date.max.toordinal()
    return (placed, action.country, action.key, action.stage.value, action.effect.value)


def stage_of(text: str) -> Stage:
    """The stage a user means: one of the vocabulary, or "implemented" (reported done, or better).

    Raises:
        UsageError: there is no such stage.
    """
    word = text.strip().lower().replace("-", "_")
    if word in _ASKED:
        return _ASKED[word]
    try:
        return Stage(word)
    except ValueError:
        known = [*(stage.value for stage in Stage), *_ASKED]
        raise UsageError(
            f"--stage {text}: is no stage{did_you_mean(word, known)}; stages are {', '.join(known)}"
        ) from None
