"""Entities as bytes and back, for the index file."""

from __future__ import annotations

import json
from typing import Any

from stanch.dates import PartialDate
from stanch.matching.model import Entity, Identifier, Kind, Name, NameType


def write_entity(entity: Entity) -> bytes:
    """One entity as a line of JSON, always the same bytes for the same entity."""
    record: dict[str, Any] = {
        "id": entity.id,
        "kind": entity.kind.value,
        "names": [[name.text, name.type.value, name.script, name.lang] for name in entity.names],
        "identifiers": [[one.kind, one.value, one.country] for one in entity.identifiers],
        "dobs": [date.text for date in entity.dobs],
        "countries": entity.countries,
        "gender": entity.gender,
        "addresses": entity.addresses,
        "programs": entity.programs,
        "dataset": entity.dataset,
        "properties": entity.properties,
    }
    slim = {key: value for key, value in record.items() if value}
    return json.dumps(slim, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_entity(line: bytes) -> Entity:
    """The entity that `write_entity` wrote."""
    record = json.loads(line.decode("utf-8", "surrogatepass"))
    return Entity(
        id=record.get("id", ""),
        kind=Kind(record["kind"]),
        names=tuple(
            Name(text=text, type=NameType(kind), script=script, lang=lang)
            for text, kind, script, lang in record.get("names", ())
        ),
        identifiers=tuple(
            Identifier(kind=kind, value=value, country=country)
            for kind, value, country in record.get("identifiers", ())
        ),
        dobs=tuple(PartialDate(text) for text in record.get("dobs", ())),
        countries=tuple(record.get("countries", ())),
        gender=record.get("gender", ""),
        addresses=tuple(record.get("addresses", ())),
        programs=tuple(record.get("programs", ())),
        dataset=record.get("dataset", ""),
        properties=tuple((key, tuple(values)) for key, values in record.get("properties", ())),
    )
