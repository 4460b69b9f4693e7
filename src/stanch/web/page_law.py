"""Pages of the law: a question, the rulebook of a day, one paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import Response

from stanch.errors import UsageError
from stanch.records import plain
from stanch.rulebook.check import check
from stanch.rulebook.fields import activity_from
from stanch.rulebook.verdict import Lawful
from stanch.rulebook.versions import diff, in_force
from stanch.rulebook.vocab import vocabulary
from stanch.web.api_match import service_of
from stanch.web.pages import day_in, show

router = APIRouter(include_in_schema=False)

GRADES = {
    "V1": "paragraph and substance read in a source",
    "V2": "substance read in a source",
    "M": "from memory, to be checked",
}
_FIELDS = ("act", "goods", "hs", "from", "to", "state", "party", "vessel", "contract")


@router.get("/ask")
def ask(request: Request) -> Response:
    """A question about one activity; facts that would decide it are asked for in the same form."""
    service = service_of(request)
    asked = ((key, value[:500]) for key, value in request.query_params.items() if value.strip())
    texts = {key: value for key, value in asked if key not in ("format", "table")}
    day, error = day_in(texts.pop("on", ""), "on", service.today())
    words = vocabulary()
    answer, missing = None, list[str]()
    if texts and not error:
        try:
            answer = check(activity_from(texts), day, regime=service.regime, listed=service.listed)
            missing = list(dict.fromkeys(name for layer in answer.layers for name in layer.missing))
        except UsageError as wrong:
            error = str(wrong)
    known = [name for name in (*missing, *texts) if name in words.facts]
    return show(
        request,
        "ask.html",
        data={"on": day.isoformat(), "asked": texts, "error": error, "answer": plain(answer)},
        acts=sorted((key, f"{key.replace('_', ' ')}: {act.definition}") for key, act in words.acts.items()),
        asked={key: texts.get(key, "") for key in (*_FIELDS, *known)},
        missing=[(key, words.facts[key].question) for key in dict.fromkeys(known)],
        open=[key for key in missing if key in words.facts],
        once=once,
        answer=answer,
        day=day,
        error=error,
    )


def once(ways: Iterable[Lawful]) -> list[tuple[str, tuple[str, ...]]]:
    """What would make it lawful, each only once: several paragraphs point to the same committee in the same words."""
    return list(dict.fromkeys((way.text, tuple(way.needs)) for way in ways))


@router.get("/law")
def law(
    request: Request, as_of: str = "", before: str = "", channel: str = "", authority: str = ""
) -> Response:
    """The rulebook of a day, and what changed since another."""
    service = service_of(request)
    day, error = day_in(as_of, "as of", service.today())
    other, more = day_in(before, "compare with", day)
    error = error or more or ("compare with: must lie before the day shown" if before and other > day else "")
    held = in_force(service.regime, day, channel=channel or None, authority=authority or None)
    changes = diff(service.regime, other, day, channel=channel or None) if before and not error else None
    return show(
        request,
        "law.html",
        data={"as_of": day.isoformat(), "before": before, "error": error, "changes": plain(changes)},
        day=day,
        before=before,
        channel=channel,
        authority=authority,
        authorities=[item.key for item in service.regime.authorities],
        channels=sorted({name for item in service.regime.provisions.values() for name in item.channels}),
        provisions=held,
        changes=changes,
        grades=GRADES,
        error=error,
    )


@router.get("/law/{key}")
def provision(request: Request, key: str) -> Response:
    """One paragraph with all its versions."""
    regime = service_of(request).regime
    found = regime.provision(key)
    if found is None:
        return show(
            request, "error.html", status=404, detail=f"no provision '{key}'; ids look like unsc:2371:8"
        )
    data = {"provision": plain(found)}
    return show(
        request, "provision.html", data=data, item=found, instrument=regime.instrument_of[key], grades=GRADES
    )
