"""``/check`` and ``/rules``: may this happen on this day, and what was law then."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from stanch.errors import UsageError
from stanch.records import plain
from stanch.rulebook.check import check
from stanch.rulebook.fields import activity_from
from stanch.rulebook.versions import diff, in_force
from stanch.web.api_match import service_of
from stanch.web.filters import AsOf, day_of

router = APIRouter(tags=["law"])

MAX_ACTIVITIES = 1000


_ASKED: dict[str, Any] = {
    "on": "2017-08-06",
    "activity": {"act": "procure", "goods": "anthracite", "from": "KP", "to": "CN"},
}


class Question(BaseModel):
    """One activity in plain texts (`act`, `goods`, `hs`, `from`, `to`, `party`, `vessel`, any fact) and the day of the law."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ASKED]})

    on: dt.date
    activity: dict[str, str] = Field(max_length=60)
    known_on: dt.date | None = None
    authorities: list[str] | None = None
    drafts: StrictBool = False
    full: StrictBool = Field(
        default=False, description="Every provision considered, with why it does or does not bite"
    )


class Batch(BaseModel):
    """Many questions at once; answers come in the same order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"questions": [_ASKED]}]})

    questions: list[Question] = Field(min_length=1, max_length=MAX_ACTIVITIES)


@router.post("/check")
def check_one(request: Request, question: Question) -> dict[str, Any]:
    """The verdict by authority, with provisions, reasons, duties, and what would make it lawful."""
    try:
        return _answer(request, question)
    except UsageError as error:
        raise HTTPException(400, detail=str(error)) from None


@router.post("/check/batch")
def check_batch(request: Request, batch: Batch) -> dict[str, Any]:
    """The same for many; a question that cannot be read is an error in its place, the others are answered."""
    answers: list[dict[str, Any]] = []
    for question in batch.questions:
        try:
            answers.append(_answer(request, question))
        except UsageError as error:
            answers.append({"error": str(error)})
    return {"answers": answers, "errors": sum("error" in answer for answer in answers)}


def _answer(request: Request, question: Question) -> dict[str, Any]:
    answer = check(
        activity_from(question.activity),
        question.on,
        question.known_on,
        regime=service_of(request).regime,
        listed=service_of(request).listed,
        authorities=question.authorities,
        drafts=question.drafts,
    )
    shown: dict[str, Any] = plain(answer)
    if not question.full:
        for layer in shown["layers"]:
            layer.pop("findings", None)
    return shown


@router.get("/rules")
def rules(
    request: Request,
    as_of: AsOf = None,
    channel: Annotated[str | None, Query(max_length=100)] = None,
    authority: Annotated[str | None, Query(max_length=20)] = None,
) -> dict[str, Any]:
    """The provisions in force on a day."""
    service = service_of(request)
    day = day_of(as_of) or service.today()
    found = in_force(service.regime, day, channel=channel, authority=authority)
    return {"as_of": day.isoformat(), "provisions": [_provision(item.key, item) for item in found]}


@router.get("/rules/diff")
def rules_diff(
    request: Request,
    before: Annotated[str, Query(max_length=10, examples=["2017-08-06"])],
    after: Annotated[str, Query(max_length=10, examples=["2017-09-12"])],
) -> dict[str, Any]:
    """What began, ended or was reworded between two days."""
    first, second = day_of(before), day_of(after)
    assert first is not None
    assert second is not None
    if second < first:
        raise HTTPException(400, detail=f"after ({after}) lies before before ({before})")
    return {"changes": plain(diff(service_of(request).regime, first, second))}


@router.get("/rules/{provision}")
def provision(
    request: Request, provision: Annotated[str, Path(max_length=100, examples=["unsc:2371:8"])]
) -> dict[str, Any]:
    """One paragraph with all its versions."""
    found = service_of(request).regime.provision(provision)
    if found is None:
        raise HTTPException(404, detail=f"no provision '{provision}'; ids look like unsc:2371:8")
    return {"provision": provision, **plain(found)}


def _provision(key: str, item: Any) -> dict[str, Any]:
    held = item.provision
    return {
        "id": key,
        "instrument": item.instrument.instrument,
        "authority": item.instrument.authority,
        "title": held.title,
        "summary": held.summary,
        "channels": list(held.channels),
        "measure": held.measure,
        "force": item.version.force.value,
        "binding": item.binding,
        "applies_from": item.version.applies_from.isoformat(),
        "verified": held.verified.value,
    }
