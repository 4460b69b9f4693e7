"""``stanch note``: a desk's own notes on a country; they stand in its own copy of the dossier only."""

from __future__ import annotations

import click


@click.group("note")
def command() -> None:
    """Keep your own notes on countries. They are shown, marked, in the dossiers that you write, and nowhere else."""


@command.command("add")
@click.argument("country")
@click.argument("text")
@click.option(
    "--mark", default="internal", show_default=True, help="How the note is to be handled; shown beside it."
)
@click.option("--on", metavar="DAY", help="The day of the note; today without it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def add(country: str, text: str, mark: str, on: str | None, as_json: bool) -> None:
    """Keep a note on a country (code or name)."""
    import datetime as dt

    from stanch.cli.output import show_json
    from stanch.dates import parse_day
    from stanch.errors import UsageError
    from stanch.facts.countries import load_countries
    from stanch.settings import settings_from
    from stanch.store import notes, open_store

    if not text.strip() or not mark.strip():
        raise UsageError(
            "a note needs a text and a mark, as in  stanch note add MY 'Ask about permits' --mark internal"
        )
    settings = settings_from()
    code = load_countries(settings.data_dir).find(country).iso2
    try:
        day = parse_day(on) if on else dt.datetime.now(tz=dt.UTC).date()
    except ValueError as error:
        raise UsageError(f"--on: {error}") from error
    note = notes.NoteRecord(country=code, text=text.strip(), mark=mark.strip(), written_on=day.isoformat())
    with open_store(settings.store_url) as store:
        new = notes.add(store, [note])
    if as_json:
        show_json({"id": note.id, "new": bool(new), "note": note})
    else:
        click.echo(f"{'kept' if new else 'held already'}: {note.id}")


@command.command("list")
@click.argument("country", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(country: str | None, as_json: bool) -> None:
    """Show the notes held, of one country or of all."""
    from stanch.cli.output import show_json, show_table
    from stanch.facts.countries import load_countries
    from stanch.settings import settings_from
    from stanch.store import notes, open_store

    settings = settings_from()
    code = load_countries(settings.data_dir).find(country).iso2 if country else ""
    with open_store(settings.store_url) as store:
        held = notes.held(store, code)
    if as_json:
        show_json([{"id": note.id, "note": note} for note in held])
    else:
        show_table(
            ("id", "country", "on", "mark", "note"),
            [(note.id, note.country, note.written_on, note.mark, note.text) for note in held],
        )


@command.command("withdraw")
@click.argument("note_id")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def withdraw(note_id: str, as_json: bool) -> None:
    """Stop showing a note; it stays in the store."""
    import datetime as dt

    from stanch.cli.output import show_json
    from stanch.settings import settings_from
    from stanch.store import notes, open_store

    with open_store(settings_from().store_url) as store:
        notes.withdraw(store, note_id, dt.datetime.now(tz=dt.UTC).date().isoformat())
    if as_json:
        show_json({"withdrawn": note_id})
    else:
        click.echo(f"withdrawn: {note_id}")
