"""A long text in blocks, so that a report of any size is read in bounded memory: each block is the same text with fewer sections.

Offsets need no shifting, since every block points into the one text. A name that was given in full only in an earlier block is not
remembered in a later one; texts below the size of a block, which nearly all are, lose nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stanch.reading.model import Part, Section, Text

BLOCK = 150_000  # characters, some 25,000 words
MAX_WORDS = 300_000


def blocks_of(text: Text, *, size: int = BLOCK) -> Iterator[Text]:
    """The text block by block; a section longer than a block is cut at a sentence's end, a space, or where it must be."""
    held: list[Section] = []
    filled = 0
    for section in _pieces(text, size):
        length = section.end - section.start
        if held and filled + length > size:
            yield replace(text, sections=tuple(held))
            held, filled = [], 0
        held.append(section)
        filled += length
    if held:
        yield replace(text, sections=tuple(held))


def _pieces(text: Text, size: int) -> Iterator[Section]:
    for section in text.sections:
        start = section.start
        while section.end - start > size:
            cut = text.text.rfind(". ", start + size // 2, start + size) + 1
            if cut <= 0:
                cut = text.text.rfind(" ", start + size // 2, start + size)
            if cut <= 0:
                cut = start + size
            yield replace(section, start=start, end=cut)
            start = cut
        yield replace(section, start=start)


def words_in(text: Text) -> int:
    """How many words a block holds, as far as spaces tell; the site's own lines are not read and not counted."""
    return sum(
        text.text.count(" ", section.start, section.end) + 1
        for section in text.sections
        if section.part is not Part.CHROME
    )
