"""The service behind a real nginx with the configuration of ``deploy/``: only names, ports and the certificate are put in."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.web.serving import serving
from tests.web.test_faults import QUERY

NAME = "stanch.example.org"


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@contextmanager
def proxied(folder: Path, upstream: str) -> Iterator[httpx.Client]:
    """A client of nginx, by TLS."""
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("needs nginx and openssl")
    port = free_port()
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    made += [
        "-addext",
        f"subjectAltName=DNS:{NAME}",
        "-keyout",
        str(folder / "key"),
        "-out",
        str(folder / "crt"),
    ]
    subprocess.run(made, check=True, capture_output=True)
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for ours, theirs in (
        ("127.0.0.1:8000", upstream.removeprefix("http://")),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/stanch.crt", str(folder / "crt")),
        ("/etc/ssl/stanch.key", str(folder / "key")),
        ("/var/log/nginx/stanch.log", str(folder / "access.log")),
    ):
        assert ours in site
        site = site.replace(ours, theirs)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    places = "".join(
        f"{each}_temp_path {folder}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"daemon off; pid {folder}/pid; user root; error_log {folder}/error.log; events {{}} http {{ {places} include {folder}/site.conf; }}"
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    trusted = ssl.create_default_context(cafile=str(folder / "crt"))
    trusted.check_hostname = False  # it is reached by its address here
    try:
        with httpx.Client(
            base_url=f"https://127.0.0.1:{port}", verify=trusted, headers={"host": NAME}, timeout=60
        ) as client:
            for _ in range(50):
                try:
                    client.get("/healthz")
                    break
                except httpx.ConnectError:
                    time.sleep(0.1)
            yield client
    finally:
        process.terminate()
        process.wait(20)


def test_behind_nginx(tmp_path: Path) -> None:
    """Answers, limits by the real client, large bodies refused at the door, no question in the proxy's log."""
    folder = tmp_path / "nginx"
    folder.mkdir()
    with (
        serving(tmp_path, STANCH_ORIGIN=f"https://{NAME}", STANCH_RATE="30") as (base, _),
        proxied(folder, base) as client,
    ):
        assert client.post("/match/default", json=QUERY).json()["responses"]["q"]["decision"] == "hit"
        assert client.get("/", headers={"accept": "text/html"}).status_code == 200
        assert client.get("/search/default?q=Ri+Hong+Sop").status_code == 200
        assert client.post("/match/default", content=b"x" * (11 << 20)).status_code == 413
        assert client.get("/healthz", headers={"host": "elsewhere.example"}).status_code == 421
        # saying that one is another client each time does not help
        codes = [
            client.get("/algorithms", headers={"x-forwarded-for": f"203.0.113.{number}"}).status_code
            for number in range(40)
        ]
        assert 429 in codes
    log = (folder / "access.log").read_text(encoding="utf-8")
    assert '"GET /search/default" 200' in log and "Hong" not in log
