"""The JSON Schema of the law's YAML, for editors: from the records, with the closed words filled in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from stanch.files import write_atomic
from stanch.rulebook.conditions import ARGUMENTS
from stanch.rulebook.model import Instrument, RegimeFile
from stanch.rulebook.parse import COMBINERS
from stanch.rulebook.vocab import vocabulary

FILES = {"instrument.schema.json": Instrument, "regime.schema.json": RegimeFile}


def schema_of(shape: type) -> dict[str, Any]:
    """The JSON Schema of a file shape, draft 2020-12."""
    schema: dict[str, Any] = TypeAdapter(shape).json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    definitions = schema.get("$defs", {})
    if "Condition" in definitions:
        definitions["Condition"] = _condition()
    if "Provision" in definitions:
        _close_words(definitions)
    return schema


def _condition() -> dict[str, Any]:
    names = sorted({*ARGUMENTS, *vocabulary().facts})
    inner = {"type": "array", "items": {"$ref": "#/$defs/Condition"}}
    properties: dict[str, Any] = {name: {} for name in names} | dict.fromkeys(COMBINERS, inner)
    return {
        "anyOf": [
            {"enum": names},
            {
                "type": "object",
                "properties": properties,
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ]
    }


def _close_words(definitions: dict[str, Any]) -> None:
    words = vocabulary()
    provision, version, duty = definitions["Provision"], definitions["Version"], definitions["Duty"]
    provision["properties"].pop("instrument", None)
    provision["properties"]["channels"] = {"type": "array", "items": {"enum": sorted(words.channels)}}
    provision["properties"]["measure"] = {"enum": sorted(words.measures)}
    version["properties"]["acts"] = {"type": "array", "items": {"enum": sorted(words.acts)}}
    duty["properties"]["kind"] = {"enum": sorted(words.duties)}


def publish(folder: Path) -> tuple[Path, ...]:
    """Write the schemas into a folder; which files."""
    written = []
    for name, shape in sorted(FILES.items()):
        write_atomic(
            folder / name, json.dumps(schema_of(shape), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        )
        written.append(folder / name)
    return tuple(written)
