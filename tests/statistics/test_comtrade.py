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


API_ROW = {
    "typeCode": "C", "freqCode": "A", "refYear": 2016, "refMonth": 52, "period": "2016", "reporterCode": 156,
    "reporterISO": "CHN", "flowCode": "M", "partnerCode": 408, "partnerISO": "PRK", "partner2Code": 0,
    "classificationCode": "H4", "cmdCode": "2701", "customsCode": "C00", "mosCode": "0", "motCode": 0,
    "netWgt": 22484000000, "isNetWgtEstimated": False, "cifvalue": 1180989000.0, "fobvalue": None,
    "primaryValue": 1180989000.0, "isReported": True, "isAggregate": False,
}  # fmt: skip


def api(*rows: dict[str, object]) -> list[Flow | BadRow]:
    return list(read_api(io.StringIO(json.dumps({"count": len(rows), "data": rows})), CODES.get))


def test_the_current_service_is_read_as_json_and_as_csv_alike(tmp_path: Path) -> None:
    """The download of the site has the columns of the API; both must give the same flow."""
    [as_json] = api(API_ROW)
    path = tmp_path / "TradeData.csv"
    cells = ["" if value is None else str(value) for value in API_ROW.values()]
    path.write_text(",".join(API_ROW) + "\n" + ",".join(cells) + "\n", encoding="utf-8-sig")
    [as_csv] = read_comtrade(path, CODES.get)
    assert isinstance(as_json, Flow) and isinstance(as_csv, Flow)
    assert (as_json.value_usd, as_json.valuation, as_json.hs) == (as_csv.value_usd, "CIF", "2701")
    assert as_csv.weight_kg == as_json.weight_kg == Decimal(22484000000)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"motCode": 2100}, "part of a flow"),
        ({"customsCode": "C05"}, "part of a flow"),
        ({"partner2Code": 156}, "part of a flow"),
        ({"refYear": 2015}, "do not agree"),
        ({"reporterISO": None}, "includeDesc=true"),
        ({"primaryValue": -1}, "no amount"),
    ],
)
def test_parts_of_a_flow_and_rows_at_odds_with_themselves_are_set_aside(
    change: dict[str, object], reason: str
) -> None:
    """A breakdown counted beside its total would double it."""
    good, bad = api(API_ROW, API_ROW | change)
    assert isinstance(good, Flow)
    assert isinstance(bad, BadRow)
    assert reason in bad.reason


def test_a_value_at_the_border_of_the_exporter_says_so() -> None:
    """Some states value imports FOB: the table tells, so the gap of freight is not looked for there."""
    [flow] = api(API_ROW | {"cifvalue": None, "fobvalue": 1180989000.0})
    assert isinstance(flow, Flow)
    assert flow.valuation == "FOB"
