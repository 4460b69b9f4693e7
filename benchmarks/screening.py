"""Recall, false positives and speed of name matching on files of the gold's format, with peers in the same run.

    python -m benchmarks.screening --index F --queries F --negatives F
        [--original-index F --original-script F --original-negatives F] [--exact N] [--no-peers] [--keep]

Without arguments it runs on the files beside the checkout. The last line printed is one JSON object with every figure.
`--keep` also appends the figures to benchmarks/results.jsonl.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import os
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks._record import ROOT, record
from benchmarks.screening_peers import PEERS, logic_v2
from benchmarks.screening_resources import measure
from stanch.dates import PartialDate
from stanch.matching import korean
from stanch.matching.calibration import raw_of
from stanch.matching.index import DEFAULT_THRESHOLD, Index, build
from stanch.matching.model import Entity, Identifier, Kind, Match, Name, NameType, Query
from stanch.matching.names import parse
from stanch.matching.search import score_exhaustively

KINDS = {
    "Person": Kind.PERSON,
    "Organization": Kind.ORGANISATION,
    "Company": Kind.ORGANISATION,
    "LegalEntity": Kind.UNKNOWN,
    "Vessel": Kind.VESSEL,
    "Airplane": Kind.AIRCRAFT,
}
NAMES = (
    ("name", NameType.PRIMARY),
    ("alias", NameType.ALIAS),
    ("weakAlias", NameType.WEAK),
    ("previousName", NameType.FORMER),
)
IDENTIFIERS = (("imoNumber", "imo"), ("mmsi", "mmsi"), ("callSign", "callsign"))
NEAR = 60  # token-sort similarity of a remaining name from which a query counts as near
LIMIT = 10
SEED = 20261123


def main() -> None:
    """Run what the arguments ask for and print the figures."""
    args = _arguments()
    figures: dict[str, Any] = {"threshold": DEFAULT_THRESHOLD, "index": Path(args.index).name}
    entities = list(read_entities(Path(args.index)))
    figures |= measure(Path(args.index))
    index = build(entities)
    queries = _half(_rows(args.queries), args.half)
    negatives = _half(_rows(args.negatives), args.half)
    _warm(index)
    figures["recall"] = recall(index, entities, queries)
    figures["retrieval"] = retrieval(index, entities, queries)
    figures["false_positives"] = false_positives(index, negatives)
    figures["exact"] = exact_names(index, entities, args.exact)
    figures["speed"] = speed(index, queries, negatives)
    if args.original_script:
        figures["original_script"] = original_script(args)
    if not args.no_peers:
        figures["peers"] = peers(
            args, entities, queries, negatives, figures["speed"]["queries_per_cpu_second"]
        )
    _show(figures)
    if args.keep:
        record("screening", figures)
    print(json.dumps(figures, ensure_ascii=False, sort_keys=True))


def _arguments() -> argparse.Namespace:
    shared = Path(os.environ.get("STANCH_SHARED", ROOT.parent / "shared")) / "gold" / "screening"
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    given = len(sys.argv) > 1
    parser.add_argument("--index", default=str(shared / "index_sdn.jsonl"))
    parser.add_argument("--queries", default=str(shared / "q_heldout.csv"))
    parser.add_argument("--negatives", default=str(shared / "negatives.csv"))
    parser.add_argument("--original-index", default=None if given else str(shared / "index_all.jsonl"))
    parser.add_argument("--original-script", default=None if given else str(shared / "original_script.csv"))
    parser.add_argument(
        "--original-negatives", default=None if given else str(shared / "original_script_negatives.csv")
    )
    parser.add_argument(
        "--exact", type=int, default=1500, help="listed names looked up unchanged beside all the hard ones"
    )
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument(
        "--half", choices=("first", "second"), help="only every other query, to develop on one half"
    )
    return parser.parse_args()


def read_entities(path: Path) -> Iterable[Entity]:
    """The entities of a FollowTheMoney-like file, with what matching compares."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record_ = json.loads(line)
            properties = record_["properties"]
            yield Entity(
                id=record_["id"],
                kind=KINDS.get(record_["schema"], Kind.UNKNOWN),
                names=tuple(
                    Name(text=text, type=kind) for key, kind in NAMES for text in properties.get(key, ())
                ),
                identifiers=tuple(
                    Identifier(kind=kind, value=value)
                    for key, kind in IDENTIFIERS
                    for value in properties.get(key, ())
                ),
                dobs=tuple(PartialDate(text) for text in properties.get("birthDate", ())),
                gender=next(iter(properties.get("gender", ())), ""),
                programs=(record_.get("program", ""),),
            )


def _rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _half(rows: list[dict[str, str]], half: str | None) -> list[dict[str, str]]:
    return rows if half is None else rows[half == "second" :: 2]


def find(index: Index, name: str, *, threshold: float = DEFAULT_THRESHOLD, limit: int = LIMIT) -> list[Match]:
    """What matching answers to a name alone."""
    return index.search(Query(names=(name,)), limit=limit, threshold=threshold)


def _warm(index: Index) -> None:
    """Have the tables of sounds read before anything is timed."""
    for name in ("Ri Hong Sop", "리홍섭", "李洪燮", "リ・ホンソプ", "Иванов"):
        find(index, name)


def recall(index: Index, entities: Sequence[Entity], queries: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Recall at rank 1 and at the threshold, on all queries and on the near ones, and of gathering alone."""
    names = {entity.id: [name.text.lower() for name in entity.names] for entity in entities}
    counts: dict[str, int] = defaultdict(int)
    missed: dict[str, list[str]] = {"near": [], "far": []}
    by_kind: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    hits = 0
    for row in queries:
        if row["id"] not in names:
            continue
        near = (
            max((fuzz.token_sort_ratio(row["query"].lower(), name) for name in names[row["id"]]), default=0)
            >= NEAR
        )
        found = [match.entity.id for match in find(index, row["query"])]
        hit = row["id"] in found
        hits += len(found)
        counts["queries"] += 1
        counts["near"] += near
        counts["found"] += hit
        counts["found_near"] += hit and near
        counts["first"] += found[:1] == [row["id"]]
        by_kind[row.get("schema", "?")][0] += hit
        by_kind[row.get("schema", "?")][1] += 1
        if not hit:
            missed["near" if near else "far"].append(f"{row['query']} | {row.get('primary', '')}")
    total = counts["queries"]
    return {
        "queries": total,
        "near_queries": counts["near"],
        "at_1": _share(counts["first"], total),
        "at_threshold": _share(counts["found"], total),
        "near_at_threshold": _share(counts["found_near"], counts["near"]),
        "by_kind": {kind: f"{found}/{of}" for kind, (found, of) in sorted(by_kind.items())},
        "hits_per_query": round(hits / total, 2) if total else None,
        "missed": missed,
    }


def retrieval(
    index: Index, entities: Sequence[Entity], queries: Sequence[dict[str, str]], sample: int = 60
) -> dict[str, Any]:
    """Of the targets that scoring accepts when every listed word is compared, the share that gathering brings."""
    places = {entity.id: place for place, entity in enumerate(entities)}
    names: dict[int, list[int]] = defaultdict(list)
    for name, place in enumerate(index.name_entity.tolist()):
        names[place].append(name)
    chosen = random.Random(SEED).sample(list(queries), min(sample, len(queries)))
    accepted = gathered = 0
    lost = []
    for row in chosen:
        if row["id"] not in places:
            continue
        raw = score_exhaustively(index, row["query"], names[places[row["id"]]])
        if raw >= raw_of(DEFAULT_THRESHOLD):
            accepted += 1
            found = any(match.entity.id == row["id"] for match in find(index, row["query"], limit=200))
            gathered += found
            if not found:
                lost.append(row["query"])
    return {"accepted_by_scoring": accepted, "gathered": _share(gathered, accepted), "lost": lost}


def false_positives(index: Index, negatives: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Share of unlisted names that get a match, for each source; Koreans of exactly the listed syllables apart."""
    flagged: dict[str, list[bool]] = defaultdict(list)
    namesakes: dict[str, int] = defaultdict(int)
    examples: dict[str, list[str]] = defaultdict(list)
    for row in negatives:
        found = find(index, row["query"])
        flagged[row["src"]].append(bool(found))
        if found and all(same_syllables(row["query"], match) for match in found):
            namesakes[row["src"]] += 1
        elif found:
            listed = found[0].listed_name.text if found[0].listed_name else ""
            examples[row["src"]].append(f"{row['query']} | {listed} {found[0].score}")
    return {
        source: {
            "names": len(hits),
            "flagged": _share(sum(hits), len(hits)),
            "exact_syllable_namesakes": _share(namesakes[source], len(hits)),
            "flagged_without_namesakes": _share(sum(hits) - namesakes[source], len(hits)),
            "examples": examples[source][:5],
        }
        for source, hits in sorted(flagged.items())
    }


def same_syllables(query: str, match: Match) -> bool:
    """True when every syllable of a Korean name asked for can be the listed one, family name to family name."""
    if match.listed_name is None:
        return False
    asked, listed = parse(query).korean, parse(match.listed_name.text).korean
    return any(korean.may_be_same(one, two) for one in asked for two in listed)


def exact_names(index: Index, entities: Sequence[Entity], sample: int) -> dict[str, Any]:
    """Listed names looked up as they are: all of one word, with digits or over 60 characters, and a sample of the rest."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entity in entities:
        for name in entity.names:
            groups[_hardness(name.text)].append((entity.id, name.text))
    rest = random.Random(SEED).sample(groups["other"], min(sample, len(groups["other"])))
    figures: dict[str, Any] = {}
    missed: list[str] = []
    for group, names in sorted({**groups, "other": rest}.items()):
        if group == "one_word":
            names = random.Random(SEED).sample(names, min(sample, len(names)))
        found = 0
        for _, text in names:
            hit = any(match.listed_name and _same_text(match, text) for match in find(index, text))
            found += hit
            if not hit:
                missed.append(text)
        figures[group] = {"names": len(names), "found": _share(found, len(names))}
    return {**figures, "missed": missed[:20]}


def _hardness(text: str) -> str:
    if len(text) > 60:
        return "over_60_characters"
    if any(char.isdigit() for char in text):
        return "digits"
    return "one_word" if len(text.split()) == 1 else "other"


def _same_text(match: Match, text: str) -> bool:
    return any(name.text == text for name in match.entity.names)


def speed(
    index: Index, queries: Sequence[dict[str, str]], negatives: Sequence[dict[str, str]]
) -> dict[str, Any]:
    """Queries a second on one thread, half listed variants and half unlisted names, nothing kept between queries."""
    listed = [row["query"] for row in queries]
    others = [row["query"] for row in negatives]
    chooser = random.Random(SEED)
    chosen = listed + chooser.sample(others, min(len(listed), len(others)))
    chooser.shuffle(chosen)
    gc.collect()
    times = []
    started, processor = time.perf_counter(), time.process_time()
    for name in chosen:
        begun = time.perf_counter()
        find(index, name)
        times.append(time.perf_counter() - begun)
    total, processor = time.perf_counter() - started, time.process_time() - processor
    times.sort()
    return {
        "queries": len(chosen),
        "queries_per_second": round(len(chosen) / total, 1),
        "queries_per_cpu_second": round(
            len(chosen) / processor, 1
        ),  # what other work on the machine does not change
        "p50_ms": round(1000 * times[len(times) // 2], 2),
        "p95_ms": round(1000 * times[int(len(times) * 0.95)], 2),
    }


def original_script(args: argparse.Namespace) -> dict[str, Any]:
    """Hangul, Han and Kana forms of listed names, and of parties that are not listed."""
    entities = list(read_entities(Path(args.original_index or args.index)))
    index = build(entities)
    found: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for row in _half(_rows(args.original_script), args.half):
        if row["list"] not in ("UN", "OFAC"):
            continue
        hit = _finds_listed(index, row)
        for key in ("all", row["script"][:4], row["kind"]):
            found[key].append(hit)
        if not hit:
            missed.append(f"{row['original_name']} | {row['listed_name']}")
    figures: dict[str, Any] = {
        "recall": {key: _share(sum(hits), len(hits)) for key, hits in sorted(found.items())},
        "queries": len(found["all"]),
        "missed": missed,
    }
    if args.original_negatives:
        figures["negatives"] = _original_negatives(index, _half(_rows(args.original_negatives), args.half))
    return figures


def _finds_listed(index: Index, row: dict[str, str]) -> bool:
    """True when an entity found carries the listed name, or is the listed entry."""
    wanted = _key(row["listed_name"])
    entry = ("ofac-" if row["list"] == "OFAC" else "un-") + row["list_id"]
    return any(
        match.entity.id == entry or any(_key(name.text) == wanted for name in match.entity.names)
        for match in find(index, row["original_name"])
    )


def _key(name: str) -> str:
    return " ".join(sorted("".join(char if char.isalnum() else " " for char in name.lower()).split()))


def _original_negatives(index: Index, rows: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Unlisted parties found, namesakes apart: by their class, or because every syllable is the listed one."""
    flagged: dict[str, list[bool]] = defaultdict(list)
    examples = []
    for row in rows:
        matches = find(index, row["original_name"])
        namesake = "namesake" in row["class"] or (
            bool(matches) and all(same_syllables(row["original_name"], match) for match in matches)
        )
        flagged["namesake" if namesake else "other"].append(bool(matches))
        if matches and not namesake:
            examples.append(
                f"{row['original_name']} | {matches[0].listed_name.text if matches[0].listed_name else ''}"
            )
    return {
        "names": len(rows),
        "flagged": _share(sum(flagged["other"]), len(flagged["other"])),
        "namesakes": len(flagged["namesake"]),
        "namesakes_flagged": sum(flagged["namesake"]),
        "examples": examples,
    }


def peers(
    args: argparse.Namespace,
    entities: Sequence[Entity],
    queries: Sequence[dict[str, str]],
    negatives: Sequence[dict[str, str]],
    ours: float,
) -> dict[str, Any]:
    """The same questions to brute-force rapidfuzz, and to nomenklatura's logic-v2 where it can be found."""
    figures: dict[str, Any] = {}
    for name, peer in PEERS.items():
        figures[name] = peer(entities, queries, negatives)
    logic = figures["logic-v2"] = logic_v2(Path(args.index), queries, negatives)
    if isinstance(logic, dict):
        figures["times_logic_v2"] = round(ours / logic["queries_per_cpu_second"], 1)
    return figures


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _show(figures: dict[str, Any]) -> None:
    for key, value in figures.items():
        if isinstance(value, dict):
            print(f"{key}:")
            for name, item in value.items():
                print(f"  {name}: {item}")
        else:
            print(f"{key}: {value}")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
