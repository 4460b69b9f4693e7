"""Updating: what is refused and why, that the old list serves on, and that nothing held is ever lost."""

from __future__ import annotations

import datetime as dt
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from stanch.archive import Archive
from stanch.errors import FetchError, NotFound, UpdateRefused
from stanch.lists import asof, update
from stanch.lists.diff import differences
from stanch.lists.fetch import fetch
from stanch.store import Database
from stanch.store import lists as rows

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HEAD = "id,kind,name,programme,listed_on\n"


def table(*refs: str, day: str = "2026-01-01", extra: str = "") -> bytes:
    lines = "".join(f"{ref},person,Name of {ref},DPRK,2016-03-02\n" for ref in refs)
    return f"# published: {day}\n{HEAD}{lines}{extra}".encode()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def load(database: Database, archive: Archive, raw: bytes, **options: Any) -> update.Outcome:
    now = options.pop("now", NOW)
    name = options.pop("name", "own.csv")
    return update.load(database, archive, update.File(raw=raw, name=name), list_key="own", now=now, **options)


def refs(database: Database) -> set[str]:
    with database.begin() as store:
        held = rows.current(store, "own")
        return set() if held is None else set(rows.standing(store, "own", held.number))


def many(count: int) -> list[str]:
    return [f"p{i:03d}" for i in range(count)]


def test_versions_are_swapped_and_kept(database: Database, archive: Archive):
    first = load(database, archive, table(*many(40)))
    second = load(database, archive, table(*many(41)[1:], day="2026-01-02"))
    assert (first.version.number, second.version.number) == (1, 2)
    assert (second.version.added, second.version.removed, second.version.changed) == (1, 1, 0)
    assert refs(database) == set(many(41)[1:])
    with database.begin() as store:
        assert set(rows.standing(store, "own", 1)) == set(many(40))
        assert archive.get(first.version.sha256) == table(*many(40))


def test_the_same_file_again_is_no_new_version(database: Database, archive: Archive):
    load(database, archive, table("a"))
    assert not load(database, archive, table("a")).new


def test_an_entry_printed_in_another_order_is_unchanged(database: Database, archive: Archive):
    """The UN reorders aliases between layouts: that is no change of the entry."""
    head = b"# published: 2026-01-01\nid,kind,name,aliases\n"
    load(database, archive, head + b"a,person,Alpha,Beta | Gamma\n")
    again = load(database, archive, head.replace(b"-01\n", b"-02\n") + b"a,person,Alpha,Gamma | Beta\n")
    assert (again.new, again.version.changed) == (True, 0)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"# published: 2026-01-02\n" + HEAD.encode(), "no entries"),
        (b"", "in no format"),
        (table(*many(40), day="2025-12-31"), "older than the one held"),
        (table(*many(37), day="2026-01-02"), "more than 5%"),
        (table(*many(40), "p001", day="2026-01-02"), "stand on two entries"),
        (table(*many(40), day="2026-01-02").replace(b"id,kind", b"id,sort"), "is no column|in no format"),
        (table(*many(40), day="2026-01-02", extra="x,person,Y,DPRK\n"), "4 cells for 5 columns"),
        (table(*many(40), day="2026-01-02") + b"\xff", "not UTF-8"),
    ],
)
def test_bad_versions_are_refused_and_the_old_one_serves_on(
    database: Database, archive: Archive, raw: bytes, why: str
):
    load(database, archive, table(*many(40)))
    with pytest.raises(UpdateRefused, match=why):
        load(database, archive, raw)
    assert refs(database) == set(many(40))
    with database.begin() as store:
        assert len(rows.refused(store, "own")) == 1
        assert len(rows.history(store, "own")) == 1


def test_a_list_that_lost_its_aliases_is_refused(database: Database, archive: Archive):
    """An OFAC set loaded without its alias file has every entry and half of the names: nobody would notice."""
    head = b"# published: 2026-01-01\nid,kind,name,aliases\n"
    load(database, archive, head + b"a,person,Alpha,Beta | Gamma\n")
    with pytest.raises(UpdateRefused, match="1 names after 3"):
        load(database, archive, head.replace(b"-01\n", b"-02\n") + b"a,person,Alpha,\n")


def test_a_list_that_really_shrank_needs_a_reason(database: Database, archive: Archive):
    load(database, archive, table(*many(40)))
    smaller = table(*many(20), day="2026-01-02")
    assert (
        load(database, archive, smaller, accept_shrunk="20 taken off by the Committee").version.removed == 20
    )


def test_a_reason_to_shrink_excuses_nothing_else(database: Database, archive: Archive):
    load(database, archive, table(*many(40)))
    with pytest.raises(UpdateRefused, match="older"):
        load(database, archive, table(*many(20), day="2025-01-02"), accept_shrunk="because")


def test_a_file_without_a_date_is_dated_by_name_or_by_hand(database: Database, archive: Archive):
    bare = HEAD.encode() + b"a,person,Alpha,DPRK,2016-03-02\n"
    assert load(database, archive, bare, name="own_2026-01-03.csv").version.dated_by == "name"
    by_hand = update.File(raw=bare + b"b,person,Beta,DPRK,\n", name="own.csv", published_on="2026-01-04")
    version = update.load(database, archive, by_hand, list_key="own", now=NOW).version
    assert (version.published_on, version.dated_by) == ("2026-01-04", "user")


def test_differences_name_fields_and_values(database: Database, archive: Archive):
    load(database, archive, table("a", "b"))
    load(database, archive, table("b", "c", day="2026-01-02").replace(b"Name of b", b"Other"))
    with database.begin() as store:
        found = differences(store, "own")
    assert [(d.op, d.ref) for d in found] == [("added", "c"), ("removed", "a"), ("changed", "b")]
    assert "-Name of b primary" in found[2].what and "+Other primary" in found[2].what


def test_difference_with_a_version_that_is_not_there(database: Database, archive: Archive):
    load(database, archive, table("a"))
    with database.begin() as store, pytest.raises(NotFound, match="no version 7"):
        differences(store, "own", end=7)


def state(database: Database, ref: str, day: str) -> str:
    with database.begin() as store:
        return asof.timeline_of(store, "own").state(ref, dt.date.fromisoformat(day)).state.value


def listed(ref: str, on: str = "", off: str = "") -> str:
    return f"{ref},person,Name of {ref},{on},{off}\n"


def dated(day: str, *lines: str) -> bytes:
    return (f"# published: {day}\nid,kind,name,listed_on,delisted_on\n" + "".join(lines)).encode()


def test_states_between_versions_are_unknown_unless_something_tells(database: Database, archive: Archive):
    """Between two versions nobody can say when an entry came or went, unless it prints its date."""
    load(database, archive, dated("2026-01-01", listed("stays"), listed("goes")))
    load(
        database,
        archive,
        dated("2026-02-01", listed("stays"), listed("comes"), listed("says", "2026-01-10")),
        accept_shrunk="test",
    )
    assert state(database, "stays", "2026-01-15") == "listed"
    assert [state(database, "goes", f"2026-{d}") for d in ("01-01", "01-02", "01-31", "02-01")] == [
        "listed",
        "unknown",
        "unknown",
        "not_listed",
    ]
    assert [state(database, "comes", f"2026-{d}") for d in ("01-01", "01-02", "01-31", "02-01")] == [
        "not_listed",
        "unknown",
        "unknown",
        "listed",
    ]
    assert [state(database, "says", f"2026-{d}") for d in ("01-09", "01-10", "02-01")] == [
        "not_listed",
        "listed",
        "listed",
    ]
    assert state(database, "nobody", "2026-01-15") == "not_listed"


def test_before_the_first_version_the_printed_date_tells(database: Database, archive: Archive):
    load(database, archive, dated("2026-01-01", listed("old", "2016-03-02"), listed("mute")))
    assert state(database, "old", "2016-03-01") == "not_listed"
    assert state(database, "old", "2016-03-02") == "listed"
    assert state(database, "mute", "2016-03-02") == "unknown"


def test_a_relisted_entry_is_not_taken_for_one_that_never_left(database: Database, archive: Archive):
    """Iranian entries came back in 2025 with their listing dates of 2006: the version between says that they were off."""
    load(database, archive, dated("2026-01-01", listed("x")))
    load(database, archive, dated("2026-02-01", listed("x"), listed("back", "2006-12-23")))
    assert state(database, "back", "2026-01-01") == "not_listed"
    assert state(database, "back", "2026-01-15") == "unknown"
    assert state(database, "back", "2026-02-01") == "listed"


def test_an_own_table_may_print_the_end(database: Database, archive: Archive):
    load(database, archive, dated("2026-01-01", listed("ship", "2016-03-02", "2016-03-21"), listed("x")))
    assert [state(database, "ship", f"2016-03-{d}") for d in ("01", "02", "20", "21")] == [
        "not_listed",
        "listed",
        "listed",
        "not_listed",
    ]


def test_changes_that_explain_the_difference_settle_the_days_between(database: Database, archive: Archive):
    load(database, archive, dated("2026-01-01", listed("stays"), listed("goes")))
    load(database, archive, dated("2026-02-01", listed("stays"), listed("comes")), accept_shrunk="test")
    with database.begin() as store:
        rows.add_changes(
            store,
            "own",
            [
                ("2026-01-10", "remove", "goes", ""),
                ("2026-01-20", "add", "comes", ""),
                ("2026-01-05", "add", "brief", "Brief"),
                ("2026-01-06", "remove", "brief", "Brief"),
            ],
        )
    assert [state(database, "goes", f"2026-01-{d}") for d in ("09", "10")] == ["listed", "not_listed"]
    assert [state(database, "comes", f"2026-01-{d}") for d in ("19", "20")] == ["not_listed", "listed"]
    assert [state(database, "brief", f"2026-01-0{d}") for d in (4, 5, 6)] == [
        "not_listed",
        "listed",
        "not_listed",
    ]


def test_the_text_of_a_past_day_is_that_of_the_version_then(database: Database, archive: Archive):
    load(database, archive, table("a"))
    load(database, archive, table("a", day="2026-02-01").replace(b"Name of a", b"New name"))
    with database.begin() as store:
        timeline = asof.timeline_of(store, "own")
        before = asof.listings_on(store, timeline, dt.date(2026, 1, 15))
        after = asof.listings_on(store, timeline, dt.date(2026, 2, 1))
        earlier = asof.timeline_of(store, "own", upto=1)
    assert [x.entity.caption for x, _a in before] == ["Name of a"]
    assert [x.entity.caption for x, _a in after] == ["New name"]
    assert [v.number for v in earlier.history] == [1]


@dataclass
class Site:
    """A small HTTP server whose answers a test sets."""

    url: str
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    held = Site(url="")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            held.asked.append(dict(self.headers))
            status, headers, body = held.pages.get(self.path, (404, {}, b""))
            if status == 200 and headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            if status == 200 and "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield held
    server.shutdown()
    thread.join()
    server.server_close()


def test_fetching_an_update_with_a_tag(database: Database, archive: Archive, site: Site):
    site.pages["/l.csv"] = (200, {"ETag": '"1"'}, table("a"))
    url = f"{site.url}/l.csv"
    first = update.update(database, archive, "un_sc", now=NOW, url=url)
    second = update.update(database, archive, "un_sc", now=NOW, url=url)
    assert (first.new, second.new, second.version) == (True, False, first.version)
    assert site.asked[1]["If-None-Match"] == '"1"'


def test_a_refused_update_is_fetched_again_next_time(database: Database, archive: Archive, site: Site):
    """The tag of a version that was refused must not hide its correction."""
    site.pages["/l.csv"] = (200, {"ETag": '"1"'}, table("a"))
    url = f"{site.url}/l.csv"
    update.update(database, archive, "un_sc", now=NOW, url=url)
    site.pages["/l.csv"] = (200, {"ETag": '"2"'}, b"rubbish")
    with pytest.raises(UpdateRefused):
        update.update(database, archive, "un_sc", now=NOW, url=url)
    with pytest.raises(UpdateRefused):
        update.update(database, archive, "un_sc", now=NOW + dt.timedelta(hours=1), url=url)
    assert site.asked[2]["If-None-Match"] == '"1"'


def test_redirects_lead_only_to_named_hosts(site: Site):
    site.pages["/a"] = (302, {"Location": "/b"}, b"")
    site.pages["/b"] = (302, {"Location": "https://elsewhere.example/c"}, b"")
    with pytest.raises(FetchError, match="does not name"):
        fetch(f"{site.url}/a", hosts=["127.0.0.1"])


def test_redirects_end(site: Site):
    site.pages["/a"] = (302, {"Location": "/a"}, b"")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(f"{site.url}/a", hosts=["127.0.0.1"])


def test_only_https_unless_asked_otherwise():
    for url in ("ftp://x/y", "file:///etc/passwd", "gopher://x"):
        with pytest.raises(FetchError, match="only https"):
            fetch(url, hosts=["x", ""])


def test_too_much_and_too_little_are_refused(site: Site):
    site.pages["/big"] = (200, {}, b"x" * 5000)
    with pytest.raises(FetchError, match="more than 1,000"):
        fetch(f"{site.url}/big", hosts=["127.0.0.1"], max_bytes=1000)
    site.pages["/cut"] = (200, {"Content-Length": "9999"}, b"x" * 5000)
    with pytest.raises(FetchError):
        fetch(f"{site.url}/cut", hosts=["127.0.0.1"], timeout=1)
    with pytest.raises(FetchError, match="answered 404"):
        fetch(f"{site.url}/gone", hosts=["127.0.0.1"])
    with pytest.raises(FetchError):
        fetch("http://127.0.0.1:9/x", hosts=["127.0.0.1"], timeout=1)
