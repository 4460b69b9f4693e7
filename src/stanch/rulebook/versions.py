"""What was law on a day: provisions in force, by channel and for a country; what changed between days; the life of a paragraph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from stanch.errors import NotFound, UsageError
from stanch.files import did_you_mean
from stanch.rulebook.model import Duty, Instrument, Provision, Regime, Version
from stanch.rulebook.rules import Rule, Rules, natural, rules_of


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """One provision with the wording that applies on the day asked for."""

    provision: Provision
    version: Version
    instrument: Instrument
    binding: bool  # forbids or orders; a hortatory paragraph only asks

    @property
    def key(self) -> str:
        """The provision's key."""
        return self.provision.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two days: `kind` is began, ended or reworded."""

    kind: str
    provision: Provision
    on: dt.date  # the first day of the new state
    before: Version | None
    after: Version | None
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What a provision means for one country on a day: the provision, and what it owes by when."""

    law: InForce
    deadlines: tuple[Duty, ...]


def in_force(
    regime: Regime,
    as_of: dt.date,
    *,
    channel: str | None = None,
    authority: str | None = None,
    country: str | None = None,
    known_on: dt.date | None = None,
    drafts: bool = False,
) -> tuple[InForce, ...]:
    """The provisions in force on a day, in the order of authorities, days of adoption and paragraphs.

    Args:
        channel: only those on this channel; "trade.export" takes in every channel that starts so.
        country: only those whose authority binds this country on that day (UN: every State).
        known_on: leave out what was published later.
    """
    rules = rules_of(regime, drafts=drafts)
    return tuple(
        _in_force(rule)
        for each in regime.authorities
        if authority is None or each.key == authority
        if country is None or _bound(rules, each.key, country, as_of)
        for rule in rules.by_authority[each.key]
        if rule.holds(as_of, known_on) and (channel is None or on_channel(rule.provision, channel))
    )


def _in_force(rule: Rule) -> InForce:
    return InForce(
        provision=rule.provision, version=rule.version, instrument=rule.instrument, binding=rule.binding
    )


def _bound(rules: Rules, authority: str, country: str, day: dt.date) -> bool:
    members = rules.members[authority]
    if not members:
        return country != rules.regime.target
    span = members.get(country)
    return span is not None and span[0] <= day <= span[1]


def on_channel(provision: Provision, channel: str) -> bool:
    """Whether a provision is on a channel or on one under it."""
    return any(each == channel or each.startswith(f"{channel}.") for each in provision.channels)


def by_channel(regime: Regime, as_of: dt.date, **which: object) -> dict[str, tuple[InForce, ...]]:
    """Channel -> provisions in force; takes the options of `in_force` except `channel`."""
    found: dict[str, list[InForce]] = {}
    for law in in_force(regime, as_of, **which):  # type: ignore[arg-type]  # passed through as given
        for channel in law.provision.channels:
            found.setdefault(channel, []).append(law)
    return {channel: tuple(laws) for channel, laws in sorted(found.items())}


def obligations(
    regime: Regime, country: str, as_of: dt.date, *, known_on: dt.date | None = None
) -> tuple[Obligation, ...]:
    """Provision × country: everything that binds or asks a country on a day, with what it owes by when."""
    return tuple(
        Obligation(
            law=law, deadlines=(*law.provision.deadlines, *(duty for duty in law.version.duties if duty.by))
        )
        for law in in_force(regime, as_of, country=country, known_on=known_on)
    )


def diff(
    regime: Regime, first: dt.date, second: dt.date, *, channel: str | None = None
) -> tuple[Change, ...]:
    """What changed from one day to a later one.

    Raises:
        UsageError: the second day is the earlier one.
    """
    if second < first:
        raise UsageError(f"changes run forwards: {second} lies before {first}; swap the days")
    return tuple(
        change
        for provision in regime.provisions.values()
        if channel is None or on_channel(provision, channel)
        for change in _changed(regime, provision, first, second)
    )


def _changed(regime: Regime, provision: Provision, first: dt.date, second: dt.date) -> Iterator[Change]:
    before, after = provision.version_on(first), provision.version_on(second)
    if before is after:
        return
    if after is not None:
        kind, day = ("reworded" if before else "began"), after.applies_from
    else:
        assert before is not None
        kind, day = "ended", before.applies_until + dt.timedelta(days=1)
    yield Change(
        kind=kind,
        provision=provision,
        on=day,
        before=before,
        after=after,
        replaced_by=tuple(key for key, other in regime.provisions.items() if provision.key in other.replaces),
    )


def provision_of(regime: Regime, key: str) -> Provision:
    """A provision by its key.

    Raises:
        NotFound: with the nearest key that there is.
    """
    provision = regime.provision(key)
    if provision is None:
        raise NotFound(f"there is no provision '{key}'{did_you_mean(key, regime.provisions)}")
    return provision


def history(regime: Regime, key: str) -> tuple[Provision, ...]:
    """A provision with what it replaced and what replaced it, oldest first."""
    provision = provision_of(regime, key)
    chain = {provision.key: provision}
    todo = [provision]
    while todo:
        one = todo.pop()
        linked = [
            *one.replaces,
            *(each.key for each in regime.provisions.values() if one.key in each.replaces),
        ]
        for other_key in linked:
            other = regime.provision(other_key)
            if other is not None and other.key not in chain:
                chain[other.key] = other
                todo.append(other)
    return tuple(sorted(chain.values(), key=lambda each: (each.versions[0].applies_from, natural(each.key))))
