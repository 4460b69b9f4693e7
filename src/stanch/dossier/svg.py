"""Small charts as SVG text: bars by year, ranges, a timeline in lanes. Colours come from the page's classes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from html import escape

from stanch.dossier.model import Chart, Point, Timeline
from stanch.dossier.show import number, shown
from stanch.dossier.svgstreams import streams

WIDTH = 720
# The same palette as style.css, written out for paper, where no style sheet reaches.
INK = {"s0": "#2f5d8c", "s1": "#c47f2c", "s2": "#6b7f3a", "s3": "#8d2a2a", "s4": "#6a5a8c"}
PAPER_STYLE = (
    "<style>text{font-family:sans-serif;font-size:11px;fill:#444}.axis{stroke:#bbb;stroke-width:1}"
    ".name{font-weight:600}.value,.gap{font-size:9.5px;paint-order:stroke;stroke:#fff;stroke-width:3px}line.mark{stroke:#8d2a2a;stroke-width:1}text.mark{fill:#8d2a2a;font-size:10px}"
    + "".join(f".{name}{{fill:{colour};stroke:{colour}}}" for name, colour in INK.items())
    + "</style>"
)


def draw(picture: Chart | Timeline, *, style: str = "") -> str:
    """A chart or timeline as an SVG element; `style` is put inside it (paper needs one)."""
    if isinstance(picture, Timeline):
        body, height, alt = _timeline(picture)
    elif picture.kind == "streams":
        body, height, alt = streams(picture)
    elif picture.kind == "bars":
        body, height, alt = _bars(picture)
    else:
        body, height, alt = _ranges(picture)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' role="img" aria-label="{_text(alt)}">{style}{body}</svg>'
    )


def _text(value: object) -> str:
    return escape(shown(value))


def _legend(names: list[str], y: int) -> str:
    parts, x = [], 44
    for i, name in enumerate(names):
        parts.append(f'<circle class="s{i % 5}" cx="{x}" cy="{y - 4}" r="4"/>')
        parts.append(f'<text x="{x + 9}" y="{y}">{_text(name)}</text>')
        x += 26 + 6 * len(name)
    return "".join(parts)


def _ticks(top: Decimal) -> list[Decimal]:
    """Three to five round values from 0 to at least `top`."""
    if top <= 0:
        return [Decimal(0), Decimal(1)]
    step = Decimal(10) ** (top.adjusted())
    for factor in (Decimal("0.2"), Decimal("0.25"), Decimal("0.5"), Decimal(1), Decimal(2)):
        if top / (step * factor) <= 4:
            step *= factor
            break
    ticks = [Decimal(0)]
    while ticks[-1] < top:
        ticks.append(ticks[-1] + step)
    return ticks


def _grid(ticks: list[Decimal], bottom: int, height: int) -> str:
    top = ticks[-1]
    parts = []
    for tick in ticks:
        y = bottom - float(tick / top) * height
        parts.append(f'<line class="axis" x1="44" x2="{WIDTH - 4}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="38" y="{y + 4:.1f}" text-anchor="end">{number(tick)}</text>')
    return "".join(parts)


def _bars(chart: Chart) -> tuple[str, int, str]:
    labels = sorted({point.label for series in chart.series for point in series.points})
    if labels and all(label.isdigit() for label in labels):
        labels = [str(year) for year in range(int(labels[0]), int(labels[-1]) + 1)]
    ticks = _ticks(max((p.high for s in chart.series for p in s.points), default=Decimal(0)))
    bottom, height = 196, 160
    slot = (WIDTH - 52) / max(1, len(labels))
    width = min(26.0, slot * 0.8 / max(1, len(chart.series)))
    parts = [_grid(ticks, bottom, height), _legend([s.name for s in chart.series], 16)]
    every = max(1, -(-len(labels) * 34 // (WIDTH - 52)))
    for i, label in enumerate(labels):
        if i % every == 0:
            x = 48 + slot * (i + 0.5)
            parts.append(f'<text x="{x:.1f}" y="{bottom + 15}" text-anchor="middle">{_text(label)}</text>')
    for k, series in enumerate(chart.series):
        for point in series.points:
            left = 48 + slot * (labels.index(point.label) + 0.5) + width * (k - len(chart.series) / 2)
            parts.append(_bar(point, series.name, k, left, width, ticks[-1], bottom, height))
    return "".join(parts), bottom + 22, _alt(chart)


def _bar(
    point: Point, name: str, k: int, left: float, width: float, top: Decimal, bottom: int, height: int
) -> str:
    tall = max(0.8, float(point.high / top) * height)
    title = f"{point.label}, {name}: {_range(point)}"
    return (
        f'<rect class="s{k % 5}" x="{left:.1f}" y="{bottom - tall:.1f}" width="{width * 0.92:.1f}"'
        f' height="{tall:.1f}"><title>{_text(title)}</title></rect>'
    )


def _range(point: Point) -> str:
    if point.low == point.high:
        return number(point.low)
    return f"{number(point.low)} to {number(point.high)}"


def _alt(chart: Chart) -> str:
    said = "; ".join(
        f"{s.name}: {', '.join(f'{p.label} {_range(p)}' for p in s.points)}" for s in chart.series
    )
    return f"{chart.title} ({chart.unit}). {said}"


def _ranges(chart: Chart) -> tuple[str, int, str]:
    points = [(k, s.name, p) for k, s in enumerate(chart.series) for p in s.points]
    ticks = _ticks(max((p.high for _, _, p in points), default=Decimal(0)))
    left, span = 230, WIDTH - 345
    parts = []
    row = 22
    for i, (k, name, point) in enumerate(points):
        y = 14 + i * row
        x1, x2 = (left + float(value / ticks[-1]) * span for value in (point.low, point.high))
        parts.append(f'<text x="{left - 10}" y="{y + 4}" text-anchor="end">{_text(point.label)}</text>')
        parts.append(f'<line class="axis" x1="{left}" x2="{x1:.1f}" y1="{y}" y2="{y}"/>')
        title = f"<title>{_text(f'{point.label}, {name}: {_range(point)}')}</title>"
        if x1 == x2:
            parts.append(f'<circle class="s{k % 5}" cx="{x1:.1f}" cy="{y}" r="4">{title}</circle>')
        else:
            parts.append(
                f'<line class="s{k % 5}" stroke-width="6" stroke-linecap="round" x1="{x1:.1f}" x2="{x2:.1f}" y1="{y}"'
                f' y2="{y}">{title}</line>'
            )
        parts.append(f'<text x="{x2 + 9:.1f}" y="{y + 4}">{_text(_range(point))}</text>')
    return "".join(parts), 14 + len(points) * row, _alt(chart)


def _timeline(timeline: Timeline) -> tuple[str, int, str]:
    days = [dt.date.fromisoformat(each.first) for each in timeline.happenings]
    first, last = min(days).year, max(days).year + 1
    start, end = dt.date(first, 1, 1).toordinal(), dt.date(last, 1, 1).toordinal()
    left, span, row = 132, WIDTH - 144, 26
    foot = 12 + row * len(timeline.lanes)

    def x_of(day: dt.date) -> float:
        return left + (day.toordinal() - start) / (end - start) * span

    parts = []
    step = max(1, -(-(last - first) * 38 // span))
    for year in range(first, last, step):
        x = x_of(dt.date(year, 1, 1))
        parts.append(f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{foot}"/>')
        parts.append(f'<text x="{x + 3:.1f}" y="{foot + 12}">{year}</text>')
    for i, lane in enumerate(timeline.lanes):
        y = 18 + row * i
        parts.append(f'<text x="{left - 12}" y="{y + 4}" text-anchor="end">{_text(lane)}</text>')
        parts.append(f'<line class="axis" x1="{left}" x2="{WIDTH - 8}" y1="{y}" y2="{y}"/>')
    for each, day in zip(timeline.happenings, days, strict=True):
        i = timeline.lanes.index(each.lane)
        parts.append(
            f'<circle class="s{i % 5}" fill-opacity=".8" cx="{x_of(day):.1f}" cy="{18 + row * i}" r="5">'
            f"<title>{_text(each.date)}: {_text(each.text)}</title></circle>"
        )
    alt = f"{timeline.title}: {len(days)} happenings from {first} to {last - 1}, listed in the text"
    return "".join(parts), foot + 18, alt
