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
from stanch.screening.model import Candidate, OwnerShare

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
        candidates: listed entries that may be the party; their own printed owners count.
        told: owners that the asker knows of: listed id and share in percent.
    """
    found = [owner for ref, share in told for owner in _told(engine, ref, share)]
    for candidate in candidates:
        if candidate.match.identified or candidate.decision.rank == 2:
            found += _up(
                engine,
                candidate.listing.id,
                candidate.listing.relations,
                Decimal(100),
                (candidate.listing.id,),
            )
    authorities = sorted({owner.authority for owner in found})
    return tuple(
        _added(authority, [o for o in found if o.authority == authority]) for authority in authorities
    )


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


def _added(authority: str, owners: Sequence[Owner]) -> OwnerShare:
    known = [owner.share for owner in owners if owner.share is not None]
    total = sum(known, Decimal(0))
    paths = tuple(" <- ".join(owner.path) for owner in owners)
    unknown = len(owners) - len(known)
    reached = bool(known) and (total > _HALF if authority == "EU" else total >= _HALF)
    bar = "more than 50 %" if authority == "EU" else "50 % or more"
    said = f"listed owners hold {total.normalize():f} % together ({bar} counts as listed)"
    if unknown:
        said += f"; {unknown} listed owner(s) with a share that the data does not give"
    return OwnerShare(
        authority=authority, share=total if known else None, paths=paths, rule=said, reached=reached
    )
