"""Section 4: what the country has done, by stage. Announced is not done; what goes against a paragraph is told in section 5."""

from __future__ import annotations

from dataclasses import replace

from stanch.dossier import told
from stanch.dossier.model import Block, Item, Listing, Paragraph, Section, Statement, Table
from stanch.dossier.show import plural, sentence
from stanch.dossier.view import newest_first
from stanch.dossier.writing import Writing, action_badges, action_item, counted, say
from stanch.facts.model import Action, Effect
from stanch.records import Stage

STAGES: tuple[tuple[Stage, str], ...] = (
    (Stage.VERIFIED, "Verified"),
    (Stage.REPORTED_DONE, "Reported done"),
    (Stage.LEGISLATED, "Made law"),
    (Stage.ANNOUNCED, "Announced only"),
    (Stage.REVERSED, "Reversed"),
)
_SHOWN = 8


def section(w: Writing) -> Section:
    """Steps in line with the resolutions by stage, then steps that ease pressure."""
    pressing = [a for a in w.view.actions if a.effect is Effect.PRESSURE]
    easing = [a for a in w.view.actions if a.effect in (Effect.RELIEF, Effect.NEUTRAL)]
    aside = told.part(w, "done-told", "Proposed, possible or not done, as documents tell it", "action")
    if not pressing and not easing:
        row = w.ledger.search(f"No action of {w.view.name} is held.")
        nothing = Statement(
            text="No action is held. A national report would settle what has been done.", refs=(row,)
        )
        told_parts = () if aside is None else (aside,)
        return Section(
            key="done", title="Done so far", blocks=(Paragraph(statements=(nothing,)),), parts=told_parts
        )
    parts = []
    for stage, title in STAGES:
        held = newest_first(a for a in pressing if a.stage is stage)
        if held:
            parts.append(Section(key=f"done-{stage.value}", title=title, blocks=_blocks(w, title, held)))
    if easing:
        parts.append(
            Section(
                key="done-easing",
                title="Steps that keep up or ease ties",
                blocks=_blocks(w, "Steps that keep up or ease ties", newest_first(easing)),
            )
        )
    if aside is not None:
        parts.append(aside)
    return Section(key="done", title="Done so far", blocks=(_intro(w, pressing),), parts=tuple(parts))


def _intro(w: Writing, pressing: list[Action]) -> Paragraph:
    counts = []
    for stage, title in STAGES:
        number = sum(action.stage is stage for action in pressing)
        if number:
            counts.append(f"{number} {title.lower()}")
    text = f"{plural(len(pressing), 'step')} held in line with the resolutions"
    if counts:
        text += f": {', '.join(counts)}"
    rule = w.ledger.rule(
        "A step is “reported done” on the word of a government or the press; “verified” needs an inspection, a court record, an "
        "expert's finding or statistics that show it."
    )
    return Paragraph(
        statements=(
            Statement(text=sentence(text), refs=counted(w, sentence(f"{text} ({w.view.name})"), pressing)),
            Statement(
                text="A press line that something was done counts as reported, not as verified.", refs=(rule,)
            ),
        )
    )


def _unstaged(item: Item) -> Item:
    """Without the badge of the stage, which the heading says."""
    return replace(item, head=replace(item.head, badges=item.head.badges[1:]))


def _blocks(w: Writing, title: str, actions: list[Action]) -> tuple[Block, ...]:
    listing = Listing(items=tuple(_unstaged(action_item(w, action)) for action in actions[:_SHOWN]))
    if len(actions) <= _SHOWN:
        return (listing,)
    rows = []
    for action in actions[_SHOWN:]:
        head = say(w, action, ())
        rows.append(
            (
                Statement(text=head.lead, refs=head.refs, sort=head.sort),
                Statement(text=head.text, refs=head.refs, badges=action_badges(action)[1:]),
            )
        )
    table = Table(
        caption=f"{title}: {len(rows)} more",
        columns=("When", "Step"),
        rows=tuple(rows),
        widths=(3, 12),
        folded=True,
        sortable=True,
        order="newest first",
        paper=0,
    )
    return (listing, table)
