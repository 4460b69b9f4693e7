"""`stanch read`: claims from reports, kept for review."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stanch.reading.batch import Raw, Reading
    from stanch.scale import Engine


@click.command("read")
@click.argument("targets", nargs=-1, required=True, metavar="FILE | DIR | URL | -")
@click.option("--published", metavar="DATE", help="Day of publication, where the document does not tell it.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--no-store", is_flag=True, help="Show what is found and keep nothing.")
@click.option(
    "--llm",
    metavar="URL",
    envvar="STANCH_LLM_URL",
    help="An OpenAI-compatible endpoint as a second proposer.",
)
@click.option("--llm-model", metavar="NAME", envvar="STANCH_LLM_MODEL", default="default")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a claim.")
def command(
    targets: tuple[str, ...],
    published: str | None,
    processes: int,
    no_store: bool,
    llm: str | None,
    llm_model: str,
    as_json: bool,
) -> None:
    """Read reports (text, HTML, PDF, DOCX, e-mail) and keep the claims in them for `stanch review`.

    Exit code 3 when no document could be read.
    """
    from stanch.cli.output import progress
    from stanch.reading.batch import read_all, repeats
    from stanch.settings import settings_from

    raws = list(_raws(targets, published))
    engine: Engine = "processes" if processes > 1 else "local"
    found = progress(read_all(raws, engine=engine, processes=processes), label="read", total=len(raws))
    readings = [_asked(reading, llm, llm_model) for reading in found]
    same = repeats(readings)
    if not no_store:
        _keep(readings, same, settings_from())
    _show(readings, same, as_json=as_json)
    if readings and all(reading.problem for reading in readings):
        sys.exit(3)


def _raws(targets: tuple[str, ...], published: str | None) -> list[Raw]:
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
            found.append(Raw(name="standard input", url="", raw=sys.stdin.buffer.read(), published=date))
        else:
            found.extend(find_raw(target, published=date))
    if not found:
        raise UsageError(f"{', '.join(targets)}: holds no file that can be read (txt, html, pdf, docx, eml)")
    return found


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


def _keep(readings: list[Reading], same: dict[str, str], settings: object) -> None:
    import datetime as dt

    from stanch.archive import Archive, Origin
    from stanch.reading.claims import plain_proposal
    from stanch.settings import Settings
    from stanch.store import claims, open_store

    assert isinstance(settings, Settings)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    archive = Archive(settings.archive_dir)
    with open_store(settings.store_url) as store:
        for reading in readings:
            if reading.text is None:
                continue
            digest = archive.put(
                reading.raw.raw, Origin(url=reading.raw.url or reading.raw.name, fetched_at=now)
            )
            document = claims.DocumentRecord(
                id=digest,
                name=reading.raw.name,
                url=reading.raw.url,
                media=reading.text.media,
                outlet=reading.text.outlet,
                published=str(reading.text.published or ""),
                same_as=same.get(digest, ""),
                read_at=now,
            )
            claims.add_document(store, document)
            claims.add_claims(
                store,
                [
                    claims.ClaimRecord(
                        document=digest, kind=p.kind, start=p.span.start, body=plain_proposal(p)
                    )
                    for p in reading.proposals
                ],
            )


def _show(readings: list[Reading], same: dict[str, str], *, as_json: bool) -> None:
    from stanch.cli.output import show_jsonl, show_table
    from stanch.reading.claims import plain_proposal, statement_of

    if as_json:
        show_jsonl(plain_proposal(proposal) for reading in readings for proposal in reading.proposals)
        return
    names = {reading.raw.digest: reading.raw.name for reading in readings}
    for reading in readings:
        if reading.text is None:
            click.echo(f"{reading.raw.name}: not read: {reading.problem}", err=True)
            continue
        again = (
            f"; same text as {names[same[reading.raw.digest]]}, one source"
            if reading.raw.digest in same
            else ""
        )
        date = reading.text.published or "no date"
        click.echo(
            f"\n{reading.raw.name} ({reading.text.media}, {date}): {len(reading.proposals)} claims{again}"
        )
        for note in reading.text.notes:
            click.echo(f"  note: {note}")
        rows = [
            (f"{p.confidence:.2f}", p.part.value, statement_of(p), f'"{p.span.quote}"')
            for p in reading.proposals
        ]
        if rows:
            show_table(("sure", "part", "claim", "words"), rows)
