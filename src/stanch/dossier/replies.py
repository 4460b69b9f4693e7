"""Section 10: the right of reply, and what is new in the file."""

from __future__ import annotations

import datetime as dt

from stanch.dossier.model import Block, Item, Listing, Paragraph, Section, Statement, Table
from stanch.dossier.show import plural, sentence, written
from stanch.dossier.view import newest_first
from stanch.dossier.writing import Writing, counted, fact_badges, reply, say
from stanch.facts.model import Fact, Says

_MOST = 15
_YEAR = dt.timedelta(days=365)


def section(w: Writing) -> Section:
    """Every allegation with what was answered, then what entered in the last year, then what the two clocks hide."""
    parts = (
        Section(key="replies-answers", title="Right of reply", blocks=_answers(w)),
        Section(key="replies-log", title="What is new, and what is left out", blocks=_log(w)),
    )
    return Section(key="replies", title="Right of reply and change log", parts=parts)


def _answers(w: Writing) -> tuple[Block, ...]:
    answered: list[Fact] = newest_first(
        fact
        for fact in w.view.facts
        if any(voice.says in (Says.DENIES, Says.DOUBTS, Says.EXPLAINS, Says.REFUTES) for voice in fact.voices)
    )
    rule = w.ledger.rule(
        "A state or person named here may answer; the answer is shown beside what it answers, with its own source. "
        "Nothing is taken out because it is denied, and nothing is kept without its denial."
    )
    intro = Statement(
        text="Answers are shown beside what they answer, in every section and here together.", refs=(rule,)
    )
    if not answered:
        row = w.ledger.search(f"No answer of {w.view.name}, or of a party named in its file, is held.")
        return (Paragraph(statements=(intro, Statement(text="No answer is held.", refs=(row,)))),)
    items = tuple(
        Item(
            head=say(w, fact),
            body=tuple(
                reply(w, voice)
                for voice in fact.voices
                if voice.says not in (Says.AFFIRMS, Says.NO_REPLY, Says.NO_COMMENT)
            ),
        )
        for fact in answered[:_MOST]
    )
    blocks: list[Block] = [
        Paragraph(statements=(intro,)),
        Listing(items=items, order="newest first", paper=8),
    ]
    if len(answered) > _MOST:
        rest = tuple(
            (
                Statement(text=say(w, fact).text, refs=w.ledger.cite(fact), badges=fact_badges(fact)),
                _answer_cell(w, fact),
            )
            for fact in answered[_MOST:]
        )
        blocks.append(
            Table(
                caption=f"Further answers ({len(rest)})",
                columns=("What was said", "Answer"),
                rows=rest,
                widths=(1, 1),
                folded=True,
                order="newest first",
                paper=0,
            )
        )
    return tuple(blocks)


def _answer_cell(w: Writing, fact: Fact) -> Statement:
    answers = [reply(w, voice) for voice in fact.replies]
    first = answers[0]
    return Statement(text=first.text, refs=first.refs, lead=first.lead, also=tuple(answers[1:]))


def _log(w: Writing) -> tuple[Block, ...]:
    since = w.as_of - _YEAR
    new = newest_first(
        fact
        for fact in w.view.facts
        if (day := fact.last_day or fact.first_day) is not None and since < day <= w.as_of
    )
    if new:
        text = f"{plural(len(new), 'fact')} of the file {'dates' if len(new) == 1 else 'date'} from the year before {written(w.as_of)}."
        head = Statement(text=sentence(text), refs=counted(w, f"{text} ({w.view.name})", new))
        blocks: list[Block] = [
            Paragraph(statements=(head,)),
            Listing(items=tuple(Item(head=say(w, f)) for f in new[:8])),
        ]
    else:
        row = w.ledger.search(f"No fact of {w.view.name} dates from the year before {written(w.as_of)}.")
        blocks = [
            Paragraph(
                statements=(
                    Statement(
                        text=f"Nothing held dates from the year before {written(w.as_of)}.", refs=(row,)
                    ),
                )
            )
        ]
    left = hidden_line(w)
    if left is not None:
        blocks.append(Paragraph(statements=(left,)))
    return tuple(blocks)


def hidden_line(w: Writing) -> Statement | None:
    """How many rows the two clocks hide, by reason; None when they hide none."""
    hidden = w.view.hidden
    parts = [
        f"{hidden.later} on what happened, or may have happened, later" if hidden.later else "",
        f"{hidden.undated} without any date" if hidden.undated else "",
        f"{hidden.published_later} published later" if hidden.published_later else "",
        f"{hidden.publication_unknown} whose day of publication is unknown"
        if hidden.publication_unknown
        else "",
    ]
    said = [part for part in parts if part]
    if not said:
        return None
    text = f"Left out by the two clocks: {plural(hidden.total, 'row')} ({'; '.join(said)})."
    return Statement(text=text, refs=(w.ledger.rule(text, "count by the two clocks"),))
