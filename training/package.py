"""The network that the package carries, as one that can be trained on: its eight-bit encoder and its half-precision heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from stanch.reading.encoder import load_vocabulary
from stanch.reading.heads import load_heads
from stanch.settings import packaged_data
from training.batches import Names
from training.courses import Trained, reader_of
from training.network import WIDTH, Encoder

_RENAMED = {"bag_weight": "bag", "choice_facts_weight": "choice_facts", "wide_weight": "wide"}
_LINEAR = ("query", "key", "value", "out", "up", "down")
_NORMS = ("norm1", "norm2")


def carried(folder: Path | None = None) -> Trained:
    """The weights of a folder, the package's when none is given: what the reader runs, but for the rounding of the encoder's sums.

    Raises:
        stanch.errors.FormatError: the heads are damaged or of another format.
    """
    folder = folder or packaged_data() / "models"
    heads = load_heads(folder / "reader-en.npz")
    pieces = list(load_vocabulary(folder / "encoder-en.vocab.txt"))
    names = Names(features=dict(heads.features), facts=dict(heads.facts), acts=heads.acts)
    reader = reader_of(_encoder(folder / "encoder-en.onnx", len(pieces)), names)
    weights = reader.state_dict()
    for name in weights:
        if not name.startswith("encoder."):
            plain = name.replace(".", "_")
            weights[name] = torch.tensor(heads.arrays[_RENAMED.get(plain, plain)])
    reader.load_state_dict(weights)
    return reader, names, pieces


def _encoder(path: Path, pieces: int) -> Encoder:
    """The encoder of a file that `training.export` wrote."""
    import onnx

    graph = onnx.load(str(path)).graph
    held: dict[str, Any] = {each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer}
    layers = sum(name.endswith(".up.bias") for name in held)
    encoder = Encoder(pieces, layers)
    encoder.words.weight.data = _plain(held, "words.weight")
    encoder.places.weight.data = _tensor(held["places.weight"])
    parts: list[tuple[str, nn.Module]] = [("norm", encoder.norm)]
    for number, layer in enumerate(encoder.layers):
        inner = len(held[f"layers.{number}.up.bias"])
        layer.up, layer.down = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        for name in _LINEAR:
            getattr(layer, name).weight.data = _plain(held, f"layers.{number}.{name}.weight_Transposed").T
            getattr(layer, name).bias.data = _tensor(held[f"layers.{number}.{name}.bias"])
        parts += [(f"layers.{number}.{name}", getattr(layer, name)) for name in _NORMS]
    for name, part in parts:
        part.weight.data, part.bias.data = _tensor(held[f"{name}.weight"]), _tensor(held[f"{name}.bias"])
    return encoder


def _plain(held: dict[str, Any], name: str) -> Tensor:
    """An eight-bit matrix as the numbers it stands for; `held` has its steps and its noughts by column."""
    eight = held[f"{name}_quantized"].astype(np.float32)
    return _tensor((eight - held[f"{name}_zero_point"].astype(np.float32)) * held[f"{name}_scale"])


def _tensor(values: Any) -> Tensor:
    return torch.tensor(np.ascontiguousarray(values), dtype=torch.float32)
