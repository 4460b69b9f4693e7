"""Training lines as tensors, in batches of sentences of like length."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from stanch.reading.encoder import WINDOW
from stanch.reading.heads import CHANNELS, MODALITIES, SAID
from stanch.reading.model import STATUSES
from training.examples import Example, Line

MIN_COUNT = 2
UNTOLD = -100  # no loss where a label does not tell
SOFT = ("kind", "act", "modality", "status", "channel")  # the heads that a teacher teaches


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The features, facts and acts that the weights have a row for."""

    features: dict[str, int]
    facts: dict[str, int]
    acts: tuple[str, ...]


def names_in(lines: Sequence[Line], least: int = MIN_COUNT) -> Names:
    """Features and facts that occur so often, and every act."""
    examples = [example for line in lines for example in line.examples]
    return Names(
        features=_index((feature for example in examples for feature in set(example.features)), least),
        facts=_index(
            (fact for example in examples for offer in example.offers for fact in set(offer.facts)), least
        ),
        acts=tuple(sorted({example.act for example in examples if example.act})),
    )


def _index(names: Iterable[str], least: int) -> dict[str, int]:
    counts = Counter(names)
    return {name: i for i, name in enumerate(sorted(n for n, count in counts.items() if count >= least))}


@dataclass(slots=True, kw_only=True)
class Row:
    """A sentence as pieces, with the candidates that its first window covers."""

    line: Line
    ids: list[int]
    first: list[int]
    examples: list[Example]


def rows_of(lines: Sequence[Line], pieces: Callable[[str], list[int]], start: int, end: int) -> list[Row]:
    """Sentences cut to one window; a candidate beyond it is left out."""
    rows = []
    for line in lines:
        first, ids = [0], []
        for word in line.words:
            ids += pieces(word)
            first.append(len(ids))
        kept = [example for example in line.examples if first[example.last + 1] <= WINDOW]
        if kept:
            rows.append(Row(line=line, ids=[start, *ids[:WINDOW], end], first=first, examples=kept))
    return rows


def batches(
    rows: Sequence[Row], names: Names, *, size: int, shuffle: random.Random | None
) -> Iterator[dict[str, Any]]:
    """All rows once, in groups of at most `size` pieces."""
    order = sorted(
        range(len(rows)), key=lambda i: (len(rows[i].ids) // 8, shuffle.random() if shuffle else 0.0, i)
    )
    groups: list[list[int]] = [[]]
    longest = 0
    for i in order:
        longest = max(longest, len(rows[i].ids))
        if groups[-1] and longest * (len(groups[-1]) + 1) > size:
            groups.append([])
            longest = len(rows[i].ids)
        groups[-1].append(i)
    if shuffle:
        shuffle.shuffle(groups)
    for group in groups:
        yield _tensors([rows[i] for i in group], names)


def _tensors(rows: Sequence[Row], names: Names) -> dict[str, Any]:
    longest = max(len(row.ids) for row in rows)
    batch: dict[str, Any] = {"examples": [example for row in rows for example in row.examples]}
    ids, mask = torch.zeros(len(rows), longest, dtype=torch.long), torch.zeros(len(rows), longest)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)] = torch.tensor(row.ids)
        mask[i, : len(row.ids)] = 1.0
    owners = [(i, row, example) for i, row in enumerate(rows) for example in row.examples]
    span = torch.zeros(len(owners), longest)
    for c, (_, row, example) in enumerate(owners):
        span[c, row.first[example.first] + 1 : row.first[example.last + 1] + 1] = 1.0
    batch |= {
        "ids": ids,
        "mask": mask,
        "row": torch.tensor([i for i, _, _ in owners]),
        "head": torch.tensor([row.first[example.head] + 1 for _, row, example in owners]),
        "span": span,
    }
    batch["features"], batch["feature_starts"] = _bags([e.features for _, _, e in owners], names.features)
    return batch | _labels(owners, names) | _choices(owners, names) | _taught([e for _, _, e in owners])


def _labels(owners: Sequence[tuple[int, Row, Example]], names: Names) -> dict[str, Tensor]:
    examples = [example for _, _, example in owners]
    acts = {name: i for i, name in enumerate(names.acts)}
    channel = torch.tensor([[float(name in (e.channels or ())) for name in CHANNELS] for e in examples])
    return {
        "kind": torch.tensor([SAID.index(e.kind) for e in examples]),
        "act": torch.tensor([acts.get(e.act, UNTOLD) for e in examples]),
        "modality": torch.tensor([_place(MODALITIES, e.modality) for e in examples]),
        "status": torch.tensor([_place(STATUSES, e.status) for e in examples]),
        "channel": channel,
        "has_channel": torch.tensor([float(e.channels is not None) for e in examples]),
        "weight": torch.tensor([e.weight for e in examples]),
    }


def _taught(examples: Sequence[Example]) -> dict[str, Tensor]:
    """The teachers' mean chances, where every example has them. A clause without a label counts in full here."""
    if not all(example.soft for example in examples):
        return {}
    found = {"soft_weight": torch.tensor([example.weight or 1.0 for example in examples])}
    for name in SOFT:
        scores = torch.tensor(np.array([example.soft[name] for example in examples]))
        chances = scores.sigmoid() if name == "channel" else scores.softmax(-1)
        found[f"soft_{name}"] = chances.mean(1)
    return found


def _place(values: Sequence[str], value: str) -> int:
    return values.index(value) if value in values else UNTOLD


def _choices(owners: Sequence[tuple[int, Row, Example]], names: Names) -> dict[str, Tensor]:
    offers = [(c, i, row, offer) for c, (i, row, e) in enumerate(owners) for offer in e.offers]
    inside = [offer.at >= 0 and row.first[offer.at] < WINDOW for _, _, row, offer in offers]
    facts, starts = _bags([offer.facts for _, _, _, offer in offers], names.facts)
    soft = {}
    if offers and all(offer.soft for _, _, _, offer in offers):
        scores = torch.tensor(np.array([offer.soft for _, _, _, offer in offers]))
        soft["soft_role"] = scores.sigmoid().mean(1)
    return soft | {
        "choice_of": torch.tensor([c for c, _, _, _ in offers], dtype=torch.long),
        "choice_row": torch.tensor([i for _, i, _, _ in offers], dtype=torch.long),
        "choice_at": torch.tensor(
            [
                row.first[o.at] + 1 if named else 0
                for (_, _, row, o), named in zip(offers, inside, strict=True)
            ],
            dtype=torch.long,
        ),
        "choice_named": torch.tensor([float(named) for named in inside]),
        "facts": facts,
        "fact_starts": starts,
        "role": torch.tensor([[float(bool(r)) for r in o.roles] for _, _, _, o in offers]),
        "has_role": torch.tensor([[float(r is not None) for r in o.roles] for _, _, _, o in offers]),
    }


def _bags(rows: Sequence[Sequence[str]], index: dict[str, int]) -> tuple[Tensor, Tensor]:
    """Numbers of the known features, one after the other, and where each row's begin."""
    known = [[index[name] for name in row if name in index] for row in rows]
    starts, at = [], 0
    for row in known:
        starts.append(at)
        at += len(row)
    return torch.tensor([i for row in known for i in row], dtype=torch.long), torch.tensor(
        starts, dtype=torch.long
    )
