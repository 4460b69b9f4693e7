"""What requests share: the database, the lists as an index, the facts, the law. Everything here can be rebuilt at any time.

A worker holds one engine for today and a few for days asked about. When another process updates a list, the next look (every few
seconds) notices the new version, builds the new engine beside the old one and then swaps: no request fails, and no answer mixes two
versions, since an answer takes its engine once.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from stanch.facts.book import FactBook
from stanch.facts.placed import Readings
from stanch.matching.index import Index
from stanch.pipeline import book_with, readings_in
from stanch.rulebook.listing import Hit
from stanch.rulebook.load import load_regime
from stanch.rulebook.model import Regime
from stanch.screening.dismissals import Dismissals, dismissals_at
from stanch.screening.engine import Engine, open_engine
from stanch.screening.law import packaged_law
from stanch.screening.listed import hits_in
from stanch.settings import Settings
from stanch.store import Database, connect, decisions
from stanch.store import lists as list_rows
from stanch.store.claims import fingerprint
from stanch.web.recorder import Recorder
from stanch.web.typed import Words, bearers_of, words_in, words_of

log = logging.getLogger(__name__)

_DAYS_HELD = 8
_LOOK_EVERY = 5.0  # seconds between looks for a new list version


class Service:
    """The shared state of one worker."""

    def __init__(self, settings: Settings, *, now: Callable[[], dt.datetime] | None = None) -> None:
        self.settings = settings
        self.now = now or (lambda: dt.datetime.now(dt.UTC))
        self.database: Database = connect(settings.store_url)
        self.recorder = Recorder(self.database)
        self.regime: Regime = load_regime(data_dir=settings.data_dir)
        self._law = packaged_law(settings.data_dir)
        self._engines: OrderedDict[dt.date, Engine] = OrderedDict()
        self._readings: dict[str, tuple[str, Readings]] = {}
        self._words: tuple[Index, Words] | None = None
        self._bearers: tuple[Index, dict[frozenset[str], frozenset[str]]] | None = None
        self._building = threading.Lock()
        self._versions: tuple[str, ...] = ()
        self._looked = 0.0

    def close(self) -> None:
        """Give the database back."""
        self.database.close()

    def today(self) -> dt.date:
        """The day in UTC; lists are published by day."""
        return self.now().date()

    def engine(self, on: dt.date | None = None) -> Engine:
        """The lists as they stood on a day, in the newest versions held."""
        day = on or self.today()
        self._look()
        held = self._engines.get(day)
        if held is not None:
            return held
        with self._building:
            held = self._engines.get(day)  # another thread may have built it meanwhile
            if held is None:
                held = self._open(day)
                self._engines[day] = held
                while len(self._engines) > _DAYS_HELD:
                    self._engines.popitem(last=False)
        return held

    def typed(self, engine: Engine, text: str) -> list[str]:
        """Ids of entries with names that begin as typed, in order; the words of the last index asked are kept."""
        held = self._words
        if held is None or held[0] is not engine.index:
            held = self._words = (engine.index, words_of(engine.index))
        return sorted(held[1].find(text) & engine.bodies.keys())

    @property
    def book(self) -> FactBook:
        """The facts, with the claims that people have accepted out of documents by now."""
        return book_with(self.settings.data_dir, self.readings())

    def readings(self, claims: str = "accepted") -> Readings:
        """The claims of documents that dossiers take in: accepted, unreviewed (those as well, marked) or none; as of now."""
        if claims == "none":
            return Readings()
        with self.database.read() as store:
            state = fingerprint(store)
            held = self._readings.get(claims)
            if held is None or held[0] != state:
                held = self._readings[claims] = (state, readings_in(store, unreviewed=claims == "unreviewed"))
        return held[1]

    def bearers(self, engine: Engine, name: str) -> frozenset[str]:
        """Ids of entries that bear exactly the words of a name in a file of a state: a likeness is not enough to name a party there."""
        held = self._bearers
        if held is None or held[0] is not engine.index:
            held = self._bearers = (engine.index, bearers_of(engine.index))
        return held[1].get(words_in(name.partition(" (")[0]), frozenset())

    @property
    def ready(self) -> bool:
        """True once today's engine stands."""
        return self.today() in self._engines

    def dismissed(self) -> Dismissals:
        """What people have said before of parties and listed ones, as of now."""
        with self.database.read() as store:
            return dismissals_at(decisions.all_of(store), self.now())

    def listed(self, party: str, on: dt.date, /) -> tuple[Hit, ...]:
        """Who is listed on a day, for the law: the same lists that screening uses."""
        return hits_in(self.engine(on), party)

    def refresh(self) -> bool:
        """Look for new list versions now; True when engines were rebuilt."""
        versions = self._held_versions()
        if versions == self._versions:
            return False
        with self._building:
            days = list(self._engines) or [self.today()]
            fresh = OrderedDict((day, self._open(day)) for day in days)
            self._engines, self._versions = fresh, versions
        log.info("lists: now serving %s", ", ".join(versions) or "the packaged table")
        return True

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked < _LOOK_EVERY:
            return
        self._looked = now
        if self._engines:
            self.refresh()
        else:
            self._versions = self._held_versions()

    def _held_versions(self) -> tuple[str, ...]:
        with self.database.read() as store:
            current = [list_rows.current(store, key) for key in list_rows.list_keys(store)]
        return tuple(version.label for version in current if version is not None)

    def _open(self, day: dt.date) -> Engine:
        return open_engine(self.database, self.settings.cache_dir / "screening", on=day, rulebook=self._law)
