"""What the teacher makes of every clause, and the loss of a student that learns from it beside the labels.

After Hinton et al. 2015 (arXiv:1503.02531): the teacher's chances, flattened by a temperature, tell more of a clause than its one label
does, and tell something of clauses that nobody labelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import SOFT, Names, Row, batches
from training.network import Reader

TEMPERATURE = 1.5
ALPHA = 0.8  # the teacher's share of the loss; the labels have the rest
ROLE_ALPHA = 0.5  # the same for who acts, is meant and speaks
_SIZE = 8000


@torch.no_grad()
def soften(reader: Reader, names: Names, rows: Sequence[Row]) -> None:
    """Write the teacher's scores into every example of the rows; a second teacher's are added to the first's."""
    reader.eval()
    for batch in batches(rows, names, size=_SIZE, shuffle=None):
        found = reader(batch)
        for i, example in enumerate(batch["examples"]):
            for name in SOFT:
                scores = found[name][i].numpy()
                example.soft.setdefault(name, []).append(scores)
        if "role" in found:
            offers = [offer for example in batch["examples"] for offer in example.offers]
            for offer, row in zip(offers, found["role"], strict=True):
                offer.soft.append(row.numpy())


def blended(found: dict[str, Tensor], batch: dict[str, Any], hard: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of each head: the labels' share and the teacher's. Other heads than the kind's count by how likely the teacher finds that
    the clause states anything."""
    if "soft_kind" not in batch:
        return hard
    losses = dict(hard)
    says = 1.0 - batch["soft_kind"][:, 0]
    for name in SOFT:
        chances = batch[f"soft_{name}"]
        if name == "channel":
            each = functional.binary_cross_entropy_with_logits(found[name], chances, reduction="none").mean(1)
        else:
            flat = (chances.clamp(min=1e-6).log() / TEMPERATURE).softmax(-1)
            each = -(flat * (found[name] / TEMPERATURE).log_softmax(-1)).sum(-1) * TEMPERATURE
        weight = batch["soft_weight"] if name == "kind" else says
        soft = (each * weight).sum() / weight.sum().clamp(min=1e-3)
        losses[name] = ALPHA * soft + (1.0 - ALPHA) * hard[name] if name in hard else ALPHA * soft
    if "soft_role" in batch and "role" in hard:
        told = batch["has_role"]
        each = functional.binary_cross_entropy_with_logits(
            found["role"], batch["soft_role"], reduction="none"
        )
        losses["role"] = ROLE_ALPHA * (each * told).sum() / told.sum() + (1.0 - ROLE_ALPHA) * hard["role"]
    return losses
