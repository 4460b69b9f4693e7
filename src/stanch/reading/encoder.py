"""The encoder: sentences in, a vector for each word piece out. A small transformer run by ONNX Runtime, one thread, no network.

Long sentences are read in windows, so that a sentence of ten thousand words costs memory for one window, not for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stanch.errors import FormatError, MissingExtra
from stanch.reading.model import Sentence
from stanch.reading.pieces import END, START, pieces_of
from stanch.settings import packaged_data

WINDOW = 126
_CACHE = 50_000


@dataclass(slots=True, kw_only=True)
class Encoded:
    """A sentence as vectors: one a piece, the pieces of word `i` from `first[i]` up to `first[i + 1]`, and one for each window."""

    vectors: NDArray[np.float32]
    first: list[int]
    windows: NDArray[np.float32]

    def word(self, i: int) -> NDArray[np.float32]:
        """The vector of a word: that of its first piece."""
        vector: NDArray[np.float32] = self.vectors[self.first[i]]
        return vector

    def span(self, first: int, last: int) -> NDArray[np.float32]:
        """The mean over words `first` to `last`."""
        mean: NDArray[np.float32] = self.vectors[self.first[first] : self.first[last + 1]].mean(axis=0)
        return mean

    def whole(self, i: int) -> NDArray[np.float32]:
        """The vector of the window that word `i` stands in."""
        vector: NDArray[np.float32] = self.windows[self.first[i] // WINDOW]
        return vector


@dataclass(slots=True, kw_only=True)
class Encoder:
    """A loaded encoder and its vocabulary."""

    session: Any
    vocabulary: Mapping[str, int]
    known: dict[str, list[int]]

    def pieces(self, word: str) -> list[int]:
        """Pieces of a word, remembered, since texts repeat their words."""
        found = self.known.get(word)
        if found is None:
            found = pieces_of(word, self.vocabulary)
            if len(self.known) < _CACHE:
                self.known[word] = found
        return found

    def encode(self, sentences: Sequence[Sentence]) -> list[Encoded]:
        """All sentences, in their order."""
        return [self._encode(*self._cut(sentence)) for sentence in sentences]

    def _encode(self, first: list[int], windows: Sequence[Sequence[int]]) -> Encoded:
        """One sentence, window by window. Alone, since eight-bit arithmetic scales by what stands beside: a claim must not change because
        another sentence does."""
        hidden = [self._run(window) for window in windows]
        return Encoded(
            vectors=np.concatenate([each[1:-1] for each in hidden]),
            first=first,
            windows=np.stack([each[0] for each in hidden]),
        )

    def _cut(self, sentence: Sentence) -> tuple[list[int], list[list[int]]]:
        first, ids = [0], []
        for word in sentence.words:
            ids += self.pieces(word.text)
            first.append(len(ids))
        start, end = self.vocabulary[START], self.vocabulary[END]
        return first, [[start, *ids[at : at + WINDOW], end] for at in range(0, len(ids), WINDOW)]

    def _run(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """The vectors of one window."""
        hidden: NDArray[np.float32] = self.session.run(None, {"ids": np.array(ids, dtype=np.int64)})[0]
        return hidden


def load_vocabulary(path: Path) -> dict[str, int]:
    """The pieces the encoder knows, one a line, numbered from nought."""
    return {piece: i for i, piece in enumerate(path.read_text(encoding="utf-8").split("\n")) if piece}


@lru_cache(maxsize=2)
def load_encoder(folder: Path | None = None) -> Encoder:
    """The packaged encoder.

    Raises:
        MissingExtra: ONNX Runtime is not installed.
        FormatError: its file is damaged or not of this release.
    """
    try:
        import onnxruntime
    except ImportError as error:
        raise MissingExtra("reading a document", "read") from error
    folder = folder or packaged_data() / "models"
    path = folder / "encoder-en.onnx"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = (
        1  # many texts are read by many processes, and one answer never depends on the number of cores
    )
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        vocabulary = load_vocabulary(folder / "encoder-en.vocab.txt")
    except Exception as error:
        raise FormatError(
            f"{path}: the reader's encoder cannot be read ({error}); install stanch again"
        ) from error
    return Encoder(session=session, vocabulary=vocabulary, known={})
