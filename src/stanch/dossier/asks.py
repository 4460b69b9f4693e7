"""Section 6: suggestions as the reader sees them, and the asks of the first page."""

from __future__ import annotations

from stanch.dossier.amounts import written_amount
from stanch.dossier.model import Badge, Block, Item, Listing, Paragraph, Section, Statement, Table, Tone
from stanch.dossier.show import listed, plural, sentence, written_period
from stanch.dossier.suggest import RULE, Offer, amount_at_stake
from stanch.dossier.worth import short_line, worth_line, worth_of_channels, worths
from stanch.dossier.writing import (
    STAGE_WORDS,
    Writing,
    counted,
    date_words,
    provision_name,
    statement_of,
)
from stanch.facts.model import Action
from stanch.rulebook.model import BINDING, INHERITS

_PRECEDENTS = 3
_IN_FULL = 6
_EFFORT_TONES = {"low": Tone.GOOD, "medium": Tone.PLAIN, "high": Tone.WARN}


def section(w: Writing, offers: tuple[Offer, ...]) -> Section:
    """Every suggestion that the country's facts call for, in order, with the rule of the order."""
    if not offers:
        row = w.ledger.search(
            f"No suggestion on file has all of its conditions met by the held facts of {w.view.name}."
        )
        nothing = Statement(text="The facts held call for none of the suggestions on file.", refs=(row,))
        return Section(key="suggestions", title="Suggestions", blocks=(Paragraph(statements=(nothing,)),))
    rule = Statement(text=RULE, refs=(w.ledger.rule(RULE),))
    items = tuple(_item(w, offer) for offer in offers[:_IN_FULL])
    blocks: list[Block] = [Listing(items=items, style="numbers"), Paragraph(statements=(rule,))]
    if len(offers) > _IN_FULL:
        blocks.append(_in_short(w, offers[_IN_FULL:]))
    return Section(key="suggestions", title="Suggestions", blocks=tuple(blocks))


def _in_short(w: Writing, offers: tuple[Offer, ...]) -> Table:
    """The suggestions farther down the order, a row each."""
    rows = []
    for offer in offers:
        each, own = offer.suggestion, (_source(w, offer),)
        basis = basis_of(w, offer)
        done = precedent_of(w, offer.precedents[:1]) or _no_precedent(w, offer)
        level = Badge(text=f"effort {each.effort.level}", tone=_EFFORT_TONES[each.effort.level])
        rows.append(
            (
                Statement(text=each.title, refs=own, badges=(level,)),
                Statement(text=sentence(each.action), refs=own),
                Statement(text=basis.text, refs=basis.refs),
                Statement(text=done.text, refs=done.refs),
            )
        )
    return Table(
        caption=f"Further suggestions, in the same order ({len(rows)})",
        columns=("Step", "What to do", "Legal basis", "Done by"),
        rows=tuple(rows),
        widths=(4, 8, 5, 7),
        folded=True,
        order="by the rule of the suggestions",
        paper=6,
    )


def top_asks(w: Writing, offers: tuple[Offer, ...], *, most: int = 3) -> Listing | None:
    """The asks for the first page: what to ask, by which paragraph, what is at stake, who has done it."""
    if not offers:
        return None
    return Listing(items=tuple(_short(w, offer) for offer in _spread(offers, most)), style="asks")


def _spread(offers: tuple[Offer, ...], most: int) -> list[Offer]:
    """The best offers, no two of one kind of channel or for one tie while others are left: three asks on one matter are one."""
    chosen: list[Offer] = []
    seen: set[str] = set()
    for offer in offers:
        kind = offer.suggestion.addresses[0].partition(".")[0] if offer.suggestion.addresses else ""
        matter = {kind, offer.ties[0].key} if offer.ties else {kind}
        if not matter & seen and len(chosen) < most:
            chosen.append(offer)
            seen |= matter
    rest = [offer for offer in offers if offer not in chosen]
    return (chosen + rest)[:most]


def _source(w: Writing, offer: Offer) -> str:
    return w.ledger.rule(
        f"{sentence(offer.suggestion.title)} {sentence(offer.suggestion.action)}",
        f"suggestion {offer.suggestion.key}",
    )


def _short(w: Writing, offer: Offer) -> Item:
    each = offer.suggestion
    # one page: the step in full stands in the section of suggestions
    body = []
    if each.ask:
        body.append(Statement(lead="Ask:", text=each.ask, refs=(_ask(w, offer),)))
    else:
        body.append(Statement(text=sentence(each.action), refs=(_source(w, offer),)))
    why = _why_here(w, offer, most=1)
    stake = None if offer.suggestion.value.number == "count" else stake_of(w, offer)
    same = stake is not None and offer.ties and statement_of(offer.ties[0]) in stake.text
    streams = worth_of_channels(worths(w), offer.suggestion.addresses)[:2]
    stream = short_line(streams) if streams else None
    body += [line for line in (None if same else why, stake, stream) if line is not None]
    body.append(basis_of(w, offer))
    done = precedent_of(w, offer.precedents[:1])
    if done is not None:
        body.append(done)
    return Item(head=Statement(text=each.title, refs=(_source(w, offer),)), body=tuple(body))


def _ask(w: Writing, offer: Offer) -> str:
    return w.ledger.rule(f"The question: {offer.suggestion.ask}", f"suggestion {offer.suggestion.key}")


def _item(w: Writing, offer: Offer) -> Item:
    each = offer.suggestion
    own = _source(w, offer)
    effort = w.ledger.rule(
        f"Effort {each.effort.level}: {sentence(each.effort.why)} Effect: {sentence(each.effect)} Done when: {sentence(each.done_when)}"
        + (f" Caution: {sentence(each.caution)}" if each.caution else ""),
        f"suggestion {each.key}",
    )
    badge = Badge(text=f"effort {each.effort.level}", tone=_EFFORT_TONES[each.effort.level])
    body = [
        Statement(text=sentence(each.action), refs=(own,)),
        basis_of(w, offer),
        Statement(
            lead="Effort:",
            text=sentence(f"{each.effort.level}; {each.effort.why[0].lower()}{each.effort.why[1:]}"),
            refs=(effort,),
        ),
        Statement(lead="Effect:", text=sentence(each.effect), refs=(effort,)),
        *_stakes(w, offer),
        _why_here(w, offer),
        precedent_of(w, offer.precedents[:_PRECEDENTS]) or _no_precedent(w, offer),
        Statement(lead="Done when:", text=sentence(each.done_when), refs=(effort,)),
    ]
    if each.caution:
        body.append(Statement(lead="Caution:", text=sentence(each.caution), refs=(effort,)))
    kept = tuple(s for s in body if s is not None)
    return Item(head=Statement(text=each.title, refs=(own,), badges=(badge,)), body=kept)


def basis_of(w: Writing, offer: Offer) -> Statement:
    """The paragraphs, and whether they bind."""
    names = []
    for provision in offer.basis[:4]:
        version = provision.version_on(w.as_of)
        binds = version is not None and version.force in BINDING | INHERITS
        names.append(f"resolution {provision_name(provision)}{'' if binds else ' (calls upon)'}")
    return Statement(
        lead="Legal basis:",
        text=sentence(listed(names)),
        refs=tuple(w.ledger.law(p) for p in offer.basis[:4]),
    )


def stake_of(w: Writing, offer: Offer) -> Statement | None:
    """The latest number held on what is at stake, or None."""
    value = offer.suggestion.value
    if value.number == "count" and offer.ties:
        text = f"{plural(len(offer.ties), 'tie')} held with no end known."
        return Statement(
            lead="At stake:",
            text=sentence(text),
            refs=counted(w, f"{sentence(text)} {w.view.name}.", offer.ties),
        )
    if not offer.figures:
        return _tie_stake(w, offer)
    figure = offer.figures[0]
    text = f"{written_amount(figure.quantity)} ({written_period(figure.period)}): {figure.statement}"
    return Statement(lead="At stake:", text=sentence(text), refs=w.ledger.cite(figure))


def _tie_stake(w: Writing, offer: Offer) -> Statement | None:
    """The amount that one of the ties names, where no figure is held."""
    for tie in offer.ties:
        amount = amount_at_stake(tie)
        if amount is not None:
            text = f"{written_amount(amount)} ({date_words(tie)}): {statement_of(tie)}"
            return Statement(lead="At stake:", text=sentence(text), refs=w.ledger.cite(tie))
    return None


def _stakes(w: Writing, offer: Offer) -> tuple[Statement | None, ...]:
    """The number held, and the money of the streams that the step would close; or that neither is held."""
    own, stream = stake_of(w, offer), _stream(w, offer)
    return (own, stream) if own is not None or stream is not None else (_no_stake(w, offer),)


def _stream(w: Writing, offer: Offer) -> Statement | None:
    """What the streams that the step addresses brought in their last year held."""
    streams = worth_of_channels(worths(w), offer.suggestion.addresses)
    return worth_line(streams[:2]) if streams else None


def _no_stake(w: Writing, offer: Offer) -> Statement | None:
    if offer.suggestion.value.number == "none":
        return None
    number = offer.suggestion.value.number.replace("_", " ")
    row = w.ledger.search(
        f"No figure of {w.view.name} is held that shows what is at stake for “{offer.suggestion.title}” ({number})."
    )
    return Statement(lead="At stake:", text="No number is held.", refs=(row,))


def _why_here(w: Writing, offer: Offer, *, most: int = 2) -> Statement | None:
    if not offer.ties:
        return None
    best = offer.ties[:most]
    texts = [f"{statement_of(tie).rstrip('.')} ({date_words(tie)})" for tie in best]
    refs = tuple(dict.fromkeys(ref for tie in best for ref in w.ledger.cite(tie)[:2]))
    return Statement(lead="Why here:", text=sentence("; ".join(texts)), refs=refs)


def precedent_of(w: Writing, actions: tuple[Action, ...]) -> Statement | None:
    """Who has done it, with date and stage."""
    if not actions:
        return None
    texts = [f"{_by(w, a)} ({date_words(a)}, {STAGE_WORDS[a.stage]})" for a in actions]
    refs = tuple(dict.fromkeys(ref for a in actions for ref in w.ledger.cite(a)[:1]))
    return Statement(lead="Done by:", text=sentence("; ".join(texts)), refs=refs)


def _by(w: Writing, action: Action) -> str:
    name, text = w.name_of(action.country), statement_of(action).rstrip(".")
    return (
        text
        if name in text or (text.startswith(("The ", "Its ")) and name.split()[-1] in text)
        else f"{name}: {text}"
    )


def _no_precedent(w: Writing, offer: Offer) -> Statement:
    row = w.ledger.search(f"No action of another state is held that matches “{offer.suggestion.title}”.")
    return Statement(lead="Done by:", text="No precedent is held.", refs=(row,))
