"""The closed vocabularies, read from ``data/vocab``: acts, facts, channels, measures, duties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from stanch.files import StrictModel, read_yaml
from stanch.rulebook.fieldtypes import Amount
from stanch.settings import packaged_data


class ActEntry(StrictModel):
    """One act: what somebody does."""

    kind: str
    definition: str
    includes: tuple[str, ...] = ()


class FactEntry(StrictModel):
    """One fact an activity can state beyond its plain fields."""

    type: Literal["yes_no", "number", "text", "day"]
    question: str
    silent: Literal["no", "unknown"]
    values: tuple[str, ...] = ()


class _Acts(StrictModel):
    acts: dict[str, ActEntry]


class _Facts(StrictModel):
    facts: dict[str, FactEntry]


class _Channels(StrictModel):
    channels: dict[str, str]


class _Measures(StrictModel):
    measures: dict[str, str]


class _Duties(StrictModel):
    duties: dict[str, str]


class Conversions(StrictModel):
    """Barrels in a tonne of each goods item, with where the figures stand and how near to a ceiling they can tell."""

    source: str
    margin: Amount
    barrels_per_tonne: dict[str, Amount]


class _Actors(StrictModel):
    actors: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All the words that rules and activities may use."""

    acts: Mapping[str, ActEntry]
    facts: Mapping[str, FactEntry]
    channels: Mapping[str, str]
    measures: Mapping[str, str]
    duties: Mapping[str, str]
    actors: Mapping[str, str]
    reach: Mapping[str, frozenset[str]]
    conversions: Conversions

    def acts_of(self, act: str) -> frozenset[str]:
        """An act with all that it includes; goods move by any goods act, and the direction decides which rules look."""
        return self.reach[act]


def _reach(acts: Mapping[str, ActEntry]) -> dict[str, frozenset[str]]:
    goods = frozenset(key for key, entry in acts.items() if entry.kind == "goods")
    return {key: goods if entry.kind == "goods" else _included(key, acts) for key, entry in acts.items()}


def _included(act: str, acts: Mapping[str, ActEntry]) -> frozenset[str]:
    found: set[str] = set()
    todo = [act]
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo.extend(acts[key].includes)
    return frozenset(found)


@lru_cache(maxsize=4)
def vocabulary(data_dir: Path | None = None) -> Vocabulary:
    """The vocabularies of a data directory; the packaged one unless told otherwise."""
    folder = (data_dir or packaged_data()) / "vocab"
    acts = read_yaml(folder / "acts.yml", _Acts).acts
    return Vocabulary(
        acts=acts,
        reach=_reach(acts),
        conversions=read_yaml(folder / "conversions.yml", Conversions),
        facts=read_yaml(folder / "facts.yml", _Facts).facts,
        channels=read_yaml(folder / "channels.yml", _Channels).channels,
        measures=read_yaml(folder / "measures.yml", _Measures).measures,
        duties=read_yaml(folder / "duties.yml", _Duties).duties,
        actors=read_yaml(folder / "actors.yml", _Actors).actors,
    )
