"""What a sentence without a speaker of its own owes to the sentences around it: quotations, and speech that goes on."""

from __future__ import annotations

from collections.abc import Sequence

from stanch.reading.model import Part, Sentence, Voice
from stanch.reading.quantities import find_quantities
from stanch.reading.voices import Cue


def carry_quotes(
    sentences: Sequence[Sentence], voices: list[list[Voice]], cues: Sequence[Sequence[Cue]]
) -> None:
    """Give quotations without a cue to the speaker of their paragraph: the one before, else the one after."""
    for index, sentence in enumerate(sentences):
        quoted = [w.i for w in sentence.words if w.quoted and w.pos != "PUNCT"]
        if len(quoted) < 4 or any(voices[index][i].cue for i in quoted):
            continue
        voice = _neighbour(sentences, voices, cues, index)
        if voice is not None:
            for i in quoted:
                voices[index][i] = voice


def _neighbour(
    sentences: Sequence[Sentence], voices: list[list[Voice]], cues: Sequence[Sequence[Cue]], index: int
) -> Voice | None:
    here = sentences[index]
    for step, limit in ((-1, 4), (1, 3), (-1, 6)):
        same = limit < 6
        for distance in range(1, limit + 1):
            other = index + step * distance
            if not 0 <= other < len(sentences):
                break
            sentence = sentences[other]
            if sentence.part is not here.part:
                break
            if same and sentence.paragraph != here.paragraph:
                break
            if not same and here.paragraph - sentence.paragraph > 1:
                break
            found = [voices[other][w.i] for w in sentence.words if w.quoted and voices[other][w.i].cue]
            if found:
                return found[-1]
            if same and cues[other]:
                return cues[other][-1].voice
    return None


def carry_numbers(
    text: str, sentences: Sequence[Sentence], voices: list[list[Voice]], cues: Sequence[Sequence[Cue]]
) -> None:
    """Numbers after "customs data showed" are from the same table, sentence by sentence, until one has no amount or names a source."""
    table: Voice | None = None
    for at, sentence in enumerate(sentences):
        if cues[at]:
            told = [cue.voice for cue in cues[at] if cue.counts]
            table = told[-1] if told else None
            continue
        plain = sentence.part is Part.BODY and all(voice.name == "outlet" for voice in voices[at])
        if not plain or not find_quantities(text, sentence.start, sentence.end):
            table = None
        elif table is not None:
            voices[at] = [table] * len(voices[at])
