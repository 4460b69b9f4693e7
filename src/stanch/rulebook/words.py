"""A provision in plain sentences: for the command line, the documentation pages and the dossiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from stanch.rulebook.model import OPEN, Cap, Goods, Provision, Version
from stanch.rulebook.ways import describe


def period_of(version: Version) -> str:
    """ "5 Aug 2017 to today" for a version still open, else both days."""
    end = "open" if version.applies_until == OPEN else str(version.applies_until)
    return f"{version.applies_from} – {end}"


def plain(key: str) -> str:
    """A vocabulary word as words."""
    return key.replace("_", " ")


def goods_line(goods: Goods) -> str:
    """One kind of goods with its codes and what they rest on."""
    codes = [*goods.hs, *(f"ex {code}" for code in goods.part_of_hs)]
    edition = f", HS {goods.hs_edition}" if goods.hs_edition else ""
    shown = f" (HS {', '.join(codes)}; basis: {goods.hs_basis}{edition})" if codes else ""
    when = f", when {'; '.join(map(describe, goods.when))}" if goods.when else ""
    return f"{plain(goods.item)}{shown}{when}"


def cap_line(cap: Cap) -> str:
    """A cap in one line."""
    limits = " or ".join(
        f"{limit.quantity:,} {limit.unit}" if limit.quantity is not None else plain(limit.quantity_fact)
        for limit in cap.limits
    )
    stop = f"; stops at {cap.stop_at:.0%}" if cap.stop_at is not None else ""
    return f"{cap.text} [{limits}, {plain(cap.aggregate)}, {cap.window or 'no window'}{stop}]"


def lines_of(version: Version) -> Iterator[tuple[str, str]]:
    """What a version says, as (heading, line) pairs."""
    yield "in force", period_of(version)
    yield "force", f"{plain(version.force)}; {plain(version.effect)}"
    yield "binds", ", ".join(map(plain, version.binds))
    if version.acts:
        yield "acts", ", ".join(map(plain, version.acts))
    if version.direction != "none":
        yield "direction", f"{plain(version.direction)}, {plain(version.origin)}"
    yield from (("goods", goods_line(goods)) for goods in version.goods)
    if version.when:
        yield "when", "; ".join(map(describe, version.when))
    yield from (
        ("exemption", f"{each.text} [needs: {'; '.join(map(describe, each.when)) or 'nothing'}]")
        for each in version.exemptions
    )
    yield from (("derogation", f"{each.authority}: {each.ask}") for each in version.derogations)
    yield from (("cap", cap_line(each)) for each in version.caps)
    yield from (
        ("wind-down", f"{each.text} [last day {each.last_day}{_notice(each.notify_by)}]")
        for each in version.wind_downs
    )
    yield from (("duty", f"{plain(duty.kind)}: {duty.text}{_by(duty.by)}") for duty in version.duties)
    for reading in version.readings:
        options = " | ".join(f"{option.text}: {plain(option.outcome)}" for option in reading.options)
        yield "open reading", f"{reading.question} {options} ({reading.source})"
    if version.note:
        yield "note", version.note


def links_of(provision: Provision) -> Iterator[tuple[str, str]]:
    """What a provision has to do with others."""
    for name in ("replaces", "extends", "clarifies", "see"):
        keys = getattr(provision, name)
        if keys:
            yield name, ", ".join(keys)


def _notice(day: dt.date | None) -> str:
    return f", notice by {day}" if day else ""


def _by(day: dt.date | None) -> str:
    return f" (by {day})" if day else ""
