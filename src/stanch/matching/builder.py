"""Building the index: names are read one by one into flat arrays, so that a million parties fit in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from stanch.matching import serial
from stanch.matching.fold import fold, soft
from stanch.matching.identity import identifier_keys
from stanch.matching.index import KINDS, Index
from stanch.matching.model import Entity, NameType
from stanch.matching.names import Memory, Word, parse
from stanch.matching.packed import Blobs, lookup_of, texts_of
from stanch.matching.syllables import KoreanRows
from stanch.matching.text import plain
from stanch.matching.vocabulary import FloatArray, IntArray, Vocabulary, bits_of, index_signatures, skeleton
from stanch.matching.words import ROLE_WEIGHT

_SMALL_WORDS = frozenset({"of", "and", "for", "the", "s", "with", "bank_of", ""})
_MOST_JOINED = 4  # words of a name that may be written as one
_JOINABLE = ("name", "generic", "place", "title", "servant")


class _Ragged:
    """Rows of numbers of any length, one after the other."""

    def __init__(self) -> None:
        self.flat = array("i")
        self.ends = array("i", [0])

    def add(self, row: Iterable[int]) -> None:
        self.flat.extend(row)
        self.ends.append(len(self.flat))

    def arrays(self) -> tuple[IntArray, IntArray]:
        return _int32(self.ends), _int32(self.flat)


def _int32(numbers: array[int]) -> IntArray:
    return np.frombuffer(numbers, dtype=np.int32) if len(numbers) else np.empty(0, dtype=np.int32)


class _Builder:
    """What is gathered while the names are read; turned into arrays once."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.joined = bytearray()
        self.places: dict[tuple[str, str], int] = {}
        self.joined_places: dict[str, int] = {}
        self.folds: dict[str, str] = {}
        self.memory: Memory = {}
        self.names = _Ragged()
        self.family = bytearray()
        self.joins = _Ragged()
        self.join_starts, self.join_lengths = array("i"), array("i")
        self.owner = array("i")
        self.is_korean = bytearray()
        self.korean = KoreanRows()
        self.acronyms: dict[str, array[int]] = {}

    def fold(self, word: str) -> str:
        """`fold`, computed once for each distinct word of the lists."""
        folded = self.folds.get(word)
        if folded is None:
            folded = self.folds[word] = fold(word)
        return folded

    def word(self, word: Word) -> int:
        key = (word.text, word.role)
        place = self.places.get(key)
        if place is None:
            place = self.places[key] = self._new(word, joined=False)
        return place

    def joined_word(self, text: str, folded: str) -> int:
        place = self.joined_places.get(text)
        if place is None:
            place = self.joined_places[text] = self._new(Word(text, folded, "name"), joined=True)
        return place

    def _new(self, word: Word, *, joined: bool) -> int:
        self.words.append(word)
        self.joined.append(joined)
        return len(self.words) - 1

    def add(self, text: str, owner: tuple[int, int, int, int]) -> None:
        parsed = parse(text, memory=self.memory)
        if not parsed.words:
            return
        number = len(self.is_korean)
        self.names.add([self.word(word) for word in parsed.words])
        self.family.extend(family_words(text, parsed.words))
        self.joins.add(self._joins(parsed.words))
        self.owner.extend(owner)
        self.is_korean.append(bool(parsed.korean))
        self.korean.add(number, parsed.korean)
        for acronym in sorted(acronyms_of(parsed.words)):
            self.acronyms.setdefault(acronym, array("i")).append(number)

    def _joins(self, words: Sequence[Word]) -> Iterable[int]:
        for start, length, text in joins_of(words):
            folded = self.fold(text)
            if all(word.fold != folded for word in words[start : start + length]):
                self.join_starts.append(start)
                self.join_lengths.append(length)
                yield self.joined_word(text, folded)


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
    """Index listed parties by their names and identifiers; they are read one at a time, and kept as bytes."""
    builder = _Builder()
    records, ends = bytearray(), array("q", [0])
    identifiers: dict[str, list[int]] = {}
    kinds = bytearray()
    for number, entity in enumerate(entities):
        records += serial.write_entity(entity)
        ends.append(len(records))
        kinds.append(KINDS.index(entity.kind))
        for key in identifier_keys(entity.identifiers):
            identifiers.setdefault(key, []).append(number)
        for place, name in enumerate(entity.names):
            for part, text in enumerate(_parts(name.text)):
                builder.add(text, (number, place, part, int(name.type is NameType.WEAK)))
    held = Blobs(_bytes(records), np.frombuffer(ends, dtype=np.int64))
    return _assemble(builder, held, identifiers, kinds)


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


def _bytes(data: bytearray) -> NDArray[np.uint8]:
    return np.frombuffer(data, dtype=np.uint8) if data else np.empty(0, dtype=np.uint8)


def _assemble(
    builder: _Builder, records: Blobs, identifiers: dict[str, list[int]], kinds: bytearray
) -> Index:
    builder.places, builder.joined_places, builder.folds, builder.memory = {}, {}, {}, {}
    word_offsets, word_ids = builder.names.arrays()
    join_offsets, join_ids = builder.joins.arrays()
    vocabulary = _vocabulary(builder, word_offsets, word_ids)
    owners = _int32(builder.owner).reshape(-1, 4)
    size = len(word_offsets) - 1
    post_offsets, post_names = _postings(word_offsets, word_ids, join_offsets, join_ids, len(builder.words))
    totals = np.zeros(size, dtype=np.float32)
    np.add.at(totals, np.repeat(np.arange(size), np.diff(word_offsets)), vocabulary.weights[word_ids])
    return Index(
        vocabulary=vocabulary,
        word_offsets=word_offsets,
        word_ids=word_ids,
        word_family=_bytes(builder.family),
        join_starts=_int32(builder.join_starts),
        join_lengths=_int32(builder.join_lengths),
        join_offsets=join_offsets,
        join_ids=join_ids,
        post_offsets=post_offsets,
        post_names=post_names,
        totals=totals,
        name_entity=np.ascontiguousarray(owners[:, 0]),
        name_place=np.ascontiguousarray(owners[:, 1]),
        name_part=np.ascontiguousarray(owners[:, 2]),
        name_weak=owners[:, 3].astype(np.uint8),
        name_korean=_bytes(builder.is_korean),
        entity_kind=_bytes(kinds),
        korean=builder.korean.arrays(),
        acronyms=lookup_of(builder.acronyms),
        identifiers=lookup_of(identifiers),
        records=records,
    )


def _vocabulary(builder: _Builder, word_offsets: IntArray, word_ids: IntArray) -> Vocabulary:
    words = builder.words
    counts = _counts(word_offsets, word_ids, len(words))
    skeletons = [skeleton(word.fold) for word in words]
    softs = [soft(word.fold) for word in words]
    hashes, owners = index_signatures(words, skeletons, builder.joined)
    roles = {role: place for place, role in enumerate(ROLE_WEIGHT)}
    return Vocabulary(
        texts=texts_of(word.text for word in words),
        folds=texts_of(word.fold for word in words),
        softs=texts_of(softs),
        skeletons=texts_of(skeletons),
        weights=_weights(words, counts, len(builder.is_korean)),
        counts=counts,
        lengths=np.array([min(len(word.fold), 255) for word in words], dtype=np.uint8),
        classes=np.array([bits_of(one) for one in skeletons], dtype=np.uint64),
        letters=np.array([bits_of(one) for one in softs], dtype=np.uint64),
        roles=np.array([roles[word.role] for word in words], dtype=np.uint8),
        joined=_bytes(builder.joined),
        hashes=hashes,
        owners=owners,
    )


def _counts(word_offsets: IntArray, word_ids: IntArray, size: int) -> IntArray:
    """How many names have each word; a name that has it twice counts once."""
    names = np.repeat(np.arange(len(word_offsets) - 1, dtype=np.int64), np.diff(word_offsets))
    pairs = np.unique(word_ids.astype(np.int64) << 32 | names)
    return np.bincount((pairs >> 32).astype(np.int64), minlength=size).astype(np.int32)


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
