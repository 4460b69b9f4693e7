"""From a text to situations: sentences, mentions, voices and candidates, with what the document had said up to each sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stanch.reading.carrying import carry_numbers, carry_quotes
from stanch.reading.channels import Entries, channels_of, entries_in
from stanch.reading.clauses import find_candidates, key_of
from stanch.reading.features import Situation
from stanch.reading.lexicon import Lexicon
from stanch.reading.mentions import Cast, find_mentions
from stanch.reading.modality import force_of
from stanch.reading.model import Sentence, Text, Voice
from stanch.reading.offices import find_offices
from stanch.reading.parties import Memory
from stanch.reading.quantities import find_quantities
from stanch.reading.remember import remember, remember_papers
from stanch.reading.resolving import Printed
from stanch.reading.sentences import parse, subtree
from stanch.reading.setting import Setting, settings_of
from stanch.reading.signed import sign
from stanch.reading.voices import Cue, find_voices
from stanch.reading.when import find_printed


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
    often: tuple[str, ...]
    situations: list[Situation]
    dates: dict[int, list[Printed]] = field(default_factory=dict)

    def dates_in(self, at: int) -> list[Printed]:
        """The dates printed in a sentence, looked for once."""
        if at not in self.dates:
            sentence = self.sentences[at]
            self.dates[at] = find_printed(self.text.text, sentence.start, sentence.end)
        return self.dates[at]


def analyse(text: Text, lexicon: Lexicon, sentences: Sequence[Sentence] | None = None) -> Analysis:
    """Everything the model and the claim builder need to know about a document."""
    if sentences is None:
        sentences = parse(text)
    cast = find_mentions(sentences, text.text, lexicon)
    cast.offices = find_offices(sentences, cast, lexicon)
    focus = find_focus(cast, lexicon)
    memory = Memory(
        focus=focus, home=find_home(cast, focus, lexicon), lede=find_lede(sentences, cast, lexicon)
    )
    voices: list[list[Voice]] = []
    cues: list[list[Cue]] = []
    memories: list[Memory] = []
    for at, sentence in enumerate(sentences):
        memories.append(_snapshot(memory))
        said, found = find_voices(sentence, at, cast, memory, lexicon)
        voices.append(said)
        cues.append(found)
        remember(sentence, at, cast, memory, lexicon)
        remember_papers(sentence, at, found, cast, memory, lexicon)
        if found:
            widest = max(found, key=lambda cue: len(cue.content))
            memory.last_speaker = replace(widest.party, label=widest.voice.name)
            memory.spoke_at = at
            if widest.one_person:
                memory.last_person_speaking = memory.last_speaker
    carry_quotes(sentences, voices, cues)
    carry_numbers(text.text, sentences, voices, cues)
    sign(text, sentences, voices, cast, lexicon)
    analysis = Analysis(
        text=text,
        sentences=sentences,
        cast=cast,
        voices=voices,
        cues=cues,
        memories=memories,
        focus=focus,
        often=find_often(cast, focus),
        situations=[],
    )
    entries = [entries_in(sentence, lexicon) for sentence in sentences]
    named = [_relevant(analysis, at, each) for at, each in enumerate(entries)]
    settings = settings_of(named, [sentence.paragraph for sentence in sentences])
    for at, setting in enumerate(settings):
        analysis.situations.extend(_situations(analysis, at, setting, entries[at], lexicon))
    return analysis


def find_focus(cast: Cast, lexicon: Lexicon) -> str:
    """The sanctioned state that a document is about: the one of the lexicon's targets that it names most; "" when it
    names none."""
    counts = Counter(
        code
        for mentions in cast.by_sentence
        for mention in mentions
        for code in mention.codes
        if code in lexicon.targets
    )
    return min(counts, key=lambda code: (-counts[code], code)) if counts else ""


def find_often(cast: Cast, focus: str) -> tuple[str, ...]:
    """The states and blocs beside its focus that a document names, the most often named first."""
    counts = Counter(code for mentions in cast.by_sentence for mention in mentions for code in mention.codes)
    return tuple(sorted((code for code in counts if code != focus), key=lambda code: (-counts[code], code)))


def find_home(cast: Cast, focus: str, lexicon: Lexicon) -> str:
    """The state whose ministries a document means when it names none: the one it names most beside its focus."""
    counts = Counter(
        code
        for mentions in cast.by_sentence
        for mention in mentions
        for code in mention.codes
        if code != focus and code not in lexicon.blocs
    )
    ranked = counts.most_common(2)
    clear = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > ranked[1][1])
    return ranked[0][0] if ranked and clear else ""


def find_lede(sentences: Sequence[Sentence], cast: Cast, lexicon: Lexicon) -> str:
    """The state whose act a report opens with, "" when it opens with none: "the ministry" without a country is its ministry."""
    for at, sentence in enumerate(sentences[:_LEDE]):
        for word in sentence.words:
            if word.dep not in ("nsubj", "nsubjpass") or sentence.words[word.head].dep not in (
                "ROOT",
                "ccomp",
            ):
                continue
            for i in sorted(subtree(sentence, word.i)):
                mention = cast.at[at].get(i)
                if mention is not None and len(mention.codes) == 1 and mention.codes[0] not in lexicon.blocs:
                    return mention.codes[0]
    return ""


_LEDE = 3


def _snapshot(memory: Memory) -> Memory:
    return replace(
        memory,
        persons=list(memory.persons),
        states=list(memory.states),
        bodies=dict(memory.bodies),
        roles=dict(memory.roles),
    )


_SUBJECT = {"sanctions", "weapons_programme"}


def _relevant(analysis: Analysis, at: int, entries: Sequence[tuple[int, Entries]]) -> bool:
    """True when a sentence names the sanctioned state, sanctions or banned weapons; the rest of an article is about other things."""
    if any(analysis.focus in mention.codes for mention in analysis.cast.by_sentence[at]):
        return True
    return bool(_SUBJECT & set(channels_of(entries)))


def _situations(
    analysis: Analysis,
    at: int,
    setting: Setting,
    entries: Sequence[tuple[int, Entries]],
    lexicon: Lexicon,
) -> list[Situation]:
    sentence = analysis.sentences[at]
    cue_at = {cue.verb: cue for cue in analysis.cues[at]}
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
                channels=channels_of(
                    each for each in entries if candidate.first <= each[0] <= candidate.last
                ),
                quantity_units=tuple(q.unit for s, e, q in amounts if start <= s and e <= end),
                focus=analysis.focus,
                cue=cue_at.get(candidate.head),
                key=key_of(sentence, candidate.head, lexicon),
                setting=setting,
            )
        )
    return found
