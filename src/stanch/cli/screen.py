"""`stanch screen`: is this party listed, on which list, since when, and what follows?"""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli.output import show_json

if TYPE_CHECKING:
    from stanch.screening.model import Answer, Party

_TABLES = (".csv", ".tsv", ".parquet", ".jsonl", ".ndjson", ".xml")
_MARKS = {"hit": "HIT", "review": "REVIEW", "clear": "CLEAR"}


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME | FILE")
@click.option(
    "--dob",
    multiple=True,
    metavar="DATE",
    help="Date of birth: 1940, 1940-02 or 1940-02-13; may be repeated.",
)
@click.option(
    "--country", multiple=True, metavar="CODE", help="Nationality, seat or flag, ISO 3166; may be repeated."
)
@click.option("--gender", type=click.Choice(["male", "female"]), default=None, help="Gender of a person.")
@click.option(
    "--kind",
    type=click.Choice(["person", "organisation", "vessel", "aircraft"]),
    default=None,
    help="What the party is.",
)
@click.option(
    "--id",
    "ids",
    multiple=True,
    metavar="KIND:VALUE",
    help="An identifier: imo:8606173, passport:381310014@KP, crypto:…",
)
@click.option(
    "--owner",
    "owners",
    multiple=True,
    metavar="ID=SHARE",
    help="A listed owner and its share: un-KPe.020=30.",
)
@click.option("--ref", default="", help="Your own number for the party.")
@click.option("--on", "day", default="", metavar="DAY", help="As of this day; today when not given.")
@click.option(
    "--list",
    "lists",
    multiple=True,
    metavar="LIST[@N]",
    help="Only these lists; @N is the number of a version.",
)
@click.option("--threshold", type=float, default=None, help="Score from which a match is looked at.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="For files: where the answers go."
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="OURS=THEIRS",
    help="For files: which column is what: name=Kunde.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "processes", "spark"]),
    default="local",
    help="For files: how to run.",
)
@click.option("--no-record", is_flag=True, help="Do not write the answer to the log.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    names: tuple[str, ...],
    dob: tuple[str, ...],
    country: tuple[str, ...],
    gender: str | None,
    kind: str | None,
    ids: tuple[str, ...],
    owners: tuple[str, ...],
    ref: str,
    day: str,
    lists: tuple[str, ...],
    threshold: float | None,
    output: Path | None,
    mapping: tuple[str, ...],
    engine: str,
    no_record: bool,
    as_json: bool,
) -> None:
    """Screen a name, or a file of parties (CSV, TSV, Parquet, JSON lines, ISO 20022 pacs.008 and pain.001)."""
    if len(names) == 1 and Path(names[0]).suffix.casefold() in _TABLES and Path(names[0]).is_file():
        from stanch.screening.batch import Job

        _file(
            Job(
                source=Path(names[0]),
                target=output,
                mapping=tuple(mapping),
                on=_day(day),
                lists=tuple(lists),
                threshold=threshold,
                engine=engine,  # type: ignore[arg-type]  # click lets only these through
                record=not no_record,
            ),
            as_json,
        )
        return
    party = _party(names, dob, country, gender or "", kind or "unknown", ids, ref)
    answer = _answer(party, _day(day), lists, threshold, owners, record=not no_record)
    _show(answer, as_json)
    raise SystemExit(0 if answer.decision.value == "clear" else 1)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _day(text: str) -> dt.date:
    from stanch.dates import parse_day
    from stanch.errors import UsageError

    if not text:
        return _now().date()
    try:
        return parse_day(text)
    except ValueError as error:
        raise UsageError(f"--on: {error}") from error


def _party(
    names: tuple[str, ...],
    dob: tuple[str, ...],
    country: tuple[str, ...],
    gender: str,
    kind: str,
    ids: tuple[str, ...],
    ref: str,
) -> Party:
    from stanch.screening.asking import party_of

    return party_of(
        names=names, dobs=dob, countries=country, gender=gender, kind=kind, identifiers=ids, ref=ref
    )


def _answer(
    party: Party,
    on: dt.date,
    lists: tuple[str, ...],
    threshold: float | None,
    owners: tuple[str, ...],
    *,
    record: bool,
) -> Answer:
    from stanch.screening.asking import owners_asked
    from stanch.screening.audit import record as record_answers
    from stanch.screening.desk import open_desk
    from stanch.screening.screen import screen
    from stanch.settings import settings_from

    with ExitStack() as stack:
        desk = stack.enter_context(open_desk(settings_from(), on=on, lists=lists, threshold=threshold))
        answer = screen(desk.engine, party, dismissed=desk.dismissed(_now()), asked=owners_asked(owners))
        if record:
            record_answers(desk.database, [answer], at=_now())
    return answer


def _show(answer: Answer, as_json: bool) -> None:
    from stanch.screening.body import data_of

    if as_json:
        show_json(data_of(answer))
        return
    click.echo(
        f"{_MARKS[answer.decision.value]} on {answer.on}: {', '.join(answer.party.query.names) or 'by identifier'}"
    )
    for reason in answer.reasons if not answer.candidates else ():
        click.echo(f"  {reason}")
    for candidate in answer.candidates:
        listing = candidate.listing
        since = f", listed on {listing.listed_on}" if listing.listed_on else ""
        click.echo(
            f"  {_MARKS[candidate.decision.value]} {candidate.match.score:.2f}  {listing.entity.caption} "
            f"({listing.id}, {', '.join(listing.entity.programs) or listing.list}{since})"
        )
        for reason in candidate.reasons:
            click.echo(f"      {reason}")
        linked = [relation.printed or relation.name for relation in listing.relations]
        if linked:
            more = f" and {len(linked) - 3} more" if len(linked) > 3 else ""
            click.echo(f"      {'; '.join(linked[:3])}{more}")
        for follows in candidate.consequences:
            provisions = f" ({', '.join(follows.provisions)})" if follows.provisions else ""
            click.echo(
                f"      -> {follows.authority} {follows.measure.replace('_', ' ')}{provisions}: {follows.why}"
            )
    for share in answer.owners:
        click.echo(f"  owners, {share.authority}: {share.rule}: {'; '.join(share.paths)}")
    lists = ", ".join(_with_age(use.label, use.published_on, answer.on) for use in answer.lists)
    click.echo(f"  lists: {lists}; looked at from score {answer.thresholds.review}")


def _with_age(label: str, published: str, on: dt.date) -> str:
    days = (on - dt.date.fromisoformat(published)).days if published else 0
    return f"{label}, {days} days old" if days > 1 else label


def _file(job: Any, as_json: bool) -> None:
    from stanch.cli.output import progress
    from stanch.screening.batch import run
    from stanch.settings import settings_from

    summary = run(job, settings_from(), now=_now(), watch=lambda rows: progress(rows, label="screened"))
    if as_json:
        show_json(summary)
    else:
        click.echo(
            f"{summary.rows:,} rows: {summary.hits:,} hit, {summary.reviews:,} review, {summary.clears:,} clear, "
            f"{summary.errors:,} could not be screened; written to {summary.target}"
        )
    raise SystemExit(1 if summary.hits or summary.reviews or summary.errors else 0)
