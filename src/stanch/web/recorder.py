"""Writing together what requests ask to be written at the same moment: one unit of work, one wait for the disk.

A request that comes while another one writes waits its turn; whoever's turn it is writes for all that wait. Each is told only after its
own rows are safe. Without this, every answer waits for the disk alone, and workers that share a store stand in line for its lock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from stanch.errors import StoreError
from stanch.store import Database, Store

Write = Callable[[Store], Any]
_MOST_TOGETHER = 64


@dataclass(slots=True)
class _Wish:
    """One request's writing, and what came of it."""

    write: Write
    done: bool = False
    result: Any = None
    error: BaseException | None = None


@dataclass(slots=True)
class Recorder:
    """Gathers the writing of one worker's requests."""

    database: Database
    _waiting: list[_Wish] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def write(self, write: Write) -> Any:
        """Run `write` in a unit of work, perhaps with others', and give back its result once it is kept.

        Raises:
            Exception: what `write` or the database raised; then nothing of it is kept.
        """
        wish = _Wish(write)
        with self._guard:
            self._waiting.append(wish)
        with self._turn:
            while not wish.done:
                with self._guard:
                    together = self._waiting[:_MOST_TOGETHER]
                    del self._waiting[:_MOST_TOGETHER]
                self._write(together)
        if wish.error is not None:
            raise wish.error
        return wish.result

    def _write(self, together: list[_Wish]) -> None:
        try:
            with self.database.begin() as store:
                results = [wish.write(store) for wish in together]
        except BaseException as error:
            if len(together) > 1 and _of_one(error):
                for wish in together:
                    self._write([wish])
                return
            for wish in together:
                wish.error, wish.done = error, True
            if not isinstance(error, Exception):
                raise
            return
        for wish, result in zip(together, results, strict=True):
            wish.result, wish.done = result, True


def _of_one(error: BaseException) -> bool:
    """Whether one wish may be at fault, so that the others should be tried alone; a store that is away is away for all."""
    return isinstance(error, Exception) and not isinstance(error, (StoreError, sa.exc.OperationalError))
