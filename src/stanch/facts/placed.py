"""Claims read from documents as rows of the book: ties, steps and stances in the vocabulary of facts, or words that are only told.

What a reader proposes and a person accepts becomes a row like any other, so that clocks, weighing, law and dossiers treat it alike. What
cannot be placed (it names no state, it is not about the sanctioned state, its date is impossible) says why.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from stanch.dates import PartialDate, Period
from stanch.facts.book import Held
from stanch.facts.check import Frame, problems
from stanch.facts.model import Effect, Ref, Says, Stance, TieStatus
from stanch.facts.placewords import issue_of, step_of
from stanch.facts.rows import ActionRow, ClaimRow, PositionRow, SayingRow, TieRow
from stanch.reading.claims import channel_of, main_channel, stage_of
from stanch.reading.lexicon import load_lexicon
from stanch.reading.meant import channels_meant
from stanch.reading.model import Part, Proposal
from stanch.reading.resolutions import resolutions_in
from stanch.reading.wording import TARGET, sentence_of, short, targets_meant
from stanch.records import Modality, Quantity, Source, SourceClass, Span, Stage

# acts of the sanctioned state towards another that are that other's tie with it
_TIES_OF_TARGET = frozenset(
    {"supply", "send", "buy", "employ", "sign", "open", "increase", "resume", "evade", "has", "had"}
)
_SUBJECTS = frozenset({"sanctions", "weapons_programme"})
UNKNOWN_PUBLISHER = "Publisher unknown"
_UNITS = {"tonnes": "t", "barrels": "bbl", "litres": "l", "liters": "l", "litre": "l", "liter": "l"}
# claims of one matter lie at most so many days apart; a lasting tie may be told again within the year
_APART = {"tie": 366, "action": 31, "position": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClaim:
    """One claim as it left the review, with the document it was read in.

    Args:
        document: the archive's hash of the document; `span` points into its extracted text.
        issue, stance, fact: what a person added: the issue a stance is towards, and the matter that the claim is about.
    """

    id: str
    proposal: Proposal
    source: Source
    document: str
    reviewed: bool
    issue: str = ""
    stance: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Readings:
    """The claims that a dossier is to take in; `key` changes whenever they do."""

    key: str = ""
    claims: tuple[ReadClaim, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The rows of claims, their sources, and what could not be placed and why (by the claim's id)."""

    held: tuple[Held, ...]
    sources: Mapping[str, Source]
    left_out: Mapping[str, str]


def place(readings: Iterable[ReadClaim], frame: Frame) -> Placement:
    """The rows of all claims, those of one matter under one slug."""
    rows: list[tuple[ReadClaim, str, ClaimRow]] = []
    sources: dict[str, Source] = {}
    left_out: dict[str, str] = {}
    for claim in readings:
        source = _source(claim)
        wider = replace(frame, sources={source.key: source})
        made, why = _rows(claim, source, frame)
        wrong = [message for _, row in made for _, message in problems(row, wider)]
        if wrong or not made:
            left_out[claim.id] = wrong[0] if wrong else why
            continue
        sources[source.key] = source
        rows += [(claim, kind, row) for kind, row in made]
    placed = _told_if_only_denied(_joined(rows))
    held = tuple(
        Held(kind=kind, row=row, path=Path(claim.proposal.span.document), line=0)
        for claim, kind, row in placed
    )
    return Placement(held=held, sources=sources, left_out=left_out)


def why_not(claim: ReadClaim, frame: Frame) -> str:
    """Why a claim enters no country's file; "" when it does."""
    return place([claim], frame).left_out.get(claim.id, "")


def countries_of(claim: ReadClaim) -> tuple[str, ...]:
    """The states and blocs whose file a claim enters."""
    return tuple(dict.fromkeys(country for country, _ in _subjects(claim.proposal)))


def _source(claim: ReadClaim) -> Source:
    """The document's source; a comment under an article is its writer's, never the outlet's."""
    if claim.proposal.part is not Part.COMMENT:
        return claim.source
    return replace(
        claim.source,
        key=f"{claim.source.key}-comments",
        publisher=f"A reader's comment under {claim.source.publisher}",
        original_publisher=None,
        source_class=SourceClass.BLOG,
    )


def _rows(claim: ReadClaim, source: Source, frame: Frame) -> tuple[list[tuple[str, ClaimRow]], str]:
    p = claim.proposal
    subjects = _subjects(p)
    if not subjects:
        return [], "names no state that it could be filed under"
    if not _about_target(p):
        return [], "is not about the sanctioned state; if it is, correct its targets"
    made = []
    for country, role in subjects:
        if country not in frame.places:
            continue
        made.append(_row(claim, source, country, role, frame))
    return made, f"'{', '.join(country for country, _ in subjects)}' is no state or bloc with a file"


def _subjects(p: Proposal) -> list[tuple[str, str]]:
    """Whose file a claim belongs in, and as what: "actor", or "host" where the sanctioned state does something there."""
    states = [name for name in p.actors if _is_code(name)]
    others = [name for name in states if name != TARGET]
    if others:
        return [(code, "actor") for code in others]
    hosts = [name for name in p.targets if _is_code(name) and name != TARGET]
    if p.kind == "tie" or (p.kind == "action" and p.act in _TIES_OF_TARGET):
        return [(code, "host") for code in hosts] if states else []
    if p.kind == "figure":
        return [(code, "host") for code in hosts or states or [TARGET]]
    return [(code, "actor") for code in states]


def _is_code(name: str) -> bool:
    lexicon = load_lexicon()
    return name in lexicon.code3 or name in lexicon.blocs


def _about_target(p: Proposal) -> bool:
    return TARGET in (*p.targets, *p.actors) or bool(_SUBJECTS & {c.split(":")[0] for c in p.channels})


def _row(claim: ReadClaim, source: Source, country: str, role: str, frame: Frame) -> tuple[str, ClaimRow]:
    p = claim.proposal
    common = _common(claim, source, country)
    if p.kind == "tie" or (role == "host" and p.kind == "action"):
        return "tie", _tie_row(p, common)
    if p.kind == "action" and (stage := stage_of(p)) is not None and p.modality is not Modality.NEGATED:
        return "action", _action_row(p, source, stage, common, frame)
    if p.kind == "action" and p.modality in (Modality.NEGATED, Modality.DENIED):
        row = _action_row(p, source, Stage.ANNOUNCED, common, frame)
        return "action", row.model_copy(update={"says": Says.DENIES, "implements": ()})
    if p.kind == "position":
        issue, stance = issue_of(p, claim.issue, claim.stance)
        if issue:
            return "position", PositionRow.model_validate(
                {**common, "issue": issue, "stance": Stance(stance)}
            )
    return "saying", SayingRow.model_validate({**common, "of": p.kind, "act": p.act})


def _common(claim: ReadClaim, source: Source, country: str) -> dict[str, Any]:
    p = claim.proposal
    comment = p.part is Part.COMMENT
    span = Span(document=claim.document, start=p.span.start, end=p.span.end, quote=p.span.quote)
    return {
        "country": country,
        "what": sentence_of(p),
        "source": source.key,
        "fact": claim.fact,
        "channel": channel_of(main_channel(channels_meant(p)), p.act),
        "when": Period(start=p.date, end=p.date) if p.date else None,
        "said_by": _said_by(p),
        "relayed_from": p.relayed_from,
        "modality": _looking_ahead(p),
        "others": tuple(
            name
            for name in (*p.actors, *targets_meant(p))
            if _is_code(name) and name not in (country, TARGET)
        ),
        "parties": tuple(name for name in (*p.actors, *p.targets) if not _is_code(name)),
        "at": f"characters {p.span.start}-{p.span.end} of text {claim.document[:12]}",
        "quote": "" if short(p.span.quote) in sentence_of(p) else short(p.span.quote),
        "marks": tuple(
            mark
            for mark, carries in (
                ("unreviewed", not claim.reviewed),
                ("reader_comment", comment),
                ("weak_source", comment),
                ("publisher_unknown", not comment and source.publisher == UNKNOWN_PUBLISHER),
            )
            if carries
        ),
        "conditions": p.conditions,
        "exceptions": p.exceptions,
        "span": span,
    }


def _said_by(p: Proposal) -> str:
    if p.said_by not in ("", "outlet"):
        return p.said_by
    return "a picture's caption" if p.part is Part.CAPTION else ""


def _looking_ahead(p: Proposal) -> Modality:
    """A step announced for later may bear a later date than the paper that tells of it."""
    ahead = p.status in ("announced", "planned", "proposed") and p.modality is Modality.ASSERTED
    return Modality.FUTURE if ahead else p.modality


def _tie_row(p: Proposal, common: Mapping[str, Any]) -> TieRow:
    denied = p.act == "denies" or p.modality in (Modality.DENIED, Modality.NEGATED)
    if denied:
        status = TieStatus.NONE
    elif p.modality is Modality.HEDGED:
        status = TieStatus.ALLEGED
    elif p.modality in (Modality.FUTURE, Modality.CONDITIONAL) or p.status in (
        "planned",
        "announced",
        "proposed",
    ):
        status = TieStatus.PLANNED
    elif p.modality is Modality.UNCLEAR:
        status = TieStatus.UNCLEAR
    else:
        status = TieStatus.ENDED if p.act == "had" or p.status == "ended" else TieStatus.ACTIVE
    says = Says.DENIES if denied else Says.AFFIRMS
    return TieRow.model_validate({**common, **_amount(p), "status": status, "says": says})


def _action_row(
    p: Proposal, source: Source, stage: Stage, common: Mapping[str, Any], frame: Frame
) -> ActionRow:
    step, effect = step_of(p.act, str(common["channel"]))
    row = {
        **common, **_amount(p), "act": step, "effect": Effect(effect), "stage": stage, "implements": _implements(p, source, frame),
        "condition": p.conditions[0] if p.conditions else "",
    }  # fmt: skip
    return ActionRow.model_validate(row)


def _implements(p: Proposal, source: Source, frame: Frame) -> tuple[Ref, ...]:
    """The resolutions that the sentence says the step carries out; never one that was adopted after it."""
    day = p.date or source.published_on
    if day is None:
        return ()
    named = resolutions_in(p.sentence or p.span.quote)
    adopted = frame.words.adopted
    return tuple(
        Ref(resolution=number, paragraph=paragraph)
        for number, paragraph in named
        if number in adopted and adopted[number].first <= day.last
    )


def _amount(p: Proposal) -> dict[str, Any]:
    """The first amount in a unit that facts know; a share of a whole stays in the words, a change keeps what it is measured against."""
    for quantity in p.quantities:
        unit = _UNITS.get(quantity.unit, quantity.unit)
        known = unit in ("t", "bbl", "l", "USD", "EUR", "CNY", "KRW", "RUB", "JPY")
        if (known or (unit == "percent" and quantity.basis)) and _bounded(quantity):
            basis = f"change, {quantity.basis}" if unit == "percent" else quantity.basis
            return {
                "low": quantity.low,
                "high": quantity.high,
                "unit": unit,
                "basis": basis,
                "printed": quantity.printed,
            }
    return {}


def _bounded(quantity: Quantity) -> bool:
    return quantity.low is not None or quantity.high is not None


def _joined(rows: Sequence[tuple[ReadClaim, str, ClaimRow]]) -> list[tuple[ReadClaim, str, ClaimRow]]:
    """Rows of one matter with one slug: same state, channel, act and counterpart, and near enough in time; undated rows stand alone."""
    groups: dict[tuple[str, ...], list[tuple[dt.date, int]]] = {}
    for index, (claim, kind, row) in enumerate(rows):
        day = _day_of(claim)
        if kind != "saying" and not row.fact and day is not None:
            groups.setdefault(_matter(kind, row), []).append((day, index))
    slugs: dict[int, str] = {}
    for matter, members in groups.items():
        last: dt.date | None = None
        slug = ""
        for day, index in sorted(members):
            if last is None or (day - last).days > _APART[matter[0]]:
                named = "\x1f".join((*matter, day.isoformat()))
                slug = f"read-{hashlib.sha256(named.encode()).hexdigest()[:12]}"
            slugs[index], last = slug, day
    return [
        (claim, kind, row.model_copy(update={"fact": slugs[i]}) if i in slugs else row)
        for i, (claim, kind, row) in enumerate(rows)
    ]


def _day_of(claim: ReadClaim) -> dt.date | None:
    date: PartialDate | None = claim.proposal.date or claim.source.published_on
    return date.last if date is not None else None


def _matter(kind: str, row: ClaimRow) -> tuple[str, ...]:
    special: tuple[str, ...] = ()
    if isinstance(row, ActionRow):
        special = (row.act,)
    elif isinstance(row, PositionRow):
        special = (row.issue, row.stance.value, row.said_by)
    return (kind, row.country, row.channel, *special, ";".join(sorted(row.others)))


def _told_if_only_denied(
    rows: Sequence[tuple[ReadClaim, str, ClaimRow]],
) -> Iterator[tuple[ReadClaim, str, ClaimRow]]:
    """A denial of a step that no held claim asserts is no step: it is told as said."""
    affirmed = {
        (row.country, row.fact)
        for _, kind, row in rows
        if kind == "action" and row.says is Says.AFFIRMS and row.fact
    }
    for claim, kind, row in rows:
        if kind == "action" and row.says is Says.DENIES and (row.country, row.fact) not in affirmed:
            shared = {
                name: getattr(row, name) for name in ClaimRow.model_fields if name not in ("fact", "says")
            }
            yield (
                claim,
                "saying",
                SayingRow.model_validate({**shared, "of": "action", "act": claim.proposal.act}),
            )
        else:
            yield claim, kind, row
