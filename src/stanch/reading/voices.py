"""Attribution: who says each word of a sentence, before anything is claimed from it.

A cue ("said", "told reporters", "found", "according to") gives its content to a speaker; a quotation without a cue belongs to the
speaker of its paragraph. Voices nest: an article relays an official who relays a report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stanch.reading.lexicon import Lexicon
from stanch.reading.mentions import Cast
from stanch.reading.model import MentionKind, Part, Sentence, Voice
from stanch.reading.parties import Memory, Party, party_of, phrase
from stanch.reading.sentences import subtree

OUTLET = Voice()
_CONTENT = {"ccomp", "xcomp", "acl"}
_SPEECH_STANCES = {
    "warn", "urge", "accuse", "threaten", "vow", "pledge", "promise", "deny", "demand", "predict", "caution", "argue", "agree",
    "complain", "announce",
    "hope", "fear", "criticize", "criticise",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Cue:
    """A verb of saying, its speaker, and where its content stands."""

    verb: int
    voice: Voice
    party: Party
    content: frozenset[int]


def find_voices(
    sentence: Sentence, at: int, cast: Cast, memory: Memory, lexicon: Lexicon
) -> tuple[list[Voice], list[Cue]]:
    """The voice of each word of a sentence, and the cues that gave it."""
    base = OUTLET
    if sentence.part is Part.COMMENT:
        base = Voice(name=sentence.author or "commenter", is_person=True)
    voices = [base] * len(sentence.words)
    cues = _cues(sentence, at, cast, memory, lexicon)
    for cue in sorted(cues, key=lambda cue: -len(cue.content)):
        for i in cue.content:
            outer = voices[i]
            relayed = cue.voice.relayed_from
            voice = cue.voice
            if outer.name != base.name and outer.name != voice.name and not relayed:
                voice = Voice(
                    name=voice.name,
                    codes=voice.codes,
                    relayed_from=outer.name,
                    cue=voice.cue,
                    is_person=voice.is_person,
                )
            voices[i] = voice
    return voices, cues


def _cues(sentence: Sentence, at: int, cast: Cast, memory: Memory, lexicon: Lexicon) -> list[Cue]:
    found = []
    for word in sentence.words:
        if word.pos in ("VERB", "AUX") and _is_cue(word.lemma, lexicon):
            cue = _verb_cue(sentence, word.i, at, cast, memory, lexicon)
        elif word.lower == "according":
            cue = _according(sentence, word.i, at, cast, memory, lexicon)
        else:
            continue
        if cue is not None:
            found.append(cue)
    return found


def _is_cue(lemma: str, lexicon: Lexicon) -> bool:
    return (
        lemma in lexicon.says
        or lemma in lexicon.findings
        or lemma in lexicon.thoughts
        or lemma in _SPEECH_STANCES
    )


def _verb_cue(
    sentence: Sentence, verb: int, at: int, cast: Cast, memory: Memory, lexicon: Lexicon
) -> Cue | None:
    words = sentence.words
    subject = subject_of(sentence, verb)
    content = _content_of(sentence, verb, lexicon)
    lemma = words[verb].lemma
    if subject is None or (not content and lemma not in lexicon.says):
        return None
    party = _speaking(sentence, subject, at, cast, memory, lexicon)
    if not party and not _may_speak(sentence, subject, lexicon):
        return None
    name = _speaker_name(sentence, subject, party, lexicon)
    if not name:
        return None
    if (
        lemma in lexicon.findings
        and lemma not in lexicon.says
        and not _can_find(sentence, subject, party, lexicon)
    ):
        return None
    voice = Voice(
        name=name,
        codes=party.codes,
        relayed_from=_relayed(sentence, verb, at, cast, lexicon),
        cue=lemma,
        is_person=party.person,
    )
    return Cue(verb=verb, voice=voice, party=party, content=frozenset(content))


def _speaking(
    sentence: Sentence, subject: int, at: int, cast: Cast, memory: Memory, lexicon: Lexicon
) -> Party:
    """The party that speaks: "he" and "it" before a verb of saying go on with the speaker before."""
    lower = sentence.words[subject].lower
    last = memory.last_speaker
    if lower in ("he", "she") and last.person:
        return last
    if lower in ("it", "they") and last and not last.person:
        return last
    return party_of(sentence, subject, cast, memory, lexicon, at)


def _may_speak(sentence: Sentence, subject: int, lexicon: Lexicon) -> bool:
    word = sentence.words[subject]
    return (
        word.pos == "PROPN"
        or word.lemma in lexicon.speakers
        or word.lower in lexicon.speakers
        or word.lemma in lexicon.sources
        or word.lower in ("some", "many", "others", "media")
    )


def subject_of(sentence: Sentence, verb: int, depth: int = 0) -> int | None:
    """The word that is the subject of a verb: its own, that of the verb it is joined to, or the noun it describes."""
    words = sentence.words
    for child in sentence.children[verb]:
        if words[child].dep in ("nsubj", "nsubjpass", "csubj") and words[child].pos not in ("VERB",):
            return child
    if depth > 4:
        return None
    dep, head = words[verb].dep, words[verb].head
    if head == verb:
        return None
    if dep == "conj" and words[head].pos in ("VERB", "AUX"):
        return subject_of(sentence, head, depth + 1)
    if dep in ("xcomp", "advcl", "pcomp", "prep") and words[head].pos in (
        "VERB",
        "AUX",
        "ADP",
        "SCONJ",
        "ADJ",
    ):
        if dep == "xcomp":
            for child in sentence.children[head]:
                if words[child].dep == "dobj" and child < verb:
                    return child
        return subject_of(sentence, head, depth + 1)
    if dep in ("relcl", "acl") and words[head].pos in ("NOUN", "PROPN", "PRON"):
        return head if dep == "relcl" or words[verb].tag in ("VBG", "VB") else None
    return None


def _content_of(sentence: Sentence, verb: int, lexicon: Lexicon) -> set[int]:
    words = sentence.words
    content: set[int] = set()
    for child in sentence.children[verb]:
        word = words[child]
        if (
            word.dep == "ccomp"
            or (word.dep in ("parataxis", "dep") and word.pos in ("VERB", "AUX"))
            or (
                word.dep == "xcomp" and words[verb].lemma in ("claim", "pledge", "vow", "promise", "threaten")
            )
        ):
            content.update(subtree(sentence, child))
    if words[verb].dep in ("parataxis", "dep") and words[verb].head != verb:
        own = set(subtree(sentence, verb))
        content.update(i for i in subtree(sentence, words[verb].head) if i not in own)
    if not words[verb].quoted and any(word.quoted for word in words):
        own = {verb}
        quoted = {word.i for word in words if word.quoted}
        if words[verb].lemma in lexicon.says or words[verb].lemma in _SPEECH_STANCES:
            content |= quoted - own
    return content


def _speaker_name(sentence: Sentence, subject: int, party: Party, lexicon: Lexicon) -> str:
    if len(party.names) > 1 or (party.person and party.names):
        return " and ".join(party.names)
    word = sentence.words[subject]
    if word.pos == "PRON":
        return party.label or (
            party.names[0]
            if party.names
            else lexicon.state_names.get(party.codes[0], party.codes[0])
            if party.codes
            else ""
        )
    text = phrase(sentence, subject)
    if party.label and " " not in text and word.pos == "NOUN":
        return party.label
    if party.label and (word.pos == "PROPN" or word.lemma in ("panel", "report", "expert")):
        text = text if len(text) > len(party.label) else party.label
    return text or party.label


def _can_find(sentence: Sentence, subject: int, party: Party, lexicon: Lexicon) -> bool:
    word = sentence.words[subject]
    return (
        bool(party)
        or word.lemma in lexicon.sources
        or word.lemma in lexicon.speakers
        or word.lower in lexicon.speakers
    )


def _relayed(sentence: Sentence, verb: int, at: int, cast: Cast, lexicon: Lexicon) -> str:
    """A second source: "in a statement carried by KCNA", "told Reuters", "quoting data from …"."""
    words = sentence.words
    for child in sentence.children[verb]:
        word = words[child]
        if word.dep in ("prep", "advcl") and word.lower in ("in", "quoting", "citing"):
            places = subtree(sentence, child)
            for i in places:
                mention = cast.at[at].get(i)
                if mention is not None and mention.kind is MentionKind.BODY and words[i].head != i:
                    governor = words[words[i].head]
                    if governor.lower == "by" or word.lower in ("quoting", "citing"):
                        return mention.name
            if word.lower in ("quoting", "citing"):
                objects = [i for i in sentence.children[child] if words[i].dep in ("dobj", "pobj")]
                if objects:
                    return phrase(sentence, objects[0])
    return ""


def _according(
    sentence: Sentence, i: int, at: int, cast: Cast, memory: Memory, lexicon: Lexicon
) -> Cue | None:
    words = sentence.words
    for child in sentence.children[i]:
        for j in sentence.children[child] if words[child].dep == "prep" else (child,):
            if words[j].dep not in ("pobj", "dobj"):
                continue
            party = party_of(sentence, j, cast, memory, lexicon, at)
            name = _speaker_name(sentence, j, party, lexicon)
            own = set(subtree(sentence, i))
            content = frozenset(word.i for word in words if word.i not in own)
            voice = Voice(name=name, codes=party.codes, cue="according", is_person=party.person)
            return Cue(verb=i, voice=voice, party=party, content=content) if name else None
    return None


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
