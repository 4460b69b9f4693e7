"""`stanch dismiss`: say that a party is not the listed one, why, who says so, and until when."""

from __future__ import annotations

import datetime as dt

import click

from stanch.cli.output import show_json, show_table


@click.command()
@click.argument("entity", required=False)
@click.option(
    "--name", "names", multiple=True, help="The party, as it is screened; every name that is given there."
)
@click.option("--dob", multiple=True, metavar="DATE", help="Date of birth, as it is screened.")
@click.option(
    "--country", multiple=True, metavar="CODE", help="Nationality, seat or flag, as it is screened."
)
@click.option(
    "--gender", type=click.Choice(["male", "female"]), default=None, help="Gender, as it is screened."
)
@click.option(
    "--kind",
    type=click.Choice(["person", "organisation", "vessel", "aircraft"]),
    default=None,
    help="What the party is.",
)
@click.option("--id", "ids", multiple=True, metavar="KIND:VALUE", help="An identifier, as it is screened.")
@click.option("--ref", default="", help="Your own number for the party.")
@click.option("--reason", default="", help="Why it is not the listed one.")
@click.option("--approver", default="", help="Who says so.")
@click.option("--expires", default="", metavar="DAY", help="Until when; at most two years.")
@click.option("--revoke", default="", metavar="ID", help="Take a dismissal back.")
@click.option("--show", is_flag=True, help="Show all dismissals.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    entity: str | None,
    names: tuple[str, ...],
    dob: tuple[str, ...],
    country: tuple[str, ...],
    gender: str | None,
    kind: str | None,
    ids: tuple[str, ...],
    ref: str,
    reason: str,
    approver: str,
    expires: str,
    revoke: str,
    show: bool,
    as_json: bool,
) -> None:
    """Dismiss a listed ENTITY (un-KPi.004) for a party. It is reopened when either record changes."""
    from stanch.errors import UsageError
    from stanch.screening import dismissing
    from stanch.screening.asking import party_of
    from stanch.settings import settings_from

    settings, now = settings_from(), dt.datetime.now(dt.UTC)
    if show:
        held = dismissing.all_held(settings)
        if as_json:
            show_json(held)
            return
        show_table(
            ["id", "entity", "party", "until", "approver", "reason", "taken back"],
            [
                [d.id, d.entity_id, d.party_ref, d.expires_on, d.approver, d.reason, d.revoked_at]
                for d in held
            ],
        )
        return
    if revoke:
        dismissing.take_back(settings, revoke, by=approver, reason=reason, now=now)
        click.echo(f"{revoke} is taken back; the match is open again")
        return
    if entity is None:
        raise UsageError(
            "name the listed entity: stanch dismiss un-KPi.004 --name … --reason … --approver … --expires …"
        )
    party = party_of(
        names=names,
        dobs=dob,
        countries=country,
        gender=gender or "",
        kind=kind or "unknown",
        identifiers=ids,
        ref=ref,
    )
    made = dismissing.dismiss(
        settings, party, entity, reason=reason, approver=approver, expires=expires, now=now
    )
    if as_json:
        show_json(made)
        return
    click.echo(f"{made.id}: {entity} is dismissed for this party until {made.expires_on}")
