"""The fast reader takes exactly the rows that the plain one takes, and says the same of those it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.errors import FormatError
from stanch.statistics.comtrade import read_comtrade
from stanch.statistics.model import BadRow, Flow

pytest.importorskip("polars")
from stanch.statistics.frame import read_table

CODES = {"CHN": "CN", "PRK": "KP", "MYS": "MY", "KOR": "KR"}
HEADER = "Classification,Year,Period,Trade Flow,Reporter,Reporter ISO,Partner ISO,Commodity Code,Netweight (kg),Trade Value (US$),Flag"

cell = {
    "year": st.sampled_from(["2016", "2017", "16", ""]),
    "period": st.sampled_from(["2016", "201609", "201613", "2017", "1850", "x"]),
    "flow": st.sampled_from(["Import", "Export", "Re-Export", "Gift", ""]),
    "reporter": st.sampled_from(["CHN", "MYS", "XXX", ""]),
    "partner": st.sampled_from(["PRK", "KOR", "ZZZ"]),
    "hs": st.sampled_from(["27", "2701", "1", "TOTAL", "coal", "1234567"]),
    "weight": st.sampled_from(["", "0", "12.5", "-1", "1e3"]),
    "value": st.sampled_from(["5", "1192866092", "0", "-5", "NaN", "1e99", "1e6", "", "12.345"]),
    "flag": st.sampled_from(["", "0", "4"]),
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries(cell), min_size=1, max_size=25))
def test_both_readers_agree_row_by_row(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    """Good rows equal, bad rows with the same line and reason, none lost."""
    path = tmp_path_factory.mktemp("t") / "t.csv"
    lines = [
        f"H4,{r['year']},{r['period']},{r['flow']},,{r['reporter']},{r['partner']},{r['hs']},{r['weight']},{r['value']},{r['flag']}"
        for r in rows
    ]
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    plain = list(read_comtrade(path, CODES.get))
    table = read_table(path, CODES.get, state="KP")
    flows = [row for row in plain if isinstance(row, Flow)]
    assert list(table.flows) == [flow for flow in flows if "KP" in (flow.reporter, flow.partner)]
    assert [(row.line, row.reason) for row in table.bad] == [
        (row.line, row.reason) for row in plain if isinstance(row, BadRow)
    ]
    assert table.rows == len(rows) == len(table.flows) + len(table.bad) + table.others


def test_published_tables_read_alike(shared: Path) -> None:
    """The classic table of fuels: both readers, every row."""
    from stanch.cli.tradecodes import code_reader
    from stanch.settings import packaged_data

    path = shared / "facts" / "data" / "comtrade" / "comtrade_hs27_hs44_prk_1988_2017.csv"
    code_of = code_reader(packaged_data())
    plain = [row for row in read_comtrade(path, code_of) if isinstance(row, Flow)]
    assert list(read_table(path, code_of, state="KP").flows) == plain


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    """With the columns that are missing."""
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(FormatError, match="are missing"):
        read_table(path, CODES.get, state="KP")
