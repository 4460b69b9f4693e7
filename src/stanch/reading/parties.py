"""Who a noun phrase stands for: by name, by the words around a role, or by what the document said before.

Coreference is by rule, with a short memory: "he" is the person who spoke or acted last, "the ministry" the last
ministry, "the two countries" the
last two states that acted together. Where the memory holds nothing, nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from stanch.reading.lexicon import Lexicon
from stanch.reading.mentions import Cast
from stanch.reading.model import Mention, MentionKind, Sentence
from stanch.reading.offices import RANKS, holder, is_any_office
from stanch.reading.phrases import MODIFIERS, phrase

_SINGULAR_PEOPLE = {"he", "she", "him", "her", "his", "hers", "himself", "herself"}
_THINGS = {"it", "its", "itself"}
_SEVERAL = {"they", "them", "their", "themselves", "theirs"}
_SELF = {"i", "me", "my", "mine", "myself"}
_OURS = {"we", "us", "our", "ours", "ourselves"}
_RELATIVE = {"who", "which", "that", "whose", "whom"}
STATE_NOUNS = {
    "country", "nation", "government", "regime", "state", "kingdom", "administration", "republic", "side", "capital",
    "leadership",
    "military", "junta", "authority", "ministry", "neighbour", "neighbor", "power", "ally", "army", "people", "economy",
    "member", "island",
}  # fmt: skip
_ORGANS = {"ministry", "government", "minister", "cabinet", "parliament"}
_MEMBERS = {"member", "state", "country", "nation", "ally"}
_PAIR = {"two", "both"}
_PAIR_NOUNS = {
    "country", "nation", "side", "state", "power", "leader", "neighbour", "neighbor", "ally", "government", "korea", "party",
    "minister", "president", "diplomat",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Party:
    """Somebody in a clause: codes of states and blocs, and a name when it is a person, a firm or a body."""

    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    person: bool = False
    label: str = ""

    def __bool__(self) -> bool:
        return bool(self.codes or self.names)


@dataclass(slots=True, kw_only=True)
class Memory:
    """What the document has said so far, as far as later words can point back to it."""

    focus: str = ""
    home: str = ""
    persons: list[Party] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    pair: tuple[str, ...] = ()
    pair_names: tuple[str, ...] = ()
    bodies: dict[str, Party] = field(default_factory=dict)
    roles: dict[str, Party] = field(default_factory=dict)
    last_subject: Party = field(default_factory=Party)
    last_several: Party = field(default_factory=Party)
    speaker: Party = field(default_factory=Party)
    last_speaker: Party = field(default_factory=Party)
    last_person_speaking: Party = field(default_factory=Party)
    unnamed: frozenset[str] = frozenset()
    lede: str = ""
    spoke_at: int = -1
    person_led_at: int = -1
    author: str = ""


def party_of(
    sentence: Sentence, i: int, cast: Cast, memory: Memory, lexicon: Lexicon, at: int, *, depth: int = 0
) -> Party:
    """The party that the noun phrase headed by word `i` of sentence number `at` stands for; empty when nobody can be told."""
    if depth > 6:
        return Party()
    word = sentence.words[i]
    mention = cast.at[at].get(i)
    party = _own(sentence, i, mention, cast, memory, lexicon, at, depth)
    joined = [
        party_of(sentence, child, cast, memory, lexicon, at, depth=depth + 1)
        for child in sentence.children[i]
        if sentence.words[child].dep == "conj"
        and sentence.words[child].pos in ("PROPN", "NOUN", "PRON", "ADJ")
    ]
    if word.pos == "PRON" or not joined:
        return party
    return _together([party, *joined])


def _own(
    sentence: Sentence,
    i: int,
    mention: Mention | None,
    cast: Cast,
    memory: Memory,
    lexicon: Lexicon,
    at: int,
    depth: int,
) -> Party:
    word = sentence.words[i]
    if word.pos == "PRON" or (word.pos == "DET" and not mention):
        return _pronoun(sentence, i, cast, memory, lexicon, at, depth)
    if mention is not None and (mention.codes or mention.kind is MentionKind.PERSON):
        named = Party(
            codes=mention.codes,
            names=(mention.name,) if mention.kind in (MentionKind.PERSON, MentionKind.FIRM) else (),
            person=mention.kind is MentionKind.PERSON,
            label=mention.name,
        )
        if not mention.codes and mention.kind is MentionKind.PERSON:
            named.codes = _state_near(sentence, i, cast, lexicon, at, skip=mention)
        return named
    person = _person_beside(sentence, i, cast, at) or _person_after(sentence, i, cast, lexicon, at)
    if person is not None:
        codes = person.codes or _state_near(sentence, i, cast, lexicon, at, skip=person)
        return Party(codes=codes, names=(person.name,), person=True, label=person.name)
    codes = _codes_near(sentence, i, cast, at) or _owners(sentence, i, cast, memory, lexicon, at, depth)
    office = holder(sentence, i, codes, cast.offices, lexicon)
    if office is not None:
        return Party(codes=office.codes or codes, names=(office.name,), person=True, label=office.name)
    if codes and is_any_office(sentence, i, codes, memory.unnamed, lexicon):
        near = [each for each in memory.persons if set(each.codes) == set(codes)]
        if near:
            return near[-1]
    if (
        codes
        and word.lemma in _MEMBERS
        and all(code in lexicon.blocs for code in codes)
        and word.tag == "NN"
        and memory.states
    ):
        return Party(codes=(memory.states[-1],), label=phrase(sentence, i))
    if codes:
        return Party(codes=codes, label=phrase(sentence, i), names=_firm_name(mention))
    if mention is not None and not (word.lower in _ORGANS and memory.lede):
        return Party(names=(mention.name,), label=mention.name)
    # an owner's owner is not looked for: two phrases may each point back to the other
    owner = _owner(sentence, i, cast, memory, lexicon, at) if depth < _FAR else Party()
    return owner or _definite(sentence, i, memory)


_FAR = 4


def _owner(sentence: Sentence, i: int, cast: Cast, memory: Memory, lexicon: Lexicon, at: int) -> Party:
    """Whose a noun is by a pronoun before it: "its forces", "their envoys"; a person's ("his visit") is told by what it names."""
    for child in sentence.children[i]:
        word = sentence.words[child]
        if word.dep == "poss" and word.lower in ("its", "their", "our"):
            party = _pronoun(sentence, child, cast, memory, lexicon, at, _FAR)
            if party and not party.person:
                return replace(party, label=phrase(sentence, i))
    return Party()


def _owners(
    sentence: Sentence, i: int, cast: Cast, memory: Memory, lexicon: Lexicon, at: int, depth: int
) -> tuple[str, ...]:
    """The state of "its ministry", "their ministers": that of whoever the pronoun stands for."""
    words = sentence.words
    if words[i].lemma not in lexicon.speakers:
        return ()
    for child in sentence.children[i]:
        if words[child].dep == "poss" and words[child].lower in ("its", "their"):
            return party_of(sentence, child, cast, memory, lexicon, at, depth=max(depth + 1, _FAR)).codes
    return ()


def _firm_name(mention: Mention | None) -> tuple[str, ...]:
    return (mention.name,) if mention is not None and mention.kind is MentionKind.FIRM else ()


def _together(parties: Iterable[Party]) -> Party:
    parties = [party for party in parties if party]
    if not parties:
        return Party()
    return Party(
        codes=_unique(code for party in parties for code in party.codes),
        names=_unique(name for party in parties for name in party.names),
        person=parties[0].person,
        label=" and ".join(_unique(party.label for party in parties if party.label)),
    )


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for item in items if item))


def _person_beside(sentence: Sentence, i: int, cast: Cast, at: int) -> Mention | None:
    """A person in apposition: "China's foreign minister, Wang Yi", "Foreign Minister Wang Yi"."""
    for child in sentence.children[i]:
        if sentence.words[child].dep in ("appos", "compound"):
            mention = cast.at[at].get(child)
            if mention is not None and mention.kind is MentionKind.PERSON:
                if sentence.words[child].dep == "compound" and sentence.words[i].lower in _NOT_ROLES:
                    continue
                return mention
    return None


def _person_after(sentence: Sentence, i: int, cast: Cast, lexicon: Lexicon, at: int) -> Mention | None:
    """A person in apposition that the parser hung lower: "the ambassador to the council, Jane Doe"."""
    words = sentence.words
    if words[i].lower not in lexicon.persons:
        return None
    for prep in (child for child in sentence.children[i] if words[child].dep == "prep"):
        for noun in (child for child in sentence.children[prep] if words[child].dep == "pobj"):
            for below in sentence.children[noun]:
                mention = cast.at[at].get(below)
                if words[below].dep == "appos" and mention is not None and mention.kind is MentionKind.PERSON:
                    return mention
    return None


_NOT_ROLES = {
    "administration", "government", "regime", "era", "plan", "team", "visit", "speech", "policy", "camp", "aides", "officials",
    "delegation",
}  # fmt: skip


def _state_near(
    sentence: Sentence, i: int, cast: Cast, lexicon: Lexicon, at: int, *, skip: Mention | None = None
) -> tuple[str, ...]:
    """Codes of whoever a noun stands for. Experts sit somewhere and speak for nobody but a bloc that they work for."""
    codes = _codes_near(sentence, i, cast, at, skip=skip)
    told = (
        sentence.words[j].lower
        for j in (i, *sentence.children[i])
        if j == i or sentence.words[j].dep == "appos"
    )
    if codes and any(word in lexicon.experts for word in told):
        return tuple(code for code in codes if code in lexicon.blocs)
    return codes


def _codes_near(
    sentence: Sentence, i: int, cast: Cast, at: int, *, skip: Mention | None = None
) -> tuple[str, ...]:
    """Codes of the modifiers of a noun: before it ("North Korean diplomats"), else after "of" or "from", else in apposition."""
    at_word = cast.at[at]
    before = [
        j
        for child in sentence.children[i]
        if sentence.words[child].dep in MODIFIERS and child < i
        for j in _left(sentence, child)
    ]
    codes = _unique(
        code for j in before if (m := at_word.get(j)) is not None and m is not skip for code in m.codes
    )
    if codes:
        return codes
    for child in sentence.children[i]:
        word = sentence.words[child]
        if word.dep == "prep" and word.lower in ("of", "from", "for", "in", "to"):
            for j in sentence.children[child]:
                mention = at_word.get(j)
                found = mention.codes if mention is not None else ()
                if not found and sentence.words[j].dep == "pobj" and word.lower == "of":
                    found = _codes_near(sentence, j, cast, at, skip=skip)
                if found:
                    return found
        if word.dep == "appos":
            mention = at_word.get(child)
            if mention is not None and mention is not skip and mention.codes:
                return mention.codes
            found = _codes_near(sentence, child, cast, at, skip=skip) if child > i else ()
            if found:
                return found
    return ()


def _left(sentence: Sentence, head: int) -> list[int]:
    found = [head]
    for j in found:
        found.extend(
            child
            for child in sentence.children[j]
            if sentence.words[child].dep in (*MODIFIERS, "conj", "prep", "pobj")
        )
    return found


def _pronoun(
    sentence: Sentence, i: int, cast: Cast, memory: Memory, lexicon: Lexicon, at: int, depth: int
) -> Party:
    word = sentence.words[i]
    lower = word.lower
    if lower in _SELF:
        return memory.speaker
    if lower in _OURS:
        return memory.speaker
    if lower in _SINGULAR_PEOPLE:
        return _person_before(sentence, i, cast, at) or (memory.persons[-1] if memory.persons else Party())
    if lower in _THINGS or lower in _SEVERAL:
        earlier = _subject_before(sentence, i, cast, memory, lexicon, at, depth)
        if earlier and (lower in _THINGS or len(earlier.codes) > 1):
            return earlier
    if lower in _THINGS:
        if memory.last_subject.person and memory.states:
            return Party(codes=(memory.states[-1],))
        return memory.last_subject
    if lower in _SEVERAL:
        return memory.last_several or memory.last_subject
    if lower in ("both", "two", "each"):
        return Party(codes=memory.pair, names=memory.pair_names)
    if lower in _RELATIVE:
        clause = sentence.words[word.head]
        if clause.dep in ("relcl", "acl") and clause.head != clause.i:
            return party_of(sentence, clause.head, cast, memory, lexicon, at, depth=max(depth + 1, 3))
    return Party()


def _person_before(sentence: Sentence, i: int, cast: Cast, at: int) -> Party:
    """The person named last before a "he" of the same sentence, a subject before all others."""
    found = Party()
    for mention in cast.by_sentence[at]:
        if mention.kind is MentionKind.PERSON and mention.last < i:
            party = Party(codes=mention.codes, names=(mention.name,), person=True, label=mention.name)
            if sentence.words[mention.last].dep in ("nsubj", "nsubjpass") or not found:
                found = party
    return found


def _subject_before(
    sentence: Sentence, i: int, cast: Cast, memory: Memory, lexicon: Lexicon, at: int, depth: int
) -> Party:
    """The subject of an earlier clause of the same sentence, when it is a state, a bloc or a body."""
    for word in reversed(sentence.words[:i]):
        if word.dep in ("nsubj", "nsubjpass") and word.pos in ("NOUN", "PROPN"):
            party = party_of(sentence, word.i, cast, memory, lexicon, at, depth=max(depth + 1, _FAR))
            if party.codes and not party.person:
                return party
    return Party()


def _definite(sentence: Sentence, i: int, memory: Memory) -> Party:
    """ "the panel", "the two countries", "the foreign secretary": what the document last called so."""
    word = sentence.words[i]
    noun = word.lemma
    if word.lower in ("latter", "former") and len(memory.pair) == 2:
        last = word.lower == "latter"
        return Party(codes=memory.pair[1:] if last else memory.pair[:1])
    marks = {sentence.words[child].lower for child in sentence.children[i]}
    definite = (
        bool(marks & {"the", "this", "that", "its", "their", "his", "both", "these"}) or word.pos == "PROPN"
    )
    several = word.tag in ("NNS", "NNPS") and definite and noun in ("leader", "side", "korea")
    if (marks & _PAIR or several) and noun in _PAIR_NOUNS and memory.pair:
        return Party(codes=memory.pair, names=memory.pair_names)
    if noun in memory.bodies and definite:
        return memory.bodies[noun]
    if noun in memory.roles and definite and not marks & RANKS:
        return memory.roles[noun]
    if noun in STATE_NOUNS and definite:
        if noun in ("regime", "kingdom", "junta") and memory.focus:
            return Party(codes=(memory.focus,))
        if word.lower in _ORGANS and (memory.lede or memory.home):
            return Party(codes=(memory.lede or memory.home,), label=phrase(sentence, i))
        if memory.states:
            return Party(codes=(memory.states[-1],), label=phrase(sentence, i))
    return Party()
