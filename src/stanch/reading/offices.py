"""Who holds which office, as a document says anywhere: "the labour minister" of its first line is whom a later line gives a name."""

from __future__ import annotations

from collections.abc import Sequence

from stanch.reading.lexicon import Lexicon
from stanch.reading.mentions import Cast, Office
from stanch.reading.model import Mention, MentionKind, Sentence
from stanch.reading.phrases import phrase

# another rank is another person
RANKS = {"deputy", "vice", "former", "assistant", "acting", "shadow", "under", "ex", "ousted", "late"}
# one office under many names
_SAME = {
    "premier": "prime minister", "secretary of state": "foreign minister", "foreign secretary": "foreign minister",
    "top diplomat": "foreign minister", "defence": "defense", "labour": "labor", "finance secretary": "finance minister",
}  # fmt: skip
_PLAIN = {
    "the", "a", "an", "its", "his", "her", "their", "new", "senior", "of", "for", "'s", "’s", "and", "mr", "ms", "mrs", "dr",
}  # fmt: skip
# said of anybody who serves a state
_ANY_OFFICE = {"diplomat", "official", "politician", "statesman"}


def find_offices(sentences: Sequence[Sentence], cast: Cast, lexicon: Lexicon) -> tuple[Office, ...]:
    """Every office that the document ties to a name, in order."""
    found: dict[tuple[str, frozenset[str]], Office] = {}
    for at, sentence in enumerate(sentences):
        for mention in cast.by_sentence[at]:
            if mention.kind is not MentionKind.PERSON:
                continue
            for printed in (_before(sentence, mention), *_beside(sentence, mention)):
                words = office_words(printed)
                if words & lexicon.speakers:
                    found.setdefault(
                        (mention.name, words), Office(name=mention.name, codes=mention.codes, words=words)
                    )
    return tuple(found.values())


def _before(sentence: Sentence, mention: Mention) -> str:
    """The title before a name: "Polish Labour Minister Jane Doe", "the secretary of state John Roe"."""
    words = sentence.words
    i = mention.first
    while (
        i > 0
        and mention.first - i < 9
        and (words[i - 1].pos in _TITLE or words[i - 1].lower in ("of", "for", "'s", "’s"))
    ):
        i -= 1
    return " ".join(word.text for word in words[i : mention.first])


_TITLE = {"PROPN", "NOUN", "ADJ"}


def _beside(sentence: Sentence, mention: Mention) -> list[str]:
    """The office in apposition, after the name or before it; "the ambassador to the council, Jane Doe" may hang on the council."""
    words = sentence.words
    found = [
        phrase(sentence, child)
        for i in range(mention.first, mention.last + 1)
        for child in sentence.children[i]
        if words[child].dep == "appos"
    ]
    up = words[mention.last]
    if up.dep == "appos":
        while up.dep in ("appos", "pobj", "prep") and up.head != up.i:
            up = words[up.head]
            if up.pos in ("NOUN", "PROPN"):
                found.append(phrase(sentence, up.i))
    return found


def office_words(printed: str) -> frozenset[str]:
    """The words that make an office: "the Polish labour minister" → polish, labor, minister."""
    text = " ".join(printed.lower().replace("-", " ").split())
    for other, name in _SAME.items():
        text = text.replace(other, name)
    return frozenset(text.split()) - _PLAIN


def holder(
    sentence: Sentence, i: int, codes: tuple[str, ...], offices: Sequence[Office], lexicon: Lexicon
) -> Office | None:
    """Whose office a definite, single noun phrase names; `None` where the document names nobody for it, or several."""
    if sentence.words[i].lower not in lexicon.persons or not _is_the_one(sentence, i):
        return None
    wanted = office_words(phrase(sentence, i))
    bare = wanted - _places(codes, lexicon)
    people = {
        office.name: office
        for office in offices
        if bare <= office.words
        and not (office.words ^ wanted) & (RANKS | lexicon.persons)  # "the minister" is no minister's aide
        and (not codes or not office.codes or set(codes) & set(office.codes))
    }
    return next(iter(people.values())) if len(people) == 1 and (codes or len(wanted) > 1) else None


def is_any_office(
    sentence: Sentence, i: int, codes: tuple[str, ...], unnamed: frozenset[str], lexicon: Lexicon
) -> bool:
    """True for "the North Korean diplomat": whoever of that state was named last, unless a diplomat without a name was spoken of."""
    return (
        sentence.words[i].lower in _ANY_OFFICE - unnamed
        and _is_the_one(sentence, i)
        and bool(office_words(phrase(sentence, i)) & _places(codes, lexicon))
    )


def _is_the_one(sentence: Sentence, i: int) -> bool:
    marks = {sentence.words[child].lower for child in sentence.children[i] if child < i}
    return sentence.words[i].tag in ("NN", "NNP") and not marks & {"a", "an", "another", "one", "any", "no"}


def _places(codes: tuple[str, ...], lexicon: Lexicon) -> set[str]:
    """Every word by which a text may call these states."""
    names = [name.lower() for code in codes for name in lexicon.called.get(code, ())]
    return {part for name in names for part in (name, f"{name}'s", f"{name}’s", *name.split())}
