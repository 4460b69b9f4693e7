"""What documents that were read tell and no other section holds: words without a step or stance behind them, and how many claims there are.

Nothing here is counted as a fact: a proposal, a hedge, a figure in passing and a stance on no listed issue stand in their own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from stanch.dossier.model import Badge, Item, Listing, Section, Statement, Table, Tone
from stanch.dossier.show import plural, sentence
from stanch.dossier.view import newest_first
from stanch.dossier.writing import Writing, fact_badges, say, sort_key
from stanch.facts.model import Fact, Saying

_SHOWN = 8


def part(w: Writing, key: str, title: str, *kinds: str) -> Section | None:
    """The sayings of these kinds as a part of a section; None when there are none."""
    held = newest_first(saying for saying in w.view.sayings if saying.of in kinds)
    if not held:
        return None
    items = tuple(Item(head=_statement(w, saying)) for saying in held[:_SHOWN])
    blocks: list[Listing | Table] = [Listing(items=items)]
    if len(held) > _SHOWN:
        blocks.append(_rest(w, title, held[_SHOWN:]))
    return Section(key=key, title=title, blocks=tuple(blocks))


def _statement(w: Writing, saying: Saying) -> Statement:
    return say(w, saying, (*fact_badges(saying), Badge(text="told, not held as a fact", tone=Tone.QUIET)))


def _rest(w: Writing, title: str, held: list[Saying]) -> Table:
    rows = []
    for saying in held:
        said = _statement(w, saying)
        rows.append(
            (
                Statement(text=said.lead, refs=said.refs, sort=sort_key(saying)),
                replace(said, lead=""),
            )
        )
    return Table(
        caption=f"{title}: {len(rows)} more",
        columns=("When", "What is said"),
        rows=tuple(rows),
        widths=(3, 12),
        folded=True,
        sortable=True,
        order="newest first",
        paper=0,
    )


def annex_lines(w: Writing, left_out: Mapping[str, int]) -> tuple[Statement, ...]:
    """How many claims of this file were read in documents, how many of them nobody has reviewed, and what could not be placed."""
    facts: tuple[Fact, ...] = (*w.view.facts, *w.view.sayings)
    voices = [voice for fact in facts for voice in fact.voices if voice.claim.span is not None]
    lines = []
    if voices:
        refs = [w.ledger.voice(voice) for voice in voices]
        documents = {voice.claim.source.key.removesuffix("-comments") for voice in voices}
        open_ = sum("unreviewed" in voice.claim.marks for voice in voices)
        text = f"Read in documents: {plural(len(set(refs)), 'claim')} in {plural(len(documents), 'document')}"
        text += f", {open_} of them unreviewed" if open_ else ", each accepted by a person"
        rule = w.ledger.rule(
            f"{text}. Each names the archived text by its hash and the characters it stands at; the words there are its quotation."
        )
        lines.append(Statement(text=sentence(text), refs=(w.ledger.count(text, refs), rule)))
    if left_out:
        parts = [f"{count} because it {reason}" for reason, count in sorted(left_out.items())]
        text = f"Read claims that name {w.view.name} and enter no file: {sum(left_out.values())} ({'; '.join(parts)})."
        lines.append(Statement(text=text, refs=(w.ledger.rule(text, "placing of read claims"),)))
    return tuple(lines)
