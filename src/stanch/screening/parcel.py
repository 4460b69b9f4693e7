"""An engine packed into files, so that other processes and other machines answer with exactly the same lists.

Whoever opens the parcel needs no store: the index, the entries and the dismissals are in it, as they were at one moment.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from stanch.errors import StoreError
from stanch.files import write_atomic
from stanch.lists.code import code_version
from stanch.matching.index import Index
from stanch.scale import shipped
from stanch.screening.dismissals import Dismissals, dismissals_at
from stanch.screening.engine import Engine
from stanch.screening.measures import Rulebook
from stanch.screening.model import ListUse, Thresholds
from stanch.store.decisions import Dismissal


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is sent along with the work; the two files go apart, once for each machine."""

    index: Path
    side: Path
    lists: tuple[ListUse, ...]
    on: dt.date
    thresholds: Thresholds
    rulebook: Rulebook
    code: str

    @property
    def files(self) -> tuple[Path, Path]:
        """What must be where the parcel is opened."""
        return self.index, self.side


def pack(engine: Engine, dismissed: tuple[Dismissal, ...], folder: Path) -> Parcel:
    """Write an engine and the dismissals held into two files of a folder; their names are the folder's."""
    index, side = folder / f"{folder.name}.index", folder / f"{folder.name}.json"
    engine.index.save(index)
    held = {
        "bodies": dict(engine.bodies),
        "unsure": dict(engine.unsure),
        "dismissals": [asdict(one) for one in dismissed],
    }
    write_atomic(side, json.dumps(held, ensure_ascii=False))
    return Parcel(
        index=index,
        side=side,
        lists=engine.lists,
        on=engine.on,
        thresholds=engine.thresholds,
        rulebook=engine.rulebook,
        code=engine.code,
    )


def unpack(parcel: Parcel, at: dt.datetime) -> tuple[Engine, Dismissals]:
    """The engine, and what the dismissals said at a moment; the files are read once for each process.

    Raises:
        StoreError: the code here is not the code that packed, so its answers could differ.
    """
    if parcel.code != code_version():
        raise StoreError(
            f"this worker runs stanch {code_version()}, the run was started by {parcel.code}: install the same version everywhere"
        )
    index, bodies, unsure, dismissed = _opened(shipped(parcel.index), shipped(parcel.side))
    engine = Engine(
        index=index,
        bodies=bodies,
        unsure=unsure,
        lists=parcel.lists,
        on=parcel.on,
        thresholds=parcel.thresholds,
        rulebook=parcel.rulebook,
        code=parcel.code,
    )
    return engine, dismissals_at(dismissed, at)


@lru_cache(maxsize=1)
def _opened(index: Path, side: Path) -> tuple[Index, dict[str, str], dict[str, str], tuple[Dismissal, ...]]:
    held = json.loads(side.read_text(encoding="utf-8"))
    dismissed = tuple(Dismissal(**one) for one in held["dismissals"])
    return Index.load(index), held["bodies"], held["unsure"], dismissed
