"""Attribution: who says each word of a sentence, before anything is claimed from it.

A cue ("said", "told reporters", "found", "according to") gives its content to a speaker; a quotation without a cue belongs to the
speaker of its paragraph. Voices nest: an article relays an official who relays a report.
"""

from __future__ import annotations

from dataclasses import dataclass

from stanch.reading.lexicon import Lexicon
from stanch.reading.mentions import Cast
from stanch.reading.model import MentionKind, Part, Sentence, Voice
from stanch.reading.parties import Memory, Party
from stanch.reading.phrases import phrase
from stanch.reading.sentences import subtree
from stanch.reading.speakers import can_find, counts, is_one_person, may_speak, speaker_called, speaking

OUTLET = Voice()
# a finding needs no "that": "experts identify illegal exports of coal"
_LAYS_OPEN = {"identify", "detail", "document", "detect", "uncover", "expose", "reveal"}
SPEECH_STANCES = {
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
    one_person: bool = False
    counts: bool = False


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
        verbal = word.pos in ("VERB", "AUX") or word.dep == "ROOT"  # "data show" is a noun to the parser
        if verbal and _is_cue(word.lemma, lexicon):
            cue = _verb_cue(sentence, word.i, at, cast, memory, lexicon)
        elif word.lower == "according":
            cue = _according(sentence, word.i, at, cast, memory, lexicon)
        else:
            continue
        if cue is not None:
            found.append(cue)
    return found


def _is_cue(lemma: str, lexicon: Lexicon) -> bool:
    return lemma in lexicon.tags or _is_said(lemma, lexicon)


def _is_said(lemma: str, lexicon: Lexicon) -> bool:
    return (
        lemma in lexicon.says
        or lemma in lexicon.findings
        or lemma in lexicon.thoughts
        or lemma in SPEECH_STANCES
    )


def _verb_cue(
    sentence: Sentence, verb: int, at: int, cast: Cast, memory: Memory, lexicon: Lexicon
) -> Cue | None:
    words = sentence.words
    subject = _telling(sentence, verb, lexicon)
    content = _content_of(sentence, verb, lexicon)
    lemma = words[verb].lemma
    if (subject is None or not content) and (lemma not in SPEECH_STANCES or lemma in lexicon.says):
        tag = _tagged_on(sentence, verb, lexicon)
        if tag is not None:
            subject, content = tag
    if subject is None or (not content and lemma not in lexicon.says):
        return None
    tags = bool(content) and max(content) < min(subject, verb)
    if tags:
        content |= _after_the_tag(sentence, verb, lexicon)
    if lemma in lexicon.tags and not (tags and _closes(sentence, verb)):
        return None
    party = speaking(sentence, subject, at, cast, memory, lexicon)
    plain = lemma in lexicon.says or lemma in lexicon.findings
    says = (tags and (plain or _closes(sentence, verb))) or (lemma in lexicon.says and bool(content))
    if not party and not may_speak(sentence, subject, lexicon, says=says):
        return None
    name = speaker_called(sentence, subject, party, lexicon)
    if not name:
        return None
    found = lemma in lexicon.findings and lemma not in lexicon.says and not tags
    if found and not can_find(sentence, subject, party, lexicon):
        return None
    voice = Voice(
        name=name,
        codes=party.codes,
        relayed_from=_relayed(sentence, verb, at, cast, lexicon),
        cue=lemma,
        is_person=party.person,
    )
    return Cue(
        verb=verb,
        voice=voice,
        party=party,
        content=frozenset(content),
        one_person=is_one_person(sentence, subject, party, lexicon),
        counts=counts(sentence, subject),
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
        if words[verb].tag == "VBD" and words[head].tag == "VBG" and words[head].head != head:
            head = words[head].head  # "said it was falling and warned": who warns is not what falls
        if words[head].tag in ("VBD", "VBZ") and words[verb].tag in ("VBP", "VB"):
            head = _described_between(sentence, head, verb)
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


def _described_between(sentence: Sentence, above: int, verb: int) -> int:
    """Past "added" is not joined by "buy": "added sanctions on firms that trade with …, buy …" goes on with what the relative clause
    says of the firms, where the parser hangs it on the verb of the sentence."""
    words = sentence.words
    between = (k for k in range(verb - 1, above, -1) if words[k].dep == "relcl" and words[k].tag == "VBP")
    return next(between, above)


def _telling(sentence: Sentence, verb: int, lexicon: Lexicon) -> int | None:
    """The subject of a verb of saying. A finite one has its own; where the parser gives it that of another clause ("the remarks came after
    a report by experts said"), it is the source named last before it."""
    words = sentence.words
    subject = subject_of(sentence, verb)
    if subject is not None and words[subject].dep == "nsubjpass":
        return None  # "is said to help", "is thought to be at sea": who is spoken of does not speak
    if subject is None or words[subject].head == verb or words[verb].tag not in ("VBD", "VBZ", "VBP"):
        return subject
    if words[verb].dep not in ("advcl", "pcomp", "ccomp", "acl"):
        return subject
    for word in reversed(words[subject + 1 : verb]):
        if word.lower in lexicon.sources and word.dep in ("pobj", "dobj", "nsubj"):
            return word.i
    return subject


def _tagged_on(sentence: Sentence, verb: int, lexicon: Lexicon) -> tuple[int, set[int]] | None:
    """ "There are no plans for a visit, a senior official insisted": speaker and content where the parser took the tag for part of the
    sentence; the words before its comma are what is said. So too "…, says an economist in Seoul, …"."""
    words = sentence.words
    below = {words[child].dep for child in sentence.children[verb]}
    if words[verb].lemma in _HEARD_BY:  # "told reporters on Wednesday"
        below -= {"dobj"}
    if verb == 0 or words[verb].tag == "VBG" or below & {"auxpass", "agent", "dobj"}:
        return None
    plain = words[verb].lemma in lexicon.says or words[verb].lemma in lexicon.findings
    if not plain and not _closes(sentence, verb):
        return None
    if words[verb - 1].text in _COMMAS and words[verb].lemma not in _HEARD_BY:
        noun, comma = _noun_after(sentence, verb), verb - 1
    else:
        noun = comma = _noun_before(sentence, verb)
        while comma > 0 and words[comma].pos in _NOMINAL:
            comma -= 1
        if words[comma].text not in _COMMAS or noun - comma > _LONGEST_NAME:
            return None
    before = words[:comma]
    if noun < 0 or not any(word.pos in ("VERB", "AUX") and word.dep in _CLAUSES for word in before):
        return None
    return noun, {word.i for word in before}


def _closes(sentence: Sentence, verb: int) -> bool:
    """True for a finite verb with nothing behind it: "…, growers believe." but not "…: growers worry about it", "… is believed"."""
    words = sentence.words
    behind = words[verb + 1].text if verb + 1 < len(words) else "."
    below = {words[child].dep for child in sentence.children[verb]}
    # the tagger takes "calculated" for a participle where its subject stands before it
    finite = words[verb].tag in ("VBD", "VBZ", "VBP") or (words[verb].tag == "VBN" and "nsubj" in below)
    return finite and (behind in (*_BREAKS, ".") or words[verb].lemma in _HEARD_BY)


def _noun_before(sentence: Sentence, verb: int) -> int:
    """The head of the noun phrase before a verb, back to its comma: in "an adviser to the president said" the adviser."""
    words = sentence.words
    i = verb - 1
    while i > 0 and words[i].pos in ("ADV", "AUX"):
        i -= 1
    if i < 0 or words[i].pos not in ("NOUN", "PROPN", "PRON"):
        return -1
    noun = i
    while i > 0 and words[i].pos in _NOMINAL:
        if words[i].pos == "ADP" and words[i - 1].pos in ("NOUN", "PROPN"):
            noun = i - 1
        i -= 1
    whose = any(words[child].lower == "whose" for child in sentence.children[noun])
    return -1 if whose else noun


def _noun_after(sentence: Sentence, verb: int) -> int:
    """The head of the noun phrase right after a verb: its last noun before something else begins."""
    words = sentence.words
    i, noun = verb + 1, -1
    while i < len(words) and words[i].pos in ("DET", "ADJ", "NUM", "NOUN", "PROPN", "PART"):
        noun = i if words[i].pos in ("NOUN", "PROPN") else noun
        i += 1
    # "…, says potash is next" has its subject before
    goes_on = i < len(words) and words[i].pos in ("VERB", "AUX")
    return -1 if goes_on else noun


_HEARD_BY = {"tell", "remind", "assure", "inform"}
_COMMAS = (",", "”", '"')
_LONGEST_NAME = 12
_NOMINAL = {"NOUN", "PROPN", "PRON", "ADJ", "DET", "NUM", "ADP", "PART"}
_CLAUSES = {"ROOT", "ccomp", "parataxis", "conj"}


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
    if not content and words[verb].lemma in _LAYS_OPEN:
        content = {
            i
            for child in sentence.children[verb]
            if words[child].dep == "dobj"
            for i in subtree(sentence, child)
        }
    if words[verb].dep in ("parataxis", "dep") and words[verb].head != verb:
        own = set(subtree(sentence, verb))
        content.update(i for i in subtree(sentence, words[verb].head) if i not in own)
    if content and max(content) < verb:
        content |= _goes_on(sentence, verb)
        # "some still work there but no permits were issued, the ministry said": a tag covers all before it
        if words[verb].dep == "conj":
            content.update(range(min(content)))
    if not words[verb].quoted and any(word.quoted for word in words):
        own = {verb}
        quoted = {word.i for word in words if word.quoted}
        if words[verb].lemma in lexicon.says or words[verb].lemma in SPEECH_STANCES:
            content |= quoted - own
    return content


def _goes_on(sentence: Sentence, verb: int) -> set[int]:
    """A condition that follows a tag in mid-sentence is part of what is said: "they will go, he said, unless the council agrees"."""
    words = sentence.words
    return {
        i
        for child in sentence.children[verb]
        if child > verb and words[child].dep == "advcl"
        if {words[j].lower for j in sentence.children[child] if words[j].dep == "mark"} & {"if", "unless"}
        for i in subtree(sentence, child)
    }


def _after_the_tag(sentence: Sentence, verb: int, lexicon: Lexicon) -> set[int]:
    """What goes on behind a tag in mid-sentence is said too where it is joined to what stands before: "… rose, the ministry said, but fell
    in May", "… said; three had left". What the speaker does next is not: "…, the warden said, and left"."""
    words = sentence.words
    stop = next((i for i in range(verb + 1, len(words)) if words[i].text in _BREAKS), len(words))
    rest = range(stop + 1, len(words))
    if not rest or any(words[i].pos == "VERB" and _is_said(words[i].lemma, lexicon) for i in rest):
        return set()
    first = words[rest[0]].lower
    if (
        words[stop].text == ","
        and first not in _JOINS
        and not (first == "and" and _has_subject(sentence, rest))
    ):
        return set()
    return set(rest)


def _has_subject(sentence: Sentence, rest: range) -> bool:
    """True for "and two would go", false for "and left the room"."""
    words = sentence.words
    finite = next((i for i in rest if words[i].tag in ("VBD", "VBZ", "VBP", "MD")), None)
    return finite is not None and any(
        words[i].dep in ("nsubj", "nsubjpass", "expl") for i in range(rest[0], finite)
    )


_BREAKS = (",", ";", ":")
_JOINS = {"but", "nor", "or", "because", "although", "though", "while", "since", "if", "unless", "down", "up"}


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
            party = speaking(sentence, j, at, cast, memory, lexicon)
            name = speaker_called(sentence, j, party, lexicon)
            own = set(subtree(sentence, i))
            content = frozenset(word.i for word in words if word.i not in own)
            voice = Voice(name=name, codes=party.codes, cue="according", is_person=party.person)
            return (
                Cue(verb=i, voice=voice, party=party, content=content, counts=counts(sentence, j))
                if name
                else None
            )
    return None
