"""What stanch stands on: pinned with hashes, under licences that users can accept, imported as declared, audited honestly."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tools.audit import known, licences, lock, wheels

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("path", lock.LOCKS, ids=lambda path: path.name)
def test_every_pin_has_a_hash_and_no_address(path: Path) -> None:
    """Without hashes an index could hand out something else; `read` refuses lines that are no pins."""
    pins = lock.read(path)
    assert len(pins) > 10
    assert [pin.name for pin in pins if not pin.hashes] == []


def test_a_lock_line_that_is_no_pin_is_refused(tmp_path: Path) -> None:
    """An index address or an unpinned name in a lock file would undo it."""
    for line in (
        "--index-url https://index.example/simple",
        "click>=8",
        "click @ https://files.example/click.whl",
    ):
        (tmp_path / "x.txt").write_text(line + "\n", encoding="utf-8")
        with pytest.raises(ValueError, match="no pin"):
            lock.read(tmp_path / "x.txt")


def test_the_locks_agree() -> None:
    """What is tested is what is installed: the same name on the same platform has one version in every file."""
    dev = {(pin.name, pin.marker): pin.version for pin in lock.read(lock.DEV)}
    for path in (lock.RUN, lock.EXTRAS, lock.SPARK):
        for pin in lock.read(path):
            if path == lock.SPARK and pin.name not in {name for name, _ in dev}:
                continue  # Spark is beside what developers install
            held = {version for (name, _), version in dev.items() if name == pin.name}
            assert pin.version in held, (
                f"{path.name}: {pin.name} {pin.version}, dev.txt has {held}; run  make lock"
            )


def test_every_declared_dependency_is_locked() -> None:
    """pyproject.toml and the lock files are changed together."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = list(project["dependencies"]) + [
        each for extra in project["optional-dependencies"].values() for each in extra
    ]
    names = {re.split(r"[\s\[<>=;]", each)[0].lower() for each in declared}
    assert names <= {pin.name for path in (lock.EXTRAS, lock.SPARK) for pin in lock.read(path)}


def test_every_licence_is_one_that_users_can_accept() -> None:
    """No GPL, no AGPL; what is not on the list has been decided by name in tools/audit/policy.yml."""
    judged = list(licences.judge([pin for path in lock.LOCKS for pin in lock.read(path)], licences.policy()))
    assert [f"{each.name}: {each.licence}: {each.fault}" for each in judged if each.fault] == []


def test_decisions_made_by_name_are_all_still_needed() -> None:
    """An exception for something that is no longer locked would wave the next one through."""
    rules = licences.policy()
    names = {pin.name for path in lock.LOCKS for pin in lock.read(path)}
    assert set(rules["named"]) | set(rules["elsewhere"]) <= names
    assert {name for gone in rules["no_wheel"].values() for name in gone} <= names


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (("MIT",), False),
        (("BSD License",), False),
        (("Apache-2.0 OR GPL-2.0-only",), False),
        (("Apache-2.0 AND GPL-2.0-only",), True),
        (("GPL-3.0-or-later",), True),
        (("AGPL-3.0-only",), True),
        (("LGPL-3.0-only",), True),
        (("MIT", "GNU General Public License v3 (GPLv3)"), True),
        (("Free for any use",), True),
        ((), True),
    ],
)
def test_licences_are_judged(said: tuple[str, ...], fault: bool) -> None:
    """An alternative leaves the choice to us; a conjunction does not; what is not understood is not waved through."""
    assert bool(licences.judge_terms("x", said, licences.policy()).fault) is fault


def test_a_licence_text_in_the_field_gives_way_to_the_classifiers() -> None:
    """Some distributions paste the whole text where the name belongs."""
    assert licences.terms_of(None, ["Copyright (c) 2001 Somebody " * 40], ["BSD License"]) == ("BSD License",)
    assert licences.terms_of(["MIT"], ["GPL"], ["BSD License"]) == ("MIT",)


def test_imports_are_as_declared() -> None:
    """Nothing declared that is not used, nothing used that is not declared."""
    done = subprocess.run(
        [sys.executable, "-m", "deptry", "src", "--no-ansi"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_markers_are_weighed_for_the_platform_asked_about() -> None:
    """pip weighs them by the machine it runs on: a pin for Windows alone would never be asked about from Linux."""
    pin = lock.Locked(name="x", version="1", marker="sys_platform == 'win32'", hashes=("sha256:0",))
    seen = {
        platform: wheels.environment(wheels.PLATFORMS[platform][1], "3.11") for platform in wheels.PLATFORMS
    }
    assert [platform for platform in seen if pin.applies(seen[platform])] == ["Windows x86_64"]


@contextmanager
def advisories(answers: dict[str, object], status: int = 200) -> Iterator[str]:
    """A server that speaks like an OSV service; `answers` by package name."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(answers.get(asked["package"]["name"], {})).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


def test_an_advisory_is_found() -> None:
    """pip-audit itself, against a service that knows one advisory: the whole path is real but for the address."""
    advisory = {
        "id": "EXAMPLE-1",
        "published": "2026-01-01T00:00:00Z",
        "modified": "2026-01-01T00:00:00Z",
        "affected": [
            {
                "package": {"name": "jinja2", "ecosystem": "PyPI"},
                "ranges": [
                    {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]},
                ],
            }
        ],
    }
    with advisories({"jinja2": {"vulns": [advisory]}}) as url:
        answer = known.ask(lock.RUN, url=url)
    assert [(name, found, fixed) for name, _, found, fixed in answer.found] == [
        ("jinja2", "EXAMPLE-1", "99.0")
    ]


def test_a_service_that_knows_nothing_bad_was_asked_about_all() -> None:
    """Clean means: answered for every pin that applies here."""
    with advisories({}) as url:
        answer = known.ask(lock.RUN, url=url)
    assert answer.complete
    assert answer.found == ()
    assert answer.asked == sum(pin.applies() for pin in lock.read(lock.RUN))


def test_a_service_out_of_reach_is_never_called_clean() -> None:
    """No answer is not a good answer."""
    with advisories({}, status=503) as url:
        refused = known.ask(lock.RUN, url=url)
    gone = known.ask(lock.RUN, url=url)
    for answer in (refused, gone):
        assert not answer.complete
        assert answer.failure or answer.skipped


def test_what_others_made_is_named_in_the_notice() -> None:
    """Their licences ask that the notice travels with the copy; README files beside the data say what came from where."""
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for path in re.findall(r"^\d\. (\S+):", notice, re.MULTILINE):
        assert (ROOT / path).is_file(), path
    minified = [path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("*.min.*")]
    derived = {
        "Unihan": "Unicode, Inc.",
        "OpenCC": "OpenCC",
        "anyascii": "Hunter WB",
        "Natural Earth": "Natural Earth",
    }
    readmes = " ".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src/stanch/data").rglob("README.md")
    )
    assert all(path in notice for path in minified)
    assert all(said in notice for named, said in derived.items() if named in readmes)
