"""The areas a dossier asks about: which channels each gathers, what it asks, and what would settle an open question."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from stanch.files import StrictModel, read_yaml


class Area(StrictModel):
    """One area of ``data/dossier/areas.yml``."""

    key: str
    title: str
    channels: tuple[str, ...]
    asks: str
    settles: str
    deep: bool

    def holds(self, channel: str) -> bool:
        """True when the channel belongs to this area."""
        return any(within(channel, each) for each in self.channels)


class _File(StrictModel):
    areas: tuple[Area, ...]


@lru_cache(maxsize=4)
def load_areas(data_dir: Path) -> tuple[Area, ...]:
    """The areas, in the order a dossier asks about them."""
    return read_yaml(data_dir / "dossier" / "areas.yml", _File).areas


def within(channel: str, wide: str) -> bool:
    """True when `channel` is `wide` or lies below it: "trade.export.coal" lies within "trade.export"."""
    return channel == wide or channel.startswith(f"{wide}.")


def within_any(channel: str, wides: Iterable[str]) -> bool:
    """True when `channel` lies within one of several."""
    return any(within(channel, wide) for wide in wides)


# Channels that the vocabulary defines as a whole, or as not told apart further: a step on one reaches every channel of its kind.
WHOLES = {
    "trade.total": "trade",
    "arms.cooperation": "arms",
    "maritime.shipping": "maritime",
    "business.company": "business",
}


def step_reaches(step: str, channel: str) -> bool:
    """True when a step on one channel may be a step on another: one lies within the other, or the step is on the whole kind."""
    return within(step, channel) or within(channel, step) or within(channel, WHOLES.get(step, step))


def area_of(channel: str, areas: tuple[Area, ...]) -> Area:
    """The area of a channel; what fits nowhere else belongs to the last one."""
    return next((area for area in areas if area.holds(channel)), areas[-1])
