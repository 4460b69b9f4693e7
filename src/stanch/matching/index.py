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
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stanch.matching import serial
from stanch.matching.model import Entity, Kind, Match, Query
from stanch.matching.packed import Blobs, Lookup
from stanch.matching.syllables import KoreanNames
from stanch.matching.vocabulary import FloatArray, IntArray, Vocabulary

DEFAULT_THRESHOLD = 0.5  # see docs/matching.md for what the share means
DEFAULT_LIMIT = 10
KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Listed parties ready to be searched: nothing but arrays, which may lie in a mapped file that several processes share."""

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
    acronyms: Lookup
    identifiers: Lookup
    records: Blobs

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


def build(entities: Iterable[Entity]) -> Index:
    """Index listed parties by their names and identifiers; any iterable is read once, one party at a time."""
    from stanch.matching.builder import build

    return build(entities)
