"""Tiny makers of facts and views for the tests of this room."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from stanch.dates import parse_partial, parse_period
from stanch.dossier.areas import load_areas
from stanch.dossier.ledger import Ledger
from stanch.dossier.view import View
from stanch.dossier.writing import Writing
from stanch.facts.model import Action, Figure, Mission, Position, Says, Side, Stance, Tie, TieStatus, Voice
from stanch.facts.weigh import weigh
from stanch.records import Claim, Quantity, Source, SourceClass, Stage
from stanch.rulebook.load import load_regime
from stanch.settings import packaged_data

DAY = dt.date(2018, 6, 1)


def source(key: str = "paper", published: str = "2018-01-02") -> Source:
    return Source(
        key=key,
        url=f"https://{key}.example/page",
        publisher=key.title(),
        source_class=SourceClass.PRESS,
        published_on=parse_partial(published) if published else None,
    )


def voice(
    statement: str,
    *,
    says: Says = Says.AFFIRMS,
    when: str = "2017",
    key: str = "paper",
    said_by: str = "",
    quantity: Quantity | None = None,
    published: str = "2018-01-02",
) -> Voice:
    return Voice(
        claim=Claim(
            kind="tie",
            subject="MY",
            channel="trade.total",
            statement=statement,
            source=source(key, published),
            period=parse_period(when),
            said_by=said_by,
            quantity=quantity,
        ),
        says=says,
    )


def _common(
    statement: str, voices: tuple[Voice, ...], when: str, key: str, channel: str, country: str
) -> dict[str, Any]:
    heard = voices or (voice(statement, when=when),)
    return {
        "key": key or statement,
        "country": country,
        "channel": channel,
        "statement": statement,
        "period": parse_period(when),
        "standing": weigh(heard).standing,
        "why": weigh(heard).why,
        "voices": heard,
    }


def tie(
    statement: str = "A tie ran",
    *,
    channel: str = "labour.workers",
    when: str = "2018-02",
    status: TieStatus = TieStatus.ACTIVE,
    voices: tuple[Voice, ...] = (),
    key: str = "",
    country: str = "MY",
    **more: Any,
) -> Tie:
    return Tie(status=status, **_common(statement, voices, when, key, channel, country), **more)


def action(
    statement: str = "A step was taken",
    *,
    channel: str = "labour.workers",
    when: str = "2018-03",
    act: str = "repatriate_workers",
    stage: Stage = Stage.REPORTED_DONE,
    voices: tuple[Voice, ...] = (),
    key: str = "",
    country: str = "MY",
    **more: Any,
) -> Action:
    return Action(act=act, stage=stage, **_common(statement, voices, when, key, channel, country), **more)


def position(
    statement: str,
    *,
    issue: str = "pressure",
    stance: Stance = Stance.SUPPORTS,
    when: str = "2017-08",
    country: str = "MY",
) -> Position:
    return Position(issue=issue, stance=stance, **_common(statement, (), when, "", "", country))


def mission(
    *, status: str = "open", when: str = "2017", side: Side = Side.OF_TARGET, country: str = "MY"
) -> Mission:
    common = _common("Mission of the DPRK", (), when, f"{side}-{status}-{when}", "diplomacy.mission", country)
    return Mission(side=side, type="embassy", status=status, city="Kuala Lumpur", **common)


def figure(
    statement: str, low: int, high: int, *, measure: str = "workers", unit: str = "persons", when: str = "2017",
    channel: str = "labour.workers",
) -> Figure:  # fmt: skip
    from decimal import Decimal

    quantity = Quantity(unit=unit, low=Decimal(low), high=Decimal(high))
    voices = (voice(statement, when=when, quantity=quantity),)
    return Figure(measure=measure, quantity=quantity, **_common(statement, voices, when, "", channel, "MY"))


def view(as_of: dt.date = DAY, **held: Any) -> View:
    return View(code="MY", name="Malaysia", as_of=as_of, **held)


def writing(held: View, data_dir: Path | None = None) -> Writing:
    data = data_dir or packaged_data()
    regime = load_regime("dprk", data_dir=data)
    return Writing(
        view=held,
        ledger=Ledger(regime),
        regime=regime,
        areas=load_areas(data),
        name_of=lambda code: {"MY": "Malaysia", "KW": "Kuwait"}.get(code, code),
        words={},
    )
