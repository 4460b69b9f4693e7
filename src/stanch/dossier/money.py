"""Money in a country's dossier: its streams over time with the measures on the axis, what is at stake, and what a closure would cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from stanch.dossier.amounts import written_amount
from stanch.dossier.brief import open_ties
from stanch.dossier.model import (
    Block,
    Chart,
    Mark,
    Paragraph,
    Point,
    Section,
    Series,
    Statement,
    Table,
)
from stanch.dossier.show import listed, sentence, written
from stanch.dossier.suggest import amount_at_stake
from stanch.dossier.worth import Worth, amount_text, bans_on, closures, worth_of_channels, worths
from stanch.dossier.writing import Writing, provision_name, say
from stanch.leaks.interdict import Assumptions, Closure

_MILLION = 10**6
ASSUMED = Assumptions()


def part(w: Writing) -> Section | None:
    """The part on money, or None where nothing is held."""
    found = worths(w)
    hidden = _hidden(w)
    if not found:
        if hidden is None:
            return None
        return Section(key="money", title="Money", blocks=(Paragraph(statements=(hidden,)),))
    blocks: list[Block] = [*picture(w, [(w, each) for each in found])]
    blocks += [table for table in (_at_stake(w, found), closing([(w, found)])) if table is not None]
    if hidden is not None:
        blocks.append(Paragraph(statements=(hidden,)))
    return Section(key="money", title="Money: streams over time, and what is at stake", blocks=tuple(blocks))


def _hidden(w: Writing) -> Statement | None:
    """How many rows of reported trade the clock of publication leaves out."""
    if w.money is None or w.view.known_on is None:
        return None
    left = [item for item in w.money.reported.judged if item.flow.reporter == w.view.code]
    if not left:
        return None
    text = f"{len(left)} rows of reported trade are left out: the day of their publication is unknown."
    return Statement(text=text, refs=(w.ledger.rule(text),))


def by_stream(found: Sequence[Worth]) -> dict[str, list[Worth]]:
    """The figures of each stream, oldest first."""
    held: dict[str, list[Worth]] = {}
    for each in found:
        held.setdefault(each.stream.key, []).append(each)
    return held


def _title(held: Sequence[Worth]) -> str:
    """A stream's name over all its years."""
    return next((each.title for each in held if each.cell is None), held[0].title)


Told = Sequence[tuple[Writing, Worth]]  # figures, each with the dossier it belongs to


def picture(own: Writing, told: Told) -> tuple[Chart, Table]:
    """The chart of streams and the table with the same figures; streams of several countries bear their names."""
    panels = _panels(own, told)
    series = tuple(
        Series(
            name=name,
            points=tuple(
                Point(label=str(each.year), low=each.low, high=each.high, refs=each.refs) for each in held
            ),
        )
        for name, held in panels
    )
    marks = _marks(own, [each for _, each in told])
    named = listed([f"{mark.label} ({written_mark(mark)})" for mark in marks])
    text = (
        "Each stream has its own scale. A paler bar spans what sources say; “?” is a year with no figure held, which is not "
        f"the same as nothing.{f' Dashed lines: {named}.' if marks else ''}"
    )
    refs = tuple(dict.fromkeys(ref for mark in marks for ref in mark.refs))
    rule = own.ledger.rule("Streams of revenue are drawn as their sources give them; gaps stay gaps.")
    chart = Chart(
        kind="streams",
        title="What the DPRK earned here, by stream and year",
        unit="USD",
        series=series,
        note=Statement(text=text, refs=(*refs, rule)),
        marks=marks,
    )
    return chart, _twin(own, panels)


def _panels(own: Writing, told: Told) -> list[tuple[str, list[Worth]]]:
    groups: dict[tuple[str, str], list[Worth]] = {}
    for w, each in told:
        name = "" if w.view.code == own.view.code else w.view.name
        groups.setdefault((name, each.stream.key), []).append(each)
    return [(f"{name}: {_title(held)}" if name else _title(held), held) for (name, _), held in groups.items()]


def written_mark(mark: Mark) -> str:
    """The day of a mark in words."""
    return written(dt.date.fromisoformat(mark.day))


def _marks(w: Writing, found: Sequence[Worth]) -> tuple[Mark, ...]:
    """The measures that bite on these streams, one mark for an instrument."""
    made: dict[str, Mark] = {}
    for each in {each.stream.key: each.stream for each in found}.values():
        for provision in bans_on(w, each):
            day = provision.versions[0].applies_from.isoformat()
            number = provision.instrument.rpartition(":")[2]
            old = made.get(number)
            ref = w.ledger.law(provision)
            names = f"{old.text.rstrip('.')}; " if old else ""
            since = written(provision.versions[0].applies_from)
            text = f"{names}resolution {provision_name(provision)} from {since}: {each.title.lower()}."
            refs = tuple(dict.fromkeys((*(old.refs if old else ()), ref)))
            made[number] = Mark(
                day=min(day, old.day) if old else day, label=number, text=sentence(text), refs=refs
            )
    return tuple(sorted(made.values(), key=lambda mark: (mark.day, mark.label)))


def _twin(own: Writing, panels: Sequence[tuple[str, list[Worth]]]) -> Table:
    """The chart's figures as a table, gaps included."""
    rows = []
    for name, held in panels:
        for each in reversed(held):
            rows.append(
                (
                    Statement(text=str(each.year), refs=each.refs, sort=str(each.year)),
                    Statement(text=name, refs=each.refs),
                    Statement(text=each.text, refs=each.refs, sort=f"{each.high:f}"),
                    Statement(text=sentence(each.basis), refs=each.refs),
                )
            )
        gap = _gaps([each.year for each in held])
        if gap:
            row = own.ledger.search(f"{name}, {own.view.name}: no figure is held for {gap}.")
            rows.append(
                (
                    Statement(text=gap, refs=(row,), sort=gap[:4]),
                    Statement(text=name, refs=(row,)),
                    Statement(text="no figure held", refs=(row,)),
                    Statement(text="A gap is not nothing.", refs=(row,)),
                )
            )
    return Table(
        caption=f"The same figures as a table ({len(rows)} rows)",
        columns=("Year", "Stream", "Amount", "What was counted"),
        rows=tuple(rows),
        widths=(2, 4, 4, 7),
        folded=True,
        sortable=True,
        order="newest first in each stream",
        paper=4,
    )


def _gaps(years: Sequence[int]) -> str:
    """The years between the first and the last that no figure stands for: "2011, 2013 to 2015"."""
    missing = sorted(set(range(min(years), max(years))) - set(years))
    spans: list[list[int]] = []
    for year in missing:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(str(s[0]) if len(s) == 1 else f"{s[0]} to {s[-1]}" for s in spans)


def _at_stake(w: Writing, found: Sequence[Worth]) -> Table | None:
    """Every tie with no end known that an amount is held for: its own, or that of the stream it belongs to."""
    rows = []
    for tie in open_ties(w):
        own, streams = amount_at_stake(tie), worth_of_channels(found, [tie.channel])
        money = own if own is not None and own.unit == "USD" else None
        if money is None and not streams:
            continue
        head = say(w, tie, ())
        rows.append(
            (
                Statement(text=head.lead, refs=head.refs, sort=head.sort),
                Statement(text=head.text, refs=head.refs),
                Statement(text=written_amount(money), refs=head.refs) if money else Statement(text=""),
                _shared(streams),
            )
        )
    if not rows:
        return None
    return Table(
        caption=f"Value at stake, tie by tie ({len(rows)}). Ties of one stream share its amount; it is not to be added up.",
        columns=("When", "Tie with no end known", "Amount it names", "Its stream in a year"),
        rows=tuple(rows),
        widths=(3, 8, 3, 5),
        folded=True,
        sortable=True,
        order="by the rule that ranks ties: age, kind, standing",
        paper=8,
    )


def _shared(streams: Sequence[Worth]) -> Statement:
    if not streams:
        return Statement(text="")
    text = "; ".join(f"{each.title}, {each.year}: {each.text}" for each in streams[:2])
    refs = tuple(ref for each in streams[:2] for ref in each.refs)
    return Statement(text=text, refs=refs, sort=f"{streams[0].high:f}")


def closing(told: Sequence[tuple[Writing, Sequence[Worth]]], *, whose: bool = False) -> Table | None:
    """What each closure would cut by itself, best value for effort first; `whose` adds a column with the country."""
    found = [(w, each, closure) for w, held in told for each, closure in closures(w, held, ASSUMED)]
    if not found:
        return None
    found.sort(key=lambda item: (-item[2].per_effort, item[0].view.name, item[1].stream.key))
    rows = []
    for w, each, closure in found:
        name = w.ledger.rule(f"{w.view.name}: see its own dossier.", "this folder")
        first = (Statement(text=w.view.name, refs=(name,), href=f"{w.view.code}.html"),) if whose else ()
        rows.append((*first, *_closing_row(w, each, closure)))
    columns = ("Stream, year", "It brought", "Closing cuts", "Effort", "A unit of effort", "Closed by")
    return Table(
        caption="What closing a stream here would cut in a year, by itself. A judgement of compliance and effort, not a forecast; "
        "the page of leaks says what changes when an assumption moves.",
        columns=("Member", *columns) if whose else columns,
        rows=tuple(rows),
        widths=(3, 4, 4, 4, 2, 3, 4) if whose else (4, 4, 4, 2, 3, 4),
    )


def _closing_row(w: Writing, each: Worth, closure: Closure) -> tuple[Statement, ...]:
    low, high = (value * _MILLION for value in (closure.cuts_low, closure.cuts_high))
    unit = amount_text(*(closure.per_effort * _MILLION,) * 2)
    laws = [provision for provision in bans_on(w, each.stream) if provision.key in each.stream.closed_by]
    said = (
        f"Closing {each.stream.title.lower()} in {w.view.name}, by the figures of {each.year}, would cut {amount_text(low, high)} a year "
        f"for {closure.effort} units of effort, {unit} a unit: compliance {ASSUMED.compliance:.0%}, and "
        f"{ASSUMED.substitution:.0%} of it turns to other partners where one is held that stays open."
    )
    made = w.ledger.count(said, each.refs)
    return (
        Statement(text=f"{each.stream.title}, {each.year}", refs=each.refs),
        Statement(text=each.text, refs=each.refs, sort=f"{each.high:f}"),
        Statement(text=amount_text(low, high), refs=(made,), sort=f"{high:f}"),
        Statement(text=str(closure.effort), refs=(made,)),
        Statement(text=unit, refs=(made,), sort=f"{closure.per_effort:f}"),
        Statement(
            text=listed([provision_name(provision) for provision in laws]) or _unclosed(each),
            refs=tuple(w.ledger.law(provision) for provision in laws) or (made,),
        ),
    )


def _unclosed(each: Worth) -> str:
    """Why no paragraph stands in the row: none closes the stream by itself, or none did yet."""
    return "no paragraph yet" if each.stream.closed_by else "no paragraph by itself"
