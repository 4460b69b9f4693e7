"""Who may knock: under which name the service is reached, and from which pages a signed-in browser may change something.

Forms carry tokens too (`stanch.web.pages`); this stands before every route, so that one without a form is covered as well.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from stanch.web.limits import App, Receive, Scope, Send, refuse

_CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_PAGES = frozenset({"same-origin", "none"})
_LOCAL = frozenset({"localhost"})


class Doors:
    """Refuses hosts it is not known by (421), and changes that another site sends with a signed-in person's cookie (403).

    Args:
        hosts: names the service is known by; None lets every name in. Addresses in figures and ``localhost`` always are: no other
            site can make its own name lead a browser here with them.
        cookie: the name of the session cookie.
    """

    def __init__(self, app: App, *, hosts: frozenset[str] | None, cookie: str) -> None:
        self.app = app
        self.hosts = hosts
        self.cookie = cookie.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] == "http":
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            host = headers.get(b"host", "")
            if not self._known(host):
                detail = (
                    "this service is not known by that name; STANCH_ORIGIN and STANCH_HOSTS say which it has"
                )
                await refuse(send, 421, detail)
                return
            if self._forged(scope["method"], headers, host):
                await refuse(send, 403, "this request comes from another site; open the page here and repeat")
                return
        await self.app(scope, receive, send)

    def _known(self, host: str) -> bool:
        if self.hosts is None:
            return True
        name = _name_of(host)
        return name in self.hosts or name in _LOCAL or _is_address(name)

    def _forged(self, method: str, headers: dict[bytes, str], host: str) -> bool:
        if method in _CHANGES_NOTHING or b"authorization" in headers:
            return False
        if self.cookie + b"=" not in headers.get(b"cookie", "").encode("latin-1"):
            return False
        site = headers.get(b"sec-fetch-site")
        if site is not None:
            return site not in _OWN_PAGES
        origin = headers.get(b"origin")
        return origin is not None and urlsplit(origin).netloc != host


def _name_of(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
