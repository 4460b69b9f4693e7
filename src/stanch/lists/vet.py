"""Whether a new version may serve: not empty, not older, not suddenly smaller (entries or names), no two entries under one id."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from stanch.lists.model import Reading

MAX_SHRINK = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What vetting needs to know of the version that serves now."""

    entries: int
    names: int
    published_on: str


def faults(reading: Reading, published_on: str, held: Held | None) -> tuple[str, ...]:
    """Every reason not to let this version serve; none means that it may.

    Args:
        reading: what the reader made of the file.
        published_on: the day of the new version, ISO.
        held: the version that serves now, None for the first one.
    """
    checks = (
        _empty(reading),
        _doubles(reading),
        _nameless(reading),
        _older(published_on, held),
        _shrunk(reading, held),
    )
    return tuple(fault for fault in checks if fault)


def _empty(reading: Reading) -> str:
    return "" if reading.listings else "it has no entries"


def _doubles(reading: Reading) -> str:
    counts = Counter(listing.ref for listing in reading.listings)
    double = sorted(ref for ref, count in counts.items() if count > 1)
    return f"{len(double)} ids stand on two entries, among them {', '.join(double[:3])}" if double else ""


def _nameless(reading: Reading) -> str:
    bare = [entry.ref for entry in reading.listings if not any(n.text.strip() for n in entry.entity.names)]
    return f"{len(bare)} entries have no name, among them {', '.join(bare[:3])}" if bare else ""


def _older(published_on: str, held: Held | None) -> str:
    if held is None or published_on >= held.published_on:
        return ""
    return f"it is of {published_on}, older than the one held, of {held.published_on}"


def _shrunk(reading: Reading, held: Held | None) -> str:
    if held is None:
        return ""
    # a set that comes without its alias file has all entries, and half of the names
    checks = (("entries", len(reading.listings), held.entries), ("names", names_in(reading), held.names))
    parts = [
        f"it has {now:,} {what} after {before:,}: {1 - now / before:.1%} fewer, more than {MAX_SHRINK:.0%}"
        for what, now, before in checks
        if now < before * (1 - MAX_SHRINK)
    ]
    return " and ".join(parts)


def names_in(reading: Reading) -> int:
    """How many names all entries have together."""
    return sum(len(listing.entity.names) for listing in reading.listings)
