"""An open screening desk: the store, an engine over the lists, and what was dismissed; for the command line and the web."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from stanch.errors import UsageError
from stanch.screening.dismissals import Dismissals, dismissals_at
from stanch.screening.engine import DEFAULT_THRESHOLDS, Engine, open_engine
from stanch.screening.law import packaged_law
from stanch.screening.model import Thresholds
from stanch.settings import Settings
from stanch.store import Database, connect, decisions
from stanch.store import audit as _audit  # noqa: F401 - declares its tables
from stanch.store import lists as _lists  # noqa: F401 - declares its tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What one screening session needs."""

    database: Database
    engine: Engine

    def dismissed(self, at: dt.datetime) -> Dismissals:
        """What the dismissals held say at a moment."""
        with self.database.begin() as store:
            return dismissals_at(decisions.all_of(store), at)


@contextmanager
def open_desk(
    settings: Settings, *, on: dt.date, lists: Sequence[str] = (), threshold: float | None = None
) -> Iterator[Desk]:
    """Open store and engine, and close them again.

    Args:
        lists: ``un_sc`` or ``un_sc@3`` (a version's number); all that is held when empty.
        threshold: the score from which a match is looked at.
    """
    database = connect(settings.store_url)
    try:
        engine = open_engine(
            database,
            settings.cache_dir / "screening",
            on=on,
            rulebook=packaged_law(settings.data_dir, settings.cache_dir / "screening"),
            lists=lists_asked(lists),
            thresholds=thresholds_of(threshold),
        )
        yield Desk(database=database, engine=engine)
    finally:
        database.close()


def lists_asked(lists: Sequence[str]) -> dict[str, int | None] | None:
    """Lists and version numbers out of ``un_sc`` and ``un_sc@3``; None when all are meant.

    Raises:
        UsageError: the number is none.
    """
    if not lists:
        return None
    asked: dict[str, int | None] = {}
    for text in lists:
        key, mark, number = text.partition("@")
        if mark and not number.isdecimal():
            raise UsageError(
                f"--list {text}: after @ comes the number of a version, see: stanch lists history {key}"
            )
        asked[key] = int(number) if mark else None
    return asked


def thresholds_of(review: float | None) -> Thresholds:
    """The default thresholds, with another one for review.

    Raises:
        UsageError: it is not between 0 and 1.
    """
    if review is None:
        return DEFAULT_THRESHOLDS
    if not 0 < review <= 1:
        raise UsageError(f"--threshold {review}: a score lies above 0 and at most at 1")
    return Thresholds(review=review, hit=max(review, DEFAULT_THRESHOLDS.hit))
