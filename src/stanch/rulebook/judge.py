"""One rule weighed against one scene: does it bite, is there a way through, what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stanch.rulebook.conditions import truth
from stanch.rulebook.model import Effect, Reading
from stanch.rulebook.reach import reached, trigger_truth
from stanch.rulebook.rules import Rule, Rules
from stanch.rulebook.scene import Scene, Truth, all_of
from stanch.rulebook.verdict import STRICTNESS, Bite, DutyDue, Exposure, Finding, Verdict, Way
from stanch.rulebook.ways import closed_by, established, needs_of, ways_through

_OF_EFFECT = {
    Effect.PROHIBIT: Verdict.PROHIBITED,
    Effect.PERMIT: Verdict.NEEDS_PERMISSION,
    Effect.NOTIFY: Verdict.NOTIFY,
}
_OF_EXPOSURE = {"mandatory": Exposure.MANDATORY, "discretionary": Exposure.DISCRETIONARY}
_OF_OPTION = {
    "prohibited": Verdict.PROHIBITED,
    "capped": Verdict.CAPPED,
    "not_covered": Verdict.NOT_COVERED,
    "exempt": Verdict.EXEMPT,
    "notify": Verdict.NOTIFY,
}


def judge(rules: Rules, scene: Scene, rule: Rule) -> Finding | None:
    """What a rule makes of an activity; None when it does not reach it."""
    trigger = reached(scene, rule)
    if trigger.value is False:
        return None
    return _weighed(rules, scene, rule, trigger)


def _weighed(rules: Rules, scene: Scene, rule: Rule, trigger: Truth) -> Finding:
    version = rule.version
    ways = ways_through(scene, version)
    verdict, missing = _outcome(rule, trigger, ways)
    readings: tuple[str, ...] = ()
    if verdict is not Verdict.UNKNOWN and trigger.value:
        verdict, readings = _read_both_ways(scene, version.readings, verdict)
    return Finding(
        provision=rule.provision.key,
        title=rule.provision.title,
        authority=rule.instrument.authority,
        measure=rule.provision.measure,
        force=version.force,
        binding=rule.binding,
        grade=rule.provision.verified,
        bite=Bite.BITES if trigger.value else Bite.UNKNOWN,
        verdict=verdict,
        why=_reasons(rule, trigger, ways),
        paragraphs=_paragraphs(rules, rule, trigger, ways),
        exposure=_exposure(rule, trigger, ways),
        ways=ways,
        duties=tuple(_duties(scene, rule, trigger)),
        missing=missing if not readings else (),
        readings=readings,
    )


def _outcome(rule: Rule, trigger: Truth, ways: Sequence[Way]) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict of one rule, and what is missing for it."""
    strict = _OF_EFFECT.get(rule.version.effect)
    outcomes = [way.outcome for way in ways if way.open]
    if rule.version.effect is Effect.EXPOSE and not outcomes:
        return Verdict.NOT_COVERED, trigger.missing if trigger.value is None else ()
    if (strict is None and rule.version.effect is not Effect.EXPOSE) or not rule.binding:
        return Verdict.NOT_COVERED, ()
    if outcomes:
        return min(outcomes, key=STRICTNESS.__getitem__), ()
    if trigger.value is None:
        return Verdict.UNKNOWN, trigger.missing
    unsure = [way for way in ways if way.open is None]
    if unsure:
        return Verdict.UNKNOWN, tuple(dict.fromkeys(name for way in unsure for name in way.missing))
    return strict or Verdict.NOT_COVERED, ()


def _exposure(rule: Rule, trigger: Truth, ways: Sequence[Way]) -> Exposure | None:
    if rule.version.exposure is None or not trigger.value or any(way.open for way in ways):
        return None
    return _OF_EXPOSURE[rule.version.exposure]


def _read_both_ways(
    scene: Scene, readings: Sequence[Reading], verdict: Verdict
) -> tuple[Verdict, tuple[str, ...]]:
    """Where the text is open and its readings part, the answer is unknown, with each of them."""
    for reading in readings:
        if not all_of([truth(scene, condition, silent=True) for condition in reading.when]).value:
            continue
        outcomes = {_OF_OPTION.get(option.outcome, verdict) for option in reading.options}
        if len(outcomes) > 1 and max(STRICTNESS[each] for each in outcomes) > STRICTNESS[Verdict.EXEMPT]:
            texts = tuple(
                f"{option.text}: {_OF_OPTION.get(option.outcome, verdict).replace('_', ' ')}"
                for option in reading.options
            )
            return Verdict.UNKNOWN, (reading.question, *texts)
    return verdict, ()


def _reasons(rule: Rule, trigger: Truth, ways: Sequence[Way]) -> tuple[str, ...]:
    reasons = [trigger.why] if trigger.why else [f"it is about this act ({rule.provision.title})"]
    if not rule.binding and rule.version.effect is not Effect.FRAME:
        reasons.append(f"the paragraph only {rule.version.force.replace('_', ' ')}: it does not forbid")
    reasons += [f"{way.kind.replace('_', '-')} {way.key}: {way.why}" for way in ways if way.open]
    return tuple(reasons)


def _paragraphs(rules: Rules, rule: Rule, trigger: Truth, ways: Sequence[Way]) -> tuple[str, ...]:
    keys = [rule.provision.key]
    relevant = [way for way in ways if way.open or way.open is None] or [
        way for way in ways if way.kind == "cap"
    ]
    keys += [place_of(rule.instrument.instrument, way.para) for way in relevant if way.para]
    keys += [key for cite in trigger.cites for key in listed_by(rules, cite)]
    return tuple(dict.fromkeys(keys))


def place_of(instrument: str, para: str) -> str:
    """A paragraph named inside a rule as a full key; it may lie in another instrument."""
    return para if ":" in para else f"{instrument}:{para}"


def listed_by(rules: Rules, cite: str) -> Iterator[str]:
    """The provision that put names on a list on a day ("listing:un-1718:2017-08-05")."""
    _kind, _, rest = cite.partition(":")
    name, _, day = rest.rpartition(":")
    for entry in rules.regime.listings:
        if entry.list == name and entry.on.isoformat() == day:
            yield entry.by


def _duties(scene: Scene, rule: Rule, trigger: Truth) -> Iterator[DutyDue]:
    if not trigger.value:
        return
    for duty in rule.version.duties:
        if trigger_truth(scene, duty.when).value:
            yield DutyDue(
                provision=rule.provision.key,
                kind=duty.kind,
                text=duty.text,
                who=duty.who,
                by=duty.by,
                binding=rule.binding,
            )


def lift_way(scene: Scene, rule: Rule) -> Way | None:
    """A lifting provision as a way through others: open when its conditions are established; None when it is about something else."""
    version = rule.version
    if version.acts and rule.acts.isdisjoint(scene.acts):
        return None
    results = established(scene, version.when)
    return Way(
        kind="lift",
        key=rule.provision.key,
        para=rule.provision.key,
        text=rule.provision.summary,
        open=all(result.value for _condition, result in results),
        outcome=Verdict.EXEMPT,
        why="; ".join(result.why for _condition, result in results if result.value),
        needs=needs_of(results),
        closed=closed_by(results),
    )


def lifted(finding: Finding, way: Way, rule: Rule) -> Finding:
    """A finding with a lifting provision beside it: let through when it is open and reaches the measure."""
    lifts = rule.version.lifts
    assert lifts is not None
    within = lifts.everything or finding.measure in lifts.measures or finding.provision in lifts.provisions
    if (
        not within
        or STRICTNESS[finding.verdict] <= STRICTNESS[Verdict.EXEMPT]
        or finding.provision == rule.provision.key
    ):
        return finding
    if not way.open:
        return replace(finding, ways=(*finding.ways, way))
    return replace(
        finding,
        verdict=Verdict.EXEMPT,
        why=(*finding.why, f"lifted by {way.key}: {way.why}"),
        ways=(*finding.ways, way),
        paragraphs=(*finding.paragraphs, way.para),
        missing=(),
        readings=(),
    )
