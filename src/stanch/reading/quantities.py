"""Amounts as printed: money, counts, weights, shares and changes, each a range with its unit and base.

"3.7m tons" is 3,700,000 tons (some libraries read metres), "nearly 75 percent" has no lower bound that anybody
printed, and "fell 37.9 percent to $143.6 million" are two amounts of different kinds.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from stanch.reading.amountwords import (
    CURRENCIES,
    FORMS,
    HEDGE,
    HIGH_ONLY,
    LOW_ONLY,
    MAYBE,
    ONES,
    PARTS,
    SCALES,
    SIDES,
    TENS,
    VAGUE,
)
from stanch.records import Quantity

_YEAR = re.compile(r"(?:19|20)\d\d$")
_BASE = re.compile(
    r"\b(?:from|than|compared\s+(?:to|with)|against|over|versus|vs\.?)\s+(?:a|the|last|same|previous)"
    r"(?:\s+(?!to\b|and\b|while\b)[\w'’-]+){1,8}|year[- ]on[- ]year|a\s+year\s+earlier|the\s+year\s+before|month[- ]on[- ]month",
    re.IGNORECASE,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s*(?:\d{{1,2}}\s*(?:-|–|to|and)\s*)?$")
_MONTH_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?![a-z])|\s*(?:a\.?m|p\.?m)\b")
# "Resolution 2371", "paragraph 18", "No. 5", "KN-08", "1718 (2006)"
_NUMBERED = re.compile(
    r"(?:[A-Za-z]-|№|#|\bNos?\.\s?|\b(?:resolutions?|paragraphs?|articles?|sections?|annex(?:es)?|chapters?|pages?|tables?|figures?|"
    r"orders?|rules?|laws?|acts?|room|route|flight|point|number|version|hwasong|code|division|group|article)\s(?:\d+\s+(?:and|to|or)\s+)?)$",
    re.IGNORECASE,
)


def find_quantities(text: str, start: int, end: int) -> list[tuple[int, int, Quantity]]:
    """The amounts within `text[start:end]`, with their places, in order, none overlapping."""
    found: list[tuple[int, int, Quantity]] = []
    if not MAYBE.search(text, start, end):
        return found
    base = _base(text[start:end])
    for form, needle, pattern in FORMS:
        if not needle.search(text, start, end):
            continue
        for match in pattern.finditer(text, start, end):
            last = match.end()
            if any(match.start() < e and s < last for s, e, _ in found):
                continue
            first, hedge = _hedge_of(text, match, start)
            if form == "count" and _is_no_count(text, match, hedge):
                continue
            quantity = _quantity(form, match, hedge, " ".join(text[first:last].split()), base)
            if quantity is not None:
                found.append((first, last, quantity))
    return sorted(found, key=lambda each: each[0])


def _hedge_of(text: str, match: re.Match[str], start: int) -> tuple[int, str]:
    """Where the amount begins with the word that bounds it, and that word: "more than", "up to"."""
    first, hedge = match.start(), match.groupdict().get("hedge")
    if not hedge and (before := HEDGE.search(text, max(start, first - 24), first)):
        first, hedge = before.start(), before["hedge"]
    hedge = " ".join((hedge or "").lower().split())
    if hedge in ("between", "from") and not match.groupdict().get(
        "n2"
    ):  # the words of a span that has no other end
        return match.start(), ""
    return first, hedge


def _base(clause: str) -> str:
    match = _BASE.search(clause)
    return " ".join(match.group().split()) if match else ""


def _is_no_count(text: str, match: re.Match[str], hedge: str) -> bool:
    """True for years, days, hours and the numbers of papers."""
    number = match["n"]
    before = text[max(0, match.start("n") - 24) : match.start("n")]
    after = text[match.end() : match.end() + 16]
    if _YEAR.match(number) and (not hedge or hedge in _TIMELIKE or not re.match(r"\s+[a-z]", after)):
        return True
    if _THE.search(before) and SIDES.match(after):
        return True
    return bool(_MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after) or _NUMBERED.search(before))


_THE = re.compile(r"\b(?:the|these|those|both)\s+$", re.IGNORECASE)
_TIMELIKE = {
    "from",
    "between",
    "about",
    "around",
    "over",
    "near",
    "just",
    "only",
    "all",
    "some",
    "under",
    "above",
    "below",
}


def _quantity(form: str, match: re.Match[str], hedge: str, printed: str, base: str) -> Quantity | None:
    group = {key: value for key, value in match.groupdict().items() if value}
    for word in ("well ", "just ", "slightly ", "far "):
        hedge = hedge.removeprefix(word)
    basis = base or " ".join(group.get("period", "").split())
    if form in ("votes", "ordinal"):
        return Quantity(unit=form, printed=printed)
    if form == "none":
        return Quantity(unit="count", low=Decimal(0), high=Decimal(0), printed=printed, basis=base)
    if form == "vague":
        return Quantity(unit=_unit_of(group), low=_least(group["vague"]), printed=printed, basis=base)
    if form == "fold":
        value = Decimal(2) if "twice" in group else _number(group["n"])
        return _ranged("times", value, None, hedge, printed, base) if value is not None else None
    if form == "part":
        value = _part(group.get("n", "a"), group["part"])
        return _ranged("percent", value, None, hedge, printed, base) if value is not None else None
    if form == "in":
        share, whole = _number(group["n"]), _number(group["n2"])
        if share is None or not whole or share >= whole:
            return None
        return _ranged("percent", round(100 * share / whole, 1), None, hedge, printed, base)
    value, value2 = _both(group)
    if value is None:
        return None
    unit = {"share": "percent", "count": "count"}.get(form) or _unit_of(group)
    low_only = "plus" in group or printed.endswith("or more")
    return _ranged(unit, value, value2, "at least" if low_only else hedge, printed, basis)


def _both(group: dict[str, str]) -> tuple[Decimal | None, Decimal | None]:
    """Both ends of a range; in "$2 to $3 billion" the scale holds for both."""
    scale2 = group.get("scale2") or _scale_of(group.get("n2", ""))
    value = _number(group["n"], group.get("scale") or ("" if _scale_of(group["n"]) else scale2))
    value2 = _number(group["n2"], group.get("scale2")) if "n2" in group else None
    return value, value2


def _scale_of(words: str) -> str:
    found = re.search(
        r"(?:^|[\s\d-])(dozen|hundred|thousand|million|billion|trillion|mln|bln|mn|bn|tn|m|b|k)$",
        words.lower(),
    )
    return found[1] if found else ""


def _unit_of(group: dict[str, str]) -> str:
    if "sign" in group:
        sign = " ".join(group["sign"].lower().rstrip(".").split())
        return (
            _DOLLARS.get(sign.split()[0], "")
            or CURRENCIES.get(sign)
            or CURRENCIES.get(sign.split()[-1].removesuffix("s"), "USD")
        )
    if "unit" in group:
        return _unit(group["unit"])
    return "count"


_DOLLARS = {"singapore": "SGD", "australian": "AUD", "canadian": "CAD", "hong": "HKD", "new": "NZD"}


def _part(count: str, part: str) -> Decimal | None:
    of = PARTS.get(part.lower().removesuffix("s")) or (2 if part.lower() == "halves" else 0)
    number = Decimal(1) if count.lower() in ("a", "an") else _number(count)
    if not of or number is None or number >= of:
        return None
    return (
        round(100 * number / of, 1).normalize()
        if of not in (2, 4, 5, 10)
        else Decimal(int(100 * number / of))
    )


def _least(words: str) -> Decimal:
    """ "Tens of thousands" are twenty thousand or more."""
    *first, last = words.lower().split(" of ")
    least = Decimal(VAGUE.get(last.strip(), 2))
    return least * {"tens": 10, "hundreds": 100}.get(" ".join(first).strip(), 1)


def _ranged(
    unit: str, value: Decimal, value2: Decimal | None, hedge: str, printed: str, base: str
) -> Quantity:
    if value2 is not None and value2 >= value:
        return Quantity(unit=unit, low=value, high=value2, printed=printed, basis=base)
    low: Decimal | None = None if hedge in HIGH_ONLY else value
    high: Decimal | None = None if hedge in LOW_ONLY else value
    return Quantity(unit=unit, low=low, high=high, printed=printed, basis=base)


def _unit(text: str) -> str:
    unit = " ".join(text.lower().split())
    if "ton" in unit:
        return "tonnes" if "metric" in unit or "tonne" in unit else "tons"
    return "barrels per day" if unit == "bpd" else unit


def _number(text: str, scale: str | None = None) -> Decimal | None:
    """The number that figures or words tell: "1,190", "fifty-five", "half a million", "several hundred"."""
    text = text.lower().replace(",", "")
    figure = re.match(r"(\d+(?:\.\d+)?)\s?-?\s?([a-z]*)$", text)
    if figure:
        try:
            return Decimal(figure[1]) * SCALES.get(figure[2], 1) * SCALES.get((scale or "").lower(), 1)
        except InvalidOperation:
            return None
    value, found = Decimal(0), False
    for word in re.split(r"[\s-]+", text):
        if word in ("a", "an") and not found:
            value, found = Decimal(1), True
        elif word in ONES or word in TENS:
            value, found = value * (word not in TENS and value >= 20) + (ONES.get(word) or TENS[word]), True
        elif word in VAGUE:
            value, found = Decimal(VAGUE[word]), True
        elif word == "half":
            value, found = (value + Decimal("0.5") if "and" in text else Decimal("0.5")), True
        elif word in SCALES and found:
            value *= SCALES[word]
    return value * SCALES.get((scale or "").lower(), 1) if found else None
