"""From what stands in a YAML cell to what a rule record holds: days, codes, words, conditions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from stanch.dates import parse_day

if TYPE_CHECKING:
    from stanch.rulebook.model import Condition

YES = frozenset({"yes", "true"})
NO = frozenset({"no", "false"})
COMBINERS = ("any", "all", "none")


def as_day(value: object) -> object:
    """A full day; None stays None."""
    if value is None or isinstance(value, dt.date):
        return value
    return parse_day(str(value))


def as_last_day(value: object) -> object:
    """The last day in force, or "open" when no end is known."""
    if isinstance(value, str) and value.strip() == "open":
        return dt.date.max
    if value is None:
        raise ValueError("an end is written, never implied: give the last day (inclusive) or 'open'")
    return as_day(value)


def as_codes(value: object) -> object:
    """HS codes as text, dots and spaces taken out."""
    if value is None:
        return ()
    items = value if isinstance(value, (list, tuple)) else [value]
    codes = tuple(str(item).replace(".", "").replace(" ", "") for item in items)
    for code in codes:
        if not code.isdecimal() or not 2 <= len(code) <= 10:
            raise ValueError(f"'{code}' is no HS code; write 2 to 10 digits, in quotes")
    return codes


def as_words(value: object) -> object:
    """A list of words; one word alone is a list of one."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, (list, tuple)) else value


def as_money(value: object) -> object:
    """A whole or decimal number, exactly as written."""
    if value is None or isinstance(value, Decimal):
        return value
    text = str(value).replace("_", "").replace(",", "").strip()
    if text.endswith("%"):
        return Decimal(text[:-1]) / 100
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"'{text}' is no number") from None


def yes_no(value: object) -> bool | None:
    """True or False for the words of either, None for anything else."""
    text = str(value).strip().lower()
    if text in YES:
        return True
    return False if text in NO else None


def as_conditions(value: object) -> object:
    """Conditions as a lawyer writes them: a list of names, or of ``name: arguments``; all must hold."""
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        raise ValueError("conditions are a list; start each with '- '")
    return tuple(_as_condition(item) for item in value)


def _as_condition(item: Any) -> Condition:
    # the predicates import the model, which imports this module: the closed dict is looked up when a file is read
    from stanch.rulebook.conditions import checked
    from stanch.rulebook.model import Condition

    if isinstance(item, Condition):
        return item
    if isinstance(item, str):
        return checked(Condition(name=item, args=True))
    if not isinstance(item, Mapping) or len(item) != 1:
        raise ValueError(f"{item!r} is no condition; write '- name: value', one name in each item")
    ((name, args),) = item.items()
    if name in COMBINERS:
        parts = as_conditions(args)
        assert isinstance(parts, tuple)
        return Condition(name=name, args=None, parts=parts)
    silent = None
    if isinstance(args, Mapping) and set(args) <= {"is", "silent"} and "is" in args:
        silent, args = args.get("silent"), args["is"]
        if silent not in (None, "no", "unknown"):
            raise ValueError(f"silent: '{silent}' must be 'no' or 'unknown'")
    flag = yes_no(args) if isinstance(args, (str, bool)) else None
    return checked(Condition(name=str(name), args=args if flag is None else flag, silent=silent))
