"""``stanch ledger``: pressure and relief side by side, with the bargains in which one hangs on the other."""

from __future__ import annotations

import datetime as dt

import click


@click.command("ledger")
@click.argument("country")
@click.option("--as-of", "as_of", help="YYYY-MM-DD; everything held by default.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe for spreadsheets.")
def command(country: str, as_of: str | None, as_json: bool, as_csv: bool) -> None:
    """Show what COUNTRY did to press and to relieve, changes of its trade with their base, and conditional relief."""
    from stanch.campaign.conditions import bargains
    from stanch.campaign.ledger import changes, ledger
    from stanch.cli.output import show_csv, show_json, show_table
    from stanch.dates import parse_day
    from stanch.errors import UsageError
    from stanch.facts.load import load_book
    from stanch.settings import settings_from

    book = load_book(settings_from().data_dir)
    state = book.places.find(country).iso2
    try:
        day: dt.date | None = parse_day(as_of) if as_of else None
    except ValueError as error:
        raise UsageError(f"--as-of: {error}") from None
    book = book.at(as_of=day) if day else book
    entries = ledger(book.actions(state), state, as_of=day)
    moved = [change for change in changes(book.figures()) if state in (change.base.country, change.partner)]
    deals = [deal for deal in bargains(book.actions(), as_of=day) if state in (deal.giver, deal.receiver)]
    if as_json:
        show_json({"country": state, "entries": entries, "changes": moved, "bargains": deals})
        return
    header = ("side", "when", "stage", "what", "source")
    rows = [
        (
            e.side + (" !" if e.against_a_paragraph else ""),
            e.period,
            getattr(e.fact, "stage", ""),
            e.statement,
            e.fact.sources[0].url,
        )
        for e in entries
    ]
    if as_csv:
        show_csv(header, rows)
        return
    show_table(header[:4], [line[:4] for line in rows])
    for change in moved:
        base, after, unit = change.base, change.after, change.base.quantity.unit
        levels = f"{base.period} {base.value:,} to {after.period} {after.value:,} {unit}"
        click.echo(f"{change.series} {change.measure} {levels}: {change.percent:+} %")
    for deal in deals:
        name = book.places.name_of
        click.echo(
            f"{name(deal.giver)} to {name(deal.receiver) or 'unnamed'}: {deal.state}, if it {'; '.join(deal.conditions)}"
        )
