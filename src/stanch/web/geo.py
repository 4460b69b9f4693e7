"""Where states lie, as longitude and latitude: the label points of the packaged map, taken back from its projection.

The map is drawn in the Equal Earth projection (Šavrič, Patterson and Jenny 2018) on a grid 2,000 units wide, centred on 10.8° E; see
data/map/README.md. The way back is Newton's method on the latitude.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

from stanch.files import StrictModel, read_tsv

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_WIDTH, _CENTRE = 2000, 10.8
_HALF_WIDTH, _HALF_HEIGHT = 2.706629, 1.317363


class _Shape(StrictModel):
    code: str = ""
    x: int
    y: int
    dot: str
    path: str


@lru_cache(maxsize=2)
def points(data_dir: Path) -> dict[str, tuple[float, float]]:
    """(longitude, latitude) of each state's label point, to a tenth of a degree."""
    rows = read_tsv(data_dir / "map" / "world.tsv", _Shape)
    return {row.code: unproject(row.x, row.y) for _, row in rows if row.code}


def unproject(x: float, y: float) -> tuple[float, float]:
    """Grid units back to degrees."""
    scale = _WIDTH / (2 * _HALF_WIDTH)
    px, py = x / scale - _HALF_WIDTH, _HALF_HEIGHT - y / scale
    theta = py
    for _ in range(12):
        theta -= (_y(theta) - py) / _slope(theta)
    latitude = math.degrees(math.asin(max(-1.0, min(1.0, 2 * math.sin(theta) / math.sqrt(3)))))
    longitude = math.degrees(px * math.sqrt(3) * _slope(theta) / (2 * math.cos(theta))) + _CENTRE
    return (round((longitude + 180) % 360 - 180, 1), round(latitude, 1))


def _y(theta: float) -> float:
    a1, a2, a3, a4 = _A
    return theta * (a1 + a2 * theta**2 + theta**6 * (a3 + a4 * theta**2))


def _slope(theta: float) -> float:
    a1, a2, a3, a4 = _A
    return a1 + 3 * a2 * theta**2 + theta**6 * (7 * a3 + 9 * a4 * theta**2)
