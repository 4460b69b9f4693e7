"""Who acts, who holds the tie, who takes the stance, and towards whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stanch.reading.analyse import Analysis
from stanch.reading.features import Situation
from stanch.reading.lexicon import Lexicon
from stanch.reading.model import MentionKind, Sentence, Voice
from stanch.reading.parties import Memory, Party, party_of
from stanch.reading.voices import subject_of

_BY_LAW = {"sanction", "ban", "freeze", "list", "restrict", "adopt", "lift", "expel"}
_SPEAKERS_OWN = {
    "assess",
    "urge",
    "concern",
    "offer",
    "pledge",
    "support",
    "oppose",
    "reject",
    "warn",
    "condemn",
    "deny",
}
_MODAL_STANCE = {"should", "must", "ought", "need", "let"}


@dataclass(slots=True, kw_only=True)
class Roles:
    """Who and towards whom: codes first, then names."""

    actors: tuple[str, ...]
    targets: tuple[str, ...]
    lead: Party


def roles_of(here: Situation, kind: str, act: str, analysis: Analysis, lexicon: Lexicon) -> Roles:
    """The actors and targets of a claim of this kind."""
    memory = memory_for(here, analysis)
    lead = _lead(here, kind, act, analysis, memory, lexicon)
    inside = _codes_inside(here, analysis)
    if kind in ("tie", "figure"):
        actors = _tie_actors(here, kind, lead, inside, analysis, memory)
        lead = replace(lead, codes=actors) if not set(actors) & set(lead.codes) else lead
    else:
        actors = (*lead.codes, *lead.names)
    own = set(actors) | set(lead.codes)
    targets = tuple(code for code in inside if code not in own)
    if not targets and analysis.focus and analysis.focus not in own:
        targets = (analysis.focus,)
    return Roles(actors=actors, targets=targets, lead=lead)


def memory_for(here: Situation, analysis: Analysis) -> Memory:
    memory = analysis.memories[here.candidate.sentence]
    voice = here.voice
    if voice.name != "outlet":
        memory = replace(memory, speaker=voice_party(voice))
    return memory


def voice_party(voice: Voice) -> Party:
    """The speaker as a party: a person by name and state, a body by what it stands for."""
    if voice.name == "outlet":
        return Party()
    names = tuple(voice.name.split(" and ")) if voice.is_person or not voice.codes else ()
    return Party(codes=voice.codes, names=names, person=voice.is_person, label=voice.name)


def _lead(
    here: Situation, kind: str, act: str, analysis: Analysis, memory: Memory, lexicon: Lexicon
) -> Party:
    """Who leads the clause: its subject, the agent of a passive, the owner of an event noun, or the speaker of a stance."""
    candidate = here.candidate
    if candidate.form in ("noun", "appos"):
        party = owner_party(here, memory, analysis, lexicon)
    else:
        party = subject_party(here, act, memory, analysis, lexicon)
    if kind != "position":
        return party or _fallback(here, act, analysis, memory)
    if here.cue is not None:
        return here.cue.party or voice_party(here.cue.voice)
    speaker = voice_party(here.voice)
    if speaker and party and set(party.codes) & set(speaker.codes) and not party.person:
        return speaker
    if _speakers_own(here, party, lexicon) and speaker:
        return speaker
    return party or speaker


def _speakers_own(here: Situation, party: Party, lexicon: Lexicon) -> bool:
    """True when the stance is the speaker's and the clause's subject only what it is about."""
    sentence, head = here.sentence, here.candidate.head
    word = sentence.words[head]
    triggers = {trigger.kind for trigger in lexicon.verbs.get(here.key, ())}
    if word.pos in ("NOUN", "PROPN"):
        triggers = {trigger.kind for trigger in lexicon.nouns.get(word.lemma, ())}
    modals = {sentence.words[c].lower for c in sentence.children[head] if sentence.words[c].dep == "aux"}
    if modals & _MODAL_STANCE or here.force.modal == "demanded":
        return True
    if "position" in triggers and word.pos != "AUX" and here.key not in _SOFT:
        return not party
    for child in sentence.children[head]:
        complement = sentence.words[child]
        if complement.dep == "acomp" and any(
            t.act in ("offer", "pledge", "concern", "oppose", "support") and t.kind == "position"
            for t in lexicon.adjectives.get(complement.lemma, ())
        ):
            return not party
    return True


_SOFT = {
    "believe",
    "need",
    "deserve",
    "work",
    "succeed",
    "fail",
    "show",
    "prove",
    "reflect",
    "represent",
    "see",
    "call",
    "hold",
    "feel",
}


def subject_party(here: Situation, act: str, memory: Memory, analysis: Analysis, lexicon: Lexicon) -> Party:
    sentence, head = here.sentence, here.candidate.head
    at, cast = here.candidate.sentence, analysis.cast
    subject = subject_of(sentence, head)
    passive = subject is not None and sentence.words[subject].dep == "nsubjpass"
    if passive or (sentence.words[head].dep == "acl" and sentence.words[head].tag == "VBN"):
        agent = _agent(sentence, head)
        if agent is not None:
            return party_of(sentence, agent, cast, memory, lexicon, at)
        if passive and act in _BY_LAW:
            return Party()
    if subject is None:
        return Party()
    return party_of(sentence, subject, cast, memory, lexicon, at)


def _agent(sentence: Sentence, head: int) -> int | None:
    words = sentence.words
    for child in sentence.children[head]:
        if words[child].dep == "agent" or (words[child].dep == "prep" and words[child].lower == "by"):
            for j in sentence.children[child]:
                if words[j].dep == "pobj":
                    return j
    return None


def owner_party(here: Situation, memory: Memory, analysis: Analysis, lexicon: Lexicon) -> Party:
    """Whose event a noun is: "Pyongyang's test", "US sanctions", "a call by Washington"."""
    sentence, head = here.sentence, here.candidate.head
    at, cast = here.candidate.sentence, analysis.cast
    words = sentence.words
    if here.candidate.form == "appos":
        return party_of(sentence, words[head].head, cast, memory, lexicon, at)
    agent = _agent(sentence, head)
    if agent is not None:
        return party_of(sentence, agent, cast, memory, lexicon, at)
    for dep in ("poss", "amod", "compound", "nmod"):
        for child in sentence.children[head]:
            if words[child].dep == dep:
                party = party_of(sentence, child, cast, memory, lexicon, at)
                if party:
                    return party
    up = words[words[head].head]
    if up.pos == "VERB" and words[head].dep in ("dobj", "pobj", "attr"):
        subject = subject_of(sentence, up.i)
        if subject is not None:
            return party_of(sentence, subject, cast, memory, lexicon, at)
    return Party()


def _fallback(here: Situation, act: str, analysis: Analysis, memory: Memory) -> Party:
    """Who acts where the clause does not say: whoever sanctioned last, the focus of an evasion, or the speaker's own state."""
    if act in _BY_LAW:
        for code in ("UNSC", "UN", "US", "EU"):
            if code in memory.states:
                return Party(codes=(code,))
    inside = _codes_inside(here, analysis)
    if act in ("evade", "test", "supply") and analysis.focus in inside:
        return Party(codes=(analysis.focus,))
    if here.voice.codes and not set(here.voice.codes) & {"UN", "UNSC"}:
        return Party(codes=here.voice.codes)
    return Party()


def _codes_inside(here: Situation, analysis: Analysis) -> tuple[str, ...]:
    at = analysis.cast.at[here.candidate.sentence]
    codes: dict[str, None] = {}
    for i in range(here.candidate.first, here.candidate.last + 1):
        mention = at.get(i)
        if mention is not None and mention.kind is not MentionKind.BODY:
            codes.update(dict.fromkeys(mention.codes))
    return tuple(codes)


def _tie_actors(
    here: Situation, kind: str, lead: Party, inside: tuple[str, ...], analysis: Analysis, memory: Memory
) -> tuple[str, ...]:
    """A tie is told from the side of the other state: whoever is in the clause and is not the document's focus."""
    focus = analysis.focus
    if kind == "figure":
        return (focus,) if focus and (focus in inside or not inside) else inside[:1]
    others = tuple(code for code in (*inside, *lead.codes) if code != focus and code not in ("UN", "UNSC"))
    if others:
        return tuple(dict.fromkeys(others))
    if focus in lead.codes or focus in inside:
        near = tuple(code for code in here.voice.codes if code != focus and code not in ("UN", "UNSC"))
        return near or (_recent(memory, focus) if not set(lead.codes) & {focus} else (focus,))
    return tuple(here.voice.codes) or _recent(memory, focus)


def _recent(memory: Memory, focus: str) -> tuple[str, ...]:
    for code in reversed(memory.states):
        if code not in (focus, "UN", "UNSC"):
            return (code,)
    return (focus,) if focus else ()
