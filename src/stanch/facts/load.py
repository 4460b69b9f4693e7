"""Reading ``data/facts`` and ``data/sources``: every row checked, all errors of all files at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from stanch.errors import DataError, DataErrors, UsageError, raise_all
from stanch.facts.book import FactBook, Held
from stanch.facts.check import Frame, problems
from stanch.facts.countries import Countries, load_countries
from stanch.facts.model import Agreement, Vote
from stanch.facts.rows import (
    ActionRow,
    AgreementRow,
    ClaimRow,
    EventRow,
    FigureRow,
    JoinRow,
    MissionRow,
    PositionRow,
    ReportRow,
    SourceRow,
    TieRow,
    VesselRow,
    VoteRow,
)
from stanch.facts.vocab import VOTES, load_words
from stanch.files import did_you_mean, read_tsv
from stanch.records import Source

T = TypeVar("T")

# last word of a file's name: (kind of fact, shape of its rows)
TABLES: dict[str, tuple[str, type[ClaimRow]]] = {
    "ties": ("tie", TieRow),
    "actions": ("action", ActionRow),
    "positions": ("position", PositionRow),
    "events": ("event", EventRow),
    "figures": ("figure", FigureRow),
    "missions": ("mission", MissionRow),
    "reports": ("report", ReportRow),
    "vessels": ("vessel", VesselRow),
}
# tables of plain numbers, read by `load_votes` and `load_agreement` when somebody asks
ROLL_CALLS = ("votes", "agreement")
# tables that give slugs to rows of other tables
JOINS = "joins"


def load_book(data_dir: Path, *, extra: Sequence[Path] = ()) -> FactBook:
    """All held facts, as a `FactBook`.

    Args:
        data_dir: the data folder, with ``facts``, ``sources`` and ``vocab``.
        extra: more folders of the same make (``facts/*.tsv``, ``sources/*.tsv``): a desk's own rows, for its own copy only.

    Raises:
        DataErrors: rows that are wrong; all of them at once, each with file, line, column and what to do.
    """
    folders = (data_dir, *extra)
    errors: list[DataError] = []
    countries = load_countries(data_dir)
    sources = _sources(folders, errors)
    frame = Frame(
        words=load_words(data_dir),
        countries=countries,
        sources=sources,
        places=frozenset((*countries.by_code, *countries.blocs)),
    )
    held: list[Held] = []
    for path in _tables(folders, errors):
        kind, shape = TABLES[_table(path)]
        rows = _caught(lambda path=path, shape=shape: read_tsv(path, shape), errors)  # type: ignore[misc]
        held += _checked(path, kind, rows, frame, errors)
    raise_all(errors)
    held = _joined(held, folders, errors)
    raise_all(errors)
    return FactBook(held=held, sources=sources, countries=countries)


def frame_of(data_dir: Path, book: FactBook) -> Frame:
    """What rows from elsewhere (claims read in documents) are checked against: the same words, countries and days as our own."""
    places = book.places
    return Frame(
        words=load_words(data_dir),
        countries=places,
        sources=book.sources,
        places=frozenset((*places.by_code, *places.blocs)),
    )


def load_sources(data_dir: Path, *, extra: Sequence[Path] = ()) -> dict[str, Source]:
    """All sources by key."""
    errors: list[DataError] = []
    sources = _sources((data_dir, *extra), errors)
    raise_all(errors)
    return sources


def load_votes(data_dir: Path) -> tuple[Vote, ...]:
    """Roll calls of the General Assembly, by day and country."""
    sources, countries = load_sources(data_dir), load_countries(data_dir)
    path = data_dir / "facts" / "votes.tsv"
    errors: list[DataError] = []
    votes: list[Vote] = []
    for line, row in read_tsv(path, VoteRow):
        errors += _roll_errors(path, line, row.country, row.source, countries, sources)
        if row.vote not in VOTES:
            errors.append(DataError(path, line, "vote", f"'{row.vote}' is not one of: {', '.join(VOTES)}"))
            continue
        if row.source in sources:
            votes.append(
                Vote(
                    country=row.country,
                    on=row.when,
                    resolution=row.resolution,
                    vote=row.vote,
                    source=sources[row.source],
                )
            )
    raise_all(errors)
    return tuple(sorted(votes, key=lambda vote: (vote.on.text, vote.resolution, vote.country)))


def load_agreement(data_dir: Path) -> tuple[Agreement, ...]:
    """How often states voted as the sanctioned state did, by country and year."""
    sources, countries = load_sources(data_dir), load_countries(data_dir)
    path = data_dir / "facts" / "agreement.tsv"
    errors: list[DataError] = []
    held: list[Agreement] = []
    for line, row in read_tsv(path, AgreementRow):
        errors += _roll_errors(path, line, row.country, row.source, countries, sources)
        if row.source in sources:
            held.append(
                Agreement(
                    country=row.country,
                    year=row.year,
                    votes=row.votes,
                    same_share=row.same_share,
                    score=row.score,
                    source=sources[row.source],
                )
            )
    raise_all(errors)
    return tuple(sorted(held, key=lambda item: (item.country, item.year)))


def _roll_errors(
    path: Path, line: int, country: str, source: str, countries: Countries, sources: dict[str, Source]
) -> Iterator[DataError]:
    if countries.get(country) is None:
        yield DataError(path, line, "country", f"'{country}' is not in data/vocab/countries.tsv")
    if source not in sources:
        yield DataError(path, line, "source", f"'{source}' is in no table of data/sources")


def _sources(folders: Iterable[Path], errors: list[DataError]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for folder in folders:
        for path in sorted((folder / "sources").glob("*.tsv")):
            for line, row in _caught(lambda path=path: read_tsv(path, SourceRow), errors):  # type: ignore[misc]
                source = _source(row)
                if sources.setdefault(row.key, source) != source:
                    errors.append(
                        DataError(
                            path, line, "key", f"'{row.key}' stands for two sources; give one another key"
                        )
                    )
    return sources


def _source(row: SourceRow) -> Source:
    return Source(
        key=row.key,
        url=row.url,
        publisher=row.publisher,
        source_class=row.source_class,
        original_publisher=row.original_publisher or None,
        title=row.title or row.symbol,
        published_on=row.published_on,
        checked_on=row.checked_on,
    )


def _tables(folders: Iterable[Path], errors: list[DataError]) -> Iterator[Path]:
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"'{folder}' is no folder; name one that holds facts/ and sources/")
        for path in sorted((folder / "facts").glob("*.tsv")):
            if _table(path) in TABLES:
                yield path
            elif _table(path) not in (*ROLL_CALLS, JOINS):
                close = did_you_mean(_table(path), TABLES)
                errors.append(
                    DataError(
                        path,
                        None,
                        "",
                        f"the last word of the name must be one of: {', '.join(TABLES)}{close}",
                    )
                )


def _table(path: Path) -> str:
    return path.stem.rpartition("_")[2]


def _caught(read: Callable[[], list[tuple[int, T]]], errors: list[DataError]) -> list[tuple[int, T]]:
    """The rows, or none where the file is broken: its errors join the others, so that all are shown at once."""
    try:
        return read()
    except DataErrors as many:
        errors.extend(many.errors)
    except DataError as one:
        errors.append(one)
    return []


def _joined(held: Sequence[Held], folders: Iterable[Path], errors: list[DataError]) -> list[Held]:
    """The rows, with the slugs that the tables of joins give them. A join must find exactly one row."""
    joined = list(held)
    places: dict[tuple[str, ...], list[int]] = {}
    for index, item in enumerate(held):
        places.setdefault(_place(item), []).append(index)
    for path in (path for folder in folders for path in sorted((folder / "facts").glob("*joins.tsv"))):
        for line, join in _caught(lambda path=path: read_tsv(path, JoinRow), errors):  # type: ignore[misc]
            place = (join.kind, join.country, join.channel, join.when, join.source, join.at)
            match places.get(place, []):
                case [index] if joined[index].row.fact in ("", join.fact):
                    row = joined[index].row.model_copy(update={"fact": join.fact})
                    joined[index] = replace(joined[index], row=row)
                case [index]:
                    errors.append(
                        DataError(
                            path, line, "fact", f"the row has the slug '{joined[index].row.fact}' already"
                        )
                    )
                case found:
                    errors.append(
                        DataError(
                            path,
                            line,
                            "",
                            f"{len(found) or 'no'} rows have this kind, country, channel, when, source and at; a join names one row",
                        )
                    )
    return joined


def _place(item: Held) -> tuple[str, ...]:
    row = item.row
    return (item.kind, row.country, row.channel, str(row.when or ""), row.source, row.at)


def _checked(
    path: Path, kind: str, rows: Iterable[tuple[int, ClaimRow]], frame: Frame, errors: list[DataError]
) -> Iterator[Held]:
    for line, row in rows:
        wrong = [DataError(path, line, column, message) for column, message in problems(row, frame)]
        errors.extend(wrong)
        if not wrong:
            yield Held(kind=kind, row=row, path=path, line=line)
