"""Headers on every answer: a strict content policy, no sniffing, no framing, no referrer to others, no copy kept; and a request id.

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
# A preview of a listed party, which OpenRefine shows in a frame: it has no form, no script and nothing private.
FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
    # who was asked about, and a desk's notes, must not stay in a shared cache or in the history of a shared browser
    (b"cache-control", b"no-store"),
)
_STATIC = (b"cache-control", b"public, max-age=3600")
# Reconciliation clients run in a browser on another origin; without credentials they may read what the lists say.
_OPEN = ((b"access-control-allow-origin", b"*"),)


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
        path = scope["path"]
        open_to_all = _OPEN if path.startswith("/reconcile/") else ()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = {name.lower(): value for name, value in message["headers"]}
                added = [item for item in (*HEADERS, *self.more, *open_to_all) if item[0] not in held]
                if held.get(b"content-security-policy") == FRAMED.encode():
                    added = [item for item in added if item[0] != b"x-frame-options"]
                if path.startswith("/static/"):
                    added = [_STATIC if item[0] == b"cache-control" else item for item in added]
                message["headers"] = [*message["headers"], *added, (b"x-request-id", identity.encode())]
            await send(message)

        await self.app(scope, receive, with_headers)
