"""What every section is written with: the view of the country, the ledger of rows, and the sentences that facts become."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from stanch.dossier.amounts import written_amount
from stanch.dossier.areas import Area, area_of
from stanch.dossier.findings import TieFinding
from stanch.dossier.ledger import Ledger
from stanch.dossier.model import Badge, Item, Statement, Tone
from stanch.dossier.show import listed, sentence, written, written_period
from stanch.dossier.view import View, state_in
from stanch.facts.model import Action, Fact, Figure, Says, Tie, TieStatus, Voice
from stanch.leaks.money import Money
from stanch.records import Quantity, Stage, Standing
from stanch.rulebook.model import Provision, Regime
from stanch.rulebook.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One dossier while it is written."""

    view: View
    ledger: Ledger
    regime: Regime
    areas: tuple[Area, ...]
    name_of: Callable[[str], str]  # a country's or bloc's code to its name
    words: Mapping[str, Mapping[str, str]]  # closed vocabularies: list name -> word -> definition
    deep: bool = False
    findings: Mapping[str, TieFinding] = field(default_factory=dict)
    money: Money | None = None
    # what worth.worths has gathered: many sections ask for it
    worths: list[Any] = field(default_factory=list, compare=False, repr=False)

    @property
    def as_of(self) -> dt.date:
        """The day the dossier is made for."""
        return self.view.as_of

    def area(self, fact: Fact) -> Area:
        """The area a fact belongs to."""
        return area_of(fact.channel, self.areas)


SAYS_WORDS: Mapping[Says, str] = {
    Says.AFFIRMS: "Also",
    Says.EXPLAINS: "Explained",
    Says.DENIES: "Denied",
    Says.DOUBTS: "Doubted",
    Says.REFUTES: "Found untrue",
    Says.NO_COMMENT: "Asked, gave no substance",
    Says.NO_REPLY: "Asked, did not answer",
}
STAGE_WORDS: Mapping[Stage, str] = {
    Stage.VERIFIED: "verified",
    Stage.REPORTED_DONE: "reported done",
    Stage.LEGISLATED: "made law",
    Stage.ANNOUNCED: "announced",
    Stage.REVERSED: "reversed",
}
STAGE_TONES: Mapping[Stage, Tone] = {
    Stage.VERIFIED: Tone.GOOD,
    Stage.REPORTED_DONE: Tone.GOOD,
    Stage.LEGISLATED: Tone.PLAIN,
    Stage.ANNOUNCED: Tone.WARN,
    Stage.REVERSED: Tone.BAD,
}
# Units that tell nothing when there is one of them.
_PLAIN_COUNTS = (
    "items",
    "vessels",
    "companies",
    "restaurants",
    "missions",
    "shipments",
    "transfers",
    "accounts",
    "flights",
)
_WEAK = (
    "weak_source",
    "from_memory",
    "unit_doubtful",
    "ocr_doubtful",
    "likely_misreport",
    "leaked",
    "unnamed_source",
    "publisher_unknown",
    "reader_comment",
)


def fact_badges(fact: Fact) -> tuple[Badge, ...]:
    """Standing, where it says more than "one source", and the marks that a reader must see."""
    badges = []
    if fact.standing is Standing.CORROBORATED:
        badges.append(Badge(text="corroborated", tone=Tone.GOOD))
    elif fact.standing is Standing.CONTESTED:
        badges.append(Badge(text="contested", tone=Tone.WARN))
    elif fact.standing is Standing.REFUTED:
        badges.append(Badge(text="found untrue", tone=Tone.QUIET))
    badges += [Badge(text=mark.replace("_", " "), tone=Tone.WARN) for mark in fact.marks if mark in _WEAK]
    return tuple(badges)


def tie_badges(w: Writing, tie: Tie) -> tuple[Badge, ...]:
    """How the tie stood, then its standing."""
    state = state_in(tie, w.view)
    tone = Tone.BAD if state.word in ("running", "running when last seen") else Tone.PLAIN
    if state.word in (
        "ended",
        "stated not to exist",
        "found untrue",
        "answer only",
        "before the mission closed",
    ):
        tone = Tone.QUIET
    first = () if state.word in ("seen", "found untrue") else (Badge(text=state.word, tone=tone),)
    return (*first, *fact_badges(tie))


def action_badges(action: Action) -> tuple[Badge, ...]:
    """The stage, then the standing."""
    stage = Badge(text=STAGE_WORDS[action.stage], tone=STAGE_TONES[action.stage])
    return (stage, *fact_badges(action))


def statement_of(fact: Fact) -> str:
    """The words of the first voice that simply affirms: an answer is shown as an answer, not as the fact."""
    plainly = (voice.claim.statement for voice in fact.voices if voice.says is Says.AFFIRMS)
    return next(plainly, fact.statement)


def quantity_of(fact: Fact) -> Quantity | None:
    """The amount that belongs to the words shown: a figure's own range, else that of the voice whose words they are."""
    if isinstance(fact, Figure):
        return fact.quantity
    words = statement_of(fact)
    return next((voice.claim.quantity for voice in fact.voices if voice.claim.statement == words), None)


def fact_text(fact: Fact, quantity: Quantity | None = None) -> str:
    """The fact as a sentence, with its amount where the sentence does not hold it."""
    text = sentence(statement_of(fact))
    if quantity is None or (quantity.low is None and quantity.high is None):
        return text
    amount = written_amount(quantity)
    if quantity.unit in _PLAIN_COUNTS and quantity.low == quantity.high == 1:
        return text
    bare = [part for part in amount.split() if any(c.isdigit() for c in part)]
    if all(part in text for part in bare) or (quantity.printed and quantity.printed in text):
        return text
    return f"{text[:-1]} ({amount})." if text.endswith(".") else f"{text} ({amount})."


def say(w: Writing, fact: Fact, badges: tuple[Badge, ...] | None = None) -> Statement:
    """A fact as a statement with its date in front and its sources behind."""
    return Statement(
        text=fact_text(fact, quantity_of(fact)),
        refs=w.ledger.cite(fact),
        lead=lead_of(fact),
        badges=fact_badges(fact) if badges is None else badges,
        sort=sort_key(fact),
    )


def lead_of(fact: Fact) -> str:
    """The date in front of a sentence; an undated fact says so."""
    words = date_words(fact)
    return words[0].upper() + words[1:]


def date_words(fact: Fact) -> str:
    """When it was so, in words; for an undated fact the day by which its source had told of it."""
    words = written_period(fact.period)
    if words != "undated":
        return words
    told = [voice.claim.source.published_on for voice in fact.voices if voice.claim.source.published_on]
    return f"by {written(min(told, key=lambda day: day.first))}" if told else words


def sort_key(fact: Fact) -> str:
    """What a table sorts a fact by."""
    day = fact.last_day or fact.first_day
    return day.isoformat() if day else "0000"


def replies(w: Writing, fact: Fact) -> tuple[Statement, ...]:
    """What was answered to a fact, each voice with its own row: denials stand beside what they deny."""
    head = statement_of(fact)
    return tuple(reply(w, voice) for voice in fact.replies if voice.claim.statement != head)


def reply(w: Writing, voice: Voice) -> Statement:
    """One answer."""
    said_by = voice.claim.said_by
    who = (
        f" by {speaker(w, said_by)}"
        if said_by and voice.says in (Says.DENIES, Says.DOUBTS, Says.EXPLAINS)
        else ""
    )
    when = "" if voice.claim.period is None else f" ({written_period(voice.claim.period)})"
    return Statement(
        text=sentence(voice.claim.statement),
        refs=(w.ledger.voice(voice),),
        lead=f"{SAYS_WORDS[voice.says]}{who}{when}:",
    )


def speaker(w: Writing, said_by: str) -> str:
    """A state's name for its code; a person or body as written."""
    return w.name_of(said_by) if len(said_by) == 2 and said_by.isupper() else said_by


def tie_item(w: Writing, tie: Tie) -> Item:
    """A tie with the answers given to it."""
    law = law_line(w, tie)
    body = replies(w, tie)
    return Item(head=say(w, tie, tie_badges(w, tie)), body=body if law is None else (law, *body))


_WAYS = {
    "exemption": "an exemption applied",
    "cap": "it stayed within the cap",
    "wind_down": "it fell under the wind-down",
}


def law_line(w: Writing, tie: Tie) -> Statement | None:
    """What the rulebook says of a tie on its own day, where it says that a rule stands against it."""
    finding = w.findings.get(tie.key)
    if finding is None or finding.verdict is not Verdict.PROHIBITED or tie.standing is Standing.REFUTED:
        return None
    held = [provision for key in finding.provisions[:3] if (provision := w.regime.provision(key)) is not None]
    names = listed([f"resolution {provision_name(provision)}" for provision in held])
    text = f"prohibited by {names}"
    doubtful = tie.status is TieStatus.ALLEGED or tie.standing is Standing.CONTESTED
    if doubtful or "unreviewed" in tie.marks:
        text = f"if so, {text}"
    if finding.ways:
        text += f", unless {listed([_WAYS[way] for way in finding.ways], last='or')}"
    if not finding.sure:
        text += "; the exact day decides, for the rule came into force within the time that the date covers"
    check = w.ledger.rule(f"Rulebook check of this tie on {written(finding.day)}: {text}.", "rulebook check")
    lead = "Apparent breach:" if finding.apparent_breach else "Law on that day:"
    return Statement(
        lead=lead, text=sentence(text), refs=(*(w.ledger.law(provision) for provision in held), check)
    )


def action_item(w: Writing, action: Action) -> Item:
    """An action with what it is said to carry out, what it hangs on, and the answers given to it."""
    body = []
    head = say(w, action, action_badges(action))
    if action.implements:
        names = ", ".join(map(str, action.implements[:3]))
        badge = Badge(text=f"for {names}", tone=Tone.QUIET)
        head = replace(head, badges=(*head.badges, badge), refs=(*head.refs, *refs_of(w, action)))
    if action.condition:
        body.append(Statement(text=sentence(f"On condition: {action.condition}"), refs=w.ledger.cite(action)))
    return Item(head=head, body=(*body, *replies(w, action)))


def refs_of(w: Writing, action: Action) -> tuple[str, ...]:
    """The rows of the provisions that an action is said to carry out, where the regime holds them."""
    held = [w.regime.provision(ref.id) for ref in action.implements if ref.paragraph]
    return tuple(w.ledger.law(provision) for provision in held if provision is not None)


def provision_name(provision: Provision) -> str:
    """ "2397 ¶8"."""
    return f"{provision.instrument.rpartition(':')[2]} ¶{provision.para}"


def counted(w: Writing, text: str, facts: Sequence[Fact]) -> tuple[str, ...]:
    """The row of a count over facts: it names each of them."""
    return (
        w.ledger.count(text, [ref for fact in facts for ref in w.ledger.cite(fact)[:1]], count=len(facts)),
    )
