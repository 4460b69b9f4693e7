"""Loading is strict: each wrong cell is named with file, line, column and what to do, and all of them at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stanch.errors import DataError, DataErrors, StanchError
from stanch.facts.book import FactBook
from stanch.facts.load import load_book
from stanch.records import Standing
from stanch.settings import packaged_data

SOURCES = (
    "key\turl\tpublisher\tsource_class\tpublished_on\ns1\thttps://example.org\tPaper\tpress\t2017-08-01\n"
)
TIES = "country\tchannel\tstatus\twhat\twhen\tsource\tmarks\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the packaged vocabularies and no facts."""
    shutil.copytree(packaged_data() / "vocab", tmp_path / "vocab")
    (tmp_path / "facts").mkdir()
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "s.tsv").write_text(SOURCES)
    return tmp_path


def put(data: Path, name: str, text: str) -> None:
    (data / "facts" / name).write_text(text)


def errors_of(data: Path) -> str:
    with pytest.raises(StanchError) as caught:
        load_book(data)
    assert isinstance(caught.value, (DataError, DataErrors))
    return str(caught.value)


def test_a_good_row_becomes_a_fact(data: Path) -> None:
    put(data, "ties.tsv", TIES + "MY\ttrade.total\tactive\tTrade went on\t2017\ts1\t\n")
    (tie,) = load_book(data).ties("MY")
    assert tie.statement == "Trade went on"
    assert tie.standing is Standing.SINGLE_SOURCE
    assert tie.sources[0].key == "s1"


def test_the_same_row_twice_is_one_fact(data: Path) -> None:
    row = "MY\ttrade.total\tactive\tTrade went on\t2017\ts1\t\n"
    put(data, "ties.tsv", TIES + row)
    once = load_book(data).ties("MY")
    put(data, "more_ties.tsv", TIES + row)
    assert load_book(data).ties("MY") == once


def test_all_errors_of_all_files_at_once(data: Path) -> None:
    put(
        data,
        "ties.tsv",
        TIES
        + "MY\ttrade.totl\tactive\tw\t2017\ts1\t\n"
        + "ZZ\ttrade.total\tactive\tw\t2017-13\ts1\t\n"
        + "ZZ\ttrade.total\tactive\tw\t2017\tnobody\tweak\n",
    )
    put(
        data,
        "actions.tsv",
        "country\tchannel\tact\tstage\timplements\twhat\twhen\tsource\n"
        "MY\ttrade.total\tban_trade\tdone\t2371\tw\t2017-01\ts1\n",
    )
    text = errors_of(data)
    assert "ties.tsv:3: when: '2017-13'" in text
    assert "actions.tsv:2: stage:" in text
    # a file whose cells cannot be read is not judged further; when they can, the words are
    put(
        data,
        "ties.tsv",
        TIES + "MY\ttrade.totl\tactive\tw\t2017\ts1\t\nZZ\ttrade.total\tactive\tw\t2017\tnobody\tweak\n",
    )
    put(
        data,
        "actions.tsv",
        "country\tchannel\tact\tstage\twhat\twhen\tsource\nMY\ttrade.total\tbann\tannounced\tw\t2017\ts1\n",
    )
    text = errors_of(data)
    for part in (
        "ties.tsv:2: channel: 'trade.totl' is not in data/vocab/channels.yml; did you mean 'trade.total'?",
        "ties.tsv:3: country: 'ZZ'",
        "ties.tsv:3: marks: 'weak'",
        "ties.tsv:3: source: 'nobody' is in no table of data/sources",
        "actions.tsv:2: act: 'bann'",
    ):
        assert part in text


def test_an_action_cannot_implement_what_came_later(data: Path) -> None:
    head = "country\tchannel\tact\tstage\timplements\twhat\twhen\tsource\n"
    put(data, "actions.tsv", head + "MY\ttrade.total\tban_trade\tannounced\t2375\tw\t2017-03-14\ts1\n")
    assert "adopted on 2017-09-11, after the action (2017-03-14)" in errors_of(data)
    put(data, "actions.tsv", head + "MY\ttrade.total\tban_trade\tannounced\t2270:21\tw\t2017-03-14\ts1\n")
    assert str(load_book(data).actions("MY")[0].implements[0]) == "2270 ¶21"


@pytest.mark.parametrize(
    ("imo", "sound"), [("8905490", True), ("8905491", False), ("890549", False), ("９０６６９７８", False)]
)
def test_imo_numbers_carry_a_check_digit(data: Path, imo: str, sound: bool) -> None:
    put(data, "vessels.tsv", f"name\timo\tsource\nWise Honest\t{imo}\ts1\n")
    if sound:
        assert load_book(data).vessels()[0].imo == imo
    else:
        assert "imo" in errors_of(data)


@pytest.mark.parametrize(
    ("low", "high", "unit", "part"),
    [("9", "2", "USD", "more than high"), ("9", "9", "", "unit: is missing"), ("nine", "", "USD", "is no number"),
     ("", "", "USD", "without an amount"), ("NaN", "", "USD", "no finite number"), ("1", "1", "USDD", "did you mean 'USD'?")],
)  # fmt: skip
def test_amounts_are_checked(data: Path, low: str, high: str, unit: str, part: str) -> None:
    put(
        data,
        "ties.tsv",
        f"country\tchannel\tstatus\twhat\tlow\thigh\tunit\tsource\nMY\ttrade.total\tactive\tw\t{low}\t{high}\t{unit}\ts1\n",
    )
    assert part in errors_of(data)


def test_a_time_after_the_publication_is_an_error(data: Path) -> None:
    put(data, "ties.tsv", TIES + "MY\ttrade.total\tactive\tw\t2018\ts1\t\n")
    assert "2018 is after the source was published (2017-08-01)" in errors_of(data)


def test_an_unknown_table_name_is_refused(data: Path) -> None:
    put(data, "tyes.tsv", "country\nMY\n")
    assert "the last word of the name must be one of" in errors_of(data)


def test_one_key_is_one_source(data: Path) -> None:
    (data / "sources" / "more.tsv").write_text(SOURCES.replace("Paper", "Other"))
    assert "'s1' stands for two sources" in errors_of(data)


def test_a_desk_adds_its_own_folder(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "facts").mkdir(parents=True)
    (own / "sources").mkdir()
    (own / "sources" / "own.tsv").write_text(SOURCES.replace("s1", "own-1"))
    (own / "facts" / "ties.tsv").write_text(TIES + "MY\ttrade.total\tactive\tOurs\t2017\town-1\t\n")
    book: FactBook = load_book(data, extra=(own,))
    assert [tie.statement for tie in book.ties("MY")] == ["Ours"]


def test_a_denial_stands_beside_what_it_denies(data: Path) -> None:
    head = "fact\tcountry\tchannel\tstatus\twhat\twhen\tsays\tsource\n"
    put(
        data,
        "ties.tsv",
        head
        + "arms\tMM\tarms.purchase\talleged\tArms were bought\t2017\t\ts1\n"
        + "arms\tMM\tarms.purchase\talleged\tNo arms were bought\t2017\tdenies\ts1\n",
    )
    (tie,) = load_book(data).ties("MM")
    assert tie.standing is Standing.CONTESTED
    assert tie.statement == "Arms were bought"
    assert [reply.claim.statement for reply in tie.replies] == ["No arms were bought"]


JOINS = "kind\tcountry\tchannel\twhen\tsource\tat\tfact\n"
TWO_PAPERS = SOURCES + "s2\thttps://example.com\tOther paper\tpress\t2017-09-01\n"


def test_a_join_brings_rows_of_two_tables_together(data: Path) -> None:
    (data / "sources" / "s.tsv").write_text(TWO_PAPERS)
    put(data, "ties.tsv", TIES + "MY\ttrade.total\tactive\tTrade went on\t2017\ts1\t\n")
    put(data, "more_ties.tsv", TIES + "MY\ttrade.total\tactive\tThere was trade\t2017\ts2\t\n")
    assert [tie.standing for tie in load_book(data).ties("MY")] == [Standing.SINGLE_SOURCE] * 2
    put(
        data,
        "joins.tsv",
        JOINS + "tie\tMY\ttrade.total\t2017\ts1\t\tmy-trade\ntie\tMY\ttrade.total\t2017\ts2\t\tmy-trade\n",
    )
    (tie,) = load_book(data).ties("MY")
    assert tie.key == "MY/my-trade"
    assert tie.standing is Standing.CORROBORATED


def test_a_join_must_find_one_row_without_another_slug(data: Path) -> None:
    ties = TIES.replace("country", "fact\tcountry")
    put(
        data,
        "ties.tsv",
        ties
        + "my-own\tMY\ttrade.total\tactive\ta\t2017\ts1\t\n"
        + "\tMY\ttrade.total\tactive\tb\t2016\ts1\t\n"
        + "\tMY\ttrade.total\tactive\tc\t2016\ts1\t\n",
    )
    put(
        data,
        "joins.tsv",
        JOINS
        + "tie\tMY\ttrade.total\t2017\ts1\t\tmy-trade\n"
        + "tie\tMY\ttrade.total\t2016\ts1\t\tmy-trade\n"
        + "tie\tMY\ttrade.total\t2015\ts1\t\tmy-trade\n",
    )
    text = errors_of(data)
    assert "joins.tsv:2: fact: the row has the slug 'my-own' already" in text
    assert "joins.tsv:3: 2 rows have" in text
    assert "joins.tsv:4: no rows have" in text
