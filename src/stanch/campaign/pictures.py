"""Pictures of the campaign as SVG text: events above, one lane a state below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from html import escape

from stanch.facts.model import Action, Effect, Event, Fact

WIDTH, LEFT, ROW, TOP = 960, 130, 20, 64
_SHOWN_EVENTS = frozenset({"nuclear_test", "resolution", "summit", "veto", "missile_test"})


def timeline_svg(actions: Sequence[Action], events: Sequence[Event], name_of: Callable[[str], str]) -> str:
    """Actions by state over time, under the events they may answer; actions without a date cannot be drawn."""
    dated = [(day, action) for action in actions if (day := _day(action)) is not None]
    if not dated:
        return '<p class="none">No dated action answers this question.</p>'
    first = min(day for day, _ in dated).replace(month=1, day=1)
    last = max(day for day, _ in dated).replace(month=12, day=31)
    span = max(1, (last - first).days)

    def x(day: dt.date) -> float:
        return LEFT + (WIDTH - LEFT - 20) * (day - first).days / span

    states = sorted({action.country for _, action in dated}, key=name_of)
    rows = {state: TOP + i * ROW for i, state in enumerate(states)}
    height = TOP + len(states) * ROW + 30
    parts = [*_years(first, last, x, height), *_events(events, first, last, x, height)]
    for state, y in rows.items():
        parts.append(f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name_of(state))}</text>')
        parts.append(f'<line class="lane" x1="{LEFT}" x2="{WIDTH - 20}" y1="{y}" y2="{y}"/>')
    parts += [_mark(action, x(day), rows[action.country], name_of) for day, action in dated]
    alt = f"{len(dated)} actions of {len(states)} states, {first.year} to {last.year}"
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{alt}">{"".join(parts)}</svg>'


def _years(first: dt.date, last: dt.date, x: Callable[[dt.date], float], height: int) -> list[str]:
    step = max(1, (last.year - first.year) // 10)
    parts = []
    for year in range(first.year, last.year + 1, step):
        at = x(dt.date(year, 1, 1))
        parts.append(f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP - 14}" y2="{height - 24}"/>')
        parts.append(f'<text class="soft" x="{at:.1f}" y="{height - 8}">{year}</text>')
    return parts


def _events(
    events: Sequence[Event], first: dt.date, last: dt.date, x: Callable[[dt.date], float], height: int
) -> list[str]:
    parts = []
    for event in events:
        day = _day(event)
        if day is None or not first <= day <= last or event.event not in _SHOWN_EVENTS:
            continue
        at = x(day)
        title = f"<title>{day}: {escape(event.statement)}</title>"
        parts.append(
            f'<circle class="event {event.event}" cx="{at:.1f}" cy="{_HEIGHT_OF.get(event.event, 40)}" r="4">{title}</circle>'
        )
        if event.event == "resolution":
            parts.append(
                f'<line class="resolution" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP - 14}" y2="{height - 24}"/>'
            )
    return parts


_HEIGHT_OF = {"nuclear_test": 14, "missile_test": 14, "resolution": 30, "veto": 30, "summit": 44}
_SHAPES = {
    Effect.PRESSURE: "pressure",
    Effect.RELIEF: "relief",
    Effect.CONTRARY: "contrary",
    Effect.NEUTRAL: "neutral",
}


def _mark(action: Action, at: float, y: int, name_of: Callable[[str], str]) -> str:
    done = "open" if action.stage.value == "announced" else "full"
    title = f"<title>{escape(name_of(action.country))}, {action.period}: {escape(action.statement)} ({action.stage.value})</title>"
    kind = _SHAPES[action.effect]
    if action.effect is Effect.PRESSURE:
        return f'<circle class="{kind} {done}" cx="{at:.1f}" cy="{y}" r="5">{title}</circle>'
    return f'<path class="{kind} {done}" d="M{at:.1f} {y - 6}l6 10h-12z">{title}</path>'


def _day(fact: Fact) -> dt.date | None:
    date = (fact.period.start or fact.period.end) if fact.period else None
    return date.first if date else None
