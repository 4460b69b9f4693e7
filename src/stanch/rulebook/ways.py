"""The ways through a provision: exemptions, derogations, caps, wind-downs. Here silence means: not established."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from stanch.rulebook.conditions import FIXED, truth
from stanch.rulebook.model import Cap, Condition, Derogation, Exemption, Limit, Version, WindDown
from stanch.rulebook.predicates import fact_value, item_truth
from stanch.rulebook.scene import Scene, Truth, any_of
from stanch.rulebook.verdict import Verdict, Way


def ways_through(scene: Scene, version: Version) -> tuple[Way, ...]:
    """Every way that a version names, with whether it is open and what it still needs."""
    return (
        *(_exemption(scene, each) for each in version.exemptions),
        *(_wind_down(scene, each) for each in version.wind_downs),
        *(_cap(scene, each) for each in version.caps),
        *(_derogation(scene, each) for each in version.derogations),
    )


def established(scene: Scene, conditions: Sequence[Condition]) -> list[tuple[Condition, Truth]]:
    """Each condition with its truth, silence kept as not known."""
    return [(condition, truth(scene, condition, silent=False)) for condition in conditions]


def needs_of(results: Sequence[tuple[Condition, Truth]]) -> tuple[str, ...]:
    """What is still needed, in words."""
    return tuple(describe(condition) for condition, result in results if not result.value)


def closed_by(results: Sequence[tuple[Condition, Truth]]) -> bool:
    """True when a condition fails that nobody can still establish: it is not about those goods, or the day has passed."""
    return any(result.value is False and not _may_change(condition) for condition, result in results)


def _may_change(condition: Condition) -> bool:
    if condition.parts:
        return any(_may_change(part) for part in condition.parts)
    return condition.name not in FIXED


def _neglected(scene: Scene, owed: Sequence[Condition]) -> list[str]:
    return [describe(condition) for condition in owed if truth(scene, condition, silent=False).value is False]


def _exemption(scene: Scene, each: Exemption) -> Way:
    results = established(scene, each.when)
    neglected = _neglected(scene, each.owed)
    is_open = all(result.value for _condition, result in results) and not neglected
    return Way(
        kind="exemption",
        key=each.key,
        para=each.para,
        text=each.text,
        open=is_open,
        outcome=Verdict(each.outcome),
        why=_why(results, neglected),
        needs=() if is_open else (*needs_of(results), *neglected),
        missing=_missing(results),
        closed=closed_by(results),
        owed=tuple(describe(condition) for condition in each.owed),
    )


def _derogation(scene: Scene, each: Derogation) -> Way:
    results = established(scene, each.when)
    granted = established(scene, each.granted)
    # the grant carries the ground: whoever holds one need not prove again why it was given, unless the ground is denied
    is_open = all(result.value for _c, result in granted) and not any(
        result.value is False for _c, result in results
    )
    return Way(
        kind="derogation",
        key=each.key,
        para=each.para,
        text=f"{each.authority}: {each.ask}",
        open=is_open,
        outcome=Verdict.EXEMPT,
        why=_why([*granted, *results], []),
        needs=() if is_open else (*needs_of(results), f"{each.authority}: {each.ask}"),
        missing=_missing([*granted, *results]),
        closed=closed_by(results),
    )


def _wind_down(scene: Scene, each: WindDown) -> Way:
    results = established(scene, each.when)
    problems: list[str] = []
    closed = closed_by(results)
    if scene.day > each.last_day:
        problems.append(f"the last day was {each.last_day}")
        closed = True
    if each.items:
        item = any_of([item_truth(scene.cargo, key) for key in each.items])
        if not item.value:
            problems.append(f"it is for {', '.join(_words(key) for key in each.items)} only")
            closed = closed or item.value is False
    if each.contract_before is not None:
        contract = truth(scene, Condition(name="contract_before", args=each.contract_before), silent=False)
        if not contract.value:
            problems.append(f"a written contract from before {each.contract_before} ({contract.why})")
            closed = closed or contract.value is False
    neglected = _neglected(scene, each.owed)
    is_open = not problems and not neglected and all(result.value for _c, result in results)
    owed = [describe(condition) for condition in each.owed]
    if each.notify_by is not None:
        owed.append(f"notify the committee by {each.notify_by}")
    return Way(
        kind="wind_down",
        key=each.key,
        para=each.para,
        text=each.text,
        open=is_open,
        outcome=Verdict(each.outcome),
        why="; ".join(problems)
        or _why(results, neglected)
        or f"within the time that ends on {each.last_day}",
        needs=() if is_open else (*problems, *needs_of(results), *neglected),
        missing=_missing(results),
        closed=closed,
        owed=tuple(owed),
    )


def _cap(scene: Scene, each: Cap) -> Way:
    results = established(scene, each.when)
    neglected = _neglected(scene, each.owed)
    problems = list(_window(scene, each))
    level = _level(scene, each)
    closed = closed_by(results) or bool(problems)
    is_open: bool | None = level.value
    if problems or neglected or not all(result.value for _c, result in results):
        is_open = False
    needs = (*problems, *needs_of(results), *neglected, *([] if level.value else [level.why]))
    return Way(
        kind="cap",
        key=each.key,
        para=each.para,
        text=each.text,
        open=is_open,
        outcome=Verdict.CAPPED,
        why="; ".join([*problems, _why(results, neglected), level.why]).strip("; "),
        needs=() if is_open else needs,
        missing=(*level.missing, *_missing(results)),
        closed=closed or level.value is False,
        owed=tuple(describe(condition) for condition in each.owed),
    )


def _window(scene: Scene, each: Cap) -> Iterator[str]:
    if each.window_from is not None and scene.day < each.window_from:
        yield f"the allowance begins on {each.window_from}"
    if each.window_until is not None and scene.day > each.window_until:
        yield f"the allowance ended on {each.window_until}"


def _level(scene: Scene, each: Cap) -> Truth:
    """Whether the amounts are within: lower_of needs every ceiling known and unbroken, either takes the one that is measured."""
    truths = [_under(scene, each, number) for number in range(len(each.limits))]
    for result in truths:
        if result.value is False:
            return result
    unknown = [result for result in truths if result.value is None]
    if unknown and not (each.combine == "either" and len(unknown) < len(truths)):
        return Truth(
            None,
            "; ".join(result.why for result in unknown),
            tuple(name for result in unknown for name in result.missing),
        )
    return Truth(True, "; ".join(result.why for result in truths if result.value))


def _under(scene: Scene, each: Cap, number: int) -> Truth:
    limit = each.limits[number]
    ceiling = limit.quantity if limit.quantity is not None else fact_value(scene, limit.quantity_fact)
    if not isinstance(ceiling, Decimal):
        return Truth(
            None, f"the ceiling ({_words(limit.quantity_fact)}) is not known", (limit.quantity_fact,)
        )
    used, basis = _used(scene, limit)
    if used is None:
        return Truth(None, f"how much of {ceiling:,} {limit.unit} is used is not known", (limit.used,))
    shown = f"{used:,} of {ceiling:,} {limit.unit}{basis}"
    if basis and abs(used - ceiling) <= ceiling * scene.vocabulary.conversions.margin:
        return Truth(None, f"{shown}: too near the ceiling to tell by a conversion", (limit.used,))
    if used > ceiling:
        return Truth(False, f"{shown}: above the ceiling")
    if each.stop_at is not None and used >= ceiling * each.stop_at:
        return Truth(False, f"{shown}: supply stops at {each.stop_at:.0%}")
    return Truth(True, f"{shown}: within")


def _used(scene: Scene, limit: Limit) -> tuple[Decimal | None, str]:
    """How much is used, and the basis where it had to be converted from tonnes."""
    used = fact_value(scene, limit.used)
    if isinstance(used, Decimal):
        return used, ""
    tonnes = fact_value(scene, "aggregate_tonnes")
    if limit.used != "aggregate_barrels" or not isinstance(tonnes, Decimal):
        return None, ""
    table = scene.vocabulary.conversions
    for item in sorted(scene.cargo.leaves):
        if item in table.barrels_per_tonne:
            factor = table.barrels_per_tonne[item]
            return (tonnes * factor).quantize(
                Decimal(1)
            ), f" (from {tonnes:,} t at {factor} barrels each, UN Statistics Division)"
    return None, ""


def _why(results: Sequence[tuple[Condition, Truth]], neglected: Sequence[str]) -> str:
    failed = [result.why for _condition, result in results if not result.value]
    if failed or neglected:
        return "; ".join([*failed, *(f"neglected: {each}" for each in neglected)])
    return "; ".join(result.why for _condition, result in results)


def _missing(results: Sequence[tuple[Condition, Truth]]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(name for _c, result in results if result.value is None for name in result.missing)
    )


def describe(condition: Condition) -> str:
    """A condition in plain words."""
    if condition.parts:
        inner = [describe(part) for part in condition.parts]
        if condition.name == "none":
            return f"not: {', nor '.join(inner)}"
        return (" or " if condition.name == "any" else " and ").join(inner)
    args = condition.args
    if args is True:
        return _words(condition.name)
    if args is False:
        return f"no {_words(condition.name)}"
    if isinstance(args, (tuple, list)):
        return f"{_words(condition.name)}: {', '.join(_words(str(each)) for each in args)}"
    if isinstance(args, dict):
        return f"{_words(condition.name)}: {', '.join(f'{key} {value}' for key, value in args.items())}"
    return f"{_words(condition.name)}: {_words(str(args))}"


def _words(key: str) -> str:
    return key.replace("_", " ")
