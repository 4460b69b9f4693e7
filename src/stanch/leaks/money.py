"""Everything held on the target's revenue in one record, read once: for dossiers and pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stanch.leaks.interdict import Efforts, load_efforts
from stanch.leaks.reported import Reported, load_reported
from stanch.leaks.streams import Streams, load_streams


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Streams with their cells and totals, reported imports with their flags, and the judgement of efforts."""

    streams: Streams
    reported: Reported
    efforts: Efforts


def load_money(data_dir: Path) -> Money:
    """Read the tables of revenue and the judgement of efforts."""
    return Money(
        streams=load_streams(data_dir), reported=load_reported(data_dir), efforts=load_efforts(data_dir)
    )
