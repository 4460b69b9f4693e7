"""Tiny factories for the reading tests."""

from __future__ import annotations

from stanch.dates import PartialDate
from stanch.reading.model import Proposal, Text
from stanch.reading.reader import read_text
from stanch.reading.text import plain_text


def text(words: str, *, published: str = "2017-08-07", name: str = "report.txt") -> Text:
    """A plain document."""
    return plain_text(words, name, PartialDate(published) if published else None)


def read(words: str, *, published: str = "2017-08-07") -> tuple[Proposal, ...]:
    """The claims of a plain document."""
    return read_text(text(words, published=published))
