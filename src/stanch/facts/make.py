"""From rows to claims to facts: rows with one slug are weighed together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from stanch.dates import Period
from stanch.facts.model import (
    Action,
    Event,
    Fact,
    Figure,
    Mission,
    Position,
    Report,
    Saying,
    Side,
    Tie,
    Vessel,
    Voice,
)
from stanch.facts.rows import (
    ActionRow,
    AmountRow,
    ClaimRow,
    EventRow,
    FigureRow,
    MissionRow,
    PositionRow,
    ReportRow,
    SayingRow,
    TieRow,
    VesselRow,
)
from stanch.facts.weigh import AFFIRMING, combined, leading, weigh
from stanch.records import Claim, Quantity, Source, Stage

Row = TypeVar("Row", bound=ClaimRow)
Pair = tuple[Voice, Any]


def claim_of(row: ClaimRow, kind: str, source: Source) -> Claim:
    """The claim that a row makes."""
    return Claim(
        kind=kind,
        subject=row.country,
        channel=row.channel,
        statement=row.what or _statement(row),
        source=source,
        locator=row.at,
        counterparty="; ".join((*row.others, *row.parties)),
        act=getattr(row, "act", ""),
        period=row.when,
        quantity=_quantity(row),
        stage=getattr(row, "stage", None),
        status=str(getattr(row, "status", "") or getattr(row, "stance", "")),
        modality=row.modality,
        said_by=row.said_by,
        relayed_from=row.relayed_from,
        span=row.span,
        marks=row.marks,
    )


def _statement(row: ClaimRow) -> str:
    """A plain phrase for rows whose columns already say all of it."""
    match row:
        case MissionRow():
            whose = "Mission of the DPRK" if row.side is Side.OF_TARGET else "Mission in Pyongyang"
            kind = row.type.replace("_", " ")
            place = f", {row.city}" if row.city else ""
            return f"{whose} ({kind}{place}): {row.status}"
        case ReportRow():
            return f"National report on resolution {row.resolution}: {row.status.replace('_', ' ')}"
        case VesselRow():
            imo = f" (IMO {row.imo})" if row.imo else ""
            return f"{row.name}{imo}: {row.measure}" if row.measure else f"{row.name}{imo}"
        case _:
            return ""


def _quantity(row: ClaimRow) -> Quantity | None:
    if not isinstance(row, AmountRow) or not row.unit:
        return None
    return Quantity(unit=row.unit, low=row.low, high=row.high, printed=row.printed, basis=row.basis)


def facts_of(kind: str, rows: Iterable[ClaimRow], sources: Mapping[str, Source]) -> tuple[Fact, ...]:
    """All facts of one kind, weighed, in a stable order."""
    groups: dict[str, list[Pair]] = {}
    for row in rows:
        voice = Voice(
            claim=claim_of(row, kind, sources[row.source]),
            says=row.says,
            quote=row.quote,
            note=row.note,
            conditions=row.conditions,
            exceptions=row.exceptions,
        )
        groups.setdefault(_group(row, kind), []).append((voice, row))
    make = MAKERS[kind]
    return tuple(sorted((_fact(key, pairs, make) for key, pairs in groups.items()), key=_order))


def _group(row: ClaimRow, kind: str) -> str:
    """What a row speaks of: the editor's slug, else what its columns name, else its own content."""
    if row.fact:
        return f"{row.country}/{row.fact}"
    matter = _matter(row) or _content(row)
    named = "\x1f".join((kind, row.country, row.channel, *matter))
    return f"{row.country}/{hashlib.sha256(named.encode()).hexdigest()[:12]}"


def _matter(row: ClaimRow) -> tuple[str, ...] | None:
    """Columns that already name the matter, so that two sources of one report, mission or number meet without a slug."""
    match row:
        case ReportRow():
            return (str(row.resolution), row.status, _year(row.when))
        case MissionRow():
            return (row.side, row.type, row.city, row.status, _year(row.when))
        case FigureRow():
            others = ";".join(row.others)
            return (row.measure, row.series, row.goods, row.what, str(row.when), row.unit, others, row.basis)
        case VesselRow():
            return (row.name, row.imo, str(row.listed_on))
        case _:
            return None


def _content(row: ClaimRow) -> tuple[str, ...]:
    amount = (str(row.low), str(row.high), row.unit) if isinstance(row, AmountRow) else ()
    return (row.what, str(row.when), row.source, row.at, ";".join(row.others), *amount)


def _year(when: Period | None) -> str:
    date = (when.start or when.end) if when else None
    return date.text[:4] if date else ""


def _fact(key: str, pairs: Sequence[Pair], make: Callable[[Any, Mapping[str, Any]], Fact]) -> Fact:
    if len(pairs) == 1:
        voices: tuple[Voice, ...] = (pairs[0][0],)
        row = pairs[0][1]
    else:
        voices = leading([voice for voice, _ in pairs])
        row = next(row for voice, row in pairs if voice == voices[0])
    judgement = weigh(voices)
    lead = voices[0].claim
    shared = {
        "key": key,
        "country": lead.subject,
        "channel": lead.channel,
        "statement": lead.statement,
        "period": lead.period,
        "standing": judgement.standing,
        "why": judgement.why,
        "voices": voices,
        "others": _union(row.others for _, row in pairs),
        "parties": _union(row.parties for _, row in pairs),
        "marks": lead.marks,
    }
    return make(row, shared)


def _union(values: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for held in values for value in held))


def _order(fact: Fact) -> tuple[str, str, str, str]:
    start = fact.period.start.text if fact.period and fact.period.start else ""
    return (fact.country, start, fact.channel, fact.key)


def _tie(row: TieRow, shared: Mapping[str, Any]) -> Tie:
    return Tie(
        **shared,
        status=row.status,
        act=row.act,
        bears_on=row.bears_on,
        quantity=combined(shared["voices"]),
        place=row.place,
    )


def _action(row: ActionRow, shared: Mapping[str, Any]) -> Action:
    return Action(
        **shared,
        act=row.act,
        stage=_furthest(shared["voices"]) or row.stage,
        effect=row.effect,
        implements=row.implements,
        condition=row.condition,
        quantity=combined(shared["voices"]),
    )


def _furthest(voices: Sequence[Voice]) -> Stage | None:
    """The furthest stage that some affirming voice carries; `reversed` wins, as it undoes the rest."""
    stages = [voice.claim.stage for voice in voices if voice.claim.stage and voice.says in AFFIRMING]
    return max(stages, key=list(Stage).index, default=None)


def _position(row: PositionRow, shared: Mapping[str, Any]) -> Position:
    return Position(**shared, issue=row.issue, stance=row.stance, speaker=row.said_by, quote=row.quote)


def _saying(row: SayingRow, shared: Mapping[str, Any]) -> Saying:
    return Saying(**shared, of=row.of, act=row.act, speaker=row.said_by)


def _event(row: EventRow, shared: Mapping[str, Any]) -> Event:
    return Event(**shared, event=row.event)


def _figure(row: FigureRow, shared: Mapping[str, Any]) -> Figure:
    quantity = combined(shared["voices"]) or shared["voices"][0].claim.quantity
    return Figure(**shared, measure=row.measure, quantity=quantity, series=row.series, goods=row.goods)


def _mission(row: MissionRow, shared: Mapping[str, Any]) -> Mission:
    return Mission(**shared, side=row.side, type=row.type, status=row.status, city=row.city)


def _report(row: ReportRow, shared: Mapping[str, Any]) -> Report:
    return Report(**shared, resolution=row.resolution, status=row.status, symbol=row.symbol)


def _vessel(row: VesselRow, shared: Mapping[str, Any]) -> Vessel:
    return Vessel(
        **shared,
        name=row.name,
        imo=row.imo,
        former=row.former,
        flag=row.flag,
        owner=row.owner,
        listed_on=row.listed_on,
        delisted_on=row.delisted_on,
        measure=row.measure,
    )


# kind: (what makes the fact of it)
MAKERS: Mapping[str, Callable[[Any, Mapping[str, Any]], Fact]] = {
    "tie": _tie,
    "action": _action,
    "position": _position,
    "event": _event,
    "figure": _figure,
    "mission": _mission,
    "report": _report,
    "vessel": _vessel,
    "saying": _saying,
}
