"""A timeline of all measures as one SVG: a bar for each version, by channel, with what began and what ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from html import escape

from stanch.rulebook.model import OPEN, Provision, Regime, Version
from stanch.rulebook.rules import Rule, rules_of

_LEFT, _WIDTH, _ROW, _TOP = 330, 1180, 15, 46
_COLOURS = {
    "prohibit": "#8c2d19",
    "permit": "#b3702a",
    "notify": "#b8a03a",
    "duty": "#3f6f8c",
    "expose": "#6b4a8c",
    "lift": "#4a7d4a",
}
_SOFT = "#b9b9b9"  # a paragraph that only asks


def timeline_svg(regime: Regime, until: dt.date, *, authority: str | None = None) -> str:
    """The picture: one row for each provision with an effect, grouped by first channel, from the first adoption to a day."""
    rows = sorted(_rows(regime, authority), key=lambda rule: (rule.provision.channels[0], rule.order))
    first = dt.date(min((rule.version.applies_from for rule in rows), default=until).year, 1, 1)
    height = _TOP + _ROW * len(rows) + 40
    body = [*_years(first, until, height), *_bars(rows, first, until), *_legend(height)]
    title = escape(f"{regime.name}: measures from {first.year} to {until}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH + 20} {height}" role="img" aria-label="{title}" '
        f'font-family="system-ui, sans-serif" font-size="10"><title>{title}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/><text x="8" y="18" font-size="15" font-weight="600">{title}</text>'
        + "".join(body)
        + "</svg>\n"
    )


def _rows(regime: Regime, authority: str | None) -> Iterator[Rule]:
    for key, rules in rules_of(regime).by_authority.items():
        if authority is None or key == authority:
            yield from (rule for rule in rules if rule.version.effect in _COLOURS)


def _x(day: dt.date, first: dt.date, until: dt.date) -> float:
    share = (min(day, until) - first).days / max(1, (until - first).days)
    return round(_LEFT + share * (_WIDTH - _LEFT), 1)


def _years(first: dt.date, until: dt.date, height: int) -> Iterator[str]:
    for year in range(first.year, until.year + 1):
        x = _x(dt.date(year, 1, 1), first, until)
        yield f'<line x1="{x}" y1="{_TOP - 10}" x2="{x}" y2="{height - 36}" stroke="#e3e3e3"/>'
        yield f'<text x="{x + 2}" y="{_TOP - 14}" fill="#555">{year}</text>'


def _bars(rows: Sequence[Rule], first: dt.date, until: dt.date) -> Iterator[str]:
    channel = ""
    for number, rule in enumerate(rows):
        y = _TOP + _ROW * number
        if rule.provision.channels[0] != channel:
            channel = rule.provision.channels[0]
            yield f'<line x1="8" y1="{y - 1}" x2="{_WIDTH}" y2="{y - 1}" stroke="#ccc"/>'
            yield f'<text x="8" y="{y + 10}" fill="#333" font-weight="600">{escape(channel)}</text>'
        yield f'<text x="{_LEFT - 8}" y="{y + 10}" text-anchor="end" fill="#333">{escape(rule.provision.key)}</text>'
        yield _bar(rule.provision, rule.version, rule.binding, y, first, until)


def _bar(
    provision: Provision, version: Version, binding: bool, y: int, first: dt.date, until: dt.date
) -> str:
    start, end = _x(version.applies_from, first, until), _x(version.applies_until, first, until)
    colour = _COLOURS[version.effect] if binding else _SOFT
    last = "open" if version.applies_until == OPEN else str(version.applies_until)
    tip = escape(f"{provision.key} {provision.title}: {version.applies_from} to {last}")
    width = max(2.0, round(end - start, 1))
    box = f'x="{start}" y="{y + 2}" width="{width}" height="{_ROW - 4}" rx="2" fill="{colour}"'
    return f"<rect {box}><title>{tip}</title></rect>"


def _legend(height: int) -> Iterator[str]:
    entries = [*((name, colour) for name, colour in _COLOURS.items()), ("only asks", _SOFT)]
    for number, (name, colour) in enumerate(entries):
        x = 8 + 110 * number
        yield f'<rect x="{x}" y="{height - 24}" width="12" height="12" rx="2" fill="{colour}"/>'
        yield f'<text x="{x + 17}" y="{height - 14}">{name}</text>'
