"""``stanch serve``: the API and the pages."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import click


@click.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every network."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes; they share the store.",
)
@click.option("--json", "as_json", is_flag=True, help="Structured logs, one JSON object a line.")
def command(host: str, port: int, workers: int, as_json: bool) -> None:
    """Serve the API (OpenAPI at /docs) and the pages. Options come from the environment: see docs/service.md."""
    from stanch.errors import MissingExtra

    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtra("the service", "web") from error
    from stanch.web.logs import log_config

    with ExitStack() as held:
        if workers > 1 and not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            # read by the workers before they count anything; gone when the service ends
            folder = held.enter_context(tempfile.TemporaryDirectory(prefix="stanch-metrics-"))
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        uvicorn.Config.bind_socket = _sending_at_once(uvicorn.Config.bind_socket)  # type: ignore[assignment]
        uvicorn.run(
            "stanch.web.asgi:make",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_config=log_config(structured=as_json),
            server_header=False,
            timeout_graceful_shutdown=20,
        )


def _sending_at_once(bind: Callable[[Any], socket.socket]) -> Callable[[Any], socket.socket]:
    """The socket that uvicorn makes for several workers, without Nagle's algorithm, which asyncio turns off for one worker only.

    Else each answer waits 40 ms for the client's delayed acknowledgement of its head.
    """

    def bound(config: Any) -> socket.socket:
        listening = bind(config)
        if listening.family in (socket.AF_INET, socket.AF_INET6):
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections inherit it
        return listening

    return bound
