"""Who was listed on a day: the version that served then, corrected by change notices and by dates that entries print.

A version tells the state on the day it was published. Between two versions, day-stamped changes tell (when a publisher gives them,
and when together they explain the whole difference), or the entry's own listing date. Where none of these does, the answer is
unknown and says what would settle it.
"""

from __future__ import annotations

import datetime as dt
import enum
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from stanch.dates import PartialDate
from stanch.lists import codec
from stanch.lists.model import Listing
from stanch.matching.model import Entity, Kind, Name
from stanch.store import Store
from stanch.store import lists as rows


class State(enum.StrEnum):
    """Whether an entry stood on a list on a day."""

    LISTED = "listed"
    NOT_LISTED = "not_listed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A state with its reason."""

    state: State
    why: str


@dataclass(frozen=True, slots=True)
class _Gap:
    """The days from one version up to the next, and whether the changes held explain all that differs."""

    before: rows.Version | None
    after: rows.Version | None
    explained: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that is held of one list over time; ask it as often as needed."""

    list: str
    history: tuple[rows.Version, ...]
    spells: dict[str, tuple[rows.Spell, ...]]
    changes: dict[str, tuple[tuple[str, str], ...]]  # ref: (day, op), oldest first
    gaps: tuple[_Gap, ...]
    days: tuple[str, ...]  # the day that ends each gap but the last, which has no end

    def state(self, ref: str, day: dt.date) -> Answer:
        """Whether an entry stood on the list on a day, and how that is known."""
        if not self.history:
            return Answer(state=State.UNKNOWN, why=f"no version of {self.list} is held; load one")
        iso = day.isoformat()
        gap = self._gap(iso)
        spells = self.spells.get(ref, ())
        answer = _by_change(self.changes.get(ref, ()), gap, iso) or _by_versions(spells, gap, day)
        return _ended(spells, day, answer)

    def refs(self) -> tuple[str, ...]:
        """Every entry that ever stood on the list, as far as is held."""
        return tuple(sorted(self.spells.keys() | self.changes.keys()))

    def serving(self, day: dt.date) -> rows.Version | None:
        """The version that served on a day."""
        return self._gap(day.isoformat()).before if self.history else None

    def text_hash(self, ref: str, day: dt.date) -> str:
        """The text of an entry on a day: of the version serving then, else the first later one, else the last; "" if none."""
        spells = self.spells.get(ref, ())
        serving = self.serving(day)
        number = serving.number if serving else 0
        for fits in (lambda s: s.stands(number), lambda s: s.start > number, lambda s: True):
            found = next((spell for spell in spells if fits(spell)), None)
            if found is not None:
                return found.hash
        return ""

    def settled(self) -> dt.date:
        """The first day from which on nothing held can change an answer."""
        days = [v.published_on for v in self.history] + [
            day for found in self.changes.values() for day, _op in found
        ]
        days += [s.delisted_on for found in self.spells.values() for s in found if s.delisted_on]
        return max((PartialDate(day).last for day in days), default=dt.date.min)

    def _gap(self, iso: str) -> _Gap:
        return self.gaps[bisect_right(self.days, iso)]


def timeline_of(store: Store, list_key: str, *, upto: int | None = None) -> Timeline:
    """Everything held of a list over time, or what was held of it when version `upto` was the last."""
    history = tuple(v for v in rows.history(store, list_key) if upto is None or v.number <= upto)
    spells: dict[str, list[rows.Spell]] = {}
    for spell in rows.spells(store, list_key):
        if upto is None or spell.start <= upto:
            spells.setdefault(spell.ref, []).append(spell)
    changes: dict[str, list[tuple[str, str]]] = {}
    noted = rows.changes_between(store, list_key, "", "9999-12-31")
    for day, op, ref, _name in noted:
        changes.setdefault(ref, []).append((day, op))
    # of several versions published on one day the last one counts
    steps = [
        v
        for i, v in enumerate(history)
        if i + 1 == len(history) or history[i + 1].published_on != v.published_on
    ]
    gaps = [
        _Gap(before, after, _explained(spells, noted, before, after))
        for before, after in zip([None, *steps], [*steps, None], strict=True)
    ]
    return Timeline(
        list=list_key,
        history=history,
        spells={ref: tuple(found) for ref, found in spells.items()},
        changes={ref: tuple(found) for ref, found in changes.items()},
        gaps=tuple(gaps),
        days=tuple(version.published_on for version in steps),
    )


def _explained(
    spells: dict[str, list[rows.Spell]],
    noted: list[tuple[str, str, str, str]],
    before: rows.Version | None,
    after: rows.Version | None,
) -> bool:
    if before is None or after is None:
        return False
    if not any(before.published_on < day <= after.published_on for day, _op, _ref, _name in noted):
        return False
    stood = {ref for ref, found in spells.items() if any(s.stands(before.number) for s in found)}
    for day, op, ref, _name in noted:
        if before.published_on < day <= after.published_on:
            (stood.discard if op == "remove" else stood.add)(ref)
    return stood == {ref for ref, found in spells.items() if any(s.stands(after.number) for s in found)}


def _by_change(changes: tuple[tuple[str, str], ...], gap: _Gap, iso: str) -> Answer | None:
    since = gap.before.published_on if gap.before else ""
    past = [(day, op) for day, op in changes if since < day <= iso]
    if past:
        day, op = past[-1]
        state = State.NOT_LISTED if op == "remove" else State.LISTED
        return Answer(state=state, why=f"change of {day}: {op}")
    until = gap.after.published_on if gap.after else "9999"
    coming = next(((day, op) for day, op in changes if iso < day <= until), None)
    if coming is None:
        return None
    day, op = coming
    state = State.NOT_LISTED if op == "add" else State.LISTED
    return Answer(state=state, why=f"next change on {day}: {op}")


def _by_versions(spells: tuple[rows.Spell, ...], gap: _Gap, day: dt.date) -> Answer:
    before, after = gap.before, gap.after
    stood = before is not None and any(s.stands(before.number) for s in spells)
    following = next((s for s in spells if after is not None and s.stands(after.number)), None)
    if before is not None and (
        after is None or gap.explained or day.isoformat() == before.published_on or stood == bool(following)
    ):
        return Answer(
            state=State.LISTED if stood else State.NOT_LISTED,
            why=f"{'in' if stood else 'not in'} {before.label}",
        )
    if following is not None:
        return _by_listing_date(following, before, after, day)
    assert after is not None
    if before is None:
        return Answer(
            state=State.NOT_LISTED,
            why=f"not in {after.label}, the oldest version held; an older one could tell more",
        )
    return Answer(
        state=State.UNKNOWN,
        why=f"in {before.label}, gone in {after.label}; a version or change notice between them would tell since when",
    )


def _by_listing_date(
    spell: rows.Spell, before: rows.Version | None, after: rows.Version | None, day: dt.date
) -> Answer:
    assert after is not None
    where = f"{f'not in {before.label}, ' if before else ''}in {after.label}"
    listed = PartialDate(spell.listed_on) if spell.listed_on else None
    if listed is None:
        return Answer(
            state=State.UNKNOWN,
            why=f"{where}, which prints no listing date; an earlier version or change notice would tell",
        )
    if before is not None and listed.last.isoformat() <= before.published_on:
        # relisted: its old listing date says nothing of this gap
        return Answer(
            state=State.UNKNOWN,
            why=f"{where}, which prints the listing date {listed} of an earlier time on the list; a version between would tell",
        )
    if day < listed.first:
        return Answer(state=State.NOT_LISTED, why=f"{where}, listed on {listed}")
    if day < listed.last:
        return Answer(state=State.UNKNOWN, why=f"{where}, listed in {listed}; the day is not printed")
    return Answer(state=State.LISTED, why=f"{where}, listed on {listed}")


def _ended(spells: tuple[rows.Spell, ...], day: dt.date, answer: Answer) -> Answer:
    """An own table may keep an entry after its end and print the day of it."""
    ended = next((s.delisted_on for s in reversed(spells) if s.delisted_on), "")
    if answer.state is State.NOT_LISTED or not ended:
        return answer
    end = PartialDate(ended)
    if day >= end.last:
        return Answer(state=State.NOT_LISTED, why=f"taken off the list on {end}")
    return answer if day < end.first else Answer(state=State.UNKNOWN, why=f"taken off the list in {end}")


def listings_on(store: Store, timeline: Timeline, day: dt.date) -> tuple[tuple[Listing, Answer], ...]:
    """Every entry that was listed on a day, or may have been, each with the reason; by ref."""
    answers = {
        ref: answer
        for ref in timeline.refs()
        if (answer := timeline.state(ref, day)).state is not State.NOT_LISTED
    }
    hashes = {ref: timeline.text_hash(ref, day) for ref in answers}
    texts = rows.bodies_of(store, (h for h in hashes.values() if h))
    return tuple(
        (codec.decode(*texts[hashes[ref]]) if hashes[ref] else _bare(store, timeline.list, ref), answers[ref])
        for ref in sorted(answers)
    )


def listings_of(store: Store, list_key: str, number: int) -> tuple[Listing, ...]:
    """Every entry of one version, by ref."""
    return tuple(codec.decode(body, raw) for _ref, _hash, body, raw in rows.texts_of(store, list_key, number))


def still_listed(listings: Iterable[Listing], day: dt.date) -> tuple[Listing, ...]:
    """Those whose own table does not say that they were taken off by a day."""
    return tuple(e for e in listings if e.delisted_on is None or day < e.delisted_on.last)


def _bare(store: Store, list_key: str, ref: str) -> Listing:
    """An entry known only from change notices: its name, and nothing else."""
    found = rows.changes_between(store, list_key, "", "9999-12-31")
    names = dict.fromkeys(name for _day, _op, r, name in found if r == ref and name)
    entity = Entity(
        id=f"{list_key}:{ref}",
        kind=Kind.UNKNOWN,
        names=tuple(Name(text=name) for name in names),
        dataset=list_key,
    )
    return Listing(entity=entity, list=list_key, ref=ref)
