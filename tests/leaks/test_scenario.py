"""Scenarios obey the laws of money: closing more never raises revenue, nothing complied with cuts nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.errors import NotFound, UsageError
from stanch.leaks.model import MUSD
from stanch.leaks.scenario import Scenario, Spread, closed_streams, run
from stanch.leaks.streams import load_streams, reconcile
from stanch.settings import packaged_data

STREAMS = load_streams(packaged_data())
FULL, NONE = Spread(low=1, mode=1, high=1), Spread(low=0, mode=0, high=0)


def scenario(close: list[str], **changes: object) -> Scenario:
    base: dict[str, object] = {
        "title": "t",
        "baseline": "2017-capped",
        "close": close,
        "compliance": {"default": FULL},
        "substitution": {"default": NONE},
        "draws": 500,
    }
    return Scenario(**(base | changes))  # type: ignore[arg-type]


def test_resolution_2371_cuts_what_its_sponsors_said_on_their_own_baseline() -> None:
    """400.9 + 251 + 113 + 295: a reconciliation of inputs, about a third of three billion."""
    outcome = run(STREAMS, scenario(["unsc:2371"]))
    assert outcome.cut.p50 == Decimal("1059.9")
    assert [item.share for item in outcome.of_published] == [Decimal("0.353")]
    assert outcome.baseline == "2017-capped"


def test_the_baseline_changes_the_answer_and_is_named() -> None:
    """On the trade of 2016 the same resolution bites into nearly twice as much."""
    outcome = run(STREAMS, scenario(["unsc:2371"], baseline="2016"))
    assert outcome.cut.p50 > Decimal(1800)
    assert "iron/WORLD/2016" in outcome.assumed


def test_a_ceiling_leaves_what_it_allows_and_a_later_ban_takes_it() -> None:
    """Resolution 2321 capped coal; counting all coal as cut by it would be off by 400 million."""
    capped = run(STREAMS, scenario(["unsc:2321"], baseline="2016"))
    coal = sum(cut.cut.p50 for cut in capped.cells if cut.cell.stream == "coal")
    held = sum(cut.cell.middle for cut in capped.cells if cut.cell.stream == "coal")
    assert held - coal == pytest.approx(Decimal("400.9"), abs=Decimal("0.2"))
    both = run(STREAMS, scenario(["unsc:2321", "unsc:2371"], baseline="2016"))
    assert sum(cut.cut.p50 for cut in both.cells if cut.cell.stream == "coal") == pytest.approx(
        held, abs=Decimal("0.2")
    )


def test_a_closure_that_hits_nothing_is_refused_with_a_hint() -> None:
    """A typo must not read as "cuts nothing"."""
    with pytest.raises(UsageError, match=r"closes no stream.*did you mean"):
        closed_streams(STREAMS.streams, ["unsc:2371:88"])
    with pytest.raises(NotFound, match="held are"):
        run(STREAMS, scenario(["coal"], baseline="2031"))


def test_an_instrument_covers_its_paragraphs_and_no_namesakes() -> None:
    """unsc:2371:1 is not a prefix of unsc:2371:10."""
    assert set(closed_streams(STREAMS.streams, ["unsc:2371"])) == {"coal", "iron", "lead", "seafood"}
    with pytest.raises(UsageError):
        closed_streams(STREAMS.streams, ["unsc:2371:1"])


keys = st.sampled_from([stream.key for stream in STREAMS.streams])
shares = st.floats(0, 1)
spreads = (
    st.lists(shares, min_size=3, max_size=3).map(sorted).map(lambda s: Spread(low=s[0], mode=s[1], high=s[2]))
)
baselines = st.sampled_from(STREAMS.baselines)


@settings(max_examples=60, deadline=None)
@given(st.sets(keys, min_size=1), keys, spreads, spreads, baselines)
def test_closing_more_never_raises_revenue(
    closed: set[str], more: str, comply: Spread, turn: Spread, baseline: str
) -> None:
    """Neither in the middle nor at either end of the distribution."""
    fixed = {"compliance": {"default": comply}, "substitution": {"default": turn}, "baseline": baseline}
    less = run(STREAMS, scenario(sorted(closed), **fixed))
    bigger = run(STREAMS, scenario(sorted(closed | {more}), **fixed))
    for at in ("p5", "p50", "p95", "mean"):
        assert getattr(bigger.left, at) <= getattr(less.left, at) + Decimal("0.1")


@settings(max_examples=20, deadline=None)
@given(st.sets(keys, min_size=1), baselines)
def test_zero_compliance_cuts_nothing(closed: set[str], baseline: str) -> None:
    """A paragraph nobody follows costs the target nothing."""
    outcome = run(STREAMS, scenario(sorted(closed), compliance={"default": NONE}, baseline=baseline))
    assert outcome.cut.p95 == 0
    assert outcome.left.p50 == outcome.baseline_total.p50


@settings(max_examples=40, deadline=None)
@given(st.sets(keys, min_size=1), spreads, spreads, baselines)
def test_sums_of_streams_equal_the_total_within_rounding(
    closed: set[str], comply: Spread, turn: Spread, baseline: str
) -> None:
    """Each mean is rounded to a tenth of a million: their sum differs from the whole by half of that a cell at most."""
    outcome = run(
        STREAMS,
        scenario(
            sorted(closed), compliance={"default": comply}, substitution={"default": turn}, baseline=baseline
        ),
    )
    parts = sum((cut.cut.mean for cut in outcome.cells), Decimal(0))
    assert abs(parts - outcome.cut.mean) <= Decimal("0.05") * (len(outcome.cells) + 1)
    assert abs(outcome.baseline_total.mean - outcome.cut.mean - outcome.left.mean) <= Decimal("0.15")
    assert {cut.cut.unit for cut in outcome.cells} | {cut.cell.unit for cut in outcome.cells} <= {MUSD}


def test_a_partner_complies_alike_in_all_its_streams() -> None:
    """One government enforces both: what varies together spreads wider than what varies apart."""
    wide = {"default": Spread(low=0, mode=0.5, high=1)}
    both = run(
        STREAMS,
        scenario(["coal", "textiles"], baseline="2016", compliance=wide, partners=("CN",), draws=5000),
    )
    spread = both.cut.p95 - both.cut.p5
    apart = [cut.cut.p95 - cut.cut.p5 for cut in both.cells]
    assert spread == pytest.approx(sum(apart), rel=Decimal("0.02"))


def test_substitution_helps_only_where_somebody_stays_open() -> None:
    """Goods shut out at one partner turn to another; with all closed there is nowhere to turn."""
    half = {"default": Spread(low=0.5, mode=0.5, high=0.5)}
    one = run(STREAMS, scenario(["workers"], baseline="2017", partners=("KW",), substitution=half))
    everyone = run(STREAMS, scenario(["workers"], baseline="2017", substitution=half))
    kuwait = {cut.cell.partner: cut for cut in everyone.cells}["KW"]
    assert one.cells[0].share == Decimal("0.5")
    assert kuwait.share == 1


def test_the_same_seed_gives_the_same_answer_and_draws_stay_within_the_range() -> None:
    """An answer can be replayed; no draw leaves what the sources say."""
    asked = scenario(["textiles"], draws=10_000)
    first, second = run(STREAMS, asked), run(STREAMS, asked)
    assert first == second
    assert Decimal(752) <= first.cut.p5 <= first.cut.p95 <= Decimal(800)


@pytest.mark.parametrize("spread", [Spread(low=0.5, mode=0.2, high=1), Spread(low=0, mode=0.5, high=2)])
def test_a_spread_that_is_no_distribution_is_refused(spread: Spread) -> None:
    """0.2 between 0.5 and 1 is a typo."""
    with pytest.raises(UsageError, match="low <= mode <= high"):
        run(STREAMS, scenario(["coal"], compliance={"default": spread}))


def test_cells_and_published_totals_are_shown_side_by_side() -> None:
    """What does not add up stays visible, and how much of the sum is assumed."""
    for item in reconcile(STREAMS, "2016"):
        assert item.low <= item.high
        assert item.unexplained == item.published.total - item.high
        assert item.assumed > 0


@pytest.mark.parametrize(
    "change",
    [
        {"partners": ("XX",)},
        {"compliance": {"default": FULL, "CHINA": NONE}},
        {"substitution": {"default": NONE, "ZZ": NONE}},
    ],
)
def test_a_partner_that_no_cell_has_is_refused(change: dict[str, object]) -> None:
    """A mistyped partner must not read as "cuts nothing", nor its rate be passed over."""
    with pytest.raises(UsageError, match="no cell of any baseline has the partner"):
        run(STREAMS, scenario(["coal"], **change))


def test_a_share_of_goods_is_told_only_where_goods_are_closed() -> None:
    """Workers are in no trade total: 0 per cent of it would say nothing."""
    assert run(STREAMS, scenario(["workers"], baseline="2017")).of_published == ()
    everything = run(STREAMS, scenario(["coal", "workers"], baseline="2017"))
    goods = run(STREAMS, scenario(["coal"], baseline="2017"))
    assert everything.of_published == goods.of_published
    assert everything.cut.mean > goods.cut.mean
