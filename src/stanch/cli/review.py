"""`stanch review`: one key a claim. What was accepted becomes facts; what was rejected teaches how far to trust the reader."""

from __future__ import annotations

from typing import Any

import click

KEYS = {"a": "accepted", "r": "rejected", "e": "edited"}


@click.command("review")
@click.option("--document", default="", help="Only this document (name or hash).")
@click.option("--kind", type=click.Choice(["tie", "action", "position", "figure"]), default=None)
@click.option(
    "--reviewer", envvar="STANCH_REVIEWER", default="", help="Who decides; kept with each decision."
)
@click.option(
    "--accept", "accepted", multiple=True, metavar="ID", help="Accept without asking; may be repeated."
)
@click.option(
    "--reject", "rejected", multiple=True, metavar="ID", help="Reject without asking; may be repeated."
)
@click.option(
    "--json", "as_json", is_flag=True, help="Show the open claims and their effect, and ask nothing."
)
def command(
    document: str,
    kind: str | None,
    reviewer: str,
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    as_json: bool,
) -> None:
    """Go through open claims: a accept, e edit, r reject, u undo the last, s skip, q quit.

    Each claim is shown in its sentence, with the line that a dossier would begin with.
    """
    from stanch.cli.output import show_json
    from stanch.reading.claims import proposal_from, statement_of
    from stanch.settings import settings_from
    from stanch.store import claims, open_store

    url = settings_from().store_url
    if accepted or rejected:
        for claim_id, decision in [
            *((c, "accepted") for c in accepted),
            *((c, "rejected") for c in rejected),
        ]:
            _decide(url, claim_id, decision, reviewer)
        return
    with open_store(url) as store:
        queue = list(claims.held_claims(store, document=document, kind=kind or "", decision=""))
    if as_json:
        show_json([{"id": c.id, "dossier": statement_of(proposal_from(c.body)), **c.body} for c in queue])
        return
    _ask(queue, url, reviewer)


def _ask(queue: list[Any], url: str, reviewer: str) -> None:
    position = 0
    while position < len(queue):
        claim = queue[position]
        _show(claim, position + 1, len(queue))
        key = click.getchar().lower()
        click.echo(key)
        if key == "q":
            return
        if key == "u":
            position = _undo(queue, position, url, reviewer)
        elif key == "s":
            position += 1
        elif key in KEYS:
            edited = _edited(claim.body) if key == "e" else None
            if key != "e" or edited is not None:
                _decide(url, claim.id, KEYS[key], reviewer, edited)
                position += 1
    click.echo("nothing more to review")


def _show(claim: Any, number: int, total: int) -> None:
    from stanch.reading.claims import proposal_from, statement_of

    body = claim.body
    sentence = " ".join(body["sentence"].split())
    quote = " ".join(body["quote"].split())
    shown = (
        sentence.replace(quote, click.style(quote, bold=True))
        if quote in sentence
        else f"{sentence}  [{quote}]"
    )
    click.echo(f"\n{number}/{total}  {body['document']}  {body['part']}  sure {body['confidence']}")
    click.echo(f"  {_printable(shown)}")
    click.echo(f"  dossier: {_printable(statement_of(proposal_from(body)))}")
    for words in (*body["conditions"], *body["exceptions"]):
        click.echo(f"  kept with it: {_printable(words)}")
    click.echo("  [a]ccept [e]dit [r]eject [u]ndo [s]kip [q]uit ", nl=False)


def _printable(text: str) -> str:
    # a document must not be able to steer the terminal; our own bold marks are the only control characters let through
    return "".join(c for c in text if c.isprintable() or c == "\x1b")


def _undo(queue: list[Any], position: int, url: str, reviewer: str) -> int:
    from stanch.store import claims, open_store

    with open_store(url) as store:
        last = claims.last_decided(store)
    if not last:
        click.echo("nothing to undo")
        return position
    _decide(url, last, "undone", reviewer)
    return next((i for i, claim in enumerate(queue) if claim.id == last), position)


def _edited(body: dict[str, Any]) -> dict[str, Any] | None:
    """The claim as the reviewer corrects it, field by field; an empty answer keeps the value."""
    from stanch.records import Modality

    new = dict(body)
    for name in ("act", "actors", "targets", "channels", "status", "modality", "said_by"):
        old = ", ".join(body[name]) if isinstance(body[name], list) else body[name]
        value = click.prompt(f"  {name}", default=old, show_default=True)
        new[name] = (
            [part.strip() for part in value.split(",") if part.strip()]
            if isinstance(body[name], list)
            else value
        )
    if new["modality"] not in set(Modality):
        click.echo(f"  '{new['modality']}' is no modality; use {', '.join(Modality)}; nothing was changed")
        return None
    return new


def _decide(
    url: str, claim_id: str, decision: str, reviewer: str, edited: dict[str, Any] | None = None
) -> None:
    import datetime as dt

    from stanch.store import claims, open_store

    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    with open_store(url) as store:
        claims.decide(store, claim_id, decision, reviewer=reviewer, at=at, edited=edited)
