"""Hostile lists, documents, notes, addresses and requests: shown as text, refused with a reason, and never at more than a little time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import docx
import pytest
from starlette.testclient import TestClient

from stanch.archive import Archive
from stanch.errors import FetchError, FormatError
from stanch.lists.update import File, load
from stanch.reading.batch import Raw, fetch, read_one
from stanch.reading.text import extract
from stanch.store import accounts, connect
from stanch.web.app import create_app
from stanch.web.options import WebOptions, options_from
from stanch.web.people import hash_password
from tests.web.conftest import PASSWORD, SECRET, settings_in
from tests.web.test_people import fresh, token_of

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
ROWS = (
    ("id", "kind", "name", "aliases", "country", "addresses", "programme", "note", "source"),
    ("evil-1", "person", f"Omar {SCRIPT} Evil", IMAGE, "KP", IMAGE, SCRIPT, SCRIPT, "javascript:alert(1)"),
    ("evil-2", "organisation", '=HYPERLINK("http://evil")', "+cmd", "KP", "@SUM(1)", "-2+3", "", ""),
)


def table() -> bytes:
    """The rows as a list of one's own."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(ROWS)
    return f"# published: 2026-02-27\n{out.getvalue()}".encode()


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service whose list, notes and papers are hostile; sign-in on, an analyst signed in."""
    home = tmp_path_factory.mktemp("evil")
    settings = settings_in(home)
    database = connect(settings.store_url)
    file = File(raw=table(), name="own.tsv")
    load(
        database,
        Archive(home / "archive"),
        file,
        list_key="own",
        reader="own",
        now=dt.datetime(2026, 2, 28, tzinfo=dt.UTC),
    )
    with database.begin() as store:
        account = accounts.Account(
            name="analyst", role="analyst", password=hash_password(PASSWORD), active=True, epoch=1
        )
        accounts.put(store, account)
    database.close()
    with TestClient(
        create_app(settings, WebOptions(secret=SECRET, sign_in=True)), raise_server_exceptions=False
    ) as client:
        client.post("/sign-in", data={"token": token_of(client), "name": "analyst", "password": PASSWORD})
        token = token_of(client, "/notes")
        client.post(
            "/notes", data={"token": token, "country": "MY", "text": f"{SCRIPT}{IMAGE}", "mark": SCRIPT}
        )
        client.post("/notes", data={"token": token, "country": "KW", "text": "=1+1", "mark": "@x"})
        client.post("/talking/MY", data={"token": token, "text": f"# {SCRIPT}\n- {IMAGE}", "mark": SCRIPT})
        yield client


@pytest.mark.parametrize(
    "path",
    ["/screen?name=Omar+Evil", "/entity/evil-1", "/alerts", "/log", "/notes", "/dossier/MY", "/talking/MY", "/lists",
     "/reconcile/own/preview?id=evil-1", "/entity/evil-2", "/log/1"],
)  # fmt: skip
def test_what_lists_and_people_write_is_shown_as_text(evil: TestClient, path: str) -> None:
    """No tag of theirs is a tag, no link of theirs a script."""
    evil.get("/screen?name=Omar+Evil")
    page = evil.get(path).text
    assert "alert(1)" in page or path in ("/lists", "/log", "/entity/evil-2"), (
        "the hostile words are on this page"
    )
    for wrong in ("<script>alert", "<img src=x", 'href="javascript:', " onerror=alert(1)>"):
        assert wrong not in page.replace("&gt;", "_"), wrong


def test_a_flyout_and_a_word_file_hold_the_words_and_no_tag(evil: TestClient) -> None:
    """Both are made for other programs to show."""
    html = evil.get("/reconcile/own/flyout/entity?id=evil-1").json()["html"]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    paper = docx.Document(io.BytesIO(evil.get("/talking/MY/docx").content))
    assert paper.paragraphs[0].text == SCRIPT
    assert paper.sections[0].header.paragraphs[0].text == SCRIPT


@pytest.mark.parametrize(
    "path", ["/alerts.csv", "/notes.csv", "/log.csv", "/screen.csv?name=HYPERLINK+evil", "/entity/evil-2.csv"]
)
def test_no_cell_of_a_csv_runs_as_a_formula(evil: TestClient, path: str) -> None:
    """Whatever sign it begins with, behind blanks too."""
    evil.get('/screen?name=%3DHYPERLINK("http://evil")')
    rows = list(csv.reader(io.StringIO(evil.get(path).text)))
    assert len(rows) > 1
    for cell in (cell for row in rows for cell in row):
        assert cell.lstrip("\t\r\n ")[:1] not in ("=", "+", "@", "\t"), cell
        assert not (cell[:1] == "-" and not cell[1:2].isdigit() and len(cell) > 1), cell


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/....//app.py", "/static//etc/passwd",
     "/dossier/..%2f..%2f..%2fetc%2fpasswd", "/dossiers/%2e%2e%2f%2e%2e%2fetc?format=html", "/entity/..%2f..%2fetc%2fpasswd",
     "/law/..%2f..%2fetc", "/talking/..%2f..%2fetc%2fpasswd/docx", "/match/..%2f..%2fetc", "/search/..%2fetc", "/log/..%2f1"],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_served(evil: TestClient, path: str) -> None:
    """Not by dots, coded or doubled."""
    answer = evil.get(path)
    assert answer.status_code in (400, 404, 405, 422)
    assert "root:" not in answer.text
    assert "create_app" not in answer.text


def test_deep_json_and_endless_numbers_are_wrong_use(evil: TestClient) -> None:
    """Neither a crash of the parser nor of what comes after it."""
    head = {"content-type": "application/json"}
    for body in (
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"queries":' + b"9" * 100_000 + b"}",
        b"\xff\xfe",
        b"",
        b"NaN",
    ):
        for path in ("/match/default", "/check", "/check/batch", "/whatif", "/claims/x/review"):
            assert evil.post(path, content=body, headers=head).status_code in (400, 422), (path, body[:20])


LONG = [
    "a" * 60_000,
    "a " * 30_000,
    "1 " * 30_000,
    "1." * 30_000,
    "a(" * 30_000,
    "'" * 60_000,
    "a.k.a. " * 9_000,
    "ㄱ" * 20_000,
    "\u202e" * 20_000,
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:6])
def test_no_field_of_a_form_can_keep_the_service_busy(evil: TestClient, text: str) -> None:
    """Processor time, not the clock: a busy machine does not fail it."""
    started = time.process_time()
    short = quote(text[:5_000])
    for path in ("/screen?name={}", "/screen?name=x&dob={}", "/screen?id=imo:{}", "/ask?act=procure&goods={}", "/ask?act=procure&party={}",
                 "/track?country={}", "/search/default?q={}", "/law?as_of={}"):  # fmt: skip
        assert evil.get(path.format(short)).status_code < 500
    query = {"schema": "Person", "properties": {"name": [text], "birthDate": [text], "country": [text]}}
    assert evil.post("/match/default", json={"queries": {"q": query}}).status_code < 500
    facts = {"act": "procure", "goods": text, "party": text, "hs": text}
    assert evil.post("/check", json={"on": "2020-01-01", "activity": facts}).status_code < 500
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "text",
    [*LONG, "x" + " " * 60_000 + "y.", "x\n\n" * 9_000, "1" * 60_000, "-" * 60_000],
    ids=lambda text: text[:6],
)
def test_no_document_can_keep_the_reader_busy(text: str) -> None:
    """The same for what documents say: every pattern of the reader sees it."""
    started = time.process_time()
    read_one(Raw(name="x.txt", raw=f"Kuwait said: {text} on Monday.".encode()))
    assert time.process_time() - started < 40


def word_file(body: str, **more: bytes) -> bytes:
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Kuwait stopped issuing visas.")
    document.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            raw = old.read(name)
            new.writestr(name, body.encode() if name == "word/document.xml" and body else raw)
        for name, raw in more.items():
            new.writestr(name, raw)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "body",
    [
        f'<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>a &s; b</w:t></w:r></w:p></w:body></w:document>',
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><w:document {W}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>',
        f"<w:document {W}><w:body><w:p><w:r><w:t>cut off",
    ],
    ids=["entity", "laughs", "cut"],
)
def test_a_word_file_opens_no_other_file_and_does_not_grow(body: str) -> None:
    """It is read without its entities, or refused."""
    try:
        text = extract(word_file(body), "x.docx").text
    except FormatError:
        return
    assert "root:" not in text
    assert len(text) < 1000


def test_a_word_file_that_unpacks_to_far_more_is_refused() -> None:
    """Before it is unpacked."""
    with pytest.raises(FormatError, match="refused"):
        extract(word_file("", **{"word/media/x.bin": b"\0" * (300 << 20)}), "x.docx")


class _Leading(BaseHTTPRequestHandler):
    """Leads on to wherever its path says."""

    def do_GET(self) -> None:
        target = self.path.removeprefix("/to/")
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", target)
        else:
            self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"found")

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def leading() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Leading)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data", "http://[::1]:22/", "http://10.0.0.1/", "http://localhost:1/", "file:///etc/passwd",
     "http://2130706433:1/", "ftp://example.com/x", "gopher://127.0.0.1:6379/_x", "http://0.0.0.0:1/"],
)  # fmt: skip
def test_a_page_that_is_read_cannot_lead_into_the_own_network(leading: str, target: str) -> None:
    """`stanch read URL` follows redirects to public places only; the page somebody asked for may itself be local."""
    assert fetch(f"{leading}/page").raw == b"found"
    assert fetch(f"{leading}/to//page").raw == b"found"
    with pytest.raises(FetchError, match=r"not public|not followed|no address"):
        fetch(f"{leading}/to/{target}")


def test_the_service_answers_under_its_own_names_only(tmp_path: Path) -> None:
    """Another name that leads here is another site's, which would read answers as its own."""
    options = options_from(
        {"STANCH_ORIGIN": "https://desk.example", "STANCH_HOSTS": "stanch.internal", "STANCH_SECRET": SECRET}
    )
    with TestClient(create_app(settings_in(tmp_path), options), raise_server_exceptions=False) as client:
        for host in (
            "desk.example",
            "DESK.example:443",
            "stanch.internal:8000",
            "localhost:8000",
            "127.0.0.1",
            "[::1]:8000",
        ):
            assert client.get("/healthz", headers={"host": host}).status_code == 200, host
        for host in (
            "evil.example",
            "desk.example.evil.example",
            "",
            "127.0.0.1.evil.example",
            "[::1",
            "desk.example@evil.example",
        ):
            assert client.get("/healthz", headers={"host": host}).status_code == 421, host


def test_cookies_and_caches_of_private_pages(tmp_path: Path) -> None:
    """Over https the cookie is for this host alone, no script reads it, no other site sends it along; no copy of a page is kept."""
    options = WebOptions(secret=SECRET, origin="https://desk.example")
    with TestClient(create_app(settings_in(tmp_path), options), base_url="https://desk.example") as client:
        answer = client.get("/sign-in")
        cookie = answer.headers["set-cookie"].lower()
        assert cookie.startswith("__host-session=")
        for flag in ("httponly", "secure", "samesite=lax", "path=/"):
            assert flag in cookie
        assert "domain=" not in cookie
        assert "strict-transport-security" in answer.headers
        for path in ("/", "/screen", "/dossier/KW", "/dossiers/KW", "/log", "/nowhere"):
            assert client.get(path).headers["cache-control"] == "no-store", path
        assert "max-age" in client.get("/static/style.css").headers["cache-control"]


def test_a_name_in_a_header_cannot_end_up_in_a_link(evil: TestClient) -> None:
    """Redirects lead to paths of this site, whatever name the request used."""
    browser = fresh(evil)
    answer = browser.get(
        "/track", headers={"host": "evil.example", "accept": "text/html"}, follow_redirects=False
    )
    assert answer.headers["location"].startswith("/sign-in")
