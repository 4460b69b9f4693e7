"""Train the reader's weights from the labels, and say how well they do on reports they have not seen.

python -m training.train            train, cross-validate, write the weights
python -m training.train --check    train, and fail when the weights differ from those shipped
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stanch.reading.lexicon import Lexicon, load_lexicon
from stanch.reading.linear import Linear, Model, save_model
from stanch.settings import packaged_data
from training.examples import Example, examples_of
from training.frames import WEIGHT, framed_reports
from training.labels import Report, read_reports

KIND_C = 0.25
ACT_C = 0.6
MIN_COUNT = 2
FOLDS = 3
THRESHOLDS = {"tie": 0.45, "action": 0.45, "position": 0.42, "figure": 0.3}
CARD = Path(__file__).with_name("figures.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=packaged_data() / "models" / "reader-en.npz")
    parser.add_argument(
        "--no-curve", action="store_true", help="leave out cross-validation and the learning curve"
    )
    options = parser.parse_args(arguments)
    lexicon = load_lexicon()
    reports = read_reports()
    examples = [example for report in reports for example in examples_of(report, lexicon)]
    framed = [
        replace(e, weight=e.weight * WEIGHT)
        for report in framed_reports()
        for e in examples_of(report, lexicon)
    ]
    say = sys.stdout.write
    labelled = sum(len(report.labels) for report in reports)
    aligned = sum(example.kind != "none" for example in examples)
    say(
        f"{len(reports)} reports, {labelled} labels, {aligned} of them with a candidate, {len(examples)} candidates\n"
    )
    if not options.no_curve:
        figures = {
            "reports": len(reports),
            "labels": labelled,
            "aligned": aligned,
            "curve": learning_curve(examples, framed),
        }
        say(json.dumps(figures, indent=1) + "\n")
        CARD.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    save_model(options.out, train([*examples, *framed], labelled))
    say(f"wrote {options.out} ({options.out.stat().st_size:,} bytes)\n")
    return 0


def train(examples: Sequence[Example], labelled: int) -> Model:
    """Both models on all examples."""
    acts = [example for example in examples if example.act]
    return Model(
        kind=fit(
            [e.features for e in examples], [e.kind for e in examples], [e.weight for e in examples], KIND_C
        ),
        act=fit([e.features for e in acts], [e.act for e in acts], [1.0] * len(acts), ACT_C),
        thresholds=THRESHOLDS,
        about={"labels": str(labelled), "method": "multinomial logistic regression, L2", "language": "en"},
    )


def fit(rows: Sequence[Sequence[str]], classes: Sequence[str], weights: Sequence[float], c: float) -> Linear:
    """A multinomial logistic regression over the features that occur at least twice."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(feature for row in rows for feature in row)
    names = sorted(feature for feature, count in counts.items() if count >= MIN_COUNT)
    index = {name: i for i, name in enumerate(names)}
    columns = [index[feature] for row in rows for feature in row if feature in index]
    pointers = np.cumsum([0, *(sum(feature in index for feature in row) for row in rows)])
    matrix = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(rows), len(names)))
    learner: Any = LogisticRegression(C=c, max_iter=400, tol=1e-5, fit_intercept=False)
    learner.fit(matrix, list(classes), sample_weight=list(weights))
    coefficients: NDArray[np.float64] = learner.coef_
    if len(learner.classes_) == 2:
        coefficients = np.vstack([-coefficients[0] / 2, coefficients[0] / 2])
    return Linear(
        classes=tuple(str(name) for name in learner.classes_),
        index=index,
        weights=coefficients.T.astype(np.float16).astype(np.float32),
    )


def learning_curve(examples: Sequence[Example], framed: Sequence[Example]) -> list[dict[str, Any]]:
    """Cross-validated by report, at a quarter, a half, three quarters and all of the training reports."""
    reports = sorted({example.report for example in examples})
    order = np.random.default_rng(5).permutation(len(reports))
    folds = [{reports[i] for i in order[k::FOLDS]} for k in range(FOLDS)]
    curve = []
    for part in (0.25, 0.5, 0.75, 1.0):
        counts: Counter[str] = Counter()
        for fold in folds:
            rest = [reports[i] for i in order if reports[i] not in fold]
            kept = set(rest[: max(2, round(len(rest) * part))])
            model = train([*framed, *(e for e in examples if e.report in kept)], 0)
            counts.update(_score(model, [e for e in examples if e.report in fold]))
        curve.append({"part": part, **_figures(counts)})
    return curve


def _score(model: Model, examples: Sequence[Example]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for example in examples:
        chances = model.kind.probabilities(example.features)
        best = max(
            (i for i, name in enumerate(model.kind.classes) if name != "none"),
            key=lambda i: float(chances[i]),
        )
        guess = model.kind.classes[best] if chances[best] >= THRESHOLDS[model.kind.classes[best]] else "none"
        counts[f"right {example.kind}"] += guess == example.kind
        counts[f"true {example.kind}"] += 1
        counts[f"said {guess}"] += 1
        if example.act:
            acts = model.act.probabilities(example.features)
            counts["right act"] += model.act.classes[int(np.argmax(acts))] == example.act
            counts["true act"] += 1
    return counts


def _figures(counts: Counter[str]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    scores = []
    for kind in ("tie", "action", "position", "figure"):
        right, true, said = (counts[f"{each} {kind}"] for each in ("right", "true", "said"))
        recall, precision = right / max(true, 1), right / max(said, 1)
        scores.append(2 * right / max(true + said, 1))
        figures[kind] = {"recall": round(recall, 3), "precision": round(precision, 3), "labels": true}
    figures["macro_f1"] = round(sum(scores) / len(scores), 3)
    figures["act"] = round(counts["right act"] / max(counts["true act"], 1), 3)
    return figures


def lexicon_gaps(reports: Sequence[Report], lexicon: Lexicon) -> list[str]:
    """Labels that no candidate covers, for whoever extends the candidates."""
    return [
        label.span
        for report in reports
        for label in report.labels
        if not any(e.kind != "none" for e in examples_of(report, lexicon))
    ]


if __name__ == "__main__":
    sys.exit(main())
