"""Pages of documentation as things to do: run what stands there, compare what is shown, write what is shown anew.

In a page, a fenced block is one of these:

- ```` ```console ````: a line ``$ command`` is run in bash; ``> `` carries it on; ``# exit 1`` after it says which exit code it ends
  with. Other lines are what a terminal of 100 columns shows. A line ``...`` stands for any lines, ``...`` within a line for any text.
  ``# press a r q`` after a command says which keys its reader presses, one when it waits. ``$ export NAME=VALUE`` holds until the
  end of the page. ``$ command &`` runs in the background until then; the next command waits until its port answers.
- a block after ``<!-- file: NAME -->``: a file that the reader saves.
- a block after ``<!-- shown: NAME -->``: an excerpt of a file that a command wrote, with ``...`` for what is left out.
- a block after ``<!-- not run: REASON -->``: left out, and the reason is there for the reader.

``python -m tools.transcript PAGE...`` runs pages and writes the shown output anew; lines with ``...`` that still fit stay as they are.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

COLUMNS = 100
PORT = "8000"  # what pages say; a free one is taken instead, so that pages can be run beside a service
EXPIRY = "2027-06-30"  # what pages say of things that expire; the day a year from now is taken instead, so that pages do not rot
_FENCE = re.compile(
    r"(?:^<!-- (?P<what>not run|file|shown): (?P<arg>[^>]+?) -->\s*\n)?^(?P<tick>```+)(?P<lang>[a-z]*)\n(?P<body>.*?)^(?P=tick)[ ]*$",
    re.DOTALL | re.MULTILINE,
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_EXPORT = re.compile(r"export (?P<name>[A-Z_]+)=(?P<value>\S+)")
# progress on the error stream comes once a second: how much of it shows depends on the machine
_PROGRESS = re.compile(r"^[a-z ]+: [\d,]+(/[\d,]+)?, [\d,]+/s$|^\S+: [\d,]+ of [\d,]+ words$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: a command to run, a file to save, an excerpt to find.

    Args:
        lines: what is shown; for a file, its lines.
        at: first and last line of `lines` in the page, counted from 0, the last not included.
    """

    kind: str
    what: str
    lines: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    code: int = 0
    at: tuple[int, int] = (0, 0)

    @property
    def background(self) -> bool:
        """Whether it runs on while the page goes on."""
        return self.kind == "command" and self.what.endswith(" &")


def steps(text: str) -> Iterator[Step]:
    """What a page asks its reader to do, in order."""
    for match in _FENCE.finditer(text):
        first = text.count("\n", 0, match.start("body"))
        body = tuple(match["body"].splitlines())
        if match["what"] in ("file", "shown"):
            yield Step(kind=match["what"], what=match["arg"], lines=body, at=(first, first + len(body)))
        elif match["what"] is None and match["lang"] == "console":
            yield from _commands(body, first)


def _commands(body: Sequence[str], first: int) -> Iterator[Step]:
    at = 0
    while at < len(body):
        if not body[at].startswith("$ "):
            at += 1
            continue
        command = [body[at].removeprefix("$ ")]
        at += 1
        while at < len(body) and body[at].startswith("> "):
            command.append(body[at].removeprefix("> "))
            at += 1
        keys: tuple[str, ...] = ()
        if at < len(body) and body[at].startswith("# press "):
            keys = tuple(body[at].removeprefix("# press ").split())
            at += 1
        start = at
        while at < len(body) and not body[at].startswith(("$ ", "# exit ")):
            at += 1
        code, shown = 0, body[start:at]
        if at < len(body) and body[at].startswith("# exit "):
            code = int(body[at].split()[2])
        end = start + len(shown)
        while end > start and not body[end - 1].strip():
            end -= 1
        yield Step(
            kind="command",
            what="\n".join(command),
            lines=tuple(body[start:end]),
            keys=keys,
            code=code,
            at=(first + start, first + end),
        )


@dataclass(slots=True)
class Run:
    """A page being followed in an empty folder with an empty home. Use as a context: background commands end with it."""

    folder: Path
    port: str = ""
    expiry: str = field(
        default_factory=lambda: (dt.datetime.now(dt.UTC) + dt.timedelta(days=365)).date().isoformat()
    )
    _exported: dict[str, str] = field(default_factory=dict)
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Run:
        (self.folder / "work").mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(each.pid, signal.SIGTERM)
            each.wait(20)

    def do(self, step: Step) -> tuple[list[str], int]:
        """Take one step: the lines that it shows, and its exit code.

        Raises:
            FileNotFoundError: an excerpt of a file that no command wrote.
        """
        if step.kind == "file":
            path = self.folder / "work" / step.what
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(f"{self._here(line)}\n" for line in step.lines), encoding="utf-8")
            return [], 0
        if step.kind == "shown":
            text = (self.folder / "work" / step.what).read_text(encoding="utf-8")
            return self._there(text).splitlines(), 0
        if exported := _EXPORT.fullmatch(step.what):
            self._exported[exported["name"]] = self._here(exported["value"].strip("\"'"))
            return [], 0
        if step.background:
            self._start(self._here(step.what.removesuffix(" &")))
            return [], 0
        text, code = self._terminal(self._here(step.what), step.keys)
        lines = [line.rstrip() for line in self._there(text).replace("\r\n", "\n").split("\n")]
        lines = [line for line in lines if not _PROGRESS.match(line)]
        while lines and not lines[-1]:
            lines.pop()
        return lines, code

    def _here(self, text: str) -> str:
        return re.sub(rf"\b{PORT}\b", self.port, text).replace(EXPIRY, self.expiry)

    def _there(self, text: str) -> str:
        return _COLOUR.sub("", text).replace(self.port, PORT).replace(self.expiry, EXPIRY)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("STANCH_")}
        return {
            **kept,
            "STANCH_HOME": str(self.folder / "home"),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "COLUMNS": str(COLUMNS),
            "LINES": "40",
            "TERM": "dumb",
            "LC_ALL": "C.UTF-8",
            **self._exported,
        }

    def _start(self, command: str) -> None:
        with (self.folder / "background.log").open("ab") as log:
            running = subprocess.Popen(
                ["bash", "-c", f"exec {command}" if "\n" not in command else command],
                cwd=self.folder / "work",
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        self._running.append(running)
        until = time.monotonic() + 90
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(self.port))) == 0:
                    return
            if running.poll() is not None:
                break
            time.sleep(0.2)
        raise RuntimeError(
            f"$ {command} &: nothing answers\n{(self.folder / 'background.log').read_text(encoding='utf-8')[-2000:]}"
        )

    def _terminal(self, command: str, keys: Sequence[str]) -> tuple[str, int]:
        """Run in a terminal, as a reader does: tables are cut to its width, and both streams show."""
        ours, theirs = pty.openpty()
        _size(theirs)
        seen: list[bytes] = []

        def drain() -> None:
            with contextlib.suppress(OSError):  # Linux says EIO when the other end is closed
                while data := os.read(ours, 65536):
                    seen.append(data)

        reader = threading.Thread(target=drain, daemon=True)
        reader.start()
        running = subprocess.Popen(
            ["bash", "-c", command],
            cwd=self.folder / "work",
            env=self._environment(),
            stdin=theirs if keys else subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        for key in keys:
            _wait_until_quiet(seen, running)
            if running.poll() is None:
                os.write(ours, key.encode())
        running.wait()
        os.close(theirs)
        reader.join(10)
        os.close(ours)
        return b"".join(seen).decode("utf-8", errors="replace"), running.returncode


def _wait_until_quiet(seen: Sequence[bytes], running: subprocess.Popen[bytes]) -> None:
    """Until something more has been shown, and then nothing for half a second: the command waits for its reader."""
    before, until = len(seen), time.monotonic() + 60
    last, at = before, time.monotonic()
    while running.poll() is None and time.monotonic() < until:
        if len(seen) != last:
            last, at = len(seen), time.monotonic()
        if last > before and time.monotonic() - at > 0.5:
            return
        time.sleep(0.05)


def _size(terminal: int) -> None:
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))


def fits(shown: Sequence[str], real: Sequence[str]) -> bool:
    """Whether what a page shows is what there is; ``...`` alone stands for any lines, within a line for any text."""
    if not shown:
        return not real
    if shown[0].strip() == "...":
        return any(fits(shown[1:], real[at:]) for at in range(len(real) + 1))
    return bool(real) and line_fits(shown[0], real[0]) and fits(shown[1:], real[1:])


def line_fits(shown: str, real: str) -> bool:
    """One line, with ``...`` for any text."""
    parts = [re.escape(part) for part in re.split(r"\.\.\.(?!\.)", shown.rstrip())]
    return re.fullmatch(".*".join(parts), real.rstrip()) is not None


def anew(shown: Sequence[str], real: Sequence[str]) -> list[str]:
    """What to show now: the real lines, but ``...`` where it stood and still has its place."""
    if fits(shown, real):
        return list(shown)
    for keep in range(len(real), 0, -1):
        # an excerpt of the beginning stays one of the same length
        if shown and shown[-1].strip() == "..." and keep == len(shown) - 1:
            return [*_lines_anew(shown, real[:keep]), "..."]
    return _lines_anew(shown, real)


def _lines_anew(shown: Sequence[str], real: Sequence[str]) -> list[str]:
    loose = [line for line in shown if "..." in line and line.strip() != "..."]
    return [next((each for each in loose if line_fits(each, line)), line) for line in real]


def follow(text: str, folder: Path) -> Iterator[tuple[Step, list[str], int]]:
    """Every step of a page, with what it showed and its exit code."""
    with Run(folder=folder) as run:
        for step in steps(text):
            yield (step, *run.do(step))


def rewritten(text: str, results: Mapping[tuple[int, int], list[str]]) -> str:
    """The page with other shown lines in the places named."""
    lines = text.split("\n")
    for (first, last), shown in sorted(results.items(), reverse=True):
        lines[first:last] = shown
    return "\n".join(lines)


def main(pages: Sequence[str]) -> int:
    """Run pages, write what they show anew where it is shown at all; 1 when a command ended otherwise than the page says."""
    bad = 0
    for page in map(Path, pages):
        text = page.read_text(encoding="utf-8")
        changed: dict[tuple[int, int], list[str]] = {}
        with tempfile.TemporaryDirectory() as folder:
            for step, real, code in follow(text, Path(folder) / "reader"):
                if step.kind == "command" and code != step.code:
                    bad = 1
                    print(f"{page}: $ {step.what}: exit {code}, not {step.code}", *real[-12:], sep="\n")
                elif step.kind == "command" and step.lines and not fits(step.lines, real):
                    changed[step.at] = anew(step.lines, real)
                elif step.kind == "shown" and not fits(step.lines, real):
                    bad = 1
                    print(f"{page}: {step.what} does not hold what is shown of it", *real[:40], sep="\n")
        if changed:
            page.write_text(rewritten(text, changed), encoding="utf-8")
        print(f"{page}: {len(changed)} outputs written anew")
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
