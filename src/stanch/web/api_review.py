"""``/claims/proposed`` and ``/claims/{id}/review``: the review queue for programs; the same decisions as on its page."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from pydantic import BaseModel, Field

from stanch.errors import NotFound, UsageError
from stanch.reading.claims import proposal_from
from stanch.reading.editing import FIELDS
from stanch.reading.wording import sentence_of
from stanch.store import approvals, claims
from stanch.web.api_match import service_of
from stanch.web.page_review import record
from stanch.web.people import Person, Role, needs

router = APIRouter(tags=["review"])


class Review(BaseModel):
    """What is decided on one claim; `undone` takes back the decision that stands."""

    decision: Literal["accepted", "edited", "rejected", "undone"]
    fields: dict[str, str] = Field(
        default_factory=dict,
        max_length=len(FIELDS),
        description=f"With `edited`: what is corrected, of {', '.join(FIELDS)}; several values with commas between",
    )


@router.get("/claims/proposed")
def proposed(
    request: Request,
    document: Annotated[str, Query(max_length=300)] = "",
    kind: Literal["", "tie", "action", "position", "figure"] = "",
    decision: Literal["open", "accepted", "edited", "rejected", "all"] = "open",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """Claims that a machine proposed, each with the sentence it stands in and the line that a dossier would begin with."""
    wanted = {"open": "", "all": None}.get(decision, decision)
    with service_of(request).database.read() as store:
        held = claims.held_claims(store, document=document, kind=kind, decision=wanted)
        waiting = {item.body["claim"] for item in approvals.waiting(store, "claim")}
    return {
        "results": [_shown(claim, waits=claim.id in waiting) for claim in held[offset : offset + limit]],
        "total": {"value": len(held), "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


@router.post("/claims/{claim_id}/review")
def review(
    request: Request,
    claim_id: Annotated[str, Path(max_length=100)],
    review: Review,
    person: Annotated[Person, Depends(needs(Role.ANALYST))],
) -> dict[str, Any]:
    """Accept, correct, reject, or take back. Where four eyes are on, what is accepted or corrected waits for a second person."""
    unknown = sorted(set(review.fields) - set(FIELDS))
    if unknown or (review.fields and review.decision != "edited"):
        why = (
            f"'{unknown[0][:80]}' is none of {', '.join(FIELDS)}" if unknown else "only an edit takes fields"
        )
        raise HTTPException(400, detail=f"fields: {why}")
    fields = {key: text[:500] for key, text in review.fields.items()}
    try:
        record(request, claim_id, review.decision, person, fields)
    except (NotFound, UsageError) as wrong:
        raise HTTPException(404 if isinstance(wrong, NotFound) else 400, detail=str(wrong)) from None
    with service_of(request).database.read() as store:
        claim = next(claim for claim in claims.held_claims(store) if claim.id == claim_id)
        waits = claim_id in {item.body["claim"] for item in approvals.waiting(store, "claim")}
    return _shown(claim, waits=waits)


def _shown(claim: claims.ClaimRecord, *, waits: bool) -> dict[str, Any]:
    return {
        "id": claim.id,
        "decision": claim.decision or "open",
        "waits_for_a_second_person": waits,
        "dossier": sentence_of(proposal_from(claim.final)),
        "claim": claim.final,
    }
