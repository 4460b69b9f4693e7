"""Asking UN Comtrade: over HTTP from a server of our own, since none of theirs answers here."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from tests.statistics.test_comtrade import API_ROW

from stanch.cli import app
from stanch.errors import FetchError, FormatError, UsageError
from stanch.statistics.fetch import Ask, address_of, fetch_comtrade

ASKED: list[str] = []


class Server(BaseHTTPRequestHandler):
    """Answers as the API does: JSON with a list of rows, or an error object."""

    def do_GET(self) -> None:
        ASKED.append(self.path)
        fields = parse_qs(urlsplit(self.path).query)
        years = fields["period"][0].split(",")
        rows = [API_ROW | {"period": year, "refYear": int(year)} for year in years]
        status, body = 200, {"elapsedTime": "0.1 secs", "count": len(rows), "data": rows, "error": ""}
        if "subscription-key" in fields and fields["subscription-key"] != ["good"]:
            status, body = (
                401,
                {"statusCode": 401, "message": "Access denied due to invalid subscription key."},
            )
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal of the tests."""


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_answer_is_kept_as_it_came_and_read(base: str, tmp_path: Path) -> None:
    """Two years of China's coal: fetched over HTTP, read by `stanch flags`."""
    out = tmp_path / "cn.json"
    args = [
        "comtrade",
        "CN",
        "--period",
        "2016",
        "--period",
        "2017",
        "--hs",
        "2701",
        "-o",
        str(out),
        "--base",
        base,
    ]
    result = CliRunner().invoke(app, args, env={"STANCH_COMTRADE_KEY": ""})
    assert result.exit_code == 0, result.output
    assert "2 rows, 0 set aside" in result.output
    asked = parse_qs(urlsplit(ASKED[-1]).query)
    assert (asked["reporterCode"], asked["partnerCode"], asked["flowCode"]) == (["156"], ["408"], ["M"])
    assert urlsplit(ASKED[-1]).path == "/public/v1/preview/C/A/HS"
    assert CliRunner().invoke(app, ["flags", str(out), "--json"]).exit_code in (0, 1)


def test_a_key_is_sent_and_never_told(base: str, tmp_path: Path) -> None:
    """An error message ends up in logs and tickets."""
    args = ["comtrade", "CN", "--period", "2016", "-o", str(tmp_path / "a.json"), "--base", base]
    good = CliRunner().invoke(app, args, env={"STANCH_COMTRADE_KEY": "good"})
    assert good.exit_code == 0
    assert "subscription-key=good" in ASKED[-1]
    assert urlsplit(ASKED[-1]).path == "/data/v1/get/C/A/HS"
    bad = CliRunner().invoke(app, args, env={"STANCH_COMTRADE_KEY": "secret-of-mine"})
    assert isinstance(bad.exception, FetchError)
    assert "secret-of-mine" not in str(bad.exception)
    assert "401" in str(bad.exception)


def test_an_answer_that_may_be_cut_off_is_refused() -> None:
    """The preview stops at 500 rows without a word."""
    many = json.dumps({"data": [API_ROW] * 500}).encode()
    ask = Ask(reporters=("156",), periods=("2016",))
    with pytest.raises(FormatError, match="at most 500"):
        fetch_comtrade(ask, lambda *_: many)
    assert fetch_comtrade(ask, lambda *_: many, key="k") == many


@pytest.mark.parametrize("raw", [b"<html>", b"[]", b'{"error": "too many requests"}'])
def test_an_answer_that_is_no_table_is_refused(raw: bytes) -> None:
    """An error page must not be kept as data."""
    with pytest.raises(FormatError):
        fetch_comtrade(Ask(reporters=("156",), periods=("2016",)), lambda *_: raw)


@pytest.mark.parametrize(
    "change",
    [
        {"periods": ("2016", "201701")},
        {"periods": ("16",)},
        {"reporters": ("CN",)},
        {"flow": "gift"},
        {"reporters": ()},
    ],
)
def test_a_wrong_question_is_told_before_anything_is_sent(change: dict[str, object]) -> None:
    """Years and months cannot be mixed in one question."""
    with pytest.raises(UsageError):
        address_of(Ask(**({"reporters": ("156",), "periods": ("2016",)} | change)))  # type: ignore[arg-type]
