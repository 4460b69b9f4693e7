"""Whether built pages would load anything from elsewhere. A link that a reader may follow is no request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

_LOADS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "source": ("src", "srcset"),
    "track": ("src",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "base": ("href",),
}
# relations of <link> that make a browser ask for something
_FETCHED = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
    "apple-touch-icon",
}
_ELSEWHERE = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)
_CSS = re.compile(r"""(?:url\(\s*|@import\s+(?:url\()?)["']?((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
_JS = re.compile(
    r"""(?:fetch|importScripts|import|open|sendBeacon|EventSource|WebSocket|Worker)\s*\(\s*["'`]((?:https?|wss?):)?//"""
)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "link" and _FETCHED & set(held.get("rel", "").lower().split()):
            self._look(held.get("href", ""))
        for name in _LOADS.get(tag, ()):
            for each in held.get(name, "").split(","):
                self._look(each.strip())
        self.found += _CSS.findall(held.get("style", ""))
        self._within = tag if tag in ("style", "script") else ""

    def handle_data(self, data: str) -> None:
        if self._within == "style":
            self.found += _CSS.findall(data)
        elif self._within == "script":
            self.found += [match.group() for match in _JS.finditer(data)]

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def _look(self, address: str) -> None:
        if _ELSEWHERE.match(address):
            self.found.append(address)


def in_html(text: str) -> list[str]:
    """Addresses elsewhere that a page would load."""
    page = _Page()
    page.feed(text)
    return page.found


def requests_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of a site and each address elsewhere that it would load."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".html", ".css", ".js", ".svg"):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".css":
            found = _CSS.findall(text)
        elif path.suffix == ".js":
            found = [match.group() for match in _JS.finditer(text)]
        else:
            found = in_html(text)
        yield from ((path.relative_to(folder).as_posix(), address) for address in found)
