"""Reported imports by stream and year: nothing counted twice, nothing lost, every sum with its chapters."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.errors import DataError, StanchError
from stanch.leaks.reported import load_reported, stream_of, stream_years
from stanch.leaks.streams import load_streams
from stanch.settings import packaged_data
from stanch.statistics.model import Direction, Flow

STREAMS = load_streams(packaged_data()).streams

rows = st.lists(
    st.tuples(
        st.sampled_from(["CN", "RU"]),
        st.integers(2014, 2018),
        st.sampled_from([f"{chapter:02}" for chapter in range(1, 98)]),
        st.integers(0, 10**9),
    ),
    unique_by=lambda row: row[:3],
    max_size=60,
)


@given(rows)
def test_sums_of_streams_equal_the_total_of_what_was_reported(
    reported: list[tuple[str, int, str, int]],
) -> None:
    """To the last dollar: no chapter falls between two streams or into both."""
    flows = [
        Flow(
            period=str(year),
            direction=Direction.IMPORT,
            reporter=country,
            partner="KP",
            hs=hs,
            classification="",
            value_usd=Decimal(usd),
            line=i,
        )
        for i, (country, year, hs, usd) in enumerate(reported)
    ]
    years = stream_years(flows, STREAMS)
    for country in ("CN", "RU"):
        mine = sum((each.value_usd for each in years if each.country == country), Decimal(0))
        assert mine == sum((Decimal(usd) for code, _, _, usd in reported if code == country), Decimal(0))
    assert sum(len(each.flows) for each in years) == len(flows)


@pytest.mark.parametrize(
    ("hs", "stream"),
    [
        ("27", "coal"), ("2701", "coal"), ("03", "seafood"), ("61", "textiles"), ("72", "iron"), ("2601", "iron"),
        ("26", "other_goods"), ("7106", "other_metals"), ("84", "other_goods"), ("93", "arms"),
    ],
)  # fmt: skip
def test_a_code_belongs_to_the_stream_that_names_it(hs: str, stream: str) -> None:
    """A chapter that no stream names whole (26 holds ores of three streams) counts as other goods, not as a guess."""
    assert stream_of(hs, STREAMS) == stream


def test_what_vetting_dropped_is_in_no_sum() -> None:
    """The Netherlands' 2013 counts nowhere; China's 2016 does."""
    held = load_reported(packaged_data())
    assert 2013 not in {each.year for each in held.years_of("NL")}
    assert {each.year: each.value_usd for each in held.years_of("CN")}[2016] == Decimal(1192866092)
    assert all(item.reason for item in held.judged)


def test_a_row_twice_or_without_a_source_is_refused(tmp_path: Path) -> None:
    """Bad data of ours stops the run with file, line and reason."""
    folder = tmp_path / "statistics"
    folder.mkdir()
    packaged = packaged_data() / "statistics"
    for name in ("reported_sources.yml", "vetting.yml"):
        (folder / name).write_text((packaged / name).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "reported.tsv").write_text(
        "country\tyear\tdirection\ths\tvalue_usd\testimated\tsource\n"
        "CN\t2016\timport\t27\t5\t\tcomtrade-fuels\nCN\t2016\timport\t27\t6\t\thearsay\n",
        encoding="utf-8",
    )
    with pytest.raises(StanchError) as told:
        load_reported(tmp_path)
    assert "reported.tsv:3" in str(told.value)
    assert "stands twice" in str(told.value) and "hearsay" in str(told.value)
    assert isinstance(told.value, DataError) or "source" in str(told.value)
