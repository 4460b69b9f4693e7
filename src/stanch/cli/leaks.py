"""``stanch leaks``: which closures cut most under a budget of effort; where the money flows, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stanch.leaks.interdict import Plan


@click.command("leaks")
@click.option(
    "--budget",
    type=int,
    default=10,
    show_default=True,
    help="Units of diplomatic effort (data/leaks/efforts.yml).",
)
@click.option("--hold", multiple=True, help="Leave this partner as it is: CN. Repeatable.")
@click.option("--baseline", default="2017", show_default=True, help="Year whose revenue is looked at.")
@click.option(
    "--compliance",
    type=click.FloatRange(0, 1),
    default=0.7,
    show_default=True,
    help="Share of a closed cell that really stops.",
)
@click.option(
    "--substitution",
    type=click.FloatRange(0, 1),
    default=0.3,
    show_default=True,
    help="Share of that which another partner takes over while one stays open.",
)
@click.option(
    "--plans", type=click.IntRange(1, 10), default=3, show_default=True, help="How many plans to show."
)
@click.option(
    "--html", "html", type=click.Path(dir_okay=False, path_type=Path), help="Write a self-contained page."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe for spreadsheets.")
def command(
    budget: int,
    hold: tuple[str, ...],
    baseline: str,
    compliance: float,
    substitution: float,
    plans: int,
    html: Path | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Rank closures (country and stream) by what they cut under a budget. Cells that rest on an assumption are never ranked."""
    from stanch.cli.output import show_csv, show_json
    from stanch.facts.countries import load_countries
    from stanch.leaks.interdict import Assumptions, best_plans, load_efforts, rankable, sensitivity
    from stanch.leaks.streams import load_streams
    from stanch.settings import settings_from

    data = settings_from().data_dir
    streams, efforts = load_streams(data), load_efforts(data)
    places = load_countries(data)
    cells = rankable(streams, baseline, tuple(places.find(name).iso2 for name in hold))
    assumed = Assumptions(compliance=compliance, substitution=substitution)
    found = best_plans(streams, efforts, cells, budget, assumed, count=plans)
    moved = sensitivity(streams, efforts, cells, budget, assumed)
    if html is not None:
        from stanch.leaks.page import page, write_page

        text = page(
            streams, baseline, found, moved, efforts, budget=budget, assumed=assumed, name_of=places.name_of
        )
        write_page(html, text)
        click.echo(f"wrote {html}")
    elif as_json:
        show_json(
            {
                "baseline": baseline,
                "budget": budget,
                "efforts": efforts.model_dump(),
                "plans": found,
                "sensitivity": moved,
            }
        )
    elif as_csv:
        show_csv(("plan", *_HEADER), [(i, *row) for i, plan in enumerate(found, 1) for row in _rows(plan)])
    else:
        from stanch.leaks.page import assumption_text

        _show(found, budget, baseline, cells_held=len(cells))
        for move in moved:
            change = (
                f"enters {', '.join(move.enters)}; leaves {', '.join(move.leaves)}"
                if move.enters or move.leaves
                else "same plan"
            )
            click.echo(f"if {assumption_text(move)}: cuts {move.cuts}, {change}")


_HEADER = ("stream", "partner", "effort", "cuts low musd", "cuts high musd", "musd a unit", "basis")


def _rows(plan: Plan) -> list[tuple[object, ...]]:
    return [
        (c.cell.stream, c.cell.partner, c.effort, c.cuts_low, c.cuts_high, c.per_effort, c.cell.basis)
        for c in plan.closures
    ]


def _show(plans: list[Plan], budget: int, baseline: str, *, cells_held: int) -> None:
    from stanch.cli.output import show_table

    if not plans:
        click.echo(
            f"no sourced cell of baseline {baseline} can be closed within {budget} units ({cells_held} cells held)"
        )
        return
    for i, plan in enumerate(plans, 1):
        click.echo(
            f"plan {i}: cuts {plan.cuts_low} to {plan.cuts_high} million USD a year for {plan.effort} of {budget} units"
            f" (baseline {baseline}, {cells_held} cells, proven optimal)"
        )
        show_table(_HEADER[:6], [row[:6] for row in _rows(plan)])
        click.echo("")
