"""A regime made ready for many questions: one rule for each version, found by authority, act, day and goods."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stanch.dates import parse_period
from stanch.rulebook.model import (
    BINDING,
    INHERITS,
    Authority,
    Instrument,
    Provision,
    Regime,
    Version,
)
from stanch.rulebook.vocab import Vocabulary, vocabulary


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One version of one provision with what the engine needs at hand."""

    provision: Provision
    version: Version
    instrument: Instrument
    acts: frozenset[str]
    binding: bool
    known_from: dt.date
    order: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """All rules of a regime, in a stable order, by authority."""

    regime: Regime
    vocabulary: Vocabulary
    by_authority: Mapping[str, Sequence[Rule]]
    members: Mapping[str, Mapping[str, tuple[dt.date, dt.date]]]
    places: Mapping[str, frozenset[str]]

    def in_force(self, authority: str, acts: frozenset[str], day: dt.date) -> Sequence[Rule]:
        """The rules of an authority that are about one of these acts, on a day."""
        return _about(self, authority, acts, day)


@lru_cache(maxsize=200_000)
def _about(rules: Rules, authority: str, acts: frozenset[str], day: dt.date) -> Sequence[Rule]:
    return tuple(
        rule
        for rule in rules.by_authority[authority]
        if rule.version.covers(day) and (not rule.acts.isdisjoint(acts) or _lifts_anything(rule))
    )


def _lifts_anything(rule: Rule) -> bool:
    return rule.version.lifts is not None and not rule.acts


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
    return Rules(
        regime=regime,
        vocabulary=vocabulary(),
        by_authority={
            key: tuple(sorted(rules, key=lambda rule: rule.order)) for key, rules in by_authority.items()
        },
        members={authority.key: _members(authority) for authority in regime.authorities},
        places={
            place.name: frozenset({place.name.casefold(), *(word.casefold() for word in place.words)})
            for place in regime.places
        },
    )


def _rule(regime: Regime, instrument: Instrument, provision: Provision, version: Version) -> Rule:
    return Rule(
        provision=provision,
        version=version,
        instrument=instrument,
        acts=frozenset(version.acts),
        binding=_binds(regime, provision, version, frozenset()),
        known_from=version.enacted_on or instrument.published_on or instrument.adopted_on,
        order=(instrument.adopted_on, instrument.instrument, natural(provision.para), version.applies_from),
    )


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


def _members(authority: Authority) -> dict[str, tuple[dt.date, dt.date]]:
    members: dict[str, tuple[dt.date, dt.date]] = {}
    for entry in authority.members:
        code, _, span = entry.partition(" ")
        period = parse_period("?" + span[2:] if span.startswith("..") else span) if span else None
        start = period.start.first if period and period.start else dt.date.min
        end = period.end.last if period and period.end else dt.date.max
        members[code] = (start, end)
    return members
