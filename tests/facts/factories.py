"""Tiny makers of sources, claims and voices for the tests of this room."""

from __future__ import annotations

from stanch.dates import parse_partial, parse_period
from stanch.facts.model import Says, Voice
from stanch.records import Claim, Source, SourceClass


def source(
    key: str = "s1",
    *,
    publisher: str = "Paper",
    original: str | None = None,
    kind: SourceClass = SourceClass.PRESS,
    published: str = "2017-08-01",
) -> Source:
    return Source(
        key=key,
        url=f"https://example.org/{key}",
        publisher=publisher,
        original_publisher=original,
        source_class=kind,
        published_on=parse_partial(published) if published else None,
    )


def voice(
    *,
    says: Says = Says.AFFIRMS,
    src: Source | None = None,
    relayed: str = "",
    marks: tuple[str, ...] = (),
    when: str = "2017-08",
    statement: str = "It was so",
) -> Voice:
    return Voice(
        claim=Claim(
            kind="tie",
            subject="MY",
            channel="trade.total",
            statement=statement,
            source=src or source(),
            relayed_from=relayed,
            marks=marks,
            period=parse_period(when),
        ),
        says=says,
    )
