"""The reader against gold labels: per kind, per field, per error class, with a baseline and the annotators' agreement beside it.

    python -m benchmarks.reading                                  the development and the held-out third of ../shared/gold/reading
    python -m benchmarks.reading --gold F.jsonl --docs DIR         any files of that format
    python -m benchmarks.reading --models out/models               other weights than the package's, as `make train` writes them

The last line printed is one JSON object with every figure. How claims are compared stands in `reading_score`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks._record import ROOT, record
from benchmarks.reading_baseline import read_baseline
from benchmarks.reading_score import (
    Row,
    gold_row,
    match,
    numbers_in,
    same_actors,
    same_channels,
    same_speaker,
    table,
)
from stanch.dates import PartialDate
from stanch.reading.encoder import load_encoder
from stanch.reading.heads import load_heads
from stanch.reading.lexicon import Lexicon, load_lexicon
from stanch.reading.model import Part, Proposal, Text
from stanch.reading.reader import read_text
from stanch.reading.sentences import parser
from stanch.reading.text import text_of_file
from stanch.scale import one_thread_each

SHARED = Path(os.environ.get("STANCH_SHARED") or ROOT.parent / "shared")
SPLIT = "stanch-reading-split-1"

Read = Callable[[Text], tuple[Proposal, ...]]


def is_held_out(document: str) -> bool:
    """A fixed third of the documents, by hash of the name, that nobody looks at while developing."""
    return int(hashlib.sha256(f"{SPLIT}:{document}".encode()).hexdigest(), 16) % 3 == 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser_ = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser_.add_argument("--gold", type=Path)
    parser_.add_argument("--docs", type=Path, action="append")
    parser_.add_argument("--only", choices=("dev", "held_out"), help="one side of the split only")
    parser_.add_argument("--errors", type=int, default=0, help="print so many errors of each class")
    parser_.add_argument("--models", type=Path, help="a folder of weights; those of the package if not given")
    parser_.add_argument("--no-speed", action="store_true")
    parser_.add_argument("--no-record", action="store_true")
    options = parser_.parse_args(arguments)
    gold_path = options.gold or SHARED / "gold" / "reading" / "gold.jsonl"
    folders = options.docs or [SHARED / "gold" / "reading" / "docs", SHARED / "reports"]
    if not gold_path.is_file():
        sys.stderr.write(f"{gold_path} is absent: pass --gold FILE --docs DIR\n")
        return 2
    gold = [
        gold_row(json.loads(line))
        for line in gold_path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    if options.only:
        gold = [row for row in gold if is_held_out(row.doc) == (options.only == "held_out")]
    if options.models and not (options.models / "reader-en.npz").is_file():
        parser_.error(f"{options.models} holds no reader-en.npz: make train writes one to out/models")
    read = partial(read_with, options.models) if options.models else read_text
    figures = run(gold, folders, lexicon=load_lexicon(), errors=options.errors, read=read)
    if options.gold is None:
        figures["annotators"] = _agreement(gold_path)
    if not options.no_speed:
        figures["speed"] = speed([_load(doc, folders, {}) for doc in sorted({row.doc for row in gold})], read)
    if not options.no_record and not options.models:
        record("reading", _without_words(figures))
    print(json.dumps(figures, ensure_ascii=False))
    return 0


def read_with(models: Path, text: Text) -> tuple[Proposal, ...]:
    """The claims of a text by the weights of a folder."""
    return read_text(text, heads=load_heads(models / "reader-en.npz"), encoder=load_encoder(models))


def run(
    gold: Sequence[Row],
    folders: Sequence[Path],
    *,
    lexicon: Lexicon,
    errors: int = 0,
    read: Read = read_text,
) -> dict[str, Any]:
    """Read every document of the gold file and compare; the split by hash is reported where both sides have documents."""
    dates = _manifest(folders)
    texts = [_load(doc, folders, dates) for doc in sorted({row.doc for row in gold})]
    codes = _codes(lexicon)
    said = _rows(texts, read, lexicon)
    base = _rows(texts, lambda text: read_baseline(text, lexicon), lexicon)
    figures: dict[str, Any] = {
        "documents": len(texts),
        "all": table(gold, said, codes),
        "baseline": _brief(table(gold, base, codes)),
    }
    sides = {
        name: [t.name for t in texts if is_held_out(t.name) == held]
        for name, held in (("development", False), ("held_out", True))
    }
    if all(sides.values()):
        for name, docs in sides.items():
            figures[name] = _side(gold, said, codes, docs)
            figures[f"baseline_{name}"] = _brief(_side(gold, base, codes, docs))
    figures["spans"] = _spans(texts, said)
    _print_tables(figures)
    if errors:
        print_errors(gold, said, codes, errors)
    return figures


def _side(
    gold: Sequence[Row], said: Sequence[Row], codes: Mapping[str, str], docs: Sequence[str]
) -> dict[str, Any]:
    return table([r for r in gold if r.doc in docs], [r for r in said if r.doc in docs], codes)


def _brief(figures: dict[str, Any]) -> dict[str, Any]:
    """The baseline's figures without the list of its many embedded acts."""
    figures["embedded_as_done"].pop("each")
    return figures


def _rows(texts: Iterable[Text], read: Callable[[Text], Iterable[Proposal]], lexicon: Lexicon) -> list[Row]:
    return [_row(text.name, proposal, lexicon) for text in texts for proposal in read(text)]


def _row(doc: str, p: Proposal, lexicon: Lexicon) -> Row:
    printed = "; ".join(q.printed for q in p.quantities)
    return Row(
        doc=doc,
        start=p.span.start,
        end=p.span.end,
        span=p.span.quote,
        kind=p.kind,
        act=p.act,
        actors=tuple(lexicon.code3.get(a, a) for a in p.actors),
        target=tuple(lexicon.code3.get(a, a) for a in p.targets),
        channels=p.channels,
        status=p.status,
        modality=p.modality.value,
        said_by=p.said_by,
        quantity=printed,
        date=str(p.date) if p.date else "",
        section=p.part.value,
        sentence=p.sentence,
        numbers=numbers_in(printed),
    )


def _codes(lexicon: Lexicon) -> dict[str, str]:
    """Lower-case names of states and blocs, for comparing bodies that speak for them."""
    return {
        name.text.lower(): name.codes[0]
        for names in lexicon.names.values()
        for name in names
        if name.kind.value in ("state", "bloc") and len(name.text) > 1 and name.text not in ("US", "us")
    } | {"us": "US"}


def _without_words(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures alone: whoever reads the record later must not meet the words of a document held out."""
    return {
        name: _without_words(value) if isinstance(value, dict) else value
        for name, value in figures.items()
        if name != "each"
    }


def _manifest(folders: Sequence[Path]) -> dict[str, str]:
    dates: dict[str, str] = {}
    for folder in folders:
        for path in (folder / "manifest.jsonl", folder.parent / "manifest.jsonl"):
            if path.is_file():
                for line in path.read_text(encoding="utf-8").splitlines():
                    row = json.loads(line)
                    dates.setdefault(row.get("file") or row.get("doc") or "", row.get("date") or "")
    return dates


def _load(doc: str, folders: Sequence[Path], dates: Mapping[str, str]) -> Text:
    for folder in folders:
        path = folder / doc
        if path.is_file():
            try:
                published = PartialDate(dates.get(doc, "")) if dates.get(doc) else None
            except ValueError:
                published = None
            return text_of_file(path, name=doc, published=published)
    raise SystemExit(f"{doc} is in none of {', '.join(map(str, folders))}")


def _spans(texts: Sequence[Text], said: Sequence[Row]) -> dict[str, Any]:
    held = {text.name: text.text for text in texts}
    right = sum(held[row.doc][row.start : row.end] == row.span for row in said)
    return {"verbatim": right / len(said) if said else None, "of": len(said)}


def _agreement(gold_path: Path) -> dict[str, Any]:
    """The second annotator against the first, by the same rules: the ceiling."""
    path = gold_path.with_name("second.jsonl")
    if not path.is_file():
        return {}
    second = [gold_row(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    docs = {row.doc for row in second}
    first = [gold_row(json.loads(line)) for line in gold_path.read_text(encoding="utf-8").splitlines()]
    return _brief(table([row for row in first if row.doc in docs], second, _codes(load_lexicon())))


def speed(texts: Sequence[Text], read: Read = read_text) -> dict[str, Any]:
    """Words a second: the bare parser with entities, the whole reader, and the reader in two processes, in one run."""
    texts = [text for text in texts for _ in range(max(1, 80 // max(1, len(texts))))]
    lines = [text.text[s.start : s.end] for text in texts for s in text.sections if s.part is not Part.CHROME]
    words = sum(len(line.split()) for line in lines)
    read(texts[0])
    bare = min(_timed(lambda: list(parser().pipe(lines, batch_size=64))) for _ in range(2))
    whole = min(_timed(lambda: [read(text) for text in texts]) for _ in range(2))
    with one_thread_each(), ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(read, texts[:8]))  # load the model in both before the clock runs
        two = _timed(lambda: list(pool.map(read, texts)))
    return {
        "words": words,
        "bare_words_a_second": round(words / bare),
        "reader_words_a_second": round(words / whole),
        "share_of_bare": round(bare / whole, 3),
        "two_processes_scale": round(whole / two, 2),
    }


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _print_tables(figures: Mapping[str, Any]) -> None:
    for name in ("development", "held_out", "all", "baseline"):
        if name not in figures:
            continue
        f = figures[name]
        print(f"\n{name}: {f['claims']}")
        for kind in ("ties_actions", "ties_actions_tolerant"):
            print(f"  {kind:24} " + " ".join(f"{k}={v}" for k, v in f[kind].items()))
        for kind, row in f["by_kind"].items():
            print(f"  {kind:24} " + " ".join(f"{k}={v}" for k, v in row.items()))
        for kind, told in f["confusion"].items():
            print(f"  {kind + ' told as':24} " + " ".join(f"{k}={v}" for k, v in told.items()))
        print("  fields                   " + " ".join(f"{k}={v}" for k, v in f["fields"].items()))
        print(
            f"  embedded as done         {f['embedded_as_done']['count']} = {f['embedded_as_done']['share_of_claims']}"
        )
        print(f"  printed                  {f['printed']}")
        print(f"  comments as article      {f['comments_as_article']}")


def print_errors(gold: Sequence[Row], said: Sequence[Row], codes: Mapping[str, str], most: int) -> None:
    """Examples of each class of error, for whoever works on the reader."""
    pairs = match(gold, said)
    found, used = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    classes: dict[str, list[str]] = {
        "missed": [
            f"{a.kind}:{a.act} {a.modality[:3]} {a.status} | {a.span}" for a in gold if id(a) not in found
        ],
        "spurious": [
            f"{b.kind}:{b.act} {b.modality[:3]} {b.status} | {b.span}" for b in said if id(b) not in used
        ],
        "actors": [
            f"{a.actors} not {b.actors} {a.kind} | {b.sentence[:160]} || {b.span}"
            for a, b in pairs
            if not same_actors(a, b)
        ],
        "channels": [
            f"{a.channels} not {b.channels} | {a.span}" for a, b in pairs if not same_channels(a, b)
        ],
        "modality": [
            f"{a.modality} not {b.modality} {a.kind} | {b.span}" for a, b in pairs if a.modality != b.modality
        ],
        "said_by": [
            f"{a.said_by} not {b.said_by} {a.kind}| {b.sentence[:200]} || {b.span[:60]}"
            for a, b in pairs
            if not same_speaker(a, b, codes)
        ],
        "dates": [
            f"{a.date} not {b.date} | {a.span}"
            for a, b in pairs
            if a.date and not (a.date.startswith(b.date[:4]) and b.date)
        ],
        "quantities": [
            f"{a.quantity} not {b.quantity} | {a.span}"
            for a, b in pairs
            if a.numbers and not a.numbers & b.numbers
        ],
    }
    for name, lines in classes.items():
        print(f"\n--- {name}: {len(lines)}")
        for line in lines[:most]:
            print("  " + " ".join(line.split()))


if __name__ == "__main__":
    sys.exit(main())
