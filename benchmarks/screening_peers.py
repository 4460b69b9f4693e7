"""What other matchers answer to the same questions: rapidfuzz by brute force, and nomenklatura's logic-v2 when it is installed.

nomenklatura needs ICU headers and is no dependency. It runs in an interpreter of its own: this one, or the one named by
STANCH_NOMENKLATURA_PYTHON.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import extract

from stanch.matching.model import Entity

SAMPLE = 60
SEED = 20261123


def brute_force(
    scorer: Callable[..., float],
    cutoff: float,
    entities: Sequence[Entity],
    queries: Sequence[dict[str, str]],
    negatives: Sequence[dict[str, str]],
) -> dict[str, Any]:
    """Compare with every listed name; a sample of the questions, since each takes long."""
    names = [(entity.id, name.text.lower()) for entity in entities for name in entity.names]
    texts = [text for _, text in names]
    chooser = random.Random(SEED)
    chosen = chooser.sample(list(queries), min(SAMPLE, len(queries)))
    found = 0
    started = time.process_time()
    for row in chosen:
        hits = extract(row["query"].lower(), texts, scorer=scorer, score_cutoff=cutoff, limit=10)
        found += any(names[place][0] == row["id"] for _, _, place in hits)
    took = time.process_time() - started
    flagged: dict[str, list[bool]] = defaultdict(list)
    by_source: dict[str, list[str]] = defaultdict(list)
    for row in negatives:
        by_source[row["src"]].append(row["query"])
    for source, others in sorted(by_source.items()):
        for text in chooser.sample(others, min(SAMPLE, len(others))):
            flagged[source].append(
                bool(extract(text.lower(), texts, scorer=scorer, score_cutoff=cutoff, limit=1))
            )
    return {
        "queries_per_cpu_second": round(len(chosen) / took, 1),
        "recall_at_threshold": round(found / len(chosen), 4),
        "flagged": {source: round(sum(hits) / len(hits), 4) for source, hits in flagged.items()},
        "sample": len(chosen),
    }


PEERS: dict[str, Callable[..., dict[str, Any]]] = {
    "rapidfuzz token_set >= 80": partial(brute_force, fuzz.token_set_ratio, 80),
    "rapidfuzz Jaro-Winkler >= 0.9": partial(brute_force, JaroWinkler.similarity, 0.9),
}

# Gathering as yente does it: word, phonetic and name-part keys, the 100 best by inverse document frequency.
_LOGIC = r"""
import itertools, json, math, sys, time
from collections import defaultdict
from followthemoney import model
from nomenklatura.matching import get_algorithm
from rigour.names import tokenize_name
from rigour.text import metaphone
try:
    from followthemoney.proxy import EntityProxy
except ImportError:
    from followthemoney import EntityProxy
work = json.load(sys.stdin)
numbers = itertools.count()
algorithm = get_algorithm("logic-v2")
config = algorithm.default_config()
def entity(id_, schema, names, key="name"):
    return EntityProxy.from_dict({"id": id_, "schema": schema, "properties": {key: names}}, cleaned=False)
def keys(names):
    found = set()
    for name in names:
        for token in tokenize_name(name.lower()):
            found.add(token)
            if len(token) > 2 and token.isascii():
                found.add("~" + metaphone(token))
    return found
entities, postings = [], defaultdict(list)
for line in open(work["index"], encoding="utf-8"):
    record = json.loads(line)
    properties = record["properties"]
    names = [n for key in ("name", "alias", "weakAlias") for n in properties.get(key, ())]
    schema = record["schema"] if record["schema"] in ("Person", "Organization", "Vessel", "Airplane") else "LegalEntity"
    entities.append((record["id"], schema, entity(record["id"], schema, names)))
    for key in keys(names):
        postings[key].append(len(entities) - 1)
def search(name, schema):
    weights = defaultdict(float)
    for key in keys([name]):
        hits = postings.get(key, ())
        for hit in hits:
            weights[hit] += math.log(len(entities) / len(hits))
    best = sorted(weights, key=lambda hit: -weights[hit])[:100]
    query = entity(f"q-{next(numbers)}", schema, [name])  # under one id it would answer from the first query's names
    results = []
    for hit in best:
        id_, other, candidate = entities[hit]
        if other == schema or schema == "LegalEntity" and other in ("Person", "Organization"):
            score = algorithm.compare(query, candidate, config).score
            if score >= 0.7:
                results.append((score, id_))
    return sorted(results, reverse=True)[:10]
for row in work["queries"][:3]:
    search(row[0], row[1])
times, found = [], 0
for name, schema, target in work["queries"]:
    begun = time.process_time()
    hits = search(name, schema)
    times.append(time.process_time() - begun)
    found += any(id_ == target for _, id_ in hits)
flagged = defaultdict(list)
for name, source in work["negatives"]:
    begun = time.process_time()
    flagged[source].append(bool(search(name, "Person")))
    times.append(time.process_time() - begun)
print(json.dumps({"queries_per_cpu_second": round(len(times) / sum(times), 2),
    "recall_at_threshold": round(found / len(work["queries"]), 4),
    "flagged": {key: round(sum(value) / len(value), 4) for key, value in flagged.items()}, "sample": len(times)}))
"""


def logic_v2(
    index: Path, queries: Sequence[dict[str, str]], negatives: Sequence[dict[str, str]]
) -> dict[str, Any] | str:
    """Speed, recall and false positives of logic-v2 at its usual threshold of 0.7, or why it could not be run."""
    interpreter = os.environ.get("STANCH_NOMENKLATURA_PYTHON", sys.executable)
    chooser = random.Random(SEED)
    chosen = chooser.sample(list(queries), min(SAMPLE, len(queries)))
    others = chooser.sample(list(negatives), min(SAMPLE, len(negatives)))
    work = {
        "index": str(index.resolve()),
        "queries": [(row["query"], row.get("schema", "LegalEntity"), row["id"]) for row in chosen],
        "negatives": [(row["query"], row["src"]) for row in others],
    }
    done = subprocess.run(
        [interpreter, "-c", _LOGIC], input=json.dumps(work), capture_output=True, text=True, check=False
    )
    if done.returncode:
        return "not run: " + (done.stderr.strip().splitlines() or ["unknown reason"])[-1]
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result
