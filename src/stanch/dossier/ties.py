"""Section 2: the ties, area by area, each with its state, its standing and the answers given to it."""

from __future__ import annotations

from dataclasses import replace

from stanch.dossier import money, told
from stanch.dossier.areas import Area
from stanch.dossier.figures import missions_block, trade_chart, workers_chart
from stanch.dossier.model import Block, Item, Listing, Paragraph, Section, Statement, Table
from stanch.dossier.show import plural, sentence, written
from stanch.dossier.timeline import timeline
from stanch.dossier.view import newest_first, state_in
from stanch.dossier.worth import Worth, area_line, stake_line, worths
from stanch.dossier.writing import Writing, counted, replies, say, tie_badges, tie_item
from stanch.facts.model import Tie
from stanch.records import Standing

# So many ties of one area stand in the text; more are folded into a table below it.
_SHOWN = 8


def section(w: Writing) -> Section:
    """The ties by area; a deep file answers every area, if only with "none held"."""
    parts = []
    for area in w.areas:
        ties = [tie for tie in w.view.ties if w.area(tie).key == area.key]
        blocks = _area_blocks(w, area, ties)
        if blocks:
            parts.append(Section(key=f"ties-{area.key}", title=area.title, blocks=tuple(blocks)))
    worth = money.part(w)
    if worth is not None:
        parts.append(worth)
    figures = told.part(w, "ties-told", "Figures in documents that were read", "figure", "tie")
    if figures is not None:
        parts.append(figures)
    rule = w.ledger.rule(
        "A tie is shown as its sources put it, newest first. It rests on one source unless it is marked as corroborated (two or "
        "more original publishers), contested (somebody denies or doubts it) or found untrue. “Seen” is the last day a source "
        "speaks of; that no later evidence is held does not mean that it ended."
    )
    intro = Paragraph(
        statements=(
            Statement(
                text="Newest first. A tie rests on one source unless it is marked otherwise; that no later evidence is held does not mean "
                "that it ended.",
                refs=(rule,),
            ),
        )
    )
    line = timeline(w)
    head: tuple[Block, ...] = (intro,) if line is None else (line, intro)
    return Section(key="ties", title="Ties with the DPRK, by channel", blocks=head, parts=tuple(parts))


def _area_blocks(w: Writing, area: Area, ties: list[Tie]) -> list[Block]:
    blocks: list[Block] = []
    extra = {
        "goods": lambda: trade_chart(w),
        "labour": lambda: workers_chart(w),
        "diplomacy": lambda: missions_block(w),
    }.get(area.key, list)()
    found = worths(w)
    if ties:
        stream = area_line(w, found, area.channels)
        blocks.append(Paragraph(statements=(_summary(w, ties), *(() if stream is None else (stream,)))))
    blocks += extra
    ordered = sorted(newest_first(ties), key=lambda tie: not state_in(tie, w.view).open)
    if ordered:
        blocks.append(Listing(items=_items(w, ordered[:_SHOWN], found)))
    if len(ordered) > _SHOWN:
        blocks.append(_rest(w, area, ordered[_SHOWN:]))
    if not blocks and w.deep and area.deep:
        blocks.append(Paragraph(statements=(none_held(w, area),)))
    return blocks


def _items(w: Writing, ties: list[Tie], found: tuple[Worth, ...]) -> tuple[Item, ...]:
    """Ties with the answers given to them; the first of a stream with no end known says what is at stake, for all of them."""
    items, told = [], set[str]()
    for tie in ties:
        item = tie_item(w, tie)
        stake = stake_line(found, tie.channel) if state_in(tie, w.view).open else None
        if stake is not None and stake.text not in told:
            told.add(stake.text)
            item = replace(item, body=(*item.body, stake))
        items.append(item)
    return tuple(items)


def _summary(w: Writing, ties: list[Tie]) -> Statement:
    """How many ties, how many with no known end, how many disputed, and the last day one was seen."""
    states = [(tie, state_in(tie, w.view)) for tie in ties]
    left = [tie for tie, state in states if state.open]
    disputed = [tie for tie in ties if tie.standing is Standing.CONTESTED]
    text = f"{plural(len(ties), 'tie')} held"
    if left:
        text += f", {len(left)} of them with no end known" if len(left) < len(ties) else ", with no end known"
    if disputed:
        text += f"; {len(disputed)} contested"
    seen = [state.last for tie, state in states if state.last is not None]
    if seen:
        latest = max(seen, key=lambda day: (day.last, day.text))
        text += f"; last seen {'on' if latest.is_day else 'in'} {written(latest)}"
    return Statement(text=sentence(text), refs=counted(w, sentence(f"{text} ({w.view.name})"), ties))


def _rest(w: Writing, area: Area, ties: list[Tie]) -> Table:
    rows = []
    for tie in ties:
        head = say(w, tie, ())
        rows.append(
            (
                Statement(text=head.lead, refs=head.refs, sort=head.sort),
                Statement(text=head.text, refs=head.refs, badges=tie_badges(w, tie), also=replies(w, tie)),
            )
        )
    return Table(
        caption=f"{area.title}: {len(ties)} more",
        columns=("When", "Tie"),
        rows=tuple(rows),
        widths=(3, 12),
        folded=True,
        sortable=True,
        order="those with no end known first, then the newest",
        paper=0,
    )


def none_held(w: Writing, area: Area) -> Statement:
    """What is said of an area on which nothing is held: that, and what would settle it."""
    row = w.ledger.search(
        f"{area.title}: no tie of {w.view.name} is held on this as of {written(w.as_of)}. What would settle it: {area.settles}."
    )
    return Statement(
        text=f"None held. What would settle it: {area.settles[0].lower()}{area.settles[1:]}.", refs=(row,)
    )
