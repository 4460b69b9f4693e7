"""Section 9: exposure to others' secondary sanctions, and steps that others took about this country's dealings."""

from __future__ import annotations

from dataclasses import replace

from stanch.dossier.areas import within
from stanch.dossier.law import other_instruments
from stanch.dossier.ledger import instrument_name
from stanch.dossier.model import Badge, Block, Item, Listing, Paragraph, Section, Statement, Table, Tone
from stanch.dossier.show import sentence
from stanch.dossier.view import newest_first, state_in
from stanch.dossier.writing import Writing, action_badges, lead_of, say, tie_badges
from stanch.facts.model import Action, Event, Fact, Tie
from stanch.records import Standing
from stanch.rulebook.model import Effect as LawEffect
from stanch.rulebook.model import Provision

_MOST = 12


def section(w: Writing) -> Section:
    """What others did about parties there, then which ties fall under grounds for listing in others' law."""
    parts = []
    steps = _steps(w)
    if steps:
        items = tuple(Item(head=_other(w, fact)) for fact in steps[:_MOST])
        parts.append(Section(key="exposure-steps", title="Steps by others", blocks=(Listing(items=items),)))
    grounds = _grounds(w)
    if grounds:
        parts.append(
            Section(
                key="exposure-grounds",
                title="Grounds for listing that held ties may meet",
                blocks=_table(w, grounds),
            )
        )
    blocks: tuple[Block, ...] = ()
    if not parts:
        row = w.ledger.search(
            f"No step of another state about parties in {w.view.name} is held, and no open tie falls under grounds for listing "
            "in the law of others."
        )
        blocks = (
            Paragraph(statements=(Statement(text="No exposure is shown by the rows held.", refs=(row,)),)),
        )
    return Section(
        key="exposure", title="Exposure to the sanctions of others", blocks=blocks, parts=tuple(parts)
    )


def _steps(w: Writing) -> list[Fact]:
    held: list[Fact] = [
        fact
        for fact in w.view.naming
        if isinstance(fact, Action)
        and fact.act in ("designate", "legislate", "prosecute", "freeze_assets", "close_accounts")
    ]
    held += [
        event
        for event in w.view.events
        if isinstance(event, Event) and event.event in ("listing", "court", "national_measure")
    ]
    return newest_first({fact.key: fact for fact in held}.values())


def _other(w: Writing, fact: Fact) -> Statement:
    badges = action_badges(fact) if isinstance(fact, Action) else ()
    base = say(w, fact, badges)
    who = w.name_of(fact.country) if fact.country and fact.country != w.view.code else ""
    return Statement(
        text=base.text,
        refs=base.refs,
        lead=f"{lead_of(fact)}{', ' + who if who else ''}:",
        badges=base.badges,
    )


def _grounds(w: Writing) -> list[tuple[Provision, list[Tie]]]:
    found = []
    for instrument in other_instruments(w.regime, w.as_of):
        for provision in instrument.provisions:
            version = provision.version_on(w.as_of)
            if version is None or version.effect is not LawEffect.EXPOSE:
                continue
            ties = [
                tie
                for tie in w.view.ties
                if state_in(tie, w.view).open
                and tie.standing is not Standing.REFUTED
                and any(within(tie.channel, channel) for channel in provision.channels)
            ]
            if ties:
                found.append((provision, newest_first(ties)))
    return found


def _table(w: Writing, grounds: list[tuple[Provision, list[Tie]]]) -> tuple[Block, ...]:
    rule = w.ledger.rule(
        "A tie is set beside a ground for listing in others' law when the channel is the same and no end of it is known. Whether a person "
        "meets the ground depends on knowledge, amounts and dates that are not held."
    )
    intro = Statement(
        text="These are grounds on which others may list persons or banks; whether one is met depends on facts that are not held here.",
        refs=(rule,),
    )
    groups: dict[tuple[str, ...], list[Provision]] = {}
    ties_of = {}
    for provision, ties in grounds:
        key = tuple(tie.key for tie in ties)
        groups.setdefault(key, []).append(provision)
        ties_of[key] = ties
    rows = [_ground_row(w, provisions, ties_of[key]) for key, provisions in groups.items()]
    table = Table(
        caption="",
        columns=("Ground", "Ties it may touch"),
        rows=tuple(rows),
        widths=(8, 9),
        order="in the order of the acts",
        paper=10,
    )
    return (Paragraph(statements=(intro,)), table)


def _ground_row(w: Writing, provisions: list[Provision], ties: list[Tie]) -> tuple[Statement, ...]:
    """The grounds that touch the same ties, and those ties, told once."""
    first, *rest = [_ground(w, provision) for provision in provisions]
    shown = [say(w, tie, tie_badges(w, tie)) for tie in ties[:2]]
    more = len(ties) - len(shown)
    if more:
        inputs = [ref for tie in ties[2:] for ref in w.ledger.cite(tie)[:1]]
        row = w.ledger.count(f"Further ties on this ground: {more}.", inputs, count=more)
        shown.append(Statement(text=f"and {more} more.", refs=(row,)))
    return replace(first, also=tuple(rest)), replace(shown[0], also=tuple(shown[1:]))


def _ground(w: Writing, provision: Provision) -> Statement:
    version = provision.version_on(w.as_of)
    must = version is not None and version.exposure == "mandatory"
    badge = Badge(text="must be listed" if must else "may be listed", tone=Tone.BAD if must else Tone.WARN)
    return Statement(
        lead=exposure_name(w, provision),
        text=sentence(provision.title),
        refs=(w.ledger.law(provision),),
        badges=(badge,),
    )


def exposure_name(w: Writing, provision: Provision) -> str:
    """The act's title and the paragraph."""
    instrument = w.regime.instrument_of[provision.key]
    return f"{instrument_name(instrument)} {provision.para}"
