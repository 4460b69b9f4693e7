"""The trained encoder as an ONNX file with eight-bit weights, and its vocabulary beside it."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch

from stanch.reading.encoder import WINDOW
from training.network import Encoder


def write_encoder(encoder: Encoder, pieces: list[str], folder: Path) -> None:
    """Write `encoder-en.onnx` and `encoder-en.vocab.txt`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    encoder.eval()
    ids = torch.ones(2, 12, dtype=torch.long)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            encoder,
            (ids, torch.ones(2, 12)),
            str(plain),
            input_names=["ids", "mask"],
            output_names=["vectors"],
            dynamic_axes={name: {0: "rows", 1: "length"} for name in ("ids", "mask", "vectors")},
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
