"""Tables: nothing dropped, bad rows told, every engine the same, no memo that changes an answer."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from benchmarks.check import HEADER, made_rows

from stanch.dates import parse_day
from stanch.errors import DataError, UsageError
from stanch.rulebook import check, load_regime
from stanch.rulebook.fields import activity_from, imo_is_valid
from stanch.rulebook.table import Weigher, answers, cells_of, columns_of, out_columns
from stanch.rulebook.tablefile import header_of, rows_of, write_table

DPRK = load_regime("dprk")


def test_every_row_is_answered_as_if_asked_alone() -> None:
    """The memo and its short cuts never change a cell."""
    columns = columns_of(HEADER)
    weigher = Weigher(DPRK, columns)
    rows = list(made_rows(1500))
    random.Random(3).shuffle(rows)
    for row in rows:
        texts = {name: row[at] for at, name in zip(columns.used, columns.names, strict=True)}
        alone = cells_of(check(activity_from(texts), parse_day(row[columns.day]), regime=DPRK))
        assert weigher.answer(row) == alone, row


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("2017-13-01", "270112", "KP"), "is no date"),
        (("", "270112", "KP"), "is no date"),
        (("2018-01-01", "27O112", "KP"), "is no HS code"),
        (("2018-01-01", "270112", "Atlantis"), "no country"),
        (("2018-01-01", "270112"), "has 2 cells for 3 columns"),
        (("2018-01-01", "270112", "KP", "x"), "has 4 cells for 3 columns"),
    ],
)
def test_a_bad_row_says_why(cells: tuple[str, ...], words: str) -> None:
    """It keeps its place and gives no verdict."""
    answer = Weigher(DPRK, columns_of(("on", "hs", "from"))).answer(cells)
    assert words in answer[-1]
    assert set(answer[:-1]) == {""}


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("hs", "from"), "no day column"),
        (("on", "hss"), "did you mean 'hs'"),
        (("on", "hs", "hs"), "stands twice"),
    ],
)
def test_a_header_is_read_strictly(header: tuple[str, ...], words: str) -> None:
    """A column that nobody reads must be called x_..., or it is a misspelling."""
    with pytest.raises(UsageError, match=words):
        columns_of(header)


def test_columns_may_be_carried_along() -> None:
    """x_ columns and plain bookkeeping are kept and not read."""
    columns = columns_of(("id", "on", "hs", "x_ref"))
    assert columns.names == ("hs",)


def test_engines_give_identical_answers() -> None:
    """In order, from several processes."""
    columns = columns_of(HEADER)
    rows = list(made_rows(300))
    local = list(answers(rows, columns, engine="local"))
    several = list(answers(rows, columns, engine="processes", processes=2))
    assert local == several
    assert [row for row, _cells in local] == rows


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet"])
def test_tables_in_every_format(tmp_path: Path, suffix: str) -> None:
    """What is written is read again."""
    if suffix == ".parquet":
        pytest.importorskip("pyarrow")
    rows = [("1", "2018-01-01", "270112"), ("2", "2018-01-02", "")]
    path = tmp_path / f"t{suffix}"
    if suffix == ".tsv":
        path.write_text("id\ton\ths\n" + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    else:
        assert write_table(path, ("id", "on", "hs"), rows) == 2
    assert header_of(path) == ("id", "on", "hs")
    assert list(rows_of(path)) == rows


def test_formulas_are_defused(tmp_path: Path) -> None:
    """A hostile cell must not run in a spreadsheet."""
    path = tmp_path / "t.csv"
    write_table(path, ("id", "note"), [("1", "=HYPERLINK(1)")])
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1] == ["1", "'=HYPERLINK(1)"]


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """Half an answer file would be taken for a whole one."""

    def rows() -> object:
        yield ("1",)
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        write_table(tmp_path / "t.csv", ("id",), rows())  # type: ignore[arg-type]  # a broken source on purpose
    assert list(tmp_path.iterdir()) == []


def test_other_files_are_refused(tmp_path: Path) -> None:
    """With a reason."""
    other = tmp_path / "t.xlsx"
    other.write_bytes(b"x")
    with pytest.raises(UsageError, match=r"only \.csv"):
        header_of(other)
    empty = tmp_path / "t.csv"
    empty.write_bytes(b"")
    with pytest.raises(DataError, match="is empty"):
        header_of(empty)
    broken = tmp_path / "b.parquet"
    broken.write_bytes(b"nothing")
    pytest.importorskip("pyarrow")
    with pytest.raises(DataError, match="is no Parquet file"):
        header_of(broken)


def test_output_columns_name_each_layer() -> None:
    """Verdict, layers, exposure, provisions, what is missing, errors."""
    assert out_columns(DPRK) == ("verdict", "un", "us", "us_exposure", "eu", "provisions", "missing", "error")


@pytest.mark.parametrize(
    ("number", "valid"), [("9126819", True), ("8518780", True), ("9126818", False), ("912681", False)]
)
def test_imo_check_digit(number: str, valid: bool) -> None:
    """A mistyped ship is another ship."""
    assert imo_is_valid(number) is valid
    if not valid:
        with pytest.raises(UsageError, match="check digit"):
            activity_from({"vessel": f"IMO{number}"})
