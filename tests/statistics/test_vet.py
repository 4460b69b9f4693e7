"""Vetting keeps or drops each flow by a named rule, and loses none."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from stanch.settings import packaged_data
from stanch.statistics.mirror import mirror_gaps
from stanch.statistics.model import Direction, Flow
from stanch.statistics.vet import load_vetting, vet

RULES = load_vetting(packaged_data())


def flow(
    year: int,
    usd: int,
    reporter: str = "NL",
    partner: str = "KP",
    direction: Direction = Direction.IMPORT,
    hs: str = "27",
) -> Flow:
    return Flow(
        period=str(year),
        direction=direction,
        reporter=reporter,
        partner=partner,
        hs=hs,
        classification="H4",
        value_usd=Decimal(usd),
    )


def test_one_year_far_above_the_others_is_dropped_with_its_reason() -> None:
    """124 million USD of fuel in one year, where other years show one: a booking error until shown otherwise."""
    judged = vet(
        [
            flow(year, usd, reporter="DK")
            for year, usd in ((2010, 900_000), (2011, 1_100_000), (2012, 1_094_300), (2013, 123_779_987))
        ],
        RULES,
    )
    assert [item.kept for item in judged] == [True, True, True, False]
    assert judged[-1].rule == "spike"
    assert "123,779,987" in judged[-1].reason


def test_a_steady_large_series_is_kept() -> None:
    """China's coal is large every year; size alone is no error."""
    judged = vet([flow(year, 1_100_000_000 + year, reporter="CN") for year in range(2010, 2017)], RULES)
    assert all(item.kept for item in judged)


def test_a_trade_that_grew_and_stayed_or_ended_is_no_spike() -> None:
    """China's coal rose twentyfold within years and stayed; Pakistan's iron fell to nothing after the ban. Both are trade."""
    grew = [18, 10, 12, 50, 110, 170, 260, 400, 1160, 1220, 1400, 1150]
    judged = vet([flow(2000 + i, usd * 10**6, reporter="CN") for i, usd in enumerate(grew)], RULES)
    ended = vet(
        [
            flow(2015 + i, usd, reporter="PK", hs="72")
            for i, usd in enumerate((23_712_115, 10_747_330, 13_932_721, 407_694, 15_061, 4_814))
        ],
        RULES,
    )
    assert all(item.kept for item in (*judged, *ended))


def test_a_single_year_out_of_nothing_is_dropped() -> None:
    """A reporter that never traded before or after."""
    (judged,) = vet([flow(2015, 8_736_501, reporter="FJ")], RULES)
    assert (judged.kept, judged.rule) == (False, "lonely")


def test_a_known_error_names_why() -> None:
    """A judgement of ours is shown as one."""
    (judged,) = vet([flow(2015, 33_395_798, reporter="BF")], RULES)
    assert judged.rule == "known_error"
    assert "land-locked" in judged.reason


flows = st.builds(
    flow, st.integers(2010, 2016), st.integers(0, 10**9), st.sampled_from(["CN", "NL", "BF", "FJ"])
)


@given(st.lists(flows, max_size=20))
def test_no_flow_is_lost_and_the_order_of_input_does_not_matter(held: list[Flow]) -> None:
    """Every row comes out once, with the same judgement whatever came before it."""
    judged = vet(held, RULES)
    assert [item.flow for item in judged] == held
    again = {(item.flow, item.kept, item.rule) for item in vet(held[::-1], RULES)}
    assert again == {(item.flow, item.kept, item.rule) for item in judged}


def test_an_absent_side_is_unknown_not_zero() -> None:
    """A state that reports nothing has not reported zero."""
    (gap,) = mirror_gaps([flow(2016, 100)])
    assert gap.exporter_says_usd is None
    assert gap.ratio is None
    assert not gap.plain


def test_freight_alone_is_no_gap() -> None:
    """Imports are CIF, exports FOB."""
    said = [flow(2016, 106, "NL", "CN"), flow(2016, 100, "CN", "NL", Direction.EXPORT)]
    (gap,) = mirror_gaps(said)
    assert gap.plain


def test_a_gap_that_closes_over_two_years_or_with_re_exports_says_so() -> None:
    """Goods that left in December arrive in January; a port in between books what it passes on."""
    late = [
        flow(2015, 100, "CN", "AU", Direction.IMPORT),
        flow(2015, 160, "AU", "CN", Direction.EXPORT),
        flow(2016, 170, "CN", "AU", Direction.IMPORT),
        flow(2016, 100, "AU", "CN", Direction.EXPORT),
    ]
    first = mirror_gaps(late)[0]
    assert not first.plain
    assert first.explained_by == ("goods under way at the turn of the year",)
    passed_on = [
        flow(2015, 100, "CN", "SG", Direction.IMPORT),
        flow(2015, 40, "SG", "CN", Direction.EXPORT),
        flow(2015, 55, "SG", "CN", Direction.RE_EXPORT),
    ]
    [gap] = mirror_gaps(passed_on)
    assert gap.explained_by == ("re-export",)
    [bare] = mirror_gaps(passed_on[:2])
    assert bare.explained_by == ()
    assert bare.re_exported_usd is None
