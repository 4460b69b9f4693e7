"""Screening flags in reported trade: each with its method, its inputs, its innocent explanations and the check it needs.

A flag is never a finding. Statistics are coarse (an HS chapter holds banned and lawful goods), misbooked (the two Koreas) and late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stanch.statistics.mirror import INNOCENT, PLAIN_RATIO, MirrorGap, mirror_gaps
from stanch.statistics.model import Direction, Flow

TARGET = "KP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something in the figures that deserves a look."""

    kind: str
    country: str
    period: str
    hs: str
    value_usd: Decimal | None
    what: str
    method: str
    innocent: tuple[str, ...]
    check: str
    lines: tuple[int, ...]  # rows of the table it rests on
    provisions: tuple[str, ...] = ()  # the paragraphs it was held against
    valuation: str = "CIF"  # of value_usd, nominal US dollars of the period


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """From when a chapter of goods from the target may not be imported, as the rulebook says."""

    hs: str
    provision: str
    last_lawful_day: str  # the last day of the wind-down, YYYY-MM-DD
    whole_chapter: bool
    until: str = "9999-12-31"  # the last day of this wording
    exempted: bool = False  # the paragraph has exemptions, which no table of trade can show


def imports_after_ban(flows: Iterable[Flow], bans: Sequence[Ban]) -> list[Flag]:
    """Imports from the target that a reporter still shows for a period that begins after the last lawful day.

    Of several paragraphs that forbid a code, one without exemptions is named before one with, and the latest first. A chapter that
    merely holds a forbidden heading is flagged as such, unless a paragraph forbids it whole.
    """
    found = []
    ordered = sorted(
        bans, key=lambda ban: (ban.exempted, _newest(ban.last_lawful_day), ban.hs, ban.provision)
    )
    for flow in flows:
        if flow.partner != TARGET or flow.direction is not Direction.IMPORT or flow.value_usd <= 0:
            continue
        due = [ban for ban in ordered if ban.last_lawful_day < _begins(flow.period) <= ban.until]
        whole = [ban for ban in due if flow.hs.startswith(ban.hs)]
        part = [ban for ban in due if ban.hs.startswith(flow.hs)] if not whole else []
        if whole:
            found.append(_after_ban(flow, whole[0]))
        elif part:
            found.append(_in_banned_chapter(flow, part))
    return sorted(found, key=_order)


def _newest(day: str) -> int:
    return -int(day.replace("-", ""))


def _begins(period: str) -> str:
    return f"{period}-01-01" if len(period) == 4 else f"{period}-01"


_COUNTED = (
    "the Republic of Korea was meant",
    "goods cleared late that came in before",
    "origin booked by the reporter though the goods came from elsewhere",
)


def _reported(flow: Flow) -> str:
    return f"imports of HS {flow.hs} from the target worth {flow.value_usd:,.0f} USD are reported for {flow.period}"


def _after_ban(flow: Flow, ban: Ban) -> Flag:
    coarse = () if ban.whole_chapter else ("the chapter also holds goods that the paragraph does not name",)
    exempted = ("an exemption of the paragraph covered it",) if ban.exempted else ()
    return Flag(
        kind="import_after_ban",
        country=flow.reporter,
        period=flow.period,
        hs=flow.hs,
        value_usd=flow.value_usd,
        what=f"{_reported(flow)}, after {ban.last_lawful_day}",
        method=f"the reporter's own imports against {ban.provision}",
        innocent=(*_COUNTED, *coarse, *exempted),
        check="ask the reporter for the entries at six digits, with importer and port of loading",
        lines=(flow.line,),
        provisions=(ban.provision,),
        valuation=flow.valuation,
    )


def _in_banned_chapter(flow: Flow, bans: Sequence[Ban]) -> Flag:
    headings = ", ".join(sorted({ban.hs for ban in bans}))
    last = max(ban.last_lawful_day for ban in bans)
    return Flag(
        kind="import_in_banned_chapter",
        country=flow.reporter,
        period=flow.period,
        hs=flow.hs,
        value_usd=flow.value_usd,
        what=f"{_reported(flow)}; the code also holds {headings}, forbidden since {last}",
        method=f"the reporter's own imports against {', '.join(sorted({ban.provision for ban in bans}))}",
        innocent=("goods of the code that no paragraph names", *_COUNTED),
        check=f"ask the reporter whether the entries are {headings} at four digits",
        lines=(flow.line,),
        provisions=tuple(sorted({ban.provision for ban in bans})),
        valuation=flow.valuation,
    )


def cheap_goods(flows: Iterable[Flow], *, below: Decimal = Decimal("0.5")) -> list[Flag]:
    """Imports from the target whose price a kilogram lies below a share of the median price paid for the same code and period.

    The market is what imports from others cost where the table holds three such prices, else what others paid the target.
    """
    ours: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    others: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow.direction is Direction.IMPORT and flow.weight_kg:
            (ours if flow.partner == TARGET else others)[flow.period, flow.hs].append(flow)
    found = []
    for (period, hs), group in sorted(ours.items()):
        market = others[period, hs] if len(others[period, hs]) >= 3 else group
        prices = sorted(_price(flow) for flow in market)
        if len(prices) < 3:
            continue
        middle = prices[len(prices) // 2]
        where = "imports from others" if market is not group else "reporters"
        found += [
            _cheap(flow, period, hs, middle, f"{len(prices)} {where}")
            for flow in group
            if _price(flow) < middle * below
        ]
    return sorted(found, key=_order)


def _price(flow: Flow) -> Decimal:
    assert flow.weight_kg
    return flow.value_usd / flow.weight_kg


def _cheap(flow: Flow, period: str, hs: str, middle: Decimal, market: str) -> Flag:
    return Flag(
        kind="price_below_market",
        country=flow.reporter,
        period=period,
        hs=hs,
        value_usd=flow.value_usd,
        what=f"{_price(flow):.4f} USD a kilogram, where the median of {market} is {middle:.4f}",
        method="value over net weight, against the median of the same code and period",
        innocent=(
            "another quality or product within the code",
            "weight reported gross or in another unit",
            "contract prices that lag",
        ),
        check="compare at six digits, and with the same reporter's price from other origins",
        lines=(flow.line,),
    )


def sudden_partners(
    flows: Iterable[Flow], *, at_least_usd: Decimal = Decimal(1_000_000), times: Decimal = Decimal(10)
) -> list[Flag]:
    """Reporters whose imports of a code from the target jump from one year to the next by `times` or from nothing."""
    yearly: dict[tuple[str, str], dict[int, tuple[Decimal, tuple[int, ...]]]] = defaultdict(dict)
    years: set[tuple[str, int]] = set()
    for flow in flows:
        if flow.partner == TARGET and flow.direction is Direction.IMPORT:
            held, lines = yearly[flow.reporter, flow.hs].get(flow.year, (Decimal(0), ()))
            yearly[flow.reporter, flow.hs][flow.year] = (held + flow.value_usd, (*lines, flow.line))
            years.add((flow.hs, flow.year))
    found = []
    for (reporter, hs), by_year in yearly.items():
        for year, (value, lines) in by_year.items():
            # a year before the table begins for this code is unknown, not zero
            if (hs, year - 1) not in years or value < at_least_usd:
                continue
            before = by_year.get(year - 1, (Decimal(0), ()))[0]
            if value >= before * times:
                found.append(_sudden(reporter, hs, year, value, before, lines))
    return sorted(found, key=_order)


def _sudden(
    reporter: str, hs: str, year: int, value: Decimal, before: Decimal, lines: tuple[int, ...]
) -> Flag:
    earlier = f"{before:,.0f}" if before else "none reported"
    return Flag(
        kind="sudden_partner",
        country=reporter,
        period=str(year),
        hs=hs,
        value_usd=value,
        what=f"imports of HS {hs} from the target rise from {earlier} to {value:,.0f} USD in {year}",
        method="the same reporter and code, year on year",
        innocent=(
            "the Republic of Korea was meant",
            "a reporter that changed its way of counting",
            "one large lawful delivery",
        ),
        check="look at the same code with partner Republic of Korea: a fall of the same size there means a misbooking",
        lines=lines,
    )


def mirror_flags(flows: Iterable[Flow]) -> list[Flag]:
    """Trade of third parties whose two sides differ by more than freight, turn of the year or re-export explain by themselves."""
    found = [
        Flag(
            kind="mirror_gap",
            country=gap.importer,
            period=gap.period,
            hs=gap.hs,
            value_usd=gap.importer_says_usd,
            what=f"{gap.importer} reports {gap.importer_says_usd:,.0f} USD from {gap.exporter}, which reports {gap.exporter_says_usd:,.0f}",
            method=_mirror_method(gap),
            innocent=INNOCENT,
            check="look at six digits and at the ports in between; ask both sides for the states of origin and of consignment",
            lines=(),
        )
        for gap in mirror_gaps(flows)
        if gap.ratio is not None and not gap.explained_by
    ]
    return sorted(found, key=_order)


def _mirror_method(gap: MirrorGap) -> str:
    """The ratios that were looked at."""
    tried = f"importer's value (CIF) over exporter's (FOB), same code and period: {gap.ratio:.2f}"
    if gap.two_year_ratio is not None:
        tried += f"; over two years: {gap.two_year_ratio:.2f}"
    if gap.ratio_with_re_exports is not None:
        tried += f"; with the exporter's re-exports: {gap.ratio_with_re_exports:.2f}"
    return f"{tried}; outside {PLAIN_RATIO[0]} to {PLAIN_RATIO[1]}"


def find_flags(flows: Sequence[Flow], bans: Sequence[Ban], dropped: Sequence[Flow] = ()) -> list[Flag]:
    """Every flag of every kind; a year of `dropped` reports is unknown, so no rise is measured from it."""
    unknown = {(flow.reporter, flow.hs, flow.year) for flow in dropped}
    found = imports_after_ban(flows, bans) + [flag for detect in DETECTORS for flag in detect(flows)]
    return [
        flag
        for flag in found
        if flag.kind != "sudden_partner" or (flag.country, flag.hs, int(flag.period) - 1) not in unknown
    ]


def _order(flag: Flag) -> tuple[str, str, str, str]:
    return (flag.country, flag.period, flag.hs, flag.kind)


# Every kind of flag that needs nothing but flows, in the order of a report.
DETECTORS: tuple[Callable[[Iterable[Flow]], list[Flag]], ...] = (cheap_goods, sudden_partners, mirror_flags)
