"""Claims as an event table by the manual of PLOVER (Open Event Data Alliance, draft 0.7b1): its fields, types, modes and contexts.

PLOVER codes no comments, appeals or proposals, and needs a day and a source actor. What it does not code is left out and counted, by
reason; nothing is forced into the nearest type.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from stanch.dates import PartialDate
from stanch.files import csv_text, read_tsv
from stanch.reading.exports import Exported
from stanch.reading.lexicon import load_lexicon
from stanch.reading.model import MentionKind, Proposal
from stanch.reading.resolutions import resolutions_in
from stanch.records import Modality
from stanch.settings import packaged_data

# the quadrant of each type: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
QUAD: Mapping[str, int] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "DEMAND": 3, "ACCUSE": 3, "REJECT": 3,
    "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
MODES: Mapping[str, frozenset[str]] = {
    "CONSULT": frozenset({"visit", "third-party", "multilateral", "phone"}),
    "AID": frozenset({"economic", "military", "humanitarian", "asylum"}),
    "SANCTION": frozenset({"convict", "cancel", "expel", "withdraw", "sever"}),
    "MOBILIZE": frozenset({"troops", "weapons", "police"}),
    "COERCE": frozenset(
        {"confiscate", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport", "withhold"}
    ),
}
# types whose recipient the manual requires
NEEDS_RECIPIENT = frozenset({"COOPERATE", "AID", "SANCTION"})
COLUMNS = (
    "id", "date", "enddate", "date_from", "event", "mode", "quad_code", "source", "source_sector", "source_text", "recipient",
    "recipient_sector", "recipient_text", "event_loc", "event_loc_country", "context", "magnitude", "status", "modality", "said_by",
    "relayed_from", "resolutions", "confidence", "decision", "standing", "text", "text_start", "text_end", "document", "title", "publisher",
    "published", "url",
)  # fmt: skip
# no company is told from a person by name alone, save where the name says so
_FIRM = re.compile(
    r"\b(?:Co|Corp|Corporation|Company|Ltd|Limited|LLC|Inc|GmbH|Bank|Group|Trading|Shipping|Holdings?)\b\.?",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|at|from|near|off)\s+(?:the\s+)?(?P<name>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,2})")


def plover_csv(claims: Iterable[Exported]) -> str:
    """The event table; `left_out` says what is not in it."""
    return csv_text(COLUMNS, (row for claim in claims if (row := _row(claim)) is not None))


def left_out(claims: Iterable[Exported]) -> dict[str, int]:
    """How many claims PLOVER does not take, by reason."""
    return dict(sorted(Counter(reason for claim in claims if (reason := why_not(claim))).items()))


def why_not(claim: Exported) -> str:
    """Why a claim is no PLOVER event; "" when it is one."""
    p = claim.proposal
    if p.kind not in ("action", "position"):
        return f"a {p.kind} is a state of things, not an event"
    event, _ = event_of(p)
    if not event:
        return f"PLOVER does not code this ({p.act})"
    if p.status == "proposed":
        return "a proposal is no event"
    if not _codes(p.actors):
        return "no source actor that has a code"
    if event in NEEDS_RECIPIENT and not _codes(p.targets):
        return f"{event} needs a recipient"
    if _day(claim) is None:
        return "neither the event nor the document has a day"
    return ""


@lru_cache(maxsize=1)
def _types() -> tuple[dict[str, str], ...]:
    return tuple(row for _, row in read_tsv(packaged_data() / "lexicons" / "plover.tsv", dict[str, str]))


@lru_cache(maxsize=1)
def _contexts() -> Mapping[str, str]:
    rows = read_tsv(packaged_data() / "lexicons" / "plover-contexts.tsv", dict[str, str])
    return {row["channel"]: row["context"] for _, row in rows}


def event_of(p: Proposal) -> tuple[str, str]:
    """The event type and mode of an act; "" for what PLOVER does not code."""
    channels = {channel.split(":")[0] for channel in p.channels}
    for row in _types():
        if row["act"] == p.act and row.get("channel", "") in ("", *channels):
            return row["event"], row.get("mode", "")
    return "", ""


def contexts_of(p: Proposal) -> list[str]:
    """Contexts by channel, then those of PLOVER for what has not happened: negation, future, hypothetical."""
    found = [_contexts()[name] for channel in p.channels if (name := channel.split(":")[0]) in _contexts()]
    if p.modality in (Modality.NEGATED, Modality.DENIED) or p.status == "not_done":
        found.append("negation")
    elif p.modality is Modality.FUTURE or p.status in ("planned", "announced"):
        found.append("future")
    elif p.modality in (Modality.HEDGED, Modality.CONDITIONAL, Modality.UNCLEAR):
        found.append("hypothetical")
    return list(dict.fromkeys(found))


def _row(claim: Exported) -> tuple[object, ...] | None:
    if why_not(claim):
        return None
    p = claim.proposal
    event, mode = event_of(p)
    day = _day(claim)
    assert day is not None
    date, came_from = day
    place, country = place_of(p)
    own = p.kind == "position" or p.act == "talk"
    return (
        claim.claim_id, date.first.isoformat(), "" if date.is_day else date.last.isoformat(), came_from, event, mode, QUAD[event],
        ";".join(_codes(p.actors)), ";".join(_sectors(p.actors, own=own)), ";".join(_names(p.actors)),
        ";".join(_codes(p.targets)), ";".join(_sectors(p.targets, own=False)), ";".join(_names(p.targets)),
        place, country, ";".join(contexts_of(p)), "; ".join(quantity.printed for quantity in p.quantities), p.status,
        p.modality.value, p.said_by, p.relayed_from, ";".join(number for number, _ in resolutions_in(p.sentence)), p.confidence,
        claim.decision or "unreviewed", claim.standing, p.span.quote, p.span.start, p.span.end, claim.document, claim.title,
        claim.publisher, claim.published, claim.url,
    )  # fmt: skip


def _day(claim: Exported) -> tuple[PartialDate, str] | None:
    """The event's own date, else the day of publication, as event data usually have it; the column says which."""
    if claim.proposal.date is not None:
        return claim.proposal.date, "text"
    return (PartialDate(claim.published), "publication") if claim.published else None


def _codes(names: Iterable[str]) -> list[str]:
    """Actor codes: ISO 3166 alpha-3, IGO for bodies of states, MNC for firms; persons carry the code of their state beside them."""
    lexicon = load_lexicon()
    found = []
    for name in names:
        if name in lexicon.code3:
            found.append(lexicon.code3[name])
        elif name in lexicon.blocs:
            found.append("IGO")
        elif _FIRM.search(name):
            found.append("MNC")
    return list(dict.fromkeys(found))


def _sectors(names: tuple[str, ...], *, own: bool) -> list[str]:
    """GOV for states, which act through their governments, and for a person who speaks for one; BUS for firms."""
    lexicon = load_lexicon()
    found = []
    for name in names:
        if name in lexicon.code3:
            found.append("GOV")
        elif name not in lexicon.blocs:
            found.append(
                "BUS"
                if _FIRM.search(name)
                else "GOV"
                if own and any(n in lexicon.code3 for n in names)
                else ""
            )
    return list(dict.fromkeys(sector for sector in found if sector))


def _names(names: Iterable[str]) -> list[str]:
    lexicon = load_lexicon()
    return [lexicon.state_names.get(name, name.replace("_", " ")) for name in names]


def place_of(p: Proposal) -> tuple[str, str]:
    """A place that the claim's own words put the event in ("in Kuala Lumpur"), with its country; "" where they name none."""
    lexicon = load_lexicon()
    for match in _IN.finditer(p.span.quote):
        words = match["name"].split()
        for length in range(len(words), 0, -1):
            text = " ".join(words[:length]).rstrip(".")
            for name in lexicon.names.get(_first(words[0]), ()):
                if name.kind is MentionKind.STATE and name.text == text and len(name.codes) == 1:
                    return text, lexicon.code3.get(name.codes[0], "")
    return "", ""


def _first(word: str) -> str:
    match = re.search(r"[^\W_]+", word)
    return match.group().lower() if match else ""
