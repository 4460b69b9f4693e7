"""Raw name values as shares: what a score of 0.8 means.

The table (`data/lexicons/names/calibration.tsv`) is made by `python -m benchmarks.calibrate_matching` from pairs built by rule.
"""

from __future__ import annotations

import numpy as np

from stanch.matching.tables import load_calibration


def share_of(raw: float) -> float:
    """The share of validation pairs with this raw value that were the same party."""
    raws, shares = load_calibration()
    if raw <= raws[0]:
        return round(shares[0] * max(raw, 0.0) / raws[0], 4)
    return round(float(np.interp(raw, raws, shares)), 4)


def raw_of(share: float) -> float:
    """The raw value from which the share is at least this."""
    raws, shares = load_calibration()
    if share <= shares[0]:
        return raws[0] * max(share, 0.0) / shares[0]
    return float(np.interp(share, shares, raws)) if share <= shares[-1] else 1.1
