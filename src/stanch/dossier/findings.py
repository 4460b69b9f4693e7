"""Ties put to the rulebook: what the law of the day said of each, as far as its date, act and goods are known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from stanch.dossier.view import View
from stanch.facts.model import Tie, TieStatus
from stanch.files import StrictModel, read_yaml
from stanch.records import Standing
from stanch.rulebook.activity import Activity
from stanch.rulebook.check import check
from stanch.rulebook.model import Regime
from stanch.rulebook.verdict import Bite, Layer, Verdict

_BUYS = frozenset({"procure", "buy_fishing_rights"})
_SELLS = frozenset({"supply"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TieFinding:
    """What the Security Council's rules say of one tie on its own days.

    `sure` is False where the answer differs between the first and the last day that the tie's date can mean.
    """

    tie: Tie
    verdict: Verdict
    provisions: tuple[str, ...]  # that forbid it, or stand against it
    ways: tuple[str, ...]  # kinds of way that would have made it lawful: exemption, cap, wind_down
    sure: bool
    day: dt.date

    @property
    def apparent_breach(self) -> bool:
        """Prohibited on every day it can have been, with no way out in the text, and not disputed, alleged or planned."""
        return (
            self.verdict is Verdict.PROHIBITED
            and self.sure
            and not self.ways
            and self.tie.status in (TieStatus.ACTIVE, TieStatus.ENDED)
            and self.tie.standing in (Standing.CORROBORATED, Standing.SINGLE_SOURCE)
        )


class _Goods(StrictModel):
    goods: dict[str, tuple[str, ...]]


@lru_cache(maxsize=4)
def load_goods(data_dir: Path) -> dict[str, tuple[str, ...]]:
    """Channel to items of the goods lexicon."""
    return read_yaml(data_dir / "dossier" / "goods.yml", _Goods).goods


def findings_of(view: View, regime: Regime, goods: dict[str, tuple[str, ...]]) -> dict[str, TieFinding]:
    """The finding of every tie that says what was done and when, by the tie's key."""
    found = (_finding(tie, view, regime, goods) for tie in view.ties)
    return {finding.tie.key: finding for finding in found if finding is not None}


def _finding(tie: Tie, view: View, regime: Regime, goods: dict[str, tuple[str, ...]]) -> TieFinding | None:
    days = _days(tie, view.as_of)
    if not tie.act or days is None or tie.status in (TieStatus.NONE, TieStatus.PLANNED):
        return None
    activity = _activity(tie, view.code, goods)
    first, last = (_answer(activity, day, view, regime) for day in days)
    against = tuple(f.provision for f in last.findings if f.bite is Bite.BITES and f.verdict is last.verdict)
    ways = {item.way.partition(" ")[0] for item in last.would_be_lawful if item.provision in against}
    return TieFinding(
        tie=tie,
        verdict=last.verdict,
        provisions=against if last.verdict is not Verdict.NOT_COVERED else (),
        ways=tuple(sorted(ways & {"exemption", "cap", "wind_down"})),
        sure=first.verdict is last.verdict,
        day=days[1],
    )


def _days(tie: Tie, as_of: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and last day that the latest sight of the tie can mean; None where it has no date."""
    if tie.period is None:
        return None
    date = tie.period.end or tie.period.start
    if date is None:
        return None
    if tie.period.open_end:
        told = [v.claim.source.published_on for v in tie.voices if v.claim.source.published_on]
        date = max((*told, date), key=lambda each: each.last)
    return min(date.first, as_of), min(date.last, as_of)


def _activity(tie: Tie, code: str, goods: dict[str, tuple[str, ...]]) -> Activity:
    items = frozenset(goods.get(tie.channel, ()))
    buys, sells = tie.act in _BUYS, tie.act in _SELLS
    return Activity(
        act=tie.act,
        items=items,
        from_country="KP" if buys else code if sells else "",
        to_country=code if buys else "KP" if sells else "",
        origin="KP" if buys else "",
        nationality="KP" if tie.channel.startswith("labour.") else "",
        state=code,
    )


def _answer(activity: Activity, day: dt.date, view: View, regime: Regime) -> Layer:
    answer = check(activity, day, view.known_on, regime=regime, authorities=("un",))
    return answer.layers[0]
