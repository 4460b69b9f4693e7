"""`stanch read`: reports in, claims out, each with its words and its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from stanch.reading.batch import Raw, Reading
    from stanch.reading.keeping import Stored


@click.command("read")
@click.argument("targets", nargs=-1, required=True, metavar="FILE | DIR | URL | -")
@click.option("--published", metavar="DATE", help="Day of publication; goes before what the document tells.")
@click.option("--outlet", default="", metavar="NAME", help="Who published it; goes before what it tells.")
@click.option(
    "--source-class",
    type=click.Choice(["official_text", "official_body", "expert_report", "press", "agency_copy", "blog"]),
    default=None,
    help="How near it stands to what it tells; goes before what its address tells.",
)
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="How many processes read."
)
@click.option(
    "--max-words",
    type=click.IntRange(1000),
    default=300_000,
    show_default=True,
    help="Words of one document to read; what lies beyond is told.",
)
@click.option("--no-store", is_flag=True, help="Show what is found and keep nothing.")
@click.option("--claims/--no-claims", "with_claims", default=True, show_default=True, help="List each claim.")
@click.option(
    "--llm",
    metavar="URL",
    envvar="STANCH_LLM_URL",
    help="An OpenAI-compatible endpoint as a second proposer.",
)
@click.option(
    "--llm-model",
    metavar="NAME",
    envvar="STANCH_LLM_MODEL",
    default="default",
    help="The model that the endpoint is asked for.",
)
@click.option(
    "--json", "as_json", is_flag=True, help='One JSON line a document ("record": "document") and a claim.'
)
def command(
    targets: tuple[str, ...],
    published: str | None,
    outlet: str,
    source_class: str | None,
    processes: int,
    max_words: int,
    no_store: bool,
    with_claims: bool,
    llm: str | None,
    llm_model: str,
    as_json: bool,
) -> None:
    """Read reports (text, HTML, PDF, DOCX, e-mail with what is attached) and keep the claims in them for `stanch review`.

    Exit code 3 when no document could be read.
    """
    from stanch.cli.output import progress
    from stanch.reading.batch import read_all, with_attachments

    raws = _raws(targets, published, outlet, source_class or "")
    readings = read_all(
        with_attachments(raws),
        engine="processes" if processes > 1 else "local",
        processes=processes,
        max_words=max_words,
        on_block=_blocks(),
    )
    asked = (_asked(reading, llm, llm_model) for reading in readings)
    names: dict[str, str] = {}
    read = refused = 0
    for reading, stored in progress(_stored(asked, not no_store), label="read", total=len(raws)):
        names[reading.raw.digest] = reading.raw.name
        read += reading.text is not None
        refused += reading.text is None
        _show(reading, stored, names, as_json=as_json, with_claims=with_claims)
    if not as_json:
        click.echo(f"\n{read} read, {refused} not read", err=True)
    if refused and not read:
        sys.exit(3)


def _raws(targets: tuple[str, ...], published: str | None, outlet: str, source_class: str) -> list[Raw]:
    from dataclasses import replace

    from stanch.dates import parse_partial
    from stanch.errors import UsageError
    from stanch.reading.batch import Raw, find_raw

    try:
        date = parse_partial(published) if published else None
    except ValueError as error:
        raise UsageError(f"--published: {error}") from error
    found: list[Raw] = []
    for target in targets:
        if target == "-":
            found.append(Raw(name="standard input", raw=sys.stdin.buffer.read(), published=date))
        else:
            found.extend(find_raw(target, published=date))
    if not found:
        raise UsageError(f"{', '.join(targets)}: holds no file that can be read (txt, html, pdf, docx, eml)")
    return [replace(raw, outlet=outlet, source_class=source_class) for raw in found]


def _blocks() -> Any:
    """Tells on the error stream, every few seconds at most, how far a long document is."""
    import time

    last = time.monotonic()

    def tell(name: str, words: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= 2.0:
            last = time.monotonic()
            click.echo(f"{name}: {words:,} of {total:,} words", err=True)

    return tell


def _asked(reading: Reading, llm: str | None, model: str) -> Reading:
    if not llm or reading.text is None:
        return reading
    import os
    from dataclasses import replace

    from stanch.reading.llm import asker, propose_by

    answer = propose_by(
        reading.text, asker(llm, model, os.environ.get("STANCH_LLM_KEY", "")), name=f"llm:{model}"
    )
    if answer.refused:
        click.echo(
            f"{reading.raw.name}: {len(answer.refused)} claims of the language model refused", err=True
        )
    return replace(reading, proposals=(*reading.proposals, *answer.proposals))


def _stored(readings: Iterator[Reading], keep: bool) -> Iterator[tuple[Reading, Stored | None]]:
    """Each document as it is read, kept at once: what was read stays when a later one fails."""
    if not keep:
        for reading in readings:
            yield reading, None
        return
    import datetime as dt

    from stanch.archive import Archive
    from stanch.reading.keeping import store_reading
    from stanch.settings import settings_from
    from stanch.store import connect

    settings = settings_from()
    archive = Archive(settings.archive_dir)
    database = connect(settings.store_url)
    try:
        for reading in readings:
            if reading.text is None:
                yield reading, None
                continue
            now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            with database.begin() as store:
                stored = store_reading(store, archive, reading, at=now)
            yield reading, stored
    finally:
        database.close()


def _show(
    reading: Reading, stored: Stored | None, names: dict[str, str], *, as_json: bool, with_claims: bool
) -> None:
    from stanch.cli.output import show_jsonl
    from stanch.reading.keeping import report_of

    report = report_of(reading, stored)
    if as_json:
        from stanch.reading.claims import plain_proposal

        claims = (
            {"record": "claim", **plain_proposal(proposal)}
            for proposal in (reading.proposals if with_claims else ())
        )
        show_jsonl([{"record": "document", **report}])
        show_jsonl(claims)
        return
    if reading.text is None:
        click.echo(f"{reading.raw.name}: not read: {reading.problem}", err=True)
        return
    _show_report(report, names)
    if with_claims and reading.proposals:
        from stanch.cli.output import show_table
        from stanch.reading.wording import sentence_of

        rows = [(f"{p.confidence:.2f}", p.part.value, sentence_of(p)) for p in reading.proposals]
        show_table(("sure", "part", "what a dossier would say"), rows)


def _show_report(report: dict[str, Any], names: dict[str, str]) -> None:
    date = f"{report['published']} ({report['published_how']})" if report["published"] else "unknown"
    agency = f", text of {report['agency']}" if report["agency"] else ""
    click.echo(f"\n{report['name']}: {_counts(report['claims']) or 'no claims'}")
    click.echo(f"  published: {date}; by: {report['outlet'] or 'unknown'}{agency} ({report['source_class']})")
    click.echo(
        f"  {report['words']:,} words, language {report['language'] or 'unknown'}; sections: {_counts(report['sections'])}; "
        f"{report['abstained']} clauses on the subject without a claim"
    )
    if report["same_as"]:
        name = names.get(report["same_as"]) or report["same_as_name"] or report["same_as"][:12]
        click.echo(f"  same text as {name}: one source")
    kept = report["kept"]
    if kept and (kept["known"] or kept["carried"] or kept["reopened"] or kept["withdrawn"]):
        click.echo(f"  kept: {_counts(kept)}")
    for note in report["notes"]:
        click.echo(f"  note: {note}")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items() if number)
