"""The chart of streams: one panel a stream, each on its own scale, years below, measures as dashed lines. Gaps stay gaps."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from html import escape

from stanch.dossier.amounts import scaled
from stanch.dossier.model import Chart, Mark, Point, Series
from stanch.dossier.show import shown

_WIDTH, _LEFT, _RIGHT = 720, 14, 12
_PANEL, _TALL = 84, 46  # a panel's height, and that of its tallest bar
_ROW = 12  # height of a row of labels of marks


def streams(chart: Chart) -> tuple[str, int, str]:
    """The body of the picture, its height, and the words for those who do not see it."""
    first, last = _years(chart)
    slot = (_WIDTH - _LEFT - _RIGHT) / (last - first + 1)

    def x_of(year: float) -> float:
        return _LEFT + (year - first) * slot

    levels = _levels(chart.marks, x_of)
    head = 10 + _ROW * (max(levels, default=-1) + 1)
    foot = head + _PANEL * len(chart.series)
    parts = [_lines(chart.marks, levels, x_of, head, foot)]
    for k, series in enumerate(chart.series):
        parts.append(_panel(series, k, head + _PANEL * k, first, last, slot))
    every = max(1, round(34 / slot))
    for year in range(first, last + 1, every):
        parts.append(
            f'<text x="{x_of(year) + slot / 2:.1f}" y="{foot + 14}" text-anchor="middle">{year}</text>'
        )
    return "".join(parts), foot + 22, _alt(chart)


def _years(chart: Chart) -> tuple[int, int]:
    years = [int(point.label) for series in chart.series for point in series.points]
    marks = [int(mark.day[:4]) for mark in chart.marks]
    # a year on either side of a single figure, so that it stands in time
    return min(*years, *marks, max(years) - 1), max(*years, *marks, min(years) + 1)


def _place(day: str) -> float:
    date = dt.date.fromisoformat(day)
    return date.year + (date.timetuple().tm_yday - 1) / 366


def _levels(marks: tuple[Mark, ...], x_of: object) -> list[int]:
    """The row of each label, so that none lies on another."""
    assert callable(x_of)
    ends: list[float] = []
    levels = []
    for mark in marks:
        x, wide = x_of(_place(mark.day)), _wide(mark)
        if x + wide > _WIDTH:  # written to the left of its line
            x -= wide
        level = next((i for i, end in enumerate(ends) if end < x), len(ends))
        if level == len(ends):
            ends.append(0)
        ends[level] = x + wide
        levels.append(level)
    return levels


def _wide(mark: Mark) -> float:
    return 6.0 * len(mark.label) + 8


def _lines(marks: tuple[Mark, ...], levels: list[int], x_of: object, head: int, foot: int) -> str:
    assert callable(x_of)
    parts = []
    for mark, level in zip(marks, levels, strict=True):
        x, y = x_of(_place(mark.day)), 10 + _ROW * level
        title = f"<title>{_text(mark.text)}</title>"
        left = x + _wide(mark) > _WIDTH
        anchor, at = (' text-anchor="end"', x - 3) if left else ("", x + 3)
        parts.append(
            f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 8}" y2="{foot}" stroke-dasharray="3 3">{title}</line>'
            f'<text class="mark" x="{at:.1f}" y="{y}"{anchor}>{_text(mark.label)}{title}</text>'
        )
    return "".join(parts)


def _panel(series: Series, k: int, top: int, first: int, last: int, slot: float) -> str:
    base = top + _PANEL - 12
    most = max((point.high for point in series.points), default=Decimal(1)) or Decimal(1)
    held = {int(point.label): point for point in series.points}
    parts = [
        f'<text class="name" x="{_LEFT}" y="{top + 10}">{_text(series.name)}</text>',
        f'<line class="axis" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{base}" y2="{base}"/>',
    ]
    for year in range(first, last + 1):
        left = _LEFT + (year - first) * slot
        if year in held:
            parts.append(_bar(held[year], series.name, k, left, slot, base, most))
        elif min(held) < year < max(held):
            parts.append(
                f'<text class="gap" x="{left + slot / 2:.1f}" y="{base - 4}" text-anchor="middle">?'
                f"<title>{_text(f'{year}, {series.name}: no figure held')}</title></text>"
            )
    return "".join(parts)


def _bar(point: Point, name: str, k: int, left: float, slot: float, base: int, most: Decimal) -> str:
    """A bar to the low end, and a paler one from there to the high end."""
    wide = min(34.0, slot * 0.7)
    x = left + (slot - wide) / 2
    low, high = (max(0.8, float(value / most) * _TALL) for value in (point.low, point.high))
    title = f"<title>{_text(f'{point.label}, {name}: USD {_amount(point)}')}</title>"
    parts = [
        f'<rect class="s{k % 5}" x="{x:.1f}" y="{base - low:.1f}" width="{wide:.1f}" height="{low:.1f}">{title}</rect>'
    ]
    if high > low:
        parts.append(
            f'<rect class="s{k % 5}" fill-opacity=".3" x="{x:.1f}" y="{base - high:.1f}" width="{wide:.1f}"'
            f' height="{high - low:.1f}">{title}</rect>'
        )
    if slot >= 44:
        parts.append(
            f'<text class="value" x="{left + slot / 2:.1f}" y="{base - high - 3:.1f}" text-anchor="middle">{_text(_short(point))}</text>'
        )
    return "".join(parts)


def _amount(point: Point) -> str:
    low, high = scaled(point.low), scaled(point.high)
    return low if low == high else f"{low} to {high}"


def _short(point: Point) -> str:
    """ "1.19 bn", "10–152 m": what fits above a bar; the table has it in full."""
    ends = [_brief(point.low)] if point.low == point.high else [_brief(point.low), _brief(point.high)]
    if len(ends) == 2 and ends[0].partition(" ")[2] == ends[1].partition(" ")[2]:
        ends[0] = ends[0].partition(" ")[0]
    return "–".join(ends)


def _brief(value: Decimal) -> str:
    for size, word in ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k")):
        if value >= size:
            short = value / size
            return f"{short:.2f} {word}" if short < 10 else f"{short:.0f} {word}"
    return f"{value:.0f}"


def _text(value: object) -> str:
    return escape(shown(value))


def _alt(chart: Chart) -> str:
    said = "; ".join(
        f"{s.name}: {', '.join(f'{p.label} {_amount(p)}' for p in s.points)}" for s in chart.series
    )
    marks = "; ".join(mark.text for mark in chart.marks)
    return f"{chart.title} ({chart.unit}). {said}. Measures: {marks or 'none on these streams'}"
