"""``stanch rules``: the law on a day, what changed between days, the life of one paragraph, pages and a picture."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stanch.rulebook import InForce, Regime


@click.command("rules")
@click.option("--as-of", default="", help="The day, YYYY-MM-DD (default: today).")
@click.option("--known-on", default="", help="Leave out what was published after this day.")
@click.option(
    "--channel", default=None, help="Only this channel and those under it: trade.export, labour.workers."
)
@click.option("--authority", default=None, help="Only this layer: un, us, eu.")
@click.option("--country", default=None, help="Only what binds this country on that day.")
@click.option("--diff", nargs=2, default=None, metavar="DAY DAY", help="What changed between two days.")
@click.option("--provision", default=None, help="One provision with its history: unsc:2371:8.")
@click.option("--regime", default="dprk", show_default=True, help="Which regime, by name or folder.")
@click.option(
    "--timeline",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a picture of all measures (SVG).",
)
@click.option(
    "--pages",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a documentation page for each instrument.",
)
@click.option(
    "--schema",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the JSON Schema of the law's files.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
def command(
    as_of: str,
    known_on: str,
    channel: str | None,
    authority: str | None,
    country: str | None,
    diff: tuple[str, str] | None,
    provision: str | None,
    regime: str,
    timeline: Path | None,
    pages: Path | None,
    schema: Path | None,
    as_json: bool,
) -> None:
    """Show the rules of a regime.

    \b
      stanch rules --as-of 2017-08-06 --channel trade.export
      stanch rules --diff 2017-08-04 2017-08-06
      stanch rules --provision unsc:2371:8
    """
    from stanch.cli.regimes import regime_named
    from stanch.rulebook import in_force, load_regime

    held = load_regime(regime_named(regime))
    day = _day("as-of", as_of)
    if timeline or pages or schema:
        _write(held, day, timeline, pages, schema, authority)
    elif diff:
        _show_diff(held, _day("diff", diff[0]), _day("diff", diff[1]), channel, as_json)
    elif provision:
        _show_provision(held, provision, as_json)
    else:
        known = _day("known-on", known_on) if known_on else None
        code = country.upper() if country else None
        laws = in_force(held, day, channel=channel, authority=authority, country=code, known_on=known)
        _show_laws(laws, held, day, as_json)


def _day(name: str, text: str) -> dt.date:
    from stanch.rulebook.fields import day_from

    return day_from(name, text) if text else dt.datetime.now(dt.UTC).date()


def _write(
    regime: Regime,
    day: dt.date,
    timeline: Path | None,
    pages: Path | None,
    schema: Path | None,
    authority: str | None,
) -> None:
    from stanch.files import write_atomic
    from stanch.rulebook.pages import write_pages
    from stanch.rulebook.picture import timeline_svg
    from stanch.rulebook.schema import publish

    written: list[Path] = []
    if timeline is not None:
        write_atomic(timeline, timeline_svg(regime, day, authority=authority))
        written.append(timeline)
    if pages is not None:
        written.extend(write_pages(regime, pages))
    if schema is not None:
        written.extend(publish(schema))
    click.echo(f"{len(written)} files written, the first is {written[0]}", err=True)


def _show_laws(laws: tuple[InForce, ...], regime: Regime, day: dt.date, as_json: bool) -> None:
    from stanch.cli.output import show_json, show_table

    if as_json:
        show_json(
            [
                {"key": law.key, "binding": law.binding, "provision": law.provision, "version": law.version}
                for law in laws
            ]
        )
        return
    click.echo(f"{regime.name}, in force on {day}: {len(laws)} provisions")
    rows = [_law_row(law) for law in laws]
    show_table(("provision", "force", "effect", "grade", "channels", "title"), rows)


def _law_row(law: InForce) -> tuple[str, ...]:
    effect = law.version.effect if law.binding else "(asks)"
    provision = law.provision
    return (
        law.key,
        law.version.force,
        effect,
        provision.verified,
        ",".join(provision.channels),
        provision.title,
    )


def _show_diff(regime: Regime, first: dt.date, second: dt.date, channel: str | None, as_json: bool) -> None:
    from stanch.cli.output import show_json, show_table
    from stanch.rulebook import diff

    changes = diff(regime, first, second, channel=channel)
    if as_json:
        show_json(changes)
        return
    click.echo(f"{regime.name}: {len(changes)} changes from {first} to {second}")
    rows = []
    for change in changes:
        by = ", ".join(change.replaced_by) if change.kind == "ended" else ""
        rows.append((change.kind, change.on, change.provision.key, change.provision.title, by))
    show_table(("change", "on", "provision", "title", "replaced by"), rows)


def _show_provision(regime: Regime, key: str, as_json: bool) -> None:
    from stanch.cli.output import show_json
    from stanch.rulebook import history
    from stanch.rulebook.words import lines_of, links_of

    chain = history(regime, key)
    if as_json:
        show_json(chain)
        return
    for provision in chain:
        instrument = regime.instrument_of[provision.key]
        here = "* " if provision.key == key else "  "
        click.echo(
            f"{here}{provision.key} [{provision.verified}] {provision.title}  ({instrument.title}, {instrument.text.url})"
        )
        click.echo(f"    {provision.summary.strip()}")
        for name, keys in links_of(provision):
            click.echo(f"    {name}: {keys}")
        for version in provision.versions:
            for heading, line in lines_of(version):
                click.echo(f"      {heading}: {line}")
        click.echo()
