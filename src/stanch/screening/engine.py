"""What screening runs on: an index over the lists as they stood on a day, and which versions those were."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from stanch.errors import FormatError, NotFound
from stanch.files import write_atomic
from stanch.lists import codec, own
from stanch.lists.asof import Answer, State, Timeline, listings_on, timeline_of
from stanch.lists.code import code_version
from stanch.lists.model import Listing
from stanch.lists.sources import PACKAGED
from stanch.matching.index import DEFAULT_THRESHOLD, Index, build
from stanch.matching.model import Kind
from stanch.screening.measures import Rulebook
from stanch.screening.model import ListUse, Thresholds
from stanch.settings import packaged_data
from stanch.store import Database, Store
from stanch.store import lists as rows

# `review` is where matching stops to look; a hit needs evidence beside the name and, unless it is an identifier, a higher score
DEFAULT_THRESHOLDS = Thresholds(review=DEFAULT_THRESHOLD, hit=0.85)


log = logging.getLogger(__name__)

_MOST_KEPT = 24  # indexes on disk; one for each day and set of lists asked about


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Ready to answer: the same engine gives the same answers, whatever was asked before."""

    index: Index
    bodies: Mapping[str, str]  # entity id: the listing as text, see lists.codec
    unsure: Mapping[str, str]  # entity id: why it is not known whether it was listed on the day
    lists: tuple[ListUse, ...]
    on: dt.date
    thresholds: Thresholds
    rulebook: Rulebook
    code: str

    def listing(self, entity_id: str) -> Listing:
        """The listed entry with this id.

        Raises:
            NotFound: no such entry stands on these lists on this day.
        """
        if entity_id not in self.bodies:
            raise NotFound(
                f"no entry '{entity_id}' on {', '.join(use.label for use in self.lists)} on {self.on}"
            )
        return codec.decode(self.bodies[entity_id])

    def state(self, entity_id: str) -> State:
        """Whether the entry surely stood on its list on the day."""
        return State.UNKNOWN if entity_id in self.unsure else State.LISTED


def open_engine(
    database: Database,
    cache: Path | None,
    *,
    on: dt.date,
    rulebook: Rulebook,
    lists: Mapping[str, int | None] | None = None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> Engine:
    """An engine over the lists held, as they stood on a day.

    Args:
        cache: a folder for indexes, None to keep none.
        on: the day asked about.
        lists: which lists, each with the number of its last version to know of (None: all held). Every list held, and the packaged
            table, when not given.

    Raises:
        NotFound: a list or version that is not held was asked for.
    """
    with database.begin() as store:
        wanted = _wanted(store, lists)
        timelines = [
            timeline_of(store, key, upto=number) for key, number in wanted.items() if key != PACKAGED
        ]
        uses = [_use(timeline) for timeline in timelines]
        if PACKAGED in wanted:
            uses.append(packaged_use())
        day = min(on, max([_packaged()[1], *(t.settled() for t in timelines)]))
        key = _key(uses, day)
        kept = _kept(cache, key)
        if kept is not None:
            index, bodies, unsure = kept
        else:
            found = _gather(store, timelines, PACKAGED in wanted, day)
            index = build(listing.entity for listing, _answer in found)
            bodies = {listing.id: codec.encode(listing) for listing, _answer in found}
            unsure = {listing.id: answer.why for listing, answer in found if answer.state is State.UNKNOWN}
            _keep(cache, key, index, bodies, unsure)
    return Engine(
        index=index,
        bodies=bodies,
        unsure=unsure,
        lists=tuple(uses),
        on=on,
        thresholds=thresholds,
        rulebook=rulebook,
        code=code_version(),
    )


def engine_of(
    listings: tuple[Listing, ...],
    *,
    on: dt.date,
    rulebook: Rulebook,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    label: str = "given",
) -> Engine:
    """An engine over listings in memory, for tests and for whoever keeps lists elsewhere."""
    bodies = {listing.id: codec.encode(listing) for listing in listings}
    digest = hashlib.sha256("\n".join(bodies[key] for key in sorted(bodies)).encode()).hexdigest()
    use = ListUse(
        list=label, label=f"{label} ({digest[:8]})", number=0, published_on="", entries=len(listings)
    )
    return Engine(
        index=build(listing.entity for listing in listings),
        bodies=bodies,
        unsure={},
        lists=(use,),
        on=on,
        thresholds=thresholds,
        rulebook=rulebook,
        code=code_version(),
    )


def with_thresholds(engine: Engine, thresholds: Thresholds) -> Engine:
    """The same engine with other thresholds."""
    return replace(engine, thresholds=thresholds)


def _wanted(store: Store, lists: Mapping[str, int | None] | None) -> dict[str, int | None]:
    held = rows.list_keys(store)
    if lists is None:
        return {**dict.fromkeys(held), PACKAGED: None}
    for key, number in lists.items():
        if key == PACKAGED:
            continue
        if key not in held:
            raise NotFound(
                f"no version of the list '{key}' is held; held: {', '.join((*held, PACKAGED))}. Bring it with: stanch lists update {key}"
            )
        history = rows.history(store, key)
        if number is not None and not 1 <= number <= history[-1].number:
            raise NotFound(f"{key} has no version {number}; it has 1 to {history[-1].number}")
    return dict(lists)


def _use(timeline: Timeline) -> ListUse:
    last = timeline.history[-1]
    return ListUse(
        list=timeline.list,
        label=last.label,
        number=last.number,
        published_on=last.published_on,
        entries=last.entries,
        changes=sum(len(found) for found in timeline.changes.values()),
    )


@lru_cache(maxsize=1)
def _packaged() -> tuple[tuple[Listing, ...], dt.date, str]:
    raw = (packaged_data() / "lists" / "un_1718.tsv").read_bytes()
    reading = own.read(raw, "un_1718.tsv", list_key=PACKAGED)
    assert reading.published_on is not None
    return reading.listings, reading.published_on.last, hashlib.sha256(raw).hexdigest()


def packaged_use() -> ListUse:
    """The table that comes with the package, as answers name it."""
    listings, published, digest = _packaged()
    label = f"{PACKAGED}@{published.isoformat()}#packaged ({digest[:8]})"
    return ListUse(
        list=PACKAGED, label=label, number=0, published_on=published.isoformat(), entries=len(listings)
    )


def _gather(
    store: Store, timelines: list[Timeline], packaged: bool, day: dt.date
) -> list[tuple[Listing, Answer]]:
    found = [item for timeline in timelines for item in listings_on(store, timeline, day)]
    if packaged:
        official = any(timeline.list == "un_sc" for timeline in timelines)
        found += [
            (listing, Answer(state=State.LISTED, why="in the packaged table"))
            for listing in _packaged()[0]
            # the official file decides on persons and organisations; it holds no ships
            if (not official or listing.entity.kind is Kind.VESSEL) and _stood(listing, day)
        ]
    return sorted(found, key=lambda item: item[0].id)


def _stood(listing: Listing, day: dt.date) -> bool:
    begun = listing.listed_on is None or listing.listed_on.first <= day
    return begun and (listing.delisted_on is None or day < listing.delisted_on.last)


def _key(uses: list[ListUse], day: dt.date) -> str:
    text = json.dumps([[use.label, use.changes] for use in uses] + [day.isoformat(), code_version()])
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _kept(cache: Path | None, key: str) -> tuple[Index, dict[str, str], dict[str, str]] | None:
    """A kept index; None when there is none, or when it is damaged: then it is built again."""
    if cache is None:
        return None
    path, side = _paths(cache, key)
    if not (path.is_file() and side.is_file()):
        return None
    try:
        bodies, unsure = json.loads(side.read_text(encoding="utf-8"))
        return Index.load(path), bodies, unsure
    except (FormatError, ValueError) as error:
        log.warning("%s: damaged, built again: %s", path, error)
        return None


def _keep(cache: Path | None, key: str, index: Index, bodies: dict[str, str], unsure: dict[str, str]) -> None:
    if cache is None:
        return
    cache.mkdir(parents=True, exist_ok=True)
    path, side = _paths(cache, key)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".index-") as folder:
        index.save(Path(folder) / path.name)
        (Path(folder) / path.name).replace(path)
    # written last: an index counts only with its side file
    write_atomic(side, json.dumps([bodies, unsure], ensure_ascii=False))
    for old in sorted(cache.glob("index-*.json"), key=lambda p: p.stat().st_mtime)[:-_MOST_KEPT]:
        old.unlink(missing_ok=True)
        old.with_suffix(".bin").unlink(missing_ok=True)


def _paths(cache: Path, key: str) -> tuple[Path, Path]:
    return cache / f"index-{key}.bin", cache / f"index-{key}.json"
