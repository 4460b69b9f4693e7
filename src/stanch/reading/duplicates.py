"""The same words in two places: documents that carry one wire text are one source, however many outlets print it."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from stanch.reading.model import Part, Text

SAME = 0.6
# runs of words kept of each document: enough to tell a share of .6 from one of .5, few enough to keep for every document ever read
SAMPLE = 256
# and so many words of each: two dumps that agree for a hundred pages are one
_WORDS = 100_000
_SHINGLE = 6
_WORD = re.compile(r"\w+")
_AGENCIES = (
    r"Reuters|AP|The Associated Press|Associated Press|AFP|Agence France-Presse|UPI|Xinhua|TASS|KCNA|Yonhap|Kyodo|dpa|DPA|"
    r"Bernama|Antara"
)
# the text says whose it is in its dateline, byline or last line; that an agency "contributed" does not make it a copy
_AGENCY = re.compile(
    rf"\((?P<dateline>{_AGENCIES})\)\s*(?:--|[—–-])|^\W*(?:by|source\s*:|©|\(c\)|copyright)\W*(?:(?:19|20)\d\d\W*)?(?P<line>{_AGENCIES})\W*$|"
    rf"^\W*\((?P<end>{_AGENCIES})\)\W*$|\((?P<last>{_AGENCIES})\)\s*\Z",
    re.MULTILINE,
)
_AGENCY_KEYS = {
    "ap": "Associated Press",
    "the associated press": "Associated Press",
    "agence france-presse": "AFP",
    "dpa": "dpa",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """One document whose words mostly stand in another, read before it."""

    name: str
    of: str
    shared: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A fair sample of a text's runs of six words: those whose hash divides by 2**level, so that any two samples can be compared."""

    level: int
    hashes: frozenset[int]

    def at(self, level: int) -> frozenset[int]:
        """The sample as it would be at a coarser level."""
        return self.hashes if level <= self.level else frozenset(h for h in self.hashes if h % 2**level == 0)


def sketch(text: Text) -> Sketch:
    """The sample of an article's own words; comments, captions and the site's own lines are no part of it."""
    level = 0
    kept: set[int] = set()
    for each in _runs(text):
        if each % 2**level:
            continue
        kept.add(each)
        while len(kept) > SAMPLE:
            level += 1
            kept = {h for h in kept if h % 2**level == 0}
    return Sketch(level=level, hashes=frozenset(kept))


def _runs(text: Text) -> Iterator[int]:
    last: deque[str] = deque(maxlen=_SHINGLE)
    words = 0
    for section in text.sections:
        if section.part is not Part.BODY:
            continue
        for match in _WORD.finditer(text.text, section.start, section.end):
            last.append(match.group().lower())
            words += 1
            if words > _WORDS:
                return
            if len(last) == _SHINGLE:
                yield int.from_bytes(hashlib.blake2b(" ".join(last).encode(), digest_size=8).digest(), "big")


def shared(one: Sketch, other: Sketch) -> float:
    """The share of the shorter text's runs that stand in the other, as the samples tell it."""
    level = max(one.level, other.level)
    first, second = one.at(level), other.at(level)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


class Seen:
    """The documents read so far, to find copies among them; grows by a sample for each document."""

    def __init__(self) -> None:
        self._sketches: dict[str, Sketch] = {}
        self._by_hash: dict[int, list[str]] = {}

    def copy_of(self, name: str, own: Sketch) -> Duplicate | None:
        """The earlier document whose words this one mostly carries; it is remembered either way."""
        near = {other for each in own.hashes for other in self._by_hash.get(each, ())}
        best = closest(own, {other: self._sketches[other] for other in near if other != name})
        if name not in self._sketches:
            self._sketches[name] = own
            for each in own.hashes:
                self._by_hash.setdefault(each, []).append(name)
        return replace(best, name=name) if best is not None else None


def closest(own: Sketch, others: Mapping[str, Sketch]) -> Duplicate | None:
    """The document that shares most, if it shares enough."""
    best = max(((shared(own, other), name) for name, other in sorted(others.items())), default=(0.0, ""))
    return Duplicate(name="", of=best[1], shared=round(best[0], 2)) if best[0] >= SAME else None


def find_duplicates(texts: Iterable[Text]) -> tuple[Duplicate, ...]:
    """Documents that share most of their word runs with an earlier one."""
    seen = Seen()
    found = (seen.copy_of(text.name, sketch(text)) for text in texts)
    return tuple(each for each in found if each is not None)


def agency_of(text: Text) -> str:
    """The agency whose copy a text says it is, in its dateline, byline or last line; "" when it says nothing."""
    own = [s for s in text.sections if s.part in (Part.BODY, Part.HEADLINE, Part.CHROME)]
    for section in (*own[:8], *own[-4:]):
        match = _AGENCY.search(text.text[section.start : min(section.end, section.start + 600)])
        if match is None and section.end - section.start > 600:
            match = _AGENCY.search(text.text[section.end - 300 : section.end])
        if match is not None:
            name = next(group for group in match.groups() if group)
            return _AGENCY_KEYS.get(name.lower(), name)
    return ""
