"""Small makers of facts for tests of the campaign."""

from __future__ import annotations

from typing import Any

from stanch.dates import parse_period
from stanch.facts.model import Action, Position, Says, Stance, Tie, TieStatus, Voice
from stanch.records import Claim, Source, SourceClass, Stage, Standing

SOURCE = Source(key="s", url="https://x.example/1", publisher="Daily", source_class=SourceClass.PRESS)


def _base(kind: str, country: str, channel: str, when: str, statement: str) -> dict[str, Any]:
    period = parse_period(when)
    claim = Claim(
        kind=kind, subject=country, channel=channel, statement=statement, source=SOURCE, period=period
    )
    return {
        "key": f"{kind}-{country}-{channel}-{when}",
        "country": country,
        "channel": channel,
        "statement": statement,
        "period": period,
        "standing": Standing.SINGLE_SOURCE,
        "why": "one source",
        "voices": (Voice(claim=claim, says=Says.AFFIRMS),),
    }


def action(
    country: str = "MY", when: str = "2017-09-20", channel: str = "labour.workers", **changes: Any
) -> Action:
    base = _base("action", country, channel, when, "It acted.") | {
        "act": "stop_permits",
        "stage": Stage.REPORTED_DONE,
    }
    return Action(**(base | changes))


def tie(country: str = "MY", when: str = "2016/..", channel: str = "labour.workers", **changes: Any) -> Tie:
    return Tie(
        **(
            _base("tie", country, channel, when, "Workers are employed.")
            | {"status": TieStatus.ACTIVE}
            | changes
        )
    )


def position(
    country: str = "MY", when: str = "2017-05-04", issue: str = "pressure", stance: Stance = Stance.SUPPORTS
) -> Position:
    base = _base("position", country, "", when, "It said so.")
    base["key"] += issue + stance.value
    return Position(**base, issue=issue, stance=stance)
