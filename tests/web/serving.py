"""`stanch serve` as its users start it: a process of its own on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.postgres import store_url
from tests.web.conftest import SECRET


@contextmanager
def serving(home: Path, *options: str, workers: int = 1, **environ: str) -> Iterator[tuple[str, int]]:
    """The address of a running service, and its process id; it ends with the block."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    env = {
        **os.environ,
        "STANCH_HOME": str(home),
        "STANCH_SECRET": SECRET,
        "STANCH_STORE": store_url(home),
        **environ,
    }
    command = [sys.executable, "-c", "from stanch.cli import main; main()", "serve", "--port", str(port)]
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--workers", str(workers), *options],
            env=env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def wait_until_ready(base: str, process: subprocess.Popen[bytes] | None = None, seconds: float = 120) -> None:
    """Return once the service says that it is ready."""
    end, last = time.monotonic() + seconds, ""
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            raise AssertionError(f"the service ended with {process.returncode}")
        try:
            answer = httpx.get(f"{base}/readyz", timeout=5)
            if answer.status_code == 200:
                return
            last = answer.text
        except httpx.HTTPError as error:
            last = repr(error)
        time.sleep(0.2)
    raise AssertionError(f"not ready within {seconds} seconds: {last}")
