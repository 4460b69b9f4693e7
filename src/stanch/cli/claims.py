"""`stanch claims`: what was read, filtered, and exported for others."""

from __future__ import annotations

from pathlib import Path

import click

FORMATS = ("table", "jsonl", "csv", "ftm", "plover")


@click.command("claims")
@click.option("--document", default="", help="Only this document (name or hash).")
@click.option("--kind", type=click.Choice(["tie", "action", "position", "figure"]), default=None)
@click.option(
    "--state", default="", metavar="CODE", help="Only claims that this state acts in or is the target of."
)
@click.option("--decision", type=click.Choice(["open", "accepted", "edited", "rejected"]), default=None)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--precision", is_flag=True, help="How many claims of each kind people accepted.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def command(
    document: str,
    kind: str | None,
    state: str,
    decision: str | None,
    form: str,
    precision: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """List and export claims: JSON lines, CSV, FollowTheMoney entities, or an event table in PLOVER's manner."""
    from stanch.cli.output import show_json
    from stanch.files import write_atomic
    from stanch.settings import settings_from
    from stanch.store import claims, open_store

    with open_store(settings_from().store_url) as store:
        if precision:
            show_json(claims.precision_by_kind(store))
            return
        held = claims.held_claims(
            store, document=document, kind=kind or "", decision="" if decision == "open" else decision
        )
        urls = {each.name: each.url for each in claims.held_documents(store)}
    if state:
        held = tuple(c for c in held if state.upper() in (*c.final["actors"], *c.final["targets"]))
    text = _written(held, "jsonl" if as_json else form, urls)
    if output is not None:
        write_atomic(output, text)
    else:
        click.echo(text, nl=False)


def _written(held: tuple[object, ...], form: str, urls: dict[str, str]) -> str:
    import json

    from stanch.files import csv_text
    from stanch.reading.claims import proposal_from, statement_of
    from stanch.reading.exports import ftm_entities, plover_csv
    from stanch.store.claims import ClaimRecord

    records = [record for record in held if isinstance(record, ClaimRecord)]
    proposals = [proposal_from(record.final) for record in records]
    if form == "plover":
        return plover_csv(p for p, r in zip(proposals, records, strict=True) if r.decision != "rejected")
    if form == "ftm":
        kept = [p for p, r in zip(proposals, records, strict=True) if r.decision != "rejected"]
        return "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in ftm_entities(kept, urls=urls))
    if form == "jsonl":
        return "".join(
            json.dumps({"id": r.id, "decision": r.decision, **r.final}, ensure_ascii=False) + "\n"
            for r in records
        )
    rows = [
        (r.id, r.decision or "open", p.kind, statement_of(p), p.span.quote, p.span.document)
        for p, r in zip(proposals, records, strict=True)
    ]
    if form == "csv":
        return csv_text(("id", "decision", "kind", "claim", "quote", "document"), rows)
    return "".join(f'{row[0]}  {row[1]:8}  {row[3]}\n    "{" ".join(str(row[4]).split())}"\n' for row in rows)
