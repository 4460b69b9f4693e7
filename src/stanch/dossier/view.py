"""One country's facts as the book shows them under its two clocks, and how a tie stood on the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from stanch.dates import PartialDate
from stanch.dossier.show import names_later
from stanch.facts.book import FactBook
from stanch.facts.clocks import Hidden
from stanch.facts.model import (
    Action,
    Agreement,
    Event,
    Fact,
    Figure,
    Mission,
    Position,
    Report,
    Saying,
    Side,
    Tie,
    TieStatus,
    Vessel,
    Vote,
)
from stanch.facts.weigh import AFFIRMING
from stanch.records import Stage, Standing

CLOSING = ("sever_relations",)
OPENING = ("restore_relations",)
DONE = (Stage.REPORTED_DONE, Stage.VERIFIED)
# What a mission carries ends with it.
WITH_MISSION = (
    "diplomacy.mission",
    "diplomacy.ambassador",
    "diplomacy.staff",
    "diplomacy.commerce",
)
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a tie stood on a day, in a word or two."""

    word: str
    open: bool  # no end of it is known, and nobody has found it untrue
    last: PartialDate | None = None  # when it was last seen, no more exact than known


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the clocks let through for one country; `known_on` None means whenever published."""

    code: str
    name: str
    as_of: dt.date
    known_on: dt.date | None = None
    ties: tuple[Tie, ...] = ()
    actions: tuple[Action, ...] = ()
    positions: tuple[Position, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    missions: tuple[Mission, ...] = ()
    reports: tuple[Report, ...] = ()
    vessels: tuple[Vessel, ...] = ()
    sayings: tuple[Saying, ...] = ()  # told in documents that were read, and counted nowhere
    naming: tuple[Fact, ...] = ()  # in other countries' files
    votes: tuple[Vote, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    blocs: tuple[str, ...] = ()
    hidden: Hidden = field(default_factory=Hidden)
    # what state_in has worked out, by tie: every section asks it of every tie
    _states: dict[str, State] = field(default_factory=dict, compare=False, repr=False)

    @property
    def mission_closed(self) -> dt.date | None:
        """The day by which the sanctioned state's embassy there was closed for good, or None while it may be open."""
        embassies = [
            m
            for m in self.missions
            if m.side is Side.OF_TARGET and m.type == "embassy" and m.status != "unclear"
        ]
        steps = [a for a in self.actions if a.act in CLOSING and a.stage in DONE and a.first_day is not None]
        word: list[tuple[dt.date, bool]] = [
            (day, m.status in ("closed", "none")) for m in embassies if (day := _day(m)) is not None
        ]
        word += [(day, True) for a in steps if (day := _day(a)) is not None]
        word += [
            (day, False)
            for a in self.actions
            if a.act in OPENING and a.stage in DONE and (day := _day(a)) is not None
        ]
        if not word:
            return None
        day, closed = max(word)
        return day if closed else None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of the country's own file, in no order of rank."""
        return (
            *self.ties, *self.actions, *self.positions, *self.events, *self.figures, *self.missions, *self.reports,
            *self.vessels,
        )  # fmt: skip


def view_of(book: FactBook, code: str, *, as_of: dt.date, known_on: dt.date | None = None) -> View:
    """One country's facts out of a book that already stands at the two days."""
    ahead: list[Fact] = []

    def sayable(facts: Iterable[F]) -> tuple[F, ...]:
        """A row dated to a year may tell of its last months: what names a later time is not told yet."""
        held: list[F] = []
        for fact in facts:
            told = (fact.statement, *(voice.claim.statement for voice in fact.voices))
            (ahead if any(names_later(text, as_of) for text in told) else held).append(fact)
        return tuple(held)

    return View(
        code=code,
        name=book.places.name_of(code),
        as_of=as_of,
        known_on=known_on,
        ties=sayable(book.ties(code)),
        actions=sayable(book.actions(code)),
        positions=sayable(book.positions(code)),
        events=sayable(book.events(code)),
        figures=sayable(book.figures(code)),
        missions=sayable(book.missions(code)),
        reports=sayable(book.reports(code)),
        vessels=sayable(book.vessels(code)),
        sayings=sayable(book.sayings(code)),
        naming=sayable(book.naming(code)),
        blocs=book.places.blocs_of(code, as_of) if book.places.get(code) else (),
        hidden=book.hidden(code).plus(Hidden(later=sum(fact.country == code for fact in ahead))),
    )


def state_in(tie: Tie, view: View) -> State:
    """How a tie stood in its file: what hung on a mission is over once the mission is closed."""
    state = view._states.get(tie.key)
    if state is None:
        state = view._states[tie.key] = _with_mission(state_of(tie, view.as_of), tie, view)
    return state


def _with_mission(state: State, tie: Tie, view: View) -> State:
    if not state.open or tie.channel not in WITH_MISSION:
        return state
    closed = view.mission_closed
    if closed is None or (state.last is not None and state.last.first > closed):
        return state
    return State(word="before the mission closed", open=False, last=state.last)


def state_of(tie: Tie, as_of: dt.date) -> State:
    """Running, last seen then, ended, alleged, planned, denied: never more than the rows say."""
    last = _last_seen(tie, as_of)
    if not any(voice.says in AFFIRMING for voice in tie.voices):
        return State(word="answer only", open=False, last=last)
    if tie.standing is Standing.REFUTED:
        return State(word="found untrue", open=False, last=last)
    match tie.status:
        case TieStatus.NONE:
            return State(word="stated not to exist", open=False, last=last)
        case TieStatus.ENDED:
            over = tie.period is None or tie.period.end is None or tie.period.end.last <= as_of
            return State(word="ended" if over else "running", open=not over, last=last)
        case TieStatus.ALLEGED:
            return State(word="alleged", open=True, last=last)
        case TieStatus.PLANNED:
            return State(word="planned", open=True, last=last)
        case TieStatus.UNCLEAR:
            return State(word="unclear", open=False, last=last)
        case _:
            # "2017" as the time it was seen in does not say that it ran to the end of the year
            running = tie.period is not None and (
                tie.period.open_end
                or (
                    tie.period.end is not None
                    and tie.period.end.last >= as_of
                    and tie.period.start != tie.period.end
                )
            )
            return State(word="running when last seen" if running else "seen", open=True, last=last)


def _last_seen(tie: Tie, as_of: dt.date) -> PartialDate | None:
    if tie.period is None:
        return None
    if tie.period.end is not None:
        return tie.period.end if tie.period.end.first <= as_of else PartialDate.of(as_of)
    told = [v.claim.source.published_on for v in tie.voices] if tie.period.open_end else []
    known = [day for day in (*told, tie.period.start) if day is not None and day.first <= as_of]
    return max(known, key=lambda day: (day.last, day.text)) if known else None


def _day(fact: Fact) -> dt.date | None:
    return fact.last_day or fact.first_day


def newest_first(facts: Iterable[F]) -> list[F]:
    """By the latest day each can have begun, newest first; undated last; ties broken by id so that runs agree."""

    def rank(fact: F) -> tuple[int, str]:
        day = fact.last_day or fact.first_day
        return (-(day.toordinal() if day else 0), fact.key)

    return sorted(facts, key=rank)


def oldest_first(facts: Iterable[F]) -> list[F]:
    """By the first day, undated first."""
    return sorted(facts, key=lambda fact: (fact.first_day or fact.last_day or dt.date.min, fact.key))
