"""Ownership: shares of listed owners added up, directly and through chains, with the path of each.

Thresholds differ by authority: OFAC, guidance of 13 August 2014: 50 per cent or more, in the aggregate of all blocked owners; EU
Council best practices (document 8519/18): more than 50 per cent, or control.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from stanch.lists.model import Relation
from stanch.screening.engine import Engine
from stanch.screening.model import Candidate, Decision, OwnerShare

_DEPTH = 6
_HALF = Decimal(50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One listed owner of a party: how much of it, through which chain."""

    id: str
    authority: str
    share: Decimal | None
    path: tuple[str, ...]


def owners_of(
    engine: Engine, candidates: Sequence[Candidate], told: Sequence[tuple[str, str]] = ()
) -> tuple[OwnerShare, ...]:
    """What listed owners hold of a party, by authority.

    Args:
        candidates: entries that may be the party, listed themselves or not; the owners that the data prints of them count.
        told: owners that the asker knows of: listed id and share in percent.
    """
    found = [
        _by_authority("", [owner for ref, share in told for owner in _told(engine, ref, share)], sure=True)
    ]
    for candidate in candidates:
        if candidate.decision is Decision.CLEAR:
            continue
        match, listing = candidate.match, candidate.listing
        sure = candidate.decision is Decision.HIT or (match.confirmed and not match.contradicted)
        owners = list(_up(engine, listing.id, listing.relations, Decimal(100), (listing.id,)))
        found.append(_by_authority(listing.id, owners, sure=sure))
    return tuple(share for shares in found for share in shares)


def _by_authority(about: str, owners: Sequence[Owner], *, sure: bool) -> list[OwnerShare]:
    authorities = sorted({owner.authority for owner in owners})
    return [_added(about, a, [o for o in owners if o.authority == a], sure=sure) for a in authorities]


def _told(engine: Engine, ref: str, printed: str) -> Iterator[Owner]:
    try:
        share: Decimal | None = Decimal(printed.strip().rstrip("%"))
    except InvalidOperation:
        share = None
    if ref in engine.bodies:
        yield from _held_by(engine, ref, share, (f"{share if share is not None else '?'} % {ref}",))


def _up(
    engine: Engine, of: str, relations: Sequence[Relation], share: Decimal | None, path: tuple[str, ...]
) -> Iterator[Owner]:
    if len(path) > _DEPTH:
        return
    for relation in relations:
        if relation.kind != "owner" or relation.ref == of or relation.ref in path:
            continue
        part = None if relation.share is None or share is None else share * relation.share / 100
        step = (
            *path,
            f"{relation.share if relation.share is not None else '?'} % {relation.ref or relation.name}",
        )
        if relation.ref in engine.bodies:
            yield from _held_by(engine, relation.ref, part, step)


def _held_by(engine: Engine, ref: str, share: Decimal | None, path: tuple[str, ...]) -> Iterator[Owner]:
    listing = engine.listing(ref)
    target = dict(listing.entity.properties).get("target", ("true",)) != ("false",)
    if target:
        yield Owner(id=ref, authority=authority_of(listing.list), share=share, path=path)
        return
    # an owner that is not listed itself may be owned by listed ones
    yield from _up(engine, ref, listing.relations, share, path)


def authority_of(list_key: str) -> str:
    """Whose list it is."""
    for prefix, authority in (("un", "UN"), ("ofac", "US"), ("eu", "EU"), ("uk", "GB"), ("ca", "CA")):
        if list_key.startswith(prefix):
            return authority
    return list_key


def _added(about: str, authority: str, owners: Sequence[Owner], *, sure: bool) -> OwnerShare:
    known = [owner.share for owner in owners if owner.share is not None]
    total = sum(known, Decimal(0))
    unknown = len(owners) - len(known)
    over = bool(known) and (total > _HALF if authority == "EU" else total >= _HALF)
    bar = "more than 50 %" if authority == "EU" else "50 % or more"
    said = f"listed owners hold {total.normalize():f} % together ({bar} counts as listed)"
    if unknown:
        said += f"; {unknown} listed owner(s) with a share that the data does not give"
    if over and not sure:
        said = f"if the party is {about}: {said}"
    return OwnerShare(
        about=about,
        authority=authority,
        share=total if known else None,
        paths=tuple(" <- ".join(owner.path) for owner in owners),
        rule=said,
        reached=over and sure,
    )
