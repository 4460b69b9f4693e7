"""Amounts as printed: money, counts, weights, shares and changes, each a range with its unit and base.

"3.7m tons" is 3,700,000 tons (some libraries read metres), "nearly 75 percent" has no lower bound that anybody
printed, and "fell 37.9
percent to $143.6 million" are two amounts of different kinds.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from stanch.records import Quantity

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "dozen": 12,
}  # fmt: skip
_SCALES = {
    "thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9, "b": 10**9,
    "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
_VAGUE = {
    "dozens": 24,
    "hundreds": 200,
    "thousands": 2000,
    "tens of thousands": 20000,
    "millions": 2 * 10**6,
    "billions": 2 * 10**9,
}
_FRACTIONS = {
    "half": "50", "a third": "33.3", "one third": "33.3", "one-third": "33.3", "two thirds": "66.7", "two-thirds": "66.7",
    "a quarter": "25", "one quarter": "25", "one-quarter": "25", "three quarters": "75", "three-quarters": "75",
    "a fifth": "20", "one-fifth": "20",
}  # fmt: skip
_CURRENCY = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollars": "USD", "dollar": "USD", "u.s. dollars": "USD", "€": "EUR", "euros": "EUR",
    "euro": "EUR", "£": "GBP", "pounds": "GBP", "yuan": "CNY", "rmb": "CNY", "rubles": "RUB", "roubles": "RUB", "yen": "JPY",
    "¥": "JPY", "won": "KRW",
}  # fmt: skip
_HEDGE = (
    r"(?P<hedge>at\s+least|more\s+than|over|at\s+most|up\s+to|as\s+many\s+as|as\s+much\s+as|a\s+maximum(?:\s+of)?|"
    r"a\s+minimum(?:\s+of)?|"
    r"no\s+more\s+than|no\s+fewer\s+than|less\s+than|fewer\s+than|under|nearly|almost|about|around|roughly|some|"
    r"an?\s+estimated|estimated|"
    r"approximately|close\s+to|near|only|just|a\s+further|an\s+additional|another)\s+"
)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"thousand|million|billion|trillion|mn|bn|tn|m|b|k"
_WORDNUM = r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+|" + "|".join(_WORDS) + ")"
_UNIT = (
    r"metric\s+tons?|metric\s+tonnes?|tons?|tonnes?|barrels(?:\s+(?:a|per)\s+day)?|bpd|kilograms?|kg|"
    r"litres?|liters?|gallons?|cubic\s+met(?:er|re)s?"
)
_PATTERN = re.compile(
    rf"(?:{_HEDGE})?(?:"
    rf"(?P<cur>US\$|USD\s?|\$|€|£|¥)\s?(?P<money>{_NUMBER})(?:\s?-?\s?(?P<mscale>{_SCALE})\b)?(?:\s*(?:-|–|to)\s*(?:US\$|\$|"
    rf"€|£)?(?P<money2>{_NUMBER})\s?(?P<mscale2>{_SCALE})?\b)?"
    rf"|(?P<share>{_NUMBER}|{_WORDNUM})\s?(?:%|percent\b|per\s?cent\b|percentage\s+points?\b)"
    rf"|(?P<frac>(?:one|two|three|a)[- ](?:half|thirds?|quarters?|fifth|tenth))\b(?!\s+(?:country|countries|party|parties|"
    rf"time|nation))"
    rf"|(?P<weight>{_NUMBER})\s?(?P<wscale>{_SCALE})?\s+(?P<unit>{_UNIT})\b"
    rf"|(?P<amount>{_NUMBER}|{_WORDNUM})(?:\s(?P<ascale>thousand|million|billion|"
    rf"trillion))?\s+(?P<word>(?:U\.?S\.?\s+)?dollars|euros|yuan|rubles|roubles|yen|won|pounds)\b"
    rf"|(?P<vague>tens\s+of\s+thousands|hundreds\s+of\s+thousands|thousands|hundreds|dozens)\b"
    rf"|(?P<votes>\d{{1,2}}-\d{{1,2}})(?=\s+(?:vote|to\b|United|in\b)|\s*[,.])"
    rf"|(?P<count>{_NUMBER})(?P<plus>\+)?(?:\s(?P<cscale>thousand|million|billion)\b)?(?=\s+(?:of\s+)?[A-Za-z\"“])"
    rf"|(?P<cword>{_WORDNUM})(?=\s+(?:[\w-]+\s+){{0,3}}(?:workers?|people|individuals?|entities|companies|firms|vessels?|"
    rf"ships?|tankers?|tests?|missiles?|"
    r"diplomats?|banks?|countries|nations|permits?|visas?|restaurants?|shipments?|flights?|aircraft|planes?|jets?|rounds?|"
    r"resolutions?|officials?|"
    r"citizens|nationals|labou?rers|students|projects?|contracts?|ventures?|times|years|months|refineries|embassies|"
    r"containers?|barges?|launches)\b)"
    rf"|(?P<ordinal>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{{1,2}}(?:st|nd|rd|"
    rf"th))(?=\s+(?:[\w-]+\s+){{0,4}}(?:tests?|resolution|round|launch|missile)\b)"
    rf")",
    re.IGNORECASE,
)  # fmt: skip
# a quick look before the long pattern: without a figure or a word for one there is no amount
_MAYBE = re.compile(
    rf"\d|\b(?:{_WORDNUM}|a[- ](?:half|thirds?|quarters?|fifth|tenth)|tens|hundreds|thousands|dozens|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|tenth)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_BASE = re.compile(
    r"\b(?:from|than|compared\s+(?:to|with)|against|over|versus|vs\.?)\s+(?:a|the|last|same|previous)"
    r"(?:\s+(?!to\b|and\b|while\b)[\w'’-]+){1,8}|year[- ]on[- ]year|a\s+year\s+earlier|month[- ]on[- ]month",
    re.IGNORECASE,
)
_LOW_ONLY = {"at least", "more than", "over", "a minimum", "a minimum of", "no fewer than"}
_HIGH_ONLY = {
    "at most", "up to", "as many as", "as much as", "a maximum", "a maximum of", "no more than", "less than", "fewer than",
    "under",
}  # fmt: skip
_MONTHS = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s*$",
)


def find_quantities(text: str, start: int, end: int) -> list[tuple[int, int, Quantity]]:
    """The amounts within `text[start:end]`, with their places."""
    found: list[tuple[int, int, Quantity]] = []
    if not _MAYBE.search(text, start, end):
        return found
    base = _base(text[start:end])
    for match in _PATTERN.finditer(text, start, end):
        if _is_date(text, match):
            continue
        quantity = _quantity(match, base)
        if quantity is not None:
            found.append((match.start(), match.end(), quantity))
    return found


def _base(clause: str) -> str:
    match = _BASE.search(clause)
    return " ".join(match.group().split()) if match else ""


def _is_date(text: str, match: re.Match[str]) -> bool:
    number = match.group("count")
    if number is None:
        return False
    if _YEAR.match(number) and not match.group("hedge"):
        return True
    before = text[max(0, match.start("count") - 12) : match.start("count")]
    after = text[match.end() : match.end() + 12]
    return bool(
        _MONTHS.search(before)
        or re.match(r"\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b", after)
        or re.match(r"\s*(?:a\.?m|p\.?m)\b", after)
        or re.search(r"(?:[A-Za-z]-|№|No\.\s?|Resolution\s|resolution\s|\bKN-?)$", before)
    )


def _quantity(match: re.Match[str], base: str) -> Quantity | None:
    printed = " ".join(match.group().split())
    hedge = " ".join((match.group("hedge") or "").lower().split())
    group = match.groupdict()
    value2: Decimal | None = None
    if group["money"]:
        unit = _CURRENCY.get(group["cur"].strip().lower(), "USD")
        value = _number(group["money"], group["mscale"] or group["mscale2"])
        value2 = _number(group["money2"], group["mscale2"]) if group["money2"] else None
    elif group["share"]:
        unit, value = "percent", _number(group["share"], None)
    elif group["frac"]:
        fraction = _FRACTIONS.get(group["frac"].lower())
        unit, value = "percent", Decimal(fraction) if fraction else None
    elif group["weight"]:
        unit, value = _unit(group["unit"]), _number(group["weight"], group["wscale"])
    elif group["amount"]:
        unit, value = (
            _CURRENCY.get(group["word"].lower().replace("us ", ""), "USD"),
            _number(group["amount"], group["ascale"]),
        )
    elif group["vague"]:
        low = _VAGUE.get(" ".join(group["vague"].lower().split()))
        return Quantity(unit="count", low=Decimal(low) if low else None, printed=printed, basis=base)
    elif group["votes"]:
        return Quantity(unit="votes", printed=printed)
    elif group["ordinal"]:
        return Quantity(unit="ordinal", printed=printed)
    else:
        unit, value = "count", _number(group["count"] or group["cword"], group["cscale"])
        if group["plus"]:
            hedge = "at least"
    if value is None:
        return None
    return _ranged(unit, value, value2, hedge, printed, base)


def _ranged(
    unit: str, value: Decimal, value2: Decimal | None, hedge: str, printed: str, base: str
) -> Quantity:
    if value2 is not None and value2 >= value:
        return Quantity(unit=unit, low=value, high=value2, printed=printed, basis=base)
    low: Decimal | None = None if hedge in _HIGH_ONLY or hedge in ("nearly", "almost") else value
    high: Decimal | None = None if hedge in _LOW_ONLY else value
    return Quantity(unit=unit, low=low, high=high, printed=printed, basis=base)


def _unit(text: str) -> str:
    unit = " ".join(text.lower().split())
    if "ton" in unit:
        return "tonnes" if "metric" in unit or "tonne" in unit else "tons"
    return "barrels per day" if unit == "bpd" else unit


def _number(text: str, scale: str | None) -> Decimal | None:
    text = text.lower().replace(",", "")
    if text in _WORDS:
        value = Decimal(_WORDS[text])
    elif "-" in text:
        tens, _, ones = text.partition("-")
        value = Decimal(_WORDS.get(tens, 0) + _WORDS.get(ones, 0))
    else:
        try:
            value = Decimal(text)
        except InvalidOperation:
            return None
    return value * _SCALES.get((scale or "").lower(), 1)
