"""`stanch claims`: what was read, filtered, and exported for others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from stanch.facts.claimrows import ClaimRow

FORMATS = ("table", "jsonl", "csv", "ftm", "plover")


@click.command("claims")
@click.option("--document", default="", help="Only this document (name or hash).")
@click.option(
    "--country", "--state", default="", metavar="CODE", help="Only claims that this state or bloc is in."
)
@click.option("--channel", default="", help="Only this channel: trade, trade:coal, labour.workers …")
@click.option(
    "--kind",
    type=click.Choice(["tie", "action", "position", "figure"]),
    default=None,
    help="Only claims of this kind.",
)
@click.option("--act", default="", help="Only this act: halt, expel, urge …")
@click.option(
    "--standing", type=click.Choice(["corroborated", "single_source", "contested", "refuted", "none"]), default=None,
    help="How well the fact stands that the claim carries; none: no file takes it.",
)  # fmt: skip
@click.option(
    "--decision",
    type=click.Choice(["open", "accepted", "edited", "rejected", "reopened"]),
    default=None,
    help="Only claims so decided; open: by nobody yet.",
)
@click.option("--since", default="", metavar="DATE", help="Dated (else published) on or after.")
@click.option("--until", default="", metavar="DATE", help="Dated (else published) on or before.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="What comes out."
)
@click.option("--precision", is_flag=True, help="How many claims people accepted as proposed.")
@click.option(
    "--by", default="kind", show_default=True, help="Groups of --precision: kind,act,proposer,month,sure."
)
@click.option("--verify", is_flag=True, help="Check every quotation against the archived text.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where it goes; the terminal without it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    document: str,
    country: str,
    channel: str,
    kind: str | None,
    act: str,
    standing: str | None,
    decision: str | None,
    since: str,
    until: str,
    form: str,
    precision: bool,
    by: str,
    verify: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """List and export claims: JSON lines, CSV, FollowTheMoney entities, or an event table in PLOVER's manner.

    Exit code 1 when --verify finds a quotation that does not stand in its text.
    """
    from stanch.facts.claimrows import Wanted, rows_of
    from stanch.files import write_atomic
    from stanch.pipeline import book_of
    from stanch.settings import settings_from
    from stanch.store import open_store

    settings = settings_from()
    if precision:
        _precision(settings.store_url, by, as_json)
        return
    wanted = Wanted(
        document=document, country=country.upper(), channel=channel, kind=kind or "", act=act, standing=standing or "",
        decision=decision or "", since=_day("--since", since), until=_day("--until", until),
    )  # fmt: skip
    with open_store(settings.store_url) as store:
        rows = rows_of(store, settings.data_dir, book_of(settings.data_dir), wanted)
    if verify:
        _verify(rows, settings.archive_dir, as_json)
        return
    text = _written(rows, "jsonl" if as_json else form)
    if output is not None:
        write_atomic(output, text)
    else:
        click.echo(text, nl=False)


def _day(option: str, text: str) -> str:
    from stanch.dates import parse_partial
    from stanch.errors import UsageError

    try:
        return str(parse_partial(text)) if text else ""
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error


def _precision(url: str, by: str, as_json: bool) -> None:
    from stanch.cli.output import show_json, show_table
    from stanch.errors import UsageError
    from stanch.files import did_you_mean
    from stanch.reading.precision import BY, precision
    from stanch.store import claims, open_store

    names = [part.strip() for part in by.split(",") if part.strip()]
    for name in names:
        if name not in BY:
            raise UsageError(f"--by: '{name}' is no group{did_you_mean(name, BY)}; use {', '.join(BY)}")
    with open_store(url) as store:
        lines = precision(claims.judgements(store), names)
    if as_json:
        show_json(
            [
                {
                    **dict(zip(names, line.group, strict=True)),
                    "accepted": line.accepted,
                    "edited": line.edited,
                    "rejected": line.rejected,
                    "precision": line.precision,
                    "low": line.low,
                    "high": line.high,
                }
                for line in lines
            ]
        )
    elif not lines:
        click.echo("nobody has decided on a claim yet; `stanch review` begins")
    else:
        show_table(
            (*names, "accepted", "edited", "rejected", "precision", "95 % interval"),
            [
                (
                    *line.group,
                    line.accepted,
                    line.edited,
                    line.rejected,
                    line.precision,
                    f"{line.low} to {line.high}",
                )
                for line in lines
            ],
        )


def _verify(rows: tuple[ClaimRow, ...], root: Path, as_json: bool) -> None:
    import sys

    from stanch.archive import Archive
    from stanch.cli.output import show_json
    from stanch.facts.claimrows import misquoted

    wrong = misquoted(rows, Archive(root))
    if as_json:
        show_json({"checked": len(rows), "wrong": wrong})
    else:
        for claim_id, why in wrong.items():
            click.echo(f"{claim_id}: {why}")
        click.echo(f"{len(rows)} quotations checked, {len(wrong)} do not stand at their place")
    if wrong:
        sys.exit(1)


def _written(rows: tuple[ClaimRow, ...], form: str) -> str:
    from stanch.facts import claimrows
    from stanch.files import csv_text
    from stanch.reading.exports import ftm_entities
    from stanch.reading.plover import left_out, plover_csv

    kept = [row for row in rows if row.record.decision != "rejected"]
    if form == "plover":
        for reason, count in left_out(claimrows.exported(kept)).items():
            click.echo(f"left out: {count} ({reason})", err=True)
        return plover_csv(claimrows.exported(kept))
    if form == "ftm":
        return _lines(ftm_entities(claimrows.exported(kept)))
    if form == "jsonl":
        return _lines(row.plain() for row in rows)
    if form == "csv":
        return csv_text(claimrows.COLUMNS, (row.cells() for row in rows))
    return "".join(
        f"{row.record.id}  {row.state:9}  {row.standing or '-':13}  {_printable(row.sentence)}\n"
        for row in rows
    )


def _lines(values: Any) -> str:
    import json

    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
