"""`stanch facts`: list and export what is held on a country, each row with its source and standing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from stanch.cli.output import show_csv, show_json, show_table
from stanch.settings import settings_from

if TYPE_CHECKING:
    import datetime as dt

    from stanch.facts.book import FactBook
    from stanch.facts.model import Fact

HEADER = ("kind", "when", "channel", "what", "standing", "source", "at", "marks")
CSV_HEADER = (
    "id", "kind", "country", "channel", "when", "what", "says", "said_by", "standing", "why", "quantity", "source", "at", "url",
    "published_on", "source_class", "marks",
)  # fmt: skip
KINDS = ("tie", "action", "position", "event", "figure", "mission", "report", "vessel")


@click.command(name="facts")
@click.argument("country", required=False)
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="Only these kinds.")
@click.option("--channel", default="", help="Only this channel and those below it, such as trade.export.")
@click.option("--as-of", metavar="DATE", help="As things were on this day (YYYY-MM-DD).")
@click.option("--known-on", metavar="DATE", help="Only what had been published by this day.")
@click.option("--json", "as_json", is_flag=True, help="Facts with all their claims as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="One line for each claim, safe for spreadsheets.")
@click.option("--channels", is_flag=True, help="List the channels with their definitions.")
def command(
    country: str | None,
    kind: tuple[str, ...],
    channel: str,
    as_of: str | None,
    known_on: str | None,
    as_json: bool,
    as_csv: bool,
    channels: bool,
) -> None:
    """List the facts held on COUNTRY (a code or a name), or a count by country without one."""
    from stanch.facts.load import load_book

    settings = settings_from()
    if channels:
        _show_channels(as_json)
        return
    book = load_book(settings.data_dir).at(
        as_of=_day(as_of, "--as-of"), known_on=_day(known_on, "--known-on")
    )
    if country is None:
        _show_counts(book, as_json, as_csv)
        return
    code = _code(book, country)
    facts = [
        fact
        for fact in book.facts(code)
        if (not kind or _kind(fact) in kind)
        and (not channel or fact.channel == channel or fact.channel.startswith(f"{channel}."))
    ]
    if as_json:
        show_json([{"id": fact.id, "kind": _kind(fact), "fact": fact} for fact in facts])
    elif as_csv:
        show_csv(CSV_HEADER, _claim_rows(facts))
    else:
        show_table(HEADER, [_row(fact) for fact in facts])
        _tell_hidden(book, code)


def _day(text: str | None, option: str) -> dt.date | None:
    from stanch.dates import parse_day
    from stanch.errors import UsageError

    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error


def _code(book: FactBook, text: str) -> str:
    return text.upper() if text.upper() in book.places.blocs else book.places.find(text).iso2


def _kind(fact: Fact) -> str:
    return type(fact).__name__.lower()


def _row(fact: Fact) -> Sequence[object]:
    lead = fact.voices[0].claim
    return (
        _kind(fact),
        fact.period or "",
        fact.channel,
        fact.statement,
        fact.standing.value,
        lead.source.key,
        lead.locator,
        "; ".join(fact.marks),
    )


def _claim_rows(facts: Iterable[Fact]) -> Iterable[Sequence[object]]:
    for fact in facts:
        for voice in fact.voices:
            claim, source = voice.claim, voice.claim.source
            amount = claim.quantity
            yield (
                fact.id,
                _kind(fact),
                fact.country,
                claim.channel,
                claim.period or "",
                claim.statement,
                voice.says.value,
                claim.said_by,
                fact.standing.value,
                fact.why,
                f"{amount.low if amount.low is not None else '?'}..{amount.high if amount.high is not None else '?'} {amount.unit}"
                if amount
                else "",
                source.key,
                claim.locator,
                source.url,
                source.published_on or "",
                source.source_class.value,
                "; ".join(claim.marks),
            )


def _show_counts(book: FactBook, as_json: bool, as_csv: bool) -> None:
    counts = [(code, book.places.name_of(code), book.counts(code)) for code in book.countries()]
    if as_json:
        show_json([{"country": code, "name": name, **count} for code, name, count in counts])
        return
    header = ("country", "name", *KINDS)
    rows = [(code, name, *(count[kind] for kind in KINDS)) for code, name, count in counts]
    if as_csv:
        show_csv(header, rows)
    else:
        show_table(header, rows)


def _show_channels(as_json: bool) -> None:
    from stanch.facts.vocab import load_words

    words = load_words(settings_from().data_dir).channels.words
    if as_json:
        show_json(dict(words))
    else:
        show_table(("channel", "definition"), list(words.items()))


def _tell_hidden(book: FactBook, code: str) -> None:
    hidden = book.hidden(code)
    if hidden.total:
        click.echo(
            f"Hidden: {hidden.later} later, {hidden.undated} without a date, {hidden.published_later} published later, "
            f"{hidden.publication_unknown} with unknown publication date.",
            err=True,
        )
