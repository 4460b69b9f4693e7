"""The last gate: no claim leaves the reader unless its quote stands in the text at its place."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from stanch.reading.model import Proposal, Text
from stanch.records import Span

log = logging.getLogger(__name__)


def verify(proposals: Iterable[Proposal], text: Text) -> tuple[Proposal, ...]:
    """The proposals whose quote equals the text at their span; others are refused, and logged."""
    kept = []
    for proposal in proposals:
        if stands(proposal.span, text):
            kept.append(proposal)
        else:
            log.warning("refused a claim whose quote is not at %s:%s", text.name, proposal.span.start)
    return tuple(kept)


def stands(span: Span, text: Text) -> bool:
    """True when a span's quote is in the text, word for word, at its place."""
    return (
        0 <= span.start < span.end <= len(text.text)
        and span.document == text.name
        and text.text[span.start : span.end] == span.quote
        and bool(span.quote.strip())
    )


def locate(quote: str, text: Text, *, near: int = 0) -> Span | None:
    """Where a quote stands in the text, the place nearest to `near` if it stands there more than once; `None` if it does not."""
    places = []
    start = text.text.find(quote)
    while start >= 0 and quote.strip():
        places.append(start)
        start = text.text.find(quote, start + 1)
    if not places:
        return None
    best = min(places, key=lambda place: (abs(place - near), place))
    return Span(document=text.name, start=best, end=best + len(quote), quote=quote)


def move(proposal: Proposal, span: Span) -> Proposal:
    """The proposal at another span."""
    return replace(proposal, span=span)


def around(text: str, start: int, end: int, *, reach: int = 250) -> tuple[str, str, str]:
    """What stands before a span, the span, and what stands after it; cut between words, with a mark where the text goes on."""
    first, last = max(0, start - reach), min(len(text), end + reach)
    before, after = text[first:start], text[end:last]
    if first > 0:
        before = f"… {before.partition(' ')[2]}"
    if last < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return before, text[start:end], after
