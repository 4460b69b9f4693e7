"""``stanch streams``: what the target earns, cell by cell with its source, beside what others publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stanch.leaks.model import Cell
    from stanch.leaks.streams import Reconciliation


@click.command("streams")
@click.argument("country", required=False)
@click.option("--baseline", help="One year or counterfactual; all of them without it.")
@click.option("--stream", "stream", help="One stream: coal.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe for spreadsheets.")
def command(
    country: str | None, baseline: str | None, stream: str | None, as_json: bool, as_csv: bool
) -> None:
    """Revenue by stream, partner and year in million nominal USD, each cell as a range with basis and source; of COUNTRY or of all.

    With one baseline: the sum beside every published total of goods, and what stays unexplained. For a country its reported imports too.
    """
    from stanch.cli.output import show_csv, show_json
    from stanch.facts.countries import load_countries
    from stanch.leaks.money import load_money
    from stanch.leaks.reported import gaps_of
    from stanch.leaks.streams import reconcile
    from stanch.settings import settings_from

    data = settings_from().data_dir
    money = load_money(data)
    streams = money.streams
    code = load_countries(data).find(country).iso2 if country else ""
    if stream:
        streams.stream(stream)  # a name that is not held is told
    cells = [
        cell
        for cell in (streams.cells_of(baseline) if baseline else streams.cells)
        if (not stream or cell.stream == stream) and (not code or cell.partner == code)
    ]
    reported = [
        year
        for year in (money.reported.years_of(code) if code else ())
        if (not stream or year.stream == stream) and (not baseline or str(year.year) == baseline)
    ]
    gaps = {} if baseline else gaps_of(reported)
    told = reconcile(streams, baseline) if baseline and not code and not stream else []
    if as_json:
        show_json({"cells": cells, "reported": reported, "gaps": gaps, "reconciliation": told})
    elif as_csv:
        rows = [_row(cell) for cell in cells]
        rows += [
            (
                y.stream,
                y.country,
                y.year,
                y.value_usd / 10**6,
                y.value_usd / 10**6,
                _booked(y.chapters),
                "UN Comtrade",
                "",
            )
            for y in reported
        ]
        show_csv(_HEADER, rows)
    else:
        _show(cells, told)
        for y in reported:
            click.echo(
                f"reported imports, {y.year}, {y.stream}: {y.value_usd:,.0f} USD ({_booked(y.chapters)})"
            )
        for name, missing in gaps.items():
            click.echo(
                f"no report held of {name} for {', '.join(map(str, missing))}: not known, which is not zero"
            )


_HEADER = ("stream", "partner", "baseline", "low musd", "high musd", "basis", "source", "assumed")


def _row(cell: Cell) -> tuple[object, ...]:
    return (
        cell.stream,
        cell.partner,
        cell.baseline,
        cell.low,
        cell.high,
        cell.basis,
        cell.source,
        "yes" if cell.assumption else "",
    )


def _booked(chapters: tuple[tuple[str, object], ...]) -> str:
    return ", ".join(f"HS {code}" for code, _ in chapters)


def _show(cells: list[Cell], told: list[Reconciliation]) -> None:
    from stanch.cli.output import show_table

    show_table(_HEADER, [_row(cell) for cell in cells])
    if not cells:
        click.echo("no cell is held for this; `stanch streams` lists those that are")
    for item in told:
        held = f"{item.low:,.1f} to {item.high:,.1f} million USD in cells ({item.assumed:,.1f} of it assumed)"
        said = f"{item.published.total:,.1f} published by {item.published.series}"
        click.echo(f"goods: {held}; {said}; not explained: {item.unexplained:,.1f}")
