"""The types of fields in the law's files: how each is read, and what an editor is told of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, WithJsonSchema

from stanch.rulebook.parse import as_codes, as_day, as_last_day, as_money, as_words

STRICT = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

Day = Annotated[dt.date, BeforeValidator(as_day)]
# the last day in force, inclusive; the word "open" when no end is known, so that an end is never merely implied
LastDay = Annotated[
    dt.date,
    BeforeValidator(as_last_day),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"const": "open"}]}),
]
_TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Codes = Annotated[tuple[str, ...], BeforeValidator(as_codes), WithJsonSchema(_TEXTS)]
Words = Annotated[tuple[str, ...], BeforeValidator(as_words), WithJsonSchema(_TEXTS)]
Amount = Annotated[Decimal, BeforeValidator(as_money), WithJsonSchema({"type": ["number", "string"]})]
