"""Listings as text for the store, and back; a hash that tells a changed entry from one printed in another order."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from stanch.dates import PartialDate
from stanch.lists.model import Listing, Relation
from stanch.matching.model import Entity, Identifier, Kind, Name, NameType


def encode(listing: Listing) -> str:
    """Everything but the raw text, as compact JSON."""
    entity = listing.entity
    body = {
        "id": entity.id,
        "kind": entity.kind.value,
        "names": [[n.text, n.type.value, n.script, n.lang] for n in entity.names],
        "identifiers": [[i.kind, i.value, i.country] for i in entity.identifiers],
        "dobs": [d.text for d in entity.dobs],
        "countries": list(entity.countries),
        "gender": entity.gender,
        "addresses": list(entity.addresses),
        "programs": list(entity.programs),
        "dataset": entity.dataset,
        "properties": {key: list(values) for key, values in entity.properties},
        "list": listing.list,
        "ref": listing.ref,
        "listed_on": _text(listing.listed_on),
        "delisted_on": _text(listing.delisted_on),
        "updated_on": [d.text for d in listing.updated_on],
        "measures": list(listing.measures),
        "relations": [
            [r.kind, r.ref, r.name, None if r.share is None else str(r.share), r.printed]
            for r in listing.relations
        ],
    }
    return _json({key: value for key, value in body.items() if value})


def decode(body: str, raw: str = "") -> Listing:
    """The listing that `encode` wrote."""
    data = json.loads(body)
    return Listing(
        entity=Entity(
            id=data["id"],
            kind=Kind(data["kind"]),
            names=tuple(
                Name(text=text, type=NameType(kind), script=script, lang=lang)
                for text, kind, script, lang in data.get("names", ())
            ),
            identifiers=tuple(
                Identifier(kind=kind, value=value, country=country)
                for kind, value, country in data.get("identifiers", ())
            ),
            dobs=tuple(PartialDate(text) for text in data.get("dobs", ())),
            countries=tuple(data.get("countries", ())),
            gender=data.get("gender", ""),
            addresses=tuple(data.get("addresses", ())),
            programs=tuple(data.get("programs", ())),
            dataset=data.get("dataset", ""),
            properties=tuple((key, tuple(values)) for key, values in data.get("properties", {}).items()),
        ),
        list=data["list"],
        ref=data["ref"],
        listed_on=_date(data.get("listed_on")),
        delisted_on=_date(data.get("delisted_on")),
        updated_on=tuple(PartialDate(text) for text in data.get("updated_on", ())),
        measures=tuple(data.get("measures", ())),
        relations=tuple(
            Relation(
                kind=kind,
                ref=ref,
                name=name,
                share=None if share is None else Decimal(share),
                printed=printed,
            )
            for kind, ref, name, share, printed in data.get("relations", ())
        ),
        raw=raw,
    )


def digest(listing: Listing) -> str:
    """A hash of what an entry says, the same whatever order its aliases and addresses are printed in."""
    data = json.loads(encode(listing))
    first, *others = data.get("names") or [[""]]
    data["names"] = [first, *sorted(others)]
    for key in ("identifiers", "dobs", "countries", "addresses", "programs", "updated_on", "measures"):
        data[key] = sorted(data.get(key, ()))
    data["relations"] = sorted(data.get("relations", ()), key=str)
    data["properties"] = {key: sorted(values) for key, values in data.get("properties", {}).items()}
    return hashlib.sha256(_json(data).encode()).hexdigest()


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _text(date: PartialDate | None) -> str | None:
    return None if date is None else date.text


def _date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate(text)
