"""``stanch whatif``: what would closing this cut, on which baseline, at which compliance?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stanch.leaks.scenario import Outcome, Scenario, Spread


@click.command("whatif")
@click.option(
    "--close",
    "close",
    multiple=True,
    help="Provision, instrument or stream to close: unsc:2371, unsc:2375:16, coal. Repeatable.",
)
@click.option(
    "--baseline",
    default="2017-capped",
    show_default=True,
    help="Year or named counterfactual (capped, actual-2016 also work).",
)
@click.option("--partner", "partners", multiple=True, help="Close at these partners only. Repeatable.")
@click.option(
    "--compliance", default="", help="0.8, or CN=0.9,RU=0.5; what is not named is drawn between 0.6 and 1."
)
@click.option(
    "--substitution",
    default="",
    help="Share that finds another buyer: 0.2, or CN=0.1; else drawn between 0 and 0.5.",
)
@click.option(
    "--scenario",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A scenario file; replaces the options.",
)
@click.option(
    "--seed",
    type=int,
    default=20170805,
    show_default=True,
    help="Draws depend on this alone; the same seed draws the same.",
)
@click.option("--draws", type=int, default=10_000, show_default=True, help="How many draws.")
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="The cells as CSV.")
def command(
    close: tuple[str, ...],
    baseline: str,
    partners: tuple[str, ...],
    compliance: str,
    substitution: str,
    file: Path | None,
    seed: int,
    draws: int,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Draw what a set of closures would cut from the target's revenue. The baseline is always named."""
    from stanch.cli.output import show_csv, show_json
    from stanch.errors import UsageError
    from stanch.leaks.scenario import asked, load_scenario, run
    from stanch.leaks.streams import load_streams
    from stanch.settings import settings_from

    if file is None and not close:
        raise UsageError("say what to close: --close unsc:2371, or --scenario FILE")
    scenario = (
        load_scenario(file)
        if file is not None
        else asked(
            close,
            _BASELINES.get(baseline, baseline),
            partners=[_code(name) for name in partners],
            compliance=_spreads(compliance, "--compliance"),
            substitution=_spreads(substitution, "--substitution"),
            seed=seed,
            draws=draws,
        )
    )
    outcome = run(load_streams(settings_from().data_dir), scenario)
    if as_json:
        show_json({"scenario": scenario.model_dump(), "outcome": outcome})
    elif as_csv:
        show_csv(_HEADER, _rows(outcome))
    else:
        _show(outcome, scenario)


def _code(text: str) -> str:
    """A partner by code or name; WORLD and OTHER are cells that no source splits."""
    from stanch.facts.countries import load_countries
    from stanch.settings import settings_from

    if text.upper() in ("WORLD", "OTHER"):
        return text.upper()
    return load_countries(settings_from().data_dir).find(text).iso2


_BASELINES = {"capped": "2017-capped", "actual-2016": "2016"}
_HEADER = ("stream", "partner", "low musd", "high musd", "cut p5", "cut p50", "cut p95", "basis", "source")


def _spreads(text: str, option: str) -> dict[str, Spread]:
    from stanch.errors import UsageError
    from stanch.leaks.scenario import fixed

    spreads: dict[str, Spread] = {}
    for part in filter(None, (item.strip() for item in text.split(","))):
        key, _, number = part.rpartition("=")
        try:
            value = float(number)
        except ValueError:
            raise UsageError(f"{option} {part}: write 0.8, or CN=0.8,RU=0.5") from None
        if not 0 <= value <= 1:
            raise UsageError(f"{option} {part}: must lie between 0 and 1")
        spreads[_code(key) if key else "default"] = fixed(value)
    return spreads


def _rows(outcome: Outcome) -> list[tuple[object, ...]]:
    return [
        (
            cut.cell.stream,
            cut.cell.partner,
            cut.cell.low,
            cut.cell.high,
            cut.cut.p5,
            cut.cut.p50,
            cut.cut.p95,
            ("ASSUMED: " if cut.cell.assumption else "") + cut.cell.basis,
            cut.cell.source,
        )
        for cut in outcome.cells
    ]


def _show(outcome: Outcome, scenario: Scenario) -> None:
    from stanch.cli.output import show_table

    cut, base = outcome.cut, outcome.baseline_total
    click.echo(
        f"{outcome.scenario}   baseline {outcome.baseline}   {outcome.draws:,} draws, seed {outcome.seed}"
    )
    click.echo(f"cut       {cut.p50} {cut.unit} a year (90 % of draws: {cut.p5} to {cut.p95})")
    click.echo(f"baseline  {base.p50} held in cells ({base.p5} to {base.p95}); left {outcome.left.p50}")
    for published in outcome.of_published:
        click.echo(
            f"share     {published.share:.1%} of {published.total}, the total of goods by {published.series}"
        )
    click.echo("")
    show_table(_HEADER[:7], [row[:7] for row in _rows(outcome)])
    if outcome.assumed:
        click.echo(f"\nassumed cells in this baseline: {', '.join(outcome.assumed)}")
    fixed = [name for name in ("compliance", "substitution") if len(getattr(scenario, name)) == 1]
    if fixed:
        click.echo(f"{' and '.join(fixed)}: one spread for all partners; a judgement, not a measurement")
