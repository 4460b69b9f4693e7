"""The law as records: regime, instrument, provision, version, and the clauses that let something through.

The records are also the shape of the YAML files under ``data/regimes``: what a lawyer writes is checked field by field against
them. `docs/rulebook-format.md` explains each key with examples.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from stanch.rulebook.fieldtypes import STRICT, Amount, Codes, Day, LastDay, Words
from stanch.rulebook.parse import as_conditions

OPEN = dt.date.max  # the last day of a wording that has no end yet; "open" in the files


class Effect(enum.StrEnum):
    """What a provision does to an activity that it reaches."""

    PROHIBIT = "prohibit"  # forbidden
    PERMIT = "permit"  # needs an authorisation in advance
    NOTIFY = "notify"  # may go ahead with a notification
    DUTY = "duty"  # only duties follow (inspect, report, vigilance ...); no verdict
    EXPOSE = "expose"  # the doer may or must be designated (US exposure axis)
    LIFT = "lift"  # takes other provisions off the activity
    FRAME = "frame"  # committees, panels, definitions: nothing follows for an activity


class Force(enum.StrEnum):
    """The operative verb of the paragraph; only the first three bind."""

    DECIDES = "decides"
    ENACTS = "enacts"  # statutes, regulations, orders in force
    REQUIRES = "requires"
    CLARIFIES = "clarifies"  # inherits the force of what it clarifies
    AFFIRMS = "affirms"  # inherits likewise
    CALLS_UPON = "calls_upon"
    REQUESTS = "requests"
    UNDERSCORES = "underscores"
    RECALLS = "recalls"
    EXPRESSES = "expresses"
    ALLOWS = "allows"


BINDING = frozenset({Force.DECIDES, Force.ENACTS, Force.REQUIRES})
INHERITS = frozenset({Force.CLARIFIES, Force.AFFIRMS})


class Grade(enum.StrEnum):
    """How far a person has checked a provision against its text."""

    V1 = "V1"  # paragraph and substance read in the full text
    V2 = "V2"  # substance read in a source, paragraph or a detail not
    M = "M"  # from memory


class Direction(enum.StrEnum):
    """Which way goods must move for a provision to reach them."""

    FROM_TARGET = "from_target"
    TO_TARGET = "to_target"
    EITHER = "either"
    NONE = "none"  # the act itself makes the tie (a work permit, a joint venture, a port call)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One named predicate with its arguments; `silent` overrides what silence about the fact means."""

    name: str
    args: Any = True
    silent: Literal["no", "unknown"] | None = None
    parts: tuple[Condition, ...] = ()


Conditions = Annotated[tuple[Condition, ...], BeforeValidator(as_conditions)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """One kind of goods in a provision: a lexicon item, HS prefixes, or both."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    item: str
    hs: Codes = ()
    part_of_hs: Codes = ()  # "ex" codes: the heading holds other goods too, so the item must be known
    except_hs: Codes = ()
    hs_basis: Literal["text", "annex", "national", "panel", "project", "none"] = "none"
    hs_edition: int | None = None
    when: Conditions = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """Not forbidden, by force of the text, when its conditions are established."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    key: str
    text: str
    when: Conditions
    owed: Conditions = ()  # duties that come later; fail only when known to be neglected
    outcome: Literal["exempt", "notify", "needs_permission", "not_covered"] = "exempt"
    para: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derogation:
    """What an authority may allow: who, on what ground, and what to ask for."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    key: str
    authority: str
    ask: str
    granted: Conditions
    when: Conditions = ()
    para: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One ceiling of a cap, and the fact that says how much of it is used (this transaction included)."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    unit: str
    used: str
    quantity: Amount | None = None
    quantity_fact: str = ""  # where the ceiling itself is a fact (a State's own earlier volume)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """Allowed up to an amount: whose aggregate, over which window, on which conditions."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    key: str
    text: str
    limits: tuple[Limit, ...]
    aggregate: Literal["all_states", "per_state", "per_holder"]
    window_from: Day | None = None
    window_until: LastDay | None = None
    window: str = ""
    combine: Literal["lower_of", "either"] = "lower_of"
    stop_at: Amount | None = None  # share of the ceiling at which supply must stop
    when: Conditions = ()
    owed: Conditions = ()
    basis: str = ""
    para: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindDown:
    """Performance of older contracts until a last day, inclusive."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    key: str
    text: str
    last_day: Day
    contract_before: Day | None = None
    notify_by: Day | None = None
    items: Words = ()  # only these goods items, when not all
    when: Conditions = ()
    owed: Conditions = ()
    outcome: Literal["exempt", "notify"] = "notify"
    para: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that must (or, in a hortatory paragraph, should) be done."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: str
    text: str
    who: str = ""
    by: Day | None = None
    when: Conditions = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """What a lifting provision takes off: measures or provisions of the same authority."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    measures: Words = ()
    provisions: Words = ()
    everything: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to read a text that is not settled, and what follows from it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    text: str
    outcome: Literal["as_written", "prohibited", "capped", "not_covered", "exempt", "notify"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An open question of interpretation; where its options differ the answer is `unknown`, with all of them."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    key: str
    question: str
    when: Conditions
    options: tuple[Option, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The wording of a provision between two days, both inclusive."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    applies_from: Day
    applies_until: LastDay
    force: Force
    effect: Effect
    binds: Words
    acts: Words = ()
    direction: Direction = Direction.NONE
    origin: Literal["whatever_origin", "target_origin"] = "whatever_origin"
    goods: tuple[Goods, ...] = ()
    when: Conditions = ()
    exposure: Literal["mandatory", "discretionary"] | None = None
    lifts: Lift | None = None
    exemptions: tuple[Exemption, ...] = ()
    derogations: tuple[Derogation, ...] = ()
    caps: tuple[Cap, ...] = ()
    wind_downs: tuple[WindDown, ...] = ()
    duties: tuple[Duty, ...] = ()
    readings: tuple[Reading, ...] = ()
    enacted_on: Day | None = None  # when a later act brought this wording in; absent: with the instrument
    note: str = ""

    def covers(self, day: dt.date) -> bool:
        """True when this wording is in force on the day."""
        return self.applies_from <= day <= self.applies_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One paragraph of an instrument, as the law numbers it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    para: str
    title: str
    summary: str
    channels: Words
    measure: str
    verified: Grade
    versions: tuple[Version, ...]
    locator: str = ""
    replaces: Words = ()
    extends: Words = ()
    clarifies: Words = ()
    see: Words = ()
    deadlines: tuple[Duty, ...] = ()  # what each State owes by a day, whatever the activity
    source: str = ""
    note: str = ""
    instrument: Annotated[str, Field(exclude=True)] = ""  # filled in by the loader

    @property
    def key(self) -> str:
        """The name everything refers to, "unsc:2371:8"."""
        return f"{self.instrument}:{self.para}"

    def version_on(self, day: dt.date) -> Version | None:
        """The wording in force on a day, or None."""
        return next((version for version in self.versions if version.covers(day)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSource:
    """Where the official wording stands and where it was read."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    url: str
    read_in: str = ""
    checked_on: Day | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One act of one authority: a resolution, regulation, statute or order."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    instrument: str
    regime: str
    authority: str
    title: str
    adopted_on: Day
    text: TextSource
    provisions: tuple[Provision, ...]
    published_on: Day | None = None
    status: Literal["in_force", "draft", "repealed"] = "in_force"
    symbol: str = ""
    legal_basis: str = ""
    hs_edition: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A named place in the target's territory that activities mention."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: str
    words: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A layer of law within the regime."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    key: str
    name: str
    binds: str
    members: Words = ()  # ISO codes, with the period of membership where it ended or began; empty for all States
    reach: Literal["everyone", "members"] = (
        "everyone"  # members: nothing applies without a tie to one of them
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBy:
    """Which provision put the names of a day on a list."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    list: str
    on: Day
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeFile:
    """``regime.yml``: what a regime is about."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    regime: str
    name: str
    target: str
    authorities: tuple[Authority, ...]
    places: tuple[Place, ...] = ()
    lists: Words = ()
    listings: tuple[ListedBy, ...] = ()
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regime:
    """All rules on one target, loaded and checked."""

    key: str
    name: str
    target: str
    authorities: tuple[Authority, ...]
    places: tuple[Place, ...]
    listings: tuple[ListedBy, ...]
    instruments: tuple[Instrument, ...]
    summary: str = ""
    lists: tuple[str, ...] = ()
    provisions: Mapping[str, Provision] = field(default_factory=dict)
    instrument_of: Mapping[str, Instrument] = field(default_factory=dict)

    def provision(self, key: str) -> Provision | None:
        """A provision by its key, or None."""
        return self.provisions.get(key)
