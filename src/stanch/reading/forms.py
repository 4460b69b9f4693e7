"""Lemma and part of speech of each word, as the parser's rules give them, each form asked for once.

Nearly all of these rules look at one word: at its letters, its tag and its place in the parse. So what they say of a form is remembered.
A line where one of the few rules for two words applies ("let's", "there is") is given to the parser's own rules whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

_KEPT = 50_000  # forms remembered; a process that reads for days must not grow


class Form(NamedTuple):
    """A word with what the rules say of it."""

    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str


Key = tuple[int, int, int]


class Forms:
    """The forms that a parser's rules have been asked about."""

    def __init__(self, nlp: Any) -> None:
        from spacy.matcher import Matcher

        self.vocab = nlp.vocab
        self.rules = [nlp.get_pipe(name) for name in RULES]
        self.known: dict[Key, Form] = {}
        self.matcher = Matcher(nlp.vocab)
        self.marks: set[int] = set()
        for number, entry in enumerate(nlp.get_pipe("attribute_ruler").patterns):
            several = [pattern for pattern in entry["patterns"] if len(pattern) > 1]
            if several:
                self.matcher.add(str(number), several)
            for pattern in several:
                self.marks.add(self.vocab.strings[_mark_of(pattern)])

    def of(self, docs: Sequence[Any]) -> list[list[Form]]:
        """The form of each token of each line; the lines are tagged and parsed, and have been given to none of the rules."""
        keys: list[list[Key] | None] = [
            None if self.joined(doc) else list(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist()))
            for doc in docs
        ]
        asked = dict.fromkeys(key for row in keys if row is not None for key in row if key not in self.known)
        found = self._ask(list(asked))
        forms = [
            self._ruled(doc) if row is None else [self.known.get(key) or found[key] for key in row]
            for doc, row in zip(docs, keys, strict=True)
        ]
        if len(self.known) < _KEPT:
            self.known |= found
        return forms

    def joined(self, doc: Any) -> bool:
        """True where a rule for several words applies; asked only of lines that hold the word or the role each such rule looks for."""
        seen = doc.to_array(["LOWER", "DEP"])
        return not self.marks.isdisjoint(seen.ravel().tolist()) and bool(self.matcher(doc))

    def _ask(self, keys: Sequence[Key]) -> dict[Key, Form]:
        """What the rules say of forms, put to them in one row."""
        if not keys:
            return {}
        from spacy.tokens import Doc

        words, tags, deps = ([self.vocab.strings[key[i]] for key in keys] for i in range(3))
        doc = Doc(self.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(keys))))
        if len(keys) > 1 and self.joined(doc):  # chance neighbours
            return {key: form for each in keys for key, form in self._ask([each]).items()}
        return dict(zip(keys, self._ruled(doc), strict=True))

    def _ruled(self, doc: Any) -> list[Form]:
        for rule in self.rules:
            doc = rule(doc)
        return [
            Form(each.text, each.lower_, each.lemma_.lower(), each.pos_, each.tag_, each.dep_) for each in doc
        ]


def _mark_of(pattern: Sequence[dict[str, Any]]) -> str:
    """A word or a role without which a rule for several words does not apply."""
    plain = (token.get(name) for token in pattern for name in ("LOWER", "DEP"))
    return next(value for value in plain if isinstance(value, str))


RULES = ("attribute_ruler", "lemmatizer")
