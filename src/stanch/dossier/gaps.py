"""Section 5: gaps and contradictions. Said against found, done against still seen, asked and not answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stanch.dossier import tradeflags
from stanch.dossier.areas import step_reaches
from stanch.dossier.model import Block, Item, Listing, Paragraph, Section, Statement
from stanch.dossier.show import written_period
from stanch.dossier.view import newest_first, state_in
from stanch.dossier.writing import Writing, action_badges, counted, replies, reply, say, tie_badges
from stanch.facts.model import Action, Effect, Fact, Says, Tie
from stanch.records import Stage, Standing

_TAKEN = (Stage.LEGISLATED, Stage.REPORTED_DONE, Stage.VERIFIED)
_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A step, and ties on the same channel that were seen after it."""

    action: Action
    ties: tuple[Tie, ...]


def contested(w: Writing) -> list[Fact]:
    """Facts that somebody denies or doubts, or on which sources differ."""
    facts: list[Fact] = [f for f in w.view.facts if f.standing in (Standing.CONTESTED, Standing.REFUTED)]
    return newest_first(facts)


def clashes(w: Writing) -> list[Clash]:
    """Steps after which a tie on the same channel was still seen; each tie is set against the latest such step."""
    found: dict[str, tuple[Action, list[Tie]]] = {}
    taken = [
        a
        for a in w.view.actions
        if a.effect is Effect.PRESSURE and a.stage in _TAKEN and a.first_day is not None
    ]
    for tie in newest_first(w.view.ties):
        state = state_in(tie, w.view)
        if not state.open or state.word == "planned" or state.last is None:
            continue
        before = [a for a in taken if _same(a, tie) and _day(a) < _surely_after(tie)]
        if before:
            latest = max(before, key=lambda a: (_day(a), a.key))
            found.setdefault(latest.key, (latest, []))[1].append(tie)
    return [Clash(action=action, ties=tuple(ties)) for action, ties in found.values()]


def _same(action: Action, tie: Tie) -> bool:
    return step_reaches(action.channel, tie.channel)


def _day(action: Action) -> dt.date:
    day = action.last_day or action.first_day
    assert day is not None
    return day


def _surely_after(tie: Tie) -> dt.date:
    """The earliest day that the tie can last have been seen: what may lie before the step is no clash."""
    if tie.period is None:
        return dt.date.min
    if tie.period.end is not None:
        return tie.period.end.first
    return tie.period.start.first if tie.period.start else dt.date.min


def unanswered(w: Writing) -> list[Fact]:
    """Facts on which the country was asked and did not answer."""
    return newest_first(
        fact
        for fact in w.view.facts
        if any(voice.says in (Says.NO_REPLY, Says.NO_COMMENT) for voice in fact.voices)
    )


def section(w: Writing) -> Section:
    """What does not fit together, and what stays open."""
    parts = [
        part
        for part in (
            _contested(w),
            _clashes(w),
            _contrary(w),
            _promised(w),
            _unanswered(w),
            tradeflags.part(w),
        )
        if part is not None
    ]
    if parts:
        return Section(key="gaps", title="Gaps and contradictions", parts=tuple(parts))
    row = w.ledger.search(
        f"No held fact of {w.view.name} is contested, no tie was seen after a step on its channel, and no question is left without answer."
    )
    nothing = Statement(
        text="The rows held do not contradict each other, and no question is recorded as unanswered.",
        refs=(row,),
    )
    return Section(key="gaps", title="Gaps and contradictions", blocks=(Paragraph(statements=(nothing,)),))


def _blocks(
    w: Writing, items: Iterable[Item], facts: Sequence[Fact], *, order: str = "newest first"
) -> tuple[Block, ...]:
    """The list, and below it how many more there are than it tells."""
    listing = Listing(items=tuple(items), order=order, paper=8)
    if len(facts) <= _MOST:
        return (listing,)
    text = f"Told here: {_MOST} of {len(facts)}, {order}; the others stand with their marks in the sections of their kind."
    more = Statement(text=text, refs=counted(w, f"{text} {w.view.name}.", facts))
    return (listing, Paragraph(statements=(more,)))


def _contested(w: Writing) -> Section | None:
    facts = contested(w)
    if not facts:
        return None
    items = [Item(head=say(w, fact), body=_both_sides(w, fact)) for fact in facts[:_MOST]]
    return Section(key="gaps-contested", title="Disputed between sources", blocks=_blocks(w, items, facts))


def _both_sides(w: Writing, fact: Fact) -> tuple[Statement, ...]:
    lead = fact.voices[0].claim.statement
    also = [
        reply(w, voice)
        for voice in fact.voices[1:]
        if voice.says is Says.AFFIRMS and voice.claim.statement != lead
    ]
    return (*also[:3], *replies(w, fact))


def _clashes(w: Writing) -> Section | None:
    held = clashes(w)
    if not held:
        return None
    items = []
    for clash in held[:_MOST]:
        body = [say(w, tie, tie_badges(w, tie)) for tie in clash.ties[:4]]
        items.append(Item(head=say(w, clash.action, action_badges(clash.action)), body=tuple(body)))
    rule = w.ledger.rule(
        "A step is set beside ties on the same channel that a source dates after it. It may be that the step had exceptions, that "
        "it took time, or that the tie is of another kind within the channel."
    )
    intro = Statement(
        text="Below each step stand the ties that a source dates after it. A step may have had exceptions or taken time.",
        refs=(rule,),
    )
    steps = [clash.action for clash in held]
    told = _blocks(w, items, steps, order="the newest ties first")
    blocks: tuple[Block, ...] = (Paragraph(statements=(intro,)), *told)
    return Section(key="gaps-after", title="Seen after a step was taken", blocks=blocks)


def _contrary(w: Writing) -> Section | None:
    held = newest_first(a for a in w.view.actions if a.effect is Effect.CONTRARY or a.stage is Stage.REVERSED)
    if not held:
        return None
    items = tuple(Item(head=say(w, a, action_badges(a)), body=replies(w, a)) for a in held[:_MOST])
    return Section(
        key="gaps-contrary",
        title="Steps against what a paragraph asks, or taken back",
        blocks=_blocks(w, items, held),
    )


def _promised(w: Writing) -> Section | None:
    """Announced, and nothing held that shows it done on the same channel since."""
    taken = [a for a in w.view.actions if a.stage in _TAKEN and a.effect is Effect.PRESSURE]
    held = [
        action
        for action in newest_first(w.view.actions)
        if action.stage is Stage.ANNOUNCED
        and action.effect is Effect.PRESSURE
        and action.first_day is not None
        and not any(
            other.channel == action.channel
            and other.first_day is not None
            and other.first_day >= action.first_day
            for other in taken
        )
    ]
    if not held:
        return None
    items = []
    for action in held[:_MOST]:
        row = w.ledger.search(
            f"No step of {w.view.name} on {action.channel} that was taken after {written_period(action.period)} is held."
        )
        open_end = Statement(text="No later step on the same channel is held.", refs=(row,))
        items.append(Item(head=say(w, action, action_badges(action)), body=(open_end,)))
    return Section(
        key="gaps-promised",
        title="Announced, and not shown to be done",
        blocks=_blocks(w, items, held),
    )


def _unanswered(w: Writing) -> Section | None:
    facts = unanswered(w)
    if not facts:
        return None
    items = tuple(
        Item(
            head=say(w, fact),
            body=tuple(
                reply(w, voice) for voice in fact.voices if voice.says in (Says.NO_REPLY, Says.NO_COMMENT)
            ),
        )
        for fact in facts[:_MOST]
    )
    return Section(key="gaps-unanswered", title="Asked, and not answered", blocks=_blocks(w, items, facts))
