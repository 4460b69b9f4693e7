"""One way to run a function over many records: here, in several processes, or on Spark.

Whatever the engine, results come back in the order of the input and are the same.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Literal, TypeVar

from stanch.errors import UsageError

In = TypeVar("In")
Out = TypeVar("Out")
Engine = Literal["local", "processes", "spark"]
ENGINES: tuple[Engine, ...] = ("local", "processes", "spark")

_CHUNK = 2000


def map_chunks(
    work: Callable[[Sequence[In]], Sequence[Out]],
    records: Iterable[In],
    *,
    engine: Engine = "local",
    processes: int | None = None,
    chunk: int = _CHUNK,
    files: Sequence[Path] = (),
) -> Iterator[Out]:
    """Apply `work` to chunks of records, in order, holding only a few chunks in memory.

    Args:
        work: a module-level function (it is sent to other processes) from a chunk to as many results.
        records: any iterable; it is read here, as results are taken, so that every engine sees the same records.
        engine: ``local`` runs here, ``processes`` on several cores, ``spark`` wherever ``STANCH_SPARK`` says (see `stanch.scale.spark`).
        processes: how many; all cores when not given.
        chunk: records a call.
        files: files and folders that `work` reads, with names of their own; on Spark each executor gets them once, and `work` finds
            them by `shipped`.
    """
    if engine == "local":
        for part in _chunks(records, chunk):
            yield from work(part)
    elif engine == "processes":
        yield from _in_processes(work, records, processes or os.cpu_count() or 1, chunk)
    elif engine == "spark":
        from stanch.scale.spark import in_spark

        yield from in_spark(work, _chunks(records, chunk), processes or os.cpu_count() or 1, files)
    else:
        raise UsageError(f"there is no engine '{engine}'; use {', '.join(ENGINES)}")


def shipped(path: Path) -> Path:
    """Where a file given to `map_chunks` lies for the worker that asks: the executor's own copy on Spark, else where it was."""
    if _executor_folder is not None and (_executor_folder / path.name).exists():
        return _executor_folder / path.name
    return path


_executor_folder: Path | None = None  # set in Spark's workers before any work


def _in_processes(
    work: Callable[[Sequence[In]], Sequence[Out]], records: Iterable[In], processes: int, chunk: int
) -> Iterator[Out]:
    # spawn: forking a process that has threads (NumPy, SQLite) may deadlock
    context = multiprocessing.get_context("spawn")
    with one_thread_each(), ProcessPoolExecutor(max_workers=processes, mp_context=context) as pool:
        running: deque[Future[Sequence[Out]]] = deque()
        for part in _chunks(records, chunk):
            running.append(pool.submit(work, part))
            if len(running) > 2 * processes:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Processes started within compute with one thread each, unless the environment says otherwise: two of them with two threads
    each on two cores wait for one another (two readers of reports were 1.4 times as fast as one, and are twice as fast so)."""
    ours = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(ours, "1"))
    try:
        yield
    finally:
        for name in ours:
            os.environ.pop(name, None)


_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def _chunks(records: Iterable[In], size: int) -> Iterator[list[In]]:
    iterator = iter(records)
    while part := list(islice(iterator, size)):
        yield part
