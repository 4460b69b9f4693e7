"""Who speaks where a verb of saying has a subject: a party by name, an office, a body, or whoever spoke before."""

from __future__ import annotations

from dataclasses import replace

from stanch.reading.lexicon import Lexicon
from stanch.reading.mentions import Cast
from stanch.reading.model import Sentence
from stanch.reading.parties import Memory, Party, party_of
from stanch.reading.phrases import phrase
from stanch.reading.sentences import subtree

# "trade data", "ministry figures": numbers speak for whoever keeps them
_NUMBERS = {"datum", "data", "figure", "figures", "statistic", "statistics", "number", "record"}
# what speaks without being a person
_BODIES = {
    "ministry", "government", "panel", "paper", "newspaper", "agency", "commentary", "editorial", "delegation", "administration",
    "department", "customs", "watchdog", "group", "organization", "organisation", "bank", "company", "firm", "embassy", "mission",
    "police", "army", "treasury", "office", "council", "committee", "commission", "bloc", "union", "court", "institute", "party",
    "parliament", "senate", "house", "kremlin", "registry", "authority", "bureau", "association", "broadcaster", "monitor", "media",
}  # fmt: skip


def speaking(
    sentence: Sentence, subject: int, at: int, cast: Cast, memory: Memory, lexicon: Lexicon
) -> Party:
    """The party that speaks: "he" and "it" before a verb of saying go on with the speaker before."""
    lower = sentence.words[subject].lower
    last = memory.last_speaker
    if lower in ("he", "she"):
        return _one_before(sentence, subject, at, cast, memory, lexicon)
    if lower in ("it", "they") and last.label and not last.person:
        return last
    party = party_of(sentence, subject, cast, memory, lexicon, at)
    if sentence.words[subject].lemma in PAPERS:
        author = _author(sentence, subject, at, cast, memory, lexicon)
        return author if author is not None else party
    if sentence.words[subject].lemma in _PRESS:
        return _named_outlet(sentence, subject, at, cast, lexicon) or party
    return party


_PRESS = {
    "agency",
    "newspaper",
    "paper",
    "daily",
    "broadcaster",
    "channel",
    "service",
    "station",
    "website",
    "outlet",
}


def _named_outlet(sentence: Sentence, subject: int, at: int, cast: Cast, lexicon: Lexicon) -> Party | None:
    """ "The news agency Sputnik", "Sputnik, a Russian agency": the outlet by its name."""
    beside = [c for c in sentence.children[subject] if sentence.words[c].dep in ("appos", "compound", "nmod")]
    for i in (*beside, subject + 1):  # the parser may take a name right behind for a second subject
        mention = cast.at[at].get(i)
        if mention is not None and mention.name in lexicon.media:
            return Party(codes=mention.codes, label=mention.name)
    return None


# what is written speaks for whoever wrote it
PAPERS = {
    "report", "statement", "letter", "commentary", "editorial", "communique", "communiqué", "notice", "email", "document", "filing",
    "indictment", "study", "tweet", "post", "dispatch",
}  # fmt: skip


def _author(
    sentence: Sentence, paper: int, at: int, cast: Cast, memory: Memory, lexicon: Lexicon
) -> Party | None:
    """Who wrote a paper, where the words after it tell: "a report by experts", "a commentary in the party's newspaper, the Daily"."""
    words = sentence.words
    for child in sentence.children[paper]:
        if words[child].dep != "prep" or words[child].lower not in ("by", "from", "in"):
            continue
        for i in (j for j in sentence.children[child] if words[j].dep == "pobj"):
            for j in sorted(subtree(sentence, i)):
                mention = cast.at[at].get(j)
                if mention is not None and mention.name in lexicon.media:
                    return Party(codes=mention.codes, label=mention.name)
            if words[child].lower != "in" and words[i].lemma in lexicon.speakers:
                party = party_of(sentence, i, cast, memory, lexicon, at)
                return replace(party, label=party.label or phrase(sentence, i))
    return None


def _one_before(
    sentence: Sentence, subject: int, at: int, cast: Cast, memory: Memory, lexicon: Lexicon
) -> Party:
    """ "he", "she": the person who spoke last, by name or by office; else the person named last."""
    last = memory.last_speaker
    if last.person and memory.person_led_at <= memory.spoke_at:
        return last
    if memory.last_person_speaking.label and memory.last_person_speaking is last:
        return last
    party = party_of(sentence, subject, cast, memory, lexicon, at)
    return party if party or party.label else memory.last_person_speaking


def may_speak(sentence: Sentence, subject: int, lexicon: Lexicon, *, says: bool) -> bool:
    """True when a noun that stands for no known party can be a speaker: before a verb of saying with its content any noun is one."""
    word = sentence.words[subject]
    return (
        word.pos == "PROPN"
        or (says and word.pos == "NOUN")
        or word.lemma in lexicon.speakers
        or word.lower in lexicon.speakers
        or word.lemma in lexicon.sources
        or word.lower in lexicon.sources
        or word.lower in ("some", "many", "others", "media", "he", "she", "they", "it")
    )


def can_find(sentence: Sentence, subject: int, party: Party, lexicon: Lexicon) -> bool:
    """True when a subject can find, show or estimate: somebody, or a paper or table that tells."""
    word = sentence.words[subject]
    return (
        bool(party)
        or word.lemma in lexicon.sources
        or word.lower in lexicon.sources
        or word.lemma in lexicon.speakers
        or word.lower in lexicon.speakers
    )


def counts(sentence: Sentence, subject: int) -> bool:
    """True when numbers speak ("customs data", "ministry figures"): the numbers of the next sentences are theirs too."""
    word = sentence.words[subject]
    return word.lemma in _NUMBERS or word.lower in _NUMBERS


def is_one_person(sentence: Sentence, subject: int, party: Party, lexicon: Lexicon) -> bool:
    """True when "he" or "she" can go on with this speaker."""
    word = sentence.words[subject]
    if party.person:
        return len(party.names) == 1
    return word.tag in ("NN", "NNP") and word.lower in lexicon.persons


def speaker_called(sentence: Sentence, subject: int, party: Party, lexicon: Lexicon) -> str:
    """What a speaker is called: by name, else in the words of the text."""
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
    if word.lemma in PAPERS and party.label:
        return text if party.label.lower() in text.lower() else party.label
    if word.lemma in _PRESS and party.label in lexicon.media:
        return party.label
    if word.lower in _NUMBERS or word.lemma in _NUMBERS:
        keeper = _keeper(sentence, subject)
        if keeper:
            return keeper
    if party.label and " " not in text and word.pos == "NOUN":
        return party.label
    if party.label and (word.pos == "PROPN" or word.lemma in ("panel", "report", "expert")):
        text = text if len(text) > len(party.label) else party.label
    return text or party.label


def _keeper(sentence: Sentence, subject: int) -> str:
    """Whose numbers they are: "customs data", "the ministry's figures", "statistics of the central bank"; "" when nobody is told."""
    words = sentence.words
    for dep in ("poss", "compound", "nmod"):
        for child in sentence.children[subject]:
            if (
                words[child].dep == dep
                and words[child].pos in ("NOUN", "PROPN")
                and words[child].lemma in _KEEPERS
            ):
                return phrase(sentence, child)
    if subject and words[subject].dep == "compound" and words[subject - 1].lower in _KEEPERS:
        return words[subject - 1].text  # "customs data show", all one name to the parser
    for child in sentence.children[subject]:
        if words[child].dep == "prep" and words[child].lower in ("from", "of", "by"):
            for i in sentence.children[child]:
                if words[i].dep == "pobj" and (words[i].pos == "PROPN" or words[i].lemma in _KEEPERS):
                    return phrase(sentence, i)
    return ""


_KEEPERS = _BODIES | {"custom", "customs", "port", "bank", "ministry", "agency", "bureau", "service"}
