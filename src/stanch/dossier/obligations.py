"""The obligations matrix: each provision in force, and the evidence held that this country acted, that it did not, or both."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from stanch.dossier.areas import Area, area_of, step_reaches, within
from stanch.dossier.findings import TieFinding
from stanch.dossier.law import un_instruments
from stanch.dossier.model import Badge, Block, Paragraph, Section, Statement, Table, Tone
from stanch.dossier.show import sentence, written
from stanch.dossier.suggest import TAKEN
from stanch.dossier.view import View, newest_first, state_in
from stanch.dossier.writing import Writing, action_badges, provision_name, say, tie_badges
from stanch.facts.model import Action, Effect, Ref, Tie
from stanch.records import Standing
from stanch.rulebook.model import BINDING, INHERITS, Provision, Regime, Version
from stanch.rulebook.model import Effect as LawEffect
from stanch.rulebook.verdict import Verdict

ASKS = (LawEffect.PROHIBIT, LawEffect.PERMIT, LawEffect.NOTIFY, LawEffect.DUTY)
# Channels that ask nothing of a country that a file could hold evidence for.
_FRAME = ("regime",)
_SHOWN = 2
# Words carry nothing out.
_WORDS_ONLY = (
    "statement", "urge", "promise", "decline", "propose", "vote", "withhold", "visit", "cancel_visit", "summit_host", "exercise",
)  # fmt: skip
_AGAINST = (Verdict.PROHIBITED, Verdict.UNKNOWN, Verdict.NEEDS_PERMISSION)


class Held(enum.StrEnum):
    """What is held on a provision; no grade is invented where nothing is."""

    ACTION = "action"
    GAP = "gap"
    BOTH = "both"
    NONE = "none held"


TONES = {Held.ACTION: Tone.GOOD, Held.GAP: Tone.BAD, Held.BOTH: Tone.WARN, Held.NONE: Tone.QUIET}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One provision for one country."""

    provision: Provision
    version: Version
    binding: bool
    actions: tuple[Action, ...]
    gaps: tuple[Tie, ...]

    @property
    def held(self) -> Held:
        """Action, gap, both or none held."""
        if self.actions and self.gaps:
            return Held.BOTH
        if self.actions:
            return Held.ACTION
        return Held.GAP if self.gaps else Held.NONE


def duties_of(view: View, regime: Regime, findings: Mapping[str, TieFinding]) -> tuple[Duty, ...]:
    """Every UN provision in force on the day that asks something of states, with the evidence for this country."""
    duties = []
    for instrument in un_instruments(regime, view.as_of):
        for provision in instrument.provisions:
            version = provision.version_on(view.as_of)
            if version is None or version.effect not in ASKS or _frames(provision):
                continue
            duties.append(_duty(provision, version, view, findings))
    return tuple(duties)


def _frames(provision: Provision) -> bool:
    return all(any(within(channel, frame) for frame in _FRAME) for channel in provision.channels)


def _duty(provision: Provision, version: Version, view: View, findings: Mapping[str, TieFinding]) -> Duty:
    actions = [action for action in view.actions if _carries_out(action, provision)]
    gaps = [tie for tie in view.ties if _bites(tie, provision, version, view, findings.get(tie.key))]
    return Duty(
        provision=provision,
        version=version,
        binding=version.force in BINDING | INHERITS,
        actions=tuple(newest_first(actions)),
        gaps=tuple(newest_first(gaps)),
    )


def _carries_out(action: Action, provision: Provision) -> bool:
    """An action is evidence for the paragraph it names; without a name, for provisions on its channel in force by then."""
    if action.effect is not Effect.PRESSURE or action.stage not in TAKEN or action.act in _WORDS_ONLY:
        return False
    if action.implements:
        return any(_names(ref, provision, action.channel) for ref in action.implements)
    first = provision.versions[0].applies_from
    return (
        _on_channel(action.channel, provision) and action.first_day is not None and action.first_day >= first
    )


def _names(ref: Ref, provision: Provision, channel: str) -> bool:
    if ref.resolution != provision.instrument.rpartition(":")[2]:
        return False
    if ref.paragraph:
        return provision.para == ref.paragraph or provision.para.startswith(f"{ref.paragraph}(")
    return _on_channel(channel, provision)


def _on_channel(channel: str, provision: Provision) -> bool:
    return any(step_reaches(channel, each) for each in provision.channels)


def _bites(tie: Tie, provision: Provision, version: Version, view: View, finding: TieFinding | None) -> bool:
    """A tie is evidence of a gap where it ran, or is said to have run, while the wording was in force."""
    if version.effect is not LawEffect.PROHIBIT or tie.standing is Standing.REFUTED:
        return False
    state = state_in(tie, view)
    if state.word in ("stated not to exist", "planned", "unclear"):
        return False
    if tie.period is None or tie.period.start is None:
        return False
    last = (
        tie.period.end.last
        if tie.period.end
        else (view.as_of if tie.period.open_end else tie.period.start.last)
    )
    # a period known to the year may lie wholly before the rule: only what surely reaches into it counts
    begins = max(
        tie.period.start.last if tie.period.end == tie.period.start else tie.period.start.first,
        version.applies_from,
    )
    if last < version.applies_from or begins > min(last, version.applies_until):
        return False
    if finding is not None and provision.key in finding.provisions:
        return finding.verdict in _AGAINST
    if tie.bears_on:
        return any(_names(ref, provision, tie.channel) for ref in tie.bears_on)
    # where the rulebook could answer, its answer decides; where act or date are missing, the channel does
    return finding is None and any(within(tie.channel, each) for each in provision.channels)


COLUMNS = ("Provisions", "Evidence of action", "Evidence of a gap", "Held")
_WIDTHS = (7, 8, 8, 2)


def section(w: Writing, duties: tuple[Duty, ...]) -> Section:
    """The matrix: provisions with evidence by area first, then those on which nothing is held."""
    with_evidence = [duty for duty in duties if duty.held is not Held.NONE]
    without = [duty for duty in duties if duty.held is Held.NONE]
    blocks: list[Block] = [_intro(w, duties, with_evidence)]
    for area, held in _by_area(w.areas, with_evidence):
        blocks.append(
            Table(
                caption=area.title,
                columns=COLUMNS,
                rows=_rows(w, sorted(held, key=_without_gap)),
                widths=_WIDTHS,
                order="evidence of a gap first, then by resolution",
                paper=4,
            )
        )
    if without:
        blocks.append(
            Table(
                caption=f"Provisions on which nothing is held ({len(without)})",
                columns=("Area", "Provisions", "What would settle it"),
                rows=tuple(_bare_row(w, area, held) for area, held in _by_area(w.areas, without)),
                widths=(3, 10, 5),
                folded=True,
                order="by area",
                paper=0,
            )
        )
    return Section(key="obligations", title="Obligations and what is held on them", blocks=tuple(blocks))


def _without_gap(duty: Duty) -> bool:
    return duty.held not in (Held.GAP, Held.BOTH)


def short_section(w: Writing, duties: list[Duty]) -> Section:
    """The provisions with evidence alone, for a file note."""
    table = Table(caption="", columns=COLUMNS, rows=_rows(w, duties), widths=_WIDTHS)
    return Section(key="obligations", title="Provisions that these facts bear on", blocks=(table,))


def _intro(w: Writing, duties: tuple[Duty, ...], held: list[Duty]) -> Paragraph:
    laws = [w.ledger.law(duty.provision) for duty in duties]
    total = w.ledger.count(
        f"Provisions of the Security Council in force on {written(w.as_of)} that ask something of every state: {len(duties)}.",
        laws,
    )
    some = w.ledger.count(
        f"Of these, provisions with evidence held for {w.view.name}: {len(held)}.",
        [w.ledger.law(duty.provision) for duty in held],
    )
    rule = w.ledger.rule(
        "An action is evidence for a provision that its source names, or, where it names none, for those on the same channel in "
        "force by then. A tie is evidence of a gap where it ran, or is said to have run, while the wording was in force. "
        "Evidence of a gap is not a finding of a breach: exemptions, wind-downs and permissions may apply."
    )
    return Paragraph(
        statements=(
            Statement(
                text=f"{len(duties)} provisions of the Security Council in force on {written(w.as_of)} ask something of every state.",
                refs=(total,),
            ),
            Statement(
                text=f"On {len(held)} of them the file holds evidence for {w.view.name}."
                if held
                else f"On none of them does the file hold evidence for {w.view.name}.",
                refs=(some,),
            ),
            Statement(
                text="Evidence of a gap is not a finding of a breach: an exemption or a permission may apply.",
                refs=(rule,),
            ),
        )
    )


def _by_area(areas: tuple[Area, ...], duties: list[Duty]) -> list[tuple[Area, list[Duty]]]:
    groups: dict[str, list[Duty]] = {area.key: [] for area in areas}
    for duty in duties:
        groups[area_of(duty.provision.channels[0], areas).key].append(duty)
    return [(area, groups[area.key]) for area in areas if groups[area.key]]


def _rows(w: Writing, duties: list[Duty]) -> tuple[tuple[Statement, ...], ...]:
    """One row for each set of provisions that rests on the same evidence: the evidence is told once."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Duty]] = {}
    for duty in duties:
        key = (tuple(action.key for action in duty.actions), tuple(tie.key for tie in duty.gaps))
        groups.setdefault(key, []).append(duty)
    return tuple(_row(w, group) for group in groups.values())


def _row(w: Writing, group: list[Duty]) -> tuple[Statement, ...]:
    first, *rest = [_named(w, duty) for duty in group]
    duty = group[0]
    return (
        replace(first, also=tuple(rest)),
        _evidence(w, duty.actions),
        _evidence(w, duty.gaps),
        Statement(text="", badges=(Badge(text=duty.held.value, tone=TONES[duty.held]),)),
    )


def _named(w: Writing, duty: Duty) -> Statement:
    """The provision, what it asks, since when, and its deadline, on one line."""
    name, asks, applies = _head(w, duty)
    return Statement(lead=name.text, text=f"{asks.text} {sentence(applies.text)}", refs=name.refs)


def _head(w: Writing, duty: Duty) -> tuple[Statement, Statement, Statement]:
    law = (w.ledger.law(duty.provision),)
    force = "binds" if duty.binding else "calls upon states"
    since = f"{force} since {written(duty.provision.versions[0].applies_from)}"
    due = "".join(
        f"; {'report ' if 'report' in each.kind else ''}due by {written(each.by)}"
        for each in duty.provision.deadlines
        if each.by
    )
    return (
        Statement(text=provision_name(duty.provision), refs=law),
        Statement(text=sentence(duty.provision.title), refs=law),
        Statement(text=f"{since}{due}", refs=law, sort=duty.provision.versions[0].applies_from.isoformat()),
    )


def _evidence(w: Writing, facts: tuple[Action, ...] | tuple[Tie, ...]) -> Statement:
    lines = [_line(w, fact) for fact in facts[:_SHOWN]]
    rest = facts[_SHOWN:]
    if rest:
        inputs = [ref for fact in rest for ref in w.ledger.cite(fact)[:1]]
        row = w.ledger.count(f"Further facts held on this: {len(rest)}.", inputs)
        lines.append(Statement(text=f"and {len(rest)} more.", refs=(row,)))
    return replace(lines[0], also=tuple(lines[1:])) if lines else Statement(text="")


def _line(w: Writing, fact: Action | Tie) -> Statement:
    badges = action_badges(fact) if isinstance(fact, Action) else tie_badges(w, fact)
    return say(w, fact, badges)


def _bare_row(w: Writing, area: Area, duties: list[Duty]) -> tuple[Statement, ...]:
    settles = sentence(area.settles or "A national report")
    looked = w.ledger.search(
        f"{area.title}: no action and no tie of {w.view.name} is held that bears on these provisions on {written(w.as_of)}. "
        f"What would settle it: {settles}"
    )
    first, *rest = [_named(w, duty) for duty in duties]
    return (
        Statement(text=area.title, refs=(looked,)),
        replace(first, also=tuple(rest)),
        Statement(text=settles, refs=(looked,)),
    )
