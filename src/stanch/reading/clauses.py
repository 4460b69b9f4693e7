"""Candidates: every clause, event noun and apposition that might state a claim. High recall; the model and its threshold choose.

A candidate has a head word and the run of words that is its clause: without the clauses joined to it, without asides
set off by commas, without
the words that only introduce it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stanch.reading.lexicon import Lexicon
from stanch.reading.mentions import Cast
from stanch.reading.model import Sentence
from stanch.reading.sentences import subtree

_NOT_CLAUSES = {
    "aux",
    "auxpass",
    "amod",
    "compound",
    "punct",
    "case",
    "mark",
    "nmod",
    "prep",
    "agent",
    "intj",
}
_LEFT_OUT = {"conj", "advcl", "parataxis"}
_TRIM = {"punct", "cc", "mark", "preconj"}
_REPORTED = {"ccomp"}


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A possible claim: its head word, the words of its clause, and where they stand."""

    sentence: int
    head: int
    form: str  # verb, copula, noun, appos
    words: tuple[int, ...]
    first: int
    last: int


def find_candidates(sentence: Sentence, at: int, cast: Cast, lexicon: Lexicon) -> Iterator[Candidate]:
    """All candidates of a sentence, in the order of their heads."""
    for word in sentence.words:
        form = _form(sentence, word.i, at, cast, lexicon)
        if form:
            candidate = _candidate(sentence, at, word.i, form, lexicon)
            if candidate is not None:
                yield candidate


def _form(sentence: Sentence, i: int, at: int, cast: Cast, lexicon: Lexicon) -> str:
    word = sentence.words[i]
    if word.pos == "VERB" and word.lemma in lexicon.says and _only_says(sentence, i):
        return ""
    if word.pos == "VERB":
        return "" if word.dep in _NOT_CLAUSES and word.dep not in ("prep",) else "verb"
    if word.pos == "AUX":
        return "" if word.dep in ("aux", "auxpass") else "copula"
    if word.pos == "NOUN" or (word.pos == "PROPN" and word.lower in lexicon.nouns):
        if word.lemma not in lexicon.nouns and word.lower not in lexicon.nouns:
            return ""
        if word.dep == "appos" and _has_party(sentence, i, at, cast):
            return "appos"
        if word.dep in ("compound", "amod", "nmod") or not _has_party(sentence, i, at, cast):
            return "noun" if word.dep == "ROOT" else ""
        return "noun"
    return ""


def _only_says(sentence: Sentence, i: int) -> bool:
    """True when a verb of saying has its content in another clause and states nothing itself, as "were added to the list" does."""
    return not any(
        sentence.words[c].dep in ("dobj", "oprd", "xcomp", "nsubjpass") for c in sentence.children[i]
    )


def _has_party(sentence: Sentence, i: int, at: int, cast: Cast) -> bool:
    """True when a state, bloc or person is named within the noun phrase."""
    for child in sentence.children[i]:
        word = sentence.words[child]
        if word.dep in ("poss", "amod", "compound", "nmod", "prep", "agent", "acl", "appos"):
            for j in _near(sentence, child):
                mention = cast.at[at].get(j)
                if mention is not None and (mention.codes or mention.name):
                    return True
            if word.dep == "poss" and word.pos == "PRON":
                return True
    return False


def _near(sentence: Sentence, head: int) -> list[int]:
    found = [head]
    for j in found:
        found.extend(
            c for c in sentence.children[j] if sentence.words[c].dep not in ("relcl", "advcl", "ccomp")
        )
    return found


def _candidate(sentence: Sentence, at: int, head: int, form: str, lexicon: Lexicon) -> Candidate | None:
    included = sorted(_clause_words(sentence, head, form, lexicon))
    if form == "appos":
        governor = sentence.words[head].head
        included = sorted({*included, *_phrase_words(sentence, governor, head)})
    first, last = included[0], included[-1]
    words = sentence.words
    while first < last and (words[first].dep in _TRIM or words[first].pos == "PUNCT") and first != head:
        first += 1
    while (
        last > first and (words[last].dep in ("punct", "cc") or words[last].pos == "PUNCT") and last != head
    ):
        last -= 1
    if form == "verb" and last - first < 1:
        return None
    return Candidate(sentence=at, head=head, form=form, words=tuple(included), first=first, last=last)


def _clause_words(sentence: Sentence, head: int, form: str, lexicon: Lexicon) -> set[int]:
    """The words of a clause: its subtree without what is claimed apart."""
    words = sentence.words
    kept = {head}
    says = words[head].lemma in lexicon.says
    for child in sentence.children[head]:
        word = words[child]
        if word.dep in ("conj", "parataxis") and word.pos in ("VERB", "AUX"):
            continue
        if word.dep == "conj" and form != "noun" and word.pos in ("VERB", "AUX"):
            continue
        if word.dep in _REPORTED and says:
            continue
        if word.dep == "advcl" and _apart(sentence, child, head):
            continue
        if word.dep in ("relcl", "acl", "appos") and form == "noun" and _comma_before(sentence, child):
            continue
        kept |= _down(sentence, child)
    return kept


def _down(sentence: Sentence, i: int) -> set[int]:
    words = sentence.words
    kept = {i}
    for child in sentence.children[i]:
        word = words[child]
        aside = word.dep in ("relcl", "acl", "advcl", "parataxis") and _comma_before(sentence, child)
        joined = (
            word.dep == "conj" and word.pos in ("VERB", "AUX") and words[i].dep in ("ccomp", "advcl", "relcl")
        )
        if not aside and not joined:
            kept |= _down(sentence, child)
    return kept


def _apart(sentence: Sentence, child: int, head: int) -> bool:
    """True for an adverbial clause that a comma sets off or that comes with its own subject."""
    return (
        _comma_before(sentence, child)
        or child < head
        or any(sentence.words[j].dep in ("nsubj", "nsubjpass") for j in sentence.children[child])
    )


def _comma_before(sentence: Sentence, i: int) -> bool:
    edge = min(subtree(sentence, i))
    while edge > 0 and sentence.words[edge - 1].text in ('"', "“", "”", "'"):
        edge -= 1
    return edge > 0 and sentence.words[edge - 1].text in (",", "—", "–", "--", "-", ";", ":", "(")


def _phrase_words(sentence: Sentence, head: int, without: int) -> set[int]:
    kept = {head}
    for child in sentence.children[head]:
        if child != without and sentence.words[child].dep in (
            "compound",
            "amod",
            "det",
            "poss",
            "nmod",
            "nummod",
        ):
            kept |= _down(sentence, child)
    return kept


def key_of(sentence: Sentence, head: int, lexicon: Lexicon) -> str:
    """The lexicon key of a verb: "cut off" where the lexicon has verb and particle together, else the lemma."""
    lemma = sentence.words[head].lemma
    for child in sentence.children[head]:
        word = sentence.words[child]
        if word.dep in ("prt", "prep", "advmod"):
            key = f"{lemma} {word.lower}"
            if key in lexicon.verbs:
                return key
    return lemma
