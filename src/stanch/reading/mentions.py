"""Who is named: states, blocs, people, media, firms and vessels, with a memory of names for the whole document.

The parser's entity tags call a bare surname an organisation about as often as a person, so a surname is looked up
among the full names
the document has given. A person's state comes from the words around the first full mention ("Polish Labor Minister Elzbieta
Rafalska", "Enrique Manalo, acting foreign secretary of the Philippines") or, failing that, from the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stanch.reading.lexicon import Lexicon, Name
from stanch.reading.model import Mention, MentionKind, Sentence

_KEY = re.compile(r"[^\W_]+")
_IMO = re.compile(r"\bIMO\s*(?:no\.?|number)?\s*:?\s*(\d{7})\b", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:Co|Corp|Corporation|Company|Ltd|Limited|Inc|LLC|LLP|GmbH|SA|S\.A|PLC|plc|JSC|OJSC|PJSC|Group|Bank|Holdings?|"
    r"Enterprises?|Trading|Shipping|Industries|Airlines?|Airways|Export|Bureau|Department|Agency)\b\.?"
)
_TITLES = {"mr", "mrs", "ms", "mr.", "mrs.", "ms.", "dr", "dr.", "president", "minister", "secretary", "sir"}
# "the South China Sea", "the North Atlantic": a direction that goes on with a capital is no state
_DIRECTIONS = {"the north", "the south"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A person and the words of an office that the document gives them."""

    name: str
    codes: tuple[str, ...]
    words: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Cast:
    """Everybody the document names: mentions by sentence, and full names by surname."""

    by_sentence: list[list[Mention]]
    at: list[dict[int, Mention]]
    people: dict[str, Name] = field(default_factory=dict)
    surnames: dict[str, str] = field(default_factory=dict)
    offices: Sequence[Office] = ()


def find_mentions(sentences: Sequence[Sentence], text: str, lexicon: Lexicon) -> Cast:
    """All mentions of a document, in order."""
    cast = Cast(by_sentence=[], at=[])
    for index, sentence in enumerate(sentences):
        found = _named(index, sentence, text, lexicon)
        found += _entities(index, sentence, text, found)
        cast.by_sentence.append(sorted(found, key=lambda m: m.first))
    for index, sentence in enumerate(sentences):
        _learn_people(sentence, cast.by_sentence[index], cast, lexicon)
    for index, sentence in enumerate(sentences):
        _recall_people(index, sentence, cast)
        cast.at.append({i: m for m in cast.by_sentence[index] for i in range(m.first, m.last + 1)})
    return cast


def _named(index: int, sentence: Sentence, text: str, lexicon: Lexicon) -> list[Mention]:
    found: list[Mention] = []
    words = sentence.words
    skip = -1
    for word in words:
        if word.i <= skip or not (word.text[0].isalpha() or word.text[0] in "'’"):
            continue
        key = _KEY.match(word.lower)
        if key is None:
            continue
        name = _name_at(text, word.start, lexicon.names.get(key.group(), ()))
        if name is None:
            continue
        end = word.start + len(name.text)
        last = word.i
        while last + 1 < len(words) and words[last + 1].start < end:
            last += 1
        skip = last
        found.append(
            Mention(
                sentence=index, first=word.i, last=last, kind=name.kind, codes=name.codes, name=name.label
            )
        )
    return found


def _name_at(text: str, start: int, names: Iterable[Name]) -> Name | None:
    raised = text[start : start + 2].isupper() or text[start] in "Tt"  # else only the name itself will do
    for name in names:
        end = start + len(name.text)
        if not text.startswith(name.text, start) and not (
            raised and _same_but_case(text[start:end], name.text)
        ):
            continue
        if end < len(text) and (text[end].isalnum() or text[end] == "_"):
            continue
        if name.text in ("US", "UN", "EU", "AU") and end < len(text) and text[end : end + 1] == "$":
            continue
        if name.text.lower() in _DIRECTIONS and re.match(r"\s+[A-Z]", text[end : end + 3]):
            continue
        return name
    return None


def _same_but_case(printed: str, name: str) -> bool:
    """ "The Kremlin" at the start of a sentence and "NORTH KOREA" in a headline are the name; "us" is not "US"."""
    if len(name) < 4:
        return False
    if name.startswith("the "):
        return printed[:1] in "Tt" and printed[1:] == name[1:]
    return printed.isupper() and printed == name.upper()


def _entities(index: int, sentence: Sentence, text: str, known: Sequence[Mention]) -> list[Mention]:
    """People and firms that only the parser knows."""
    taken = {i for mention in known for i in range(mention.first, mention.last + 1)}
    found: list[Mention] = []
    words = sentence.words
    i = 0
    while i < len(words):
        tag = words[i].entity
        if tag not in ("PERSON", "ORG", "FAC", "PRODUCT") or i in taken:
            i += 1
            continue
        last = i
        while last + 1 < len(words) and words[last + 1].entity == tag and last + 1 not in taken:
            last += 1
        mention = _entity(index, sentence, text, i, last, tag)
        if mention is not None:
            found.append(mention)
        i = last + 1
    return found


def _entity(index: int, sentence: Sentence, text: str, first: int, last: int, tag: str) -> Mention | None:
    words = sentence.words
    while last > first and words[last].text in ("'s", "’s", "’", "'", ".", ","):
        last -= 1
    while first < last and words[first].lower in _TITLES | {"the", "a"}:
        first += 1
    name = text[words[first].start : words[last].end]
    if not name[:1].isupper() or words[first].pos not in ("PROPN", "NOUN", "X", "ADJ"):
        return None
    if tag == "PERSON":
        return Mention(
            sentence=index, first=first, last=last, kind=MentionKind.PERSON, codes=(), name=squeeze_name(name)
        )
    if tag == "ORG" and _FIRM.search(name):
        return Mention(sentence=index, first=first, last=last, kind=MentionKind.FIRM, codes=(), name=name)
    if tag == "ORG":
        return Mention(sentence=index, first=first, last=last, kind=MentionKind.BODY, codes=(), name=name)
    return None


def squeeze_name(name: str) -> str:
    """A name on one line, without a possessive."""
    return re.sub(r"['’]s?$", "", " ".join(name.split()))


def _learn_people(sentence: Sentence, mentions: Sequence[Mention], cast: Cast, lexicon: Lexicon) -> None:
    """Remember full names and the state that the words beside them give."""
    for mention in mentions:
        if mention.kind is not MentionKind.PERSON or " " not in mention.name.replace("-", " "):
            continue
        codes = mention.codes or _state_beside(sentence, mention, mentions, lexicon)
        known = cast.people.get(mention.name)
        if known is None or (codes and not known.codes):
            cast.people[mention.name] = Name(
                text=mention.name, kind=MentionKind.PERSON, codes=codes, label=mention.name
            )
        for part in _short_names(mention.name):
            cast.surnames.setdefault(part, mention.name)


def _short_names(name: str) -> list[str]:
    parts = name.split()
    # Korean, Chinese and Vietnamese names begin with the surname; the document itself decides which part it repeats
    return [part for part in (parts[-1], parts[0]) if len(part) > 1 and part[0].isupper()]


def _state_beside(
    sentence: Sentence, mention: Mention, mentions: Sequence[Mention], lexicon: Lexicon
) -> tuple[str, ...]:
    """The state whose official a person is, read off the noun phrase that the name belongs to. "An analyst in London" is no state's, a UN
    expert is the UN's."""
    words = sentence.words
    head = _head(sentence, mention)
    places = [
        i for child in sentence.children[head] if words[child].dep in _BESIDE for i in _below(sentence, child)
    ]
    up = words[head]
    if up.dep in ("appos", "compound", "nmod") and up.head != up.i:
        places += [up.head]
        for child in sentence.children[up.head]:
            if words[child].dep in _BESIDE and child != head:
                places += _below(sentence, child)
    near = sorted(set(places))
    expert = any(words[i].lower in lexicon.experts for i in near)
    for other in mentions:
        if (
            other is not mention
            and other.codes
            and other.kind is not MentionKind.PERSON
            and other.last in near
            and not (expert and set(other.codes) - set(lexicon.blocs))
        ):
            return other.codes
    return ()


_BESIDE = {"amod", "compound", "nmod", "poss", "appos", "prep", "det"}


def _below(sentence: Sentence, head: int, depth: int = 4) -> list[int]:
    found = [head]
    if depth:
        for child in sentence.children[head]:
            if sentence.words[child].dep not in ("relcl", "acl", "advcl", "conj"):
                found.extend(_below(sentence, child, depth - 1))
    return found


def _head(sentence: Sentence, mention: Mention) -> int:
    for i in range(mention.first, mention.last + 1):
        head = sentence.words[i].head
        if head < mention.first or head > mention.last or head == i:
            return i
    return mention.last


def _recall_people(index: int, sentence: Sentence, cast: Cast) -> None:
    """Give every short name the full name and state the document has for it."""
    mentions = cast.by_sentence[index]
    taken: set[int] = set()
    for mention in mentions:
        if mention.kind in (MentionKind.PERSON, MentionKind.BODY, MentionKind.FIRM) and not (
            mention.kind is not MentionKind.PERSON and mention.codes
        ):
            full = mention.name if mention.name in cast.people else cast.surnames.get(mention.name)
            if full is not None and (mention.kind is MentionKind.PERSON or mention.name != full):
                mention.kind = MentionKind.PERSON
                mention.name = full
                mention.codes = cast.people[full].codes
        taken.update(range(mention.first, mention.last + 1))
    for word in sentence.words:
        if word.i not in taken and word.pos == "PROPN" and word.text in cast.surnames:
            full = cast.surnames[word.text]
            mentions.append(
                Mention(
                    sentence=index,
                    first=word.i,
                    last=word.i,
                    kind=MentionKind.PERSON,
                    codes=cast.people[full].codes,
                    name=full,
                )
            )
    mentions.sort(key=lambda m: m.first)


def vessels(text: str) -> list[tuple[int, int, str]]:
    """IMO numbers as printed: start, end, the seven digits."""
    return [(m.start(), m.end(), m.group(1)) for m in _IMO.finditer(text)]
