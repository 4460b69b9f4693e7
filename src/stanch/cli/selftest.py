"""`stanch selftest`: how well screening finds variants of the names that are listed now."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from stanch.cli.output import show_table


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Scorecard: .html, .pdf, .csv or .json.",
)
@click.option(
    "--sample",
    type=int,
    default=200,
    help="At most so many of each class; 0 asks all. Exact names are always all asked.",
)
@click.option("--seed", type=int, default=0, help="Draws the variants; the same seed asks the same.")
@click.option("--list", "lists", multiple=True, metavar="LIST[@N]", help="Only these lists.")
@click.option("--threshold", type=float, default=None, help="Score from which a match is looked at.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    output: Path | None,
    sample: int,
    seed: int,
    lists: tuple[str, ...],
    threshold: float | None,
    as_json: bool,
) -> None:
    """Make variants of every listed name by class, screen them, and show what was found."""
    from stanch.screening import scorecard
    from stanch.screening.desk import open_desk
    from stanch.screening.selftest import run
    from stanch.settings import settings_from

    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with open_desk(settings_from(), on=now.date(), lists=lists, threshold=threshold) as desk:
        card = run(desk.engine, now=now, sample=sample or None, seed=seed)
    if output is not None:
        scorecard.write(card, output)
        click.echo(f"scorecard written to {output}", err=True)
    if as_json:
        click.echo(scorecard.as_json(card), nl=False)
    else:
        show_table(scorecard.HEADER, scorecard.rows_of(card))
    raise SystemExit(0 if card.all_exact_found else 1)
