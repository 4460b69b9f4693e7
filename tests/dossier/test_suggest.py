"""Suggestions: offered by facts, ranked by the written rule, silent about what came later."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from stanch.dossier.suggest import (
    CONDITIONS,
    Suggestion,
    as_of_then,
    holds,
    load_suggestions,
    offers,
    precedents_of,
)
from stanch.errors import StanchError
from stanch.facts.model import Says, TieStatus
from stanch.records import Stage
from stanch.rulebook.load import load_regime
from stanch.settings import packaged_data
from tests.dossier.factory import action, figure, mission, tie, view, voice

REGIME = load_regime("dprk", data_dir=packaged_data())


def suggestion(**changes: object) -> Suggestion:
    held = {
        "key": "labour.send_home",
        "title": "Send them home",
        "action": "End the permits.",
        "ask": "When?",
        "basis": ["unsc:2397:8"],
        "addresses": ["labour"],
        "offered_when": [{"tie_open": ["labour"]}],
        "effort": {"level": "medium", "why": "Permits lapse"},
        "effect": "Ends wages.",
        "value": {"number": "workers", "channels": ["labour"]},
        "precedents": {"channels": ["labour"], "words": ["sent home"]},
        "done_when": "A report says so.",
    }
    return Suggestion.model_validate({**held, **changes})


def keys(held: object, *suggestions: Suggestion) -> list[str]:
    return [offer.suggestion.key for offer in offers(held, REGIME, suggestions, ())]  # type: ignore[arg-type]


def test_offered_by_an_open_tie_and_not_without() -> None:
    assert keys(view(ties=(tie(),)), suggestion()) == ["labour.send_home"]
    assert keys(view(), suggestion()) == []
    over = tie(status=TieStatus.ENDED, when="2016/2017-05")
    assert keys(view(ties=(over,)), suggestion()) == []


def test_not_offered_before_its_paragraph_was_in_force() -> None:
    assert keys(view(dt.date(2017, 8, 6), ties=(tie(when="2017-02"),)), suggestion()) == []


def test_every_condition_can_hold_and_can_fail() -> None:
    """A condition that always holds, or never does, would not be noticed otherwise."""
    labour = ["labour"]
    answered = tie("Asked", voices=(voice("Asked"), voice("No answer came", says=Says.NO_REPLY)))
    disputed = tie("Said", voices=(voice("Said"), voice("Not so", says=Says.DENIES, key="state")))
    cases = {
        "tie_open": view(ties=(tie(),)),
        "tie_held": view(ties=(tie(status=TieStatus.ENDED),)),
        "figure_held": view(figures=(figure("Workers", 5, 9),)),
        "action_unproven": view(actions=(action(),)),
        "unanswered": view(ties=(answered,)),
        "contested": view(ties=(disputed,)),
    }
    for name, held in cases.items():
        assert holds({name: labour}, held), name
        assert not holds({name: labour}, view()), name
    assert holds({"no_action": labour}, view())
    assert not holds({"no_action": labour}, cases["action_unproven"])
    assert holds({"report_missing": ["unsc:2397:17"]}, view())
    assert {*cases, "no_action", "report_missing"} == set(CONDITIONS)
    assert holds({"any": [{"tie_open": labour}, {"no_action": labour}]}, view())


def test_shown_before_alleged_then_a_number_at_stake_then_effort() -> None:
    alleged = suggestion(
        key="b.alleged", addresses=["arms"], offered_when=[{"tie_open": ["arms"]}], value={"number": "none"}
    )
    easy = suggestion(key="c.easy", effort={"level": "low", "why": "Easy"}, value={"number": "none"})
    hard = suggestion(key="d.hard", effort={"level": "high", "why": "Hard"}, value={"number": "none"})
    counted = suggestion(key="e.counted", effort={"level": "high", "why": "Hard"})
    held = view(
        ties=(tie(), tie("Arms are said to be bought", channel="arms.purchase", status=TieStatus.ALLEGED)),
        figures=(figure("Workers", 100, 200),),
    )
    assert keys(held, alleged, easy, hard, counted) == ["e.counted", "c.easy", "d.hard", "b.alleged"]


def test_precedents_are_of_others_done_and_to_the_point() -> None:
    right = action("Kuwait sent home its workers", country="KW", key="right")
    promised = action("Qatar said that workers will be sent home", country="QA", stage=Stage.ANNOUNCED)
    other = action("Poland spoke of workers", country="PL")
    assert precedents_of(suggestion(), (right, promised, other)) == (right,)


def test_a_step_for_a_mission_is_not_asked_where_the_mission_is_closed() -> None:
    accounts = suggestion(
        key="f.accounts", addresses=["finance.accounts"], offered_when=[{"tie_held": ["finance"]}]
    )
    held = (tie("Accounts were held", channel="finance.accounts", when="2017"),)
    assert keys(view(ties=held, missions=(mission(status="open", when="2017"),)), accounts)
    shut = (mission(status="open", when="2017"), mission(status="closed", when="2018-03"))
    assert keys(view(ties=held, missions=shut), accounts) == []


def test_words_that_could_not_be_said_on_the_day_are_left_out() -> None:
    then = dt.date(2017, 8, 6)
    later = suggestion(ask="What was done since resolution 2397?", caution="Since 2022 aid is exempt.")
    held = as_of_then(later, REGIME, then)
    assert held is not None
    assert held.ask == ""
    assert held.caution == ""
    assert as_of_then(suggestion(action="File the report on 2375."), REGIME, then) is None
    assert as_of_then(later, REGIME, dt.date(2023, 1, 1)) == later


def test_the_entries_on_file_load_and_name_known_provisions() -> None:
    for each in load_suggestions(packaged_data()):
        assert all(REGIME.provision(key) is not None for key in each.basis), each.key


def test_an_unknown_condition_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "suggestions"
    folder.mkdir()
    lines = [
        "suggestions:", "  - key: a.b", "    title: T", "    action: A", "    ask: Q", "    basis: []", "    addresses: []",
        "    offered_when: [{moon_is_full: [labour]}]", "    effort: {level: low, why: W}", "    effect: E",
        "    value: {number: none}", "    precedents: {channels: []}", "    done_when: D",
    ]  # fmt: skip
    (folder / "x.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(StanchError, match="moon_is_full"):
        load_suggestions(tmp_path)
