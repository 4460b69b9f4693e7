"""How claims become a standing: two papers with one agency text are one voice, and a dispute is never averaged away."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.facts.model import Says, Voice
from stanch.facts.weigh import combined, independent_origins, leading, weigh
from stanch.records import Quantity, SourceClass, Standing
from tests.facts.factories import source, voice

papers = st.sampled_from(["AP", "Reuters", "KCNA", "Bernama"])


@st.composite
def voices(draw: st.DrawFn) -> Voice:
    return voice(
        says=draw(st.sampled_from(list(Says))),
        src=source(
            key=draw(st.sampled_from(["a", "b", "c"])),
            publisher=draw(papers),
            original=draw(st.none() | papers),
            kind=draw(st.sampled_from(list(SourceClass))),
        ),
        relayed=draw(st.sampled_from(["", "UN Panel of Experts"])),
        marks=draw(st.sampled_from([(), ("from_memory",), ("disputed",)])),
        statement=draw(st.sampled_from(["It was so", "So it was"])),
    )


def test_one_source_is_single() -> None:
    assert weigh([voice()]).standing is Standing.SINGLE_SOURCE


def test_two_publishers_corroborate() -> None:
    held = weigh([voice(), voice(src=source("s2", publisher="Other"))])
    assert held.standing is Standing.CORROBORATED
    assert "2 independent origins" in held.why


@pytest.mark.parametrize(
    "second",
    [
        voice(src=source("s2", publisher="Other", original="Paper")),  # a copy of the first
        voice(src=source("s2", publisher="Blog", kind=SourceClass.BLOG)),
        voice(src=source("s2", publisher="Other"), marks=("from_memory",)),
    ],
)
def test_copies_blogs_and_memory_add_no_voice(second: Voice) -> None:
    assert weigh([voice(), second]).standing is Standing.SINGLE_SOURCE


def test_two_papers_that_relay_the_panel_are_one_voice() -> None:
    one = voice(src=source("a", publisher="AP"), relayed="UN Panel of Experts")
    two = voice(src=source("b", publisher="Reuters"), relayed="UN Panel of Experts")
    assert weigh([one, two]).standing is Standing.SINGLE_SOURCE


def test_a_denial_contests_and_names_who() -> None:
    held = weigh([voice(), voice(says=Says.DENIES, src=source("s2", publisher="Ministry"))])
    assert held.standing is Standing.CONTESTED
    assert "Ministry" in held.why


def test_silence_is_no_denial() -> None:
    assert weigh([voice(), voice(says=Says.NO_REPLY)]).standing is Standing.SINGLE_SOURCE


def test_a_finding_that_it_is_untrue_refutes() -> None:
    held = weigh([voice(), voice(src=source("b", publisher="B")), voice(says=Says.REFUTES)])
    assert held.standing is Standing.REFUTED


def test_a_denial_alone_is_its_own_matter() -> None:
    """Where nobody accuses, a denial is a statement like another and not a contest."""
    assert weigh([voice(says=Says.DENIES)]).standing is Standing.SINGLE_SOURCE


@given(st.lists(voices(), min_size=1, max_size=6))
def test_a_duplicate_changes_nothing(held: list[Voice]) -> None:
    assert weigh(leading(held)) == weigh(leading([*held, held[0]]))


@given(st.lists(voices(), min_size=1, max_size=6))
def test_order_is_irrelevant(held: list[Voice]) -> None:
    assert weigh(leading(held)) == weigh(leading(held[::-1]))
    assert leading(held) == leading(held[::-1])


@given(st.lists(voices(), min_size=1, max_size=6), papers)
def test_one_publisher_never_corroborates(held: list[Voice], paper: str) -> None:
    same = [voice(says=item.says, src=source(item.claim.source.key, publisher=paper)) for item in held]
    assert weigh(same).standing is not Standing.CORROBORATED
    assert len(independent_origins(same)) <= 1


def amount(low: str | None, high: str | None, unit: str = "persons") -> Quantity:
    return Quantity(
        unit=unit,
        low=Decimal(low) if low else None,
        high=Decimal(high) if high else None,
        printed=f"{low}-{high}",
    )


def with_amount(quantity: Quantity, key: str) -> Voice:
    from dataclasses import replace

    held = voice(src=source(key, publisher=key))
    return replace(held, claim=replace(held.claim, quantity=quantity))


def test_amounts_join_to_a_range() -> None:
    held = combined([with_amount(amount("2000", "2500"), "a"), with_amount(amount("6064", "6064"), "b")])
    assert held is not None
    assert (held.low, held.high) == (Decimal(2000), Decimal(6064))


def test_an_open_bound_stays_open() -> None:
    held = combined([with_amount(amount("200", None), "a"), with_amount(amount("250", "300"), "b")])
    assert held is not None
    assert (held.low, held.high) == (Decimal(200), None)


def test_other_units_do_not_mix() -> None:
    held = combined(
        [with_amount(amount("10", "10", "t"), "a"), with_amount(amount("900", "900", "USD"), "b")]
    )
    assert held is not None
    assert (held.unit, held.high) == ("t", Decimal(10))


def test_amounts_far_apart_are_contested() -> None:
    """500 million and 2 to 3 billion are two schools, not a range that both uphold."""
    held = weigh(
        [with_amount(amount("500", "500", "USD"), "a"), with_amount(amount("2000", "3000", "USD"), "b")]
    )
    assert held.standing is Standing.CONTESTED
    assert "500-500 against 2000-3000" in held.why


@pytest.mark.parametrize(
    ("one", "other"),
    [(("100", "100"), ("109", "109")), (("100", "200"), ("150", "300"))],
)
def test_rounding_and_overlap_are_no_contest(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None]
) -> None:
    expected = Standing.CORROBORATED
    assert weigh([with_amount(amount(*one), "a"), with_amount(amount(*other), "b")]).standing is expected


def test_a_least_amount_does_not_agree_with_less() -> None:
    held = weigh([with_amount(amount("200", None), "a"), with_amount(amount("100", "100"), "b")])
    assert held.standing is Standing.CONTESTED
