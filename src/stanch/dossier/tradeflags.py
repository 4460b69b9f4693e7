"""Screening flags out of reported trade: what deserves a look, why it may be innocent, what would settle it. Never a finding."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from stanch.dossier.model import Badge, Block, Paragraph, Row, RowKind, Section, Statement, Table, Tone
from stanch.dossier.show import listed, number, plural, sentence, written_day
from stanch.dossier.worth import reported_by
from stanch.dossier.writing import Writing
from stanch.leaks.anomalies import Flag
from stanch.leaks.money import Money
from stanch.records import content_id
from stanch.statistics.model import Flow
from stanch.statistics.vet import Vetted

KIND_WORDS: Mapping[str, str] = {
    "import_after_ban": "import after a ban",
    "import_in_banned_chapter": "chapter with banned goods",
    "price_below_market": "price below market",
    "sudden_partner": "sudden rise",
    "mirror_gap": "two sides differ",
}
_FEW = 6
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def part(w: Writing) -> Section | None:
    """The flags of a country's own reports, and the reports that are not believed; None where there are none."""
    if w.money is None:
        return None
    flags = flags_of(w)
    dropped = [item for item in w.money.reported.dropped(w.view.code) if reported_by(w, item.flow.year)]
    if not flags and not dropped:
        return None
    blocks: list[Block] = [Paragraph(statements=(_intro(w, flags),))]
    if flags:
        blocks.append(_table(w))
    if dropped:
        blocks.append(_dropped(w, w.money, dropped))
    return Section(key="gaps-trade", title="Reported trade that deserves a look", blocks=tuple(blocks))


def flags_of(w: Writing) -> list[Flag]:
    """The flags that the two clocks let through."""
    if w.money is None:
        return []
    return [flag for flag in w.money.reported.flags_of(w.view.code) if reported_by(w, int(flag.period[:4]))]


def _intro(w: Writing, flags: list[Flag]) -> Statement:
    rule = w.ledger.rule(
        "Screening flags come from a state's own reports to UN Comtrade, chapter by chapter. A chapter is coarse, reporters confuse the "
        "two Koreas, and goods are booked late: a flag is a reason to ask, never a finding."
    )
    count = count_row(w, flags)
    text = f"{plural(len(flags), 'screening flag')} in the state's own reports. A flag is a reason to ask, never a finding."
    return Statement(text=sentence(text), refs=(count, rule))


def count_row(w: Writing, flags: list[Flag]) -> str:
    """The row that counts a country's flags, kind by kind."""
    text = f"Screening flags in reports of {w.view.name}: {len(flags)}"
    text += f", namely {summary(w)}." if flags else "."
    return w.ledger.count(text, [_flag_row(w, flag) for flag in flags])


def flow_row(w: Writing, money: Money, flow: Flow) -> str:
    """The row of one reported figure."""
    source = money.reported.source(flow)
    text = f"{w.name_of(flow.reporter)} reported imports of HS {flow.hs} from the DPRK in {flow.period} worth USD {number(flow.value_usd)}."
    return w.ledger.add(
        Row(
            id=content_id("flow", [text, flow.line]),
            kind=RowKind.CLAIM,
            text=text,
            label=f"{source.publisher}, {source.title}",
            url=source.url,
            locator=f"reporter {flow.reporter}, partner DPRK, imports, HS {flow.hs}",
            when=flow.period,
            source_class="official_body",
            marks=("estimated by Comtrade",) if flow.estimated else (),
        )
    )


def _flag_row(w: Writing, flag: Flag) -> str:
    assert w.money is not None
    flows = {item.flow.line: item.flow for item in w.money.reported.judged}
    inputs = [flow_row(w, w.money, flows[line]) for line in flag.lines]
    for key in flag.provisions:
        provision = w.regime.provision(key)
        if provision is not None:
            inputs.append(w.ledger.law(provision))
    return w.ledger.count(f"{sentence(_said(flag))} Method: {flag.method}.", inputs)


def _said(flag: Flag) -> str:
    return _DAY.sub(lambda m: written_day(m[0]), flag.what.replace("the target", "the DPRK"))


COLUMNS = ("Year", "What is reported", "May be innocent", "The check it needs")


def rows_of(w: Writing) -> list[tuple[Statement, ...]]:
    """Flags newest first; those of one year and kind with the same explanations share a row."""
    groups: dict[tuple[str, str, tuple[str, ...], str], list[Flag]] = defaultdict(list)
    for flag in sorted(flags_of(w), key=lambda flag: (-int(flag.period[:4]), flag.kind, flag.hs)):
        groups[flag.period, flag.kind, flag.innocent, flag.check].append(flag)
    rows: list[tuple[Statement, ...]] = []
    for (period, kind, innocent, check), flags in groups.items():
        how = w.ledger.rule(f"May be innocent: {'; '.join(innocent)}. Check: {check}.", f"flag {kind}")
        badge = Badge(text=KIND_WORDS[kind], tone=Tone.WARN)
        said = [Statement(text=sentence(_said(flag)), refs=(_flag_row(w, flag),)) for flag in flags]
        rows.append(
            (
                Statement(text=period, refs=said[0].refs, sort=period),
                replace(said[0], badges=(badge,), also=tuple(said[1:])),
                Statement(text=sentence("; ".join(innocent)), refs=(how,)),
                Statement(text=sentence(check), refs=(how,)),
            )
        )
    return rows


def _table(w: Writing) -> Table:
    rows = rows_of(w)
    return Table(
        caption=f"Flags ({len(flags_of(w))})",
        columns=COLUMNS,
        rows=tuple(rows),
        widths=(2, 6, 6, 5),
        folded=len(rows) > _FEW,
        sortable=True,
        order="newest first",
        paper=8,
    )


def _dropped(w: Writing, money: Money, dropped: list[Vetted]) -> Table:
    rows = []
    for item in sorted(dropped, key=lambda item: (-item.flow.year, item.flow.hs)):
        own = flow_row(w, money, item.flow)
        why = w.ledger.rule(f"Set aside by the rule {item.rule.replace('_', ' ')}: {item.reason}.", "vetting")
        rows.append(
            (
                Statement(text=item.flow.period, refs=(own,), sort=item.flow.period),
                Statement(
                    text=f"HS {item.flow.hs}, USD {number(item.flow.value_usd)}",
                    refs=(own,),
                    sort=f"{item.flow.value_usd:f}",
                ),
                Statement(text=sentence(item.reason), refs=(why, own)),
            )
        )
    return Table(
        caption=f"Reports that are not believed, and counted nowhere ({len(rows)})",
        columns=("Year", "Reported", "Why it is set aside"),
        rows=tuple(rows),
        widths=(2, 4, 9),
        folded=len(rows) > _FEW,
        order="newest first",
        paper=4,
    )


def summary(w: Writing) -> str:
    """The kinds of flags in words: "import after a ban (3), sudden rise (1)"."""
    kinds = [flag.kind for flag in flags_of(w)]
    return listed([f"{KIND_WORDS[kind]} ({kinds.count(kind)})" for kind in dict.fromkeys(kinds)])
