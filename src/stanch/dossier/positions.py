"""Section 8: what the country says, how that moved, and where it stands between the blocs."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from stanch.dossier import told
from stanch.dossier.model import (
    Badge,
    Block,
    Chart,
    Item,
    Listing,
    Paragraph,
    Point,
    Section,
    Series,
    Statement,
    Table,
    Tone,
)
from stanch.dossier.show import listed, sentence, written_period
from stanch.dossier.view import newest_first, oldest_first
from stanch.dossier.writing import Writing, fact_badges, fact_text, lead_of, replies, sort_key, speaker
from stanch.facts.model import Position, Stance

STANCE_WORDS = {
    Stance.SUPPORTS: "supports",
    Stance.CONDITIONAL: "supports on conditions",
    Stance.NEUTRAL: "takes no side",
    Stance.NOT_YET: "has not discussed or decided it",
    Stance.OPPOSES: "opposes",
}
TONES = {
    Stance.SUPPORTS: Tone.GOOD,
    Stance.CONDITIONAL: Tone.PLAIN,
    Stance.NEUTRAL: Tone.QUIET,
    Stance.NOT_YET: Tone.QUIET,
    Stance.OPPOSES: Tone.BAD,
}
_SHOWN = 12


def section(w: Writing) -> Section:
    """Moves first, then statements newest first, then votes and groups."""
    blocks: list[Block] = []
    moves = [
        item for item in (_move(w, issue, held) for issue, held in by_issue(w).items()) if item is not None
    ]
    parts = []
    if moves:
        parts.append(
            Section(key="positions-moves", title="How it moved", blocks=(Listing(items=tuple(moves)),))
        )
    positions = newest_first(w.view.positions)
    if positions:
        parts.append(
            Section(key="positions-said", title="Statements, newest first", blocks=_said(w, positions))
        )
    else:
        row = w.ledger.search(f"No position or statement of {w.view.name} is held.")
        blocks.append(Paragraph(statements=(Statement(text="No statement is held.", refs=(row,)),)))
    said = told.part(
        w, "positions-told", "Said in documents that were read, on no issue of the list", "position"
    )
    if said is not None:
        parts.append(said)
    votes = _agreement(w)
    if votes:
        parts.append(Section(key="positions-votes", title="In the General Assembly", blocks=tuple(votes)))
    if w.view.blocs:
        blocks.append(Paragraph(statements=(_blocs(w),)))
    return Section(
        key="positions", title="Positions and statements", blocks=tuple(blocks), parts=tuple(parts)
    )


def by_issue(w: Writing) -> dict[str, list[Position]]:
    """Positions by issue, each in order of time."""
    found: dict[str, list[Position]] = defaultdict(list)
    for position in oldest_first(w.view.positions):
        found[position.issue].append(position)
    return dict(sorted(found.items()))


def issue_words(w: Writing, issue: str) -> str:
    """The proposition that a stance is towards."""
    return w.words.get("issues", {}).get(issue, issue.replace("_", " "))


def _move(w: Writing, issue: str, held: list[Position]) -> Item | None:
    """The first and the later stances on an issue, where they differ."""
    dated = [p for p in held if p.period is not None]
    turns = [p for i, p in enumerate(dated) if i == 0 or p.stance is not dated[i - 1].stance]
    if len(turns) < 2:
        return None
    rule = w.ledger.rule(f"Issue: {issue_words(w, issue)}.", "vocabulary of issues")
    head = Statement(text=sentence(f"“{issue_words(w, issue)}”"), refs=(rule,))
    body = tuple(
        Statement(
            lead=lead_of(p),
            text=fact_text(p),
            refs=w.ledger.cite(p),
            badges=(Badge(text=STANCE_WORDS[p.stance], tone=TONES[p.stance]),),
        )
        for p in turns
    )
    return Item(head=head, body=body)


def _said(w: Writing, positions: list[Position]) -> tuple[Block, ...]:
    items = tuple(Item(head=_statement(w, p), body=replies(w, p)) for p in positions[:_SHOWN])
    blocks: list[Block] = [Listing(items=items)]
    if len(positions) > _SHOWN:
        rows = []
        for position in positions[_SHOWN:]:
            said = _statement(w, position)
            rows.append(
                (
                    Statement(text=said.lead, refs=said.refs, sort=sort_key(position)),
                    Statement(text=said.text, refs=said.refs, badges=said.badges),
                )
            )
        blocks.append(
            Table(
                caption=f"Earlier statements ({len(rows)})",
                columns=("When", "Statement"),
                rows=tuple(rows),
                widths=(3, 12),
                folded=True,
                sortable=True,
                order="newest first",
                paper=0,
            )
        )
    return tuple(blocks)


def _statement(w: Writing, position: Position) -> Statement:
    who = speaker(w, position.speaker) if position.speaker else ""
    text = fact_text(position)
    folded = text.casefold()
    named = (
        bool(who) and who.split()[-1].casefold() not in folded and w.view.name[:4].casefold() not in folded
    )
    quote = f" “{position.quote}”" if position.quote else ""
    return Statement(
        text=f"{who}: {text}{quote}" if named else f"{text}{quote}",
        refs=w.ledger.cite(position),
        lead=lead_of(position),
        badges=(
            Badge(
                text=f"{position.issue.replace('_', ' ')}: {STANCE_WORDS[position.stance]}",
                tone=TONES[position.stance],
            ),
            *fact_badges(position),
        ),
        sort=sort_key(position),
    )


def _agreement(w: Writing) -> list[Block]:
    years = sorted(w.view.agreements, key=lambda item: item.year)
    if len(years) < 3:
        return []
    points = []
    for item in years:
        share = (item.same_share * 100).quantize(Decimal("0.1"))
        row = w.ledger.figure(
            f"In {item.year} {w.view.name} voted as the DPRK did in {share}% of {item.votes} roll calls.",
            item.source,
        )
        points.append(Point(label=str(item.year), low=share, high=share, refs=(row,)))
    note = Statement(
        text="Share of recorded votes in which both voted alike; most votes are not about the DPRK.",
        refs=points[-1].refs,
    )
    chart = Chart(
        kind="bars",
        title="Votes cast as the DPRK cast them",
        unit="percent of roll calls",
        series=(Series(name=w.view.name, points=tuple(points)),),
        note=note,
    )
    return [chart]


def _blocs(w: Writing) -> Statement:
    names = [w.name_of(code) for code in w.view.blocs]
    text = f"Groups it belongs to: {listed(names)}."
    return Statement(
        text=text, refs=(w.ledger.rule(f"{w.view.name}. {text}", "vocabulary of groups of states"),)
    )


def latest_line(w: Writing) -> Statement | None:
    """The latest statement, for the first page."""
    held = [p for p in newest_first(w.view.positions) if p.period is not None]
    if not held:
        return None
    position = held[0]
    said = _statement(w, position)
    return Statement(
        lead=f"Last word, {written_period(position.period)}:",
        text=said.text,
        refs=said.refs,
        badges=said.badges[:1],
    )
