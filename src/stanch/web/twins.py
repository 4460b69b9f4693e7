"""``/track.json`` is what ``/track`` says, and ``/track.csv?table=2`` its second table: every page has both, by its address alone.

An address that ends so, and that no route has as it stands, is read as the page with ``format=json`` or ``format=csv``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from starlette.routing import BaseRoute, Match

from stanch.web.limits import App, Receive, Scope, Send

ENDINGS = {".json": "json", ".csv": "csv"}
HOME = "/home"  # what the page at "/" is called when an ending follows


def leaves(routes: Iterable[Any]) -> Iterator[Any]:
    """Every route with an address of its own, those of included routers too (which newer frameworks keep as one)."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from leaves(inner.routes)
        elif hasattr(route, "path") and hasattr(route, "methods"):
            yield route


class Twins:
    """Rewrites the address of a twin to that of its page."""

    def __init__(self, app: App, *, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.routes = tuple(leaves(routes))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, rewritten or as it is."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            scope = self._page_of(scope)
        await self.app(scope, receive, send)

    def _page_of(self, scope: Scope) -> Scope:
        path: str = scope["path"]
        ending = next((end for end in ENDINGS if path.endswith(end)), "")
        if not ending or path.startswith("/static/") or self._exact(scope):
            return scope
        page = path.removesuffix(ending)
        page = "/" if page == HOME else page
        query = scope["query_string"] + (b"&" if scope["query_string"] else b"")
        rewritten = {**scope, "path": page, "raw_path": page.encode()}
        rewritten["query_string"] = query + f"format={ENDINGS[ending]}".encode()
        return rewritten

    def _exact(self, scope: Scope) -> bool:
        """True when a route has this very address, and none of its parts is a parameter that would swallow the ending."""
        for route in self.routes:
            match, child = route.matches(scope)
            if match is Match.FULL:
                values = child.get("path_params", {}).values()
                return not any(str(value).endswith(tuple(ENDINGS)) for value in values)
        return False
