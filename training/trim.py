"""The shipped weights without the rows of what was hardly ever seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from stanch.reading.heads import Heads


def trimmed(heads: Heads, *, features: Collection[str], facts: Collection[str]) -> Heads:
    """The heads with the rows of these features and facts alone, in the order they had.

    What occurs twice in all the labels says next to nothing and is a quarter of the file.
    """
    kept_features = [name for name in heads.features if name in features]
    kept_facts = [name for name in heads.facts if name in facts]
    at = [heads.features[name] for name in kept_features]
    arrays = dict(heads.arrays) | {name: heads.arrays[name][at] for name in ("bag", "wide")}
    arrays["choice_facts"] = heads.arrays["choice_facts"][[heads.facts[name] for name in kept_facts]]
    return replace(
        heads,
        arrays=arrays,
        features={name: i for i, name in enumerate(kept_features)},
        facts={name: i for i, name in enumerate(kept_facts)},
    )
