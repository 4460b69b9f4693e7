"""What the workers of the tests do; other processes import it by name."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from stanch.errors import UsageError
from stanch.scale import shipped


def doubled(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def refusing_500(numbers: Sequence[int]) -> list[int]:
    if 500 in numbers:
        raise UsageError("no 500 here")
    return list(numbers)


def dying_once(marker: Path, numbers: Sequence[int]) -> list[int]:
    """The first worker to come to 500 is killed as by ``kill -9``."""
    if 500 in numbers and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(numbers)


def reading(path: Path, numbers: Sequence[int]) -> list[tuple[str, str]]:
    found = shipped(path)
    return [(str(found), found.read_text(encoding="utf-8")) for _ in numbers]


def threads(rows: Sequence[int]) -> list[str]:
    """What a worker's environment says of threads, for each row."""
    return [os.environ.get("OPENBLAS_NUM_THREADS", "") for _ in rows]
