"""Mirror gaps: what two sides report of the same trade, side by side.

A gap is a screening flag, never a finding: freight and insurance (CIF against FOB), goods under way at the turn of the year,
re-export through a third place, confidential trade and plain mistakes all make honest gaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
    re_exported_usd: Decimal | None = None  # what the exporter books as re-export to the importer
    two_year_ratio: Decimal | None = (
        None  # both sides added up with the next year; None where a side or the year is absent
    )

    @property
    def ratio(self) -> Decimal | None:
        """Importer's value over exporter's; `None` where a side is absent or zero."""
        return _ratio(self.importer_says_usd, self.exporter_says_usd)

    @property
    def ratio_with_re_exports(self) -> Decimal | None:
        """Importer's value over exporter's with what it re-exported."""
        if self.re_exported_usd is None:
            return None
        return _ratio(self.importer_says_usd, (self.exporter_says_usd or Decimal(0)) + self.re_exported_usd)

    @property
    def plain(self) -> bool:
        """True when freight and insurance alone could explain it."""
        return _plain(self.ratio)

    @property
    def explained_by(self) -> tuple[str, ...]:
        """Which of the usual reasons would close the gap by itself."""
        reasons = {
            "freight and insurance": self.plain,
            "goods under way at the turn of the year": _plain(self.two_year_ratio),
            "re-export": _plain(self.ratio_with_re_exports),
        }
        return tuple(reason for reason, holds in reasons.items() if holds)


def _ratio(importer: Decimal | None, exporter: Decimal | None) -> Decimal | None:
    return importer / exporter if importer and exporter else None


def _plain(ratio: Decimal | None) -> bool:
    return ratio is not None and PLAIN_RATIO[0] <= ratio <= PLAIN_RATIO[1]


_Key = tuple[str, str, str, str]  # period, exporter, importer, code


def mirror_gaps(flows: Iterable[Flow]) -> list[MirrorGap]:
    """Every (period, exporter, importer, code) that either side reports, sorted, with what would explain a gap."""
    sides: dict[_Key, dict[Direction, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for flow in flows:
        if flow.direction is Direction.IMPORT:
            sides[flow.period, flow.partner, flow.reporter, flow.hs][flow.direction] += flow.value_usd
        elif flow.direction in (Direction.EXPORT, Direction.RE_EXPORT):
            sides[flow.period, flow.reporter, flow.partner, flow.hs][flow.direction] += flow.value_usd
    held = {key: dict(said) for key, said in sides.items()}
    return [_gap(key, held) for key in sorted(held)]


def _gap(key: _Key, held: Mapping[_Key, Mapping[Direction, Decimal]]) -> MirrorGap:
    period, exporter, importer, hs = key
    said = held[key]
    return MirrorGap(
        period=period,
        exporter=exporter,
        importer=importer,
        hs=hs,
        importer_says_usd=said.get(Direction.IMPORT),
        exporter_says_usd=said.get(Direction.EXPORT),
        re_exported_usd=said.get(Direction.RE_EXPORT),
        two_year_ratio=_two_years(key, held),
    )


def _two_years(key: _Key, held: Mapping[_Key, Mapping[Direction, Decimal]]) -> Decimal | None:
    period, *rest = key
    if len(period) != 4:
        return None
    after = held.get((str(int(period) + 1), *rest))  # type: ignore[arg-type]  # the rest of the key keeps its form
    if after is None:
        return None
    sums = [
        held[key][side] + after[side]
        for side in (Direction.IMPORT, Direction.EXPORT)
        if side in held[key] and side in after
    ]
    return _ratio(*sums) if len(sums) == 2 else None
