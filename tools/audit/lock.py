"""What the lock files pin: names, versions, markers and hashes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "requirements/run.txt"
DEV = ROOT / "requirements/dev.txt"
EXTRAS = ROOT / "requirements/extras.txt"
SPARK = ROOT / "requirements/spark.txt"
LOCKS = (RUN, EXTRAS, SPARK, DEV)
_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]+?))?\s*(?:\\)?$"
)
_HASH = re.compile(r"^\s+--hash=(?P<hash>sha256:[0-9a-f]{64})\s*\\?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """One pinned distribution."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def applies(self, environment: Mapping[str, str] | None = None) -> bool:
        """Whether it is installed in this environment (None: the running one)."""
        return not self.marker or Marker(self.marker).evaluate(
            dict(environment) if environment is not None else None
        )


def read(path: Path) -> tuple[Locked, ...]:
    """Every pin of a lock file, in its order.

    Raises:
        ValueError: a line that is neither a pin, a hash nor a comment (an address, an option, an unpinned name).
    """
    pins: list[tuple[str, str, str, list[str]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if found := _PIN.match(line):
            pins.append((found["name"].lower(), found["version"], found["marker"] or "", []))
        elif (found := _HASH.match(line)) and pins:
            pins[-1][3].append(found["hash"])
        else:
            raise ValueError(f"{path.name}:{number}: '{line.strip()}' is no pin with hashes; run  make lock")
    return tuple(Locked(name=n, version=v, marker=m, hashes=tuple(h)) for n, v, m, h in pins)
