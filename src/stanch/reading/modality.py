"""How firmly a clause is put: read from its own words and from every governor above it, up to the root.

"Asserted" has to be earned: a clause below a verb that the lexicon does not know is unclear, and a clause below "urge",
"plan" or "refuse" is never
a thing done.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Sentence
from stanch.records import Modality

_COMPLEMENTS = {
    "xcomp",
    "ccomp",
    "pcomp",
    "acl",
    "csubj",
    "advcl",
    "relcl",
    "dobj",
    "pobj",
    "prep",
    "attr",
    "nsubj",
    "oprd",
    "acomp",
    "appos",
}
_REFUSALS = {"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly", "without", "barely"}
_DEGREE = {"only", "just", "yet"}


@dataclass(slots=True, kw_only=True)
class Force:
    """What stands above and around a clause head."""

    negated: bool = False
    modal: str = ""
    forces: list[str] = field(default_factory=list)
    governors: list[str] = field(default_factory=list)
    unknown: bool = False
    conditional: bool = False
    tense: str = ""
    reported: bool = False
    purpose: bool = (
        False  # "intends to close", "tried to buy": the head itself governs what is not told as done
    )
    forbids: bool = False  # "may no longer be sold"


def force_of(sentence: Sentence, head: int, lexicon: Lexicon, *, nominal: bool = False) -> Force:
    """Everything that bears on whether the clause headed by `head` is put as fact."""
    force = Force()
    _own(sentence, head, lexicon, force, nominal=nominal)
    words = sentence.words
    i, steps = head, 0
    while words[i].head != i and steps < 12:
        dep, up = words[i].dep, words[i].head
        steps += 1
        if _stands_alone(sentence, i, up, dep, lexicon):
            break
        if dep in _COMPLEMENTS:
            _governed(sentence, i, up, dep, lexicon, force, nominal=nominal and i == head)
        i = up
    return force


_DENIES = {"deny", "dispute", "refute"}
_FACTUAL = {
    "after",
    "since",
    "as",
    "while",
    "although",
    "though",
    "because",
    "when",
    "where",
    "whereas",
    "before",
    "until",
    "till",
}


def _stands_alone(sentence: Sentence, i: int, up: int, dep: str, lexicon: Lexicon) -> bool:
    """True where a clause is told as it is, whatever stands above it: "vows revenge after the council voted", "a ship that ran
    aground", and what a semicolon sets apart or another clause only follows."""
    words = sentence.words
    if dep in ("ccomp", "conj", "parataxis") and any(
        words[j].text == ";" for j in range(min(i, up), max(i, up))
    ):
        return True
    if (
        dep == "ccomp"
        and i < up
        and words[up].lemma not in lexicon.says
        and words[up].lemma not in lexicon.findings
    ):
        return words[i].tag in ("VBD", "VBZ", "VBP")
    if dep not in ("advcl", "relcl"):
        return False
    helpers = {words[c].lower for c in sentence.children[i] if words[c].dep in ("aux", "auxpass")}
    past = words[i].tag == "VBD" or (
        words[i].tag in ("VBN", "VBG") and bool(helpers & {"has", "have", "had", "was", "were"})
    )
    if not past or any(helper in lexicon.modals for helper in helpers):
        return False
    return dep == "relcl" or any(
        words[c].lower in _FACTUAL for c in sentence.children[i] if words[c].dep in ("mark", "advmod")
    )


def _own(sentence: Sentence, head: int, lexicon: Lexicon, force: Force, *, nominal: bool) -> None:
    words = sentence.words
    tag = words[head].tag
    force.tense = "past" if tag in ("VBD", "VBN") else "present" if tag in ("VBZ", "VBP") else "base"
    has_aux = False
    for child in sentence.children[head]:
        word = words[child]
        if word.dep in ("aux", "auxpass"):
            has_aux = True
            if word.lower in lexicon.modals and word.lower not in ("'d", "’d"):
                force.modal = lexicon.modals[word.lower]
            elif word.lemma in lexicon.modals:
                force.modal = lexicon.modals[word.lemma]
            elif word.lower in ("has", "have", "had", "'ve", "’ve"):
                force.tense = "perfect"
            elif word.lower in ("is", "are", "am", "'s", "’s", "'re", "’re") and tag == "VBG":
                force.tense = "progressive"
            elif word.lower in ("is", "are") and tag == "VBN" and force.tense != "perfect":
                force.tense = "present_passive"
            elif word.lower == "to":
                force.tense = "infinitive"
        elif word.dep == "neg" or word.lower in ("never", "neither", "nor"):
            force.negated = True
        elif word.dep == "advmod" and "hedged" in lexicon.governors.get(word.lower, ()):
            force.forces.append("hedged")
        elif word.dep in ("dobj", "nsubj", "nsubjpass", "attr", "pobj") and _no(sentence, child):
            force.negated = True
        elif word.dep == "mark" and word.lower in lexicon.conditional_markers:
            force.conditional = not (word.lower in ("until", "till") and tag == "VBD")
        elif (word.dep == "acomp" and "hedged" in lexicon.governors.get(word.lower, ())) or (
            word.dep == "amod" and nominal and "hedged" in lexicon.governors.get(word.lower, ())
        ):
            force.forces.append("hedged")
        elif word.dep == "advcl" and any(
            words[j].dep == "mark" and words[j].lower in ("if", "unless", "until", "provided")
            for j in sentence.children[child]
        ):
            force.conditional = _hangs_on(sentence, head, child, lexicon)
    force.forbids = force.modal == "hedged" and _may_not(sentence, head, force)
    _as_governor(sentence, head, lexicon, force)
    if not force.modal and _lies_ahead(sentence, head):
        force.modal = "future"
    if words[head].dep == "conj" and not has_aux and words[head].head != head:
        _auxiliaries_of(sentence, words[head].head, lexicon, force)


def _may_not(sentence: Sentence, head: int, force: Force) -> bool:
    """ "May no longer be sold", "may not enter" forbid; "may not have entered" doubts."""
    words, children = sentence.words, sentence.children[head]
    helpers = {words[c].lower for c in children if words[c].dep in ("aux", "auxpass")}
    no_longer = any(words[c].lower == "longer" and words[c - 1].lower == "no" for c in children if c)
    return "may" in helpers and "have" not in helpers and (force.negated or no_longer)


def _lies_ahead(sentence: Sentence, head: int) -> bool:
    """ "The leaders are to meet", "Seoul to stop imports": a plan without a word for one."""
    words, children = sentence.words, sentence.children[head]
    if words[head].lemma == "be" and words[head].tag in ("VBZ", "VBP"):
        return any(
            words[c].dep == "xcomp"
            and any(words[j].lower == "to" and words[j].dep == "aux" for j in sentence.children[c])
            for c in children
        ) and not any(words[c].dep in ("attr", "acomp") for c in children)
    to = any(words[c].lower == "to" and words[c].dep == "aux" for c in children)
    return to and words[head].dep == "ROOT" and words[head].tag == "VB"


def _hangs_on(sentence: Sentence, head: int, clause: int, lexicon: Lexicon) -> bool:
    """ "Bans trade unless it is for food" and "flew the flag until it was struck out" are told as done; "will stay until …" hangs on it."""
    words = sentence.words
    if any(
        words[j].dep == "mark" and words[j].lower in ("if", "provided") for j in sentence.children[clause]
    ):
        return True
    return (
        any(words[j].dep == "aux" and words[j].lower in lexicon.modals for j in sentence.children[head])
        or words[head].tag == "VB"
    )


def _as_governor(sentence: Sentence, head: int, lexicon: Lexicon, force: Force) -> None:
    """ "is considering whether to close": a clause led by "consider", "plan" or "refuse" states no deed of its own."""
    word = sentence.words[head]
    if any(trigger.kind == "action" for trigger in lexicon.verbs.get(word.lemma, ())):
        return
    below = [
        sentence.words[c].lemma
        for c in sentence.children[head]
        if sentence.words[c].dep in ("xcomp", "ccomp")
    ]
    if below and not _LEAVES & set(below):
        forces = [
            each
            for each in lexicon.governors.get(word.lemma, ())
            if each in ("demanded", "planned", "refused")
        ]
        force.forces.extend(forces[:1])
        passive = any(sentence.words[c].dep == "auxpass" for c in sentence.children[head])
        force.purpose = forces[:1] == ["planned"] and word.lemma not in _UNDECIDED and not passive


_LEAVES = {"leave", "depart", "quit"}  # who is told to leave is expelled by being told
_UNDECIDED = {"consider", "mull", "weigh", "expect", "hope", "want"}


def _no(sentence: Sentence, i: int) -> bool:
    return any(
        sentence.words[j].lower in ("no", "neither") and sentence.words[j].dep in ("det", "neg")
        for j in sentence.children[i]
    )


def _auxiliaries_of(sentence: Sentence, up: int, lexicon: Lexicon, force: Force) -> None:
    """ "will suspend and … close": a verb joined to another shares its auxiliaries."""
    if any(sentence.words[c].dep in ("nsubj", "nsubjpass") for c in sentence.children[up] if c > up):
        return
    for child in sentence.children[up]:
        word = sentence.words[child]
        if word.dep == "aux" and word.lower in lexicon.modals and not force.modal:
            force.modal = lexicon.modals[word.lower]


def _governed(
    sentence: Sentence, i: int, up: int, dep: str, lexicon: Lexicon, force: Force, *, nominal: bool
) -> None:
    words = sentence.words
    governor = words[up]
    lemma = governor.lemma
    if (
        dep in ("nsubj", "dobj", "attr", "appos", "acomp", "relcl", "prep")
        and not nominal
        and governor.pos != "ADJ"
    ):
        return
    if governor.pos in ("ADP", "SCONJ"):
        if governor.lower in ("without",):
            force.negated = True
        return
    force.governors.append(lemma)
    if dep == "ccomp" and lemma in _DENIES:
        force.forces.append("denied")
    if lemma in lexicon.says and dep == "ccomp" and governor.tag in ("VBD", "VBN"):
        force.reported = True
    if lemma in lexicon.says or lemma in lexicon.findings:
        if dep == "xcomp" and lemma not in ("continue",):
            force.forces.append("planned" if lemma in ("claim", "declare") else "")
        _modal_of(sentence, up, lexicon, force)
        if lemma in ("deny", "dispute"):
            force.forces.append("denied")
        if lemma in ("claim", "allege", "contend", "suspect", "speculate", "estimate"):
            force.forces.append("hedged")
        return
    forces = lexicon.governors.get(lemma, ())
    if forces and governor.pos in ("VERB", "NOUN", "ADJ", "AUX", "ADV"):
        if nominal and dep in ("dobj", "nsubj", "nsubjpass") and "done" in forces:
            return
        force.forces.append(forces[0])
        _modal_of(sentence, up, lexicon, force)
    elif dep in ("xcomp", "ccomp", "acl") and governor.pos in ("VERB", "NOUN", "ADJ"):
        if not (dep == "acl" and words[i].tag in ("VBG", "VBN")):
            force.unknown = True
    elif dep == "advcl" and words[i].tag == "VB":
        force.forces.append("planned")


def _modal_of(sentence: Sentence, up: int, lexicon: Lexicon, force: Force) -> None:
    for child in sentence.children[up]:
        word = sentence.words[child]
        if word.dep == "neg":
            force.forces.append("denied" if sentence.words[up].lemma in lexicon.says else "refused")


def modality_of(force: Force, *, denied_by: bool = False) -> Modality:
    """The modality of a claim with this force, for a claim about the act itself."""
    if "denied" in force.forces or denied_by:
        return Modality.DENIED
    if force.negated:
        return Modality.NEGATED
    if force.conditional and force.modal in ("", "conditional", "future", "hedged"):
        return Modality.CONDITIONAL
    if force.modal == "hedged" or "hedged" in force.forces:
        return Modality.HEDGED
    if force.modal == "conditional":
        return Modality.FUTURE if force.reported else Modality.CONDITIONAL
    if force.modal == "future" or force.forces.count("planned") > force.purpose:
        return Modality.FUTURE
    if force.unknown:
        return Modality.UNCLEAR
    return Modality.ASSERTED


GIVES = {"issue", "grant", "renew", "accept", "extend", "admit"}


def withheld(key: str, force: Force) -> bool:
    """ "has issued no work permits", "will not renew them": not giving any more is a halt, made or planned, not an act that was not."""
    return key in GIVES and force.negated and force.modal in ("", "future") and not force.forces


def status_of(kind: str, act: str, force: Force, level: str) -> str:
    """Where the thing stands: done, active, planned, … and never "done" below a governor that takes it back."""
    if kind == "position":
        return ""
    if "demanded" in force.forces or force.modal == "demanded":
        return "proposed"
    if kind == "tie" and act == "denies":
        return "active"  # that there is none holds
    if force.negated or "refused" in force.forces:
        return "not_done"
    if force.modal == "future" or "planned" in force.forces:
        return "planned"
    if force.modal in ("conditional", "hedged") or force.conditional:
        return "proposed" if kind == "action" else "active"
    if kind == "tie":
        return "reduced" if level == "down" else "ended" if act == "had" else "active"
    if force.tense == "progressive" or (force.tense == "present" and act in ("evade", "investigate")):
        return "active"
    if act == "propose":
        return "proposed"
    return "done"
