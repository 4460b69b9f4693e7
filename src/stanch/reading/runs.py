"""Runs of characters that no language writes are blanked before a text is analysed, so that no document can keep a pattern busy for hours.

Offsets stay as they are: each character becomes a blank. A quote that reaches into a run is no quote, and is refused as any other.
"""

from __future__ import annotations

import re

# 200 signs of ASCII without a blank (an address with its tracking is shorter), or a hundred times the same sign of any script
_RUN = re.compile(r"[!-~]{200,}|(\S)\1{99,}")


def without_runs(text: str) -> str:
    """The text with such runs as blanks."""
    return _RUN.sub(lambda found: " " * len(found[0]), text)
