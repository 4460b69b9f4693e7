"""The encoder as written: what the reader asks gives what was trained, but for the eight bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from stanch.reading.encoder import WINDOW, load_encoder

torch = pytest.importorskip("torch", reason="training is apart from everything else")


def test_the_written_encoder_is_the_trained_one(tmp_path: Path) -> None:
    """It is written in another shape, without rows and mask; a slip there would spoil every claim and tell nobody."""
    network, export = pytest.importorskip("training.network"), pytest.importorskip("training.export")
    torch.manual_seed(0)
    pieces = ["[CLS]", "[SEP]", "[UNK]", *(f"w{i}" for i in range(40))]
    trained = network.Encoder(len(pieces), layers=2)
    export.write_encoder(trained, pieces, tmp_path)
    written = load_encoder(tmp_path)
    for length in (3, 17, WINDOW + 2):
        ids = [each % len(pieces) for each in range(length)]
        with torch.no_grad():
            expected = trained(torch.tensor([ids]), torch.ones(1, length))[0].numpy()
        told = written._run(ids)
        assert told.shape == expected.shape
        assert np.abs(told - expected).mean() < 0.05 * np.abs(expected).mean()


def test_a_narrowed_layer_keeps_the_units_that_weigh() -> None:
    """What units without weight would have added is nothing; the others stay, in their order, and no fewer are kept than asked for."""
    network = pytest.importorskip("training.network")
    torch.manual_seed(0)
    layer = network.Layer().eval()
    layer.down.weight.data[:, 100:900] = 0.0
    x, mask = torch.randn(1, 5, network.WIDTH), torch.zeros(1, 1, 1, 5)
    with torch.no_grad():
        whole = layer(x, mask)
        network.narrow(layer, network.INNER - 800)
        assert layer.up.out_features == layer.down.in_features == network.INNER - 800
        assert torch.allclose(layer(x, mask), whole, atol=1e-5)
        network.narrow(layer, network.INNER)
        assert layer.up.out_features == network.INNER - 800
