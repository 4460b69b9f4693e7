"""``stanch flags``: what in a table of trade figures deserves a look."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stanch.leaks.anomalies import Flag
    from stanch.statistics.model import BadRow, Flow
    from stanch.statistics.vet import Vetted


@click.command("flags")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--country", help="Only this reporter, by code or name.")
@click.option(
    "--kind",
    type=click.Choice(
        [
            "import_after_ban",
            "import_in_banned_chapter",
            "price_below_market",
            "sudden_partner",
            "mirror_gap",
        ]
    ),
    help="Only flags of this kind.",
)
@click.option(
    "--vetting",
    is_flag=True,
    help="Show each row that vetting drops, with the rule and its reason; with --json or --csv every row.",
)
@click.option(
    "--target-only",
    is_flag=True,
    help="Read only trade with the target, fast: for files of millions of rows (extra leaks).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe for spreadsheets.")
def command(
    file: Path | None,
    country: str | None,
    kind: str | None,
    vetting: bool,
    target_only: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Read a UN Comtrade table (CSV or JSON), vet it, and flag imports after a ban, low prices, sudden partners and mirror gaps.

    Without FILE: the reported imports that the package holds. A flag is a reason to look, never a finding.
    Exit code 1: something was flagged; 3: some rows could not be read.
    """
    from stanch.cli.output import show_csv, show_json
    from stanch.facts.countries import load_countries
    from stanch.leaks.anomalies import find_flags
    from stanch.leaks.bans import import_bans
    from stanch.leaks.reported import load_reported
    from stanch.rulebook.load import load_regime
    from stanch.settings import settings_from
    from stanch.statistics.vet import load_vetting, vet

    data = settings_from().data_dir
    bad: list[BadRow] = []
    if file is None:
        held = load_reported(data)
        judged, flags = list(held.judged), list(held.flags)
    else:
        flows, bad = _read(file, data, target_only=target_only)
        judged = vet(flows, load_vetting(data))
        kept = [item.flow for item in judged if item.kept]
        flags = find_flags(kept, import_bans(load_regime()), [item.flow for item in judged if not item.kept])
    wanted = load_countries(data).find(country).iso2 if country else ""
    flags = [
        flag for flag in flags if (not wanted or flag.country == wanted) and (not kind or flag.kind == kind)
    ]
    if vetting and (as_json or as_csv):
        told = [item for item in judged if not wanted or item.flow.reporter == wanted]
        if as_json:
            show_json({"vetted": told, "bad_rows": bad})
        else:
            show_csv(_VETTED, [_vetted_row(item) for item in told])
    elif as_json:
        show_json({"flags": flags, "dropped": [item for item in judged if not item.kept], "bad_rows": bad})
    elif as_csv:
        show_csv(_HEADER, [_row(flag) for flag in flags])
    elif vetting:
        _show_dropped(judged)
    else:
        _show(flags, judged, len(bad))
    for row in bad[:5]:
        click.echo(f"{file}:{row.line}: {row.reason}", err=True)
    if len(bad) > 5:
        click.echo(f"{file}: and {len(bad) - 5} more rows that could not be read", err=True)
    raise SystemExit(3 if bad else 1 if flags else 0)


def _read(file: Path, data: Path, *, target_only: bool) -> tuple[list[Flow], list[BadRow]]:
    from stanch.cli.tradecodes import code_reader
    from stanch.statistics.comtrade import read_comtrade
    from stanch.statistics.model import BadRow, Flow

    if target_only:
        from stanch.statistics.frame import read_table

        table = read_table(file, code_reader(data), state="KP")
        click.echo(f"{table.rows:,} rows, {table.others:,} of them between other states", err=True)
        return list(table.flows), list(table.bad)
    rows = list(read_comtrade(file, code_reader(data)))
    return [row for row in rows if isinstance(row, Flow)], [row for row in rows if isinstance(row, BadRow)]


_HEADER = ("kind", "country", "period", "hs", "value_usd", "what", "method", "innocent", "check")


_VETTED = (
    "reporter",
    "partner",
    "direction",
    "period",
    "hs",
    "value_usd",
    "valuation",
    "kept",
    "rule",
    "reason",
)


def _vetted_row(item: Vetted) -> tuple[object, ...]:
    flow = item.flow
    return (
        flow.reporter,
        flow.partner,
        flow.direction,
        flow.period,
        flow.hs,
        flow.value_usd,
        flow.valuation,
        "yes" if item.kept else "no",
        item.rule,
        item.reason,
    )


def _row(flag: Flag) -> tuple[object, ...]:
    return (
        flag.kind,
        flag.country,
        flag.period,
        flag.hs,
        flag.value_usd,
        flag.what,
        flag.method,
        "; ".join(flag.innocent),
        flag.check,
    )


def _show(flags: list[Flag], judged: list[Vetted], bad: int) -> None:
    from stanch.cli.output import show_table

    dropped = Counter(item.rule for item in judged if not item.kept)
    told = ", ".join(f"{count} by the rule {rule}" for rule, count in sorted(dropped.items())) or "none"
    click.echo(f"{len(judged)} rows read, {bad} set aside as unreadable; dropped by vetting: {told}\n")
    show_table(_HEADER[:6], [_row(flag)[:6] for flag in flags])
    if flags:
        count = f"{len(flags)} {'flag' if len(flags) == 1 else 'flags'}"
        click.echo(f"\n{count}. Each may be innocent: --json tells how, and what would settle it.")


def _show_dropped(judged: list[Vetted]) -> None:
    from stanch.cli.output import show_table

    rows = [
        (item.flow.reporter, item.flow.period, item.flow.hs, item.flow.value_usd, item.rule, item.reason)
        for item in judged
        if not item.kept
    ]
    show_table(("reporter", "period", "hs", "value_usd", "rule", "reason"), rows)
