"""Prometheus metrics: requests by route and status, and how long they took."""

from __future__ import annotations

import time

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
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
        self.working = Gauge("stanch_requests_working", "Requests being worked on", registry=registry)

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
    """All metrics as text."""
    return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST})
