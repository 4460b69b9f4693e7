"""Strict loading: each mistake is named with file, line and key, and all of them at once."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.dates import PartialDate, Period
from stanch.errors import DataError, DataErrors
from stanch.files import (
    DateField,
    OptionalPeriodField,
    StrictModel,
    WordsField,
    csv_cell,
    csv_text,
    load_yaml,
    read_tsv,
    read_yaml,
    write_atomic,
)


class Version(StrictModel):
    applies_from: DateField
    force: str


class Provision(StrictModel):
    paragraph: str
    versions: list[Version]
    hs: WordsField = ()


class TieRow(StrictModel):
    country: str
    when: OptionalPeriodField = None
    workers: int | None = None


def write(tmp_path: Path, text: str, name: str = "a.yml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read_with_its_dates(tmp_path: Path) -> None:
    """The shape gives the code records, not strings."""
    path = write(
        tmp_path,
        "paragraph: '8'\nversions:\n  - applies_from: 2017-08-05\n    force: decides\nhs: 2701; 2601\n",
    )
    provision = read_yaml(path, Provision)
    assert provision.versions[0].applies_from == PartialDate("2017-08-05")
    assert provision.hs == ("2701", "2601")


def test_every_error_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    """An editor fixes a file in one go, not one error a run."""
    path = write(
        tmp_path,
        "paragraph: '8'\nversions:\n  - applies_from: 2017-13-05\n    force: decides\n  - applies_from: 2017\n    forse: x\n",
    )
    with pytest.raises(DataErrors) as caught:
        read_yaml(path, Provision)
    text = str(caught.value)
    assert f"{path}:3: versions.0.applies_from: '2017-13-05' is no date" in text
    assert f"{path}:5: versions.1.force: is missing; add it" in text
    assert f"{path}:6: versions.1.forse: is no key here" in text


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """The second value would silently win."""
    path = write(tmp_path, "paragraph: '8'\nparagraph: '9'\n")
    with pytest.raises(DataError, match=r"a\.yml:2: paragraph: stands twice \(first on line 1\)"):
        load_yaml(path)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("010121", "010121"),
        ("8:30", "8:30"),
        ("270112", 270112),
        ("true", True),
        ("2017-08-05", "2017-08-05"),
    ],
)
def test_scalars_mean_what_a_lawyer_writes(tmp_path: Path, text: str, value: object) -> None:
    """Norway is no boolean, an HS code no octal number."""
    assert load_yaml(write(tmp_path, f"a: {text}\n")).data == {"a": value}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1", "is no YAML"),
        ("a: &x 1\nb: *x\n", "aliases are not allowed"),
        ("--- 1\n--- 2\n", "several documents"),
        ("a: !!python/object:os.system x\n", None),
    ],
)
def test_what_is_not_plain_yaml_is_refused(tmp_path: Path, text: str, message: str | None) -> None:
    """No code, no alias bombs; a tag makes a value text at most."""
    path = write(tmp_path, text)
    if message is None:
        assert load_yaml(path).data == {"a": "x"}
    else:
        with pytest.raises((DataError, DataErrors), match=message):
            load_yaml(path)


def test_wrong_encoding_names_the_line(tmp_path: Path) -> None:
    """A file saved by an old editor is told from a wrong one."""
    path = tmp_path / "a.yml"
    path.write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(DataError, match=r"a\.yml:2: is not UTF-8"):
        load_yaml(path)


def test_a_table_is_read_with_line_numbers(tmp_path: Path) -> None:
    """Each fact can be pointed at."""
    path = write(
        tmp_path, "# rules for editors\ncountry\twhen\tworkers\nMY\t2016/..\t300\n\nSG\t\t\n", "t.tsv"
    )
    rows = read_tsv(path, TieRow)
    assert [line for line, _ in rows] == [3, 5]
    assert rows[0][1].when == Period(start=PartialDate("2016"), open_end=True)
    assert rows[1][1].workers is None


def test_a_table_tells_all_its_errors(tmp_path: Path) -> None:
    """Unknown columns, bad cells and stray tabs, each with its place."""
    path = write(tmp_path, "country\twhen\tworkers\nMY\t2016/2015\tmany\nSG\t2017\t1\textra\n", "t.tsv")
    with pytest.raises(DataErrors) as caught:
        read_tsv(path, TieRow)
    text = str(caught.value)
    assert "t.tsv:2: when:" in text
    assert "before it starts" in text
    assert "t.tsv:2: workers:" in text
    assert "t.tsv:3: has 4 cells for 3 columns" in text


def test_a_header_with_a_wrong_name_suggests_the_right_one(tmp_path: Path) -> None:
    """The commonest mistake costs a second, not an hour."""
    path = write(tmp_path, "contry\twhen\nMY\t2016\n", "t.tsv")
    with pytest.raises(DataErrors, match="did you mean 'country'"):
        read_tsv(path, TieRow)


@given(st.text(max_size=40))
def test_no_csv_cell_can_run_as_a_formula(text: str) -> None:
    """Whatever a source says, a spreadsheet shows it as text."""
    cell = csv_cell(text)
    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r") or cell.strip("+-").replace(".", "").isalnum()


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")),
            min_size=2,
            max_size=2,
        )
    )
)
def test_csv_is_read_back_as_it_was(rows: list[list[str]]) -> None:
    """Only the guard against formulas differs."""
    read = list(csv.reader(io.StringIO(csv_text(["a", "b"], rows))))
    assert read[1:] == [[csv_cell(cell) for cell in row] for row in rows]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk must not cost the list that was serving."""
    path = write(tmp_path, "old", "list.txt")

    def full(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_atomic(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["list.txt"]
