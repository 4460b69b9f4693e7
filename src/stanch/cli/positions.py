"""``stanch positions``: who stands where, who moved, how far a bloc agrees."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stanch.facts.book import FactBook


@click.command("positions")
@click.option("--bloc", help="Only the members of a bloc, with its cohesion on each issue: ASEAN, EU ...")
@click.option("--country", "countries", multiple=True, help="Country code or name. Repeatable.")
@click.option("--issue", default="", help="One issue of data/vocab/issues.yml.")
@click.option("--as-of", "as_of", help="YYYY-MM-DD; today by default.")
@click.option("--moved-since", help="Who changed stance since this day.")
@click.option(
    "--votes",
    is_flag=True,
    help="With --bloc: its roll calls in the General Assembly, and how near each votes to the target.",
)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the matrix as a page.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe for spreadsheets.")
def command(
    bloc: str | None,
    countries: tuple[str, ...],
    issue: str,
    as_of: str | None,
    moved_since: str | None,
    votes: bool,
    html: Path | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show stances as they were said, with sources. No stance held is shown as none, never as neutral."""
    from stanch.campaign.blocs import cohesion, consensus, pairs
    from stanch.campaign.positions import matrix, moves
    from stanch.cli.output import show_csv, show_json, show_table
    from stanch.facts.load import load_book
    from stanch.settings import settings_from

    book = load_book(settings_from().data_dir)
    day = _day(as_of, "--as-of") or dt.datetime.now(dt.UTC).date()
    states = [book.places.find(text).iso2 for text in countries]
    if bloc is not None:
        states += [*book.places.members(bloc, day), bloc]
    if votes:
        _show_votes(book, bloc, states, day, as_json=as_json, as_csv=as_csv)
        return
    held = [item for item in book.positions() if not issue or item.issue == issue]
    name = book.places.name_of
    if moved_since is not None:
        found = moves(held, since=_day(moved_since, "--moved-since") or day, as_of=day)
        chosen = [move for move in found if not states or move.country in states]
        rows = [
            (
                m.after.period,
                name(m.country),
                m.issue,
                m.before.stance.value,
                m.after.stance.value,
                m.after.statement,
            )
            for m in chosen
        ]
        if as_json:
            show_json(chosen)
        elif as_csv:
            show_csv(_MOVES, rows)
        else:
            show_table(_MOVES, rows)
        return
    table = matrix(held, as_of=day, countries=tuple(states))
    members = [state for state in table.countries if len(state) == 2]
    agreement = [cohesion(table, members, item) for item in table.issues]
    if html is not None:
        from stanch.campaign.page import positions_page
        from stanch.files import write_atomic

        write_atomic(html, positions_page(table, agreement, book.places, as_of=day, bloc=bloc))
        click.echo(f"wrote {html}")
    elif as_json:
        cells = [table.cells[key] for key in sorted(table.cells)]
        show_json(
            {
                "as_of": day,
                "cells": cells,
                "cohesion": agreement,
                "pairs": pairs(table, members),
                "text": consensus(agreement),
            }
        )
    else:
        header = ("country", "issue", "stance", "when", "who", "words", "source")
        lines = [
            (
                name(cell.country),
                cell.issue,
                cell.stance.value,
                cell.latest.period,
                cell.latest.speaker,
                cell.latest.statement,
                cell.latest.sources[0].url,
            )
            for country in table.countries
            for item in table.issues
            if (cell := table.get(country, item)) is not None
        ]
        if as_csv:
            show_csv(header, lines)
            return
        show_table(header[:6], [line[:6] for line in lines])
        silent = [
            name(state)
            for state in table.countries
            if not any(state == country for country, _ in table.cells)
        ]
        if silent:
            click.echo(f"\nno position held: {', '.join(silent)}")
        if bloc is not None:
            click.echo("")
            show_table(
                ("issue", "agreement", "lowest", "highest", "held", "unknown", "split"),
                [
                    (
                        c.issue,
                        "" if c.index is None else f"{c.index:.2f}",
                        f"{c.low:.2f}",
                        f"{c.high:.2f}",
                        len(c.stances),
                        len(c.unknown),
                        "yes" if c.split else "",
                    )
                    for c in agreement
                    if c.stances
                ],
            )


def _show_votes(
    book: FactBook, bloc: str | None, states: list[str], day: dt.date, *, as_json: bool, as_csv: bool
) -> None:
    from stanch.campaign.votes import nearness, roll_calls
    from stanch.cli.output import show_csv, show_json, show_table
    from stanch.errors import UsageError
    from stanch.facts.load import load_agreement, load_votes
    from stanch.settings import settings_from

    members = [state for state in states if len(state) == 2]
    if not members:
        raise UsageError("--votes needs --bloc or --country")
    data = settings_from().data_dir
    calls = roll_calls(load_votes(data), members, as_of=day)
    near = nearness(load_agreement(data), members, as_of=day)
    name = book.places.name_of
    header = ("when", "resolution", "index", "yes", "abstain", "no", "not voting")
    rows = [
        (
            call.on,
            call.resolution,
            "" if call.index is None else f"{call.index:.2f}",
            *(", ".join(group) for group in (call.yes, call.abstain, call.no, call.absent)),
        )
        for call in calls
    ]
    if as_json:
        show_json({"bloc": bloc, "as_of": day, "roll_calls": calls, "nearness_to_target": near})
    elif as_csv:
        show_csv(header, rows)
    else:
        show_table(header, rows)
        click.echo(
            "\nvotes like the sanctioned state's (1: always; agreement score of the General Assembly's roll calls)"
        )
        show_table(
            ("country", "latest", "score", "first", "score", "moved"),
            [(name(n.country), n.latest_year, n.latest, n.first_year, n.first, f"{n.moved:+}") for n in near],
        )


_MOVES = ("when", "country", "issue", "from", "to", "words")


def _day(text: str | None, option: str) -> dt.date | None:
    from stanch.dates import parse_partial
    from stanch.errors import UsageError

    if text is None:
        return None
    try:
        return parse_partial(text).last
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None
