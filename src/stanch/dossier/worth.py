"""What a stream from one country brought the sanctioned state, year by year: the rows behind every sum of money in a dossier.

Two kinds of figure, never added to each other: imports that the state itself reported, and ranges put together from what sources say
(``data/leaks/cells.tsv``). Amounts are nominal US dollars of the year.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from stanch.dates import parse_partial
from stanch.dossier.amounts import rounded, scaled, with_unit
from stanch.dossier.areas import within
from stanch.dossier.figures import is_year
from stanch.dossier.model import Figure as KeyFigure
from stanch.dossier.model import Row, RowKind, Statement
from stanch.dossier.show import host, number, sentence, written
from stanch.dossier.writing import Writing
from stanch.facts.model import Figure
from stanch.leaks.interdict import Assumptions, Closure, single
from stanch.leaks.model import Cell, Stream
from stanch.leaks.money import Money
from stanch.leaks.reported import StreamYear
from stanch.records import content_id
from stanch.rulebook.model import Provision

_MILLION = Decimal(10) ** 6
FUELS = "Coal and other mineral fuels"
_URL = re.compile(r"https?://[^\s()]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """One stream in one year, as a range in US dollars, with the row it rests on."""

    stream: Stream
    year: int
    low: Decimal
    high: Decimal
    refs: tuple[str, ...]
    basis: str
    cell: Cell | None = None  # None: reported imports

    @property
    def title(self) -> str:
        """The stream's name; mineral fuels where a report is for the whole chapter, of which coal is only a part."""
        return FUELS if self.cell is None and self.stream.hs == ("27",) else self.stream.title

    @property
    def text(self) -> str:
        """ "USD 10 to 151.6 million"."""
        return amount_text(self.low, self.high)


def amount_text(low: Decimal, high: Decimal) -> str:
    """A range of dollars in words, each end rounded as everywhere in a dossier."""
    if low == high:
        return with_unit(scaled(low), "USD")
    first, last = scaled(low), scaled(high)
    for word in ("billion", "million"):
        if first.endswith(word) and last.endswith(word):
            first = first.removesuffix(f" {word}")
    return with_unit(f"{first} to {last}", "USD")


def worths(w: Writing) -> tuple[Worth, ...]:
    """Every stream and year of the country that the two clocks let through, by stream, oldest first."""
    if not w.worths:
        w.worths.append(_gathered(w))
    held: tuple[Worth, ...] = w.worths[0]
    return held


def _gathered(w: Writing) -> tuple[Worth, ...]:
    if w.money is None:
        return ()
    ranges = [_of_cell(w, w.money, cell) for cell in w.money.streams.cells if _told(w, cell)]
    held = {(each.stream.key, each.year) for each in ranges}
    reported = [
        _of_reported(w, w.money, each)
        for each in w.money.reported.years_of(w.view.code)
        if reported_by(w, each.year) and (each.stream, each.year) not in held
    ]
    # totals of all goods stand in the table of trade figures; here they speak only where no stream of goods is told apart
    apart = any(each.stream.hs for each in ranges)
    totals = [] if apart else [_of_figure(w, figure) for figure in _totals(w)]
    found = (*ranges, *reported, *totals)
    most = {each.stream.key: Decimal(0) for each in found}
    for each in found:
        most[each.stream.key] = max(most[each.stream.key], each.high)
    return tuple(sorted(found, key=lambda each: (-most[each.stream.key], each.stream.key, each.year)))


def _totals(w: Writing) -> list[Figure]:
    """Yearly totals of what the state bought, as their sources give them."""
    return [
        figure
        for figure in w.view.figures
        if figure.measure == "exports"
        and figure.quantity.unit == "USD"
        and not figure.goods
        and figure.quantity.low is not None
        and figure.quantity.high is not None
        and is_year(figure)
    ]


def _of_figure(w: Writing, figure: Figure) -> Worth:
    """A total of all goods; each series is a stream of its own, since series of different origin are never mixed."""
    series = figure.series or "one source"
    stream = Stream(
        key=f"all_goods:{series}",
        title=f"All goods ({series})",
        channel="trade.total",
        hs=("TOTAL",),
        closed_by=(),
    )
    assert figure.period is not None and figure.period.start is not None
    low, high = figure.quantity.low, figure.quantity.high
    assert low is not None and high is not None
    return Worth(
        stream=stream,
        year=figure.period.start.year,
        low=rounded(low),
        high=rounded(high),
        refs=w.ledger.cite(figure),
        basis=f"total of all goods by {series}",
    )


def latest(found: Sequence[Worth]) -> dict[str, Worth]:
    """The last year held of each stream; a range from sources is preferred to nothing but a report of a few dollars."""
    last: dict[str, Worth] = {}
    for each in found:
        held = last.get(each.stream.key)
        if held is None or held.cell is None or each.cell is not None:
            last[each.stream.key] = each
    return last


def reported_by(w: Writing, year: int) -> bool:
    """True when a year was over, and the clock of publication is not asked: no row of the table has a day of publication."""
    return year < w.as_of.year and w.view.known_on is None


def _told(w: Writing, cell: Cell) -> bool:
    """True for a cell of this country and of a real year that was over, or had been told of, by the day."""
    if cell.partner != w.view.code or not cell.baseline.isdigit() or cell.high <= 0:
        return False
    told = parse_partial(cell.published_on).last if cell.published_on else None
    known_on = w.view.known_on
    if known_on is not None and (told is None or told > known_on):
        return False
    return int(cell.baseline) < w.as_of.year or (told is not None and told <= w.as_of)


def _of_cell(w: Writing, money: Money, cell: Cell) -> Worth:
    stream = money.streams.stream(cell.stream)
    low, high = (rounded(value * _MILLION) for value in (cell.low, cell.high))
    return Worth(
        stream=stream,
        year=int(cell.baseline),
        low=low,
        high=high,
        refs=(cell_row(w, money, cell),),
        basis=cell.basis,
        cell=cell,
    )


def cell_row(w: Writing, money: Money, cell: Cell) -> str:
    """The row of one range, under the name of its source."""
    low, high = (rounded(value * _MILLION) for value in (cell.low, cell.high))
    title = money.streams.stream(cell.stream).title
    text = f"{title}, {w.name_of(cell.partner)}, {cell.baseline}: {amount_text(low, high)}. {sentence(cell.basis)}"
    if cell.assumption:
        text += " An assumption: no source of its own."
    match = _URL.search(cell.source)
    url = match[0] if match else ""
    words = cell.source.replace(url, "").strip(" ()")
    return w.ledger.add(
        Row(
            id=content_id("worth", [text, cell.source]),
            kind=RowKind.CLAIM,
            text=text,
            label=words or host(url),
            url=url,
            locator=f"stream {cell.stream}",
            when=cell.baseline,
            published_on=cell.published_on,
            marks=("assumed",) if cell.assumption else (),
        )
    )


def _of_reported(w: Writing, money: Money, each: StreamYear) -> Worth:
    stream = money.streams.stream(each.stream)
    value = rounded(each.value_usd)
    return Worth(
        stream=stream,
        year=each.year,
        low=value,
        high=value,
        refs=(reported_row(w, money, each),),
        basis=f"imports that {w.view.name} reported, {chapters_text(each)}",
    )


def chapters_text(each: StreamYear, *, most: int = 3) -> str:
    """Under which chapters it was booked, the largest first."""
    codes = [code for code, _ in each.chapters]
    more = " and others" if len(codes) > most else ""
    return f"HS {', '.join(codes[:most])}{more}"


def reported_row(w: Writing, money: Money, each: StreamYear) -> str:
    """The row of one stream and year as reported, with every chapter that it adds up."""
    stream = money.streams.stream(each.stream)
    title = FUELS if stream.hs == ("27",) else stream.title
    source = money.reported.source(each.flows[0])
    worth = amount_text(*(rounded(each.value_usd),) * 2)
    parts = "; ".join(f"HS {code} {number(value)}" for code, value in each.chapters)
    exact = f" ({number(each.value_usd)})" if rounded(each.value_usd) != each.value_usd else ""
    text = (
        f"{w.view.name} reported imports from the DPRK in {each.year} worth {worth}{exact} that count as "
        f"{title[0].lower()}{title[1:]}: {parts}. CIF by convention."
    )
    if any(flow.estimated for flow in each.flows):
        text += " Part of it is marked as estimated."
    return w.ledger.add(
        Row(
            id=content_id("reported", [text]),
            kind=RowKind.CLAIM,
            text=text,
            label=f"{source.publisher}, {source.title}",
            url=source.url,
            locator=f"reporter {each.country}, partner DPRK, imports, read on {written(dt.date.fromisoformat(source.read_on))}",
            when=str(each.year),
            source_class="official_body",
        )
    )


def worth_of_channels(found: Sequence[Worth], channels: Sequence[str]) -> tuple[Worth, ...]:
    """The latest worth of each stream that a list of channels reaches, largest first.

    A stream that is wider than a channel (goods not told apart) speaks for it only where no nearer stream is held.
    """
    last = latest(found).values()
    reached: dict[str, Worth] = {}
    for channel in channels:
        near = [each for each in last if within(each.stream.channel, channel)]
        wide = [each for each in last if within(channel, each.stream.channel)]
        reached.update({each.stream.key: each for each in near or wide})
    return tuple(sorted(reached.values(), key=lambda each: (-each.high, each.stream.key)))


def bans_on(w: Writing, stream: Stream) -> tuple[Provision, ...]:
    """The provisions that close or cap a stream and applied by the day, oldest first."""
    keys = (*stream.closed_by, *(cap for cap, _ in stream.capped_by))
    held = [provision for key in keys if (provision := w.regime.provision(key)) is not None]
    held = [provision for provision in held if provision.versions[0].applies_from <= w.as_of]
    return tuple(sorted(held, key=lambda provision: (provision.versions[0].applies_from, provision.key)))


def closures(w: Writing, found: Sequence[Worth], assumed: Assumptions) -> tuple[tuple[Worth, Closure], ...]:
    """What closing each of the country's sourced streams would cut by itself, best value for effort first."""
    if w.money is None:
        return ()
    made = []
    for each in latest(found).values():
        if each.cell is None or each.cell.assumption:
            continue
        made.append((each, single(w.money.streams, w.money.efforts, each.cell, assumed)))
    return tuple(sorted(made, key=lambda pair: (-pair[1].per_effort, pair[0].stream.key)))


def short_line(streams: Sequence[Worth]) -> Statement:
    """ "Workers abroad, 2017: USD 10 to 151.6 million.", without what was counted: for the first page."""
    text = "; ".join(f"{each.title}, {each.year}: {each.text}" for each in streams)
    refs = tuple(ref for each in streams for ref in each.refs)
    return Statement(lead="Stream at stake:", text=sentence(text), refs=refs)


def area_line(w: Writing, found: Sequence[Worth], channels: Sequence[str]) -> Statement | None:
    """The streams of an area with what was counted, for the head of its part."""
    streams = worth_of_channels(found, channels)[:3]
    return None if not streams else worth_line(streams)


def worth_line(streams: Sequence[Worth]) -> Statement:
    """ "Workers abroad, 2017: USD 10 to 151.6 million (2,000 to 6,064 workers ...)."""
    text = "; ".join(f"{each.title}, {each.year}: {each.text} ({each.basis})" for each in streams)
    refs = tuple(ref for each in streams for ref in each.refs)
    return Statement(lead="Stream at stake:", text=sentence(text), refs=refs)


def stake_line(found: Sequence[Worth], channel: str) -> Statement | None:
    """What the stream of a tie brought in its last year held: the tie has part in it, nobody knows how much."""
    streams = worth_of_channels(found, [channel])
    if not streams:
        return None
    best = streams[0]
    text = f"{best.title} brought {best.text} from here in {best.year}, all such ties together."
    return Statement(lead="At stake:", text=text, refs=best.refs)


def figure(w: Writing) -> KeyFigure | None:
    """The largest stream of the last year held, for the strip of the first page."""
    held = [each for each in latest(worths(w)).values() if each.high >= _MILLION]
    if not held:
        return None
    best = max(held, key=lambda each: (each.high, each.stream.key))
    label = f"{best.title.lower()}: earned here by the DPRK, {best.year}, the last year held"
    return KeyFigure(value=best.text, label=label, refs=best.refs)
