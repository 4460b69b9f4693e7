"""`stanch lists`: bring official lists up to date, and see what is held of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli.output import show_json, show_table

if TYPE_CHECKING:
    from stanch.archive import Archive
    from stanch.lists.update import Outcome
    from stanch.store import Database

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@contextmanager
def _held() -> Iterator[tuple[Database, Archive]]:
    from stanch.archive import Archive
    from stanch.settings import settings_from
    from stanch.store import connect
    from stanch.store import lists as _tables  # noqa: F401 - declares its tables

    settings = settings_from()
    database = connect(settings.store_url)
    try:
        yield database, Archive(settings.archive_dir)
    finally:
        database.close()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@click.group()
def command() -> None:
    """Official lists: update, status, diff, history, load, and who was listed on a day."""


@command.command()
@click.argument("keys", nargs=-1)
@click.option("--url", default="", help="Fetch from here instead (a mirror of your own); one list only.")
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="HOST", help="A host to which a redirect may lead."
)
@click.option("--accept-shrunk", default="", metavar="REASON", help="Accept a much smaller list, and why.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def update(
    keys: tuple[str, ...], url: str, hosts: tuple[str, ...], accept_shrunk: str, as_json: bool
) -> None:
    """Fetch lists from their publishers; all of them when none is named."""
    from stanch.errors import StanchError, UsageError
    from stanch.lists.sources import list_sources
    from stanch.lists.update import update as update_one

    if url and len(keys) != 1:
        raise UsageError("--url needs exactly one list: stanch lists update un_sc --url …")
    failed: list[StanchError] = []
    shown: list[dict[str, Any]] = []
    with _held() as (database, archive):
        for key in keys or sorted(list_sources()):
            try:
                outcome = update_one(
                    database,
                    archive,
                    key,
                    now=_now(),
                    url=url,
                    accept_shrunk=accept_shrunk,
                    allow_hosts=hosts,
                )
            except StanchError as error:
                failed.append(error)
                click.echo(f"stanch: {key}: {error}", err=True)
                continue
            shown.append(_row(outcome))
    _show_outcomes(shown, as_json)
    if failed:
        raise SystemExit(3)


@command.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--list", "list_key", default="", help="Which list it is; the format tells when not given.")
@click.option("--reader", default="", help="Which reader; the file tells when not given.")
@click.option("--published", default="", metavar="DAY", help="Its day, for files that carry none.")
@click.option("--changes", is_flag=True, help="The file holds day-stamped changes, not a list.")
@click.option("--accept-shrunk", default="", metavar="REASON", help="Accept a much smaller list, and why.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def load(
    files: tuple[Path, ...],
    list_key: str,
    reader: str,
    published: str,
    changes: bool,
    accept_shrunk: str,
    as_json: bool,
) -> None:
    """Load a list from a file; several files are one set (SDN.CSV ALT.CSV ADD.CSV SDN_COMMENTS.CSV)."""
    from stanch.lists.update import File, bundle
    from stanch.lists.update import load as load_one

    if changes:
        _load_changes(files, list_key)
        return
    name = files[0].name
    raw = files[0].read_bytes() if len(files) == 1 else bundle({p.name: p.read_bytes() for p in files})
    with _held() as (database, archive):
        outcome = load_one(
            database,
            archive,
            File(raw=raw, name=name, url=str(files[0]), published_on=published),
            list_key=list_key,
            reader=reader,
            now=_now(),
            accept_shrunk=accept_shrunk,
        )
    _show_outcomes([_row(outcome)], as_json)


def _load_changes(files: tuple[Path, ...], list_key: str) -> None:
    from stanch.errors import UsageError
    from stanch.lists import changes as reader
    from stanch.store import lists as rows

    if not list_key:
        raise UsageError("--changes needs --list: which list do they change?")
    with _held() as (database, _archive):
        for path in files:
            found = reader.read(path.read_bytes(), path.name)
            with database.begin() as store:
                new = rows.add_changes(store, list_key, found)
            click.echo(f"{list_key}: {len(found):,} changes read, {new:,} new")


def _row(outcome: Outcome) -> dict[str, Any]:
    version = outcome.version
    return {
        "list": version.list,
        "version": version.label,
        "new": outcome.new,
        "entries": version.entries,
        "added": version.added,
        "removed": version.removed,
        "changed": version.changed,
        "dated_by": version.dated_by,
        "unmapped": dict(outcome.unmapped),
    }


def _show_outcomes(shown: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        show_json(shown)
        return
    for row in shown:
        state = "serves now" if row["new"] else "is held already"
        click.echo(
            f"{row['version']} {state}: {row['entries']:,} entries, "
            f"{row['added']:,} added, {row['removed']:,} removed, {row['changed']:,} changed"
        )
        for what, count in sorted(row["unmapped"].items(), key=lambda item: -item[1])[:5]:
            click.echo(f"  kept as printed, not understood: {what} ({count})")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(as_json: bool) -> None:
    """What serves now, how old it is, and what was refused since."""
    from stanch.lists.sources import list_sources
    from stanch.screening.engine import packaged_use
    from stanch.store import lists as rows

    today = _now().date()
    own = packaged_use()
    shown: list[dict[str, Any]] = [
        {
            "list": own.list,
            "version": own.label,
            "entries": own.entries,
            "age_days": (today - dt.date.fromisoformat(own.published_on)).days,
            "dated_by": "file",
            "refused_since": [],
        }
    ]
    with _held() as (database, _archive), database.begin() as store:
        for key in sorted({*list_sources(), *rows.list_keys(store)}):
            held = rows.current(store, key)
            refusals = [r for r in rows.refused(store, key) if held is None or r.at > held.loaded_at]
            age = (today - dt.date.fromisoformat(held.published_on)).days if held else None
            shown.append(
                {
                    "list": key,
                    "version": held.label if held else None,
                    "entries": held.entries if held else 0,
                    "age_days": age,
                    "dated_by": held.dated_by if held else None,
                    "refused_since": [{"at": r.at, "reason": r.reason} for r in refusals],
                }
            )
    if as_json:
        show_json(shown)
        return
    show_table(
        ["list", "version", "entries", "age (days)", "refused since"],
        [
            [
                r["list"],
                r["version"] or "none; run: stanch lists update",
                r["entries"],
                r["age_days"],
                len(r["refused_since"]),
            ]
            for r in shown
        ],
    )
    for row in shown:
        for refusal in row["refused_since"]:
            click.echo(f"REFUSED {row['list']} at {refusal['at'][:19]}Z: {refusal['reason']}", err=True)


@command.command()
@click.argument("list_key")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def history(list_key: str, as_json: bool) -> None:
    """Every version held of a list, oldest first."""
    from stanch.store import lists as rows

    with _held() as (database, _archive), database.begin() as store:
        found = rows.history(store, list_key)
    if as_json:
        show_json(found)
        return
    show_table(
        ["version", "entries", "added", "removed", "changed", "loaded at", "from"],
        [[v.label, v.entries, v.added, v.removed, v.changed, f"{v.loaded_at[:19]}Z", v.url] for v in found],
    )


@command.command()
@click.argument("list_key")
@click.option("--from", "start", type=int, help="A version number; the one before the last when not given.")
@click.option("--to", "end", type=int, help="A version number; the last when not given.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def diff(list_key: str, start: int | None, end: int | None, as_json: bool) -> None:
    """What changed between two versions: entries added, removed, changed, field by field."""
    from stanch.lists.diff import differences

    with _held() as (database, _archive), database.begin() as store:
        found = differences(store, list_key, start=start, end=end)
    if as_json:
        show_json(found)
        return
    show_table(["", "ref", "name", "what"], [[d.op, d.ref, d.name, d.what] for d in found])


@command.command()
@click.argument("list_key")
@click.argument("ref")
@click.option("--on", "day", type=_DAY, help="The day asked for; today when not given.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def listed(list_key: str, ref: str, day: dt.datetime | None, as_json: bool) -> None:
    """Whether an entry stood on a list on a day, and how that is known."""
    from stanch.lists.asof import timeline_of

    asked = day.date() if day else _now().date()
    with _held() as (database, _archive), database.begin() as store:
        answer = timeline_of(store, list_key).state(ref, asked)
    if as_json:
        show_json({"list": list_key, "ref": ref, "on": asked, "state": answer.state, "why": answer.why})
        return
    click.echo(f"{list_key} {ref} on {asked}: {answer.state.replace('_', ' ')} ({answer.why})")
