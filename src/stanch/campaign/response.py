"""How long states took: days from a resolution to each stage of a state's first action on a channel.

At risk is every state with a held tie on the channel that had begun by the resolution's day, or with a count of workers above zero
from before it: who has no tie has nothing to cut. A tie seen on a day (or in a year) and not known to have ended may run on. A state
whose action we do not hold is *open*, not *never*: the curve counts it as waiting up to the day of the question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from stanch.campaign.survival import Curve, Spell, kaplan_meier
from stanch.campaign.track import REACHED
from stanch.facts.model import Action, Effect, Figure, Tie, TieStatus
from stanch.records import Stage

TARGET = "KP"  # world totals stand in its file
_RUNS = frozenset({TieStatus.ACTIVE, TieStatus.ENDED, TieStatus.ALLEGED, TieStatus.UNCLEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One state's wait on one channel after one resolution; `action` is `None` while it is open."""

    country: str
    days: int
    action: Action | None
    imprecise: bool  # the action's date is known to the month or year only; its last day was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """Every state at risk on a channel, and the curve over them."""

    channel: str
    since: dt.date
    as_of: dt.date
    stage: Stage
    responses: tuple[Response, ...]
    curve: Curve


def responses(
    ties: Iterable[Tie],
    actions: Iterable[Action],
    figures: Iterable[Figure] = (),
    *,
    channel: str,
    since: dt.date,
    as_of: dt.date,
    stage: Stage,
) -> Responses:
    """Measure the waits from `since` (the adoption of a resolution) to the first action that reached `stage`.

    Args:
        ties: all held ties.
        actions: all held actions.
        figures: all held figures; a count of workers shows a tie where no tie is on file.
        channel: which, with all that starts with it.
        since: the day the clock starts.
        as_of: the day of the question; later actions are not known.
        stage: how far an action must have come to count.
    """
    at_risk = sorted(
        (
            {tie.country for tie in ties if _had_it(tie, channel, since)}
            | {figure.country for figure in figures if _counted(figure, channel, since)}
        )
        - {TARGET}
    )
    first = _first_actions(actions, channel, since, as_of, stage)
    found = []
    for country in at_risk:
        if country in first:
            day, action = first[country]
            found.append(
                Response(
                    country=country, days=(day - since).days, action=action, imprecise=not _exact(action)
                )
            )
        else:
            found.append(Response(country=country, days=(as_of - since).days, action=None, imprecise=False))
    found.sort(key=lambda response: (response.action is None, response.days, response.country))
    curve = kaplan_meier(
        [Spell(days=item.days, open=item.action is None, name=item.country) for item in found]
    )
    return Responses(
        channel=channel, since=since, as_of=as_of, stage=stage, responses=tuple(found), curve=curve
    )


def _within(channel: str, wanted: str) -> bool:
    return channel == wanted or channel.startswith(wanted + ".")


def _had_it(tie: Tie, channel: str, on: dt.date) -> bool:
    if not _within(tie.channel, channel) or tie.status not in _RUNS or len(tie.country) != 2:
        return False
    begun = tie.first_day is None or tie.first_day <= on
    seen_once = tie.period is not None and tie.period.start == tie.period.end
    if seen_once and tie.status is not TieStatus.ENDED:
        return begun
    return begun and (tie.last_day is None or tie.last_day >= on)


def _counted(figure: Figure, channel: str, on: dt.date) -> bool:
    """True when workers were counted there before the day."""
    low = figure.quantity.low or figure.quantity.high
    return (
        figure.measure == "workers"
        and _within(figure.channel, channel)
        and len(figure.country) == 2
        and low is not None
        and low > 0
        and (figure.last_day or figure.first_day or dt.date.max) <= on
    )


def _first_actions(
    actions: Iterable[Action], channel: str, since: dt.date, as_of: dt.date, stage: Stage
) -> dict[str, tuple[dt.date, Action]]:
    first: dict[str, tuple[dt.date, Action]] = {}
    for action in actions:
        day = _day(action)
        if day is None or not since <= day <= as_of or not _within(action.channel, channel):
            continue
        if action.effect is not Effect.PRESSURE or REACHED[action.stage] < REACHED[stage]:
            continue
        held = first.get(action.country)
        if held is None or (day, action.key) < (held[0], held[1].key):
            first[action.country] = (day, action)
    return first


def _day(action: Action) -> dt.date | None:
    """The day by which it had surely happened."""
    date = (action.period.start or action.period.end) if action.period else None
    return date.last if date else None


def _exact(action: Action) -> bool:
    date = (action.period.start or action.period.end) if action.period else None
    return date is not None and date.is_day
