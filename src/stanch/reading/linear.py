"""A linear model in plain numbers: weights by feature, a probability for each class. Training needs scikit-learn;
using it does not."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stanch.errors import FormatError
from stanch.settings import packaged_data

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Multinomial logistic regression over named features."""

    classes: tuple[str, ...]
    index: Mapping[str, int]
    weights: NDArray[np.float32]  # one row a feature, one column a class

    def probabilities(self, features: Sequence[str]) -> NDArray[np.float64]:
        """The probability of each class; features the model has never seen count nothing."""
        rows = [i for i in map(self.index.get, features) if i is not None]
        scores = self.weights[rows].sum(axis=0, dtype=np.float64) if rows else np.zeros(len(self.classes))
        scores = np.exp(scores - scores.max())
        result: NDArray[np.float64] = scores / scores.sum()
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The reader's models and the thresholds below which it abstains."""

    kind: Linear
    act: Linear
    thresholds: Mapping[str, float]
    about: Mapping[str, str]


@lru_cache(maxsize=2)
def load_model(path: Path | None = None) -> Model:
    """The shipped weights, or those of another file of the same format."""
    path = path or packaged_data() / "models" / "reader-en.npz"
    try:
        with np.load(path, allow_pickle=False) as file:
            head = json.loads(str(file["about"]))
            if head["format"] != FORMAT:
                raise FormatError(
                    f"{path}: model format {head['format']}, this version reads {FORMAT}; run  make train"
                )
            models = {
                name: _linear(head[name], file[f"{name}_weights"], file[f"{name}_features"])
                for name in ("kind", "act")
            }
    except (OSError, KeyError, ValueError) as error:
        raise FormatError(
            f"{path}: the reader's weights cannot be read ({error}); run  make train"
        ) from error
    return Model(kind=models["kind"], act=models["act"], thresholds=head["thresholds"], about=head["card"])


def _linear(classes: list[str], weights: NDArray[np.float16], features: NDArray[np.str_]) -> Linear:
    names = str(features).split("\n")
    return Linear(
        classes=tuple(classes),
        index={name: i for i, name in enumerate(names)},
        weights=weights.astype(np.float32),
    )


def save_model(path: Path, model: Model) -> None:
    """Write weights as half-precision numbers beside their feature names; the file is the same for the same training."""
    head = {
        "format": FORMAT,
        "kind": list(model.kind.classes),
        "act": list(model.act.classes),
        "thresholds": dict(model.thresholds),
        "card": dict(model.about),
    }
    arrays: dict[str, Any] = {}
    for name, linear in (("kind", model.kind), ("act", model.act)):
        ordered = sorted(linear.index, key=lambda feature: linear.index[feature])
        arrays[f"{name}_weights"] = linear.weights.astype(np.float16)
        arrays[f"{name}_features"] = np.array("\n".join(ordered))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        np.savez_compressed(out, about=np.array(json.dumps(head, sort_keys=True)), **arrays)
