"""The rulebook as screening asks it: whether a provision binds on a day, and which state of the law that was."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from stanch.rulebook.load import load_regime, regimes
from stanch.rulebook.model import Regime
from stanch.settings import packaged_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """All packaged regimes, with a hash over their files."""

    version: str
    held: tuple[Regime, ...]

    def in_force(self, provision: str, on: dt.date, /) -> bool | None:
        """Whether any version of a provision applies on a day; None when no regime holds it."""
        for regime in self.held:
            found = regime.provision(provision)
            if found is not None:
                return any(v.applies_from <= on <= v.applies_until for v in found.versions)
        return None


@lru_cache(maxsize=2)
def packaged_law(data_dir: Path | None = None) -> Law:
    """The law that comes with the package."""
    root = data_dir or packaged_data()
    digest = hashlib.sha256()
    for path in sorted((root / "regimes").rglob("*.yml")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    names = regimes(data_dir)
    return Law(
        version=f"{'+'.join(names)}@{digest.hexdigest()[:12]}",
        held=tuple(load_regime(name, data_dir=data_dir) for name in names),
    )
