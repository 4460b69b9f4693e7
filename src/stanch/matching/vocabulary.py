"""All the words of all listed names, and how to find those that a misspelt word may mean.

Each word has a few signatures: its consonant classes, the same with one class left out, its concept. Two words that share a signature
are compared letter by letter; the rest are never touched. Signatures are 32-bit hashes in one sorted array, so that a look-up
is a binary search and loading is reading a file.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, Levenshtein
from rapidfuzz.process import cdist

from stanch.matching.fold import bones, soft
from stanch.matching.names import Word
from stanch.matching.packed import Texts
from stanch.matching.words import ROLE_WEIGHT

SAME_CONCEPT = 0.97
SAME_SOUND = 0.98
SAME_BUT_VOICE = 0.94
NOT_THE_SAME = 0.93
GENERIC = list(ROLE_WEIGHT).index("generic")
SILENT = ("legal", "particle")  # words that only answer their like
SILENT_FROM = list(ROLE_WEIGHT).index("legal")  # the silent roles stand last
LEAST_LIKENESS = 0.74
LONG = 7
LEAST_GENERIC = 0.80  # a word that many firms share is itself only when nearly spelt so

IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The distinct words of an index, in parallel arrays."""

    texts: Texts
    folds: Texts
    softs: Texts  # the sound without the difference of voice, which is what is compared
    skeletons: Texts
    weights: FloatArray  # how much a word tells: rare names near 1, legal forms near 0
    counts: IntArray  # names that have the word
    lengths: NDArray[np.uint8]
    letters: NDArray[np.uint64]  # which letters the sound has
    classes: NDArray[np.uint64]  # which consonant classes
    hashes: NDArray[np.uint32]
    owners: IntArray
    roles: NDArray[np.uint8]
    joined: NDArray[np.uint8]  # 1 for two or more words of a name written as one


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked up for one word asked for: a spelling, its sound, and whether a near spelling counts."""

    text: str
    fold: str
    concept: str
    role: str


def skeleton(folded: str) -> str:
    """Consonant classes for looking up: h counts as k, since transliterations trade them (Oleh, Oleg; Khamis, Kamis)."""
    return _hard(bones(folded))


def _hard(sound: str) -> str:
    full = sound.replace("H", "K")
    while "KK" in full:
        full = full.replace("KK", "K")
    return full


def _silent(sound: str) -> str:
    """Consonant classes without h, which many spellings leave out; "" where that leaves next to nothing."""
    if "H" not in sound:
        return ""
    bare = "".join(char for char, _ in groupby(sound.replace("H", "")))
    return bare if len(bare) > 1 else ""


def signatures(folded: str, role: str, concept: str, text: str) -> Iterator[str]:
    """The signatures of one word, each a short text."""
    if role == "number":
        yield "#" + text
        return
    if concept:
        for one in concept.split("|"):
            yield "@" + one
    if not folded:
        return
    if role == "initial":
        yield "=" + folded
        return
    sound = bones(folded)
    full = _hard(sound)
    yield full
    bare = _silent(sound)
    if bare:
        yield bare
    if len(full) > 2:
        for place in range(len(full)):
            yield full[:place] + full[place + 1 :]
        if len(full) >= LONG:  # two slips in one half leave the other half
            yield "<" + full[: len(full) // 2]
            yield ">" + full[len(full) // 2 :]
    elif len(folded) > 2:
        yield "~" + folded
        for place in range(len(folded)):
            yield "~" + folded[:place] + folded[place + 1 :]


def hash_of(signature: str) -> int:
    """A signature as 32 bits; the same on every machine."""
    return zlib.crc32(signature.encode())


def find(vocabulary: Vocabulary, sought: Sought) -> tuple[IntArray, FloatArray]:
    """The words of the vocabulary that one word may mean, with their likeness."""
    if sought.role == "number":
        owners = _owners(vocabulary, ["#" + sought.text])
        return owners, np.ones(len(owners), dtype=np.float32)
    owners = _owners(vocabulary, signatures(sought.fold, sought.role, "", sought.text))
    owners, alike = _likenesses(vocabulary, sought, owners)
    if not sought.concept:
        return owners, alike
    kin = _owners(vocabulary, ["@" + one for one in sought.concept.split("|")])
    return best_of(
        np.concatenate([owners, kin]),
        np.concatenate([alike, np.full(len(kin), SAME_CONCEPT, dtype=np.float32)]),
    )


def find_anywhere(vocabulary: Vocabulary, sought: Sought) -> tuple[IntArray, FloatArray]:
    """What `find` answers when every word of the vocabulary is compared: slow, the measure of what signatures lose."""
    if sought.role == "number":
        return find(vocabulary, sought)
    everything = np.flatnonzero(vocabulary.joined == 0).astype(np.int32)
    owners, alike = _likenesses(vocabulary, sought, everything)
    near_owners, near_alike = find(vocabulary, sought)
    return best_of(np.concatenate([owners, near_owners]), np.concatenate([alike, near_alike]))


def find_whole(vocabulary: Vocabulary, text: str, folded: str, least: float) -> tuple[IntArray, FloatArray]:
    """The words that several words of a query written as one may mean: same consonants, and alike by at least so much."""
    sound = bones(folded)
    owners = _owners(vocabulary, {_hard(sound), _silent(sound) or _hard(sound)})
    owners = owners[vocabulary.joined[owners] == 0]
    owners, alike = _likenesses(vocabulary, Sought(text, folded, "", "name"), owners)
    return owners[alike >= least], alike[alike >= least]


def _likenesses(vocabulary: Vocabulary, sought: Sought, owners: IntArray) -> tuple[IntArray, FloatArray]:
    """How alike the word is to each of these: six parts sound, letter by letter, four parts consonants.

    Equal sounds score `SAME_SOUND`, equal spellings 1. Words whose letters alone rule out `LEAST_LIKENESS` are not compared.
    """
    if sought.role not in SILENT:
        owners = owners[vocabulary.roles[owners] < SILENT_FROM]
    owners = owners[_bound(vocabulary, sought.fold, owners) >= LEAST_LIKENESS]
    if not len(owners):
        return owners, np.empty(0, dtype=np.float32)
    owners = np.unique(owners)
    softs, skeletons = vocabulary.softs.pick(owners), vocabulary.skeletons.pick(owners)
    by_sound = cdist([soft(sought.fold)], softs, scorer=OSA.normalized_similarity, dtype=np.float32)[0]
    by_bones = cdist(
        [skeleton(sought.fold)], skeletons, scorer=Levenshtein.normalized_similarity, dtype=np.float32
    )[0]
    alike = np.minimum(0.6 * by_sound + 0.4 * by_bones, NOT_THE_SAME).astype(np.float32)
    if len(sought.fold) <= 3:
        alike -= 0.15
    for place in np.flatnonzero(by_sound >= 0.999).tolist():
        alike[place] = _same_sound(vocabulary, sought, int(owners[place]))
    keep = alike >= np.where(vocabulary.roles[owners] == GENERIC, LEAST_GENERIC, LEAST_LIKENESS)
    return owners[keep], alike[keep]


def _same_sound(vocabulary: Vocabulary, sought: Sought, place: int) -> float:
    if vocabulary.texts[place] == sought.text:
        return 1.0
    return SAME_SOUND if vocabulary.folds[place] == sought.fold else SAME_BUT_VOICE


def _bound(vocabulary: Vocabulary, folded: str, owners: IntArray) -> FloatArray:
    """The most that the likeness can be, from the letters each word has: an edit changes one letter."""
    lengths = vocabulary.lengths[owners].astype(np.float32)
    apart = np.bitwise_count(vocabulary.letters[owners] ^ letters_of(soft(folded))).astype(np.float32)
    gap = (apart + np.abs(lengths - len(folded))) / 2  # an edit mends one letter too many and one too few
    bones_apart = np.bitwise_count(vocabulary.classes[owners] ^ letters_of(skeleton(folded))).astype(
        np.float32
    )
    bound: FloatArray = 1.0 - (0.6 * gap + 0.2 * bones_apart) / np.maximum(
        np.maximum(lengths, len(folded)), 1.0
    )
    return bound


def letters_of(folded: str) -> np.uint64:
    """Which letters a folded word has, as bits."""
    return np.uint64(bits_of(folded))


def bits_of(folded: str) -> int:
    """`letters_of` as a plain number."""
    bits = 0
    for char in set(folded):
        bits |= 1 << (ord(char) & 63)
    return bits


def best_of(owners: IntArray, alike: FloatArray) -> tuple[IntArray, FloatArray]:
    """Each word once, with its best likeness."""
    order = np.lexsort((alike, owners))
    owners, alike = owners[order], alike[order]
    if len(owners) < 2:
        return owners, alike
    last = np.append(owners[1:] != owners[:-1], True)
    return owners[last], alike[last]


def _owners(vocabulary: Vocabulary, keys: Iterable[str]) -> IntArray:
    """The words that have any of these signatures."""
    wanted = np.array([hash_of(key) for key in keys], dtype=np.uint32)
    if not len(wanted):
        return np.empty(0, dtype=np.int32)
    left = np.searchsorted(vocabulary.hashes, wanted, "left").tolist()
    right = np.searchsorted(vocabulary.hashes, wanted, "right").tolist()
    spans = [vocabulary.owners[start:end] for start, end in zip(left, right, strict=True) if end > start]
    if not spans:
        return np.empty(0, dtype=np.int32)
    return np.concatenate(spans) if len(spans) > 1 else spans[0]


def index_signatures(
    words: Sequence[Word], skeletons: Sequence[str], joined: Sequence[int]
) -> tuple[NDArray[np.uint32], IntArray]:
    """The sorted signature array of a vocabulary; words that are two names written together only match whole."""
    hashes, owners = array("L"), array("L")
    for place, word in enumerate(words):
        if joined[place]:
            keys: Iterable[str] = (skeletons[place],)
        else:
            keys = signatures(word.fold, word.role, word.concept, word.text)
        for key in set(keys):
            hashes.append(hash_of(key))
            owners.append(place)
    pairs = np.sort(np.array(hashes, dtype=np.uint64) << np.uint64(32) | np.array(owners, dtype=np.uint64))
    return (pairs >> np.uint64(32)).astype(np.uint32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)
