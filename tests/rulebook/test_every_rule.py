"""Every encoded version can be reached, on its first day and not before; every way through can be opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from stanch.rulebook import load_regime, regimes
from stanch.rulebook.activity import Activity
from stanch.rulebook.check import findings_of, scene_of
from stanch.rulebook.listing import nobody
from stanch.rulebook.model import OPEN, Condition, Effect
from stanch.rulebook.reach import reached
from stanch.rulebook.rules import Rule, Rules, rules_of
from stanch.rulebook.scene import with_facts
from stanch.rulebook.verdict import Finding
from stanch.rulebook.ways import ways_through
from tests.rulebook.examples import ONE, day_inside, fitting, within_cap


def _acting() -> Iterator[tuple[Rules, Rule]]:
    for name in regimes():
        rules = rules_of(load_regime(name))
        for each in rules.by_authority.values():
            for rule in each:
                if rule.version.acts and rule.version.effect not in (Effect.LIFT, Effect.FRAME):
                    yield rules, rule


def _name(value: object) -> str:
    if isinstance(value, Rule):
        return f"{value.provision.key}@{value.version.applies_from}"
    return value.regime.key if isinstance(value, Rules) else str(value)


RULES = list(_acting())


def _finding(rules: Rules, rule: Rule, activity: Activity, day: dt.date) -> Finding | None:
    scene = scene_of(rules, activity, day, listed=nobody)
    found = findings_of(rules, scene, rule.instrument.authority)
    return next((finding for finding in found if finding.provision == rule.provision.key), None)


@pytest.mark.parametrize(("rules", "rule"), RULES, ids=_name)
def test_reached_on_its_first_day(rules: Rules, rule: Rule) -> None:
    """A rule that nothing can reach is a mistake in its conditions."""
    day = day_inside(rule.version)
    activity = fitting(rules, rule, day)
    trigger = reached(scene_of(rules, activity, day, listed=nobody), rule)
    assert trigger.value, trigger.why
    assert _finding(rules, rule, activity, day) is not None


@pytest.mark.parametrize(("rules", "rule"), RULES, ids=_name)
def test_not_reached_outside_its_days(rules: Rules, rule: Rule) -> None:
    """The day before the first version and the day after the last, the provision is silent."""
    versions = rule.provision.versions
    first, last = versions[0].applies_from, versions[-1].applies_until
    activity = fitting(rules, rule, day_inside(rule.version))
    assert _finding(rules, rule, activity, first - ONE) is None
    if last != OPEN:
        assert _finding(rules, rule, activity, last + ONE) is None


def _ways() -> Iterator[tuple[Rules, Rule, str, str]]:
    for rules, rule in RULES:
        version = rule.version
        for kind, ways in (
            ("exemption", version.exemptions),
            ("derogation", version.derogations),
            ("cap", version.caps),
            ("wind_down", version.wind_downs),
        ):
            for way in ways:
                yield rules, rule, kind, way.key


@pytest.mark.parametrize(("rules", "rule", "kind", "key"), list(_ways()), ids=_name)
def test_way_opens(rules: Rules, rule: Rule, kind: str, key: str) -> None:
    """Each exemption, derogation, cap and wind-down is open once its conditions are established."""
    activity, day = _established(rules, rule, kind, key)
    scene = scene_of(rules, activity, day, listed=nobody)
    way = next(each for each in ways_through(scene, rule.version) if (each.kind, each.key) == (kind, key))
    assert way.open, way.why


@pytest.mark.parametrize(("rules", "rule", "kind", "key"), list(_ways()), ids=_name)
def test_way_is_closed_when_nothing_is_claimed(rules: Rules, rule: Rule, kind: str, key: str) -> None:
    """An exemption that nobody claims is not established, unless goods or act alone open it."""
    way = _way(rule, kind, key)
    by_itself = {"goods", "act_in", "actor", "state_in", "hs_in", "to_target", "from_target", "field_in", "sector_in", "none", "any",
                 "goods_to", "day_from", "day_before"}  # fmt: skip
    conditions: tuple[Condition, ...] = (*getattr(way, "when", ()), *getattr(way, "granted", ()))
    claims = [each for each in conditions if each.name not in by_itself]
    trigger = {each.name for each in rule.version.when}
    if not [each for each in claims if each.name not in trigger]:
        pytest.skip("nothing to claim: goods, act, day or amount open it")
    day = _day_for(rule, kind, key)
    scene = scene_of(rules, fitting(rules, rule, day), day, listed=nobody)
    held = next(each for each in ways_through(scene, rule.version) if (each.kind, each.key) == (kind, key))
    assert not held.open
    assert held.needs


def _way(rule: Rule, kind: str, key: str) -> object:
    ways = {
        "exemption": rule.version.exemptions,
        "derogation": rule.version.derogations,
        "cap": rule.version.caps,
        "wind_down": rule.version.wind_downs,
    }
    return next(each for each in ways[kind] if each.key == key)  # type: ignore[attr-defined]  # all of them have a key


def _day_for(rule: Rule, kind: str, key: str) -> dt.date:
    version = rule.version
    day = day_inside(version)
    if kind == "cap":
        cap = next(each for each in version.caps if each.key == key)
        return max(filter(None, (day, cap.window_from)))
    if kind == "wind_down":
        return next(each for each in version.wind_downs if each.key == key).last_day
    return day


def _established(rules: Rules, rule: Rule, kind: str, key: str) -> tuple[Activity, dt.date]:
    version, day = rule.version, _day_for(rule, kind, key)
    if kind == "exemption":
        return fitting(rules, rule, day, also=next(e for e in version.exemptions if e.key == key).when), day
    if kind == "derogation":
        derogation = next(each for each in version.derogations if each.key == key)
        return fitting(rules, rule, day, also=(*derogation.when, *derogation.granted)), day
    if kind == "cap":
        cap = next(each for each in version.caps if each.key == key)
        activity = fitting(rules, rule, day, also=cap.when)
        amounts = {limit.used: within_cap(limit.quantity) for limit in cap.limits}
        ceilings = {limit.quantity_fact: within_cap(None) * 2 for limit in cap.limits if limit.quantity_fact}
        return with_facts(activity, **amounts, **ceilings), day
    wind_down = next(each for each in version.wind_downs if each.key == key)
    also = list(wind_down.when)
    if wind_down.items:
        also.append(Condition(name="goods", args=wind_down.items))
    if wind_down.contract_before:
        also.append(Condition(name="contract_before", args=wind_down.contract_before))
    return fitting(rules, rule, day, also=also), day


@pytest.mark.parametrize(
    ("rules", "rule", "kind", "key"), [each for each in _ways() if each[2] == "wind_down"], ids=_name
)
def test_wind_down_ends_after_its_last_day(rules: Rules, rule: Rule, kind: str, key: str) -> None:
    """The last day is inclusive; the next day nothing helps."""
    activity, day = _established(rules, rule, kind, key)
    after = scene_of(rules, activity, day + ONE, listed=nobody)
    way = next(each for each in ways_through(after, rule.version) if (each.kind, each.key) == (kind, key))
    assert not way.open
    assert way.closed
