"""Comtrade tables are read in each of their layouts; what cannot be right is set aside with its line, never guessed."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from stanch.errors import FormatError
from stanch.statistics.comtrade import read_api, read_comtrade, read_csv
from stanch.statistics.model import BadRow, Direction, Flow

CODES = {"CHN": "CN", "PRK": "KP", "China": "CN", "Dem. People's Rep. of Korea": "KP", "MYS": "MY"}
CLASSIC = "Classification,Year,Period,Trade Flow,Reporter,Reporter ISO,Partner ISO,Commodity Code,Netweight (kg),Trade Value (US$),Flag\n"


def classic(*rows: str) -> list[Flow | BadRow]:
    return list(read_csv(io.StringIO(CLASSIC + "\n".join(rows) + "\n"), CODES.get))


def test_the_classic_table_is_read() -> None:
    """The layout most analysts have on disk."""
    (flow,) = classic("H4,2016,2016,Import,China,CHN,PRK,27,22484000000,1192866092,0")
    assert isinstance(flow, Flow)
    assert (flow.reporter, flow.partner, flow.hs, flow.year) == ("CN", "KP", "27", 2016)
    assert flow.value_usd == Decimal(1192866092)
    assert flow.valuation == "CIF"


def test_a_month_keeps_its_month_and_a_zero_weight_is_unknown() -> None:
    """0 kg of coal for a million dollars means that nobody weighed it."""
    (flow,) = classic("H4,2016,201609,Import,China,CHN,PRK,2701,0,44000000,0")
    assert isinstance(flow, Flow)
    assert flow.period == "2016-09"
    assert flow.weight_kg is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("H4,2016,2016,Import,China,CHN,PRK,27,1,-5,0", "no amount"),
        ("H4,2016,2016,Import,China,CHN,PRK,27,1,NaN,0", "no amount"),
        ("H4,2016,2016,Import,China,CHN,PRK,27,1,1e99,0", "whole world"),
        ("H4,2016,2016,Import,China,CHN,PRK,27,1,,0", "is empty"),
        ("H4,2016,2016,Import,China,CHN,PRK,coal,1,5,0", "commodity code"),
        ("H4,2016,2016,Gift,China,CHN,PRK,27,1,5,0", "trade flow"),
        ("H4,2016,2016,Import,China,CHN,XXX,27,1,5,0", "partner 'XXX'"),
        ("H4,16,16,Import,China,CHN,PRK,27,1,5,0", "period"),
        ("H4,2016", "too few"),
    ],
)
def test_a_row_that_cannot_be_right_is_set_aside_and_the_rest_goes_on(row: str, reason: str) -> None:
    """One bad row must not cost a million good ones, nor enter a sum."""
    bad, good = classic(row, "H4,2016,2016,Import,China,CHN,PRK,27,1,5,0")
    assert isinstance(bad, BadRow)
    assert bad.line == 2
    assert reason in bad.reason
    assert isinstance(good, Flow)


def test_the_chapter_table_is_read() -> None:
    """A short layout with country names."""
    text = "year,flow,reporter,partner,hs2,desc,value_usd\n2019,Re-Export,China,Dem. People's Rep. of Korea,3,Fish,12.5\n"
    (flow,) = read_csv(io.StringIO(text), CODES.get)
    assert isinstance(flow, Flow)
    assert (flow.direction, flow.hs) == (Direction.RE_EXPORT, "03")


def test_an_answer_of_the_api_is_read() -> None:
    """What users with a network get today."""
    row = {
        "period": "2017",
        "flowCode": "M",
        "reporterISO": "CHN",
        "partnerISO": "PRK",
        "cmdCode": "27",
        "primaryValue": 421339878.0,
    }
    (flow,) = read_api(io.StringIO(json.dumps({"data": [row]})), CODES.get)
    assert isinstance(flow, Flow)
    assert flow.value_usd == Decimal("421339878.0")


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "{not json", '{"error": "quota"}'])
def test_what_is_no_comtrade_table_is_refused_whole(text: str, tmp_path: Path) -> None:
    """A wrong download is told at once."""
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError):
        list(read_comtrade(path, CODES.get))
