"""Facts out of reports of the UN Panel of Experts: each row names report and paragraph, and an answer stands beside what it answers."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from stanch.facts.book import FactBook
from stanch.facts.load import TABLES, load_book, load_sources
from stanch.facts.model import Says
from stanch.facts.rows import ActionRow, AmountRow, ClaimRow, TieRow
from stanch.files import read_tsv
from stanch.records import SourceClass, Stage
from stanch.settings import packaged_data

DATA = packaged_data()
FILES = sorted([*(DATA / "facts").glob("poe_*.tsv"), *(DATA / "facts").glob("deep_*.tsv")])
SOURCES = load_sources(DATA)
ANSWERS = {Says.DENIES, Says.EXPLAINS, Says.NO_REPLY, Says.NO_COMMENT, Says.DOUBTS}

# a paragraph, footnote, table, figure or annex of the report, and nothing vaguer
PLACE = re.compile(r"¶\d|fn \d|tables? \d|annex(es)? ([\dIVXL]|A\.\d)|summary", re.IGNORECASE)
# nobody carried out a resolution before it was adopted
ADOPTED = {
    "1695": "2006-07-15", "1718": "2006-10-14", "1874": "2009-06-12", "2087": "2013-01-22", "2094": "2013-03-07", "2270": "2016-03-02",
    "2321": "2016-11-30", "2356": "2017-06-02", "2371": "2017-08-05", "2375": "2017-09-11", "2397": "2017-12-22",
}  # fmt: skip

ROWS: list[tuple[str, int, ClaimRow]] = [
    (path.name, line, row)
    for path in FILES
    for line, row in read_tsv(path, TABLES[path.stem.rsplit("_", 1)[-1]][1])
]
NAMED = [(f"{name}:{line}", row) for name, line, row in ROWS]


@pytest.fixture(scope="module")
def book() -> FactBook:
    return load_book(DATA)


def test_the_tables_are_there() -> None:
    assert {path.name for path in FILES} >= {
        "poe_ties.tsv",
        "poe_actions.tsv",
        "deep_ties.tsv",
        "deep_actions.tsv",
    }


def test_every_row_names_a_report_of_the_panel_and_a_place_in_it() -> None:
    wrong = [
        where
        for where, row in NAMED
        if not re.fullmatch(r"S-20\d\d-\d+", row.source)
        or row.source not in SOURCES
        or not PLACE.search(row.at)
    ]
    assert wrong == []


def test_every_report_is_an_expert_report_with_its_symbol_and_day_of_publication() -> None:
    for key in sorted({row.source for _, row in NAMED}):
        source = SOURCES[key]
        assert source.source_class is SourceClass.EXPERT_REPORT, key
        assert source.url.endswith("/" + key.replace("-", "/")), key
        assert source.published_on is not None and source.published_on.is_day, key
        assert str(source.published_on)[:4] == key.split("-")[1], key


def test_nothing_happens_after_the_report_that_tells_of_it() -> None:
    wrong = []
    for where, row in NAMED:
        published = SOURCES[row.source].published_on
        assert published is not None
        begins = row.when.start.first if row.when and row.when.start else None
        if begins and begins > published.last:
            wrong.append(f"{where}: {row.when} in a report of {published}")
    assert wrong == []


def test_an_answer_stands_beside_what_it_answers() -> None:
    affirmed = {(row.country, row.fact) for _, row in NAMED if row.fact and row.says not in ANSWERS}
    alone = [
        where
        for where, row in NAMED
        if row.fact
        and row.says in ANSWERS
        and not row.fact.startswith("kp-")
        and (row.country, row.fact) not in affirmed
    ]
    assert alone == []


def test_a_denial_or_explanation_says_who_gave_it() -> None:
    assert [
        where for where, row in NAMED if row.says in {Says.DENIES, Says.EXPLAINS} and not row.said_by
    ] == []


def test_silence_is_not_a_denial() -> None:
    assert [
        where for where, row in NAMED if row.says is Says.NO_REPLY and re.search(r"\bdenie[ds]\b", row.what)
    ] == []


def test_no_action_carries_out_a_resolution_that_did_not_exist() -> None:
    wrong = []
    for where, row in NAMED:
        if not isinstance(row, ActionRow) or not row.when or not row.when.end:
            continue
        for ref in row.implements:
            number = str(ref).split(":")[-2] if str(ref).count(":") else str(ref)
            adopted = ADOPTED.get(number)
            if adopted and row.when.end.last < dt.date.fromisoformat(adopted):
                wrong.append(f"{where}: {ref} on {row.when}")
    assert wrong == []


def test_a_plan_or_promise_is_not_counted_as_done() -> None:
    early = {Stage.REPORTED_DONE, Stage.VERIFIED}
    assert [
        where
        for where, row in NAMED
        if isinstance(row, ActionRow)
        and row.stage in early
        and re.search(r"\b(plans to|will |promised|intends)\b", row.what)
    ] == []


def test_an_unnamed_state_is_marked() -> None:
    assert [
        where
        for where, row in NAMED
        if re.match(r"(One|A second) state |Two states report", row.what)
        and "unnamed_source" not in row.marks
    ] == []


def test_amounts_have_units_and_are_sane() -> None:
    for where, row in NAMED:
        if not isinstance(row, AmountRow) or row.low is None:
            continue
        assert row.low >= 0, where
        if row.unit == "percent":
            assert row.low <= 300, where
        if row.unit == "t" and row.country != "KP":
            assert row.low < Decimal(20_000_000), where


def test_no_row_is_there_twice() -> None:
    seen = Counter(
        (
            row.country,
            row.source,
            row.at,
            row.what,
            (row.low, row.unit) if isinstance(row, AmountRow) else None,
        )
        for _, row in NAMED
    )
    assert [key for key, count in seen.items() if count > 1] == []


@pytest.mark.parametrize(
    ("country", "channel", "amount", "unit", "report", "place"),
    [
        ("MY", "trade.export.coal", Decimal("575219.4"), "USD", "S/2017/742", "78"),
        ("UG", "arms.training", Decimal(45), "persons", "S/2016/157", "112"),
        ("SG", "finance.services", Decimal("72016.76"), "USD", "S/2016/157", "137"),
        ("IN", "trade.import.luxury", Decimal(1913677), "USD", "S/2016/157", "126"),
    ],
)
def test_amounts_read_in_the_reports(
    book: FactBook, country: str, channel: str, amount: Decimal, unit: str, report: str, place: str
) -> None:
    claims = [claim for tie in book.ties(country, channel=channel) for claim in tie.claims]
    found = [
        claim
        for claim in claims
        if claim.source.url.endswith(report)
        and f"¶{place}" in claim.locator
        and claim.quantity
        and claim.quantity.low == amount
    ]
    assert found and all(claim.quantity and claim.quantity.unit == unit for claim in found)


def test_a_country_s_denial_leaves_the_matter_contested(book: FactBook) -> None:
    """Malaysia, Myanmar and China are read with their answers, not with the allegation alone."""
    for country in ("CN", "MM", "IN"):
        answered = [tie for tie in book.ties(country) if tie.replies]
        assert answered, country
        assert any(voice.says is Says.DENIES for tie in answered for voice in tie.replies), country


def test_every_row_of_the_two_tables_of_2017_and_2018_was_carried_over(shared: Path) -> None:
    """By report and country there are never fewer rows than in the tables that the facts came from."""
    tables = sorted((shared / "facts" / "poe").glob("poe_201[78].csv"))
    if not tables:
        pytest.skip("needs shared/facts/poe, which is absent here")
    wanted: Counter[str] = Counter()
    for path in tables:
        with path.open(encoding="utf-8", newline="") as handle:
            wanted.update(row["report"] for row in csv.DictReader(handle))
    held = Counter(row.source.replace("-", "/") for name, _, row in ROWS if name.startswith("poe_"))
    assert {report: (held[report], count) for report, count in wanted.items() if held[report] < count} == {}


def test_wording_is_our_own(shared: Path) -> None:
    """No statement repeats a whole sentence of the tables that the facts came from."""
    tables = sorted((shared / "facts" / "poe").glob("poe_201[78].csv"))
    if not tables:
        pytest.skip("needs shared/facts/poe, which is absent here")
    theirs: set[str] = set()
    for path in tables:
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                theirs.update(
                    cell.strip().rstrip(".") for cell in row.values() if cell and len(cell.split()) > 8
                )
    assert [where for where, row in NAMED if row.what.rstrip(".") in theirs] == []


def test_ties_say_no_more_than_the_panel() -> None:
    """What a report only alleges or asks about never stands as an established running tie."""
    asked = re.compile(
        r"\bis said to\b|\bare said to\b|\bis reported to\b|\bwas examining\b|\bwere examining\b"
    )
    assert [
        where
        for where, row in NAMED
        if isinstance(row, TieRow)
        and row.says is Says.AFFIRMS
        and row.status == "active"
        and asked.search(row.what)
    ] == []
