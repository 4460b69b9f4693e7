"""All listed names that can be Korean, as arrays of bit sets, compared with one name asked for in a few operations."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stanch.matching.korean import Reading

MOST_SYLLABLES = 4  # family and up to three given
ALSO = 0.93  # a part is only "also" spelt so
NEAR = 0.62  # a part is a neighbouring sound
_PARTS = 9  # usual, wider, widest x initial, vowel, final

BitArray = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class KoreanNames:
    """One row for each reading of each listed name: its syllables as bit sets and their number.

    Readings of one family syllable and one length lie together, so that a name asked for is compared with its own and no others.
    """

    bits: BitArray  # rows x MOST_SYLLABLES x _PARTS
    names: NDArray[np.int32]
    came: NDArray[np.int32]  # which reading it was, in the order of the names
    families: BitArray  # groups x 3: the widest sets of the family syllable
    sizes: NDArray[np.uint8]  # groups: syllables of the given name
    starts: NDArray[np.int32]  # rows of group g are starts[g] to starts[g + 1]

    def spans(self, family: BitArray, given: int) -> list[slice]:
        """The rows whose family syllable may be this one, with so many given syllables."""
        fits = (self.sizes == given) & (self.families & family != 0).all(axis=1)
        return [slice(self.starts[group], self.starts[group + 1]) for group in np.flatnonzero(fits).tolist()]


class KoreanRows:
    """Gathers the rows of `KoreanNames` while names are read."""

    def __init__(self) -> None:
        self._bits = array("i")
        self._sizes = bytearray()
        self._names = array("i")

    def add(self, number: int, readings: Sequence[Reading]) -> None:
        """One row for each reading of a name."""
        for reading in readings:
            self._bits.frombytes(_row(reading).tobytes())
            self._sizes.append(len(reading[1]))
            self._names.append(number)

    def arrays(self) -> KoreanNames:
        """All rows, as arrays."""
        bits = np.array(self._bits, dtype=np.int32).reshape(-1, MOST_SYLLABLES, _PARTS)
        sizes = np.array(self._sizes, dtype=np.int32)
        keys = np.column_stack([sizes, bits[:, 0, 6:9]])
        groups, group = np.unique(keys, axis=0, return_inverse=True)
        order = np.argsort(group.reshape(-1), kind="stable").astype(np.int32)
        starts = np.zeros(len(groups) + 1, dtype=np.int32)
        np.cumsum(np.bincount(group.reshape(-1), minlength=len(groups)), out=starts[1:])
        return KoreanNames(
            bits=bits[order],
            names=np.array(self._names, dtype=np.int32)[order],
            came=order,
            families=np.ascontiguousarray(groups[:, 1:], dtype=np.int32),
            sizes=groups[:, 0].astype(np.uint8),
            starts=starts,
        )


def _row(reading: Reading) -> BitArray:
    row = np.zeros((MOST_SYLLABLES, _PARTS), dtype=np.int32)
    for place, syllable in enumerate((reading[0], *reading[1][: MOST_SYLLABLES - 1])):
        row[place] = syllable.bits()
    return row


def compare(
    korean: KoreanNames, readings: Sequence[Reading]
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
    """For each listed name that may be the same: its number, how alike the syllables are, and the least alike one.

    1 is the same syllable as usually spelt; below `NEAR` squared nothing is returned.
    """
    names: list[NDArray[np.int32]] = []
    alike: list[NDArray[np.float32]] = []
    least: list[NDArray[np.float32]] = []
    for reading in readings:
        given = len(reading[1])
        mine = _row(reading)[: given + 1]
        spans = korean.spans(mine[0, 6:9], given)
        if not spans:
            continue
        levels = np.concatenate([_levels(korean.bits[span, : given + 1], mine) for span in spans])
        product = levels.prod(axis=1)
        found = np.flatnonzero(product >= NEAR * NEAR * 0.85)
        came = np.concatenate([korean.came[span] for span in spans])[found]
        found = found[np.argsort(came)]  # in the order of the names, however they are grouped
        names.append(np.concatenate([korean.names[span] for span in spans])[found])
        alike.append(product[found])
        least.append(levels.min(axis=1)[found])
    if not names:
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32), np.empty(0, dtype=np.float32)
    return np.concatenate(names), np.concatenate(alike), np.concatenate(least)


def _levels(theirs: BitArray, mine: BitArray) -> NDArray[np.float32]:
    """Likeness of each syllable: the product over initial, vowel and final of usual, also, near or nothing."""
    usual = (theirs[:, :, 0:3] & mine[None, :, 0:3]) != 0
    wider = (theirs[:, :, 3:6] & mine[None, :, 3:6]) != 0
    widest = ((theirs[:, :, 6:9] & mine[None, :, 3:6]) != 0) | ((theirs[:, :, 3:6] & mine[None, :, 6:9]) != 0)
    level = np.where(usual, 1.0, np.where(wider, ALSO, np.where(widest, NEAR, 0.0)))
    product: NDArray[np.float32] = level.prod(axis=2).astype(np.float32)
    return product
