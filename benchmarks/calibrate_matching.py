"""Which share of validation pairs with a given raw name value are the same party: makes names/calibration.tsv.

    python -m benchmarks.calibrate_matching [--index F] [--negatives F] [--write]

No alias of any list takes part: the index holds the primary name of each party only. Half of the questions are variants of those names
made by rule (`stanch.screening.variants`); the other half are ordinary names that nobody lists: the first half of the negatives of the
gold, and such names with the first part of one put to the last part of another from the same source. So a share of 0.5 means: where
the best listed name had this value, it was the party asked for as often as not.

A second set is only shown: the words of listed names crossed with each other, which is as hard as a neighbour can be.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from benchmarks._record import ROOT, record
from benchmarks.screening import read_entities
from stanch.matching.index import Index, build
from stanch.matching.model import Entity, Kind
from stanch.matching.search import find_names
from stanch.matching.tables import CALIBRATION
from stanch.screening.variants import Variant, variants

SEED = 20261123
FLOOR = 0.3
KNOTS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.73, 0.76, 0.8, 0.84, 0.88, 0.92, 0.96, 1.0)
PARTIES = 1500


def main() -> None:
    """Make the pairs, fit, show and perhaps write the table."""
    shared = Path(os.environ.get("STANCH_SHARED", ROOT.parent / "shared")) / "gold" / "screening"
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", default=str(shared / "index_sdn.jsonl"))
    parser.add_argument("--negatives", default=str(shared / "negatives.csv"))
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    entities = [replace(entity, names=entity.names[:1]) for entity in read_entities(Path(args.index))]
    index = build(entities)
    places = {entity.id: place for place, entity in enumerate(entities)}
    values: list[float] = []
    same: list[bool] = []
    chooser = random.Random(SEED)
    chosen = chooser.sample(entities, min(PARTIES, len(entities)))
    true = [(places[entity.id], variant.name) for entity in chosen for variant in drawn(entity, chooser)]
    ordinary = [(-1, text) for text in unlisted(Path(args.negatives), chooser, len(true))]
    crossed_names = [(-1, text) for text in neighbours(entities, chooser, 1000)]
    for target, text in true + ordinary:
        for place, value in best(index, text, target):
            values.append(value)
            same.append(place == target)
    shares = fit(np.array(values), np.array(same))
    yes, no = (
        Counter(int(v * 20) / 20 for v, s in zip(values, same, strict=True) if s is wanted)
        for wanted in (True, False)
    )
    print(f"{len(true)} variants, {len(ordinary)} ordinary names")
    print(f"pairs that are the same {sorted(yes.items())}, that are not {sorted(no.items())}")
    hard = Counter(
        int(value * 20) / 20 for target, text in crossed_names for _, value in best(index, text, target)
    )
    print(f"{len(crossed_names)} crossed names, pairs {sorted(hard.items())}")
    rows = [f"{knot:.2f}\t{share:.3f}" for knot, share in zip(KNOTS, shares, strict=True)]
    print("\n".join(rows))
    if args.write:
        CALIBRATION.write_text("raw\tshare\n" + "\n".join(rows) + "\n", encoding="utf-8")
        record(
            "calibrate_matching",
            {"pairs": len(values), "shares": dict(zip(map(str, KNOTS), shares, strict=True))},
        )


def best(index: Index, text: str, target: int) -> list[tuple[int, float]]:
    """The best party found with its raw value; the one asked for where it is among several that are equal."""
    found = {int(index.name_entity[one.name]): one.raw for one in find_names(index, text, floor=FLOOR)}
    if not found:
        return []
    value, _, place = max((value, place == target, place) for place, value in found.items())
    return [(place, value)]


def unlisted(path: Path, chooser: random.Random, count: int) -> list[str]:
    """Ordinary names of which no list has any: as they stand, then crossed within their source."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))[::2]
    names = [row["query"] for row in rows]
    by_source: dict[str, list[str]] = {}
    for row in rows:
        if " " in row["query"]:
            by_source.setdefault(row["src"], []).append(row["query"])
    while len(names) < count:
        source = chooser.choice(sorted(by_source))
        one, two = chooser.choice(by_source[source]), chooser.choice(by_source[source])
        names.append(f"{one.split()[0]} {two.split()[-1]}")
    return names[:count]


def drawn(entity: Entity, chooser: random.Random) -> Iterable[Variant]:
    """Two variants of a party, of classes drawn at random."""
    made = [variant for variant in variants(entity, seed=SEED) if variant.klass not in ("exact", "case")]
    return chooser.sample(made, min(2, len(made)))


def neighbours(entities: Sequence[Entity], chooser: random.Random, count: int) -> list[str]:
    """Names that nobody lists, each made of listed ones."""
    listed = {entity.caption.casefold() for entity in entities}
    made: list[str] = []
    while len(made) < count:
        one, two = chooser.choice(entities), chooser.choice(entities)
        if one.kind is not two.kind:
            continue
        text = crossed(one, two, chooser)
        if text and text.casefold() not in listed:
            made.append(text)
    return made


def crossed(one: Entity, two: Entity, chooser: random.Random) -> str:
    """The head of one name and the tail of another; for ships and short names another number or ending."""
    left, right = one.caption.split(), two.caption.split()
    if one.kind is Kind.VESSEL or one.kind is Kind.AIRCRAFT:
        numbers = [word for word in left if word.isdigit()]
        if not numbers:
            return ""
        return one.caption.replace(numbers[0], str(int(numbers[0]) + chooser.randint(1, 9)), 1)
    if len(left) < 2 or len(right) < 2:
        return ""
    cut = max(1, len(left) // 2)
    return " ".join(left[:cut] + right[len(right) // 2 :])


def fit(values: NDArray[np.float64], same: NDArray[np.bool_]) -> list[float]:
    """The share at each knot: a logistic curve over isotonic steps, so that a better value always gets a better score."""
    steps = IsotonicRegression(out_of_bounds="clip").fit(values, same).predict(np.array(KNOTS))
    curve = (
        LogisticRegression(C=1e6)
        .fit(values.reshape(-1, 1), same)
        .predict_proba(np.array(KNOTS).reshape(-1, 1))[:, 1]
    )
    print("isotonic", [round(float(step), 3) for step in steps])
    rising: list[float] = []
    for share in curve.tolist():
        rising.append(max(share, rising[-1] + 0.002) if rising else share)
    return [
        round(min(share, 0.999 - 0.002 * (len(rising) - 1 - place)), 3) for place, share in enumerate(rising)
    ]


if __name__ == "__main__":
    main()
