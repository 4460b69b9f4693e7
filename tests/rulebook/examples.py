"""Activities made to fit a rule or one of its ways through, out of the rule itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from stanch.rulebook import Activity, Party
from stanch.rulebook.activity import Value
from stanch.rulebook.goods import lexicon
from stanch.rulebook.model import Condition, Direction, Goods, Version
from stanch.rulebook.rules import Rule, Rules
from stanch.rulebook.vocab import vocabulary

ONE = dt.timedelta(days=1)


@dataclass
class Draft:
    """An activity in the making."""

    target: str
    day: dt.date
    fields: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Value] = field(default_factory=dict)

    def done(self) -> Activity:
        """The activity."""
        return Activity(facts=self.facts, **self.fields)


def fitting(rules: Rules, rule: Rule, day: dt.date, *, also: Iterable[Condition] = ()) -> Activity:
    """An activity that the rule reaches, with further conditions made true."""
    draft = Draft(rules.regime.target, day)
    version = rule.version
    draft.fields["act"] = _act(version)
    _move(draft, version)
    wanted = [each for each in also if each.name == "goods"]
    if version.goods:
        _put_goods(draft, _goods_for(version, wanted))
    for condition in (*version.when, *also):
        satisfy(draft, condition)
    return draft.done()


def _act(version: Version) -> str:
    acts = vocabulary().acts
    return (
        next((act for act in version.acts if acts[act].kind != "goods"), version.acts[0])
        if not version.goods
        else version.acts[0]
    )


def _move(draft: Draft, version: Version) -> None:
    if version.direction in (Direction.FROM_TARGET, Direction.EITHER):
        draft.fields.update(from_country=draft.target, origin=draft.target, to_country="CN")
    elif version.direction is Direction.TO_TARGET:
        draft.fields.update(from_country="CN", origin="CN", to_country=draft.target)


def _goods_for(version: Version, wanted: list[Condition]) -> Goods:
    for condition in wanted:
        for goods in version.goods:
            if goods.item in condition.args:
                return goods
    return version.goods[0]


def _put_goods(draft: Draft, goods: Goods) -> None:
    draft.fields["goods"] = goods.item.replace("_", " ")
    codes = [*goods.hs, *goods.part_of_hs]
    if codes:
        draft.fields["hs"] = codes[0].ljust(6, "0")
        if goods.hs_edition:
            draft.fields["hs_edition"] = goods.hs_edition
    for condition in goods.when:
        satisfy(draft, condition)


def satisfy(draft: Draft, condition: Condition) -> None:
    """Make one condition true."""
    if condition.name == "any":
        satisfy(draft, condition.parts[0])
    elif condition.name == "all":
        for part in condition.parts:
            satisfy(draft, part)
    elif condition.name in _MAKE:
        _MAKE[condition.name](draft, condition.args)
    elif condition.name == "none":
        for part in condition.parts:
            if part.name == "field_in":
                draft.facts["field"] = "archaeology"
    else:
        args = condition.args
        draft.facts[condition.name] = args if isinstance(args, bool) else args[0]


def _set(name: str) -> Any:
    def put(draft: Draft, args: Any) -> None:
        draft.fields[name] = args if isinstance(args, str) else args[0]

    return put


def _make_goods(draft: Draft, items: Any) -> None:
    said = draft.fields.get("goods", "").replace(" ", "_")
    if said in items:
        return
    draft.fields["goods"] = items[0].replace("_", " ")
    codes = lexicon().items[items[0]].hs
    if codes and "hs" in draft.fields:
        draft.fields["hs"] = codes[0].ljust(6, "0")


def _make_hs(draft: Draft, prefixes: Any) -> None:
    draft.fields["hs"] = prefixes[0].ljust(6, "0")


def _make_origin(draft: Draft, outside: Any) -> None:
    draft.fields["origin"] = "RU" if outside else draft.target


def _make_party(draft: Draft, names: Any) -> None:
    draft.fields["parties"] = (Party(name=names[0]),)
    draft.facts["listed_party"] = True


def _make_fact(name: str) -> Any:
    def put(draft: Draft, args: Any) -> None:
        draft.facts[name] = args[0]

    return put


def _make_number(draft: Draft, args: Any) -> None:
    draft.facts[args["fact"]] = args["limit"] + 1


_MAKE: dict[str, Any] = {
    "goods": _make_goods,
    "hs_in": _make_hs,
    "origin_outside_target": _make_origin,
    "via_place": lambda draft, place: draft.fields.update(via=(place,)),
    "contract_before": lambda draft, day: draft.facts.update(contract_on=day - ONE),
    "opened_before": lambda draft, day: draft.facts.update(opened_on=day - ONE),
    "value_over": lambda draft, args: draft.facts.update(value_usd=args["usd"] + 1),
    "number_over": _make_number,
    "port_call_within": lambda draft, args: draft.facts.update(last_target_port_call=draft.day - ONE),
    "party_listed": lambda draft, args: draft.facts.update(listed_party=True),
    "vessel_listed": lambda draft, args: draft.facts.update(listed_party=True),
    "party_named": _make_party,
    "actor": _set("actor"),
    "field_in": _make_fact("field"),
    "sector_in": _make_fact("sector"),
    "act_in": _set("act"),
    "state_in": _set("state"),
    "goods_to": _set("to_country"),
    "day_before": lambda draft, day: None,
    "day_from": lambda draft, day: None,
    "to_target": lambda draft, yes: draft.fields.update(to_country=draft.target if yes else "CN"),
    "from_target": lambda draft, yes: draft.fields.update(from_country=draft.target if yes else "CN"),
}


def day_inside(version: Version) -> dt.date:
    """A day on which the version and the conditions on days of its trigger hold."""
    starts = [version.applies_from, *(each.args for each in version.when if each.name == "day_from")]
    return max(starts)


def within_cap(limit_quantity: Decimal | None) -> Decimal:
    """An amount well inside a ceiling."""
    return (limit_quantity or Decimal(100)) / 2
