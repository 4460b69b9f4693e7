"""`stanch audit`: is the log of answers whole, what is in it, and do the answers come out the same again?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.output import show_json, show_table

if TYPE_CHECKING:
    from stanch.settings import Settings
    from stanch.store import Database


@contextmanager
def _open() -> Iterator[tuple[Database, Settings]]:
    from stanch.screening import desk as _tables  # noqa: F401 - declares the tables
    from stanch.settings import settings_from
    from stanch.store import connect

    settings = settings_from()
    database = connect(settings.store_url)
    try:
        yield database, settings
    finally:
        database.close()


@click.group()
def command() -> None:
    """The log of answers: verify, export, replay, show."""


@command.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--head", default="", metavar="SEQ:HASH", help="A head noted earlier; the log must still contain it."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(file: Path | None, head: str, as_json: bool) -> None:
    """Check the whole log, or an exported FILE, entry by entry; one changed byte is found."""
    from stanch.screening.audit import parse_head, verify_export
    from stanch.screening.audit import verify as verify_log

    expected = parse_head(head) if head else ""
    if file is not None:
        result = verify_export(file, expected_head=expected)
    else:
        with _open() as (database, _settings):
            result = verify_log(database, expected_head=expected)
    if as_json:
        show_json({"entries": result.entries, "head": f"{result.entries}:{result.head}"})
        return
    click.echo(f"whole: {result.entries:,} entries, head {result.entries}:{result.head}")


@command.command()
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the log goes.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def export(output: Path, as_json: bool) -> None:
    """Write the log as JSON lines that `stanch audit verify FILE` can check anywhere."""
    from stanch.screening.audit import export as export_log

    with _open() as (database, _settings):
        result = export_log(database, output)
    if as_json:
        show_json({"entries": result.entries, "head": f"{result.entries}:{result.head}", "file": str(output)})
        return
    click.echo(f"{result.entries:,} entries written to {output}, head {result.entries}:{result.head}")


@command.command()
@click.argument("first", type=int, default=1)
@click.argument("last", type=int, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def replay(first: int, last: int | None, as_json: bool) -> None:
    """Give logged answers again, from entry FIRST to LAST, and compare every byte."""
    from stanch.screening.audit import replay as replay_log
    from stanch.screening.law import packaged_law

    with _open() as (database, settings):
        found = list(
            replay_log(
                database,
                rulebook=packaged_law(settings.data_dir, settings.cache_dir / "screening"),
                cache=settings.cache_dir / "screening",
                first=first,
                last=last,
            )
        )
    different = [each for each in found if not each.same]
    if as_json:
        show_json({"replayed": len(found), "same": len(found) - len(different), "different": different})
    else:
        click.echo(f"{len(found):,} answers replayed, {len(found) - len(different):,} the same byte for byte")
        for each in different:
            click.echo(f"  entry {each.seq} differs: {each.why}")
    raise SystemExit(1 if different else 0)


@command.command()
@click.option("--last", "count", type=int, default=20, help="How many entries.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(count: int, as_json: bool) -> None:
    """The last entries of the log."""
    import json

    from stanch.store import audit as log

    with _open() as (database, _settings), database.begin() as store:
        head = log.head(store)
        entries = list(log.read(store, first=max(1, (head[0] if head else 0) - count + 1)))
    if as_json:
        show_json(
            [
                {"seq": e.seq, "at": e.at, "kind": e.kind, "hash": e.hash, "body": json.loads(e.body)}
                for e in entries
            ]
        )
        return
    rows = []
    for entry in entries:
        body = json.loads(entry.body)
        who = " | ".join(body.get("party", {}).get("names", ())) or body.get("entity_id", "")
        rows.append([entry.seq, entry.at, entry.kind, body.get("decision", ""), who])
    show_table(["entry", "at", "kind", "decision", "about"], rows)
