"""Which instruments a dossier may speak of on a day: adopted by then, and never a draft that did not pass."""

from __future__ import annotations

import datetime as dt

from stanch.rulebook.model import Instrument, Regime

UN = "un"


def un_instruments(regime: Regime, as_of: dt.date) -> tuple[Instrument, ...]:
    """Resolutions adopted by the day, in order of adoption."""
    held = [each for each in regime.instruments if each.authority == UN and _adopted(each, as_of)]
    return tuple(sorted(held, key=lambda each: (each.adopted_on, each.instrument)))


def other_instruments(regime: Regime, as_of: dt.date) -> tuple[Instrument, ...]:
    """Acts of other authorities made by the day."""
    return tuple(each for each in regime.instruments if each.authority != UN and _adopted(each, as_of))


def later_resolutions(regime: Regime, as_of: dt.date) -> frozenset[str]:
    """Numbers of resolutions that were adopted only after the day."""
    return frozenset(
        each.instrument.rpartition(":")[2]
        for each in regime.instruments
        if each.authority == UN and each.status != "draft" and each.adopted_on > as_of
    )


def _adopted(instrument: Instrument, as_of: dt.date) -> bool:
    return instrument.status != "draft" and instrument.adopted_on <= as_of
