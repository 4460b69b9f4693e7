"""The network that is trained: an encoder that knows English, and heads that say what a clause states and whose it is.

The encoder that is shipped starts from all-MiniLM-L6-v2 (Apache-2.0), as packed in a wheel; training changes all of it but its word
vectors. The heads are those that `stanch.reading.heads` computes with plain numbers, name by name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from stanch.reading.heads import CHANNELS, MODALITIES, ROLES, SAID
from stanch.reading.model import STATUSES

WIDTH, INNER, HEADS = 384, 1536, 12
NARROW = (
    1024  # of the inner units, those that a layer of the small network keeps; the shipped weights have all
)
BAG, STATE, CHOICE = 64, 256, 128
DROPOUT = 0.1
HEAD_DROPOUT = 0.2
FACT_DROPOUT = 0.2


class Layer(nn.Module):
    """One layer of the encoder, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        rows, length, _ = x.shape
        shape = (rows, length, HEADS, WIDTH // HEADS)
        q, k, v = (part(x).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value))
        weights = (q @ k.transpose(2, 3)) / (WIDTH // HEADS) ** 0.5 + mask
        seen = (weights.softmax(-1) @ v).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm1(x + functional.dropout(self.out(seen), DROPOUT, self.training))
        return self.norm2(
            x + functional.dropout(self.down(functional.gelu(self.up(x))), DROPOUT, self.training)
        )


class Encoder(nn.Module):
    """Word pieces and their mask in, a vector for each piece out."""

    width = WIDTH

    def __init__(self, vocabulary: int, layers: int) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(vocabulary, WIDTH), nn.Embedding(128, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]])
        x = functional.dropout(x, DROPOUT, self.training)
        hidden = ((1.0 - mask) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, hidden)
        return x


class Reader(nn.Module):
    """An encoder with the heads above it."""

    def __init__(self, encoder: nn.Module, *, width: int, features: int, facts: int, acts: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.bag = nn.EmbeddingBag(features, BAG, mode="mean")
        self.mix = nn.Linear(3 * width + BAG, STATE)
        self.kind, self.act = nn.Linear(STATE, len(SAID)), nn.Linear(STATE, acts)
        self.modality, self.status = nn.Linear(STATE, len(MODALITIES)), nn.Linear(STATE, len(STATUSES))
        self.channel = nn.Linear(STATE, len(CHANNELS))
        self.wide = nn.EmbeddingBag(features, sum(self.widths(acts).values()), mode="sum")
        self.choice_state = nn.Linear(STATE, CHOICE)
        self.choice_place = nn.Linear(width, CHOICE, bias=False)
        self.choice_facts = nn.EmbeddingBag(facts, CHOICE, mode="sum")
        self.role = nn.Linear(CHOICE, len(ROLES))
        nn.init.zeros_(self.wide.weight)
        nn.init.normal_(self.choice_facts.weight, std=0.1)
        nn.init.normal_(self.bag.weight, std=0.5)

    @staticmethod
    def widths(acts: int) -> dict[str, int]:
        """The heads that features speak to directly too, in their order, and how many classes each has."""
        return {
            "kind": len(SAID),
            "act": acts,
            "modality": len(MODALITIES),
            "status": len(STATUSES),
            "channel": len(CHANNELS),
        }

    def forward(self, batch: dict[str, Any]) -> dict[str, Tensor]:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = self.encoder(batch["ids"], batch["mask"])
        vectors = vectors.float()
        rows = vectors[batch["row"]]
        head = rows[torch.arange(len(rows)), batch["head"]]
        span = (rows * batch["span"][:, :, None]).sum(1) / batch["span"].sum(1, keepdim=True)
        bag = self.bag(batch["features"], batch["feature_starts"])
        seen = functional.dropout(torch.cat([head, span, rows[:, 0], bag], 1), HEAD_DROPOUT, self.training)
        state = functional.dropout(self.mix(seen).relu(), HEAD_DROPOUT, self.training)
        found = {}
        wide = self.wide(batch["features"], batch["feature_starts"])
        widths = self.widths(self.act.out_features)
        for name, part in zip(widths, wide.split(tuple(widths.values()), dim=1), strict=True):
            found[name] = getattr(self, name)(state) + part
        if len(batch["choice_of"]):
            place = vectors[batch["choice_row"], batch["choice_at"]] * batch["choice_named"][:, None]
            # a party has many facts that say nearly the same: no single one is to be leant on
            heard = functional.dropout(torch.ones(len(batch["facts"])), FACT_DROPOUT, self.training)
            facts = self.choice_facts(batch["facts"], batch["fact_starts"], per_sample_weights=heard)
            mixed = self.choice_state(state)[batch["choice_of"]] + self.choice_place(place) + facts
            found["role"] = self.role(functional.dropout(mixed.relu(), HEAD_DROPOUT, self.training))
        return found


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}


def small_encoder(base: Path, layers: int, inner: int = INNER) -> tuple[Encoder, list[str]]:
    """The encoder that is shipped, with the weights of the base model, and its word pieces.

    Args:
        inner: how many of the inner units of each layer are kept, those of the largest weights.
    """
    pieces, kept = kept_pieces(base)
    encoder = Encoder(len(pieces), layers)
    start_from(encoder, base, kept)
    for layer in encoder.layers:
        narrow(layer, inner)
    return encoder, pieces


def narrow(layer: nn.Module, inner: int) -> None:
    """Keep the inner units of a layer whose weights, into them times out of them, are the largest."""
    up, down = layer.up, layer.down
    if inner >= up.out_features:
        return
    weight = up.weight.data.norm(dim=1) * down.weight.data.norm(dim=0)
    units = weight.topk(inner).indices.sort().values
    layer.up, layer.down = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
    layer.up.weight.data, layer.up.bias.data = up.weight.data[units], up.bias.data[units]
    layer.down.weight.data, layer.down.bias.data = down.weight.data[:, units], down.bias.data


def start_from(encoder: Encoder, base: Path, kept: list[int]) -> None:
    """Fill the encoder with the weights of the base model; `kept` are the rows of its vocabulary that ours keeps, in order."""
    from safetensors.torch import load_file

    held = {name: tensor.float() for name, tensor in load_file(base / "model.safetensors").items()}
    words = held["embeddings.word_embeddings.weight"]
    encoder.words.weight.data = words[kept] + held["embeddings.token_type_embeddings.weight"][0]
    encoder.places.weight.data = held["embeddings.position_embeddings.weight"][:128].clone()
    encoder.norm.weight.data = held["embeddings.LayerNorm.weight"]
    encoder.norm.bias.data = held["embeddings.LayerNorm.bias"]
    for number, layer in enumerate(encoder.layers):
        for ours, theirs in _NAMES.items():
            part = getattr(layer, ours)
            part.weight.data = held[f"encoder.layer.{number}.{theirs}.weight"]
            part.bias.data = held[f"encoder.layer.{number}.{theirs}.bias"]


def kept_pieces(base: Path) -> tuple[list[str], list[int]]:
    """The pieces of the base vocabulary that English news can need, and their rows: no placeholders, no other scripts but Latin."""
    lines = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [
        (piece, row)
        for row, piece in enumerate(lines)
        if piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]") or is_needed(piece)
    ]
    return [piece for piece, _ in kept], [row for _, row in kept]


def is_needed(piece: str) -> bool:
    """True for a piece in Latin letters, digits or signs; false for placeholders and other scripts."""
    if piece.startswith("[") and piece != "[":
        return False
    return all(char < "\u0250" or "\u2010" <= char <= "\u20bf" for char in piece.removeprefix("##"))
