"""How often people found the reader right, by kind, act, proposer and month: precision as its users measure it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stanch.store.claims import Judgement

BY = ("kind", "act", "proposer", "month", "sure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The decisions of one group of claims.

    Args:
        precision: the share accepted as proposed; corrected ones count as wrong.
        low, high: its 95 % interval (Wilson), wide where few were decided.
    """

    group: tuple[str, ...]
    accepted: int
    edited: int
    rejected: int
    precision: float
    low: float
    high: float

    @property
    def decided(self) -> int:
        """All decisions of the group."""
        return self.accepted + self.edited + self.rejected


def precision(judged: Iterable[Judgement], by: Sequence[str] = ("kind",)) -> tuple[Line, ...]:
    """One line a group, in order."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for each in judged:
        groups.setdefault(tuple(_value(each, name) for name in by), []).append(each.decision)
    return tuple(_line(group, decisions) for group, decisions in sorted(groups.items()))


def _value(judged: Judgement, name: str) -> str:
    if name == "sure":
        low = math.floor(judged.confidence * 10) / 10
        return f"{low:.1f}-{min(1.0, low + 0.1):.1f}"
    return str(getattr(judged, name))


def _line(group: tuple[str, ...], decisions: Sequence[str]) -> Line:
    accepted = decisions.count("accepted")
    low, high = wilson(accepted, len(decisions))
    return Line(
        group=group,
        accepted=accepted,
        edited=decisions.count("edited"),
        rejected=decisions.count("rejected"),
        precision=round(accepted / len(decisions), 3),
        low=round(low, 3),
        high=round(high, 3),
    )


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The interval that holds the true share with 95 % (E. B. Wilson, 1927); (0, 1) where nothing was decided."""
    if total == 0:
        return 0.0, 1.0
    share = right / total
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    centre = share + z * z / (2 * total)
    scale = 1 + z * z / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
