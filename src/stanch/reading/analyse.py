"""From a text to situations: sentences, mentions, voices and candidates, with what the document had said up to each sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stanch.reading.channels import channels_in
from stanch.reading.clauses import find_candidates, key_of
from stanch.reading.features import Situation
from stanch.reading.lexicon import Lexicon
from stanch.reading.mentions import Cast, find_mentions
from stanch.reading.modality import force_of
from stanch.reading.model import Sentence, Text, Voice
from stanch.reading.parties import Memory, remember
from stanch.reading.quantities import find_quantities
from stanch.reading.sentences import parse
from stanch.reading.voices import Cue, carry_quotes, find_voices


@dataclass(slots=True, kw_only=True)
class Analysis:
    """One document, taken apart."""

    text: Text
    sentences: Sequence[Sentence]
    cast: Cast
    voices: list[list[Voice]]
    cues: list[list[Cue]]
    memories: list[Memory]
    focus: str
    situations: list[Situation]


def analyse(text: Text, lexicon: Lexicon, sentences: Sequence[Sentence] | None = None) -> Analysis:
    """Everything the model and the claim builder need to know about a document."""
    if sentences is None:
        sentences = parse(text)
    cast = find_mentions(sentences, text.text, lexicon)
    focus = find_focus(cast, lexicon)
    memory = Memory(focus=focus)
    voices: list[list[Voice]] = []
    cues: list[list[Cue]] = []
    memories: list[Memory] = []
    for at, sentence in enumerate(sentences):
        memories.append(_snapshot(memory))
        said, found = find_voices(sentence, at, cast, memory, lexicon)
        voices.append(said)
        cues.append(found)
        remember(sentence, at, cast, memory, lexicon)
    carry_quotes(sentences, voices)
    analysis = Analysis(
        text=text,
        sentences=sentences,
        cast=cast,
        voices=voices,
        cues=cues,
        memories=memories,
        focus=focus,
        situations=[],
    )
    for at in range(len(sentences)):
        analysis.situations.extend(_situations(analysis, at, lexicon))
    return analysis


def find_focus(cast: Cast, lexicon: Lexicon) -> str:
    """The sanctioned state that a document is about: the one of the lexicon's targets that it names most; "" when it names none."""
    counts = Counter(
        code
        for mentions in cast.by_sentence
        for mention in mentions
        for code in mention.codes
        if code in lexicon.targets
    )
    return min(counts, key=lambda code: (-counts[code], code)) if counts else ""


def _snapshot(memory: Memory) -> Memory:
    return replace(
        memory,
        persons=list(memory.persons),
        states=list(memory.states),
        bodies=dict(memory.bodies),
        roles=dict(memory.roles),
    )


def _situations(analysis: Analysis, at: int, lexicon: Lexicon) -> list[Situation]:
    sentence = analysis.sentences[at]
    cue_verbs = {cue.verb for cue in analysis.cues[at]}
    amounts = find_quantities(analysis.text.text, sentence.start, sentence.end)
    found = []
    for candidate in find_candidates(sentence, at, analysis.cast, lexicon):
        start, end = sentence.words[candidate.first].start, sentence.words[candidate.last].end
        found.append(
            Situation(
                candidate=candidate,
                sentence=sentence,
                cast=analysis.cast,
                force=force_of(
                    sentence, candidate.head, lexicon, nominal=candidate.form in ("noun", "appos")
                ),
                voice=analysis.voices[at][candidate.head],
                channels=channels_in(sentence, range(candidate.first, candidate.last + 1), lexicon),
                quantity_units=tuple(q.unit for s, e, q in amounts if start <= s and e <= end),
                focus=analysis.focus,
                is_cue=candidate.head in cue_verbs,
                key=key_of(sentence, candidate.head, lexicon),
            )
        )
    return found
