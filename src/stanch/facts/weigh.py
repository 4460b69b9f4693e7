"""How well a fact stands: independence is counted by original publisher, disputes are kept, nothing is averaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from stanch.facts.model import Says, Voice
from stanch.records import Quantity, SourceClass, Standing

AFFIRMING = frozenset({Says.AFFIRMS, Says.EXPLAINS})
DISPUTING = frozenset({Says.DENIES, Says.DOUBTS})
# Marks of a claim that cannot be a second, independent voice
NO_VOICE = frozenset({"from_memory", "own_computation", "unreviewed", "publisher_unknown", "reader_comment"})
# Two sources that round one number lie closer together than this share of it
ROUNDING = Decimal("0.1")
INFINITE = Decimal("Infinity")
# From the nearest source to the farthest
RANK = {source_class: place for place, source_class in enumerate(SourceClass)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A standing and the reason for it."""

    standing: Standing
    why: str


def weigh(voices: Sequence[Voice]) -> Judgement:
    """The standing that the voices give a fact.

    In order: `refuted` when a voice refutes it; `contested` when it is affirmed and somebody denies or doubts it, a claim is
    marked `disputed`, or amounts differ by more than rounding; `corroborated` when at least two independent origins affirm it;
    else `single_source`. Where nobody affirms (only a denial or a silence is held), the denial is the matter itself and is
    weighed as such. Blogs and memory add no second voice.
    """
    affirming = [voice for voice in voices if voice.says in AFFIRMING]
    refuting = [voice for voice in voices if voice.says is Says.REFUTES]
    disputing = [voice for voice in voices if voice.says in DISPUTING]
    if refuting and affirming:
        return Judgement(standing=Standing.REFUTED, why=f"refuted by {_names(refuting)}")
    if disputing and affirming:
        return Judgement(standing=Standing.CONTESTED, why=f"disputed by {_speakers(disputing)}")
    if any("disputed" in voice.claim.marks for voice in voices):
        return Judgement(standing=Standing.CONTESTED, why="sources differ; each is shown")
    differ = differing(affirming)
    if differ:
        return Judgement(standing=Standing.CONTESTED, why=differ)
    carrying = affirming or list(voices)
    origins = independent_origins(carrying)
    if len(origins) > 1:
        return Judgement(
            standing=Standing.CORROBORATED, why=f"{len(origins)} independent origins: {', '.join(origins)}"
        )
    origin = origins[0] if origins else _names(carrying)
    return Judgement(standing=Standing.SINGLE_SOURCE, why=f"one origin: {origin}")


def differing(voices: Sequence[Voice]) -> str:
    """Says which two amounts in one unit lie apart by more than rounding (a tenth of the larger); "" when none do."""
    amounts = [voice.claim.quantity for voice in voices if voice.claim.quantity]
    for one, other in combinations(amounts, 2):
        # two changes are comparable only against the same base
        same = one.unit == other.unit and (one.unit != "percent" or one.basis == other.basis)
        if same and _apart(one, other):
            return f"amounts differ: {_shown(one)} against {_shown(other)}"
    return ""


def _apart(one: Quantity, other: Quantity) -> bool:
    lower, higher = sorted((one, other), key=lambda item: item.low if item.low is not None else -INFINITE)
    if lower.high is None or higher.low is None:
        return False  # an open bound may reach as far as it likes
    return higher.low - lower.high > ROUNDING * max(abs(higher.low), abs(lower.high))


def _shown(amount: Quantity) -> str:
    if amount.printed:
        return amount.printed
    return (
        f"{amount.low} {amount.unit}"
        if amount.low == amount.high
        else f"{amount.low} to {amount.high} {amount.unit}"
    )


def independent_origins(voices: Iterable[Voice]) -> tuple[str, ...]:
    """The original publishers behind the voices, each once; blogs and memory left out."""
    origins: dict[str, str] = {}
    for voice in voices:
        if voice.claim.source.source_class is SourceClass.BLOG or NO_VOICE.intersection(voice.claim.marks):
            continue
        origins.setdefault(voice.origin.casefold(), voice.origin)
    return tuple(sorted(origins.values()))


def leading(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """The voices in order: those that affirm first, the nearest source first, then the earliest published."""
    return tuple(sorted(dict.fromkeys(voices), key=_place))


def _place(voice: Voice) -> tuple[bool, int, bool, str, str, str, str]:
    source = voice.claim.source
    published = source.published_on.text if source.published_on else "9999"
    return (
        voice.says not in AFFIRMING,
        RANK[source.source_class],
        bool(voice.claim.marks),
        published,
        source.key,
        voice.claim.id,  # last, so that the order never depends on the order of the tables
        voice.says,
    )


def combined(voices: Sequence[Voice]) -> Quantity | None:
    """One amount for a fact: the range over all affirming voices that count in the leading one's unit.

    Ranges stay ranges: the lowest low and the highest high, each as some source gives it.
    """
    amounts = [voice.claim.quantity for voice in voices if voice.claim.quantity and voice.says in AFFIRMING]
    if not amounts:
        return None
    lead = amounts[0]
    same = [amount for amount in amounts if amount.unit == lead.unit]
    if len(same) == 1:
        return lead
    lows = [amount.low for amount in same]
    highs = [amount.high for amount in same]
    low = None if any(value is None for value in lows) else min(_known(lows))
    high = None if any(value is None for value in highs) else max(_known(highs))
    printed = "; ".join(dict.fromkeys(amount.printed for amount in same if amount.printed))
    return replace(lead, low=low, high=high, printed=printed)


def _known(values: Iterable[Decimal | None]) -> list[Decimal]:
    return [value for value in values if value is not None]


def _names(voices: Iterable[Voice]) -> str:
    return ", ".join(dict.fromkeys(voice.origin for voice in voices))


def _speakers(voices: Iterable[Voice]) -> str:
    return ", ".join(dict.fromkeys(voice.claim.said_by or voice.origin for voice in voices))
