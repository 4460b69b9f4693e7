"""The reader's weights above the encoder, in plain numbers: what a clause states, how firmly, on what, and whose it is.

Training needs PyTorch; using it needs NumPy alone. The file holds half-precision weights beside the names of their features and classes.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stanch.errors import FormatError
from stanch.reading.model import KINDS, STATUSES
from stanch.settings import packaged_data

FORMAT = 3
SAID = ("none", *KINDS)
MODALITIES = ("asserted", "negated", "hedged", "future", "conditional", "denied")
CHANNELS = (
    "aid", "arms", "business", "culture", "cyber", "diplomacy", "energy", "finance", "flights", "membership", "military", "sanctions",
    "shipping", "talks", "trade", "training", "travel", "weapons_programme", "workers",
)  # fmt: skip
ROLES = ("actor", "target", "speaker")

Vector = NDArray[np.float32]
_UNTOLD: dict[str, dict[str, float]] = {"act": {}, "modality": {}, "status": {}, "channel": {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the model makes of one clause: a probability for each class, and the state from which roles are chosen.

    Of a clause that can state no claim, since no kind reaches the lowest threshold, only the kind is worked out.
    """

    kind: Mapping[str, float]
    act: Mapping[str, float]
    modality: Mapping[str, float]
    status: Mapping[str, float]
    channel: Mapping[str, float]
    state: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Loaded weights, the features they know, and the thresholds below which the reader abstains."""

    arrays: Mapping[str, Vector]
    features: Mapping[str, int]
    facts: Mapping[str, int]
    acts: tuple[str, ...]
    thresholds: Mapping[str, float]
    about: Mapping[str, str]

    def judge(
        self,
        heads: Sequence[Vector],
        spans: Sequence[Vector],
        wholes: Sequence[Vector],
        features: Sequence[Sequence[str]],
    ) -> list[Judgement]:
        """What each of several clauses states, from its vectors and its features."""
        if not heads:
            return []
        known = [[i for i in map(self.features.get, row) if i is not None] for row in features]
        table, wide = self.arrays["bag"], self.arrays["wide"]
        counts = np.array([[max(len(row), 1)] for row in known], dtype=np.float32)
        bag = _sums(table, known) / counts
        seen = np.concatenate([np.stack(heads), np.stack(spans), np.stack(wholes), bag], axis=1)
        states = np.maximum(self._linear("mix", seen), 0)
        direct = _sums(wide, known)
        kinds = _softmax(self._linear("kind", states) + direct[:, : len(SAID)])
        least = min((self.thresholds[kind] for kind in KINDS), default=0.0)
        kept = np.flatnonzero(kinds[:, 1:].max(axis=1) >= least)
        rest = self._rest(states[kept], direct[kept, len(SAID) :])
        told = dict(zip(kept.tolist(), rest, strict=True))
        return [
            Judgement(kind=dict(zip(SAID, row, strict=True)), state=states[i], **told.get(i, _UNTOLD))
            for i, row in enumerate(kinds.tolist())
        ]

    def _rest(self, states: Vector, direct: Vector) -> list[dict[str, dict[str, float]]]:
        """The chances of every head but the kind's."""
        classes = {"act": self.acts, "modality": MODALITIES, "status": STATUSES, "channel": CHANNELS}
        found: list[dict[str, dict[str, float]]] = [{} for _ in states]
        at = 0
        for name, names in classes.items():
            scores = self._linear(name, states) + direct[:, at : at + len(names)]
            chances = _sigmoid(scores) if name == "channel" else _softmax(scores)
            for row, chance in zip(found, chances.tolist(), strict=True):
                row[name] = dict(zip(names, chance, strict=True))
            at += len(names)
        return found

    def roles(
        self, state: Vector, vectors: Sequence[Vector | None], facts: Sequence[Sequence[str]]
    ) -> NDArray[np.float64]:
        """For each choice of a party how likely it is to act, to be meant and to speak: a row a choice, a column a role."""
        known = [[i for i in map(self.facts.get, row) if i is not None] for row in facts]
        rows = _sums(self.arrays["choice_facts"], known)
        named = [i for i, vector in enumerate(vectors) if vector is not None]
        if named:
            places = np.stack([vector for vector in vectors if vector is not None])
            rows[named] += places @ self.arrays["choice_place_weight"].T
        mixed = np.maximum(rows + self._linear("choice_state", state), 0)
        return _sigmoid(self._linear("role", mixed))

    def _linear(self, name: str, rows: Vector) -> Vector:
        result: Vector = rows @ self.arrays[f"{name}_weight"].T + self.arrays[f"{name}_bias"]
        return result


def _sums(table: Vector, rows: Sequence[Sequence[int]]) -> Vector:
    """For each list of row numbers the sum of those rows of a table, nought for an empty list; all lists at once, since they are many
    and short."""
    sums: Vector = np.zeros((len(rows), table.shape[1]), dtype=table.dtype)
    filled = [i for i, row in enumerate(rows) if row]
    if filled:
        starts = np.cumsum([0, *(len(rows[i]) for i in filled[:-1])])
        sums[filled] = np.add.reduceat(table[[at for i in filled for at in rows[i]]], starts, axis=0)
    return sums


def _softmax(scores: Vector) -> NDArray[np.float64]:
    powers = np.exp(scores.astype(np.float64) - scores.max(axis=-1, keepdims=True))
    result: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return result


def _sigmoid(scores: Vector) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1 / (1 + np.exp(-scores.astype(np.float64)))
    return result


@lru_cache(maxsize=2)
def load_heads(path: Path | None = None) -> Heads:
    """The shipped weights, or those of another file of the same format.

    Raises:
        FormatError: the file is damaged or of another format.
    """
    path = path or packaged_data() / "models" / "reader-en.npz"
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            head = json.loads(str(file["about"]))
            if head["format"] != FORMAT:
                raise FormatError(
                    f"{path}: model format {head['format']}, this version reads {FORMAT}; install stanch again"
                )
            arrays = {name: file[name].astype(np.float32) for name in head["arrays"]}
            names = {name: str(file[name]).split("\n") for name in ("features", "facts")}
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise FormatError(
            f"{path}: the reader's weights cannot be read ({error}); install stanch again"
        ) from error
    return Heads(
        arrays=arrays,
        features={name: i for i, name in enumerate(names["features"])},
        facts={name: i for i, name in enumerate(names["facts"])},
        acts=tuple(head["acts"]),
        thresholds=head["thresholds"],
        about=head["card"],
    )


def save_heads(path: Path, heads: Heads) -> None:
    """Write weights as half-precision numbers; the same weights give the same file."""
    head = {
        "format": FORMAT,
        "arrays": sorted(heads.arrays),
        "acts": list(heads.acts),
        "thresholds": dict(heads.thresholds),
        "card": dict(heads.about),
    }
    arrays: dict[str, Any] = {name: heads.arrays[name].astype(np.float16) for name in sorted(heads.arrays)}
    for name, index in (("features", heads.features), ("facts", heads.facts)):
        arrays[name] = np.array("\n".join(sorted(index, key=lambda each: index[each])))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        np.savez_compressed(out, about=np.array(json.dumps(head, sort_keys=True)), **arrays)
