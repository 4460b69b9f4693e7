"""The records of trade statistics."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal


class Direction(enum.StrEnum):
    """Which way goods went, as the reporter saw it."""

    IMPORT = "import"
    EXPORT = "export"
    RE_IMPORT = "re_import"
    RE_EXPORT = "re_export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One reported flow: what `reporter` says it traded with `partner`.

    `value_usd` is in nominal US dollars of `period`: imports are usually valued CIF, exports FOB (IMTS 2010, ¶4.8), so that the
    two sides of one trade differ by freight and insurance even when both tell the truth. `weight_kg` is `None` where the
    reporter gave none; Comtrade prints 0 for that too.
    """

    period: str  # "2016" or "2016-09"
    direction: Direction
    reporter: str  # ISO 3166 alpha-2, or the table's own code where it is no state ("S19" Other Asia, nes)
    partner: str
    hs: str  # commodity code: 2, 4 or 6 digits, or "TOTAL"
    classification: str  # "H5" is HS 2017; "" where the table does not tell
    value_usd: Decimal
    weight_kg: Decimal | None = None
    valued: str = ""  # "CIF" or "FOB" where the table says it
    estimated: bool = False  # the flag of the table says that value or quantity is estimated
    line: int = 0  # where it stood in its table

    @property
    def year(self) -> int:
        """The calendar year of the period."""
        return int(self.period[:4])

    @property
    def valuation(self) -> str:
        """CIF or FOB: as the table says it, else by convention, from which a reporter may differ."""
        return self.valued or ("CIF" if self.direction in (Direction.IMPORT, Direction.RE_IMPORT) else "FOB")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that could not be read: set aside with its line and the reason; the rest goes on."""

    line: int
    reason: str
    text: str = ""
