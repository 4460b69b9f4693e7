"""The same words in two places: documents that carry one wire text are one source, however many outlets print it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stanch.reading.model import Part, Text

SAME = 0.6
_SHINGLE = 6
_AGENCY = re.compile(
    r"\((Reuters|AP|AFP|UPI|Xinhua|TASS|KCNA|Yonhap|Kyodo|dpa|DPA)\)|\b(The Associated Press|Agence France-Presse|"
    r"Reuters)\b\s+(?:contributed|reported)|Contributing:\s*(The Associated Press|Reuters)"
)
_AGENCY_KEYS = {
    "ap": "Associated Press",
    "the associated press": "Associated Press",
    "agence france-presse": "AFP",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """One document whose words mostly stand in another, read before it."""

    name: str
    of: str
    shared: float


def shingles(text: Text) -> frozenset[int]:
    """The runs of six words in an article's own text, as hashes."""
    words = re.findall(
        r"\w+", " ".join(text.text[s.start : s.end] for s in text.sections if s.part is Part.BODY).lower()
    )
    return frozenset(
        int.from_bytes(
            hashlib.blake2b(" ".join(words[i : i + _SHINGLE]).encode(), digest_size=8).digest(), "big"
        )
        for i in range(max(0, len(words) - _SHINGLE + 1))
    )


def find_duplicates(texts: Iterable[Text]) -> tuple[Duplicate, ...]:
    """Documents that share most of their word runs with an earlier one."""
    seen: list[tuple[str, frozenset[int]]] = []
    found = []
    for text in texts:
        own = shingles(text)
        best = max(((_share(own, other), name) for name, other in seen), default=(0.0, ""))
        if best[0] >= SAME:
            found.append(Duplicate(name=text.name, of=best[1], shared=round(best[0], 2)))
        seen.append((text.name, own))
    return tuple(found)


def _share(own: frozenset[int], other: frozenset[int]) -> float:
    return len(own & other) / min(len(own), len(other)) if own and other else 0.0


def agency_of(text: Text) -> str:
    """The agency whose copy a text says it is: "(Reuters)" in the dateline or at the end; "" when it says nothing."""
    match = _AGENCY.search(text.text)
    if match is None:
        return ""
    name = next(group for group in match.groups() if group)
    return _AGENCY_KEYS.get(name.lower(), name)


def groups(names: Sequence[str], duplicates: Iterable[Duplicate]) -> dict[str, str]:
    """For each document the one whose words it carries, itself when they are its own."""
    origin = {name: name for name in names}
    for duplicate in duplicates:
        origin[duplicate.name] = origin.get(duplicate.of, duplicate.of)
    return origin
