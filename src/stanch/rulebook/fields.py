"""Text in, activity out: the named fields that the command line, a questionnaire and table columns share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from stanch.dates import parse_day
from stanch.errors import UsageError
from stanch.files import did_you_mean
from stanch.lists.words import words as list_words
from stanch.rulebook.activity import Activity, Party, Value, Vessel
from stanch.rulebook.parse import yes_no
from stanch.rulebook.vocab import vocabulary

# column or option -> field of the activity; several names for one field are all understood
FIELDS: Mapping[str, str] = {
    "act": "act",
    "goods": "goods",
    "description": "goods",
    "hs": "hs",
    "hs_code": "hs",
    "hs_edition": "hs_edition",
    "from": "from_country",
    "from_country": "from_country",
    "exporter_country": "from_country",
    "to": "to_country",
    "to_country": "to_country",
    "importer_country": "to_country",
    "origin": "origin",
    "via": "via",
    "state": "state",
    "actor": "actor",
    "nationality": "nationality",
    "party": "party",
    "parties": "party",
    "seller": "party",
    "buyer": "party",
    "vessel": "vessel",
    "imo": "vessel",
    "flag": "flag",
    "contract": "contract_on",
    "contract_date": "contract_on",
}


def activity_from(texts: Mapping[str, str]) -> Activity:
    """An activity out of named texts; empty texts are not said.

    Raises:
        UsageError: a name that is neither a field nor a fact, or a text that cannot be read.
    """
    fields: dict[str, Any] = {"act": "trade"}
    facts: dict[str, Value] = {}
    parties: list[Party] = []
    vessel: dict[str, str] = {}
    for name, text in texts.items():
        text = text.strip()
        if not text:
            continue
        key = FIELDS.get(name, name)
        read = READERS.get(key)
        if read is not None:
            fields[key] = read(text)
        elif key == "party":
            parties.extend(Party(name=each.strip(), role=name) for each in text.split("|") if each.strip())
        elif key == "vessel":
            vessel.update(vessel_from(text))
        elif key == "flag":
            vessel["flag"] = country_code(text)
        else:
            facts[key] = fact_from(key, text)
    return Activity(
        **fields, parties=tuple(parties), vessel=Vessel(**vessel) if vessel else None, facts=facts
    )


def vessel_from(text: str) -> dict[str, str]:
    """A vessel by IMO number, whose check digit must hold, else by name."""
    digits = text.upper().removeprefix("IMO").replace(":", "").strip()
    if not digits.isascii() or not digits.isdecimal():
        return {"name": text}
    if not imo_is_valid(digits):
        raise UsageError(f"vessel: 'IMO {digits}' fails its check digit; look the number up again")
    return {"imo": digits}


def imo_is_valid(digits: str) -> bool:
    """Whether seven digits are an IMO ship number: the last is the weighted sum of the others (7 to 2), modulo ten."""
    if len(digits) != 7:
        return False
    return sum(
        int(digit) * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False)
    ) % 10 == int(digits[6])


@lru_cache(maxsize=65536)
def _hs(text: str) -> str:
    code = text.replace(".", "").replace(" ", "")
    if not code.isascii() or not code.isdecimal() or not 2 <= len(code) <= 10:
        raise UsageError(f"hs: '{text}' is no HS code; write 2 to 10 digits")
    return code


def _edition(text: str) -> int:
    year = text.upper().removeprefix("HS").strip()
    if not year.isdecimal():
        raise UsageError(f"hs_edition: '{text}' is no edition; write 2012, 2017 or 2022")
    return int(year)


@lru_cache(maxsize=1024)
def _act(text: str) -> str:
    acts = vocabulary().acts
    key = text.strip().casefold().replace(" ", "_").replace("-", "_")
    if key not in acts:
        raise UsageError(f"act: '{text}' is no act{did_you_mean(key, acts)}; see  stanch check --acts")
    return key


def _actor(text: str) -> str:
    actors = vocabulary().actors
    key = text.strip().casefold().replace(" ", "_")
    if key not in actors:
        raise UsageError(f"actor: '{text}' is no actor{did_you_mean(key, actors)}")
    return key


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """An ISO alpha-2 code from a code or a country's name."""
    upper = text.strip().upper()
    if len(upper) == 2 and upper.isascii() and upper.isalpha():
        return upper
    code = list_words().country(text)
    if not code:
        raise UsageError(f"'{text}' is no country known here; write its two-letter ISO code")
    return code


def _via(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.replace(";", "|").split("|") if each.strip())


READERS: Mapping[str, Callable[[str], object]] = {
    "act": _act,
    "goods": str,
    "hs": _hs,
    "hs_edition": _edition,
    "from_country": country_code,
    "to_country": country_code,
    "origin": country_code,
    "via": _via,
    "state": country_code,
    "actor": _actor,
    "nationality": country_code,
}


def fact_from(key: str, text: str) -> Value:
    """A fact's value out of text, by its type in ``data/vocab/facts.yml``."""
    facts = vocabulary().facts
    entry = facts.get(key)
    if entry is None:
        raise UsageError(f"'{key}' is neither a field nor a fact{did_you_mean(key, [*FIELDS, *facts])}")
    if entry.type == "yes_no":
        flag = yes_no(text)
        if flag is None:
            raise UsageError(f"{key}: '{text}' is neither yes nor no")
        return flag
    if entry.type == "number":
        return _number(key, text)
    if entry.type == "day":
        return day_from(key, text)
    if entry.values and text not in entry.values:
        raise UsageError(
            f"{key}: '{text}' is none of {', '.join(entry.values)}{did_you_mean(text, entry.values)}"
        )
    return text


def _number(key: str, text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", "").replace("_", ""))
    except InvalidOperation:
        raise UsageError(f"{key}: '{text}' is no number") from None
    if not number.is_finite() or number < 0:
        raise UsageError(f"{key}: '{text}' must be a number of zero or more")
    return number


def day_from(key: str, text: str) -> dt.date:
    """A full day; `UsageError` names the field."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise UsageError(f"{key}: {error}") from error
