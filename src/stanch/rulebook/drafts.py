"""Drafts as if they were law: what a proposal would have changed, had it been adopted on a given day.

A draft never bites by itself. `adopted` gives a regime in which one draft stands as an instrument in force from that day on, marked in
every title, so that an answer from it cannot be taken for law.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from stanch.errors import NotFound, UsageError
from stanch.files import did_you_mean
from stanch.rulebook.model import OPEN, Duty, Instrument, Provision, Regime, Version, WindDown


def drafts_of(regime: Regime) -> tuple[Instrument, ...]:
    """The drafts a regime holds, by key."""
    return tuple(
        sorted(
            (item for item in regime.instruments if item.status == "draft"), key=lambda item: item.instrument
        )
    )


def adopted(regime: Regime, key: str, on: dt.date) -> Regime:
    """The regime as it would be, had a draft been adopted on a day.

    Every day written in the draft (first day, wind-downs, deadlines) moves by as much as the assumed day lies from the day of the
    draft itself: "thirty days from adoption" stays thirty days.

    Raises:
        NotFound: no draft has this key.
        UsageError: the day lies before the draft was put forward.
    """
    drafts = {item.instrument: item for item in drafts_of(regime)}
    if key not in drafts:
        held = ", ".join(drafts) or "none"
        raise NotFound(f"no draft '{key}'{did_you_mean(key, drafts)}; drafts held: {held}")
    draft = drafts[key]
    if on < draft.adopted_on:
        raise UsageError(f"{key} was put forward on {draft.adopted_on}; it cannot have been adopted on {on}")
    law = _as_law(draft, on)
    return _with(regime, law)


def _with(regime: Regime, law: Instrument) -> Regime:
    instruments = tuple(law if item.instrument == law.instrument else item for item in regime.instruments)
    provisions = dict(regime.provisions) | {provision.key: provision for provision in law.provisions}
    homes = dict(regime.instrument_of) | {provision.key: law for provision in law.provisions}
    return replace(regime, instruments=instruments, provisions=provisions, instrument_of=homes)


def _as_law(draft: Instrument, on: dt.date) -> Instrument:
    later = on - draft.adopted_on
    mark = f"DRAFT, never adopted; as if adopted on {on}"
    return replace(
        draft,
        status="in_force",
        title=f"{draft.title} [{mark}]",
        adopted_on=on,
        published_on=on,
        provisions=tuple(_moved(provision, later, mark) for provision in draft.provisions),
    )


def _moved(provision: Provision, later: dt.timedelta, mark: str) -> Provision:
    return replace(
        provision,
        title=f"[{mark}] {provision.title}",
        versions=tuple(_moved_version(version, later) for version in provision.versions),
        deadlines=tuple(_moved_duties(provision.deadlines, later)),
    )


def _moved_version(version: Version, later: dt.timedelta) -> Version:
    return replace(
        version,
        applies_from=version.applies_from + later,
        applies_until=OPEN if version.applies_until == OPEN else version.applies_until + later,
        wind_downs=tuple(_moved_wind_down(item, later) for item in version.wind_downs),
        duties=tuple(_moved_duties(version.duties, later)),
    )


def _moved_wind_down(item: WindDown, later: dt.timedelta) -> WindDown:
    return replace(
        item,
        last_day=item.last_day + later,
        contract_before=item.contract_before + later if item.contract_before else None,
        notify_by=item.notify_by + later if item.notify_by else None,
    )


def _moved_duties(duties: Iterable[Duty], later: dt.timedelta) -> Iterable[Duty]:
    return (replace(duty, by=duty.by + later) if duty.by else duty for duty in duties)
