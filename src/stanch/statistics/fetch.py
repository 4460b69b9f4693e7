"""Asking the UN Comtrade API for a state's trade with the target: the address, and the answer checked before it is kept.

Without a key the preview answers with at most 500 rows; a key (free, https://comtradedeveloper.un.org) lifts that. The HTTP client is
passed in, so that limits on size, time and hosts are those of the lists. ``comtradeapicall`` asks the same addresses; its tables are
read by `comtrade.read_comtrade` once saved as JSON or CSV.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from stanch.errors import FetchError, FormatError, UsageError
from stanch.files import StrictModel, read_tsv

BASE = "https://comtradeapi.un.org"
PREVIEW_ROWS = 500
_FLOWS = {"import": "M", "export": "X", "re-export": "RX", "re-import": "RM"}

Get = Callable[[str, str], bytes]  # address and the only host that may answer, to the raw answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked: reporters and partner by Comtrade's numbers, years or months, commodity codes."""

    reporters: tuple[str, ...]
    periods: tuple[str, ...]
    partner: str = "408"  # the DPRK; 410 is the Republic of Korea
    hs: tuple[str, ...] = ("TOTAL",)
    flow: str = "import"


class _CodeRow(StrictModel):
    iso2: str
    code: str


def load_codes(data_dir: Path) -> dict[str, str]:
    """Alpha-2 codes to the numbers that Comtrade asks by."""
    rows = read_tsv(data_dir / "statistics" / "comtrade_codes.tsv", _CodeRow)
    return {row.iso2: row.code for _, row in rows}


def address_of(ask: Ask, *, key: str = "", base: str = BASE) -> str:
    """The address that answers; the key, when there is one, is its last part."""
    lengths = {len(period) for period in ask.periods}
    if lengths not in ({4}, {6}) or not all(period.isdecimal() for period in ask.periods):
        raise UsageError(f"periods {', '.join(ask.periods)}: give years (2016) or months (201609), not both")
    if ask.flow not in _FLOWS:
        raise UsageError(f"flow '{ask.flow}' is none of {', '.join(_FLOWS)}")
    for name, values in (("reporter", ask.reporters), ("partner", (ask.partner,))):
        if not values or not all(value.isdecimal() for value in values):
            raise UsageError(f"{name} {', '.join(values)}: needs Comtrade's number, as in comtrade_codes.tsv")
    often = "A" if lengths == {4} else "M"
    path = f"/data/v1/get/C/{often}/HS" if key else f"/public/v1/preview/C/{often}/HS"
    fields = {
        "reporterCode": ",".join(ask.reporters),
        "partnerCode": ask.partner,
        "period": ",".join(ask.periods),
        "cmdCode": ",".join(ask.hs),
        "flowCode": _FLOWS[ask.flow],
        "partner2Code": "0",
        "customsCode": "C00",
        "motCode": "0",
        "includeDesc": "true",
    }
    if key:
        fields["subscription-key"] = key
    return f"{base}{path}?{urlencode(fields, safe=',')}"


def fetch_comtrade(ask: Ask, get: Get, *, key: str = "", base: str = BASE) -> bytes:
    """The raw JSON of the answer, checked to be one and to be whole; a key never stands in an error.

    Raises:
        FetchError: no answer; FormatError: no table, an error of the service, or an answer that was cut off.
    """
    address = address_of(ask, key=key, base=base)
    try:
        raw = get(address, urlsplit(base).hostname or "")
    except FetchError as error:
        told = str(error).replace("; the version held serves on", "")
        raise FetchError(told.replace(key, "KEY") if key else told) from None
    _whole(raw, PREVIEW_ROWS if not key else 0)
    return raw


def _whole(raw: bytes, most: int) -> Sequence[object]:
    try:
        answer = json.loads(raw)
    except ValueError as error:
        raise FormatError(f"Comtrade's answer is no JSON: {error}") from error
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        told = (
            str(answer.get("error") or answer.get("message") or "no list 'data'")
            if isinstance(answer, dict)
            else "no object"
        )
        raise FormatError(f"Comtrade's answer holds no table: {told[:200]}")
    if most and len(rows) >= most:
        raise FormatError(
            f"Comtrade's preview gives at most {most} rows and gave {len(rows)}, so some may be missing; ask for fewer reporters, "
            "years or codes, or with a key"
        )
    return rows
