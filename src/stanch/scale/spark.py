"""Running chunks on Spark: read here, sent as Arrow batches, worked on by the executors' own Python, brought back in order.

The driver reads the input, so a bad line has the same number and the same words as in a local run. Chunks go out in windows, two
at a time: the executors never wait for the end of a window, and memory holds two windows at most. A worker that dies is replaced by
Spark, which gives its chunks to another (`RETRIES` times); work is a function of its chunk, so the answer is the same.

``STANCH_SPARK`` is the master's URL (``local[2,4]``, ``spark://host:7077``, ``yarn`` ...); on a cluster the same version of stanch must
be installed on every node, and the node's Python is named by Spark's own ``PYSPARK_PYTHON``.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import stanch.scale
from stanch.errors import MissingExtra, SettingsError, StanchError

In = TypeVar("In")
Out = TypeVar("Out")

RETRIES = 4
_WINDOW = 4  # chunks a window for each core
_LOGS = Path(__file__).with_name("log4j2.properties")
_SHAPE = "place long, fine boolean, payload binary"


def in_spark(
    work: Callable[[Sequence[In]], Sequence[Out]],
    chunks: Iterable[Sequence[In]],
    processes: int,
    files: Sequence[Path],
) -> Iterator[Out]:
    """See `stanch.scale.map_chunks`.

    Raises:
        MissingExtra: PySpark, pandas or PyArrow is not installed.
        SettingsError: there is no Java, or the master cannot be reached.
        StanchError: what `work` raised, as it was raised; or Spark gave up, with its reason.
    """
    spark, ours = _session(processes)
    try:
        for path in files:
            spark.sparkContext.addFile(str(path), recursive=path.is_dir())
        run = _Runner(spark, work)
        size = _WINDOW * max(spark.sparkContext.defaultParallelism, 1)
        parts = iter(chunks)
        with ThreadPoolExecutor(2) as pool:
            running: deque[Future[list[bytes]]] = deque()
            for window in iter(lambda: list(islice(parts, size)), []):
                running.append(pool.submit(run, window))
                if len(running) > 1:
                    yield from _unpacked(running.popleft())
            while running:
                yield from _unpacked(running.popleft())
    finally:
        if ours:
            spark.stop()


class _Runner:
    """Sends one window of chunks and waits for it."""

    def __init__(self, spark: Any, work: Callable[[Sequence[Any]], Sequence[Any]]) -> None:
        self.spark = spark
        self.work = work

    def __call__(self, window: Sequence[Sequence[Any]]) -> list[bytes]:
        import pyarrow as pa
        from pyspark.errors import PySparkException

        payloads = [pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL) for chunk in window]
        places = pa.array(range(len(payloads)), pa.int64())
        table = pa.table({"place": places, "payload": pa.array(payloads, pa.binary())})
        try:
            frame = self.spark.createDataFrame(table).mapInArrow(_task(self.work), _SHAPE)
            answered = frame.toArrow().sort_by("place")
        except PySparkException as error:
            raise StanchError(f"Spark gave up: {_first_words(error)}") from error
        failed = [payload for fine, payload in _columns(answered) if not fine]
        if failed:
            raise pickle.loads(failed[0])
        found = [payload for _fine, payload in _columns(answered)]
        if len(found) != len(payloads):
            raise StanchError(f"Spark answered {len(found)} of {len(payloads)} chunks; nothing was written")
        return found


def _columns(table: Any) -> Iterator[tuple[bool, bytes]]:
    return zip(table.column("fine").to_pylist(), table.column("payload").to_pylist(), strict=True)


def _task(work: Callable[[Sequence[Any]], Sequence[Any]]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """The function that an executor's Python runs; it is sent by name and imported there."""

    def answered(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as pa
        from pyspark import SparkFiles

        stanch.scale._executor_folder = Path(SparkFiles.getRootDirectory())
        for batch in batches:
            places = batch.column(0).to_pylist()
            done = [_worked(work, payload) for payload in batch.column(1).to_pylist()]
            yield pa.RecordBatch.from_arrays(
                [
                    pa.array(places, pa.int64()),
                    pa.array([fine for fine, _ in done], pa.bool_()),
                    pa.array([payload for _, payload in done], pa.binary()),
                ],
                names=["place", "fine", "payload"],
            )

    return answered


def _worked(work: Callable[[Sequence[Any]], Sequence[Any]], payload: bytes) -> tuple[bool, bytes]:
    try:
        return True, pickle.dumps(work(pickle.loads(payload)), pickle.HIGHEST_PROTOCOL)
    except StanchError as error:  # ours travels back as itself; anything else is Spark's to retry and report
        return False, pickle.dumps(error, pickle.HIGHEST_PROTOCOL)


def _unpacked(done: Future[list[bytes]]) -> Iterator[Any]:
    for payload in done.result():
        yield from pickle.loads(payload)


def _first_words(error: Exception) -> str:
    """The last line of a traceback says what happened."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[-1] if lines else type(error).__name__)[:500]


def _session(processes: int) -> tuple[Any, bool]:
    """A session and whether it is ours to stop: one that the caller has open is used as it is."""
    try:
        import pandas  # noqa: F401 - Spark refuses Arrow without it
        import pyarrow  # noqa: F401
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingExtra("the engine spark", "spark") from error
    held = SparkSession.getActiveSession()
    if held is not None:
        return held, False
    master = os.environ.get("STANCH_SPARK") or f"local[{processes},{RETRIES}]"
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise SettingsError("Spark needs Java 17 or newer; install it, or set JAVA_HOME to where it is")
    builder = SparkSession.builder.master(master).appName("stanch")
    for key, value in _options(master).items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate(), True
    except (PySparkException, OSError) as error:
        raise SettingsError(f"Spark at {master} did not start: {_first_words(error)}") from error


def _options(master: str) -> dict[str, str]:
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1",  # one record is a whole chunk
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGS.as_uri()}",
    }
    if master.startswith("local"):
        # nothing listens to the network, and the workers' Python is this one
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        options |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return options
