"""Make ``src/stanch/data/map/world.tsv`` out of Natural Earth's country shapes. Run by hand; the result is committed.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz          # Natural Earth 4.1 as TopoJSON
    npm pack i18n-iso-countries && tar xzf i18n-iso-countries-*.tgz      # ISO numeric code -> alpha-2
    python tools/make_map.py package/countries-50m.json package/codes.json > src/stanch/data/map/world.tsv

Each arc is projected (Equal Earth), simplified once and put on a whole-number grid, so that neighbours still share their border.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

WIDTH = 2000
CENTRE = 10.8  # degrees east: the cut then runs through the Bering Strait and no country is torn in two
TOLERANCE = 0.8  # grid units: half a pixel at the size the page shows
SMALLEST_RING = 6.0  # grid units squared; smaller islands are dropped unless they are all a country has
SMALL_COUNTRY = 90.0  # below this area a country is drawn as a dot as well
# Shapes that carry no ISO number in the source.
UNNUMBERED = {"Kosovo": "XK"}
# The source draws de facto control. General Assembly resolution 68/262 (2014) asks states not to recognise a change in the
# status of Crimea: the ring around this point (longitude, latitude) goes with Ukraine.
CRIMEA = (34.2, 45.2)

Point = tuple[float, float]
Ring = list[Point]


def main() -> None:
    """Read the two files named on the command line, write the table to standard output."""
    atlas = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    codes = {row[2]: row[0] for row in json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))}
    arcs = [simplify(list(decode(arc, atlas["transform"])), TOLERANCE) for arc in atlas["arcs"]]
    rings: dict[str, list[Ring]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = UNNUMBERED.get(shape["properties"]["name"]) or codes.get(shape.get("id", ""), "")
        rings.setdefault(code, []).extend(rings_of(shape, arcs))
    move(rings, project(*CRIMEA), source="RU", target="UA")
    rows = [row_of(code, rings[code]) for code in sorted(rings) if code != "AQ" and rings[code]]
    sys.stdout.write("\n".join(["code\tx\ty\tdot\tpath", *rows, ""]))


def decode(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """The points of a delta-encoded TopoJSON arc, projected onto the grid."""
    (kx, ky), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    before = CENTRE
    for dx, dy in arc:
        x, y = x + dx, y + dy
        # stay on the side where the arc began: an island on the cut is not torn
        before += (x * kx + tx - before + 180) % 360 - 180
        yield project(before, y * ky + ty)


def project(longitude: float, latitude: float) -> Point:
    """Equal Earth (Šavrič, Patterson, Jenny 2018): areas stay true, and it needs no tables."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2, t6 = theta**2, theta**6
    bend = 3 * (9 * a4 * theta**8 + 7 * a3 * t6 + 3 * a2 * t2 + a1)
    x = 2 * math.sqrt(3) * math.radians(longitude - CENTRE) * math.cos(theta) / bend
    y = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
    scale = WIDTH / (2 * 2.706629)
    return (x + 2.706629) * scale, (1.317363 - y) * scale


def simplify(points: Ring, tolerance: float) -> Ring:
    """Douglas-Peucker: drop points that lie within `tolerance` of the line between those kept."""
    if len(points) < 3:
        return points
    first, last = points[0], points[-1]
    farthest, index = max((distance(p, first, last), i) for i, p in enumerate(points[1:-1], 1))
    if farthest <= tolerance:
        return [first, last]
    return simplify(points[: index + 1], tolerance)[:-1] + simplify(points[index:], tolerance)


def distance(p: Point, a: Point, b: Point) -> float:
    """Distance of `p` from the line a-b, or from the point a where both ends meet."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    if length == 0:
        return math.hypot(p[0] - a[0], p[1] - a[1])
    return abs(dx * (a[1] - p[1]) - dy * (a[0] - p[0])) / length


def rings_of(shape: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    """All rings of a polygon or multipolygon, arcs joined (a negative number is an arc run backwards)."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        for numbers in polygon:
            ring: Ring = []
            for number in numbers:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring.extend(arc[1:] if ring else arc)
            yield ring


def move(rings: dict[str, list[Ring]], point: Point, *, source: str, target: str) -> None:
    """Give the smallest ring of `source` that holds `point` to `target`."""
    holding = [ring for ring in rings[source] if inside(point, ring)]
    if not holding:
        raise SystemExit(f"no ring of {source} holds {point}: the source file has changed, look at it")
    ring = min(holding, key=lambda each: abs(area(each)))
    rings[source].remove(ring)
    rings[target].append(ring)


def inside(point: Point, ring: Ring) -> bool:
    """Even-odd rule."""
    x, y = point
    result = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            result = not result
    return result


def area(ring: Ring) -> float:
    """Signed area (shoelace)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def row_of(code: str, rings: list[Ring]) -> str:
    """One line of the table: code, a point for a label or a dot, whether to draw a dot, the SVG path."""
    largest = max(rings, key=lambda ring: abs(area(ring)))
    kept = [ring for ring in rings if abs(area(ring)) >= SMALLEST_RING] or [largest]
    x, y = centre(largest)
    dot = "yes" if abs(area(largest)) < SMALL_COUNTRY and code else "no"
    return f"{code}\t{x:.0f}\t{y:.0f}\t{dot}\t{''.join(path_of(ring) for ring in kept)}"


def centre(ring: Ring) -> Point:
    """Centre of mass of a ring, or the mean of its points where it has no area."""
    total = area(ring)
    if abs(total) < 1e-6:
        return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * total)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * total)
    return x, y


def path_of(ring: Ring) -> str:
    """A ring as a relative SVG path on whole numbers; points that fall together are merged."""
    grid = [(round(x), round(y)) for x, y in ring]
    points = [p for i, p in enumerate(grid) if i == 0 or p != grid[i - 1]]
    if len(points) < 3:
        x, y = points[0]
        return f"M{x},{y}h1v1h-1z"
    steps = (f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in pairwise(points))
    return f"M{points[0][0]},{points[0][1]}l{' '.join(steps)}z"


if __name__ == "__main__":
    main()
