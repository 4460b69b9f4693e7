"""From proposals to claims that other rooms hold: one `records.Claim` for each state concerned, in their vocabulary.

A claim that nobody has reviewed carries the mark ``unreviewed``; one from a reader's comment carries ``comment``.
Conditions and exceptions
are kept as marks with their own words, so that "until it finds a buyer" is never lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from stanch.dates import PartialDate, Period
from stanch.files import read_tsv
from stanch.reading.lexicon import load_lexicon
from stanch.reading.model import Part, Proposal
from stanch.reading.wording import sentence_of
from stanch.records import Claim, Modality, Source, Stage
from stanch.settings import packaged_data

_TO_TARGET = {"supply", "send", "open", "lift"}


@lru_cache(maxsize=2)
def channel_map(folder: Path | None = None) -> Mapping[str, tuple[str, str]]:
    """From the reader's channels to those of the facts: goods leaving the target, goods going to it."""
    path = (folder or packaged_data()) / "lexicons" / "channels.tsv"
    return {
        str(row["reading"]): (str(row["from"]), str(row["to"])) for _, row in read_tsv(path, dict[str, str])
    }


def channel_of(channel: str, act: str) -> str:
    """The fact channel of a reader's channel, told by the direction of the act."""
    known = channel_map()
    leaving, going = known.get(channel) or known.get(channel.split(":")[0]) or ("trade.total", "trade.total")
    return going if act in _TO_TARGET else leaving


def claims_of(proposal: Proposal, source: Source, *, reviewed: bool) -> Iterator[Claim]:
    """The claims of a proposal, one for each state or bloc that acts or holds the tie; none where nobody is named."""
    states = [actor for actor in proposal.actors if _is_code(actor)]
    for subject in states or (
        [proposal.targets[0]] if proposal.kind == "figure" and proposal.targets else []
    ):
        yield Claim(
            kind=proposal.kind,
            subject=subject,
            channel=channel_of(main_channel(proposal.channels), proposal.act),
            statement=sentence_of(proposal),
            source=source,
            locator=f"characters {proposal.span.start}-{proposal.span.end}",
            counterparty=next((code for code in proposal.targets if _is_code(code) and code != subject), ""),
            act=proposal.act,
            period=Period(start=proposal.date, end=proposal.date) if proposal.date else None,
            quantity=proposal.quantities[0] if proposal.quantities else None,
            stage=stage_of(proposal),
            status=proposal.status,
            modality=proposal.modality,
            said_by=proposal.said_by,
            relayed_from=proposal.relayed_from,
            span=proposal.span,
            marks=_marks(proposal, reviewed=reviewed),
        )


def _is_code(name: str) -> bool:
    lexicon = load_lexicon()
    return name in lexicon.code3 or name in lexicon.blocs


def main_channel(channels: tuple[str, ...]) -> str:
    """The channel that a claim is filed under: a ware before its trade, anything before sanctions as such."""
    wares = [channel for channel in channels if ":" in channel]
    plain = [channel for channel in channels if channel != "sanctions"]
    return (wares or plain or list(channels) or ["trade"])[0]


def stage_of(proposal: Proposal) -> Stage | None:
    """How far an action has come, by this document alone: a report of a deed is never more than reported."""
    if proposal.kind != "action":
        return None
    if proposal.status == "reversed":
        return Stage.REVERSED
    if proposal.modality is Modality.ASSERTED and proposal.status in ("done", "active", "reduced", "ended"):
        return Stage.LEGISLATED if proposal.act == "adopt" else Stage.REPORTED_DONE
    if proposal.status in ("announced", "planned"):
        return Stage.ANNOUNCED
    return None


def _marks(proposal: Proposal, *, reviewed: bool) -> tuple[str, ...]:
    marks = [] if reviewed else ["unreviewed"]
    if proposal.part in (Part.COMMENT, Part.CAPTION):
        marks.append(proposal.part.value)
    marks += [f"condition: {words}" for words in proposal.conditions]
    marks += [f"exception: {words}" for words in proposal.exceptions]
    marks += [f"base: {q.basis}" for q in proposal.quantities if q.basis]
    return tuple(marks)


def proposal_from(body: Mapping[str, Any]) -> Proposal:
    """A proposal from its plain form, as the store and the exports hold it."""
    from decimal import Decimal

    from stanch.records import Quantity, Span

    return Proposal(
        kind=body["kind"],
        act=body["act"],
        actors=tuple(body["actors"]),
        targets=tuple(body["targets"]),
        channels=tuple(body["channels"]),
        status=body["status"],
        modality=Modality(body["modality"]),
        said_by=body["said_by"],
        relayed_from=body["relayed_from"],
        span=Span(document=body["document"], start=body["start"], end=body["end"], quote=body["quote"]),
        part=Part(body["part"]),
        confidence=float(body["confidence"]),
        quantities=tuple(
            Quantity(
                unit=q["unit"],
                low=Decimal(q["low"]) if q["low"] is not None else None,
                high=Decimal(q["high"]) if q["high"] is not None else None,
                printed=q["printed"],
                basis=q["basis"],
            )
            for q in body["quantities"]
        ),
        date=PartialDate(body["date"]) if body["date"] else None,
        date_printed=body["date_printed"],
        conditions=tuple(body["conditions"]),
        exceptions=tuple(body["exceptions"]),
        sentence=body["sentence"],
        proposer=body["proposer"],
    )


def plain_proposal(proposal: Proposal) -> dict[str, Any]:
    """A proposal as plain data, its span spread out, every value JSON."""
    from stanch.records import plain

    body: dict[str, Any] = plain(proposal)
    span = body.pop("span")
    return {**body, **span, "date": body["date"] or ""}
