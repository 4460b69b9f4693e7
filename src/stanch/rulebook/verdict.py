"""The answer as records: verdicts, findings, layers, and why."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from stanch.rulebook.activity import Activity
from stanch.rulebook.model import Force, Grade


class Verdict(enum.StrEnum):
    """What may happen, from the strictest to the freest."""

    PROHIBITED = "prohibited"
    UNKNOWN = "unknown"
    NEEDS_PERMISSION = "needs_permission"
    NOTIFY = "notify"
    CAPPED = "capped"
    EXEMPT = "exempt"
    NOT_COVERED = "not_covered"


STRICTNESS = {verdict: len(Verdict) - number for number, verdict in enumerate(Verdict)}


class Exposure(enum.StrEnum):
    """The other axis: may or must the doer be designated?"""

    MANDATORY = "sanctionable_mandatory"
    DISCRETIONARY = "sanctionable_discretionary"


class Bite(enum.StrEnum):
    """Whether a provision reaches an activity."""

    BITES = "bites"
    UNKNOWN = "unknown"
    DOES_NOT = "does_not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way through a provision: what kind, whether it is open, and what is still needed."""

    kind: str  # exemption, derogation, cap, wind_down, lift
    key: str
    para: str
    text: str
    open: bool | None
    outcome: Verdict
    why: str
    needs: tuple[str, ...] = ()  # what would open it, in words
    missing: tuple[str, ...] = ()
    closed: bool = False  # nothing that anybody could still say or obtain would open it
    owed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDue:
    """A duty that follows from a provision that was reached; hortatory ones say "should"."""

    provision: str
    kind: str
    text: str
    who: str
    by: dt.date | None
    binding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One provision weighed against one activity on one day."""

    provision: str
    title: str
    authority: str
    measure: str
    force: Force
    binding: bool
    grade: Grade
    bite: Bite
    verdict: Verdict
    why: tuple[str, ...]
    paragraphs: tuple[str, ...] = ()
    exposure: Exposure | None = None
    ways: tuple[Way, ...] = ()
    duties: tuple[DutyDue, ...] = ()
    missing: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lawful:
    """What would make it lawful under one provision that stands against it."""

    provision: str
    way: str
    text: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The answer of one authority."""

    authority: str
    verdict: Verdict
    exposure: Exposure | None
    paragraphs: tuple[str, ...]
    findings: tuple[Finding, ...]  # every provision that was reached or may be, strictest first
    duties: tuple[DutyDue, ...]
    missing: tuple[str, ...]
    would_be_lawful: tuple[Lawful, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the law of a regime says to one activity on one day, one layer for each authority."""

    activity: Activity
    regime: str
    as_of: dt.date
    known_on: dt.date | None
    verdict: Verdict
    layers: tuple[Layer, ...]

    def layer(self, authority: str) -> Layer:
        """The layer of an authority; `KeyError` when it was not asked."""
        for layer in self.layers:
            if layer.authority == authority:
                return layer
        raise KeyError(authority)
