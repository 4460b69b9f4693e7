"""How loading and weighing facts grow: seconds and memory for the packaged facts and for 1 k, 10 k and 100 k made-up claims.

Run: ``python -m benchmarks.facts``
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from pathlib import Path

from benchmarks._record import record
from stanch.facts.load import load_book
from stanch.settings import packaged_data

SIZES = (0, 1_000, 10_000, 100_000)
COUNTRIES = ("MY", "SG", "PH", "TH", "VN", "ID", "MM", "KH", "LA", "CN", "RU", "IN", "SD", "KW", "UG", "AE")
CHANNELS = ("trade.total", "labour.workers", "arms.purchase", "business.restaurant", "diplomacy.staff")


def made_up(folder: Path, count: int) -> None:
    """A folder of made-up ties: a third share a slug in threes, one in a hundred denies."""
    chance = random.Random(7)
    (folder / "facts").mkdir(parents=True)
    (folder / "sources").mkdir()
    sources = ["key\turl\tpublisher\tsource_class\tpublished_on"]
    sources += [
        f"made-{n}\thttps://example.org/{n}\tPaper {n % 300}\tpress\t2019-05-{n % 28 + 1:02d}"
        for n in range(count // 10 + 1)
    ]
    (folder / "sources" / "made.tsv").write_text("\n".join(sources) + "\n", encoding="utf-8")
    rows = ["fact\tcountry\tchannel\tstatus\twhat\twhen\tlow\thigh\tunit\tprinted\tsource\tsays"]
    for n in range(count):
        slug = f"made-{n // 3}" if n % 3 else ""
        denies = "denies" if n % 100 == 0 else ""
        rows.append(
            f"{slug}\t{chance.choice(COUNTRIES)}\t{chance.choice(CHANNELS)}\tactive\tA made-up tie, number {n}, as long as a sentence is"
            f"\t{2010 + n % 9}-{n % 12 + 1:02d}\t{n % 500}\t{n % 500 + 10}\tpersons\t{n % 500}\tmade-{n // 10}\t{denies}"
        )
    (folder / "facts" / "made_ties.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def measure(count: int) -> dict[str, float]:
    """CPU seconds to load all and to weigh one country, with `count` made-up claims beside the packaged ones."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "made"
        made_up(folder, count)
        started = time.process_time()
        book = load_book(packaged_data(), extra=(folder,) if count else ())
        loaded = time.process_time()
        facts = book.facts("MY")
        weighed = time.process_time()
    return {
        "rows": len(book),
        "load_cpu_s": round(loaded - started, 3),
        "facts_of_one_country": len(facts),
        "one_country_cpu_s": round(weighed - loaded, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    """Measure each size and record it."""
    load_book(packaged_data())  # the first load also reads the code
    for count in SIZES:
        figures = measure(count)
        print(figures)
        record("facts", {"made_up_claims": count, **figures})


if __name__ == "__main__":
    main()
