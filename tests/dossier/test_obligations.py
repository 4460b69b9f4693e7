"""The matrix: evidence of action, of a gap, of both, or none held; never more than the facts say."""

from __future__ import annotations

import datetime as dt

from stanch.dossier.findings import findings_of, load_goods
from stanch.dossier.model import Table
from stanch.dossier.obligations import Duty, Held, duties_of, section
from stanch.dossier.reports import due_reports
from stanch.dossier.view import View
from stanch.facts.model import Effect, Ref, Says, TieStatus
from stanch.records import Stage
from stanch.rulebook.load import load_regime
from stanch.rulebook.verdict import Verdict
from stanch.settings import packaged_data
from tests.dossier.factory import action, tie, view, voice, writing


def duty(held: View, key: str) -> Duty | None:
    regime = load_regime("dprk", data_dir=packaged_data())
    findings = findings_of(held, regime, load_goods(packaged_data()))
    return next((d for d in duties_of(held, regime, findings) if d.provision.key == key), None)


def held_on(key: str, as_of: dt.date = dt.date(2018, 6, 1), **facts: object) -> Held | None:
    found = duty(view(as_of, **facts), key)
    return None if found is None else found.held


def test_a_provision_not_yet_adopted_is_not_in_the_matrix() -> None:
    assert held_on("unsc:2397:8", dt.date(2017, 12, 21)) is None
    assert held_on("unsc:2397:8", dt.date(2017, 12, 22)) is Held.NONE


def test_action_gap_both_none() -> None:
    coal = tie("Coal was bought", channel="trade.export.coal", act="procure", when="2018-02")
    ban = action("Coal was banned", channel="trade.export.coal", act="ban_trade", when="2018-03")
    assert held_on("unsc:2371:8") is Held.NONE
    assert held_on("unsc:2371:8", ties=(coal,)) is Held.GAP
    assert held_on("unsc:2371:8", actions=(ban,)) is Held.ACTION
    assert held_on("unsc:2371:8", ties=(coal,), actions=(ban,)) is Held.BOTH


def test_a_tie_before_the_rule_is_no_gap() -> None:
    """Coal bought in 2016 says nothing about a ban of August 2017, nor does a year that may lie before it."""
    before = tie("Coal was bought", channel="trade.export.coal", act="procure", when="2016-05")
    assert held_on("unsc:2371:8", ties=(before,)) is Held.NONE


def test_a_refuted_or_denied_absence_is_no_gap() -> None:
    refuted = tie(
        "Coal was bought",
        channel="trade.export.coal",
        act="procure",
        voices=(
            voice("Coal was bought", when="2018-02"),
            voice("A court found not", says=Says.REFUTES, key="court"),
        ),
    )
    none = tie("No coal is bought", channel="trade.export.coal", status=TieStatus.NONE)
    assert held_on("unsc:2371:8", ties=(refuted, none)) is Held.NONE


def test_words_are_no_action_and_announced_is_not_done() -> None:
    said = action("It condemned the sale", channel="trade.export.coal", act="statement")
    promised = action("It will ban coal", channel="trade.export.coal", act="ban_trade", stage=Stage.ANNOUNCED)
    against = action("It allowed coal", channel="trade.export.coal", act="ban_trade", effect=Effect.CONTRARY)
    assert held_on("unsc:2371:8", actions=(said, promised, against)) is Held.NONE


def test_a_named_paragraph_decides_where_an_action_belongs() -> None:
    named = action("Workers left", implements=(Ref(resolution="2397", paragraph="8"),))
    assert held_on("unsc:2397:8", actions=(named,)) is Held.ACTION
    assert held_on("unsc:2375:17", actions=(named,)) is Held.NONE


def test_an_action_before_the_resolution_is_no_evidence_for_it() -> None:
    early = action("Workers left", when="2017-03")
    assert held_on("unsc:2397:8", actions=(early,)) is Held.NONE


def test_the_finding_names_the_paragraph_of_the_day() -> None:
    regime = load_regime("dprk", data_dir=packaged_data())
    coal = tie("Coal was bought", channel="trade.export.coal", act="procure", when="2018-02")
    found = findings_of(view(ties=(coal,)), regime, load_goods(packaged_data()))[coal.key]
    assert found.verdict is Verdict.PROHIBITED
    assert "unsc:2371:8" in found.provisions
    assert found.sure


def test_a_year_across_the_rule_leaves_it_open() -> None:
    """Seafood "in 2017" may lie before or after 5 August 2017: the file says that the day decides."""
    fish = tie("Squid was bought", channel="trade.export.seafood", act="procure", when="2017")
    regime = load_regime("dprk", data_dir=packaged_data())
    found = findings_of(view(ties=(fish,)), regime, load_goods(packaged_data()))[fish.key]
    assert not found.sure
    assert not found.apparent_breach


def test_alleged_and_contested_ties_are_no_apparent_breach() -> None:
    regime = load_regime("dprk", data_dir=packaged_data())
    shown = tie("Fish was bought", channel="trade.export.seafood", act="procure", key="shown")
    alleged = tie("Crab was bought", channel="trade.export.seafood", act="procure", status=TieStatus.ALLEGED)
    found = findings_of(view(ties=(shown, alleged)), regime, load_goods(packaged_data()))
    assert found["shown"].apparent_breach
    assert not found[alleged.key].apparent_breach


def test_the_evidence_is_told_once_for_all_provisions_that_share_it() -> None:
    w = writing(
        view(ties=(tie("Coal was bought", channel="trade.export.coal", act="procure", when="2018-02"),))
    )
    regime = w.regime
    duties = duties_of(w.view, regime, findings_of(w.view, regime, load_goods(packaged_data())))
    tables = [block for block in section(w, duties).blocks if isinstance(block, Table) and not block.folded]
    cells = [cell.text for table in tables for row in table.rows for cell in row]
    assert cells.count("Coal was bought.") == 1


def test_a_draft_that_did_not_pass_asks_nothing_of_anybody() -> None:
    """The draft of May 2022 was vetoed: it is on file for the record, and no duty follows."""
    regime = load_regime("dprk", data_dir=packaged_data())
    drafts = {each.instrument for each in regime.instruments if each.status == "draft"}
    assert drafts, "without a draft on file this test shows nothing"
    today = view(dt.date(2026, 11, 23))
    asked = {duty.provision.instrument for duty in duties_of(today, regime, {})}
    due = {provision.instrument for provision, _ in due_reports(regime, today.as_of)}
    assert not drafts & (asked | due)
    assert "unsc:2397" in asked & due


def test_a_stop_of_all_trade_is_a_step_on_each_kind_of_goods() -> None:
    """The Philippines suspended all trade: that is evidence for the coal paragraph too. Trade as a whole is no breach of it."""
    stop = action(
        "All trade was suspended",
        channel="trade.total",
        act="halt_trade",
        implements=(Ref(resolution="2371"),),
    )
    trade = tie("Trade went on", channel="trade.total", act="", when="2018-02")
    assert held_on("unsc:2371:8", actions=(stop,)) is Held.ACTION
    assert held_on("unsc:2371:8", ties=(trade,)) is Held.NONE
    assert held_on("unsc:2371:12", actions=(stop,)) is Held.NONE
