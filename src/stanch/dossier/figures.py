"""Numbers that are drawn: trade by year, workers, missions; series of different origin are never mixed."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from stanch.dossier.amounts import rounded, written_amount
from stanch.dossier.model import (
    Block,
    Chart,
    Item,
    Listing,
    Point,
    Series,
    Statement,
    Table,
)
from stanch.dossier.show import sentence, written, written_period
from stanch.dossier.view import newest_first, oldest_first
from stanch.dossier.writing import Writing, fact_badges, lead_of, replies, say
from stanch.facts.model import Figure, Mission, Side

_MILLION = Decimal(10) ** 6
_DIRECTIONS = {"exports": "From the DPRK", "imports": "To the DPRK", "trade": "Both directions"}
_LEAST_BARS = 3


def trade_chart(w: Writing) -> list[Block]:
    """The longest yearly series as bars, and every figure held in a table."""
    figures = [f for f in w.view.figures if f.measure in _DIRECTIONS and f.quantity.unit == "USD"]
    rest = [f for f in w.view.figures if w.area(f).key == "goods" and f not in figures]
    blocks: list[Block] = []
    series = _yearly(figures)
    if series:
        blocks.append(_bars(w, *series))
    if figures or rest:
        blocks.append(_table(w, "Trade figures held", [*figures, *rest]))
    return blocks


def _yearly(figures: list[Figure]) -> tuple[str, list[Figure]] | None:
    """The series with the most years of exports and imports of all goods, or None when none has enough."""
    by_series: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.goods == "" and figure.value is not None and is_year(figure) and figure.measure != "trade":
            by_series[figure.series].append(figure)
    if not by_series:
        return None
    name = max(sorted(by_series), key=lambda key: len({_year(f) for f in by_series[key]}))
    return (name, by_series[name]) if len({_year(f) for f in by_series[name]}) >= _LEAST_BARS else None


def is_year(figure: Figure) -> bool:
    """True when the figure is for one calendar year."""
    period = figure.period
    return (
        period is not None
        and period.start is not None
        and period.start == period.end
        and len(period.start.text) == 4
    )


def _year(figure: Figure) -> str:
    assert figure.period is not None and figure.period.start is not None
    return figure.period.start.text


def _bars(w: Writing, name: str, figures: list[Figure]) -> Chart:
    series = []
    for measure in ("exports", "imports"):
        points = tuple(
            Point(label=_year(f), low=_millions(f), high=_millions(f), refs=w.ledger.cite(f))
            for f in oldest_first(f for f in figures if f.measure == measure)
        )
        if points:
            series.append(Series(name=_DIRECTIONS[measure], points=points))
    note = Statement(
        text=f"Series: {name or 'as the source gives it'}. Years without a bar have no figure held, which is not the same as no trade.",
        refs=w.ledger.cite(figures[0])[:1],
    )
    return Chart(
        kind="bars", title="Trade in goods by year", unit="USD million", series=tuple(series), note=note
    )


def _millions(figure: Figure) -> Decimal:
    assert figure.value is not None
    return rounded(figure.value) / _MILLION


def _table(w: Writing, caption: str, figures: list[Figure]) -> Table:
    rows = []
    for figure in newest_first(figures):
        refs = w.ledger.cite(figure)
        what = _DIRECTIONS.get(figure.measure, figure.measure.replace("_", " "))
        goods = f", {figure.goods}" if figure.goods else ""
        rows.append(
            (
                Statement(text=written_period(figure.period), refs=refs, sort=_sort(figure)),
                Statement(text=f"{what}{goods}", refs=refs),
                Statement(
                    text=written_amount(figure.quantity),
                    refs=refs,
                    sort=str(figure.quantity.high or figure.quantity.low or ""),
                    badges=fact_badges(figure),
                ),
                Statement(text=figure.series or "—", refs=refs),
            )
        )
    return Table(
        caption=f"{caption} ({len(rows)})",
        columns=("When", "What", "Amount", "Series"),
        rows=tuple(rows),
        widths=(3, 5, 4, 4),
        folded=len(rows) > 6,
        sortable=True,
        order="newest first",
        paper=8,
    )


def _sort(figure: Figure) -> str:
    day = figure.last_day or figure.first_day
    return day.isoformat() if day else "0000"


def workers_chart(w: Writing) -> list[Block]:
    """Workers and nationals counted, each figure as a range under its date."""
    figures = [
        f
        for f in oldest_first(w.view.figures)
        if f.measure in ("workers", "nationals", "repatriated") and f.quantity.unit == "persons"
    ]
    whole = [f for f in figures if f.quantity.low is not None and f.quantity.high is not None]
    blocks: list[Block] = []
    if len(whole) >= 2:
        names = {"workers": "At work", "nationals": "All nationals", "repatriated": "Sent home"}
        series = []
        for measure, name in names.items():
            points = tuple(
                Point(
                    label=f"{name}, {_short(f)}",
                    low=f.quantity.low or Decimal(0),
                    high=f.quantity.high or Decimal(0),
                    refs=w.ledger.cite(f),
                )
                for f in whole
                if f.measure == measure
            )
            if points:
                series.append(Series(name=name, points=points))
        note = Statement(
            text="Counts differ in what they count; each is shown as its source gives it.",
            refs=w.ledger.cite(whole[0])[:1],
        )
        blocks.append(
            Chart(
                kind="ranges", title="DPRK nationals counted", unit="persons", series=tuple(series), note=note
            )
        )
    if figures:
        blocks.append(
            Listing(items=tuple(Item(head=say(w, f), body=replies(w, f)) for f in newest_first(figures)))
        )
    return blocks


def _short(figure: Figure) -> str:
    period = figure.period
    day = (period.start or period.end) if period else None
    return written(day) if day else "undated"


MISSION_WORDS = {
    "embassy": "embassy",
    "consulate_general": "consulate general",
    "consular_office": "consular office",
    "representative_office": "representative office",
    "cooperation_office": "cooperation office",
    "un_mission": "mission to the United Nations",
}


def missions_block(w: Writing) -> list[Block]:
    """How the missions stood, either way, newest word first."""
    if not w.view.missions:
        return []
    items = tuple(
        Item(head=mission_statement(w, mission), body=replies(w, mission))
        for mission in newest_first(w.view.missions)
    )
    return [Listing(items=items)]


def mission_statement(w: Writing, mission: Mission) -> Statement:
    """One mission in one sentence, with the day it was so."""
    kind = MISSION_WORDS.get(mission.type, mission.type.replace("_", " "))
    place = f" in {mission.city}" if mission.city else ""
    own = f"{w.view.name}'s {kind} in {mission.city or 'Pyongyang'}"
    what = f"The DPRK {kind}{place}" if mission.side is Side.OF_TARGET else own
    if mission.type == "non_resident":
        what = f"A DPRK envoy accredited from {mission.city or 'elsewhere'}"
    if mission.type == "none" or mission.status == "none":
        text = (
            "No DPRK mission"
            if mission.side is Side.OF_TARGET
            else f"No mission of {w.view.name} in Pyongyang"
        )
    elif mission.status in ("open", "closed", "suspended"):
        text = f"{what} was {mission.status}"
    else:
        text = f"{what}: {mission.status}"
    told = mission.statement and not mission.statement.startswith("Mission of ")
    return Statement(
        text=f"{sentence(text)} {sentence(mission.statement)}" if told else sentence(text),
        refs=w.ledger.cite(mission),
        lead=lead_of(mission),
        badges=fact_badges(mission),
    )


def latest_trade(w: Writing) -> Figure | None:
    """The latest yearly figure of what the DPRK sold, or of trade both ways, that is held."""
    figures = [
        f
        for f in w.view.figures
        if f.measure in ("exports", "trade") and f.quantity.unit == "USD" and not f.goods and is_year(f)
    ]
    figures.sort(key=lambda f: (_year(f), f.measure == "exports", f.key))
    return figures[-1] if figures else None


def latest_workers(w: Writing) -> Figure | None:
    """The latest count of workers held."""
    figures = [
        f for f in w.view.figures if f.measure == "workers" and f.quantity.unit == "persons" and f.period
    ]
    return newest_first(figures)[0] if figures else None


def latest_mission(w: Writing) -> Mission | None:
    """The latest word on the DPRK embassy there."""
    missions = [m for m in w.view.missions if m.side is Side.OF_TARGET and m.type == "embassy"]
    return newest_first(missions)[0] if missions else None
