"""The ledger shows both sides, and a percentage never without its base."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from stanch.campaign.conditions import bargains
from stanch.campaign.ledger import changes, ledger, percent_change
from stanch.dates import parse_period
from stanch.facts.model import Effect, Figure, Says, Voice
from stanch.records import Claim, Quantity, Stage, Standing
from tests.campaign.factory import SOURCE, action


def figure(year: str, value: int, unit: str = "USD", series: str = "KOTRA") -> Figure:
    claim = Claim(kind="figure", subject="RU", channel="trade.total", statement="s", source=SOURCE)
    return Figure(
        key=f"f{year}",
        country="RU",
        channel="trade.total",
        statement="Trade.",
        period=parse_period(year),
        standing=Standing.SINGLE_SOURCE,
        why="one source",
        voices=(Voice(claim=claim, says=Says.AFFIRMS),),
        measure="trade",
        quantity=Quantity(unit=unit, low=Decimal(value), high=Decimal(value)),
        series=series,
    )


def test_relief_and_what_goes_against_a_paragraph_stand_on_one_side() -> None:
    """The second is marked, since it is more than relief."""
    held = [
        action(),
        action(when="2017-10-01", effect=Effect.RELIEF),
        action(when="2017-11-01", effect=Effect.CONTRARY),
    ]
    entries = ledger(held, "MY")
    assert [(entry.side, entry.against_a_paragraph) for entry in entries] == [
        ("pressure", False),
        ("relief", False),
        ("relief", True),
    ]
    assert len(ledger(held, "MY", as_of=dt.date(2017, 10, 15))) == 2
    assert ledger(held, "SG") == ()


def test_a_change_keeps_both_levels_and_never_mixes_series_or_units() -> None:
    """Up 73 per cent of what, since when, by whose count."""
    (change,) = changes(
        [
            figure("2016", 100),
            figure("2017", 173),
            figure("2018", 90, series="ITC"),
            figure("2015", 5, unit="EUR"),
        ]
    )
    assert change.percent == Decimal("73.0")
    assert (change.base.value, change.after.value, change.side) == (Decimal(100), Decimal(173), "relief")


def test_no_percentage_on_nothing() -> None:
    """From zero there is no per cent."""
    assert percent_change(Decimal(0), Decimal(5)) is None


def test_a_bargain_is_followed_to_its_latest_step() -> None:
    """Relief promised, withheld, then granted: the state is the last one held by the day asked."""
    steps = [
        action(
            "US",
            "2017-01-13",
            act="promise",
            effect=Effect.RELIEF,
            others=("SD",),
            condition="cuts ties",
            stage=Stage.ANNOUNCED,
        ),
        action("US", "2017-07-11", act="withhold", others=("SD",), condition="carries out the resolutions"),
        action(
            "US",
            "2017-10-06",
            act="grant_relief",
            effect=Effect.RELIEF,
            others=("SD",),
            condition="carries out the resolutions",
        ),
    ]
    assert [bargain.state for bargain in bargains(steps)] == ["granted"]
    (then,) = bargains(steps, as_of=dt.date(2017, 8, 6))
    assert (then.state, then.receiver, then.conditions) == (
        "withheld",
        "SD",
        ("cuts ties", "carries out the resolutions"),
    )
