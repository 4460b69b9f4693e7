"""Load on `stanch serve` over loopback: single names and batches of 100, one worker and two; memory, overload, an update amid requests.

Run as ``python -m benchmarks.service [LIST FILE ...]``; it starts the service itself on a free port, in a temporary folder with the
packaged list, and with the official list of the files where they are given. The client is plain sockets: a client library takes as much of
a small machine as the service does. Beside each figure stand the load of the machine and the processor time that the service took for a
request, which does not depend on who else is busy.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx

from benchmarks._record import record
from benchmarks.engines import tree

CLIENTS = 4
SECONDS = float(os.environ.get("STANCH_BENCH_SECONDS", "6"))


LISTS = sys.argv[1:]


@contextmanager
def service(workers: int, **environ: str) -> Iterator[tuple[str, int]]:
    """A service of its own: its address and process id."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "STANCH_HOME": home, "STANCH_STORE": "", "STANCH_SECRET": "b" * 40, **environ}
        code = "from stanch.cli import main; main()"
        if LISTS:
            loaded = [sys.executable, "-c", code, "lists", "load", *LISTS]
            subprocess.run(loaded, env=env, check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, "-c", code, "serve", "--port", str(port), "--workers", str(workers)]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, env=env, stdout=quiet, stderr=quiet, start_new_session=True)
        base = f"http://127.0.0.1:{port}"
        try:
            _wait(base)
            yield base, process.pid
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(f"{base}/readyz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise SystemExit("the service did not get ready")


def names(base: str) -> list[str]:
    """Listed names, and words of them in another order: a mix of what is found and what is not."""
    chance = random.Random(8)
    found = httpx.get(f"{base}/search/default", params={"limit": 500}, timeout=60).json()["results"]
    listed = [name for item in found for name in item["properties"]["name"]]
    words = [word for name in listed for word in name.split()]
    return [chance.choice(listed) for _ in range(500)] + [
        " ".join(chance.sample(words, 3)) for _ in range(500)
    ]


def body(chosen: list[str]) -> bytes:
    """A request of the screening API."""
    queries = {str(i): {"schema": "Thing", "properties": {"name": [name]}} for i, name in enumerate(chosen)}
    return json.dumps({"queries": queries}).encode()


class Connection:
    """One kept connection that posts to ``/match`` and reads the answer: enough of HTTP/1.1 for this service."""

    def __init__(self, base: str) -> None:
        self.host = base.removeprefix("http://")
        address, _, port = self.host.partition(":")
        self.socket = socket.create_connection((address, int(port)), timeout=60)
        self.held = b""

    def post(self, content: bytes) -> str:
        """The status."""
        fields = {"host": self.host, "content-type": "application/json", "content-length": str(len(content))}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.socket.sendall(f"POST /match/default HTTP/1.1\r\n{head}\r\n".encode() + content)
        while b"\r\n\r\n" not in self.held:
            self._more()
        top, _, self.held = self.held.partition(b"\r\n\r\n")
        told = dict(line.lower().split(b": ", 1) for line in top.split(b"\r\n")[1:])
        length = int(told[b"content-length"])
        while len(self.held) < length:
            self._more()
        self.held = self.held[length:]
        return top[9:12].decode()

    def _more(self) -> None:
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionError("closed")
        self.held += part


def processor(pid: int) -> float:
    """Seconds of processor time that a process and those it started have taken."""
    ticks = 0
    for one in tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def load(
    base: str, bodies: list[bytes], seconds: float, clients: int = CLIENTS, pid: int | None = None
) -> dict[str, Any]:
    """So many clients, each asking again as soon as it is answered; with `pid` also what each request cost that service."""
    before = processor(pid) if pid else 0.0
    figures = _load(base, bodies, seconds, clients) | {"load_average": round(os.getloadavg()[0], 1)}
    if pid:
        figures["cpu_ms_per_request"] = round((processor(pid) - before) * 1000 / figures["requests"], 2)
    return figures


def _load(base: str, bodies: list[bytes], seconds: float, clients: int) -> dict[str, Any]:
    end = time.monotonic() + seconds

    def ask(number: int) -> tuple[list[float], Counter[str]]:
        times: list[float] = []
        codes: Counter[str] = Counter()
        chance = random.Random(number)
        connection = Connection(base)
        while time.monotonic() < end:
            started = time.perf_counter()
            try:
                codes[connection.post(chance.choice(bodies))] += 1
            except OSError as error:
                codes[type(error).__name__] += 1
                connection = Connection(base)
            times.append(time.perf_counter() - started)
        return times, codes

    with ThreadPoolExecutor(clients) as pool:
        done = list(pool.map(ask, range(clients)))
    times = sorted(value for part, _ in done for value in part)
    codes: Counter[str] = sum((part for _, part in done), Counter())
    cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
    return {
        "requests": len(times),
        "per_second": round(len(times) / seconds, 1),
        "p50_ms": round(cuts[49] * 1000, 1),
        "p95_ms": round(cuts[94] * 1000, 1),
        "p99_ms": round(cuts[98] * 1000, 1),
        "answers": dict(codes),
    }


def memory(pid: int) -> float:
    """Resident megabytes of a process and its children."""
    listed = subprocess.run(
        ["ps", "-o", "rss=", "-g", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return round(sum(int(line) for line in listed.split()) / 1024, 1)


def main() -> None:
    """Measure and record."""
    with service(1) as (base, _):
        held = names(base)
    single = [body([name]) for name in held]
    batch = [body(random.Random(i).sample(held, 100)) for i in range(20)]
    figures: dict[str, Any] = {"clients": CLIENTS, "list_files": len(LISTS)}
    for workers in (1, 2):
        with service(workers) as (base, pid):
            load(base, single, 1.0)
            figures[f"single_{workers}"] = load(base, single, SECONDS, pid=pid)
            before = memory(pid)
            figures[f"batch100_{workers}"] = load(base, batch, SECONDS, pid=pid)
            if workers == 1:
                load(base, single, SECONDS)
                middle = memory(pid)
                more = load(base, single, 2 * SECONDS)
                figures["memory_mb"] = {"start": before, "middle": middle, "end": memory(pid)}
                figures["memory_requests"] = more["requests"]
    with service(1, STANCH_AT_ONCE="4") as (base, _):
        figures["overload_32_clients_4_at_once"] = load(base, batch, SECONDS / 2, clients=32)
        started = time.perf_counter()
        httpx.get(f"{base}/healthz", timeout=5).raise_for_status()
        figures["healthz_after_overload_ms"] = round((time.perf_counter() - started) * 1000, 1)
    with service(1, STANCH_RATE="60") as (base, _):
        figures["rate_60_a_minute"] = load(base, single, 2.0)["answers"]
    print(json.dumps(record("service", figures), indent=1))


if __name__ == "__main__":
    main()
