"""The named entities of parsed lines: what the parser's own recogniser finds, in half its time.

The recogniser reads word by word and asks for every word which of its moves are allowed. But what it thinks of a word depends on that
word and on the first word of an entity that is open, on nothing else. So all words are scored at once as if none were open, and only
those that may begin an entity are followed, all together, to the word that ends it. The network is asked the same questions and gives
the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The recogniser's moves by number: out of any entity, alone, at the beginning of one; and inside and last for each beginning."""

    names: tuple[str, ...]
    out: int
    alone: Places
    begins: Places
    inside: Places
    last: Places


@lru_cache(maxsize=2)
def moves_of(recogniser: Any) -> Moves:
    """The moves of a loaded recogniser."""
    moves = recogniser.moves
    names = tuple(moves.get_class_name(i) for i in range(moves.n_moves))
    at = {name: i for i, name in enumerate(names)}

    def following(mark: str) -> Places:
        return np.array([at.get(f"{mark}-{name[2:]}", -1) if name[:2] == "B-" else -1 for name in names])

    return Moves(
        names=names,
        out=at["O"],
        alone=np.array([i for name, i in at.items() if name[:2] == "U-" and name != "U-"]),
        begins=np.array([i for name, i in at.items() if name[:2] == "B-"]),
        inside=following("I"),
        last=following("L"),
    )


def entities_of(docs: Sequence[Any], recogniser: Any) -> list[list[str]]:
    """For each parsed line the label of each token, "" outside of entities."""
    lengths = [len(doc) for doc in docs]
    if not sum(lengths):
        return [[] for _ in docs]
    moves = moves_of(recogniser)
    step = recogniser.model.predict(docs)
    starts, space = (
        np.concatenate([doc.to_array(name) for doc in docs]) == 1 for name in ("SENT_START", "IS_SPACE")
    )
    ends = np.append(starts[1:], True)  # no entity goes on beyond the sentence, nor beyond the line
    ends[np.cumsum([length for length in lengths if length]) - 1] = True
    chosen = _closed(step, moves, space, ends)
    last = _last_words(step, moves, chosen, ends)
    labels, offset = [], 0
    for length in lengths:
        labels.append(_labels(chosen, last, moves, offset, length))
        offset += length
    return labels


def _scores(step: Any, words: Places, first: Places | int, before: Places | int) -> NDArray[np.float32]:
    """What the network thinks of each move at each word, with the first and the latest word of the open entity (-1: none is open)."""
    states = np.empty((len(words), 3), dtype=np.int32)
    states[:, 0], states[:, 1], states[:, 2] = words, first, before
    scores: NDArray[np.float32] = step.vec2scores.predict(step.state2vec.predict(states))
    return scores


def _closed(step: Any, moves: Moves, space: NDArray[np.bool_], ends: NDArray[np.bool_]) -> Places:
    """The best move at each word while no entity is open."""
    allowed = np.zeros((len(space), len(moves.names)), dtype=bool)
    allowed[:, moves.out] = True
    allowed[:, moves.alone] = ~space[:, None]
    allowed[:, moves.begins] = ~(space | ends)[:, None]
    scores = _scores(step, np.arange(len(space)), -1, -1)
    best: Places = np.where(allowed, scores, -np.inf).argmax(axis=1)
    return best


def _last_words(step: Any, moves: Moves, chosen: Places, ends: NDArray[np.bool_]) -> Places:
    """For each word the last word of the entity that would begin with it."""
    last = np.arange(len(chosen))
    first = np.flatnonzero(np.isin(chosen, moves.begins))
    at = first + 1
    while len(first):
        scores, rows = _scores(step, at, first, at - 1), np.arange(len(first))
        inside, closing = moves.inside[chosen[first]], moves.last[chosen[first]]
        on, off = scores[rows, inside], scores[rows, closing]
        goes_on = ~ends[at] & ((on > off) | ((on == off) & (inside < closing)))
        last[first[~goes_on]] = at[~goes_on]
        first, at = first[goes_on], at[goes_on] + 1
    return last


def _labels(chosen: Places, last: Places, moves: Moves, offset: int, length: int) -> list[str]:
    labels = [""] * length
    best, end = chosen[offset : offset + length].tolist(), (last[offset : offset + length] - offset).tolist()
    i = 0
    while i < length:
        if best[i] == moves.out:
            i += 1
            continue
        after = end[i] + 1
        labels[i:after] = [moves.names[best[i]][2:]] * (after - i)
        i = after
    return labels
