"""How fast the tracker answers over many actions, beside a plain scan of the same records.

python -m benchmarks.campaign [--actions 100000]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from benchmarks._record import record
from stanch.campaign.track import REACHED, Query, Tracker
from stanch.dates import PartialDate, Period
from stanch.facts.load import load_book
from stanch.facts.model import Action
from stanch.records import Stage
from stanch.settings import packaged_data

ASEAN = frozenset({"BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN"})
QUERIES = (
    Query(channel="labour", countries=ASEAN, since=dt.date(2017, 1, 1), stage=Stage.REPORTED_DONE),
    Query(channel="trade.export.coal"),
    Query(since=dt.date(2018, 1, 1), until=dt.date(2018, 12, 31)),
    Query(countries=frozenset({"MY"})),
    Query(),
)


def many(count: int) -> list[Action]:
    """Synthetic actions: the held ones again and again, moved in time and place (seeded)."""
    held = load_book(packaged_data()).actions()
    chance = random.Random(20170805)
    codes = sorted({action.country for action in held})
    made = []
    for i in range(count):
        day = PartialDate.of(dt.date(2006, 1, 1) + dt.timedelta(days=chance.randrange(7000)))
        action = held[i % len(held)]
        made.append(
            replace(
                action,
                key=f"{action.key}-{i}",
                country=chance.choice(codes),
                period=Period(start=day, end=day),
            )
        )
    return made


def scan(actions: list[Action], query: Query) -> int:
    """The peer: one comprehension over the records, as one would write it without a tracker."""
    return sum(
        1
        for a in actions
        if (not query.countries or a.country in query.countries)
        and (not query.channel or a.channel == query.channel or a.channel.startswith(query.channel + "."))
        and (query.since is None or (a.last_day is not None and a.last_day >= query.since))
        and (query.until is None or (a.first_day is not None and a.first_day <= query.until))
        and (query.stage is None or REACHED[a.stage] >= REACHED[query.stage])
    )


def timed(ask: Callable[[Query], object], rounds: int = 7) -> dict[str, float]:
    """Milliseconds of the slowest query, in the middle of several rounds."""
    slowest = []
    for _ in range(rounds):
        took = []
        for query in QUERIES:
            started = time.perf_counter()
            ask(query)
            took.append((time.perf_counter() - started) * 1000)
        slowest.append(max(took))
    return {"slowest_ms": round(statistics.median(slowest), 1)}


def main() -> None:
    """Print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=100_000)
    count = parser.parse_args().actions
    actions = many(count)
    started = time.perf_counter()
    tracker = Tracker(actions)
    figures = {
        "actions": count,
        "build_s": round(time.perf_counter() - started, 2),
        "tracker": timed(tracker.find),
        "plain_scan": timed(lambda query: scan(actions, query)),
    }
    for query in QUERIES:
        assert len(tracker.find(query)) == scan(actions, query), query
    print(json.dumps(record("campaign", figures)["figures"]))


if __name__ == "__main__":
    main()
