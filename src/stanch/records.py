"""The nouns that more than one room speaks of: sources, spans, quantities, claims.

Records are frozen; `dataclasses.replace` changes one. Records that only one room makes (a tie, a provision, a match) live in
that room.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stanch.dates import PartialDate, Period


class SourceClass(enum.StrEnum):
    """How near a source is to what it tells; the last class never carries a sentence alone without a mark."""

    OFFICIAL_TEXT = "official_text"  # the act, resolution or listing itself
    OFFICIAL_BODY = "official_body"  # a government or international body about its own doings
    EXPERT_REPORT = "expert_report"  # Panel of Experts, MSMT, research institutes with a method
    PRESS = "press"  # own reporting
    AGENCY_COPY = "agency_copy"  # another outlet's copy of an agency text
    BLOG = "blog"  # blogs, forums, scraper sites


class Stage(enum.StrEnum):
    """How far an action has come. Announced is not done; each higher stage needs its own evidence."""

    ANNOUNCED = "announced"
    LEGISLATED = "legislated"
    REPORTED_DONE = "reported_done"
    VERIFIED = "verified"
    REVERSED = "reversed"


class Standing(enum.StrEnum):
    """What the held claims together say of a fact."""

    CORROBORATED = "corroborated"
    SINGLE_SOURCE = "single_source"
    CONTESTED = "contested"
    REFUTED = "refuted"


class Modality(enum.StrEnum):
    """How firmly a document puts a claim; `UNCLEAR` until the text earns more."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    HEDGED = "hedged"
    FUTURE = "future"
    CONDITIONAL = "conditional"
    DENIED = "denied"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a claim was read.

    Independence is counted by `origin`: an agency text in two newspapers is one source.
    """

    key: str
    url: str
    publisher: str
    source_class: SourceClass
    original_publisher: str | None = None
    title: str = ""
    published_on: PartialDate | None = None
    checked_on: PartialDate | None = None

    @property
    def origin(self) -> str:
        """Who first published the words: the agency behind a copy, else the publisher."""
        return self.original_publisher or self.publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of characters in one archived document; ``text[start:end] == quote``."""

    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount as a range with its unit, and the words it was printed in.

    `low` and `high` are equal for a single figure; either is `None` where the source gives no bound. `basis` says what was
    counted and how (FOB, "2017 expected under the cap", nominal USD of which year).
    """

    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    printed: str = ""
    basis: str = ""

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a range cannot run from {self.low} down to {self.high}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source says, once: the atom that every fact and every sentence is made of."""

    kind: str  # tie, action, position, figure, event
    subject: str  # ISO2 code of the state whose file it belongs to, or a bloc or party
    channel: str  # closed vocabulary, data/vocab/channels.yml
    statement: str  # our own words
    source: Source
    locator: str = ""  # "¶33", "p. 4", "Annex II"
    counterparty: str = ""
    act: str = ""
    period: Period | None = None
    quantity: Quantity | None = None
    stage: Stage | None = None
    status: str = ""
    modality: Modality = Modality.ASSERTED
    said_by: str = ""
    relayed_from: str = ""
    span: Span | None = None
    marks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Hash of the content, so reading the same page twice adds nothing."""
        return content_id("claim", self)


_PLAIN = frozenset({str, int, float, bool, type(None)})


def content_id(kind: str, record: Any) -> str:
    """A short stable id made from everything a record says: equal content, equal id.

    Example: ``claim-3f0c9a…`` (20 hex digits of SHA-256 over canonical JSON).
    """
    return f"{kind}-{hashlib.sha256(canonical(record).encode()).hexdigest()[:20]}"


def canonical(record: Any) -> str:
    """Canonical JSON of a record: sorted keys, no spaces, the same text on every machine and run."""
    return json.dumps(plain(record), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    """A record as JSON-ready data: dataclasses to dicts, decimals and dates to text, sets sorted."""
    if type(value) in _PLAIN:  # most of what an answer is made of
        return value
    if isinstance(value, PartialDate):
        return value.text
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
