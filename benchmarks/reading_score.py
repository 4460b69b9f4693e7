"""How claims are compared with an annotator's: matching, fields, error classes. Used by `benchmarks.reading`;
tolerances are stated here.

- Two claims match when their kind is the same and their spans share at least half of the shorter; each is used once,
best overlap first.
  `tolerant` lets a tie stand for an action and a figure for a tie, the soft spot that the annotation guide names.
- Actors: one code or name in common (UN and UNSC count as one; a person's full name and surname too). Both empty is right.
- Channels: one in common, ware aside (`trade:coal` is `trade`). Both empty is right; only one empty is wrong.
- Speakers: the same name after case and titles, one name within the other, or bodies of the same state or organisation.
- Dates: one is the beginning of the other (2017 and 2017-08-05). Quantities: one printed number in common.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

STANDING = {"done", "active", "reduced", "ended", "reversed"}
_PRINTED_DATE = re.compile(
    r"\b(?:(?:19|20)\d\d|January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|"
    r"Aug\.|Sept\.|Oct\.|Nov\.|Dec\.|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today|tomorrow|(?:last|this|next|previous) (?:week|"
    r"month|year)|ago)\b"
)
_SAME_BODY = {"UNSC": "UN", "ARF": "ASEAN"}


@dataclass(slots=True, kw_only=True)
class Row:
    """A claim on either side of the comparison."""

    doc: str
    start: int
    end: int
    span: str
    kind: str
    act: str
    actors: tuple[str, ...]
    target: tuple[str, ...]
    channels: tuple[str, ...]
    status: str
    modality: str
    said_by: str
    quantity: str
    date: str
    section: str
    sentence: str = ""
    numbers: frozenset[str] = field(default_factory=frozenset)


def gold_row(record: Mapping[str, Any]) -> Row:
    """One line of a gold file."""
    return Row(
        doc=record["doc"],
        start=record["start"],
        end=record["end"],
        span=record["span"],
        kind=record["kind"],
        act=record.get("act") or "",
        actors=tuple(record["actors"]),
        target=_listed(record["target"]),
        channels=tuple(record["channels"]),
        status=record["status"],
        modality=record["modality"],
        said_by=record["said_by"],
        quantity=record["quantity"],
        date=record["date"],
        section=record["section"],
        numbers=numbers_in(record["quantity"]),
    )


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,) if value else ()


def overlap(a: Row, b: Row) -> float:
    """Shared characters over the shorter span."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / max(1, min(a.end - a.start, b.end - b.start)) if shared > 0 else 0.0


def _closeness(a: Row, b: Row) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start))


def match(gold: Sequence[Row], said: Sequence[Row], *, tolerant: bool = False) -> list[tuple[Row, Row]]:
    """Pairs of gold and proposed claims of the right kind, one to one."""
    by_doc: dict[str, list[Row]] = defaultdict(list)
    for row in said:
        by_doc[row.doc].append(row)
    pairs = [
        (a.kind == b.kind, _closeness(a, b), i, id(b), b)
        for i, a in enumerate(gold)
        for b in by_doc[a.doc]
        if overlap(a, b) >= 0.5 and (a.kind == b.kind or (tolerant and _near_kinds(a.kind, b.kind)))
    ]
    pairs.sort(key=lambda p: (not p[0], -p[1], p[2], p[4].start, p[4].end))
    used_gold: set[int] = set()
    used_said: set[int] = set()
    found = []
    for _, _, i, key, b in pairs:
        if i not in used_gold and key not in used_said:
            used_gold.add(i)
            used_said.add(key)
            found.append((gold[i], b))
    return found


def confusion(gold: Sequence[Row], said: Sequence[Row]) -> dict[str, dict[str, int]]:
    """What each kind of gold claim was told as: the kind of the closest proposal on the same words, or "nothing"; and under "nothing" what
    was proposed where the annotator has no claim."""
    by_doc: dict[str, list[Row]] = defaultdict(list)
    for row in said:
        by_doc[row.doc].append(row)
    pairs = sorted(
        (
            (-_closeness(a, b), i, b.start, b.end, id(b), b)
            for i, a in enumerate(gold)
            for b in by_doc[a.doc]
            if overlap(a, b) >= 0.5
        ),
        key=lambda pair: pair[:5],
    )
    partner: dict[int, Row] = {}
    used: set[int] = set()
    for _, i, _, _, key, b in pairs:
        if i not in partner and key not in used:
            partner[i] = b
            used.add(key)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for i, row in enumerate(gold):
        counts[row.kind][partner[i].kind if i in partner else "nothing"] += 1
    for row in said:
        if id(row) not in used:
            counts["nothing"][row.kind] += 1
    return {kind: dict(sorted(counts[kind].items())) for kind in sorted(counts)}


def _near_kinds(a: str, b: str) -> bool:
    return {a, b} in ({"tie", "action"}, {"tie", "figure"})


def same_actors(a: Row, b: Row) -> bool:
    """One actor in common, or none on both sides."""
    left, right = _actor_keys(a.actors), _actor_keys(b.actors)
    return bool(left & right) or (not left and not right)


def _actor_keys(actors: Iterable[str]) -> set[str]:
    keys: set[str] = set()
    for actor in actors:
        name = _SAME_BODY.get(actor, actor)
        keys.add(name.lower())
        if " " in name:
            keys.update(
                word
                for word in re.findall(r"[a-z]{3,}", name.lower().replace("-", " "))
                if word not in _PLAIN
            )
    return keys


def same_channels(a: Row, b: Row) -> bool:
    """One channel in common, wares aside, or none on both sides."""
    left, right = ({channel.split(":")[0] for channel in row.channels} for row in (a, b))
    return bool(left & right) or (not left and not right)


_PLAIN = {
    "the", "foreign", "minister", "ministry", "secretary", "government", "official", "officials", "state", "spokesman",
    "spokeswoman", "president", "senior",
    "and", "department", "leader", "leaders", "ministers", "report", "news", "agency", "many", "some", "group",
}  # fmt: skip


def same_speaker(a: Row, b: Row, codes: Mapping[str, str]) -> bool:
    """The same speaker, by name or, for bodies, by state."""
    left, right = a.said_by.lower(), b.said_by.lower()
    if left == right:
        return True
    if "outlet" in (left, right):
        return False
    words = [
        set(re.findall(r"[a-z]{3,}", name.replace("-", " ").replace("'s", ""))) - _PLAIN
        for name in (left, right)
    ]
    if words[0] & words[1]:
        return True
    states = [{codes[w] for w in _names(name, codes)} for name in (left, right)]
    return bool(states[0] & states[1])


def _names(name: str, codes: Mapping[str, str]) -> list[str]:
    return [key for key in codes if re.search(rf"(?<![a-z]){re.escape(key)}(?![a-z])", name)]


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a printed quantity, commas aside, words as printed."""
    words = re.findall(
        r"\d[\d,]*(?:\.\d+)?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|third|half|quarter|"
        r"hundreds|thousands|dozens|"
        r"fourth|fifth|sixth|seventh|eighth|ninth|15th)\b",
        text.lower(),
    )
    return frozenset(word.replace(",", "").rstrip(".") for word in words)


def same_date(a: str, b: str) -> bool:
    """One date is the beginning of the other."""
    return bool(a and b) and (a.startswith(b) or b.startswith(a))


def date_is_printed(row: Row) -> bool:
    """True when the sentence around a gold claim prints a date for the reader to read."""
    return bool(row.date) and bool(_PRINTED_DATE.search(row.span))


def stands(row: Row) -> bool:
    """A tie or action put as fact: done, or standing."""
    return row.kind in ("tie", "action") and row.modality == "asserted" and row.status in STANDING


def ratio(part: int, whole: int) -> float | None:
    """A share to three places; `None` of nothing."""
    return round(part / whole, 3) if whole else None


def table(gold: Sequence[Row], said: Sequence[Row], codes: Mapping[str, str]) -> dict[str, Any]:
    """Every figure of the table for one set of documents."""
    pairs, loose = match(gold, said), match(gold, said, tolerant=True)
    return {
        "claims": {"gold": len(gold), "proposed": len(said)},
        "ties_actions": _standing_figures(gold, said, pairs),
        "ties_actions_tolerant": _standing_figures(gold, said, loose),
        "positions": _kind_figures("position", gold, said, pairs),
        "by_kind": {
            kind: _kind_figures(kind, gold, said, pairs) for kind in ("tie", "action", "position", "figure")
        },
        "confusion": confusion(gold, said),
        "fields": _field_figures(pairs, codes),
        "embedded_as_done": _embedded(gold, said, loose),
        "printed": _printed_figures(pairs),
        "comments_as_article": sum(_misattributed(a, b) for a, b in loose) + _strays(gold, said),
    }


def _standing_figures(
    gold: Sequence[Row], said: Sequence[Row], pairs: Sequence[tuple[Row, Row]]
) -> dict[str, Any]:
    firm_gold = [row for row in gold if stands(row)]
    firm_said = [row for row in said if stands(row)]
    found = sum(stands(a) and stands(b) for a, b in pairs)
    right_kind = sum(stands(b) and a.kind in ("tie", "action") for a, b in pairs)
    return {
        "recall": ratio(found, len(firm_gold)),
        "recall_any_modality": ratio(sum(stands(a) for a, _ in pairs), len(firm_gold)),
        "precision": ratio(right_kind, len(firm_said)),
        "precision_modality_too": ratio(found, len(firm_said)),
        "gold": len(firm_gold),
        "proposed": len(firm_said),
    }


def _kind_figures(
    kind: str, gold: Sequence[Row], said: Sequence[Row], pairs: Sequence[tuple[Row, Row]]
) -> dict[str, Any]:
    found = sum(a.kind == kind and b.kind == kind for a, b in pairs)
    total, proposed = sum(row.kind == kind for row in gold), sum(row.kind == kind for row in said)
    return {
        "recall": ratio(found, total),
        "precision": ratio(found, proposed),
        "gold": total,
        "proposed": proposed,
    }


def _field_figures(pairs: Sequence[tuple[Row, Row]], codes: Mapping[str, str]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for a, b in pairs:
        right = {
            "actors": same_actors(a, b),
            "channels": same_channels(a, b),
            "modality": a.modality == b.modality,
            "said_by": same_speaker(a, b, codes),
        }
        counts.update(name for name, is_right in right.items() if is_right)
        counts["all"] += all(right.values())
        counts["act"] += a.act == b.act
        counts["status"] += a.status == b.status
        counts["target"] += bool(set(a.target) & set(b.target)) or not a.target
    names = ("actors", "channels", "modality", "said_by", "all", "act", "status", "target")
    return {"found": len(pairs), **{name: ratio(counts[name], len(pairs)) for name in names}}


def _embedded(gold: Sequence[Row], said: Sequence[Row], pairs: Sequence[tuple[Row, Row]]) -> dict[str, Any]:
    """Claims put as done that the annotator has as asked for, planned, possible, refused or denied."""
    partner = {id(b): a for a, b in pairs}
    wrong = []
    for row in said:
        if not stands(row):
            continue
        other = partner.get(id(row))
        if other is not None:
            if other.modality in ("future", "conditional", "negated", "denied") or other.status in (
                "planned",
                "proposed",
                "not_done",
            ):
                wrong.append(row)
        elif any(
            g.doc == row.doc
            and g.kind == "position"
            and g.act in ("urge", "pledge", "offer", "warn")
            and overlap(g, row) >= 0.9
            for g in gold
        ):
            wrong.append(row)
    return {
        "share_of_claims": ratio(len(wrong), len(said)),
        "count": len(wrong),
        "each": [
            {"doc": row.doc, "start": row.start, "kind": row.kind, "act": row.act, "span": row.span}
            for row in wrong
        ],
    }


def _printed_figures(pairs: Sequence[tuple[Row, Row]]) -> dict[str, Any]:
    quantities = [(a, b) for a, b in pairs if a.numbers and a.numbers & numbers_in(a.span)]
    dates = [(a, b) for a, b in pairs if date_is_printed(a)]
    right_q = sum(bool(a.numbers & b.numbers) for a, b in quantities)
    right_d = sum(same_date(a.date, b.date) for a, b in dates)
    return {
        "quantities_and_dates": ratio(right_q + right_d, len(quantities) + len(dates)),
        "quantities": ratio(right_q, len(quantities)),
        "dates": ratio(right_d, len(dates)),
        "of": len(quantities) + len(dates),
    }


def _misattributed(a: Row, b: Row) -> bool:
    return a.section in ("comment", "caption") and b.section not in ("comment", "caption")


def _strays(gold: Sequence[Row], said: Sequence[Row]) -> int:
    """Claims proposed as the article's between two gold comment claims of the same document."""
    bounds: dict[str, tuple[int, int]] = {}
    for row in gold:
        if row.section == "comment":
            low, high = bounds.get(row.doc, (row.start, row.end))
            bounds[row.doc] = (min(low, row.start), max(high, row.end))
    return sum(
        row.section in ("body", "headline")
        and row.doc in bounds
        and bounds[row.doc][0] <= row.start < bounds[row.doc][1]
        for row in said
    )
