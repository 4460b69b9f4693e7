"""Fetching a list over HTTP: with timeouts, a cap on its size, ETag, and redirects only to hosts that its source names."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from stanch.errors import FetchError

if TYPE_CHECKING:
    import httpx

MAX_BYTES = 512 << 20
MAX_SECONDS = 600.0
_MAX_REDIRECTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came; `raw` is None when the server says that nothing changed since the tag given."""

    url: str
    raw: bytes | None
    etag: str = ""
    modified: str = ""
    media_type: str = ""


def fetch(
    url: str,
    *,
    hosts: Iterable[str],
    etag: str = "",
    modified: str = "",
    max_bytes: int = MAX_BYTES,
    timeout: float = 30.0,
    max_seconds: float = MAX_SECONDS,
) -> Fetched:
    """Fetch a URL.

    Args:
        url: https, or http when the URL itself was given so.
        hosts: the only hosts asked, redirects included.
        etag: the tag of the version held; the server may then answer that nothing changed.
        modified: its Last-Modified, for servers without tags.
        max_bytes: more than this is refused, whatever length the server states.
        timeout: seconds without a byte.
        max_seconds: seconds for all of it.

    Raises:
        FetchError: no answer, a bad status, too big, too slow, or a redirect to another host.
    """
    import httpx

    allowed = frozenset(hosts)
    headers = {"User-Agent": "stanch", "Accept-Encoding": "gzip, identity"}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    scheme = urlsplit(url).scheme
    try:
        with httpx.Client(timeout=httpx.Timeout(timeout), follow_redirects=False) as client:
            for _hop in range(_MAX_REDIRECTS + 1):
                _check(url, allowed, scheme)
                with client.stream("GET", url, headers=headers) as answer:
                    if answer.has_redirect_location:
                        url = urljoin(url, answer.headers.get("Location", ""))
                        continue
                    return _taken(answer, url, max_bytes, max_seconds)
    except httpx.HTTPError as error:
        raise FetchError(f"{url}: {type(error).__name__}: {error}; the version held serves on") from error
    raise FetchError(f"{url}: more than {_MAX_REDIRECTS} redirects")


def check_led(asked: str, url: str) -> None:
    """Refuse a redirect from what somebody asked for to where only this machine or its own network can go.

    Raises:
        FetchError: another scheme than http and https, less safe than what was asked for, or another place that is not public.
    """
    start, led = urlsplit(asked), urlsplit(url)
    if led.scheme not in ("http", "https") or (start.scheme == "https" and led.scheme == "http"):
        raise FetchError(f"{asked}: leads to {led.scheme or 'no scheme'}, which is not followed")
    if (led.hostname, led.port) == (start.hostname, start.port):
        return
    try:
        found = socket.getaddrinfo(led.hostname or "", led.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise FetchError(f"{asked}: leads to {led.hostname}, which has no address ({error})") from error
    for *_, address in found:
        if not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global:
            raise FetchError(f"{asked}: leads to {led.hostname}, which is not public; it is not followed")


def _check(url: str, allowed: frozenset[str], first_scheme: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and first_scheme == "http"):
        raise FetchError(
            f"{url}: only https is fetched, and never anything less safe than what was asked for"
        )
    if parts.hostname not in allowed:
        raise FetchError(
            f"{url}: leads to a host that this list's source does not name ({', '.join(sorted(allowed))})"
        )


def _taken(answer: httpx.Response, url: str, max_bytes: int, max_seconds: float) -> Fetched:
    import time

    if answer.status_code == 304:
        return Fetched(url=url, raw=None)
    if answer.status_code != 200:
        raise FetchError(f"{url}: the server answered {answer.status_code}; the version held serves on")
    until = time.monotonic() + max_seconds
    chunks: list[bytes] = []
    size = 0
    for chunk in answer.iter_bytes():
        size += len(chunk)
        if size > max_bytes:
            raise FetchError(f"{url}: more than {max_bytes:,} bytes; refused")
        if time.monotonic() > until:
            raise FetchError(f"{url}: not done after {max_seconds:.0f} s; refused")
        chunks.append(chunk)
    stated = answer.headers.get("Content-Length", "")
    coded = answer.headers.get("Content-Encoding", "")
    if stated.isdecimal() and not coded and int(stated) != size:
        raise FetchError(f"{url}: {size:,} bytes came of {int(stated):,}; fetch it again")
    return Fetched(
        url=url,
        raw=b"".join(chunks),
        etag=answer.headers.get("ETag", ""),
        modified=answer.headers.get("Last-Modified", ""),
        media_type=answer.headers.get("Content-Type", ""),
    )
