"""The file in time: every dated fact as one dot, in the lane of its kind."""

from __future__ import annotations

from stanch.dossier.model import Happening, Timeline
from stanch.dossier.show import written_period
from stanch.dossier.writing import Writing, say
from stanch.facts.model import Fact

_FROM = 2000
_LEAST = 4


def timeline(w: Writing) -> Timeline | None:
    """Ties, steps, statements and events by the day they began; None where a line would show too few."""
    happenings = []
    lanes = {
        "Ties": w.view.ties,
        "Steps": w.view.actions,
        "Statements": w.view.positions,
        "Events": w.view.events,
    }
    for lane, facts in lanes.items():
        happenings += [
            _happening(w, lane, fact)
            for fact in facts
            if fact.first_day is not None and fact.first_day.year >= _FROM
        ]
    if len(happenings) < _LEAST:
        return None
    used = tuple(lane for lane in lanes if any(h.lane == lane for h in happenings))
    ordered = tuple(sorted(happenings, key=lambda h: (h.first, h.lane, h.text)))
    return Timeline(
        title="Each dot is one fact of the file, at the day it began", lanes=used, happenings=ordered
    )


def _happening(w: Writing, lane: str, fact: Fact) -> Happening:
    assert fact.first_day is not None
    return Happening(
        first=fact.first_day.isoformat(),
        date=written_period(fact.period),
        lane=lane,
        text=say(w, fact).text,
        refs=w.ledger.cite(fact),
    )
