"""The records of this room: what we hold about states, each made of claims that name their sources.

A claim is what one source says once; a fact is what the held claims say together. `standing` tells how well it stands.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from decimal import Decimal

from stanch.dates import PartialDate, Period
from stanch.records import Claim, Quantity, Source, Stage, Standing, content_id


class Says(enum.StrEnum):
    """What a claim does to the fact that it speaks of."""

    AFFIRMS = "affirms"
    EXPLAINS = "explains"  # admits it, with a reason
    DENIES = "denies"
    DOUBTS = "doubts"
    REFUTES = "refutes"  # a court or an inquiry with a method found it untrue
    NO_COMMENT = "no_comment"  # asked, and said nothing of substance
    NO_REPLY = "no_reply"  # asked, and did not answer


class TieStatus(enum.StrEnum):
    """How a tie stood in its period."""

    ACTIVE = "active"
    ENDED = "ended"
    ALLEGED = "alleged"
    PLANNED = "planned"
    NONE = "none"  # looked for, and stated not to exist
    UNCLEAR = "unclear"


class Effect(enum.StrEnum):
    """Which way an action pushes."""

    PRESSURE = "pressure"
    RELIEF = "relief"
    CONTRARY = "contrary"  # against what a paragraph asks
    NEUTRAL = "neutral"


class Stance(enum.StrEnum):
    """A state's stance towards an issue as the vocabulary words it."""

    SUPPORTS = "supports"
    CONDITIONAL = "conditional"
    NEUTRAL = "neutral"
    NOT_YET = "not_yet"
    OPPOSES = "opposes"


class Side(enum.StrEnum):
    """Whose mission it is."""

    OF_TARGET = "of_target"  # the sanctioned state's mission in the country
    IN_TARGET = "in_target"  # the country's mission in the sanctioned state


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A resolution, or one paragraph of it: ``2270`` or ``2270:21``; `id` is the rulebook's name for it."""

    resolution: str
    paragraph: str = ""

    @property
    def id(self) -> str:
        """The provision as the rulebook names it, ``unsc:2270:21``."""
        return ":".join(part for part in ("unsc", self.resolution, self.paragraph) if part)

    def __str__(self) -> str:
        return f"{self.resolution} ¶{self.paragraph}" if self.paragraph else self.resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One claim within a fact, and what it does to it."""

    claim: Claim
    says: Says
    quote: str = ""
    note: str = ""
    conditions: tuple[str, ...] = ()  # in the source's words: what it hangs on
    exceptions: tuple[str, ...] = ()  # what it does not cover

    @property
    def origin(self) -> str:
        """Whose words these are in the end: the body relayed, else the agency or publisher."""
        return self.claim.relayed_from or self.claim.source.origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every kind of fact has: its matter, its time, and the voices that carry or dispute it.

    Inheritance is used here because nine records share these fields and every accessor, filter and page reads them alike.
    """

    key: str  # the editor's slug, or one made from the content
    country: str
    channel: str
    statement: str
    period: Period | None
    standing: Standing
    why: str  # the reason for the standing
    voices: tuple[Voice, ...]  # the leading claim first
    others: tuple[str, ...] = ()  # other states, ISO2
    parties: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Hash of the content."""
        return content_id(type(self).__name__.lower(), self)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims alone, the leading one first."""
        return tuple(voice.claim for voice in self.voices)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources, each once, in the order of the claims."""
        return tuple(dict.fromkeys(voice.claim.source for voice in self.voices))

    @property
    def replies(self) -> tuple[Voice, ...]:
        """The voices that do not simply affirm: denials, doubts, reasons, silences."""
        return tuple(voice for voice in self.voices if voice.says is not Says.AFFIRMS)

    @property
    def first_day(self) -> dt.date | None:
        """The earliest day it can have begun."""
        return self.period.start.first if self.period and self.period.start else None

    @property
    def last_day(self) -> dt.date | None:
        """The latest day it can have ended; None when unknown or still running."""
        return self.period.end.last if self.period and self.period.end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(Fact):
    """Something that runs, or is said to run, between a state and the sanctioned state."""

    status: TieStatus
    act: str = ""  # data/vocab/acts.yml
    bears_on: tuple[Ref, ...] = ()
    quantity: Quantity | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Fact):
    """What a state did, promised, refused or undid."""

    act: str  # data/vocab/steps.yml
    stage: Stage
    effect: Effect = Effect.PRESSURE
    implements: tuple[Ref, ...] = ()
    condition: str = ""
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Fact):
    """What a state says on an issue."""

    issue: str  # data/vocab/issues.yml
    stance: Stance
    speaker: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying(Fact):
    """What a document says that is no tie, no step taken and no stance on a known issue: shown in its own words, counted nowhere."""

    of: str  # tie, action, position: what kind of claim it was
    act: str
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    """Something in the wider story that states' doings are read against."""

    event: str  # data/vocab/events.yml


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Fact):
    """A number of a series: trade of a year, heads on a day, an estimate."""

    measure: str  # data/vocab/figures.yml
    quantity: Quantity
    series: str = ""
    goods: str = ""

    @property
    def value(self) -> Decimal | None:
        """The one number, where the source gives one; None for a range or an open bound."""
        low, high = self.quantity.low, self.quantity.high
        return low if low == high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission(Fact):
    """An embassy or other mission, and how it stood."""

    side: Side
    type: str
    status: str  # open, closed, suspended, none
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Fact):
    """A national report to the Council or its committee, made or not made."""

    resolution: Ref
    status: str  # submitted, not_submitted, announced
    symbol: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vessel(Fact):
    """A ship on the UN lists."""

    name: str
    imo: str
    former: tuple[str, ...] = ()
    flag: str = ""
    owner: str = ""
    listed_on: PartialDate | None = None
    delisted_on: PartialDate | None = None
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """How a state voted on one resolution of the General Assembly."""

    country: str
    on: PartialDate
    resolution: str
    vote: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often a state voted as the sanctioned state did, in one year of the General Assembly."""

    country: str
    year: int
    votes: int
    same_share: Decimal
    score: Decimal  # 1 for the same vote, 0.5 where one of the two abstains, averaged
    source: Source
