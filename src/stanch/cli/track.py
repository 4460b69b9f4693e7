"""``stanch track``: who did what, when, how far; how fast after a resolution."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stanch.campaign.response import Responses
    from stanch.facts.book import FactBook
    from stanch.facts.model import Action


@click.command("track")
@click.option("--country", "countries", multiple=True, help="Country code or name. Repeatable.")
@click.option("--region", help="A bloc: ASEAN, EU, ARF ...; its members on the day asked.")
@click.option(
    "--channel", default="", help="workers, or a channel as in `stanch facts --channels`, with all below it."
)
@click.option("--since", help="YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--until", help="The same; also the day of the question.")
@click.option(
    "--stage",
    help="At least this far: announced, legislated, reported_done (implemented), verified; or reversed.",
)
@click.option("--response", "instrument", help="Waits after a resolution: unsc:2375, or a day.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with a timeline picture."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe for spreadsheets.")
def command(
    countries: tuple[str, ...],
    region: str | None,
    channel: str,
    since: str | None,
    until: str | None,
    stage: str | None,
    instrument: str | None,
    html: Path | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """List what states did, or with --response how long they took after a resolution."""
    from stanch.campaign.track import Query, Tracker, stage_of
    from stanch.cli.output import show_csv, show_json, show_table
    from stanch.facts.load import load_book
    from stanch.settings import settings_from

    book = load_book(settings_from().data_dir)
    end = _day(until, "--until", last=True) or dt.datetime.now(dt.UTC).date()
    wanted = _channel(channel)
    states = _states(book, countries, region, end)
    if instrument is not None:
        _show_responses(
            _responses(book, instrument, wanted, end, stage), book, as_json=as_json, as_csv=as_csv
        )
        return
    query = Query(
        countries=frozenset(states),
        channel=wanted,
        since=_day(since, "--since", last=False),
        until=_day(until, "--until", last=True),
        stage=stage_of(stage) if stage else None,
    )
    found = Tracker(book.actions()).find(query)
    if html is not None:
        from stanch.campaign.page import timeline_page
        from stanch.files import write_atomic

        write_atomic(html, timeline_page(found, book.events(), book.places))
        click.echo(f"wrote {html}: {len(found)} actions")
    elif as_json:
        show_json(found)
    elif as_csv:
        show_csv(HEADER, [row(action, book) for action in found])
    elif not found:
        click.echo(
            "no action held for this question; widen --channel or --since, or add a source to data/facts"
        )
    else:
        show_table(HEADER[:6], [row(action, book)[:6] for action in found])
        click.echo(f"\n{len(found)} actions; announced is not done")


HEADER = ("when", "country", "channel", "act", "stage", "what", "standing", "source", "url")
# Everyday words for the channels that people ask for most.
_WORDS = {
    "workers": "labour",
    "labour": "labour",
    "missions": "diplomacy",
    "diplomats": "diplomacy",
    "flights": "aviation",
    "ships": "maritime",
    "banks": "finance",
    "companies": "business",
    "trade": "trade",
}


def row(action: Action, book: FactBook) -> tuple[object, ...]:
    """One action as a line of a table."""
    source = action.sources[0]
    return (
        action.period or "",
        book.places.name_of(action.country),
        action.channel,
        action.act,
        action.stage.value,
        action.statement,
        action.standing.value,
        source.publisher,
        source.url,
    )


def _channel(text: str) -> str:
    return _WORDS.get(text.lower(), text)


def _day(text: str | None, option: str, *, last: bool) -> dt.date | None:
    from stanch.dates import parse_partial
    from stanch.errors import UsageError

    if text is None:
        return None
    try:
        date = parse_partial(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None
    return date.last if last else date.first


def _states(book: FactBook, countries: tuple[str, ...], region: str | None, on: dt.date) -> set[str]:
    states = {book.places.find(text).iso2 for text in countries}
    if region is not None:
        states |= set(book.places.members(region.upper() if len(region) <= 6 else region, on))
    return states


def _responses(book: FactBook, instrument: str, channel: str, as_of: dt.date, stage: str | None) -> Responses:
    from stanch.campaign.response import responses
    from stanch.campaign.track import stage_of
    from stanch.records import Stage

    return responses(
        book.ties(),
        book.actions(),
        book.figures(),
        channel=channel or "labour",
        since=_adopted(instrument),
        as_of=as_of,
        stage=stage_of(stage) if stage else Stage.REPORTED_DONE,
    )


def _adopted(text: str) -> dt.date:
    from stanch.errors import UsageError
    from stanch.rulebook.load import load_regime
    from stanch.settings import settings_from

    if text[:2].isdigit():
        day = _day(text, "--response", last=False)
        assert day is not None
        return day
    regime = load_regime(data_dir=settings_from().data_dir)
    found = next((item for item in regime.instruments if item.instrument == text), None)
    if found is None:
        known = ", ".join(item.instrument for item in regime.instruments)
        raise UsageError(f"--response {text}: is no instrument of the rulebook; it holds {known}")
    return found.adopted_on


def _show_responses(found: Responses, book: FactBook, *, as_json: bool, as_csv: bool) -> None:
    from stanch.cli.output import show_csv, show_json, show_table

    header = ("country", "days", "state", "action")
    rows = [
        (
            book.places.name_of(item.country),
            item.days,
            "open" if item.action is None else ("by then" if item.imprecise else "done"),
            item.action.statement if item.action else "no action held",
        )
        for item in found.responses
    ]
    if as_json:
        show_json({"responses": found, "median_days": found.curve.median})
    elif as_csv:
        show_csv(header, rows)
    else:
        curve = found.curve
        median = f"{curve.median} days" if curve.median is not None else "not reached"
        click.echo(f"{found.channel} after {found.since}, to {found.stage.value}, as of {found.as_of}")
        click.echo(
            f"{curve.subjects} states at risk, {curve.still_open} still open; half had acted: {median}\n"
        )
        show_table(header, rows)
