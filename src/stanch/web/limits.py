"""Limits of one worker: how large a request may be, how many a client may send, how many are worked on at once.

Plain ASGI middleware, so that nothing is read before it is allowed in. What is over a limit is refused at once: 413, 429 or 503, never a
hang.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_MOST_CLIENTS = 50_000
# answered however busy the worker is: whoever watches over it must be able to ask
_ALWAYS = frozenset({"/healthz", "/metrics"})


class Limits:
    """Refuses bodies over `max_body`, clients over `requests_a_minute`, and requests beyond `at_once`."""

    def __init__(self, app: App, *, max_body: int, requests_a_minute: int, at_once: int) -> None:
        self.app = app
        self.max_body = max_body
        self.rate = requests_a_minute / 60
        self.burst = max(1.0, float(requests_a_minute))
        self.at_once = at_once
        self._working = 0
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] != "http" or scope["path"] in _ALWAYS:
            await self.app(scope, receive, send)
            return
        if self._declared(scope) > self.max_body:
            await refuse(send, 413, f"the request is larger than {self.max_body:,} bytes; send it in parts")
            return
        wait = self._wait(_client(scope))
        if wait > 0:
            await refuse(send, 429, f"too many requests; come back in {wait:.0f} seconds", retry=wait)
            return
        if self._working >= self.at_once:
            await refuse(send, 503, "busy; come back in a moment", retry=1)
            return
        self._working += 1
        try:
            await self._measured(scope, receive, send)
        finally:
            self._working -= 1

    async def _measured(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the body on while counting it: a sender need not tell the truth about its length."""
        seen = 0
        refused = False

        async def counted() -> Message:
            nonlocal seen, refused
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > self.max_body and not refused:
                    refused = True
                    await refuse(
                        send, 413, f"the request is larger than {self.max_body:,} bytes; send it in parts"
                    )
                    return {"type": "http.disconnect"}
            return message

        async def unless_refused(message: Message) -> None:
            if (
                not refused
            ):  # the refusal has been sent already; what the application says of the cut body goes nowhere
                await send(message)

        try:
            await self.app(scope, counted, unless_refused)
        except Exception:
            if not refused:
                raise

    @staticmethod
    def _declared(scope: Scope) -> int:
        for name, value in scope["headers"]:
            if name == b"content-length":
                return int(value) if value.isdigit() else 0
        return 0

    def _wait(self, client: str) -> float:
        """Seconds this client must wait (token bucket: a minute's worth at once, then the steady rate)."""
        if not self.rate:
            return 0.0
        now = time.monotonic()
        tokens, last = self._buckets.pop(client, (self.burst, now))
        tokens = min(self.burst, tokens + (now - last) * self.rate)
        if tokens < 1:
            self._buckets[client] = (tokens, now)
            return (1 - tokens) / self.rate
        self._buckets[client] = (tokens - 1, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0


def _client(scope: Scope) -> str:
    """Who counts as one client: an API key, else the address."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            return f"key:{hash(value)}"
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


async def refuse(send: Send, status: int, detail: str, *, retry: float = 0) -> None:
    """Answer without asking the application; the length is said, so that the connection can be kept."""
    content = json.dumps({"detail": detail}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    if retry:
        headers.append((b"retry-after", str(max(1, round(retry))).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
