"""The page of leaks: one HTML file with the picture, the ranked closures and the scenario at several compliance rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import jinja2
from markupsafe import Markup

from stanch.files import write_atomic
from stanch.leaks.interdict import Efforts, Moved, Plan
from stanch.leaks.sankey import sankey
from stanch.leaks.scenario import Outcome, Scenario, Spread, run
from stanch.leaks.streams import Reconciliation, Streams, reconcile

_RATES = tuple(Decimal(step) / 10 for step in range(11))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The whole book closed at one compliance rate."""

    compliance: Decimal
    outcome: Outcome


def page(
    streams: Streams, baseline: str, plans: Sequence[Plan], moved: Sequence[Moved], efforts: Efforts
) -> str:
    """The page as text; it asks for nothing from anywhere."""
    cells = streams.cells_of(baseline)
    titles = {stream.key: stream.title for stream in streams.streams}
    reconciled: list[Reconciliation] = reconcile(streams, baseline)
    return (
        _environment()
        .get_template("leaks.html")
        .render(
            baseline=baseline,
            cells=cells,
            titles=titles,
            picture=Markup(sankey(cells, titles)),  # sankey escapes every label it draws
            plans=plans,
            moved=moved,
            efforts=efforts,
            reconciled=reconciled,
            rates=_rates(streams, baseline),
        )
    )


def write_page(
    path: Path,
    streams: Streams,
    baseline: str,
    plans: Sequence[Plan],
    moved: Sequence[Moved],
    efforts: Efforts,
) -> None:
    """Write `page` to a file."""
    write_atomic(path, page(streams, baseline, plans, moved, efforts))


def _rates(streams: Streams, baseline: str) -> list[Rate]:
    held = sorted({cell.stream for cell in streams.cells_of(baseline)})
    return [
        Rate(compliance=rate, outcome=run(streams, _closed(held, baseline, float(rate)))) for rate in _RATES
    ]


def _closed(held: list[str], baseline: str, rate: float) -> Scenario:
    fixed = Spread(low=rate, mode=rate, high=rate)
    none = Spread(low=0, mode=0, high=0)
    return Scenario(
        title=f"all streams at {rate:.0%}",
        baseline=baseline,
        close=held,
        compliance={"default": fixed},
        substitution={"default": none},
        draws=2000,
    )


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("stanch.leaks"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["musd"] = lambda amount: f"{amount:,.1f}"
    return environment
