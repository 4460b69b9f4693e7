"""Ids come from content: the same claim read twice is the same claim."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.dates import parse_partial, parse_period
from stanch.records import Claim, Quantity, Source, SourceClass, canonical, content_id, plain


def source(**changes: object) -> Source:
    base = Source(key="s", url="https://x.example/1", publisher="Daily", source_class=SourceClass.PRESS)
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


def claim(**changes: object) -> Claim:
    base = Claim(
        kind="tie", subject="MY", channel="labour.workers", statement="Workers are employed.", source=source()
    )
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


def test_equal_content_has_one_id_and_any_change_another() -> None:
    """Reading the same page twice adds nothing; a corrected date is a new claim."""
    assert claim().id == claim().id
    assert claim().id != claim(period=parse_period("2017")).id
    assert claim(quantity=Quantity(unit="persons", low=Decimal(300))).id != claim().id


def test_a_copy_of_an_agency_text_has_the_agency_as_origin() -> None:
    """Two outlets with one agency's text are one source."""
    assert (
        source(original_publisher="Kyodo").origin
        == source(publisher="Weekly", original_publisher="Kyodo").origin
    )
    assert source().origin == "Daily"


def test_a_range_does_not_run_backwards() -> None:
    """A swapped range would invert every sum it enters."""
    with pytest.raises(ValueError, match="cannot run from"):
        Quantity(unit="persons", low=Decimal(5), high=Decimal(4))


@given(st.dictionaries(st.text(), st.one_of(st.integers(), st.text(), st.none(), st.lists(st.integers()))))
def test_canonical_text_ignores_the_order_of_keys(data: dict[str, object]) -> None:
    """Ids are the same on every machine and run."""
    assert canonical(data) == canonical(dict(reversed(data.items())))
    assert content_id("x", data) == content_id("x", dict(reversed(data.items())))


def test_plain_data_holds_only_what_json_knows() -> None:
    """Dates and decimals as text, so that no precision is lost."""
    data = plain(claim(quantity=Quantity(unit="t", low=Decimal("1.10")), period=parse_period("2017-08/..")))
    assert data["quantity"]["low"] == "1.10"
    assert data["period"] == {"start": "2017-08", "end": None, "open_end": True}
    assert plain(parse_partial("2017")) == "2017"
