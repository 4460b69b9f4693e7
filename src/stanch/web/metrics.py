"""Prometheus metrics: requests by route and status, and how long they took.

Several workers count into files of a folder that `stanch serve` makes for them (``PROMETHEUS_MULTIPROC_DIR``), and whichever of them is
asked answers for all. A worker that was killed has counted until then; what it had in hand is no longer counted as being worked on.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)
from starlette.responses import Response

from stanch.web.limits import App, Message, Receive, Scope, Send


class Metrics:
    """Counts on the way out; one registry for each application, so that tests do not share counts."""

    def __init__(self, app: App, *, registry: CollectorRegistry) -> None:
        self.app = app
        self.requests = Counter(
            "stanch_requests", "Requests answered", ["route", "status"], registry=registry
        )
        self.seconds = Histogram(
            "stanch_request_seconds",
            "Time to answer",
            ["route"],
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
            registry=registry,
        )
        self.working = Gauge(
            "stanch_requests_working",
            "Requests being worked on",
            registry=registry,
            multiprocess_mode="livesum",
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500
        started = time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.working.inc()
        try:
            await self.app(scope, receive, noted)
        finally:
            self.working.dec()
            # the route's pattern, not the path: a label for each name asked about would fill memory and tell who was asked about
            route = getattr(scope.get("route"), "path", "other")
            self.requests.labels(route, str(status)).inc()
            self.seconds.labels(route).observe(time.perf_counter() - started)


def metrics_response(registry: CollectorRegistry) -> Response:
    """All metrics as text, of all workers."""
    shared = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if shared:
        for pid in _gone(Path(shared)):
            multiprocess.mark_process_dead(pid, path=shared)  # type: ignore[no-untyped-call]
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, path=shared)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST})


def _gone(folder: Path) -> set[int]:
    """Workers that have left a count of what they had in hand, and are no more."""
    found = {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_live*_*.db")}
    return {pid for pid in found if not _lives(pid)}


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
