"""What a row must satisfy beyond its columns: known words, known source, sane dates, a sound IMO number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stanch.facts.countries import Countries
from stanch.facts.model import Ref
from stanch.facts.rows import (
    ActionRow,
    AmountRow,
    ClaimRow,
    EventRow,
    FigureRow,
    MissionRow,
    PositionRow,
    ReportRow,
    TieRow,
    VesselRow,
)
from stanch.facts.vocab import MISSION_STATUSES, MISSION_TYPES, REPORT_STATUSES, Vocabulary, Words
from stanch.files import did_you_mean
from stanch.records import Source

ONE_DAY = dt.timedelta(days=1)
# (column, what is wrong and what to do)
Problem = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """All that rows are checked against."""

    words: Words
    countries: Countries
    sources: Mapping[str, Source]
    places: frozenset[str]  # ISO2 codes and bloc keys


def problems(row: ClaimRow, frame: Frame) -> Iterator[Problem]:
    """Everything that is wrong with a row, as (column, message)."""
    yield from _common(row, frame)
    if isinstance(row, AmountRow) and row.unit and row.unit not in frame.words.units:
        yield _unknown("unit", row.unit, frame.words.units)
    match row:
        case TieRow():
            yield from _tie(row, frame)
        case ActionRow():
            yield from _action(row, frame)
        case PositionRow():
            yield from _word("issue", row.issue, frame.words.issues)
        case EventRow():
            yield from _word("event", row.event, frame.words.events)
        case FigureRow():
            yield from _figure(row, frame)
        case MissionRow():
            yield from _choice("type", row.type, MISSION_TYPES)
            yield from _choice("status", row.status, MISSION_STATUSES)
        case ReportRow():
            yield from _choice("status", row.status, REPORT_STATUSES)
            yield from _resolution("resolution", row.resolution, frame)
        case VesselRow():
            yield from _vessel(row, frame)
        case _:
            pass


def _common(row: ClaimRow, frame: Frame) -> Iterator[Problem]:
    if row.source not in frame.sources:
        yield (
            "source",
            f"'{row.source}' is in no table of data/sources{did_you_mean(row.source, frame.sources)}; add the source there",
        )
    if row.channel:
        yield from _word("channel", row.channel, frame.words.channels)
    for column, code in (("country", row.country), *(("others", code) for code in row.others)):
        if code and code not in frame.places:
            yield (
                column,
                f"'{code}' is no ISO 3166 alpha-2 code or bloc{did_you_mean(code, frame.places)}; see data/vocab/countries.tsv",
            )
    for mark in row.marks:
        yield from _word("marks", mark, frame.words.marks)
    published = frame.sources[row.source].published_on if row.source in frame.sources else None
    start = row.when.start if row.when else None
    # a day of grace: in Pyongyang it is already tomorrow when it happens in New York
    if published and start and start.first > published.last + ONE_DAY and not _looks_ahead(row):
        yield (
            "when",
            f"{start} is after the source was published ({published}); correct one, or say modality 'future'",
        )


def _looks_ahead(row: ClaimRow) -> bool:
    return row.modality in ("future", "conditional", "hedged") or "expected" in row.marks


def _tie(row: TieRow, frame: Frame) -> Iterator[Problem]:
    if row.act:
        yield from _word("act", row.act, frame.words.acts)
    for ref in row.bears_on:
        yield from _resolution("bears_on", ref, frame)


def _action(row: ActionRow, frame: Frame) -> Iterator[Problem]:
    yield from _word("act", row.act, frame.words.steps)
    last = row.when.end.last if row.when and row.when.end else None
    for ref in row.implements:
        yield from _resolution("implements", ref, frame)
        adopted = frame.words.adopted.get(ref.resolution)
        if adopted and last and last < adopted.first:
            yield (
                "implements",
                f"{ref} was adopted on {adopted}, after the action ({row.when}); an action cannot implement what came later",
            )


def _figure(row: FigureRow, frame: Frame) -> Iterator[Problem]:
    yield from _word("measure", row.measure, frame.words.figures)
    if row.low is None and row.high is None:
        yield ("low", "a figure needs an amount: give low, high or both")


def _vessel(row: VesselRow, frame: Frame) -> Iterator[Problem]:
    if row.imo and not sound_imo(row.imo):
        yield ("imo", f"'{row.imo}' is no IMO number: seven digits, the last a check digit; look it up again")
    if row.listed_on and row.delisted_on and row.delisted_on.last < row.listed_on.first:
        yield ("delisted_on", f"{row.delisted_on} is before the listing, {row.listed_on}")
    if row.flag and row.flag not in frame.places:
        yield ("flag", f"'{row.flag}' is no ISO 3166 alpha-2 code")


def sound_imo(text: str) -> bool:
    """True when seven digits carry the right check digit (each of the first six times 7 … 2, the sum's last digit)."""
    if len(text) != 7 or not (text.isascii() and text.isdecimal()):
        return False
    return sum(int(digit) * weight for digit, weight in zip(text, range(7, 1, -1), strict=False)) % 10 == int(
        text[6]
    )


def _word(column: str, word: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    if word not in vocabulary:
        yield _unknown(column, word, vocabulary)


def _unknown(column: str, word: str, vocabulary: Vocabulary) -> Problem:
    return (
        column,
        f"'{word}' is not in {vocabulary.file}{did_you_mean(word, vocabulary.words)}",
    )


def _choice(column: str, word: str, choices: Sequence[str]) -> Iterator[Problem]:
    if word not in choices:
        yield (column, f"'{word}' is not one of: {', '.join(choices)}")


def _resolution(column: str, ref: Ref, frame: Frame) -> Iterator[Problem]:
    if ref.resolution not in frame.words.adopted:
        yield (
            column,
            f"'{ref.resolution}' is not in data/vocab/resolutions.tsv; add it with its day of adoption",
        )
