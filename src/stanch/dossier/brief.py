"""Section 1: the page that a minister carries. Where it stands, what to ask, what is at stake, what is disputed."""

from __future__ import annotations

from stanch.dossier.amounts import written_amount
from stanch.dossier.asks import top_asks
from stanch.dossier.figures import latest_mission, latest_trade, latest_workers, mission_statement
from stanch.dossier.gaps import contested
from stanch.dossier.model import (
    Badge,
    Block,
    Figure,
    Figures,
    Item,
    Listing,
    Paragraph,
    Section,
    Statement,
    Tone,
)
from stanch.dossier.obligations import Duty, Held
from stanch.dossier.positions import latest_line
from stanch.dossier.show import listed, plural, sentence, written_period
from stanch.dossier.suggest import TAKEN, Offer, tie_rank
from stanch.dossier.view import newest_first, state_in
from stanch.dossier.worth import figure
from stanch.dossier.writing import STAGE_WORDS, Writing, counted, reply, say, tie_badges
from stanch.facts.model import Action, Effect, Says, Tie
from stanch.records import SourceClass, Standing

_TRADE_WORDS = {"exports": "bought from the DPRK", "trade": "trade with the DPRK, both ways"}


def section(
    w: Writing, offers: tuple[Offer, ...], duties: tuple[Duty, ...], notes: tuple[Statement, ...]
) -> Section:
    """One page."""
    blocks: list[Block] = []
    strip = _strip(w, duties)
    if strip:
        blocks.append(Figures(items=strip))
    blocks.append(Paragraph(statements=tuple(_where_it_stands(w))))
    parts = []
    if notes:
        items = tuple(Item(head=note) for note in notes)
        parts.append(
            Section(key="brief-notes", title="Own notes, not for passing on", blocks=(Listing(items=items),))
        )
    asks = top_asks(w, offers)
    if asks is not None:
        parts.append(Section(key="brief-asks", title="What to ask", blocks=(asks,)))
    left = _ties_left(w)
    if left is not None:
        parts.append(Section(key="brief-ties", title="Ties that matter most", blocks=(left,)))
    care = _care(w)
    if care is not None:
        parts.append(Section(key="brief-care", title="Take care", blocks=(care,)))
    return Section(key="brief", title="In brief", blocks=tuple(blocks), parts=tuple(parts))


def open_ties(w: Writing) -> list[Tie]:
    """Ties with no end known, best supported and gravest first."""
    held = [tie for tie in w.view.ties if state_in(tie, w.view).open and tie.standing is not Standing.REFUTED]
    return sorted(held, key=lambda tie: _weight(w, tie))


def _weight(w: Writing, tie: Tie) -> tuple[int, int, int, int, str]:
    """The rule of the suggestions, then the nearer source, then the key."""
    age, kind, standing = tie_rank(tie, w.view)
    best = min((list(SourceClass).index(v.claim.source.source_class) for v in tie.voices), default=5)
    return (age, kind, standing, best, tie.key)


def _strip(w: Writing, duties: tuple[Duty, ...]) -> tuple[Figure, ...]:
    figures = []
    left = open_ties(w)
    if left:
        refs = counted(
            w, f"Ties of {w.view.name} with no end known, and not found untrue: {len(left)}.", left
        )
        figures.append(
            Figure(
                value=str(len(left)),
                label=f"{'tie' if len(left) == 1 else 'ties'} with no end known",
                refs=refs,
                tone=Tone.BAD,
            )
        )
    trade = latest_trade(w)
    if trade is not None:
        label = f"{_TRADE_WORDS[trade.measure]}, {written_period(trade.period)}, the last year held"
        figures.append(
            Figure(value=written_amount(trade.quantity), label=label, refs=w.ledger.cite(trade)[:2])
        )
    workers = latest_workers(w)
    if workers is not None:
        value = written_amount(workers.quantity).removesuffix(" persons")
        figures.append(
            Figure(
                value=value,
                label=f"DPRK workers, {written_period(workers.period)}, the last count held",
                refs=w.ledger.cite(workers)[:2],
            )
        )
    worth = figure(w)
    if worth is not None:
        figures.append(worth)
    taken = [a for a in w.view.actions if a.effect is Effect.PRESSURE and a.stage in TAKEN]
    if taken:
        refs = counted(w, f"Steps of {w.view.name} made law, reported done or verified: {len(taken)}.", taken)
        figures.append(
            Figure(
                value=str(len(taken)),
                label=f"{'step' if len(taken) == 1 else 'steps'} taken in line with the resolutions",
                refs=refs,
                tone=Tone.GOOD,
            )
        )
    gaps = [duty for duty in duties if duty.held in (Held.GAP, Held.BOTH)]
    if gaps:
        text = f"Provisions in force with evidence held of a gap in {w.view.name}: {len(gaps)}."
        refs = (w.ledger.count(text, [w.ledger.law(duty.provision) for duty in gaps]),)
        figures.append(
            Figure(
                value=str(len(gaps)),
                label=f"{'provision' if len(gaps) == 1 else 'provisions'} in force with evidence of a gap",
                refs=refs,
                tone=Tone.WARN,
            )
        )
    return tuple(figures)


def _where_it_stands(w: Writing) -> list[Statement]:
    said = []
    mission = latest_mission(w)
    if mission is not None:
        base = mission_statement(w, mission)
        said.append(Statement(text=base.text, refs=base.refs, lead=base.lead, badges=base.badges))
    left = open_ties(w)
    if left:
        said.append(_areas_line(w, left))
    step = _latest_step(w)
    if step is not None:
        said.append(
            Statement(
                lead=f"Latest step, {written_period(step.period)}:",
                text=say(w, step).text,
                refs=w.ledger.cite(step),
                badges=(Badge(text=STAGE_WORDS[step.stage]),),
            )
        )
    word = latest_line(w)
    if word is not None:
        said.append(word)
    if not said:
        newest = newest_first(w.view.facts)
        said = [say(w, fact) for fact in newest[:2]]
    if not said:
        row = w.ledger.search(f"No fact of {w.view.name} is held under these two clocks.")
        said = [Statement(text="No fact is held for this day.", refs=(row,))]
    return said


def _areas_line(w: Writing, ties: list[Tie]) -> Statement:
    names: list[str] = []
    for area in w.areas:
        number = sum(w.area(tie).key == area.key for tie in ties)
        if number:
            names.append(f"{area.title[0].lower()}{area.title[1:]} ({number})")
    text = f"{plural(len(ties), 'tie')} with no end known {'touches' if len(ties) == 1 else 'touch'} {listed(names)}."
    return Statement(text=sentence(text), refs=counted(w, f"{sentence(text)} {w.view.name}.", ties))


def _latest_step(w: Writing) -> Action | None:
    taken = [
        a
        for a in newest_first(w.view.actions)
        if a.effect is Effect.PRESSURE and a.stage in TAKEN and a.period is not None
    ]
    return taken[0] if taken else None


def _ties_left(w: Writing) -> Listing | None:
    left = open_ties(w)
    if not left:
        return None
    chosen: list[Tie] = []
    areas: dict[str, int] = {}
    for tie in left:  # at most two of one area: the page shows the spread
        key = w.area(tie).key
        if areas.get(key, 0) < 2 and len(chosen) < 4:
            chosen.append(tie)
            areas[key] = areas.get(key, 0) + 1
    return Listing(items=tuple(Item(head=say(w, tie, tie_badges(w, tie))) for tie in chosen))


def _care(w: Writing) -> Listing | None:
    """What the counterpart may answer: denials and disputes, the newest three."""
    disputed = [
        fact
        for fact in contested(w)
        if any(v.says in (Says.DENIES, Says.EXPLAINS, Says.REFUTES) for v in fact.voices)
    ]
    if not disputed:
        return None
    items = []
    for fact in disputed[:2]:
        answers = [reply(w, v) for v in fact.voices if v.says in (Says.DENIES, Says.EXPLAINS, Says.REFUTES)]
        items.append(Item(head=say(w, fact), body=tuple(answers[:1])))
    return Listing(items=tuple(items))
