"""The rulebook as screening asks it: whether a provision binds on a day, and which state of the law that was."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from stanch.files import write_atomic
from stanch.settings import packaged_data

Spans = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """When each provision of the packaged regimes applies, with a hash over their files."""

    version: str
    spans: Mapping[str, Spans]  # provision: first and last day of each of its versions, ISO

    def in_force(self, provision: str, on: dt.date, /) -> bool | None:
        """Whether any version of a provision, or any provision of an instrument, applies on a day; None when none is held."""
        found = self.spans.get(provision) or tuple(
            span for key, spans in self.spans.items() if key.startswith(f"{provision}:") for span in spans
        )
        return any(start <= on.isoformat() <= end for start, end in found) if found else None


@lru_cache(maxsize=4)
def packaged_law(data_dir: Path | None = None, cache: Path | None = None) -> Law:
    """The law that comes with the package.

    Args:
        cache: a folder that keeps what was read, so that the next process need not read all of the law again; it goes by the hash.
    """
    root = data_dir or packaged_data()
    digest = hashlib.sha256()
    for path in sorted((root / "regimes").rglob("*.yml")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    names = sorted(path.parent.name for path in (root / "regimes").glob("*/regime.yml"))
    version = f"{'+'.join(names)}@{digest.hexdigest()[:12]}"
    kept = cache / f"law-{digest.hexdigest()[:24]}.json" if cache else None
    if kept is not None and kept.is_file():
        held = json.loads(kept.read_text(encoding="utf-8"))
        return Law(
            version=version, spans={key: tuple((a, b) for a, b in found) for key, found in held.items()}
        )
    spans = _spans(names, data_dir)
    if kept is not None:
        write_atomic(kept, json.dumps(spans, sort_keys=True))
    return Law(version=version, spans=spans)


def _spans(names: list[str], data_dir: Path | None) -> dict[str, Spans]:
    from stanch.rulebook.load import load_regime

    regimes = [load_regime(name, data_dir=data_dir) for name in names]
    return {
        key: tuple((v.applies_from.isoformat(), v.applies_until.isoformat()) for v in provision.versions)
        for regime in regimes
        for key, provision in regime.provisions.items()
        if regime.instrument_of[key].status != "draft"
    }
