"""A regime made ready for many questions: one rule for each version, found by authority, act, day and goods."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stanch.dates import parse_period
from stanch.rulebook.hs import EDITIONS
from stanch.rulebook.model import (
    BINDING,
    INHERITS,
    OPEN,
    Authority,
    Cap,
    Condition,
    Direction,
    Exemption,
    Instrument,
    Provision,
    Regime,
    Version,
    WindDown,
)
from stanch.rulebook.vocab import Vocabulary, vocabulary

# whether goods leave the territory (whatever their origin), originate there, go there: yes, no or not known
Moves = tuple[bool | None, bool | None, bool | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One version of one provision with what the engine needs at hand."""

    provision: Provision
    version: Version
    instrument: Instrument
    acts: frozenset[str]
    binding: bool
    known_from: dt.date
    end_known_from: (
        dt.date | None
    )  # when a later act that ends this wording was published; None: with the wording
    order: tuple[object, ...]

    def holds(self, day: dt.date, known_on: dt.date | None) -> bool:
        """Whether the wording applies on a day as far as could be known on another: an end not yet published is no end."""
        if known_on is None:
            return self.version.covers(day)
        if self.known_from > known_on:
            return False
        ends_unseen = self.end_known_from is not None and self.end_known_from > known_on
        return self.version.covers(day) or (ends_unseen and day > self.version.applies_until)

    def is_about(self, acts: frozenset[str], moves: Moves | None) -> bool:
        """Whether the rule is about one of these acts, and about goods that move this way."""
        acting = not self.acts.isdisjoint(acts) or (self.version.lifts is not None and not self.acts)
        return acting and (moves is None or _moves_so(self.version, moves))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """All rules of a regime, in a stable order, by authority."""

    regime: Regime
    vocabulary: Vocabulary
    by_authority: Mapping[str, Sequence[Rule]]
    members: Mapping[str, Mapping[str, tuple[dt.date, dt.date]]]
    places: Mapping[str, frozenset[str]]
    changes: Sequence[dt.date]  # days on which any answer may become another

    def in_epoch(
        self, authority: str, acts: frozenset[str], epoch: int, moves: Moves | None = None
    ) -> Sequence[Rule]:
        """The rules of an authority that are about one of these acts in an epoch, and about goods that move this way."""
        return _about(self, authority, acts, epoch, moves)

    def epoch(self, day: dt.date) -> int:
        """The number of the stretch of days, between two changes of the law, that a day lies in."""
        return bisect_right(self.changes, day)


@lru_cache(maxsize=100_000)
def _about(
    rules: Rules, authority: str, acts: frozenset[str], epoch: int, moves: Moves | None
) -> Sequence[Rule]:
    day = rules.changes[epoch - 1] if epoch else dt.date.min
    return tuple(
        rule
        for rule in rules.by_authority[authority]
        if rule.version.covers(day) and rule.is_about(acts, moves)
    )


def _moves_so(version: Version, moves: Moves) -> bool:
    """False when the goods certainly do not move the way the version is about."""
    whatever, origin, to_target = moves
    from_target = origin if version.origin == "target_origin" else whatever
    match version.direction:
        case Direction.FROM_TARGET:
            return from_target is not False
        case Direction.TO_TARGET:
            return to_target is not False
        case Direction.EITHER:
            return from_target is not False or to_target is not False
    return True


@lru_cache(maxsize=16)
def rules_of(regime: Regime, *, drafts: bool = False) -> Rules:
    """The rules of a regime; drafts only when asked for."""
    return _compile(regime, drafts)


def _compile(regime: Regime, drafts: bool) -> Rules:
    statuses = {"in_force", "repealed"} | ({"draft"} if drafts else set())
    by_authority: dict[str, list[Rule]] = {authority.key: [] for authority in regime.authorities}
    for instrument in regime.instruments:
        if instrument.status not in statuses:
            continue
        for provision in instrument.provisions:
            for version in provision.versions:
                by_authority[instrument.authority].append(_rule(regime, instrument, provision, version))
    members = {authority.key: _members(authority) for authority in regime.authorities}
    days = {*_change_days(rule.version for rules in by_authority.values() for rule in rules)}
    days |= {day for spans in members.values() for span in spans.values() for day in _edges(*span)}
    return Rules(
        regime=regime,
        vocabulary=vocabulary(),
        by_authority={
            key: tuple(sorted(rules, key=lambda rule: rule.order)) for key, rules in by_authority.items()
        },
        members=members,
        places={
            place.name: frozenset({place.name.casefold(), *(word.casefold() for word in place.words)})
            for place in regime.places
        },
        changes=tuple(sorted(days)),
    )


def _change_days(versions: Iterable[Version]) -> Iterator[dt.date]:
    """Every first day of something: of a version, of what follows it, of a window, of what comes after a last day."""
    one = dt.timedelta(days=1)
    for version in versions:
        yield version.applies_from
        last_days = [version.applies_until, *(each.last_day for each in version.wind_downs)]
        last_days += [each.window_until for each in version.caps if each.window_until]
        yield from (day + one for day in last_days if day != OPEN)
        yield from (each.window_from for each in version.caps if each.window_from)
        for condition in conditions_of(version):
            if condition.name in ("day_before", "day_from"):
                yield condition.args
    yield from (dt.date(edition, 1, 1) for edition in EDITIONS)


def _rule(regime: Regime, instrument: Instrument, provision: Provision, version: Version) -> Rule:
    return Rule(
        provision=provision,
        version=version,
        instrument=instrument,
        acts=frozenset(version.acts),
        binding=_binds(regime, provision, version, frozenset()),
        known_from=_known_from(regime, provision, version),
        end_known_from=_end_known_from(regime, provision, version),
        order=(instrument.adopted_on, instrument.instrument, natural(provision.para), version.applies_from),
    )


def _end_known_from(regime: Regime, provision: Provision, version: Version) -> dt.date | None:
    """When the act that ends a wording was published: the next wording's, or that of a provision that takes its place."""
    if version.applies_until == OPEN:
        return None
    after = version.applies_until + dt.timedelta(days=1)
    days = [_known_from(regime, provision, each) for each in provision.versions if each.applies_from == after]
    days += [
        _known_from(regime, other, other.versions[0])
        for other in regime.provisions.values()
        if provision.key in (*other.replaces, *other.extends)
        and version.applies_from < other.versions[0].applies_from <= after
    ]
    return min(days, default=None)


def _known_from(regime: Regime, provision: Provision, version: Version) -> dt.date:
    """When a wording was published: the first with its instrument, later ones when they began, unless the file says otherwise."""
    if version.enacted_on is not None:
        return version.enacted_on
    if version is not provision.versions[0]:
        return version.applies_from
    instrument = regime.instrument_of[provision.key]
    return instrument.published_on or instrument.adopted_on


def _binds(regime: Regime, provision: Provision, version: Version, seen: frozenset[str]) -> bool:
    """Whether a version binds; "clarifies" and "affirms" bind as what they speak of binds on their first day."""
    if version.force in BINDING:
        return True
    if version.force not in INHERITS:
        return False
    for key in provision.clarifies:
        other = regime.provision(key)
        if other is None or key in seen:
            continue
        its = other.version_on(version.applies_from)
        if its is not None and _binds(regime, other, its, seen | {provision.key}):
            return True
    return False


def natural(para: str) -> tuple[object, ...]:
    """Paragraphs in the order of the text: 8 before 10, 8(a)(ii) before 8(b)."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|[^\W\d_]+", para)
    )


def _edges(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    if start != dt.date.min:
        yield start
    if end != dt.date.max:
        yield end + dt.timedelta(days=1)


def _members(authority: Authority) -> dict[str, tuple[dt.date, dt.date]]:
    members: dict[str, tuple[dt.date, dt.date]] = {}
    for entry in authority.members:
        code, _, span = entry.partition(" ")
        period = parse_period("?" + span[2:] if span.startswith("..") else span) if span else None
        start = period.start.first if period and period.start else dt.date.min
        end = period.end.last if period and period.end else dt.date.max
        members[code] = (start, end)
    return members


def conditions_of(version: Version) -> Iterator[Condition]:
    """Every condition of a version, the parts of combined ones too."""
    ways: tuple[Exemption | Cap | WindDown, ...] = (*version.exemptions, *version.caps, *version.wind_downs)
    groups = [
        version.when,
        *(goods.when for goods in version.goods),
        *(way.when for way in ways),
        *(way.owed for way in ways),
    ]
    groups += [condition for each in version.derogations for condition in (each.when, each.granted)]
    groups += [*(duty.when for duty in version.duties), *(reading.when for reading in version.readings)]
    todo = [condition for group in groups for condition in group]
    while todo:
        condition = todo.pop(0)
        yield condition
        todo.extend(condition.parts)
