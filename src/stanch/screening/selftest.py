"""The self-test: variants of the live lists, class by class, asked of the live engine; what was found is the scorecard."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass

from stanch.matching.model import Query
from stanch.screening.engine import Engine
from stanch.screening.model import Party, Thresholds
from stanch.screening.screen import screen
from stanch.screening.variants import MAKERS, Variant, variants

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One class of variants: asked, found among the candidates, found as the first, and some that were missed."""

    klass: str
    asked: int
    found: int
    first: int
    missed: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share found; 1 where nothing was asked."""
        return self.found / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """What a regulator asks for: which lists, code and thresholds, and how much was found of each kind of variant."""

    made_at: str
    lists: tuple[str, ...]
    code: str
    rulebook: str
    thresholds: Thresholds
    seed: int
    entries: int
    scores: tuple[Score, ...]
    questions: int
    seconds: float

    @property
    def all_exact_found(self) -> bool:
        """Whether every name exactly as listed was found."""
        return all(
            s.found == s.asked
            for s in self.scores
            if s.klass in ("exact", "one-word name", "more than 60 characters")
        )


def run(engine: Engine, *, now: dt.datetime, sample: int | None = None, seed: int = 0) -> Scorecard:
    """Ask variants of the entries that the engine holds.

    Args:
        sample: of each class at most so many, drawn by the seed; all when None. Exact names are always all asked.
    """
    started = time.monotonic()
    chosen = _chosen(engine, sample, seed)
    scores = tuple(_score(engine, klass, asked) for klass, asked in chosen.items())
    return Scorecard(
        made_at=now.isoformat(),
        lists=tuple(use.label for use in engine.lists),
        code=engine.code,
        rulebook=engine.rulebook.version,
        thresholds=engine.thresholds,
        seed=seed,
        entries=len(engine.bodies),
        scores=scores,
        questions=sum(score.asked for score in scores),
        seconds=round(time.monotonic() - started, 2),
    )


def _chosen(engine: Engine, sample: int | None, seed: int) -> dict[str, list[Variant]]:
    by_class: dict[str, list[Variant]] = {klass: [] for klass in (*MAKERS, "former name")}
    for entity_id in sorted(engine.bodies):
        for variant in variants(engine.listing(entity_id).entity, seed=seed):
            by_class[variant.klass].append(variant)
    for klass, found in by_class.items():
        if (
            sample is not None
            and len(found) > sample
            and klass not in ("exact", "one-word name", "more than 60 characters")
        ):
            by_class[klass] = random.Random(f"{seed}:{klass}").sample(found, sample)
    return by_class


def _score(engine: Engine, klass: str, asked: Iterable[Variant]) -> Score:
    count = found = first = 0
    missed: list[str] = []
    for variant in asked:
        count += 1
        answer = screen(engine, Party(query=Query(names=(variant.name,), kind=variant.kind)))
        ids = [candidate.listing.id for candidate in answer.candidates]
        if variant.of in ids:
            found += 1
            first += ids[0] == variant.of
        elif len(missed) < _SHOWN:
            missed.append(f"'{variant.name}' ({variant.of})")
    return Score(klass=klass, asked=count, found=found, first=first, missed=tuple(missed))
