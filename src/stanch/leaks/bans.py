"""From when imports from the target may not happen, chapter by chapter, as the rulebook says it."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.leaks.anomalies import Ban
from stanch.rulebook.model import BINDING, Direction, Effect, Goods, Provision, Regime, Version


def import_bans(regime: Regime, authority: str = "un") -> list[Ban]:
    """Every code whose procurement a binding provision forbids, with the last lawful day (wind-downs counted in)."""
    bans = {
        ban
        for instrument in regime.instruments
        if instrument.authority == authority and instrument.status == "in_force"
        for provision in instrument.provisions
        for version in provision.versions
        for ban in _bans(provision, version)
    }
    return sorted(bans, key=lambda ban: (ban.hs, ban.last_lawful_day, ban.provision))


def _bans(provision: Provision, version: Version) -> Iterator[Ban]:
    forbids = version.effect is Effect.PROHIBIT and version.force in BINDING and "procure" in version.acts
    if not forbids or version.direction not in (Direction.FROM_TARGET, Direction.EITHER) or version.caps:
        return
    for goods in version.goods:
        last = _last_lawful_day(version, goods)
        for code in goods.hs:
            yield Ban(
                hs=code,
                provision=provision.key,
                last_lawful_day=last,
                whole_chapter=len(code) == 2 and not goods.except_hs,
                until=version.applies_until.isoformat(),
                exempted=bool(version.exemptions),
            )


def _last_lawful_day(version: Version, goods: Goods) -> str:
    ends = [
        wind_down.last_day
        for wind_down in version.wind_downs
        if not wind_down.items or goods.item in wind_down.items
    ]
    return max([version.applies_from, *ends]).isoformat()
