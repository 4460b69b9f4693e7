"""``stanch backup`` and ``stanch restore``: everything an installation holds, in one file, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(file: Path, as_json: bool) -> None:
    """Write every table of the store and the archive of raw files to FILE (.tar.gz). The service may run on meanwhile."""
    from stanch.cli.output import show_json
    from stanch.settings import settings_from
    from stanch.store.backup import backup

    done = backup(settings_from(), file)
    if as_json:
        show_json({"file": str(file), "rows": done.rows, "files": done.files, "sha256": done.sha256})
    else:
        click.echo(f"{file}: {done.rows} rows, {done.files} files, sha256 {done.sha256}")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def restore_command(file: Path, as_json: bool) -> None:
    """Bring a backup into an empty store (SQLite or PostgreSQL, whichever STANCH_STORE names)."""
    from stanch.cli.output import show_json
    from stanch.settings import settings_from
    from stanch.store.backup import restore

    done = restore(settings_from(), file)
    if as_json:
        show_json({"file": str(file), "rows": done.rows, "files": done.files, "sha256": done.sha256})
    else:
        click.echo(f"{file}: {done.rows} rows, {done.files} files restored")
