"""How well a trained network does on reports that it has not seen: by head, and by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from stanch.reading.heads import SAID
from training.batches import UNTOLD, Names, Row, batches
from training.network import Reader

# below these the reader says nothing. In a sentence that names neither the sanctioned state nor sanctions it wants more: "onward" of ties
# and acts, "beside" of the others, "amid" when two of the four sentences around it do
THRESHOLDS = {
    "tie": 0.35,
    "action": 0.35,
    "position": 0.65,
    "figure": 0.2,
    "onward": 0.5,
    "beside": 0.85,
    "amid": 0.75,
}
_SIZE = 8000


@torch.no_grad()
def score(reader: Reader, names: Names, rows: Sequence[Row]) -> Counter[str]:
    """Counts of right, true and said, by head."""
    counts: Counter[str] = Counter()
    for batch in batches(rows, names, size=_SIZE, shuffle=None):
        found = reader(batch)
        chances = found["kind"].softmax(-1)
        for row, true in zip(chances.tolist(), batch["kind"].tolist(), strict=True):
            best = max(range(1, len(SAID)), key=lambda i: row[i])
            said = best if row[best] >= THRESHOLDS[SAID[best]] else 0
            counts.update(
                {
                    f"true {SAID[true]}": 1,
                    f"said {SAID[said]}": 1,
                    f"right {SAID[true]}": int(said == true),
                }
            )
        for name in ("act", "modality", "status"):
            told = batch[name] != UNTOLD
            counts[f"right {name}"] += int((found[name].argmax(-1) == batch[name])[told].sum())
            counts[f"true {name}"] += int(told.sum())
        counts.update(_channels_right(found["channel"], batch))
        if "role" in found:
            counts.update(_roles_right(found["role"], batch))
    return counts


def _channels_right(scores: Tensor, batch: dict[str, Any]) -> Counter[str]:
    """A clause's channels count as right when one is shared or both name none."""
    counts: Counter[str] = Counter()
    for row, true, told in zip(
        scores.sigmoid(), batch["channel"], batch["has_channel"].tolist(), strict=True
    ):
        if told:
            said = row >= 0.5
            shared = bool((said & (true > 0)).any()) or not (bool(said.any()) or bool(true.any()))
            counts.update({"true channel": 1, "right channel": int(shared)})
    return counts


def _roles_right(scores: Tensor, batch: dict[str, Any]) -> Counter[str]:
    """A role is right when the likeliest party fills it."""
    counts: Counter[str] = Counter()
    owners = batch["choice_of"]
    for owner in owners.unique():
        rows = (owners == owner).nonzero()[:, 0]
        for r, name in enumerate(("actor", "target", "speaker")):
            if batch["has_role"][rows, r].all() and batch["role"][rows, r].any():
                best = rows[scores[rows, r].argmax()]
                counts.update({f"true {name}": 1, f"right {name}": int(batch["role"][best, r] > 0)})
    return counts


def figures_of(counts: Counter[str]) -> dict[str, Any]:
    """Recall and precision of each kind, and the share right of everything else."""
    figures: dict[str, Any] = {}
    scores = []
    for kind in SAID[1:]:
        right, true, said = (counts[f"{each} {kind}"] for each in ("right", "true", "said"))
        scores.append(2 * right / max(true + said, 1))
        figures[kind] = {
            "recall": round(right / max(true, 1), 3),
            "precision": round(right / max(said, 1), 3),
            "labels": true,
        }
    figures["macro_f1"] = round(sum(scores) / len(scores), 3)
    for name in ("act", "modality", "status", "channel", "actor", "target", "speaker"):
        figures[name] = round(counts[f"right {name}"] / max(counts[f"true {name}"], 1), 3)
    return figures
