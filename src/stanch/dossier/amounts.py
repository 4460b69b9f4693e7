"""Amounts in words: "USD 1.2 million", "60 to 80 persons", "at least 200 bbl"."""

from __future__ import annotations

from decimal import Decimal

from stanch.dossier.show import number
from stanch.records import Quantity

_WORDS = {
    "persons": "persons", "states": "states", "t": "tonnes", "bbl": "barrels", "l": "litres", "percent": "%",
    "km": "km",
}  # fmt: skip
_BIG = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


def written_amount(quantity: Quantity) -> str:
    """The amount with its unit, ranges kept as ranges."""
    low, high, unit = quantity.low, quantity.high, quantity.unit
    if low is None and high is None:
        return quantity.printed or "unknown"
    if low is None or high is None:
        bound = low if low is not None else high
        assert bound is not None
        words = "at least" if low is not None else "at most"
        return f"{words} {with_unit(scaled(bound), unit)}"
    if low == high:
        return with_unit(scaled(low), unit)
    first, last = scaled(low), scaled(high)
    for _, word in _BIG:  # "2 million to 3 million" reads better as "2 to 3 million"
        if first.endswith(word) and last.endswith(word):
            first = first.removesuffix(f" {word}")
    return with_unit(f"{first} to {last}", unit)


def rounded(value: Decimal) -> Decimal:
    """The value as `scaled` prints it."""
    for size, _ in _BIG:
        if abs(value) >= size:
            return (value / size).quantize(Decimal("0.01")) * size
    return value


def scaled(value: Decimal) -> str:
    """A number in millions or billions where it is that large, with at most two decimals."""
    for size, word in _BIG:
        if abs(value) >= size:
            short = (value / size).quantize(Decimal("0.01"))
            return f"{number(short)} {word}"
    return number(value)


def with_unit(amount: str, unit: str) -> str:
    """ "USD 3 million", "40 persons", "12%": currencies stand before, all else after."""
    if len(unit) == 3 and unit.isupper():
        return f"{unit} {amount}"
    word = _WORDS.get(unit, unit)
    if amount == "1" and word.endswith("s"):
        word = word.removesuffix("s")
    return f"{amount}{word}" if word == "%" else f"{amount} {word}"
