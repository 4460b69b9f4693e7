"""How the parties in reach stand to a clause: what the clause has for a subject, how the parse leads from it to a name, and
where else the document speaks of a party.

A pronoun or "the latter" says little by itself; beside who was named where it says whom a writer most likely means. Which of these
bearings tells is learnt, not ruled.
"""

from __future__ import annotations

from functools import lru_cache

from stanch.reading.features import Situation, triggers_at
from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Sentence
from stanch.reading.parties import STATE_NOUNS
from stanch.reading.remember import BODY_NOUNS
from stanch.reading.voices import subject_of

_PRONOUNS = {
    "it": "it", "they": "they", "he": "he", "she": "he", "we": "we", "i": "I", "you": "you", "who": "relative",
    "which": "relative", "that": "relative", "this": "this", "these": "this", "those": "this", "both": "both",
}  # fmt: skip
_MEASURES = {
    "sanction", "measure", "resolution", "law", "bill", "order", "decree", "rule", "embargo", "restriction", "ban", "draft",
    "regulation", "package", "text", "deal", "agreement", "penalty",
}  # fmt: skip
_TRADE = {"trade", "export", "import", "shipment", "sale", "purchase", "turnover", "commerce", "delivery"}
_STEPS = 4


def subject_class(here: Situation, lexicon: Lexicon) -> str:
    """What the subject of a clause is, by class: a pronoun, a name, a state or a body by its noun, a measure, a ware, nothing."""
    sentence, head = here.sentence, here.candidate.head
    if here.candidate.form in ("noun", "appos"):
        return here.candidate.form
    subject = subject_of(sentence, head)
    if subject is None:
        return "none"
    word = sentence.words[subject]
    passive = " passive" if word.dep == "nsubjpass" else ""
    if word.pos in ("PRON", "DET"):
        return _PRONOUNS.get(word.lower, "pronoun") + passive
    mention = here.cast.at[here.candidate.sentence].get(subject)
    if mention is not None:
        return mention.kind.value + passive
    return _noun_class(sentence, subject, lexicon) + passive


def _noun_class(sentence: Sentence, i: int, lexicon: Lexicon) -> str:
    word = sentence.words[i]
    several = " plural" if word.tag == "NNS" else ""
    if word.lemma in STATE_NOUNS:
        return "state noun" + several
    if word.lemma in BODY_NOUNS:
        return "body noun" + several
    if word.lemma in lexicon.speakers or word.lower in lexicon.speakers:
        return "office" + several
    if word.lemma in _MEASURES:
        return "measure"
    if word.lemma in _TRADE:
        return "trade"
    return "noun" + several


def line_between(sentence: Sentence, head: int, i: int) -> str:
    """The way through the parse from the head of a clause to a word: roles on the way up, a stroke, roles on the way down."""
    above: list[int] = [head]
    while sentence.words[above[-1]].head != above[-1] and len(above) < 12:
        above.append(sentence.words[above[-1]].head)
    down: list[str] = []
    j = i
    while j not in above:
        word = sentence.words[j]
        if word.head == j or len(down) > _STEPS:
            return "apart"
        down.append(word.dep)
        j = word.head
    up = [sentence.words[k].dep for k in above[: above.index(j)]]
    if len(up) + len(down) > _STEPS:
        return f"far {'/'.join(up[:1])}|{'/'.join(down[:1])}"
    return f"{'/'.join(up)}|{'/'.join(reversed(down))}"


def word_class(here: Situation, act: str, lexicon: Lexicon) -> str:
    """What the lexicon takes the head of a clause for: a stance of this or of another kind, an act, a tie, or nothing it knows.

    A clause whose own verb takes a stance ("China rejects") is mostly its subject's; one that only describes is its speaker's."""
    triggers = triggers_at(here, lexicon)
    if any(trigger.act == act for trigger in triggers):
        return "same"
    kinds = {trigger.kind for trigger in triggers}
    return "stance" if "position" in kinds else "act" if kinds else "none"


def bearings(fact: str, act: str, subject: str, word: str) -> list[str]:
    """The source of a choice beside what the clause has for a subject, what its head says and what it does."""
    by_subject, by_act, by_word = _weighed_by(fact)
    found = []
    if by_subject:
        found.append(f"{fact}&subject={subject}")
    if by_act:
        found.append(f"{fact}&act={act}")
    if by_word:
        found += [f"{fact}&word={word}&act={act}", f"{fact}&word={word}&subject={subject}"]
    return found


@lru_cache(maxsize=20_000)
def _weighed_by(fact: str) -> tuple[bool, bool, bool]:
    """Which of subject, act and word a fact is weighed together with."""
    return (
        fact.startswith(("from", "line", "cue is", "back")),
        fact.startswith(("from", "line", "cue is")),
        fact.startswith(("from=voice", "from=subject", "from=lead", "cue is", "line=|nsubj")),
    )
