"""Laws of the engine, tried on activities of every kind (Hypothesis)."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.rulebook import Activity, Regime, Verdict, check, load_regime
from stanch.rulebook.activity import Value
from stanch.rulebook.check import findings_of, scene_of, strictest
from stanch.rulebook.goods import lexicon
from stanch.rulebook.listing import nobody
from stanch.rulebook.model import Effect
from stanch.rulebook.rules import rules_of
from stanch.rulebook.verdict import STRICTNESS
from stanch.rulebook.vocab import vocabulary

WORDS = vocabulary()
DAYS = st.dates(dt.date(2005, 1, 1), dt.date(2027, 1, 1))
COUNTRIES = st.sampled_from(["", "KP", "CN", "DE", "US", "MY"])
CODES = st.sampled_from(
    [
        "",
        "270112",
        "030743",
        "620193",
        "841370",
        "271019",
        "270900",
        "890190",
        "880211",
        "100630",
        "730630",
        "970300",
    ]
)
ITEMS = st.sampled_from(["", *sorted(key.replace("_", " ") for key in lexicon().items)])
# facts by which some rule forbids, whoever claims them: stating one must never make anything freer
BANNING = (
    "reasonable_grounds", "credible_information", "listed_party", "acting_for_listed", "military_use", "revenue_link", "raises_total",
    "new_investment", "refused_inspection", "prohibited_item_list",
)  # fmt: skip


def _value(key: str) -> st.SearchStrategy[Value]:
    entry = WORDS.facts[key]
    if entry.type == "yes_no":
        return st.booleans()
    if entry.type == "number":
        return st.integers(0, 10_000_000).map(Decimal)
    if entry.type == "day":
        return st.dates(dt.date(2000, 1, 1), dt.date(2027, 1, 1))
    return st.sampled_from(entry.values or ("medicine", "mining", "physics"))


FACTS = st.lists(st.sampled_from(sorted(WORDS.facts)), max_size=5, unique=True).flatmap(
    lambda keys: st.fixed_dictionaries({key: _value(key) for key in keys})
)
ACTIVITIES = st.builds(
    Activity,
    act=st.sampled_from(sorted(WORDS.acts)),
    goods=ITEMS,
    hs=CODES,
    from_country=COUNTRIES,
    to_country=COUNTRIES,
    origin=COUNTRIES,
    state=COUNTRIES,
    actor=st.sampled_from(["", *sorted(WORDS.actors)]),
    nationality=COUNTRIES,
    facts=FACTS,
)


def _dprk() -> Regime:
    return load_regime("dprk")


def _un(activity: Activity, day: dt.date) -> Verdict:
    return check(activity, day, regime=_dprk(), listed=nobody).layer("un").verdict


@settings(max_examples=300, deadline=None)
@given(ACTIVITIES, DAYS, st.sampled_from(BANNING))
def test_a_fact_that_triggers_a_ban_never_frees(activity: Activity, day: dt.date, fact: str) -> None:
    """Stating reasonable grounds, a listed party and the like never makes a verdict more lenient."""
    silent = replace(activity, facts={key: value for key, value in activity.facts.items() if key != fact})
    stated = replace(activity, facts={**activity.facts, fact: True})
    assert STRICTNESS[_un(stated, day)] >= STRICTNESS[_un(silent, day)]


@settings(max_examples=300, deadline=None)
@given(ACTIVITIES, DAYS)
def test_the_layer_is_as_strict_as_its_strictest_finding(activity: Activity, day: dt.date) -> None:
    """Nothing that a rule forbids is lost on the way to the verdict."""
    rules = rules_of(_dprk())
    scene = scene_of(rules, activity, day, listed=nobody)
    found = list(findings_of(rules, scene, "un"))
    assert _un(activity, day) is strictest(finding.verdict for finding in found)


@settings(max_examples=200, deadline=None)
@given(ACTIVITIES)
def test_a_day_before_all_versions_is_not_covered(activity: Activity) -> None:
    """Before 15 July 2006 no resolution speaks."""
    answer = check(activity, dt.date(2006, 7, 14), regime=_dprk(), listed=nobody).layer("un")
    assert answer.verdict is Verdict.NOT_COVERED
    assert answer.findings == ()


@settings(max_examples=150, deadline=None)
@given(ACTIVITIES, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_rules_never_matters(activity: Activity, day: dt.date, chance: random.Random) -> None:
    """Shuffled rules find the same."""
    rules = rules_of(_dprk())
    shuffled = list(rules.by_authority["un"])
    chance.shuffle(shuffled)
    other = replace(rules, by_authority={**rules.by_authority, "un": tuple(shuffled)})
    one = findings_of(rules, scene_of(rules, activity, day, listed=nobody), "un")
    two = findings_of(other, scene_of(other, activity, day, listed=nobody), "un")
    assert sorted((each.provision, each.verdict) for each in one) == sorted(
        (each.provision, each.verdict) for each in two
    )


@settings(max_examples=200, deadline=None)
@given(ACTIVITIES, DAYS)
def test_hortatory_rules_never_decide(activity: Activity, day: dt.date) -> None:
    """Whatever only asks, forbids nothing and exposes nobody."""
    for layer in check(activity, day, regime=_dprk(), listed=nobody).layers:
        for finding in layer.findings:
            if not finding.binding:
                assert finding.verdict is Verdict.NOT_COVERED
                assert finding.exposure is None
                assert not any(duty.binding for duty in finding.duties)


@settings(max_examples=200, deadline=None)
@given(ACTIVITIES, DAYS)
def test_unknown_always_says_what_would_settle_it(activity: Activity, day: dt.date) -> None:
    """An `unknown` without a missing fact or an open reading would be a shrug."""
    for layer in check(activity, day, regime=_dprk(), listed=nobody).layers:
        for finding in layer.findings:
            if finding.verdict is Verdict.UNKNOWN:
                assert finding.missing or finding.readings


@settings(max_examples=200, deadline=None)
@given(ACTIVITIES, DAYS)
def test_the_index_hides_nothing(activity: Activity, day: dt.date) -> None:
    """Rules that the index leaves out do not reach the activity when asked one by one."""
    from stanch.rulebook.reach import reached, relevant

    rules = rules_of(_dprk())
    scene = scene_of(rules, activity, day, listed=nobody)
    for authority in rules.by_authority:
        kept = {id(rule) for rule in relevant(rules, scene, authority)}
        for rule in rules.by_authority[authority]:
            if (
                rule.version.covers(day)
                and not rule.acts.isdisjoint(scene.acts)
                and rule.version.effect is not Effect.LIFT
                and id(rule) not in kept
            ):
                assert reached(scene, rule).value is False
