"""How firmly a stance is put: by the words it is told in. "We may act", "they will not yield", "talks, if it stops testing".

The grammar above the clause, which settles whether an act was done (`modality`), says little here: who warns that something would follow
warns now. What counts is the clause of the stance and what it says: its negation, its condition, its doubt.
"""

from __future__ import annotations

from collections.abc import Iterator

from stanch.reading.features import Situation
from stanch.reading.model import Sentence
from stanch.reading.voices import subject_of
from stanch.records import Modality

_INNER = {"ccomp", "xcomp", "pcomp", "acomp", "attr", "oprd"}
_IFS = {"if", "unless", "provided", "providing", "until", "till", "once"}
_WHENS = {"when", "whenever"}
_COMING = {"will", "can", "may", "might", "shall", "'ll", "’ll", "wo", "ca"}
_DOUBTS = {
    "likely",
    "probably",
    "perhaps",
    "possibly",
    "maybe",
    "apparently",
    "seemingly",
    "presumably",
    "reportedly",
}
_NOBODY = {"nothing", "nobody", "none", "neither", "nowhere"}
_OPINES = {"believe", "think", "fear", "suspect", "claim", "estimate", "doubt", "suggest"}
_WISHES = {
    "like",
    "love",
    "prefer",
    "rather",
    "welcome",
    "appreciate",
    "hate",
}  # "would like to see": a wish of now
_ON_WORD = {"pledge", "warn", "offer"}  # stances on what is to come
_DEEP = 4


def modality_of_stance(here: Situation, act: str) -> Modality:
    """The modality of a claim that takes a stance."""
    force, sentence, head = here.force, here.sentence, here.candidate.head
    if "denied" in force.forces:
        return Modality.DENIED
    inner = list(_content(sentence, head))
    if force.conditional or any(_on_condition(sentence, i) for i in inner):
        return Modality.CONDITIONAL
    if force.modal != "hedged" and (force.negated or _of_nobody(sentence, head)):
        return Modality.ASSERTED if _forbids(here) else Modality.NEGATED
    if force.modal == "hedged" or any(_doubted(sentence, i) for i in inner[:2]):
        return Modality.HEDGED
    if "hedged" in force.forces and not _opined(force.governors):
        return Modality.HEDGED
    if force.modal == "conditional":
        wish = sentence.words[head].lemma in _WISHES
        return Modality.FUTURE if act in _ON_WORD and not wish else Modality.ASSERTED
    return Modality.FUTURE if force.modal == "future" else Modality.ASSERTED


def _content(sentence: Sentence, head: int) -> Iterator[int]:
    """The head of the clause, then the heads of what it says."""
    frontier, depth = [head], 0
    while frontier and depth <= _DEEP:
        yield from frontier
        frontier = [c for i in frontier for c in sentence.children[i] if sentence.words[c].dep in _INNER]
        depth += 1


def _on_condition(sentence: Sentence, head: int) -> bool:
    """True when a clause below says on what condition: "if", "unless", "until"; "when" before a verb of what is to come."""
    words = sentence.words
    coming = any(words[c].lower in _COMING and words[c].dep == "aux" for c in sentence.children[head])
    for child in sentence.children[head]:
        if words[child].dep != "advcl" and not (
            words[child].dep == "prep" and words[child].lower == "provided"
        ):
            continue
        if words[child].lower == "provided":
            return True
        for mark in sentence.children[child]:
            word = words[mark].lower
            if (
                words[mark].dep == "mark"
                and word in _IFS
                and not (word in ("until", "till", "once") and words[child].tag == "VBD")
            ):
                return True
            if coming and word in _WHENS and words[mark].dep == "advmod" and words[child].tag != "VBD":
                return True
    return False


def _doubted(sentence: Sentence, head: int) -> bool:
    near = [head, *(c for c in sentence.children[head] if sentence.words[c].dep in ("acomp", "attr"))]
    return any(
        sentence.words[c].lower in _DOUBTS and sentence.words[c].dep in ("advmod", "acomp")
        for i in near
        for c in sentence.children[i]
    )


def _of_nobody(sentence: Sentence, head: int) -> bool:
    """ "has nothing to give", "nobody will believe it", "is no longer a threat"."""
    words = sentence.words
    for child in sentence.children[head]:
        word = words[child]
        if word.lower in _NOBODY and word.dep in ("dobj", "nsubj", "nsubjpass", "attr"):
            return True
        if word.lower == "longer" and child and words[child - 1].lower == "no":
            return True
    return False


def _opined(governors: list[str]) -> bool:
    """True when the only doubt is a verb of opinion: an assessment is what somebody believes."""
    return any(lemma in _OPINES for lemma in governors)


def _forbids(here: Situation) -> bool:
    """ "Do not provoke …": who forbids takes a stance and denies nothing."""
    return (
        here.sentence.words[here.candidate.head].tag == "VB"
        and subject_of(here.sentence, here.candidate.head) is None
    )
