"""A region's page: its members side by side, where they agree, where they split, who moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from stanch.dossier import brief, figures, region_money
from stanch.dossier.amounts import written_amount
from stanch.dossier.country import Materials, annex, versions_of, view_only
from stanch.dossier.ledger import Ledger, number_rows
from stanch.dossier.model import (
    Badge,
    Block,
    Dossier,
    Figure,
    Figures,
    Item,
    Paragraph,
    Section,
    Statement,
    Table,
)
from stanch.dossier.region_stances import Members, issues, listing, movers
from stanch.dossier.reports import due_reports
from stanch.dossier.show import listed, plural, sentence, written, written_period
from stanch.dossier.unreviewed import marked
from stanch.dossier.view import View, newest_first
from stanch.dossier.writing import (
    STAGE_WORDS,
    Writing,
    action_badges,
    counted,
    fact_badges,
    fact_text,
    say,
)
from stanch.errors import NotFound
from stanch.facts.model import Action, Effect, Side
from stanch.records import Stage

_TAKEN = (Stage.LEGISLATED, Stage.REPORTED_DONE, Stage.VERIFIED)


def build(materials: Materials, bloc: str) -> Dossier:
    """The page of a group of states.

    Raises:
        NotFound: there is no such group, or it had no members on the day.
    """
    places = materials.book.places
    bloc = next((key for key in places.blocs if key.casefold() == bloc.casefold()), bloc)
    codes = places.members(bloc, materials.as_of)
    if not codes:
        raise NotFound(f"'{bloc}' had no members on {materials.as_of}; give a later day or another group")
    ledger = Ledger(materials.regime)
    ordered = sorted(codes, key=places.name_of)
    members = {code: _writing(materials, ledger, view_only(materials, code)) for code in ordered}
    own = _writing(materials, ledger, view_only(materials, bloc))
    sections = [
        _brief(own, members),
        _side_by_side(own, members),
        _channels(own, members),
        *issues(own, members),
        movers(own, members),
        region_money.section(own, members),
        _bloc_itself(own),
        _reports(own, members),
        _steps(own, members),
        annex(own),
    ]
    numbered = marked(tuple(replace(section, number=n) for n, section in enumerate(sections, 1)), ledger.rows)
    return Dossier(
        code=bloc,
        title=places.name_of(bloc),
        subtitle="Its members side by side: where they agree, where they split, who moved.",
        as_of=materials.as_of.isoformat(),
        known_on=materials.known_on.isoformat() if materials.known_on else "",
        thin=False,
        deep=False,
        sections=numbered,
        rows=ledger.rows,
        numbers=number_rows(numbered, ledger),
        versions=versions_of(materials),
        over="Regional dossier",
    )


def _writing(materials: Materials, ledger: Ledger, view: View) -> Writing:
    return Writing(
        view=view,
        ledger=ledger,
        regime=materials.regime,
        areas=materials.areas,
        name_of=materials.book.places.name_of,
        words=materials.words,
        money=materials.money,
    )


def _brief(own: Writing, members: Members) -> Section:
    row = own.ledger.rule(
        f"Members of {own.view.name} on {written(own.as_of)}: {len(members)}, namely {listed([w.view.name for w in members.values()])}.",
        "vocabulary of groups of states",
    )
    ties = [tie for w in members.values() for tie in brief.open_ties(w)]
    steps = [a for w in members.values() for a in _taken(w)]
    said = list(own.view.positions)
    strip = [Figure(value=str(len(members)), label="members on the day", refs=(row,))]
    for facts, label in (
        (ties, "ties with no end known"),
        (steps, "steps taken in line with the resolutions"),
    ):
        refs = counted(
            own, f"{label[0].upper()}{label[1:]}, all members of {own.view.name}: {len(facts)}.", facts
        )
        if facts:
            strip.append(Figure(value=str(len(facts)), label=label, refs=refs))
    if said:
        refs = counted(own, f"Statements of {own.view.name} as a group: {len(said)}.", said)
        strip.append(Figure(value=str(len(said)), label="statements of the group itself", refs=refs))
    lines = [
        Statement(text=sentence(f"Members: {listed([w.view.name for w in members.values()])}"), refs=(row,))
    ]
    if said:
        latest = newest_first(said)[0]
        base = say(own, latest)
        lines.append(
            Statement(
                lead=f"Last word as a group, {written_period(latest.period)}:", text=base.text, refs=base.refs
            )
        )
    return Section(
        key="brief",
        title="In brief",
        blocks=(Figures(items=tuple(strip)), Paragraph(statements=tuple(lines))),
    )


def _taken(w: Writing) -> list[Action]:
    return [a for a in w.view.actions if a.effect is Effect.PRESSURE and a.stage in _TAKEN]


def _side_by_side(own: Writing, members: Members) -> Section:
    rows = tuple(_member_row(w) for w in members.values())
    table = Table(
        caption="Empty cells: no row is held.",
        columns=(
            "Member",
            "Ties, no end known",
            "DPRK mission",
            "Own mission in Pyongyang",
            "Last trade figure",
            "Last count of workers",
            "Steps",
        ),
        rows=rows,
        widths=(4, 3, 5, 5, 5, 5, 3),
        sortable=True,
    )
    return Section(key="members", title="Members side by side", blocks=(table,))


def _member_row(w: Writing) -> tuple[Statement, ...]:
    name = w.ledger.rule(f"{w.view.name}: see its own dossier.", "this folder")
    ties, steps = brief.open_ties(w), _taken(w)
    trade, workers = figures.latest_trade(w), figures.latest_workers(w)
    none = Statement(text="")
    return (
        Statement(text=w.view.name, refs=(name,), href=f"{w.view.code}.html"),
        Statement(
            text=str(len(ties)),
            refs=counted(w, f"Ties of {w.view.name} with no end known: {len(ties)}.", ties),
            sort=str(len(ties)),
        )
        if ties
        else none,
        _mission(w, Side.OF_TARGET),
        _mission(w, Side.IN_TARGET),
        Statement(
            text=f"{written_amount(trade.quantity)}, {written_period(trade.period)}",
            refs=w.ledger.cite(trade),
            sort=str(trade.quantity.high or ""),
        )
        if trade
        else none,
        Statement(
            text=f"{written_amount(workers.quantity)}, {written_period(workers.period)}",
            refs=w.ledger.cite(workers),
            sort=str(workers.quantity.high or ""),
        )
        if workers
        else none,
        Statement(
            text=str(len(steps)),
            refs=counted(
                w, f"Steps of {w.view.name} made law, reported done or verified: {len(steps)}.", steps
            ),
            sort=str(len(steps)),
        )
        if steps
        else none,
    )


def _mission(w: Writing, side: Side) -> Statement:
    held = newest_first(m for m in w.view.missions if m.side is side)
    if not held:
        return Statement(text="")
    mission = held[0]
    return Statement(
        text=f"{mission.status}, {written_period(mission.period)}",
        refs=w.ledger.cite(mission),
        badges=fact_badges(mission),
    )


def _channels(own: Writing, members: Members) -> Section:
    """Ties with no end known by area and member."""
    rows = []
    for area in own.areas:
        cells, total = [], 0
        for w in members.values():
            ties = [tie for tie in brief.open_ties(w) if own.area(tie).key == area.key]
            total += len(ties)
            text = f"{area.title}, {w.view.name}: {plural(len(ties), 'tie')} with no end known ({len(ties)})."
            cells.append(
                Statement(text=str(len(ties)), refs=counted(w, text, ties), sort=str(len(ties)))
                if ties
                else Statement(text="")
            )
        if total:
            rule = own.ledger.rule(f"Area: {area.title}. {area.asks}", "areas of a dossier")
            rows.append((Statement(text=area.title, refs=(rule,)), *cells))
    if not rows:
        row = own.ledger.search(f"No tie of a member of {own.view.name} with no end known is held.")
        nothing = Paragraph(statements=(Statement(text="No tie with no end known is held.", refs=(row,)),))
        return Section(key="channels", title="Ties by area", blocks=(nothing,))
    table = Table(
        caption="Ties with no end known; an empty cell means that none is held, not that there is none.",
        columns=("Area", *(w.view.name for w in members.values())),
        rows=tuple(rows),
        widths=(5, *([2] * len(members))),
    )
    return Section(key="channels", title="Ties by area", blocks=(table,))


def _bloc_itself(own: Writing) -> Section:
    facts = newest_first([*own.view.positions, *own.view.actions])
    items = [
        Item(head=say(own, fact, action_badges(fact) if isinstance(fact, Action) else None))
        for fact in facts[:15]
    ]
    return listing(
        own,
        "group",
        "What the group itself said and did",
        items,
        f"No statement or step of {own.view.name} as a group is held.",
    )


def _reports(own: Writing, members: Members) -> Section:
    asked: dict[str, dt.date] = {}
    for provision, day in due_reports(own.regime, own.as_of):
        asked.setdefault(provision.instrument.rpartition(":")[2], day)
    rows = []
    for w in members.values():
        name = w.ledger.rule(f"{w.view.name}: see its own dossier.", "this folder")
        cells = [_report_cell(w, number) for number in asked]
        rows.append((Statement(text=w.view.name, refs=(name,), href=f"{w.view.code}.html"), *cells))
    blocks: tuple[Block, ...] = ()
    if asked:
        table = Table(
            caption="National reports held, by resolution; an empty cell means that none is held.",
            columns=("Member", *asked),
            rows=tuple(rows),
            widths=(5, *([3] * len(asked))),
        )
        blocks = (table,)
    return Section(key="reports", title="National reports", blocks=blocks)


def _report_cell(w: Writing, number: str) -> Statement:
    held = newest_first(r for r in w.view.reports if r.resolution.resolution == number)
    if not held:
        return Statement(text="")
    report = held[0]
    return Statement(
        text=f"{report.status.replace('_', ' ')}, {written_period(report.period)}", refs=w.ledger.cite(report)
    )


def _steps(own: Writing, members: Members) -> Section:
    steps = newest_first(a for w in members.values() for a in _taken(w))[:15]
    items = [
        Item(
            head=Statement(
                lead=f"{own.name_of(a.country)}, {written_period(a.period)}:",
                text=fact_text(a),
                refs=own.ledger.cite(a),
                badges=(Badge(text=STAGE_WORDS[a.stage]),),
            )
        )
        for a in steps
    ]
    return listing(own, "steps", "Latest steps of members", items, "No step of a member is held.")
