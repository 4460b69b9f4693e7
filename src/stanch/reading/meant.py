"""The channels that a claim is about once its exceptions are taken out: "halting all trade apart from food and medicine" is not on food."""

from __future__ import annotations

import re

from stanch.reading.lexicon import Lexicon, load_lexicon
from stanch.reading.model import Proposal

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def channels_meant(proposal: Proposal) -> tuple[str, ...]:
    """The claim's channels without those that only its exceptions name; when nothing else is left, the trade that they are wares of."""
    if not proposal.exceptions:
        return proposal.channels
    lexicon = load_lexicon()
    left = _squeezed(proposal.span.quote)
    for words in proposal.exceptions:
        left = left.replace(_squeezed(words), " ")
    excepted = _named(" ".join(proposal.exceptions), lexicon) - _named(left, lexicon)
    kept = tuple(channel for channel in proposal.channels if channel not in excepted)
    if kept:
        return kept
    wares = any(channel.startswith("trade") for channel in proposal.channels)
    return ("trade",) if wares else proposal.channels


def _named(text: str, lexicon: Lexicon) -> set[str]:
    """Every channel that a word of the text may name, singular or plural."""
    words = {word.lower() for word in _WORD.findall(text)}
    words |= {word.removesuffix("s") for word in words}
    return {
        channel
        for word in words
        for phrase, channel in lexicon.channels.get(word, ())
        if all(part in words for part in phrase)
    }


def _squeezed(text: str) -> str:
    return " ".join(text.split())
