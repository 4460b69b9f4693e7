"""Texts, records and look-ups as two plain arrays each: bytes, and where each item ends.

A Python list of three million strings takes half a gigabyte in every process. These take what the letters take, can lie in a mapped
file that several processes share, and make a string only when one is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

ByteArray = NDArray[np.uint8]
Offsets = NDArray[np.int64]

_SMALL = 16 * 1024 * 1024  # bytes


class Blobs:
    """Byte strings by number; item n is `data[ends[n]:ends[n + 1]]`."""

    __slots__ = ("_at", "_view", "data", "ends")

    def __init__(self, data: ByteArray, ends: Offsets) -> None:
        self.data = data
        self.ends = ends
        self._view = data.data
        self._at = ends.data  # a plain number at once, where the array would make one of its own

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, number: int) -> bytes:
        if not 0 <= number < len(self.ends) - 1:
            raise IndexError(number)
        return bytes(self._view[self._at[number] : self._at[number + 1]])

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))


class Texts(Sequence[str]):
    """Strings by number."""

    __slots__ = ("_at", "_view", "data", "ends")

    def __init__(self, data: ByteArray, ends: Offsets) -> None:
        self.data = data
        self.ends = ends
        # slicing bytes is half as long as slicing a view; what is small is copied for it
        self._view = data.tobytes() if len(data) <= _SMALL else data.data
        self._at = ends.data

    def __len__(self) -> int:
        return len(self.ends) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...

    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if number < 0:
            raise IndexError(number)
        return str(self._view[self._at[number] : self._at[number + 1]], "utf-8")

    def pick(self, numbers: NDArray[np.int32]) -> list[str]:
        """Several at once, in the order given."""
        view = self._view
        spans = zip(self.ends[numbers].tolist(), self.ends[numbers + 1].tolist(), strict=True)
        if isinstance(view, bytes):
            return [view[start:end].decode() for start, end in spans]
        return [str(view[start:end], "utf-8") for start, end in spans]


def pack(items: Iterable[bytes]) -> tuple[ByteArray, Offsets]:
    """The two arrays of `Blobs`."""
    data, ends = bytearray(), [0]
    for item in items:
        data += item
        ends.append(len(data))
    return np.frombuffer(bytes(data), dtype=np.uint8), np.array(ends, dtype=np.int64)


def texts_of(items: Iterable[str]) -> Texts:
    """Strings packed."""
    return Texts(*pack(item.encode() for item in items))


def blobs_of(items: Iterable[bytes]) -> Blobs:
    """Byte strings packed."""
    return Blobs(*pack(items))


@dataclass(frozen=True, slots=True)
class Lookup:
    """From a text to the numbers held under it: `numbers[starts[n]:starts[n + 1]]` for the nth key in order."""

    keys: Texts
    starts: Offsets
    numbers: NDArray[np.int32]

    def get(self, key: str) -> list[int]:
        """The numbers under a key, in the order they came; none when it is not held."""
        place = bisect_left(self.keys, key)
        if place == len(self.keys) or self.keys[place] != key:
            return []
        found: list[int] = self.numbers[self.starts[place] : self.starts[place + 1]].tolist()
        return found


def lookup_of(found: Mapping[str, Sequence[int]]) -> Lookup:
    """A dictionary packed; its keys are put in order."""
    keys = sorted(found)
    starts = np.zeros(len(keys) + 1, dtype=np.int64)
    np.cumsum([len(found[key]) for key in keys], out=starts[1:])
    flat = [number for key in keys for number in found[key]]
    return Lookup(texts_of(keys), starts, np.array(flat, dtype=np.int32))
