"""Dismissals: somebody looked and said "not the same". It holds until it expires, is taken back, or either record changes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stanch.errors import UsageError
from stanch.lists import codec
from stanch.lists.model import Listing
from stanch.records import canonical, content_id
from stanch.screening.model import Party
from stanch.store.decisions import Dismissal

LONGEST = dt.timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What dismissals say of one party and one listed entry; `why` without `holds` says why an old one no longer does."""

    holds: bool = False
    id: str = ""
    why: str = ""


Dismissals = Callable[[Party, Listing], Verdict]


def none_dismissed(_party: Party, _listing: Listing) -> Verdict:
    """Nobody has dismissed anything."""
    return Verdict()


def party_hash(party: Party) -> str:
    """A hash of what the asker said of the party, the same in any order."""
    query = party.query
    said = {
        "names": sorted(" ".join(name.split()).casefold() for name in query.names),
        "kind": query.kind.value,
        "identifiers": sorted(f"{i.kind}:{i.value}@{i.country}" for i in query.identifiers),
        "dobs": sorted(d.text for d in query.dobs),
        "countries": sorted(query.countries),
        "gender": query.gender,
    }
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def dismissal(
    party: Party, listing: Listing, *, reason: str, approver: str, made_at: dt.datetime, expires_on: dt.date
) -> Dismissal:
    """A dismissal of one party against one listed entry, as both are now.

    Raises:
        UsageError: no reason, no approver, or an expiry that has passed or is more than two years away.
    """
    if not reason.strip() or not approver.strip():
        raise UsageError("a dismissal needs a reason and the name of who approves it")
    if not made_at.date() < expires_on <= made_at.date() + LONGEST:
        raise UsageError(f"a dismissal expires after today and within two years, not on {expires_on}")
    made = Dismissal(
        id="",
        party_ref=party.ref,
        party_hash=party_hash(party),
        entity_id=listing.id,
        entity_hash=codec.digest(listing),
        reason=reason.strip(),
        approver=approver.strip(),
        made_at=made_at.isoformat(),
        expires_on=expires_on.isoformat(),
    )
    return Dismissal(**{**_fields(made), "id": content_id("dismissal", made)})


def dismissals_at(held: Iterable[Dismissal], at: dt.datetime) -> Dismissals:
    """What the dismissals held say at a moment."""
    stamp, day = at.isoformat(), at.date().isoformat()
    known = [d for d in held if d.made_at <= stamp]
    by_entity: dict[str, list[Dismissal]] = {}
    for each in known:
        by_entity.setdefault(each.entity_id, []).append(each)

    def verdict(party: Party, listing: Listing) -> Verdict:
        found = by_entity.get(listing.id, [])
        if not found:
            return Verdict()
        asked, entry = party_hash(party), codec.digest(listing)
        about = [d for d in found if d.party_hash == asked or (party.ref and d.party_ref == party.ref)]
        lapsed = ""
        for each in reversed(about):
            fault = _fault(each, asked, entry, stamp, day)
            if not fault:
                return Verdict(
                    holds=True,
                    id=each.id,
                    why=f"dismissed by {each.approver} until {each.expires_on}: {each.reason} ({each.id})",
                )
            lapsed = lapsed or f"reopened: {each.id} no longer holds, because {fault}"
        return Verdict(why=lapsed)

    return verdict


def _fault(each: Dismissal, asked: str, entry: str, stamp: str, day: str) -> str:
    if each.revoked_at and each.revoked_at <= stamp:
        return f"{each.revoked_by} took it back"
    if day > each.expires_on:
        return f"it expired on {each.expires_on}"
    if each.party_hash != asked:
        return "the record of the party changed"
    if each.entity_hash != entry:
        return "the listed entry changed"
    return ""


def _fields(made: Dismissal) -> dict[str, str]:
    return {name: getattr(made, name) for name in Dismissal.__slots__}
