"""What a document has said so far: who acted, who was named, which bodies and offices, for later words to point back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stanch.reading.lexicon import Lexicon
from stanch.reading.mentions import Cast
from stanch.reading.model import Mention, MentionKind, Sentence
from stanch.reading.parties import Memory, Party, party_of
from stanch.reading.phrases import phrase
from stanch.reading.speakers import PAPERS
from stanch.reading.voices import Cue, subject_of

BODY_NOUNS = {
    "panel", "council", "committee", "bloc", "union", "report", "group", "agency", "commission", "ministry", "department",
    "expert",
    "statement", "paper", "newspaper", "editorial", "commentary", "organization", "organisation", "association", "body",
    "investigator", "monitor", "resolution", "document", "company", "bank", "firm", "treasury", "rapporteur",
}  # fmt: skip


def remember(sentence: Sentence, at: int, cast: Cast, memory: Memory, lexicon: Lexicon) -> None:
    """Take in a sentence after it was read: who acted, who was named, which bodies and roles."""
    for word in sentence.words:
        if word.dep in ("nsubj", "nsubjpass", "pobj", "dobj", "appos") and word.pos in ("NOUN", "PROPN"):
            _remember_noun(sentence, word.i, at, cast, memory, lexicon)
    for mention in cast.by_sentence[at]:
        if mention.kind is MentionKind.PERSON:
            person = Party(codes=mention.codes, names=(mention.name,), person=True, label=mention.name)
            _push_person(memory, person)
            memory.roles.update(dict.fromkeys(_offices(sentence, mention, lexicon), person))
        elif mention.kind is MentionKind.BODY and mention.name in lexicon.media:
            party = Party(codes=mention.codes, names=(), label=mention.name)
            memory.bodies.update(
                dict.fromkeys(("paper", "newspaper", "editorial", "commentary", "agency"), party)
            )
    subjects = [w.i for w in sentence.words if w.dep in ("nsubj", "nsubjpass")]
    for i in subjects:
        party = party_of(sentence, i, cast, memory, lexicon, at)
        if not party:
            continue
        _remember_subject(sentence, i, party, memory)
        if party.person and len(party.names) == 1 and not sentence.words[i].quoted:
            memory.person_led_at = at


_ISSUING = {"release", "issue", "publish", "submit", "present", "circulate", "send", "write", "produce"}


def remember_papers(
    sentence: Sentence, at: int, cues: Sequence[Cue], cast: Cast, memory: Memory, lexicon: Lexicon
) -> None:
    """Whose "the statement" and "the report" of later sentences are: who speaks in one, who issues one."""
    words = sentence.words
    speakers = {cue.verb: replace(cue.party, label=cue.voice.name) for cue in cues}
    for word in words:
        if word.lemma not in PAPERS:
            continue
        up = words[word.head]
        if word.dep == "pobj" and up.lower == "in" and up.head in speakers:
            memory.bodies[word.lemma] = speakers[up.head]
        elif word.dep == "dobj" and up.lemma in _ISSUING:
            subject = subject_of(sentence, up.i)
            party = party_of(sentence, subject, cast, memory, lexicon, at) if subject is not None else Party()
            if party and subject is not None:
                memory.bodies[word.lemma] = replace(party, label=party.label or phrase(sentence, subject))


def _offices(sentence: Sentence, mention: Mention, lexicon: Lexicon) -> set[str]:
    """What a person is, as the words around the name say: "Secretary of State Jane Doe", "the ambassador, Jane Doe"."""
    words = sentence.words
    near = {child for i in range(mention.first, mention.last + 1) for child in sentence.children[i]}
    near |= {words[mention.last].head} if words[mention.last].dep in ("appos", "compound", "nmod") else set()
    deeper = {
        child for i in near for child in sentence.children[i] if words[child].dep in ("compound", "appos")
    }
    return {
        words[i].lower
        for i in near | deeper
        if words[i].dep in ("compound", "appos", "nmod", "nsubj", "dobj", "pobj")
        and (words[i].lemma in lexicon.speakers or words[i].lower in lexicon.speakers)
    }


def _remember_subject(sentence: Sentence, i: int, party: Party, memory: Memory) -> None:
    word = sentence.words[i]
    memory.last_subject = party
    if party.person:
        _push_person(memory, party)
    if word.tag in ("NNS", "NNPS") or len(party.codes) > 1 or len(party.names) > 1:
        memory.last_several = party
    if len(party.codes) == 1:
        memory.states = [code for code in memory.states if code != party.codes[0]][-6:]
        memory.states.append(party.codes[0])
    elif len(party.codes) == 2:
        memory.pair, memory.pair_names = party.codes, party.names


def _push_person(memory: Memory, party: Party) -> None:
    memory.persons = [each for each in memory.persons if each.names != party.names][-6:]
    memory.persons.append(party)


def _remember_noun(sentence: Sentence, i: int, at: int, cast: Cast, memory: Memory, lexicon: Lexicon) -> None:
    word = sentence.words[i]
    noun = word.lemma
    if noun not in BODY_NOUNS and noun not in lexicon.speakers and word.lower not in lexicon.speakers:
        return
    if noun in lexicon.persons and any(
        sentence.words[child].lower in ("a", "an") for child in sentence.children[i]
    ):
        memory.unnamed |= {noun}
    party = party_of(sentence, i, cast, memory, lexicon, at)
    if not party:
        return
    party = replace(party, label=party.label or phrase(sentence, i))
    if noun in BODY_NOUNS:
        memory.bodies[noun] = party
    else:
        memory.roles[noun] = party
