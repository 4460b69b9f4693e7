"""The trained encoder as an ONNX file with eight-bit weights, and its vocabulary beside it.

What is written reads one window and has no use for rows, a mask or the shapes that they carry: those cost a quarter of the time.
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from stanch.reading.encoder import WINDOW
from training.network import HEADS, WIDTH, Encoder, Layer


class Served(nn.Module):
    """The encoder as the reader asks it: one row of pieces in, a vector for each out."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.words, self.places, self.norm = encoder.words, encoder.places, encoder.norm
        self.layers = nn.ModuleList(ServedLayer(cast(Layer, layer)) for layer in encoder.layers)

    def forward(self, ids: Tensor) -> Tensor:
        x: Tensor = self.norm(self.words(ids) + self.places.weight[: ids.shape[0]])
        for layer in self.layers:
            x = layer(x)
        return x


class ServedLayer(nn.Module):
    """A layer without rows. Its vectors have two dimensions throughout, so that ONNX Runtime leaves sum and norm apart: its joint operator
    takes three times as long."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = layer.query, layer.key, layer.value, layer.out
        self.norm1, self.norm2, self.up, self.down = layer.norm1, layer.norm2, layer.up, layer.down

    def forward(self, x: Tensor) -> Tensor:
        each = WIDTH // HEADS
        q, k, v = (
            part(x).view(-1, HEADS, each).transpose(0, 1) for part in (self.query, self.key, self.value)
        )
        weights = (q @ k.transpose(1, 2)) / each**0.5
        seen = (weights.softmax(-1) @ v).transpose(0, 1).reshape(-1, WIDTH)
        x = self.norm1(x + self.out(seen))
        result: Tensor = self.norm2(x + self.down(functional.gelu(self.up(x))))
        return result


def write_encoder(encoder: Encoder, pieces: list[str], folder: Path) -> None:
    """Write `encoder-en.onnx` and `encoder-en.vocab.txt`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    served, ids = served_of(encoder), torch.ones(12, dtype=torch.long)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            served,
            (ids,),
            str(plain),
            input_names=["ids"],
            output_names=["vectors"],
            dynamic_axes={name: {0: "length"} for name in ("ids", "vectors")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            plain,
            folder / "encoder-en.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    (folder / "encoder-en.vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    assert encoder.places.num_embeddings >= WINDOW + 2


def served_of(encoder: Encoder) -> Served:
    """The encoder as it is written, compared with the one that was trained.

    Raises:
        AssertionError: the network was changed and `Served` was not.
    """
    encoder.eval()
    served = Served(encoder).eval()
    ids = torch.arange(12) % encoder.words.num_embeddings
    with torch.no_grad():
        trained: Any = encoder(ids[None], torch.ones(1, len(ids)))[0]
        assert torch.allclose(trained, served(ids), atol=1e-4), "the written encoder differs from the trained"
    return served
