"""Reader of UN Comtrade tables: the classic CSV, the current CSV download, a short CSV of HS chapters, the API's JSON.

A table whose columns are wrong is refused whole. A row that cannot be right (no number, negative, a year that is none, a
partner without code) is set aside as a `BadRow` with its line and reason, and reading goes on.

Formats: https://comtradeapi.un.org/ (JSON, keys ``period flowCode reporterISO partnerISO cmdCode primaryValue netWgt …``; the CSV that
https://comtradeplus.un.org gives has the same columns, and so has a table that ``comtradeapicall`` returns) and the columns of the
classic site's CSV ("Year", "Trade Flow", "Reporter ISO", "Commodity Code", "Trade Value (US$)" …).

The current service breaks a flow down by second partner, customs procedure, mode of supply and mode of transport; such a row is part
of a total that stands beside it, so it is set aside and not counted twice.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO

from stanch.errors import FormatError
from stanch.statistics.model import BadRow, Direction, Flow

# More than all trade of the world in a year (about 25 trillion US dollars in 2022) is a misplaced decimal point.
LARGEST_USD = Decimal(10) ** 14

FLOWS = {
    "import": Direction.IMPORT,
    "imports": Direction.IMPORT,
    "m": Direction.IMPORT,
    "export": Direction.EXPORT,
    "exports": Direction.EXPORT,
    "x": Direction.EXPORT,
    "re-import": Direction.RE_IMPORT,
    "re-imports": Direction.RE_IMPORT,
    "rm": Direction.RE_IMPORT,
    "re-export": Direction.RE_EXPORT,
    "re-exports": Direction.RE_EXPORT,
    "rx": Direction.RE_EXPORT,
}

# what we need: {our field: column name in that layout}; optional ones may be absent
_CLASSIC = {
    "period": "Period",
    "flow": "Trade Flow",
    "reporter": "Reporter ISO",
    "partner": "Partner ISO",
    "hs": "Commodity Code",
    "value": "Trade Value (US$)",
}
_CLASSIC_MORE = {
    "year": "Year",
    "class": "Classification",
    "weight": "Netweight (kg)",
    "flag": "Flag",
    "reporter_name": "Reporter",
}
_CHAPTERS = {
    "period": "year",
    "flow": "flow",
    "reporter": "reporter",
    "partner": "partner",
    "hs": "hs2",
    "value": "value_usd",
}
_API = {
    "period": "period",
    "flow": "flowCode",
    "reporter": "reporterISO",
    "partner": "partnerISO",
    "hs": "cmdCode",
    "value": "primaryValue",
}
_API_MORE = {
    "year": "refYear",
    "reporter_number": "reporterCode",
    "class": "classificationCode",
    "weight": "netWgt",
    "flag": "isNetWgtEstimated",
    "cif": "cifvalue",
    "fob": "fobvalue",
    "second": "partner2Code",
    "customs": "customsCode",
    "supply": "mosCode",
    "transport": "motCode",
}
_LAYOUTS: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    (_CLASSIC, _CLASSIC_MORE),
    (_API, _API_MORE),
    (_CHAPTERS, {}),
)
# What the total of a flow has in each column of a breakdown; anything else is a part of it.
TOTALS = {"second": "0", "customs": "C00", "supply": "0", "transport": "0"}

CodeOf = Callable[[str], str | None]


def read_comtrade(path: Path, code_of: CodeOf) -> Iterator[Flow | BadRow]:
    """Read a Comtrade file, CSV or JSON by its content, as flows and set-aside rows in the order of the file.

    Args:
        path: the file.
        code_of: from an ISO alpha-3 code or a country name to the alpha-2 code, `None` when it is unknown.

    Raises:
        FormatError: the file is no Comtrade table.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        try:
            start = lines.read(1)
            lines.seek(0)
            if start in ("{", "["):
                yield from read_api(lines, code_of, name=str(path))
            else:
                yield from read_csv(lines, code_of, name=str(path))
        except UnicodeDecodeError as error:
            raise FormatError(f"{path}: is not UTF-8 ({error.reason}); save the table as UTF-8") from error


def read_csv(lines: IO[str], code_of: CodeOf, *, name: str = "table") -> Iterator[Flow | BadRow]:
    """Read either CSV layout; see `read_comtrade`."""
    rows = csv.reader(lines)
    header = next(rows, [])
    columns = columns_of(header, name)
    known = _known_codes(code_of)
    try:
        for cells in rows:
            if cells:
                yield _flow(cells, columns, known, rows.line_num)
    except csv.Error as error:
        raise FormatError(f"{name}:{rows.line_num}: is no CSV: {error}") from error


def read_api(lines: IO[str], code_of: CodeOf, *, name: str = "answer") -> Iterator[Flow | BadRow]:
    """Read the API's JSON: ``{"data": [...]}`` or the bare list; `line` counts rows from 1."""
    try:
        answer = json.load(lines, parse_float=Decimal)
    except ValueError as error:
        raise FormatError(f"{name}: is no JSON: {error}") from error
    rows = answer.get("data") if isinstance(answer, dict) else answer
    if not isinstance(rows, list):
        raise FormatError(f"{name}: has no list 'data'; is it an answer of the Comtrade API?")
    keys = _API | _API_MORE
    columns = {field: i for i, field in enumerate(keys)}
    known = _known_codes(code_of)
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            yield BadRow(line=number, reason="is no object", text=str(row)[:200])
            continue
        cells = ["" if row.get(key) is None else str(row[key]) for key in keys.values()]
        yield _flow(cells, columns, known, number)


def columns_of(header: Sequence[str], name: str) -> Mapping[str, int]:
    """Where each field of ours stands in a header; `FormatError` when it is that of no known layout."""
    places = {title.strip(): i for i, title in enumerate(header)}
    for needed, more in _LAYOUTS:
        if all(title in places for title in needed.values()):
            wanted = {**needed, **{field: title for field, title in more.items() if title in places}}
            return {field: places[title] for field, title in wanted.items()}
    nearest = min(
        (needed for needed, _ in _LAYOUTS), key=lambda needed: len(set(needed.values()) - set(places))
    )
    missing = sorted(set(nearest.values()) - set(places))
    raise FormatError(
        f"{name}:1: is no Comtrade table: the columns {missing} are missing; download it again with all columns"
    )


def _known_codes(code_of: CodeOf) -> CodeOf:
    held: dict[str, str | None] = {}

    def known(text: str) -> str | None:
        if text not in held:
            held[text] = code_of(text)
        return held[text]

    return known


def _flow(cells: Sequence[str], columns: Mapping[str, int], code_of: CodeOf, line: int) -> Flow | BadRow:
    try:
        row = {field: cells[i].strip() for field, i in columns.items()}
    except IndexError:
        return BadRow(line=line, reason=f"has {len(cells)} cells, too few", text=",".join(cells)[:200])
    return flow_of(row, code_of, line)


def flow_of(row: Mapping[str, str], code_of: CodeOf, line: int) -> Flow | BadRow:
    """One row by the names of our fields, or why it cannot be right."""
    try:
        return _read_flow(row, code_of, line)
    except (ValueError, InvalidOperation) as error:
        return BadRow(line=line, reason=str(error), text=",".join(row.values())[:200])


def _read_flow(row: Mapping[str, str], code_of: CodeOf, line: int) -> Flow:
    direction = FLOWS.get(row["flow"].lower())
    if direction is None:
        raise ValueError(f"trade flow '{row['flow']}' is none of import, export, re-import, re-export")
    for field, total in TOTALS.items():
        if row.get(field, "") not in ("", total):
            raise ValueError(
                f"is a part of a flow (by {field}: {row[field]}); the total stands in another row"
            )
    period = _period(row["period"])
    if row.get("year") and row["year"] != period[:4]:
        raise ValueError(f"year {row['year']} and period {row['period']} do not agree")
    named = row["reporter"] or row.get("reporter_name", "")
    if not named and row.get("reporter_number"):
        raise ValueError(
            f"has the number {row['reporter_number']} for its reporter and no ISO code; ask the API with includeDesc=true"
        )
    return Flow(
        period=period,
        direction=direction,
        reporter=_code(named, code_of, "reporter"),
        partner=_code(row["partner"], code_of, "partner"),
        hs=_hs(row["hs"]),
        classification=row.get("class", ""),
        value_usd=_amount(row["value"], "trade value"),
        weight_kg=_weight(row.get("weight", "")),
        valued=valued_of(row),
        estimated=row.get("flag", "") not in ("", "0", "False", "false"),
        line=line,
    )


def valued_of(row: Mapping[str, str]) -> str:
    """Which of the two values the table took for the flow, where it gives both."""
    value, cif, fob = row["value"], row.get("cif", ""), row.get("fob", "")
    if cif and cif == value and cif != fob:
        return "CIF"
    return "FOB" if fob and fob == value and cif != fob else ""


def _period(text: str) -> str:
    if len(text) == 4 and text.isdecimal() and 1960 <= int(text) <= 2100:
        return text
    if len(text) == 6 and text.isdecimal() and 1 <= int(text[4:]) <= 12:
        return f"{text[:4]}-{text[4:]}"
    raise ValueError(f"period '{text}' is neither a year nor a month (YYYYMM)")


def _code(text: str, code_of: CodeOf, what: str) -> str:
    code = code_of(text) if text else None
    if code is None:
        raise ValueError(f"{what} '{text}' is no country code or name that is known")
    return code


def _hs(text: str) -> str:
    if text.upper() == "TOTAL":
        return "TOTAL"
    if text.isdecimal() and len(text) <= 6:
        return text.zfill(2) if len(text) < 2 else text
    raise ValueError(f"commodity code '{text}' is neither TOTAL nor 1 to 6 digits")


def _amount(text: str, what: str) -> Decimal:
    if not text:
        raise ValueError(f"{what} is empty")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{what} '{text}' is no number") from None
    if not amount.is_finite() or amount < 0:
        raise ValueError(f"{what} {text} is no amount")
    if amount > LARGEST_USD:
        raise ValueError(f"{what} {text} is more than the trade of the whole world")
    return amount


def _weight(text: str) -> Decimal | None:
    # an empty cell and a 0 both mean that no weight was reported
    return (_amount(text, "net weight") or None) if text else None
