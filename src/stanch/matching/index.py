"""The index of listed parties: built from `Entity` records, searched by `search`, kept on disk by `persist`.

    index = build(entities)
    matches = index.search(Query(names=("Ri Hong Sop",)))
    index.save(path)
    index = Index.load(path)

Searching is a function of the index and the query alone: no state is kept between queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stanch.matching import serial
from stanch.matching.fold import fold, soft
from stanch.matching.identity import identifier_keys
from stanch.matching.model import Entity, Kind, Match, NameType, Query
from stanch.matching.names import Memory, Parsed, Word, parse
from stanch.matching.syllables import KoreanNames, korean_names
from stanch.matching.text import plain
from stanch.matching.vocabulary import (
    FloatArray,
    IntArray,
    Vocabulary,
    bits_of,
    index_signatures,
    skeleton,
)
from stanch.matching.words import ROLE_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_THRESHOLD = 0.5  # see docs/matching.md for what the share means
DEFAULT_LIMIT = 10
KINDS = tuple(Kind)
_SMALL_WORDS = frozenset({"of", "and", "for", "the", "s", "with", "bank_of", ""})
_MOST_JOINED = 4  # words of a name that may be written as one
_JOINABLE = ("name", "generic", "place", "title", "servant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Listed parties ready to be searched, in arrays that load in a moment."""

    vocabulary: Vocabulary
    word_offsets: IntArray  # words of name n are word_ids[word_offsets[n]:word_offsets[n + 1]]
    word_ids: IntArray
    word_family: NDArray[np.uint8]  # 1 where the list prints the word as a family name: "Andrei KHOKHLUN"
    join_starts: IntArray  # for each joined word of a name: where it starts among the words of the name ...
    join_lengths: IntArray  # ... and how many words it covers
    join_offsets: IntArray
    join_ids: IntArray
    post_offsets: IntArray  # names that have word w are post_names[post_offsets[w]:post_offsets[w + 1]]
    post_names: IntArray
    totals: FloatArray  # sum of the word weights of each name
    name_entity: IntArray
    name_place: IntArray  # which of the entity's names it is
    name_part: IntArray  # 0: the whole name; 1: a piece of it in brackets
    name_weak: NDArray[np.uint8]  # 1 where the list itself calls the name weak
    name_korean: NDArray[np.uint8]  # 1 where the name can be a Korean's
    entity_kind: NDArray[np.uint8]  # place in `KINDS`
    korean: KoreanNames
    acronyms: dict[str, list[int]]
    identifiers: dict[str, list[int]]
    records: list[bytes]

    @property
    def names(self) -> int:
        """How many names are indexed."""
        return len(self.name_entity)

    def __len__(self) -> int:
        return len(self.records)

    def entity(self, number: int) -> Entity:
        """The listed party with this number in the index."""
        return serial.read_entity(self.records[number])

    def search(
        self, query: Query, *, limit: int = DEFAULT_LIMIT, threshold: float = DEFAULT_THRESHOLD
    ) -> list[Match]:
        """The listed parties that may be the one asked for, best first, none below the threshold."""
        from stanch.matching.search import search

        return search(self, query, limit=limit, threshold=threshold)

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        from stanch.matching.persist import save

        save(self, path)

    @classmethod
    def load(cls, path: Path) -> Index:
        """Read an index that `save` wrote."""
        from stanch.matching.persist import load

        return load(path)


class _Builder:
    """What is gathered while the names are read; turned into arrays once."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.joined: list[bool] = []
        self.places: dict[tuple[str, str, bool], int] = {}
        self.folds: dict[str, str] = {}
        self.memory: Memory = {}
        self.names: list[list[int]] = []
        self.family: list[list[int]] = []
        self.joins: list[list[tuple[int, int, int]]] = []
        self.owner: list[tuple[int, int, int, int]] = []
        self.parsed: list[Parsed] = []
        self.acronyms: dict[str, list[int]] = {}

    def fold(self, word: str) -> str:
        """`fold`, computed once for each distinct word of the lists."""
        folded = self.folds.get(word)
        if folded is None:
            folded = self.folds[word] = fold(word)
        return folded

    def word(self, word: Word, *, joined: bool = False) -> int:
        key = (word.text, word.role, joined)
        place = self.places.get(key)
        if place is None:
            place = self.places[key] = len(self.words)
            self.words.append(word)
            self.joined.append(joined)
        return place

    def add(self, text: str, owner: tuple[int, int, int, int]) -> None:
        parsed = parse(text, memory=self.memory)
        if not parsed.words:
            return
        number = len(self.names)
        self.names.append([self.word(word) for word in parsed.words])
        self.family.append(family_words(text, parsed.words))
        self.joins.append(list(self._joins(parsed.words)))
        self.owner.append(owner)
        self.parsed.append(parsed)
        for acronym in acronyms_of(parsed.words):
            self.acronyms.setdefault(acronym, []).append(number)

    def _joins(self, words: Sequence[Word]) -> Iterable[tuple[int, int, int]]:
        for start, length, text in joins_of(words):
            folded = self.fold(text)
            if all(word.fold != folded for word in words[start : start + length]):
                yield start, length, self.word(Word(text, folded, "name"), joined=True)


def joins_of(words: Sequence[Word]) -> Iterable[tuple[int, int, str]]:
    """Runs of words that could be written as one: (start, words covered, text); articles in between are passed over."""
    content = [
        place
        for place, word in enumerate(words)
        if word.role not in ("legal", "number", "initial") and word.text.isalpha()
    ]
    if len(content) > 4:
        content = [place for place in content if words[place].role in _JOINABLE]
    if len(content) > 12:
        return
    for left, right in pairwise(content):
        yield from _joined(words, (left, right))
    if 2 < len(content) <= _MOST_JOINED:
        yield from _joined(words, content)
    for place in content:
        if place and words[place - 1].text in ("al", "el") and place - 1 not in content:
            yield from _joined(words, (place - 1, place))


def _joined(words: Sequence[Word], places: Sequence[int]) -> Iterable[tuple[int, int, str]]:
    text = "".join([words[place].spelt or words[place].text for place in places])
    if len(text) <= 24 and text.isalpha():
        yield places[0], places[-1] - places[0] + 1, text


def family_words(text: str, words: Sequence[Word]) -> list[int]:
    """Which words are in capitals in a name that is not all in capitals."""
    parts = text.split()
    capitals = {
        plain(part).replace("'", "").replace("-", " ") for part in parts if part.isupper() and len(part) > 2
    }
    if not capitals or len(capitals) == len(parts):
        return [0] * len(words)
    runs = set(" ".join(capitals).split())
    return [int(word.text in runs) for word in words]


def acronyms_of(words: Sequence[Word]) -> set[str]:
    """The initials of a name of several words, with and without its legal form: KCST."""
    found = set()
    telling = [word for word in words if word.role not in ("particle", "number", "initial")]
    for keep in (telling, [word for word in telling if word.role != "legal"]):
        if 2 <= len(keep) <= 8:
            found.add(
                "".join(part[0] for word in keep for part in word.text.split("_") if part not in _SMALL_WORDS)
            )
    return found


def build(entities: Iterable[Entity]) -> Index:
    """Index listed parties by their names and identifiers."""
    builder = _Builder()
    records: list[bytes] = []
    identifiers: dict[str, list[int]] = {}
    kinds: list[int] = []
    for number, entity in enumerate(entities):
        records.append(serial.write_entity(entity))
        kinds.append(KINDS.index(entity.kind))
        for key in identifier_keys(entity.identifiers):
            identifiers.setdefault(key, []).append(number)
        for place, name in enumerate(entity.names):
            for part, text in enumerate(_parts(name.text)):
                builder.add(text, (number, place, part, int(name.type is NameType.WEAK)))
    return _assemble(builder, records, identifiers, kinds)


def _parts(text: str) -> list[str]:
    """A name and, apart, what it says in brackets: "FOREIGN TRADE BANK (FTB)"."""
    if "(" not in text or ")" not in text:
        return [text]
    head, _, rest = text.partition("(")
    inside, _, tail = rest.partition(")")
    outside = f"{head} {tail}".strip()
    if not outside or not inside.strip():
        return [text]
    return [outside, inside.strip(), text]


def _assemble(
    builder: _Builder, records: list[bytes], identifiers: dict[str, list[int]], kinds: list[int]
) -> Index:
    vocabulary = _vocabulary(builder)
    word_offsets, word_ids = _ragged(builder.names)
    join_offsets, join_ids = _ragged([[word for _, _, word in joins] for joins in builder.joins])
    flat = [join for joins in builder.joins for join in joins]
    owners = np.array(builder.owner, dtype=np.int32).reshape(-1, 4)
    post_offsets, post_names = _postings(word_offsets, word_ids, join_offsets, join_ids, len(builder.words))
    totals = np.zeros(len(builder.names), dtype=np.float32)
    np.add.at(
        totals, np.repeat(np.arange(len(builder.names)), np.diff(word_offsets)), vocabulary.weights[word_ids]
    )
    return Index(
        vocabulary=vocabulary,
        word_offsets=word_offsets,
        word_ids=word_ids,
        word_family=np.array([flag for row in builder.family for flag in row], dtype=np.uint8),
        join_starts=np.array([start for start, _, _ in flat], dtype=np.int32),
        join_lengths=np.array([length for _, length, _ in flat], dtype=np.int32),
        join_offsets=join_offsets,
        join_ids=join_ids,
        post_offsets=post_offsets,
        post_names=post_names,
        totals=totals,
        name_entity=np.ascontiguousarray(owners[:, 0]),
        name_place=np.ascontiguousarray(owners[:, 1]),
        name_part=np.ascontiguousarray(owners[:, 2]),
        name_weak=owners[:, 3].astype(np.uint8),
        name_korean=np.array([bool(name.korean) for name in builder.parsed], dtype=np.uint8),
        entity_kind=np.array(kinds, dtype=np.uint8),
        korean=korean_names(builder.parsed),
        acronyms=builder.acronyms,
        identifiers=identifiers,
        records=records,
    )


def _vocabulary(builder: _Builder) -> Vocabulary:
    words = builder.words
    counts = np.zeros(len(words), dtype=np.int32)
    for name in builder.names:
        counts[list(set(name))] += 1
    skeletons = [skeleton(word.fold) for word in words]
    softs = [soft(word.fold) for word in words]
    hashes, owners = index_signatures(words, skeletons, builder.joined)
    return Vocabulary(
        texts=[word.text for word in words],
        folds=[word.fold for word in words],
        softs=softs,
        skeletons=skeletons,
        weights=_weights(words, counts, len(builder.names)),
        counts=counts,
        lengths=np.array([min(len(word.fold), 255) for word in words], dtype=np.uint8),
        classes=np.array([bits_of(one) for one in skeletons], dtype=np.uint64),
        letters=np.array([bits_of(one) for one in softs], dtype=np.uint64),
        roles=np.array([list(ROLE_WEIGHT).index(word.role) for word in words], dtype=np.uint8),
        joined=np.array(builder.joined, dtype=np.uint8),
        hashes=hashes,
        owners=owners,
    )


def _weights(words: Sequence[Word], counts: IntArray, names: int) -> FloatArray:
    """How much each word tells: its role, and how rare its sound is among the listed names."""
    by_sound: dict[str, int] = {}
    for word, count in zip(words, counts.tolist(), strict=True):
        sound = word.concept or word.fold
        by_sound[sound] = by_sound.get(sound, 0) + count
    return np.array(
        [ROLE_WEIGHT[word.role] * rarity(by_sound[word.concept or word.fold], names) for word in words],
        dtype=np.float32,
    )


def rarity(count: int, names: int) -> float:
    """1 for a word that no listed name has, down to 0.25 for one that very many have."""
    return max(0.25, 1.0 - float(np.log1p(count) / np.log1p(max(names, 1000))))


def _ragged(rows: list[list[int]]) -> tuple[IntArray, IntArray]:
    offsets = np.zeros(len(rows) + 1, dtype=np.int32)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    return offsets, np.array([item for row in rows for item in row], dtype=np.int32)


def _postings(
    word_offsets: IntArray, word_ids: IntArray, join_offsets: IntArray, join_ids: IntArray, size: int
) -> tuple[IntArray, IntArray]:
    """For each word the names that have it, whole words and joined ones alike."""
    numbers = np.arange(len(word_offsets) - 1, dtype=np.int32)
    names = np.concatenate(
        [np.repeat(numbers, np.diff(word_offsets)), np.repeat(numbers, np.diff(join_offsets))]
    )
    words = np.concatenate([word_ids, join_ids])
    pairs = np.unique(words.astype(np.int64) << 32 | names.astype(np.int64))
    offsets = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount((pairs >> 32).astype(np.int64), minlength=size), out=offsets[1:])
    return offsets, (pairs & 0xFFFFFFFF).astype(np.int32)
