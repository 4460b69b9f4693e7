"""`stanch review`: one key a claim. What was accepted becomes facts; what was rejected teaches how far to trust the reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from stanch.archive import Archive
    from stanch.pipeline import Effect, Job
    from stanch.store import Database
    from stanch.store.claims import ClaimRecord

KEYS = {"a": "accepted", "r": "rejected", "e": "edited"}
_HELP = "[a]ccept [e]dit [r]eject [u]ndo [s]kip [d]ossier in full [?] help [q]uit "
_LINES = 6


@click.command("review")
@click.option("--document", default="", help="Only this document (name or hash).")
@click.option(
    "--kind",
    type=click.Choice(["tie", "action", "position", "figure"]),
    default=None,
    help="Only claims of this kind.",
)
@click.option("--country", default="", metavar="CODE", help="Only claims that this state or bloc is in.")
@click.option("--act", default="", help="Only this act: halt, expel, urge …")
@click.option("--surest-first", is_flag=True, help="By the reader's confidence, not by document.")
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
    "--undo",
    "undone",
    multiple=True,
    metavar="ID",
    help="Take back the last decision on it; may be repeated.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Show the open claims and their effect, and ask nothing."
)
def command(
    document: str,
    kind: str | None,
    country: str,
    act: str,
    surest_first: bool,
    reviewer: str,
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    undone: tuple[str, ...],
    as_json: bool,
) -> None:
    """Go through open claims: a accept, e edit, r reject, u undo the last, s skip, d the dossier's difference in full, q quit.

    Each claim is shown in its place, with the difference that accepting it would make to the dossiers it enters. The end of the input
    (Ctrl-D) or Ctrl-C leaves; what was decided is kept.
    """
    from stanch.settings import settings_from
    from stanch.store import claims, connect

    settings = settings_from()
    database = connect(settings.store_url)
    try:
        if accepted or rejected or undone:
            asked = [*((c, "accepted") for c in accepted), *((c, "rejected") for c in rejected)]
            for claim_id, decision in [*asked, *((c, "undone") for c in undone)]:
                _decide(database, claim_id, decision, reviewer)
            return
        with database.read() as store:
            held = claims.held_claims(store, document=document, kind=kind or "", decision="")
        queue = [c for c in held if _fits(c, country.upper(), act)]
        if surest_first:
            queue.sort(key=lambda c: (-float(c.body["confidence"]), c.id))
        if as_json:
            _show_json(database, settings, queue)
            return
        _Session(database=database, settings=settings, reviewer=reviewer, queue=queue).run()
    finally:
        database.close()


def _fits(claim: ClaimRecord, country: str, act: str) -> bool:
    body = claim.body
    return (not country or country in (*body["actors"], *body["targets"])) and (not act or act == body["act"])


def _job(settings: Any, database: Database) -> Job:
    import datetime as dt

    from stanch.pipeline import Job, readings_in

    with database.read() as store:
        readings = readings_in(store)
    return Job(
        data_dir=settings.data_dir,
        out=settings.home,
        as_of=dt.datetime.now(tz=dt.UTC).date(),
        today=True,
        readings=readings,
    )


def _show_json(database: Database, settings: Any, queue: list[ClaimRecord]) -> None:
    from stanch.cli.output import show_json
    from stanch.pipeline import effect_of

    job = _job(settings, database)
    found = []
    with database.read() as store:
        for claim in queue:
            effect = effect_of(job, store, claim.id)
            found.append(
                {
                    "id": claim.id,
                    "reopens": claim.reopens,
                    "sentence_of_dossier": effect.sentence,
                    "enters": [each.country for each in effect.differences],
                    "why_not": effect.why_not,
                    "differences": effect.differences,
                    "similar": effect.similar,
                    **claim.body,
                }
            )
    show_json(found)


@dataclass(kw_only=True)
class _Session:
    """One sitting: the queue, where it stands, and what was decided in it."""

    database: Database
    settings: Any
    reviewer: str
    queue: list[ClaimRecord]
    at: int = 0
    decided: dict[str, int] = field(default_factory=dict)
    mine: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Ask until the queue or the reviewer has had enough."""
        try:
            while self.at < len(self.queue):
                if not self._one(self.queue[self.at]):
                    break
            else:
                click.echo("nothing more to review")
        except (EOFError, KeyboardInterrupt, click.Abort):
            click.echo("")
        if self.decided:
            click.echo(", ".join(f"{number} {word}" for word, number in sorted(self.decided.items())))

    def _one(self, claim: ClaimRecord) -> bool:
        """Show one claim and do what the key says; False to leave."""
        effect = self._effect(claim)
        self._show(claim, effect)
        while True:
            key = click.getchar().lower()
            click.echo(key if key.isprintable() else "")
            if key in ("q", "\x04", ""):
                return False
            if key == "s":
                self.at += 1
                return True
            if key == "u":
                self._undo()
                return True
            if key == "e":
                return self._edit(claim)
            if key in KEYS:
                self._take(claim, KEYS[key], None)
                return True
            if key == "d":
                _show_effect(effect, most=1000)
            click.echo(f"  {_HELP}", nl=False)

    def _effect(self, claim: ClaimRecord, body: dict[str, Any] | None = None) -> Effect:
        from stanch.pipeline import effect_of

        job = _job(self.settings, self.database)
        with self.database.read() as store:
            return effect_of(job, store, claim.id, body)

    def _take(self, claim: ClaimRecord, decision: str, edited: dict[str, Any] | None) -> None:
        _decide(self.database, claim.id, decision, self.reviewer, edited)
        self.decided[decision] = self.decided.get(decision, 0) + 1
        self.mine.append(claim.id)
        self.at += 1

    def _undo(self) -> None:
        """Take back the last decision of this sitting, else the last one of this reviewer."""
        from stanch.store import claims

        last = self.mine.pop() if self.mine else ""
        if not last:
            with self.database.read() as store:
                last = claims.last_decided(store, reviewer=self.reviewer)
        if not last:
            click.echo("  nothing to undo")
            return
        _decide(self.database, last, "undone", self.reviewer)
        self.decided["undone"] = self.decided.get("undone", 0) + 1
        click.echo(f"  taken back: {last}")
        places = [place for place, held in enumerate(self.queue) if held.id == last]
        if places:
            self.at = places[0]
        else:
            with self.database.read() as store:
                self.queue.insert(self.at, claims.claim_of(store, last))

    def _edit(self, claim: ClaimRecord) -> bool:
        edited = _edited(claim.body)
        if edited is None:
            return True
        effect = self._effect(claim, edited)
        click.echo(f"\n  then: {_printable(effect.sentence)}")
        _show_effect(effect, most=_LINES)
        click.echo("  accept it so? [y]es [n]o ", nl=False)
        key = click.getchar().lower()
        click.echo(key if key.isprintable() else "")
        if key == "y":
            self._take(claim, "edited", edited)
        return True

    def _show(self, claim: ClaimRecord, effect: Effect) -> None:
        body = claim.body
        click.echo(
            f"\n{self.at + 1}/{len(self.queue)}  {_printable(body['document'])}  {body['kind']} {body['act']}  {body['part']}  "
            f"sure {body['confidence']}"
        )
        if claim.reopens:
            click.echo("  asked again: the page and the proposal have both changed since it was accepted")
        before, words, after = _context(self._archive(), effect, body)
        click.echo(f"  {_printable(before)}{click.style(_printable(words), bold=True)}{_printable(after)}")
        click.echo(f"  dossier: {_printable(effect.sentence)}")
        for words in (*body["conditions"], *body["exceptions"]):
            click.echo(f"  kept with it: {_printable(words)}")
        _show_effect(effect, most=_LINES)
        click.echo(f"  {_HELP}", nl=False)

    def _archive(self) -> Archive:
        from stanch.archive import Archive

        return Archive(self.settings.archive_dir)


def _context(archive: Archive, effect: Effect, body: dict[str, Any]) -> tuple[str, str, str]:
    """The words of the claim with what stands around them; its own sentence when the archived text is gone."""
    from stanch.errors import StanchError
    from stanch.reading.quotes import around

    try:
        text = archive.get(effect.claim.document).decode("utf-8", "surrogatepass")
    except StanchError:
        sentence = str(body["sentence"])
        before, found, after = sentence.partition(str(body["quote"]))
        return (before, found, after) if found else ("", str(body["quote"]), "")
    return around(text, body["start"], body["end"])


def _show_effect(effect: Effect, *, most: int) -> None:
    """What accepting changes, country by country: + what would be said, - what would be said no longer."""
    if effect.why_not:
        click.echo(f"  enters no dossier: it {_printable(effect.why_not)}")
    elif not effect.differences:
        click.echo(f"  enters the file of {', '.join(effect.files)}, for which no dossier is written")
    for held in effect.similar:
        when = f"{held.when}: " if held.when else ""
        click.echo(
            f"  the same matter as one held? e, then fact {held.matter} ({held.country} {when}{_printable(held.statement)[:160]})"
        )
    for each in effect.differences:
        click.echo(
            f"  {each.country} {_printable(each.name)}: {len(each.added)} sentences more, {len(each.removed)} fewer"
        )
        lines = [*(("-", line) for line in each.removed), *(("+", line) for line in each.added)]
        lines.sort(key=lambda pair: effect.claim.proposal.span.quote[:40] not in pair[1].text)
        for sign, line in lines[:most]:
            text = _printable(line.text)
            shown = text if len(text) <= 300 or most > _LINES else f"{text[:299]}…"
            click.echo(f"    {sign} {_printable(line.section)}: {shown}")
        if len(lines) > most:
            click.echo(f"    … and {len(lines) - most} more (d shows all)")


def _printable(text: str) -> str:
    # a document must not be able to steer the terminal
    return "".join(c if c.isprintable() else " " for c in text)


def _edited(body: dict[str, Any]) -> dict[str, Any] | None:
    """The claim as the reviewer corrects it, field by field; an empty answer keeps the value, "-" empties it."""
    from stanch.errors import UsageError
    from stanch.reading.editing import FIELDS, corrected

    answers = {}
    for name in FIELDS:
        held = body.get(name, "")
        old = ", ".join(held) if isinstance(held, list) else str(held)
        value = click.prompt(f"  {name}", default=old, show_default=True)
        answers[name] = "" if value.strip() == "-" else value
    try:
        return corrected(body, answers)
    except UsageError as error:
        click.echo(f"  {error}; nothing was changed")
        return None


def _decide(
    database: Database, claim_id: str, decision: str, reviewer: str, edited: dict[str, Any] | None = None
) -> None:
    import datetime as dt

    from stanch.store import claims

    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    with database.begin() as store:
        claims.decide(store, claim_id, decision, reviewer=reviewer, at=at, edited=edited)
