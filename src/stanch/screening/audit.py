"""The log of answers: recorded in a chain of hashes, verified byte by byte, exported, and replayed to the same bytes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from stanch.errors import FormatError, NotFound, StanchError, TamperedLog
from stanch.lists.code import code_version
from stanch.screening.body import body_of, question_of
from stanch.screening.dismissals import dismissals_at
from stanch.screening.engine import Engine, open_engine
from stanch.screening.measures import Rulebook
from stanch.screening.model import Answer, Thresholds
from stanch.screening.screen import MAX_CANDIDATES, screen
from stanch.store import Database
from stanch.store import audit as log
from stanch.store import decisions as held

ANSWER = "answer"
_FIELDS = ("seq", "at", "kind", "body", "previous", "hash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What verifying found: so many entries, unbroken, ending in this hash. Note it elsewhere: it proves the log later."""

    entries: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One answer given again: the same bytes or not, and what differs."""

    seq: int
    same: bool
    why: str


def record(
    database: Database, answers: Iterable[Answer], *, at: dt.datetime, kind: str = ANSWER
) -> list[log.Entry]:
    """Record answers at the end of the log, in one unit of work."""
    stamp = at.isoformat()
    with database.begin() as store:
        return log.append(store, ((stamp, kind, body_of(answer)) for answer in answers))


def note(database: Database, kind: str, body: str, *, at: dt.datetime) -> log.Entry:
    """Record something that is no answer (a dismissal, a change of thresholds)."""
    with database.begin() as store:
        return log.append(store, [(at.isoformat(), kind, body)])[0]


def verify(database: Database, *, expected_head: str = "") -> Verified:
    """Check every entry of the log against its own hash and the one before it.

    Args:
        expected_head: ``SEQ:HASH`` noted earlier; the log must still contain exactly that entry.

    Raises:
        TamperedLog: an entry was changed, taken out, put in, or the end was cut off; says which.
    """
    with database.read() as store:
        result = _chain(log.read(store), expected_head)
        written = log.head(store)
    if written is None and result.entries == 0:
        return result
    if written is None or written != (result.entries, result.head):
        said = "nothing" if written is None else f"entry {written[0]}"
        raise TamperedLog(
            f"the log ends with entry {result.entries}, but its end is written as {said}: entries were cut off or added"
        )
    return result


def verify_export(path: Path, *, expected_head: str = "") -> Verified:
    """The same for an exported file, byte by byte.

    Raises:
        TamperedLog: a line is not exactly what `export` writes, or the chain is broken.
    """
    return _chain(_exported(path), expected_head)


def export(database: Database, path: Path) -> Verified:
    """Write the log as JSON lines, one entry each; only a log that verifies is exported."""
    result = verify(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    with database.begin() as store, path.open("w", encoding="utf-8", newline="\n") as out:
        for entry in log.read(store, last=result.entries):
            out.write(_line(entry) + "\n")
        # the last line seals the file: a cut at the end of a line would not show otherwise
        out.write(
            json.dumps(
                {"end": {"entries": result.entries, "head": result.head}},
                sort_keys=True,
                separators=(",", ":"),
            )
            + "\n"
        )
    return result


def replay(
    database: Database,
    *,
    rulebook: Rulebook,
    cache: Path | None = None,
    first: int = 1,
    last: int | None = None,
) -> Iterator[Replayed]:
    """Give logged answers again, with the list versions, day and thresholds they name, and compare the bytes.

    Raises:
        NotFound: there is no entry `first`.
    """
    with database.read() as store:
        entries = [e for e in log.read(store, first=first, last=last) if e.kind == ANSWER]
        dismissed = held.all_of(store)
        if not entries and log.get_entry(store, first) is None:
            raise NotFound(f"the log has no entry {first}")

    @lru_cache(maxsize=4)
    def engine_for(on: dt.date, lists: tuple[tuple[str, int | None], ...], thresholds: Thresholds) -> Engine:
        return open_engine(
            database, cache, on=on, rulebook=rulebook, lists=dict(lists), thresholds=thresholds
        )

    for entry in entries:
        party, on, lists, thresholds, asked = question_of(entry.body)
        try:
            engine = engine_for(on, tuple(lists.items()), thresholds)
        except StanchError as error:
            yield Replayed(seq=entry.seq, same=False, why=str(error))
            continue
        again = screen(
            engine,
            party,
            dismissed=dismissals_at(dismissed, dt.datetime.fromisoformat(entry.at)),
            asked=asked,
            limit=int(asked.get("candidates", MAX_CANDIDATES)),
        )
        body = body_of(again)
        yield Replayed(
            seq=entry.seq,
            same=body == entry.body,
            why="" if body == entry.body else _difference(entry.body, body),
        )


def _difference(before: str, after: str) -> str:
    old, new = json.loads(before), json.loads(after)
    changed = [key for key in old if old[key] != new.get(key)]
    if "code" in changed:
        return f"other code: the answer was made by {old['code']}, this is {code_version()}; {', '.join(changed)} differ"
    return f"{', '.join(changed) or 'the order of keys'} differ"


def _chain(entries: Iterable[log.Entry], expected_head: str) -> Verified:
    count, previous = 0, log.START
    seen = ""
    for entry in entries:
        count += 1
        if entry.seq != count:
            raise TamperedLog(f"entry {count} of the log is missing: entry {entry.seq} stands in its place")
        if entry.previous != previous:
            raise TamperedLog(
                f"entry {entry.seq} of the log does not follow from the one before it: one of the two was changed"
            )
        if entry.hash != entry.sealed():
            raise TamperedLog(
                f"entry {entry.seq} of the log, of {entry.at}, was changed after it was written"
            )
        previous = entry.hash
        if expected_head == f"{entry.seq}:{entry.hash}":
            seen = expected_head
    if expected_head and seen != expected_head:
        raise TamperedLog(
            f"the log does not contain the entry {expected_head[:24]}… that was noted: it was rewritten or cut off"
        )
    return Verified(entries=count, head=previous)


def _line(entry: log.Entry) -> str:
    data = {name: getattr(entry, name) for name in _FIELDS}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _exported(path: Path) -> Iterator[log.Entry]:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise TamperedLog(f"{path}: byte {error.start} is not UTF-8: the file was changed") from error
    *lines, rest = text.split("\n")
    if rest or not lines:
        raise TamperedLog(f"{path}: does not end with a whole line: the file was cut off")
    *body, end = lines
    count, head = 0, log.START
    for number, line in enumerate(body, 1):
        entry = _entry(path, number, line)
        count, head = entry.seq, entry.hash
        yield entry
    sealed = json.dumps({"end": {"entries": count, "head": head}}, sort_keys=True, separators=(",", ":"))
    if end != sealed:
        raise TamperedLog(
            f"{path}:{len(lines)}: the closing line does not fit the entries: the file was changed or cut off"
        )


def _entry(path: Path, number: int, line: str) -> log.Entry:
    try:
        data = json.loads(line)
        entry = log.Entry(**data)
        same = _line(entry) == line and isinstance(entry.seq, int)
    except (ValueError, TypeError) as error:
        raise TamperedLog(f"{path}:{number}: no entry of a log: {error}") from error
    if not same:
        raise TamperedLog(f"{path}:{number}: not written as an export writes it: the line was changed")
    return entry


def parse_head(text: str) -> str:
    """Check that a noted head is ``SEQ:HASH``.

    Raises:
        FormatError: it is not.
    """
    seq, _, digest = text.partition(":")
    if not seq.isdecimal() or len(digest) != 64:
        raise FormatError(f"'{text}' is no head of a log; write SEQ:HASH as `stanch audit verify` printed it")
    return text
