"""The tracker: which state did what, when, on which channel, and how far it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Line:
    country: str
    channel: str
    first: dt.date | None
    last: dt.date | None
    reached: int
    action: Action


class Tracker:
    """Actions laid out for quick filtering; built once, asked often."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._lines = sorted((_line(action) for action in actions), key=_order)

    def __len__(self) -> int:
        return len(self._lines)

    def find(self, query: Query) -> tuple[Action, ...]:
        """The actions that answer a query, oldest first; those without a date come last, and only where no day is asked for."""
        lines: Sequence[_Line] = self._lines
        if query.countries:
            lines = [line for line in lines if line.country in query.countries]
        if query.channel:
            wide = query.channel + "."
            lines = [line for line in lines if line.channel == query.channel or line.channel.startswith(wide)]
        if query.since is not None:
            since = query.since
            lines = [line for line in lines if line.last is not None and line.last >= since]
        if query.until is not None:
            until = query.until
            lines = [line for line in lines if line.first is not None and line.first <= until]
        if query.stage is not None:
            least, reversal = REACHED[query.stage], query.stage is Stage.REVERSED
            lines = [line for line in lines if (line.reached == 0 if reversal else line.reached >= least)]
        if query.effect is not None:
            lines = [line for line in lines if line.action.effect is query.effect]
        if query.act:
            lines = [line for line in lines if line.action.act == query.act]
        return tuple(line.action for line in lines)


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


def _line(action: Action) -> _Line:
    period = action.period
    start = period.start or period.end if period else None
    end = period.end or period.start if period else None
    return _Line(
        action.country,
        action.channel,
        start.first if start else None,
        end.last if end else None,
        REACHED[action.stage],
        action,
    )


def _order(line: _Line) -> tuple[dt.date, str, str, str, str]:
    action = line.action
    return (line.first or dt.date.max, line.country, action.key, action.stage.value, action.effect.value)
