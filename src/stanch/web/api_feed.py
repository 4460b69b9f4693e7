"""``/feed``: what states did lately; ``/changes``: what changed in what this service holds. Both go on from a cursor, so that nothing
is missed or told twice."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request

from stanch.screening.audit import ANSWER
from stanch.store import Store
from stanch.store import audit as log
from stanch.store import lists as list_rows
from stanch.web.api_match import service_of
from stanch.web.filters import day_of

router = APIRouter(tags=["feeds"])

Cursor = Annotated[
    str,
    Query(max_length=2000, description="The `cursor` of the answer before; nothing before it comes again"),
]
Limit = Annotated[int, Query(ge=1, le=500)]
_LOOKED_AT = 20_000  # entries of the log that one answer goes through at most


@router.get("/feed")
def feed(
    request: Request, since: str | None = None, limit: Limit = 100, cursor: Cursor = ""
) -> dict[str, Any]:
    """What happened lately, newest first: actions and events by their own day. `cursor` leads on to older ones."""
    book = service_of(request).book
    first = day_of(since, "since") or dt.date(1900, 1, 1)
    found = []
    for fact in (*book.actions(), *book.events()):
        date = (fact.period.start or fact.period.end) if fact.period else None
        if date is not None and date.last >= first:
            found.append(((date.text, fact.country, fact.key), fact))
    found.sort(key=lambda item: item[0], reverse=True)
    if cursor:
        last = _read(cursor, list)
        found = [item for item in found if list(item[0]) < last]
    page = found[:limit]
    return {
        "items": [
            {
                "when": key[0],
                "country": fact.country,
                "kind": type(fact).__name__.lower(),
                "what": fact.statement,
                "source": fact.sources[0].url,
            }
            for key, fact in page
        ],
        "cursor": _written(list(page[-1][0])) if page else cursor,
        "more": len(found) > limit,
    }


@router.get("/changes")
def changes(request: Request, limit: Limit = 100, cursor: Cursor = "") -> dict[str, Any]:
    """What changed here since the cursor, oldest first: list versions swapped in, claims decided, dismissals.

    Ask again with the cursor that came back; without one the feed starts at the beginning. Answers to questions are no changes: they
    are at `/log`.
    """
    seen: dict[str, int] = _read(cursor, dict) if cursor else {}
    with service_of(request).database.read() as store:
        found = [*_lists(store, seen), *_logged(store, seen.get("log", 0))]
        head = log.head(store)
    found.sort(key=lambda item: (item["at"], item["source"], item["number"]))
    page = found[:limit]
    for item in page:
        seen[item["source"]] = max(seen.get(item["source"], 0), item["number"])
    if len(page) == len(found):  # answers at the end of the log need not be gone through again
        seen["log"] = max(seen.get("log", 0), min(head[0] if head else 0, seen.get("log", 0) + _LOOKED_AT))
    more = len(found) > limit or (head is not None and seen.get("log", 0) < head[0])
    return {"items": page, "cursor": _written(seen), "more": more}


def _lists(store: Store, seen: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "at": version.loaded_at,
            "source": f"list {version.list}",
            "number": version.number,
            "kind": "list",
            "what": version.label,
            "added": version.added,
            "removed": version.removed,
            "changed": version.changed,
        }
        for key in list_rows.list_keys(store)
        for version in list_rows.history(store, key)
        if version.number > seen.get(f"list {version.list}", 0)
    ]


def _logged(store: Store, after: int) -> list[dict[str, Any]]:
    return [
        {
            "at": entry.at,
            "source": "log",
            "number": entry.seq,
            "kind": entry.kind,
            "what": json.loads(entry.body),
        }
        for entry in log.read(store, first=after + 1, last=after + _LOOKED_AT)
        if entry.kind != ANSWER
    ]


def _written(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode()


def _read(cursor: str, kind: type) -> Any:
    """A cursor as it was given; whatever else is sent is refused."""
    try:
        held = json.loads(base64.b64decode(cursor.encode(), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        held = None
    values = held.values() if isinstance(held, dict) else held if isinstance(held, list) else ()
    wanted: type = int if kind is dict else str
    if not isinstance(held, kind) or not held or any(type(item) is not wanted for item in values):
        raise HTTPException(400, detail="cursor: is none that an answer of this route gave")
    if kind is dict and any(not 0 <= item < 2**31 for item in values):
        raise HTTPException(400, detail="cursor: is none that an answer of this route gave")
    return held
