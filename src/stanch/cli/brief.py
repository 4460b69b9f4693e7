"""``stanch brief``: a country's dossier, all of them, or a region's page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import datetime as dt

    from stanch.dossier.country import Note
    from stanch.facts.placed import Readings
    from stanch.pipeline import Job

_DEFAULT_OUT = Path("out/dossiers")


@click.command("brief")
@click.argument("countries", nargs=-1, metavar="[COUNTRY]...")
@click.option(
    "--all", "everything", is_flag=True, help="Every country with a held fact, the regions and the index."
)
@click.option("--region", metavar="NAME", help="The page of a group of states: ASEAN.")
@click.option("--as-of", metavar="DAY", help="What was so on this day (YYYY-MM-DD); today without it.")
@click.option("--known-on", metavar="DAY", help="Only what had been published by this day.")
@click.option(
    "--format",
    "formats",
    default="html",
    show_default=True,
    help="One or more of html, json, md, csv, pdf, docx.",
)
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path), default=_DEFAULT_OUT, show_default=True,
    help="Folder to write to; '-' with one format writes to the terminal.",
)  # fmt: skip
@click.option("--notes/--no-notes", default=True, show_default=True, help="Put your own notes in, marked.")
@click.option(
    "--claims",
    type=click.Choice(["accepted", "unreviewed", "none"]),
    default="accepted",
    show_default=True,
    help="Which claims of documents you have read go in; unreviewed ones are marked on every sentence.",
)
@click.option(
    "--full", is_flag=True, help="Print long tables and every source, too (pdf, docx, html on paper)."
)
@click.option("--processes", type=click.IntRange(1, 64), help="For --all; every core without it.")
@click.option("--json", "as_json", is_flag=True, help="Tell what was written as JSON.")
def command(
    countries: tuple[str, ...],
    everything: bool,
    region: str | None,
    as_of: str | None,
    known_on: str | None,
    formats: str,
    out: Path,
    notes: bool,
    claims: str,
    full: bool,
    processes: int | None,
    as_json: bool,
) -> None:
    """Write the dossier of a country: its ties, duties, record and next steps, every sentence with its source."""
    if not (countries or everything or region):
        raise click.UsageError("name a country (MY), or give --all or --region ASEAN")
    from stanch.settings import settings_from

    settings = settings_from()
    job = replace(
        _job(as_of, known_on, formats, out, settings.data_dir, _notes(settings.store_url, notes)),
        readings=_readings(settings.store_url, claims),
        full=full,
    )
    if str(out) == "-":
        _to_terminal(job, countries)
        return
    done = _all(job, processes or settings.processes) if everything else []
    done += _some(job, countries)
    if region:
        from stanch.pipeline import write_region

        done.append(write_region(job, region).code)
    _tell(job, done, everything, as_json)


def _some(job: Job, countries: tuple[str, ...]) -> list[str]:
    from stanch.pipeline import code_of, write_dossier

    return [write_dossier(job, code_of(job, text)).code for text in countries]


def _all(job: Job, processes: int) -> list[str]:
    from stanch.cli.output import progress
    from stanch.pipeline import write_all

    return [summary.code for summary in progress(write_all(job, processes=processes), label="dossiers")]


def _to_terminal(job: Job, countries: tuple[str, ...]) -> None:
    from stanch.errors import UsageError
    from stanch.pipeline import code_of, dossier_of, rendered

    if len(countries) != 1 or len(job.formats) != 1 or job.formats[0] in ("pdf", "docx"):
        raise UsageError(
            "-o -: takes one country and one text format, as in  stanch brief MY --format md -o -"
        )
    click.echo(rendered(dossier_of(job, code_of(job, countries[0])), job.formats[0], full=job.full), nl=False)


def _tell(job: Job, done: list[str], everything: bool, as_json: bool) -> None:
    names = [f"{code}.{each}" for code in done for each in job.formats]
    if everything:
        names += ["index.html", "index.json"]
    if as_json:
        from stanch.cli.output import show_json

        show_json({"folder": str(job.out), "files": names})
    elif len(names) <= 8:
        for name in names:
            click.echo(job.out / name)
    else:
        click.echo(f"{len(names)} files in {job.out}; start with {job.out / 'index.html'}")


def _notes(store_url: str, wanted: bool) -> tuple[tuple[str, Note], ...]:
    """The desk's own notes; none where no store has been made yet, for reading must not make one."""
    if not wanted or not _store_exists(store_url):
        return ()
    from stanch.dossier.country import Note
    from stanch.store import notes, open_store

    with open_store(store_url) as store:
        held = notes.held(store)
    return tuple((n.country, Note(text=n.text, mark=n.mark, written_on=n.written_on)) for n in held)


def _readings(store_url: str, wanted: str) -> Readings:
    """The claims of documents that were read; none where no store has been made yet."""
    from stanch.facts.placed import Readings
    from stanch.pipeline import readings_in
    from stanch.store import open_store

    if wanted == "none" or not _store_exists(store_url):
        return Readings()
    with open_store(store_url) as store:
        return readings_in(store, unreviewed=wanted == "unreviewed")


def _store_exists(store_url: str) -> bool:
    if not store_url.startswith("sqlite:///"):
        return True
    return Path(store_url.removeprefix("sqlite:///")).is_file()


def _job(
    as_of: str | None,
    known_on: str | None,
    formats: str,
    out: Path,
    data_dir: Path,
    notes: tuple[tuple[str, Note], ...],
) -> Job:
    import datetime as dt

    from stanch.errors import UsageError
    from stanch.files import did_you_mean
    from stanch.pipeline import FORMATS, Job

    chosen = tuple(dict.fromkeys(part.strip().lower() for part in formats.split(",") if part.strip()))
    for name in chosen:
        if name not in FORMATS:
            raise UsageError(
                f"--format: '{name}' is not known{did_you_mean(name, FORMATS)}; choose from {', '.join(FORMATS)}"
            )
    return Job(
        data_dir=data_dir,
        out=out,
        as_of=_day("--as-of", as_of) or dt.datetime.now(tz=dt.UTC).date(),
        known_on=_day("--known-on", known_on),
        today=as_of is None,
        formats=chosen or ("html",),
        notes=notes,
        version=_version(),
    )


def _version() -> str:
    from importlib.metadata import version

    return version("stanch")


def _day(option: str, text: str | None) -> dt.date | None:
    from stanch.dates import parse_day
    from stanch.errors import UsageError

    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error
