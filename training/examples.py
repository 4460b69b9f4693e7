"""From labelled reports to training examples: each sentence with its candidate clauses, what each states, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stanch.reading.actors import roles_of
from stanch.reading.analyse import Analysis, analyse
from stanch.reading.choices import OUTLET, Choice, choices_of
from stanch.reading.features import Situation, features_of
from stanch.reading.heads import CHANNELS
from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Text
from stanch.reading.sections import find_sections
from stanch.reading.stances import modality_of_stance
from stanch.records import Modality
from training.labels import Label, Report

OVERLAP = 0.35
NEAR = 0.5  # the weight of an unlabelled clause that covers a labelled one: it says the same and is not wrong


@dataclass(slots=True, kw_only=True)
class Offer:
    """One party that may fill the roles of a claim, and which of them it fills; `None` where the label cannot tell."""

    at: int
    facts: list[str]
    roles: tuple[bool | None, bool | None, bool | None]
    soft: list[NDArray[np.float32]] = field(default_factory=list)  # a teacher's scores for the roles


@dataclass(slots=True, kw_only=True)
class Example:
    """One candidate: its features, its kind ("none" for no claim) and the other fields of its label."""

    head: int
    first: int
    last: int
    features: list[str]
    kind: str
    act: str
    weight: float
    modality: str = ""
    status: str = ""
    channels: tuple[str, ...] | None = None
    offers: list[Offer] = field(default_factory=list)
    soft: dict[str, list[NDArray[np.float32]]] = field(default_factory=dict)  # a teacher's scores, by head


@dataclass(slots=True, kw_only=True)
class Line:
    """One sentence and its candidates."""

    report: str
    words: list[str]
    examples: list[Example]


def text_of(report: Report) -> Text:
    """A labelled report as the reader sees a document."""
    return Text(
        name=report.id,
        media="text/plain",
        text=report.text,
        sections=find_sections(report.text),
        published=report.published,
    )


def lines_of(report: Report, lexicon: Lexicon, weight: float = 1.0) -> list[Line]:
    """The sentences of a report that have candidates, each candidate with its label; `weight` 0 for a text that nobody labelled."""
    analysis = analyse(text_of(report), lexicon)
    matched = align(analysis.situations, report.labels)
    lines: dict[int, Line] = {}
    for index, here in enumerate(analysis.situations):
        label = matched.get(index)
        near = label is None and any(share(here, each) > 0.8 for each in report.labels)
        at = here.candidate.sentence
        line = lines.setdefault(
            at, Line(report=report.id, words=[word.text for word in here.sentence.words], examples=[])
        )
        line.examples.append(_example(here, label, analysis, lexicon, weight * (NEAR if near else 1.0)))
    return list(lines.values())


def _example(
    here: Situation, label: Label | None, analysis: Analysis, lexicon: Lexicon, weight: float
) -> Example:
    candidate = here.candidate
    plain = Example(
        head=candidate.head,
        first=candidate.first,
        last=candidate.last,
        features=features_of(here, lexicon),
        kind=label.kind if label else "none",
        act=f"{label.kind}:{label.act}" if label and label.act else "",
        weight=weight,
    )
    if label is None:
        return plain
    plain.modality = "" if _differently_put(here, label) else label.modality
    plain.status = label.status if label.kind in ("tie", "action") else ""
    plain.channels = tuple(sorted({channel.split(":")[0] for channel in label.channels} & set(CHANNELS)))
    rule = roles_of(here, label.kind, label.act, analysis, lexicon)
    choices = choices_of(here, label.kind, label.act, rule, analysis, lexicon)
    speakers = [choice.near and _speaks(choice, label.said_by, lexicon) for choice in choices]
    acting, meant = _filling(choices, label.actors), _filling(choices, label.target)
    # whom the text does not name ("a reader", "the author") is no choice, and the voice that was heard may well be his
    told = any(acting) or bool(_codes(label.actors))
    for i, choice in enumerate(choices):
        roles = (
            acting[i] if told else None,
            meant[i] if label.target else None,
            speakers[i] if any(speakers) and choice.near else None,
        )
        plain.offers.append(Offer(at=choice.at, facts=choice.facts, roles=roles))
    return plain


def _differently_put(here: Situation, label: Label) -> bool:
    """True for a stance whose words are negated, doubted or conditional while its label has it asserted: whoever labels is of two minds
    about "we cannot accept", and the words are read by rule."""
    stance = label.kind == "position" and label.modality == "asserted"
    return stance and modality_of_stance(here, label.act) is not Modality.ASSERTED


def _filling(choices: Sequence[Choice], parties: Sequence[str]) -> list[bool]:
    """Which choices are among the labelled parties. Who is named has to be named by the label: another of the same state is somebody else,
    unless nobody else stands for that state."""
    codes, names = _codes(parties), _names(parties)
    plain = [
        (bool(_codes(choice.party.codes) & codes) and not choice.party.names)
        or bool(_names(choice.party.names) & names)
        for choice in choices
    ]
    if any(plain):
        return plain
    return [bool(_codes(choice.party.codes) & codes) for choice in choices]


_GENERIC = {
    "the", "and", "of", "for", "foreign", "minister", "ministry", "secretary", "government", "official", "officials", "state",
    "spokesman", "spokeswoman", "president", "senior", "department", "leader", "report", "news", "agency", "former",
}  # fmt: skip


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]{3,}", name.lower().replace("'s", "").replace("’s", ""))) - _GENERIC


def _codes(parties: Sequence[str]) -> set[str]:
    return {
        "UN" if party == "UNSC" else party for party in parties if re.fullmatch(r"[A-Z][A-Z0-9]{1,9}", party)
    }


def _names(parties: Sequence[str]) -> set[str]:
    """The words of names, titles aside."""
    return {word for party in parties if not _codes([party]) for word in _words(party)}


def _speaks(choice: Choice, said_by: str, lexicon: Lexicon) -> bool:
    """True when the label's speaker is this party: the same name, a word of it in common, or a body of the same state."""
    if said_by == OUTLET:
        return choice.party.label == OUTLET and choice.voice is not None and choice.voice.name == OUTLET
    name = choice.name.lower()
    if not name or name == OUTLET:
        return False
    if name == said_by.lower():
        return True
    states = {code: lexicon.state_names.get(code, "").lower() for code in choice.party.codes}
    near = {
        code
        for code, state in states.items()
        if (state and state in said_by.lower())
        or lexicon.adjective_of.get(code, "\0").lower() in said_by.lower()
    }
    plain = _words(said_by) - {word for names in lexicon.state_names.values() for word in _words(names)}
    if _words(name) & plain - {word.lower() for word in lexicon.adjective_of.values()}:
        return True
    return bool(near) and not choice.party.person


def align(situations: Sequence[Situation], labels: Sequence[Label]) -> dict[int, Label]:
    """Which candidate states which label, each used once.

    A label belongs to the candidate whose head word is the head of the labelled words; where there is none, to
    the one with the most words in common. Going by words alone would give a long clause's label to a noun inside it.
    """
    pairs = sorted(_pairs(situations, labels), reverse=True)
    found: dict[int, Label] = {}
    used: set[int] = set()
    for _, _, minus_i, j in pairs:
        if -minus_i not in found and j not in used:
            found[-minus_i] = labels[j]
            used.add(j)
    return found


def _pairs(
    situations: Sequence[Situation], labels: Sequence[Label]
) -> Iterator[tuple[bool, float, int, int]]:
    for i, here in enumerate(situations):
        for j, label in enumerate(labels):
            if label.start < here.sentence.end and here.sentence.start < label.end:
                heads, shared = _heads(here, label), share(here, label)
                if heads or shared >= OVERLAP:
                    yield heads, shared, -i, j


def _heads(here: Situation, label: Label) -> bool:
    """True when the candidate's head is a labelled word whose own governor stands outside the label."""
    words = here.sentence.words
    head = words[here.candidate.head]
    if not label.start <= head.start < label.end:
        return False
    up = words[head.head]
    return up.i == head.i or not label.start <= up.start < label.end


def share(here: Situation, label: Label) -> float:
    """Intersection over union of the characters of a candidate and a label."""
    words = here.sentence.words
    start, end = words[here.candidate.first].start, words[here.candidate.last].end
    shared = min(end, label.end) - max(start, label.start)
    return shared / (max(end, label.end) - min(start, label.start)) if shared > 0 else 0.0
