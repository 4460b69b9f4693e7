"""The one question: may this happen, on this day? Every rule is considered; one layer answers for each authority."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from stanch.rulebook.activity import Activity
from stanch.rulebook.judge import judge, lift_way, lifted
from stanch.rulebook.listing import Listed, packaged
from stanch.rulebook.model import Authority, Effect, Regime
from stanch.rulebook.reach import reached, relevant, within
from stanch.rulebook.rules import Rule, Rules, rules_of
from stanch.rulebook.scene import Scene, set_scene
from stanch.rulebook.verdict import STRICTNESS, Answer, Bite, Exposure, Finding, Lawful, Layer, Verdict


def check(
    activity: Activity,
    as_of: dt.date,
    known_on: dt.date | None = None,
    *,
    regime: Regime,
    listed: Listed | None = None,
    authorities: Sequence[str] | None = None,
    drafts: bool = False,
) -> Answer:
    """What a regime says to an activity on a day.

    Args:
        activity: what happens.
        as_of: the day of the law (and of the lists).
        known_on: leave out what was published only after this day.
        regime: from `load_regime`.
        listed: who is listed; the packaged table of UN names and ships unless another source is given.
        authorities: which layers; all of the regime unless named. A layer asked for by name applies even when nothing ties the
            activity to a member of it.
        drafts: weigh draft instruments too.
    """
    rules = rules_of(regime, drafts=drafts)
    scene = scene_of(rules, activity, as_of, known_on, listed)
    layers = tuple(
        _layer(rules, scene, authority, asked=authorities is not None)
        for authority in regime.authorities
        if authorities is None or authority.key in authorities
    )
    return Answer(
        activity=activity,
        regime=regime.key,
        as_of=as_of,
        known_on=known_on,
        verdict=strictest(layer.verdict for layer in layers),
        layers=layers,
    )


def scene_of(
    rules: Rules,
    activity: Activity,
    as_of: dt.date,
    known_on: dt.date | None = None,
    listed: Listed | None = None,
) -> Scene:
    """The scene of one question."""
    return set_scene(
        activity,
        as_of,
        target=rules.regime.target,
        places=rules.places,
        vocabulary=rules.vocabulary,
        listed=listed or packaged_lists(rules.regime),
        lists=frozenset(rules.regime.lists) if listed is None else None,
        known_on=known_on,
    )


def packaged_lists(regime: Regime) -> Listed:
    """The packaged lists that a regime names, asked one after the other."""
    tables = [packaged(key) for key in regime.lists]
    return lambda party, on: tuple(hit for table in tables for hit in table(party, on))


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """The strictest of several verdicts; not covered when there is none."""
    return max(verdicts, key=STRICTNESS.__getitem__, default=Verdict.NOT_COVERED)


def _layer(rules: Rules, scene: Scene, authority: Authority, *, asked: bool) -> Layer:
    note = _outside(rules, scene, authority, asked=asked)
    findings = () if note else tuple(findings_of(rules, scene, authority.key))
    verdict = strictest(finding.verdict for finding in findings)
    exposures = {finding.exposure for finding in findings}
    exposure = next(
        (each for each in (Exposure.MANDATORY, Exposure.DISCRETIONARY) if each in exposures), None
    )
    decisive = tuple(finding for finding in findings if _decides(finding, verdict, exposure))
    return Layer(
        authority=authority.key,
        verdict=verdict,
        exposure=exposure,
        paragraphs=tuple(dict.fromkeys(key for finding in decisive for key in finding.paragraphs)),
        findings=tuple(sorted(findings, key=lambda finding: -STRICTNESS[finding.verdict])),
        duties=tuple(duty for finding in findings for duty in finding.duties),
        missing=_missing(findings, verdict, exposure),
        would_be_lawful=tuple(_would_be_lawful(findings, verdict)),
        note=note,
    )


def _missing(findings: Sequence[Finding], verdict: Verdict, exposure: Exposure | None) -> tuple[str, ...]:
    """What could still change the answer: facts of unknown findings, and of exposure that is not yet the highest."""
    open_exposure = verdict is not Verdict.PROHIBITED and exposure is not Exposure.MANDATORY
    asked = (
        finding
        for finding in findings
        if (finding.verdict is Verdict.UNKNOWN and verdict is Verdict.UNKNOWN)
        or (open_exposure and finding.bite is Bite.UNKNOWN and finding.verdict is Verdict.NOT_COVERED)
    )
    return tuple(dict.fromkeys(name for finding in asked for name in finding.missing))


def _outside(rules: Rules, scene: Scene, authority: Authority, *, asked: bool) -> str:
    """Why an authority's law does not apply at all; empty when it may."""
    if authority.reach == "everyone":
        return ""
    tied = within(scene, rules.members[authority.key])
    if tied or (tied is None and asked):
        return ""
    return f"nothing ties this to {authority.name} ({authority.binds})"


def findings_of(rules: Rules, scene: Scene, authority: str) -> Iterator[Finding]:
    """What every rule of an authority that reaches the activity makes of it, lifting provisions applied."""
    found: list[Finding] = []
    lifts: list[Rule] = []
    for rule in relevant(rules, scene, authority):
        if rule.version.effect is Effect.LIFT:
            lifts.append(rule)
            continue
        finding = judge(rules, scene, rule)
        if finding is not None:
            found.append(finding)
    if not any(STRICTNESS[finding.verdict] > STRICTNESS[Verdict.EXEMPT] for finding in found):
        yield from found
        return
    lifting = [(rule, way) for rule in lifts if (way := lift_way(scene, rule)) is not None]
    for finding in found:
        for rule, way in lifting:
            finding = lifted(finding, way, rule)
        yield finding


def _decides(finding: Finding, verdict: Verdict, exposure: Exposure | None) -> bool:
    if exposure is not None and finding.exposure is exposure:
        return True
    return (
        finding.verdict is verdict
        and (finding.binding or verdict is Verdict.NOT_COVERED)
        and finding.exposure is None
    )


def _would_be_lawful(findings: Iterable[Finding], verdict: Verdict) -> Iterator[Lawful]:
    if verdict not in (Verdict.PROHIBITED, Verdict.UNKNOWN, Verdict.NEEDS_PERMISSION):
        return
    for finding in findings:
        if finding.verdict is not verdict:
            continue
        for way in finding.ways:
            if not way.open and not way.closed:
                yield Lawful(
                    provision=finding.provision, way=f"{way.kind} {way.key}", text=way.text, needs=way.needs
                )


def consider(
    activity: Activity,
    as_of: dt.date,
    known_on: dt.date | None = None,
    *,
    regime: Regime,
    listed: Listed | None = None,
    drafts: bool = False,
) -> Iterator[tuple[str, str, Bite, str]]:
    """Every provision of a regime with whether it bites on this activity and why: (authority, provision, bite, reason)."""
    rules = rules_of(regime, drafts=drafts)
    scene = scene_of(rules, activity, as_of, known_on, listed)
    for authority in regime.authorities:
        for instrument in regime.instruments:
            if instrument.authority != authority.key:
                continue
            for provision in instrument.provisions:
                yield (authority.key, provision.key, *_considered(rules, scene, authority.key, provision.key))


def _considered(rules: Rules, scene: Scene, authority: str, key: str) -> tuple[Bite, str]:
    versions = [rule for rule in rules.by_authority[authority] if rule.provision.key == key]
    if not versions:
        return Bite.DOES_NOT, "draft: not law"
    rule = next((each for each in versions if each.holds(scene.day, scene.known_on)), None)
    if rule is None:
        unseen = next((each for each in versions if each.version.covers(scene.day)), None)
        if unseen is not None:
            return Bite.DOES_NOT, f"published only on {unseen.known_from}"
        first, last = versions[0].version.applies_from, versions[-1].version.applies_until
        return Bite.DOES_NOT, f"begins only on {first}" if scene.day < first else f"ended on {last}"
    if rule.version.acts and rule.acts.isdisjoint(scene.acts):
        return Bite.DOES_NOT, f"is about {', '.join(sorted(rule.acts)).replace('_', ' ')}, not this act"
    if not rule.version.acts and rule.version.effect is not Effect.LIFT:
        return Bite.DOES_NOT, "sets a frame or a duty of States; no single act triggers it"
    if rule.version.effect is Effect.LIFT:
        way = lift_way(scene, rule)
        return (
            (Bite.BITES, way.why)
            if way and way.open
            else (Bite.DOES_NOT, "its conditions are not established")
        )
    trigger = reached(scene, rule)
    bite = {True: Bite.BITES, False: Bite.DOES_NOT, None: Bite.UNKNOWN}[trigger.value]
    return bite, trigger.why or "it is about this act"
