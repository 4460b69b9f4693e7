"""A Sankey picture of revenue: streams on the left, partners on the right, widths by the middle of each range."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from stanch.leaks.model import Cell

# Partners that are no state.
PLACES = {"WORLD": "partner not told", "OTHER": "other partners"}
WIDTH, GAP, BAR = 940, 14, 14
_LEFT, _RIGHT = 270, 720


@dataclass(frozen=True, slots=True)
class _Node:
    label: str
    value: float
    top: float
    height: float


def sankey(
    cells: Sequence[Cell],
    titles: dict[str, str],
    name_of: Callable[[str], str] = str,
    *,
    height: int = 420,
) -> str:
    """The picture as an SVG element with a text alternative; assumed cells are hatched (dashed outline)."""
    shown = [cell for cell in cells if cell.middle > 0]
    if not shown:
        return '<p class="none">No cell is held for this baseline.</p>'
    left = _nodes(shown, [cell.stream for cell in shown], titles, height)
    right = _nodes(
        shown,
        [cell.partner for cell in shown],
        {cell.partner: PLACES.get(cell.partner) or name_of(cell.partner) for cell in shown},
        height,
    )
    bands = "".join(_bands(shown, left, right))
    bars = "".join(
        _bar(node, x, side)
        for nodes, x, side in ((left, _LEFT, "left"), (right, _RIGHT, "right"))
        for node in nodes.values()
    )
    total = sum((cell.middle for cell in shown), Decimal(0))
    alt = "; ".join(f"{node.label} {node.value:,.0f}" for node in left.values())
    return (
        f'<svg viewBox="0 0 {WIDTH} {height + 30}" role="img" aria-label="Revenue by stream and partner, million USD: {escape(alt)}; '
        f'together about {total:,.0f}">{bands}{bars}</svg>'
    )


def _nodes(
    cells: Sequence[Cell], keys: Sequence[str], titles: dict[str, str], height: int
) -> dict[str, _Node]:
    sums: dict[str, float] = defaultdict(float)
    for cell, key in zip(cells, keys, strict=True):
        sums[key] += float(cell.middle)
    scale = _scale(sums, height)
    nodes: dict[str, _Node] = {}
    top = 10.0
    for key, value in sorted(sums.items(), key=lambda item: (-item[1], item[0])):
        nodes[key] = _Node(titles.get(key, key), value, top, max(1.0, value * scale))
        top += nodes[key].height + GAP
    return nodes


def _scale(sums: dict[str, float], height: int) -> float:
    return (height - GAP * len(sums)) / sum(sums.values())


def _bands(cells: Sequence[Cell], left: dict[str, _Node], right: dict[str, _Node]) -> list[str]:
    used_left: dict[str, float] = defaultdict(float)
    used_right: dict[str, float] = defaultdict(float)
    bands = []
    for cell in sorted(cells, key=lambda cell: (right[cell.partner].top, left[cell.stream].top)):
        a, b = left[cell.stream], right[cell.partner]
        share_a = a.height * float(cell.middle) / a.value
        share_b = b.height * float(cell.middle) / b.value
        y1, y2 = a.top + used_left[cell.stream], b.top + used_right[cell.partner]
        used_left[cell.stream] += share_a
        used_right[cell.partner] += share_b
        bands.append(_band(cell, y1, share_a, y2, share_b, f"{a.label} to {b.label}"))
    return bands


def _band(cell: Cell, y1: float, h1: float, y2: float, h2: float, label: str) -> str:
    x1, x2 = _LEFT + BAR, _RIGHT
    mid = (x1 + x2) / 2
    path = (
        f"M{x1} {y1:.1f}C{mid} {y1:.1f} {mid} {y2:.1f} {x2} {y2:.1f}V{y2 + h2:.1f}"
        f"C{mid} {y2 + h2:.1f} {mid} {y1 + h1:.1f} {x1} {y1 + h1:.1f}Z"
    )
    amount = f"{cell.low:,.0f}" if cell.low == cell.high else f"{cell.low:,.0f} to {cell.high:,.0f}"
    kind = "band assumed" if cell.assumption else "band"
    assumed = ", assumed" if cell.assumption else ""
    return f'<path class="{kind}" d="{path}"><title>{escape(label)}: {amount} million USD{assumed}</title></path>'


def _bar(node: _Node, x: int, side: str) -> str:
    anchor, at = ("end", x - 8) if side == "left" else ("start", x + BAR + 8)
    middle = node.top + node.height / 2 + 4
    return (
        f'<rect class="bar" x="{x}" y="{node.top:.1f}" width="{BAR}" height="{node.height:.1f}"/>'
        f'<text x="{at}" y="{middle:.1f}" text-anchor="{anchor}">{escape(node.label)} · {node.value:,.0f}</text>'
    )
