"""Mirror gaps: what two sides report of the same trade, side by side.

A gap is a screening flag, never a finding: freight and insurance (CIF against FOB), goods under way at the turn of the year,
re-export through a third place, confidential trade and plain mistakes all make honest gaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from stanch.statistics.model import Direction, Flow

# Transport and insurance are 6 % of value on a trade-weighted average, 1995-2014 (OECD, "Statistical Insights: New OECD database
# on International Transport and Insurance Costs", oecdinsights.org, 2016-11-02), and far more for bulk goods and long ways.
PLAIN_RATIO = (Decimal("0.8"), Decimal("1.25"))

INNOCENT = (
    "imports are valued with freight and insurance, exports without",
    "goods that left in one year and arrived in the next",
    "re-export: one side books the origin, the other the last port",
    "one side keeps the figure confidential or books it under another code",
    "the two Koreas are confused by one side",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorGap:
    """One trade as the importer and as the exporter report it; an absent side is `None`, not zero."""

    period: str
    exporter: str
    importer: str
    hs: str
    importer_says_usd: Decimal | None
    exporter_says_usd: Decimal | None

    @property
    def ratio(self) -> Decimal | None:
        """Importer's value over exporter's; `None` where a side is absent or zero."""
        if not self.importer_says_usd or not self.exporter_says_usd:
            return None
        return self.importer_says_usd / self.exporter_says_usd

    @property
    def plain(self) -> bool:
        """True when freight and insurance alone could explain it."""
        ratio = self.ratio
        return ratio is not None and PLAIN_RATIO[0] <= ratio <= PLAIN_RATIO[1]


def mirror_gaps(flows: Iterable[Flow]) -> list[MirrorGap]:
    """Every (period, exporter, importer, code) that either side reports, sorted; re-exports are left to their own flag."""
    sides: dict[tuple[str, str, str, str], dict[Direction, Decimal]] = defaultdict(
        lambda: defaultdict(Decimal)
    )
    for flow in flows:
        if flow.direction is Direction.IMPORT:
            sides[flow.period, flow.partner, flow.reporter, flow.hs][Direction.IMPORT] += flow.value_usd
        elif flow.direction is Direction.EXPORT:
            sides[flow.period, flow.reporter, flow.partner, flow.hs][Direction.EXPORT] += flow.value_usd
    return [
        MirrorGap(
            period=period,
            exporter=exporter,
            importer=importer,
            hs=hs,
            importer_says_usd=said.get(Direction.IMPORT),
            exporter_says_usd=said.get(Direction.EXPORT),
        )
        for (period, exporter, importer, hs), said in sorted(sides.items())
    ]
