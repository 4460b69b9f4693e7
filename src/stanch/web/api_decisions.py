"""``/decisions``: answers as they were given, and given again to the same bytes."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Request

from stanch.errors import NotFound, TamperedLog
from stanch.screening import audit
from stanch.screening.law import packaged_law
from stanch.store import audit as log
from stanch.web.api_match import service_of
from stanch.web.people import Role, needs

# what the store's column of entry numbers can hold
EntryNumber = Annotated[int, Path(ge=1, le=2**31 - 1, examples=[1])]

router = APIRouter(tags=["decisions"], dependencies=[Depends(needs(Role.READER))])


@router.get("/decisions/{seq}")
def decision(request: Request, seq: EntryNumber) -> dict[str, Any]:
    """One entry of the log of answers, with the hashes that chain it."""
    with service_of(request).database.read() as store:
        entry = log.get_entry(store, seq)
    if entry is None:
        raise HTTPException(404, detail=f"no entry {seq} in the log")
    return {
        "seq": entry.seq,
        "at": entry.at,
        "kind": entry.kind,
        "body": json.loads(entry.body),
        "previous": entry.previous,
        "hash": entry.hash,
    }


@router.post("/decisions/{seq}/replay")
def replay(request: Request, seq: EntryNumber) -> dict[str, Any]:
    """Give the same answer again, with the list versions and thresholds of then, and compare bytes."""
    service = service_of(request)
    try:
        given = audit.replay(
            service.database,
            rulebook=packaged_law(service.settings.data_dir),
            cache=service.settings.cache_dir / "screening",
            first=seq,
            last=seq,
        )
        done = next(given, None)
    except NotFound as error:
        raise HTTPException(404, detail=str(error)) from None
    if done is None:
        raise HTTPException(400, detail=f"entry {seq} is no answer to a question; only those can be replayed")
    return {"seq": done.seq, "same": done.same, "why": done.why}


@router.get("/log/verify")
def verify(request: Request) -> dict[str, Any]:
    """Check the whole chain of hashes."""
    try:
        found = audit.verify(service_of(request).database)
    except TamperedLog as error:
        return {"intact": False, "detail": str(error)}
    return {"intact": True, "entries": found.entries, "head": found.head}
