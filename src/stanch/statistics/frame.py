"""Big Comtrade tables, column by column with Polars: the same rows as `comtrade.read_csv`, many times faster.

A bulk file holds every partner; who asks for the target reads the rows that name it and counts the rest. Rows that are right beyond
doubt (digits where digits belong) are taken as columns; every other row goes through the plain reader, which takes it or says why not.
So the two readers agree row by row, which the tests hold them to. (A row with too few cells is told as one with empty ones, and lines are
counted as rows, so that a quoted line break would shift them.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from stanch.errors import FormatError, MissingExtra
from stanch.statistics.comtrade import FLOWS, TOTALS, CodeOf, columns_of, flow_of, valued_of
from stanch.statistics.model import BadRow, Direction, Flow

if TYPE_CHECKING:
    import polars as pl

_VALUE = r"^\d{1,14}(\.\d{1,6})?$"
_PERIOD = r"^(19[6-9]\d|20\d\d)(0[1-9]|1[0-2])?$"
_HS = r"^(\d{2,6}|TOTAL)$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of a file that name one partner or reporter, and how many others it holds."""

    flows: tuple[Flow, ...]
    bad: tuple[BadRow, ...]
    rows: int
    others: int  # right rows between other states


def read_table(path: Path, code_of: CodeOf, *, state: str) -> Table:
    """Read a CSV and keep the flows that `state` reports or is the partner of.

    Raises:
        MissingExtra: Polars is not installed; FormatError: the file is no Comtrade table.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtra("reading big tables", "leaks") from error
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise FormatError(f"{path}: is no plain table of columns: {error}") from error
    header = [name.removeprefix("\ufeff").strip() for name in frame.columns]
    places = columns_of(header, str(path))
    picked = frame.select(
        [
            pl.col(frame.columns[place]).fill_null("").str.strip_chars().alias(field)
            for field, place in places.items()
        ]
    ).with_row_index("line", offset=2)
    bad: list[BadRow] = []
    codes = {text: code_of(text) for text in _texts(picked)}
    sure = picked.filter(_sure(picked, codes))
    ours = [text for text, code in codes.items() if code == state]
    named = pl.col("reporter").is_in(ours) | pl.col("partner").is_in(ours)
    mine = sure.filter(named)
    others = len(sure) - len(mine)
    flows = [_flow(row, codes) for row in mine.iter_rows(named=True)]
    for row in picked.join(sure.select("line"), on="line", how="anti").iter_rows(named=True):
        line = row.pop("line")
        read = flow_of(row, code_of, line)
        if isinstance(read, BadRow):
            bad.append(read)
        elif state in (read.reporter, read.partner):
            flows.append(read)
        else:
            others += 1
    flows.sort(key=lambda flow: flow.line)
    return Table(flows=tuple(flows), bad=tuple(bad), rows=len(frame), others=others)


def _texts(frame: pl.DataFrame) -> Iterator[str]:
    for field in ("reporter", "partner"):
        yield from frame.get_column(field).unique().to_list()


def _sure(frame: pl.DataFrame, codes: dict[str, str | None]) -> pl.Expr:
    """Rows that the plain reader takes for sure."""
    import polars

    held = set(frame.columns)
    known = [text for text, code in codes.items() if code is not None and text]
    col = polars.col
    sure = (
        col("flow").str.to_lowercase().is_in(list(FLOWS))
        & col("period").str.contains(_PERIOD)
        & col("hs").str.contains(_HS)
        & col("value").str.contains(_VALUE)
        & col("reporter").is_in(known)
        & col("partner").is_in(known)
    )
    if "weight" in held:
        sure &= (col("weight") == "") | col("weight").str.contains(_VALUE)
    if "year" in held:
        sure &= (col("year") == "") | (col("year") == col("period").str.slice(0, 4))
    for field, total in TOTALS.items():
        if field in held:
            sure &= col(field).is_in(["", total])
    return sure


def _flow(row: dict[str, str], codes: dict[str, str | None]) -> Flow:
    period, reporter, partner = row["period"], codes[row["reporter"]], codes[row["partner"]]
    assert reporter is not None and partner is not None
    weight = row.get("weight", "")
    return Flow(
        period=period if len(period) == 4 else f"{period[:4]}-{period[4:]}",
        direction=Direction(FLOWS[row["flow"].lower()]),
        reporter=reporter,
        partner=partner,
        hs=row["hs"],
        classification=row.get("class", ""),
        value_usd=Decimal(row["value"]),
        weight_kg=(Decimal(weight) or None) if weight else None,
        valued=valued_of(row),
        estimated=row.get("flag", "") not in ("", "0", "False", "false"),
        line=int(row["line"]),
    )
