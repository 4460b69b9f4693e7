"""An answer as text: the same bytes on every machine and run, and back to the question that it answers."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from stanch.dates import PartialDate
from stanch.lists import codec
from stanch.matching.model import Identifier, Kind, Query
from stanch.records import canonical
from stanch.screening.model import Answer, Candidate, Party, Thresholds


def body_of(answer: Answer) -> str:
    """Canonical JSON of an answer, as the log keeps it."""
    return canonical(data_of(answer))


def data_of(answer: Answer) -> dict[str, Any]:
    """An answer as plain data."""
    return {
        "party": party_data(answer.party),
        "on": answer.on.isoformat(),
        "decision": answer.decision.value,
        "reasons": list(answer.reasons),
        "candidates": [_candidate(candidate) for candidate in answer.candidates],
        "owners": [
            {
                "about": o.about,
                "authority": o.authority,
                "share": None if o.share is None else str(o.share),
                "paths": list(o.paths),
                "rule": o.rule,
                "reached": o.reached,
            }
            for o in answer.owners
        ],
        "lists": [
            {
                "list": use.list,
                "version": use.label,
                "number": use.number,
                "published_on": use.published_on,
                "age_days": _age(use.published_on, answer.on),
                "entries": use.entries,
                "changes": use.changes,
            }
            for use in answer.lists
        ],
        "thresholds": {"review": answer.thresholds.review, "hit": answer.thresholds.hit},
        "code": answer.code,
        "rulebook": answer.rulebook,
        "errors": list(answer.errors),
        "asked": dict(answer.extra),
    }


def party_data(party: Party) -> dict[str, Any]:
    """A party as plain data."""
    query = party.query
    return {
        "ref": party.ref,
        "names": list(query.names),
        "kind": query.kind.value,
        "dobs": [d.text for d in query.dobs],
        "countries": list(query.countries),
        "gender": query.gender,
        "identifiers": [[i.kind, i.value, i.country] for i in query.identifiers],
    }


def party_from(data: dict[str, Any]) -> Party:
    """The party that `party_data` wrote."""
    return Party(
        ref=data["ref"],
        query=Query(
            names=tuple(data["names"]),
            kind=Kind(data["kind"]),
            dobs=tuple(PartialDate(text) for text in data["dobs"]),
            countries=tuple(data["countries"]),
            gender=data["gender"],
            identifiers=tuple(Identifier(kind=k, value=v, country=c) for k, v, c in data["identifiers"]),
        ),
    )


def question_of(body: str) -> tuple[Party, dt.date, dict[str, int | None], Thresholds, dict[str, str]]:
    """What a logged answer was asked: party, day, lists with version numbers, thresholds, and how it was asked."""
    data = json.loads(body)
    lists = {use["list"]: use["number"] or None for use in data["lists"]}
    thresholds = Thresholds(review=data["thresholds"]["review"], hit=data["thresholds"]["hit"])
    return party_from(data["party"]), dt.date.fromisoformat(data["on"]), lists, thresholds, data["asked"]


def _age(published: str, on: dt.date) -> int | None:
    """How old the newest version held was on the day asked about; 0 when it is younger than that day."""
    return max(0, (on - dt.date.fromisoformat(published)).days) if published else None


def _candidate(candidate: Candidate) -> dict[str, Any]:
    match, listing = candidate.match, candidate.listing
    return {
        "id": listing.id,
        "list": listing.list,
        "ref": listing.ref,
        "name": listing.entity.caption,
        "matched": match.listed_name.text if match.listed_name else "",
        # four digits: floats may differ in the last bits between machines
        "score": round(float(match.score), 4),
        "name_score": round(float(match.name_score), 4),
        "features": [
            {"key": f.key, "score": round(float(f.score), 4), "bearing": f.bearing.value, "why": f.why}
            for f in match.features
        ],
        "decision": candidate.decision.value,
        "state": candidate.state.value,
        "listed_on": None if listing.listed_on is None else listing.listed_on.text,
        "programmes": list(listing.entity.programs),
        "reasons": list(candidate.reasons),
        "linked": [r.printed or r.name for r in listing.relations],
        "follows": [
            {"authority": c.authority, "measure": c.measure, "provisions": list(c.provisions), "why": c.why}
            for c in candidate.consequences
        ],
        "dismissal": candidate.dismissal,
        "entry": codec.digest(listing),
    }
