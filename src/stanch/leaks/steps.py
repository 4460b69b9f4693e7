"""Every step of the scenario slider worked out beforehand: so that a page needs no script and shows what ``stanch whatif`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from stanch.leaks.scenario import Outcome, asked, closed_streams, fixed, run
from stanch.leaks.streams import Streams

RATES = tuple(Decimal(step) / 10 for step in range(11))


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """One place of the slider over closures: what is closed, under a name."""

    title: str
    close: tuple[str, ...]
    group: str  # the heading it stands under


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One closing at one compliance of all partners, and the command that prints the same numbers."""

    closing: Closing
    compliance: Decimal
    outcome: Outcome
    command: str


MEASURES, ONE, ALL = "Measures, one upon the other", "One stream", "Everything"


def closings(streams: Streams, baseline: str) -> tuple[Closing, ...]:
    """Resolutions in the order of their numbers, each on top of those before; every stream by itself; and all together.

    Resolutions that close nothing in this baseline are left out.
    """
    held = {cell.stream for cell in streams.cells_of(baseline) if cell.high > 0}
    rules = {
        rule.rpartition(":")[0]
        for stream in streams.streams
        if stream.key in held
        for rule in (*stream.closed_by, *(cap for cap, _ in stream.capped_by))
    }
    found: list[Closing] = []
    so_far: tuple[str, ...] = ()
    reached: dict[str, Decimal] = {}
    for rule in sorted(rules, key=lambda rule: (int(rule.rpartition(":")[2]), rule)):
        more = (*so_far, rule)
        closed = {key: left for key, left in closed_streams(streams.streams, more).items() if key in held}
        if closed != reached:
            number = rule.rpartition(":")[2]
            found.append(Closing(title=number if not so_far else f"and {number}", close=more, group=MEASURES))
            so_far, reached = more, closed
    found += [
        Closing(title=stream.title, close=(stream.key,), group=ONE)
        for stream in streams.streams
        if stream.key in held
    ]
    everything = tuple(stream.key for stream in streams.streams if stream.key in held)
    return (*found, Closing(title="every stream held", close=everything, group=ALL))


def steps(streams: Streams, baseline: str, rates: Sequence[Decimal] = RATES) -> tuple[tuple[Step, ...], ...]:
    """A row for each closing that cuts anything, a step for each compliance."""
    rows = (
        tuple(_step(streams, baseline, closing, rate) for rate in rates)
        for closing in closings(streams, baseline)
    )
    return tuple(row for row in rows if any(step.outcome.cut.p95 > 0 for step in row))


def _step(streams: Streams, baseline: str, closing: Closing, rate: Decimal) -> Step:
    outcome = run(streams, asked(closing.close, baseline, compliance={"default": fixed(float(rate))}))
    closed = " ".join(f"--close {item}" for item in closing.close)
    return Step(
        closing=closing,
        compliance=rate,
        outcome=outcome,
        command=f"stanch whatif {closed} --baseline {baseline} --compliance {rate.normalize():f}",
    )
