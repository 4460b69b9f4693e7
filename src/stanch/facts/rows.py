"""The shapes of our own tables: one row is what one source says once. `docs/facts-format.md` explains each column."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator

from stanch.dates import Period, parse_period
from stanch.facts.model import Effect, Ref, Says, Side, Stance, TieStatus
from stanch.files import DateField, OptionalDateField, StrictModel, WordsField
from stanch.records import Modality, SourceClass, Span, Stage

# A quotation is for the words that matter; a longer one is a copy.
MAX_QUOTE_WORDS = 25


def _as_amount(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"'{value}' is no number; write digits and a point only, 1500000 or 0.05") from None
    if not amount.is_finite():
        raise ValueError(f"'{value}' is no finite number")
    return amount


def ref_of(text: str) -> Ref:
    """Read ``2270`` or ``2270:21``."""
    resolution, _, paragraph = text.strip().partition(":")
    if not resolution.isdecimal():
        raise ValueError(f"'{text}' is no resolution; write 2270 or 2270:21 (resolution, colon, paragraph)")
    return Ref(resolution=resolution, paragraph=paragraph)


def _as_refs(value: object) -> object:
    if isinstance(value, str):
        return tuple(ref_of(part) for part in value.split(";") if part.strip())
    return value


def _as_ref(value: object) -> object:
    return ref_of(value) if isinstance(value, str) else value


@lru_cache(maxsize=65536)
def _period(text: str) -> Period | None:
    return parse_period(text)


def _as_when(value: object) -> object:
    # many rows share few dates: reading each once makes loading a third faster
    return _period(value) if isinstance(value, str) else value


When = Annotated[Period | None, BeforeValidator(_as_when)]
Amount = Annotated[Decimal | None, BeforeValidator(_as_amount)]
Refs = Annotated[tuple[Ref, ...], BeforeValidator(_as_refs)]
OneRef = Annotated[Ref, BeforeValidator(_as_ref)]


class SourceRow(StrictModel):
    """A source as the tables of sources hold it."""

    key: str
    url: str
    publisher: str
    source_class: SourceClass
    original_publisher: str = ""
    title: str = ""
    published_on: OptionalDateField = None
    checked_on: OptionalDateField = None
    symbol: str = ""


class ClaimRow(StrictModel):
    """The columns that every table of facts has."""

    country: str
    what: str
    source: str
    fact: str = ""
    channel: str = ""
    when: When = None
    says: Says = Says.AFFIRMS
    said_by: str = ""
    relayed_from: str = ""
    modality: Modality = Modality.ASSERTED
    others: WordsField = ()
    parties: WordsField = ()
    at: str = ""
    quote: str = ""
    marks: WordsField = ()
    note: str = ""
    conditions: WordsField = ()
    exceptions: WordsField = ()
    span: Span | None = None  # never in a table: only claims read from documents have one

    @model_validator(mode="after")
    def _short_quote(self) -> Self:
        if len(self.quote.split()) > MAX_QUOTE_WORDS:
            raise ValueError(f"quote: has more than {MAX_QUOTE_WORDS} words; keep the words that matter")
        return self


class JoinRow(StrictModel):
    """Gives a slug to one row of another table, so that tables written apart can speak of one fact."""

    kind: str
    country: str
    channel: str = ""
    when: str = ""
    source: str
    at: str = ""
    fact: str


class AmountRow(ClaimRow):
    """A row that may carry an amount."""

    low: Amount = None
    high: Amount = None
    unit: str = ""
    basis: str = ""
    printed: str = ""

    @model_validator(mode="after")
    def _whole_amount(self) -> Self:
        has_amount = self.low is not None or self.high is not None
        if has_amount and not self.unit:
            raise ValueError("unit: is missing beside an amount; add one of data/vocab/units.yml")
        if self.unit and not has_amount:
            raise ValueError(f"low: a unit ('{self.unit}') stands without an amount")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low: {self.low} is more than high, {self.high}")
        return self


class TieRow(AmountRow):
    """ties.tsv"""

    channel: str
    status: TieStatus
    act: str = ""
    bears_on: Refs = ()
    place: str = ""


class ActionRow(AmountRow):
    """actions.tsv"""

    channel: str
    act: str
    stage: Stage
    effect: Effect = Effect.PRESSURE
    implements: Refs = ()
    condition: str = ""


class PositionRow(ClaimRow):
    """positions.tsv"""

    issue: str
    stance: Stance


class SayingRow(ClaimRow):
    """What a document says that is no tie, no step taken and no stance on a known issue; there is no table of these."""

    of: str  # tie, action, position: what kind of claim it was
    act: str


class EventRow(ClaimRow):
    """events.tsv"""

    country: str = ""
    event: str


class FigureRow(AmountRow):
    """figures.tsv"""

    measure: str
    series: str = ""
    goods: str = ""


class MissionRow(ClaimRow):
    """missions.tsv"""

    what: str = ""
    side: Side
    type: str
    status: str
    city: str = ""


class ReportRow(ClaimRow):
    """reports.tsv"""

    what: str = ""
    resolution: OneRef
    status: str
    symbol: str = ""


class VesselRow(ClaimRow):
    """vessels.tsv"""

    country: str = "KP"
    what: str = ""
    name: str
    imo: str = ""
    former: WordsField = ()
    flag: str = ""
    owner: str = ""
    listed_on: OptionalDateField = None
    delisted_on: OptionalDateField = None
    measure: str = ""
    resolution: str = ""


class VoteRow(StrictModel):
    """votes.tsv"""

    country: str
    when: DateField
    resolution: str
    vote: str
    source: str


class AgreementRow(StrictModel):
    """agreement.tsv"""

    country: str
    year: int
    votes: int
    same_share: Decimal
    score: Decimal
    source: str
