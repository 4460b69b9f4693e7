"""Headers on every answer: a strict content policy, no sniffing, no framing, no referrer; and a request id.

Pages load nothing from elsewhere and run no inline script: ``script-src 'self'``. Style attributes are needed by pictures drawn on
the server.
"""

from __future__ import annotations

import secrets

from stanch.web.limits import App, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The interactive description of the API is our own page too; it needs nothing more.
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
)


class Headers:
    """Adds the headers above, ``X-Request-ID``, and HSTS where the service is reached by https."""

    def __init__(self, app: App, *, secure: bool) -> None:
        self.app = app
        self.more = ((b"strict-transport-security", b"max-age=31536000"),) if secure else ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        identity = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = identity

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = {name.lower() for name, _ in message["headers"]}
                added = [(name, value) for name, value in (*HEADERS, *self.more) if name not in held]
                message["headers"] = [*message["headers"], *added, (b"x-request-id", identity.encode())]
            await send(message)

        await self.app(scope, receive, with_headers)
