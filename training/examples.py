"""From labelled reports to training examples: each candidate clause with its features and the claim it states, if any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stanch.reading.analyse import analyse
from stanch.reading.features import Situation, features_of
from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Text
from stanch.reading.sections import find_sections
from training.labels import Label, Report

OVERLAP = 0.35


@dataclass(slots=True, kw_only=True)
class Example:
    """One candidate: its features, its kind ("none" for no claim) and "kind:act" ("" for none)."""

    report: str
    features: list[str]
    kind: str
    act: str
    weight: float


def text_of(report: Report) -> Text:
    """A labelled report as the reader sees a document."""
    return Text(
        name=report.id,
        media="text/plain",
        text=report.text,
        sections=find_sections(report.text),
        published=report.published,
    )


def examples_of(report: Report, lexicon: Lexicon) -> Iterator[Example]:
    """The candidates of a report, each with its label."""
    situations = analyse(text_of(report), lexicon).situations
    matched = align(situations, report.labels)
    for index, here in enumerate(situations):
        label = matched.get(index)
        near = label is None and any(_share(here, each) > 0.8 for each in report.labels)
        yield Example(
            report=report.id,
            features=features_of(here, lexicon),
            kind=label.kind if label else "none",
            act=f"{label.kind}:{label.act}" if label and label.act else "",
            weight=0.5 if near else 1.0,
        )


def align(situations: Sequence[Situation], labels: Sequence[Label]) -> dict[int, Label]:
    """Which candidate states which label, each used once.

    A label belongs to the candidate whose head word is the head of the labelled words; where there is none, to
    the one with the most words in
    common. Going by words alone would give a long clause's label to a noun inside it.
    """
    pairs = sorted(
        (
            (_heads(here, label), _share(here, label), -i, j)
            for i, here in enumerate(situations)
            for j, label in enumerate(labels)
            if _heads(here, label) or _share(here, label) >= OVERLAP
        ),
        reverse=True,
    )
    found: dict[int, Label] = {}
    used: set[int] = set()
    for _, _, minus_i, j in pairs:
        if -minus_i not in found and j not in used:
            found[-minus_i] = labels[j]
            used.add(j)
    return found


def _heads(here: Situation, label: Label) -> bool:
    """True when the candidate's head is a labelled word whose own governor stands outside the label."""
    words = here.sentence.words
    head = words[here.candidate.head]
    if not label.start <= head.start < label.end:
        return False
    up = words[head.head]
    return up.i == head.i or not label.start <= up.start < label.end


def _share(here: Situation, label: Label) -> float:
    """Intersection over union of the characters of a candidate and a label."""
    words = here.sentence.words
    start, end = words[here.candidate.first].start, words[here.candidate.last].end
    shared = min(end, label.end) - max(start, label.start)
    return shared / (max(end, label.end) - min(start, label.start)) if shared > 0 else 0.0
