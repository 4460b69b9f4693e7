"""The words and forms of amounts in running English, for `quantities`; the first form that fits a place is its reading."""

from __future__ import annotations

import re

ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {
    "dozen": 12, "score": 20, "hundred": 100, "thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "mln": 10**6, "m": 10**6,
    "billion": 10**9, "bn": 10**9, "bln": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
# the least that each can mean
VAGUE = {
    "several": 3, "few": 2, "couple": 2, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2 * 10**6,
    "billions": 2 * 10**9, "trillions": 2 * 10**12,
}  # fmt: skip
PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
CURRENCIES = {
    "us$": "USD", "$": "USD", "usd": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP",
    "pound": "GBP", "sterling": "GBP", "¥": "JPY", "jpy": "JPY", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY",
    "cny": "CNY", "ruble": "RUB", "rouble": "RUB", "rub": "RUB", "₽": "RUB", "won": "KRW", "krw": "KRW", "₩": "KRW", "s$": "SGD",
    "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "hk$": "HKD", "nt$": "TWD", "t$": "TOP", "r$": "BRL",
    "rm": "MYR", "ringgit": "MYR", "sh": "KES", "ksh": "KES", "tsh": "TZS", "ush": "UGX", "shilling": "KES", "chf": "CHF",
    "franc": "CHF", "nok": "NOK", "sek": "SEK", "dkk": "DKK", "rs": "INR", "inr": "INR", "₹": "INR", "rupee": "INR", "baht": "THB",
    "zloty": "PLN", "lira": "TRY", "rial": "IRR", "riyal": "SAR", "dirham": "AED", "dinar": "IQD", "rand": "ZAR", "naira": "NGN",
    "peso": "MXN", "kyat": "MMK", "krona": "SEK", "krone": "NOK", "kroner": "NOK",
}  # fmt: skip
HEDGES = (
    r"at\s+least|(?:well\s+|just\s+|slightly\s+|far\s+|no\s+)?(?:more|fewer|less)\s+than|(?:well\s+|just\s+)?(?:over|under|above|below)|"
    r"at\s+most|up\s+to|upwards?\s+of|in\s+excess\s+of|as\s+(?:many|much|few|little)\s+as|a\s+(?:maximum|minimum|total)(?:\s+of)?|"
    r"nearly|almost|about|around|roughly|some|an?\s+estimated|estimated|approximately|close\s+to|near|only|just|barely|hardly|perhaps|"
    r"possibly|a\s+further|an\s+additional|another|a\s+record|all|exactly|between|from"
)
HEDGE = re.compile(rf"\b(?P<hedge>{HEDGES})\s+$", re.IGNORECASE)
LOW_ONLY = {
    "at least", "more than", "over", "above", "a minimum", "a minimum of", "no fewer than", "no less than", "upwards of", "upward of",
    "in excess of",
}  # fmt: skip
HIGH_ONLY = {
    "at most", "up to", "as many as", "as much as", "a maximum", "a maximum of", "no more than", "less than", "fewer than", "under",
    "below", "nearly", "almost", "barely", "hardly", "close to",
}  # fmt: skip

_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ONE = "|".join(sorted(ONES, key=len, reverse=True))
_TEN = "|".join(TENS)
_SIMPLE = rf"(?:(?:{_TEN})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|{_ONE})"
_BIG = r"(?:dozen|hundred|thousand|million|billion|trillion)"
_SHORT = r"(?:thousand|million|billion|trillion|mln|bln|mn|bn|tn|m|b|k)"
# "half a million", "two hundred thousand", "several dozen", "a few hundred", "seven and a half", "fifty-five", "a hundred"
_WORDS = (
    rf"(?:half\s+an?\s+{_BIG}|(?:an?|{_SIMPLE}|several|a\s+few|a\s+couple\s+of|an?\s+half)(?:\s+{_BIG})+|"
    rf"{_SIMPLE}(?:\s+and\s+an?\s+half)?)"
)
_PLURAL = r"(?:(?:tens|hundreds)\s+of\s+(?:thousands|millions|billions)|(?:dozens|scores|hundreds|thousands|millions|billions|trillions))"
_NUMBER = rf"(?:(?:{_FIGURE})(?:\s?-?\s?{_SHORT}\b)?|{_WORDS})"
_TO = r"(?:\s*[-–]\s*|\s+(?:to|or|and)\s+)"
_CODE = r"(?:USD|EUR|GBP|CNY|RMB|JPY|KRW|RUB|CHF|NOK|SEK|DKK|INR|RM|Rs\.?|[KTU]?Sh)"
_SIGN = rf"(?:(?:US|AU|CA|NZ|HK|NT|[SACTR])?\$|€|£|¥|₩|₽|₹|\b{_CODE}(?=\s?\d))"
_COIN = (
    r"(?:(?:(?:U\.?S\.?|American|Singapore|Australian|Canadian|Hong\s+Kong|New\s+Zealand)\s+)?dollars?|euros?|pounds?(?:\s+sterling)?|yuan|renminbi|"
    r"roubles?|rubles?|yen|won|francs?|ringgit|rupees?|baht|zlotys?|lira|rials?|riyals?|dirhams?|dinars?|rand|naira|pesos?|kyats?|shillings?|"
    r"kron(?:a|e|or|er))"
)
_UNIT = (
    r"(?:(?:metric\s+)?ton(?:ne)?s?|barrels?(?:\s+(?:a|per)\s+day)?|bpd|kilograms?|kilos?|kg|grams?|litres?|liters?|gallons?|"
    r"cubic\s+met(?:er|re)s?|megawatts?|kilomet(?:er|re)s|hectares)"
)
_PERIOD = r"(?P<period>\s+(?:a|an|per|each|every)\s+(?:year|month|week|day|hour|head|person)\b|\s+(?:annually|monthly)\b)?"
# what follows a share that is no ordinal: "a third of", "fell by a third.", never "a third country"
_SHARE_ENDS = (
    r"(?=\s+(?:of|less|more|fewer|lower|higher|bigger|smaller|as|in|to|on|from|since|over|and|or|but|by|at|during|compared|was|were|is|are|had|has|"
    r"have|went|came|goes|comes|last|this|the|that|below|above|what|its|their)\b|\s*[,.;:)”\"—–-]|\s*$)"
)
_PART = r"(?:halves|half|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)"
# how long ago is a date, not an amount; nor is an age or a size that stands before its noun: "30-kilometre"
_NO_TIME = (
    r"(?!\s+(?:more\s+)?(?:days?|weeks?|fortnights?|months?|years?|decades?|hours?|minutes?)\s+"
    r"(?:ago|earlier|later|before|after|afterwards|on|old|previously)\b)"
)
_COUNTED = (
    r"(?:workers?|people|individuals?|entities|companies|firms|vessels?|ships?|tankers?|tests?|missiles?|diplomats?|banks?|countries|nations|"
    r"permits?|visas?|restaurants?|shipments?|flights?|aircraft|planes?|jets?|rounds?|resolutions?|officials?|citizens|nationals|labou?rers|"
    r"students|projects?|contracts?|ventures?|times|years|months|refineries|embassies|containers?|barges?|launches)"
)
# "the two sides" are who they are, not how many
SIDES = re.compile(
    r"\s+(?:countries|nations|sides?|parties|leaders|governments|states|koreas|presidents|ministers|men|allies|powers|neighbou?rs|capitals|"
    r"others?|foes|rivals)\b",
    re.IGNORECASE,
)


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


FORMS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    ("money", _form(rf"[$€£¥₩₽₹]|\b{_CODE}\s?\d"), _form(
        rf"(?P<sign>{_SIGN})\s?(?P<n>{_FIGURE})(?:\s?-?\s?(?P<scale>{_SHORT})\b)?"
        rf"(?:{_TO}(?:{_SIGN})?\s?(?P<n2>{_FIGURE})(?:\s?-?\s?(?P<scale2>{_SHORT})\b)?(?!\s*(?:per\s?cent|%)))?{_PERIOD}")),
    ("money", _form(rf"\b{_COIN}\b"), _form(rf"(?<![\w.,])(?P<n>{_NUMBER})(?:{_TO}(?P<n2>{_NUMBER}))?\s+(?P<sign>{_COIN})\b{_PERIOD}")),
    ("share", _form(r"%|\bper\s?cent|\bpct\b|\bpercentage\s"), _form(
        rf"(?<![\w.,])(?P<n>{_FIGURE}|{_WORDS})(?:{_TO}(?P<n2>{_FIGURE}|{_WORDS}))?"
        r"\s?(?:%|percent\b|per\s?cent\b|pct\b|percentage\s+points?\b)")),
    ("weight", _form(rf"\b{_UNIT}\b|\d\s?(?:kg|bpd)\b"), _form(
        rf"(?<![\w.,])(?P<n>{_NUMBER})(?:{_TO}(?P<n2>{_NUMBER}))?\s+(?P<unit>{_UNIT})\b{_PERIOD}")),
    ("votes", _form(r"\d-\d|\d\s+(?:votes?\s+)?to\s"), _form(
        r"(?<![\w-])(?P<votes>\d{1,3}-\d{1,3}(?=\s+(?:vote|to\b|United|in\b|against)|\s*[,.])|\d{1,3}\s+votes?\s+to\s+(?:\d{1,3}|\w+)|"
        r"(?<=\bby\s)\d{1,3}\s+to\s+(?:\d{1,3}|\w+)(?=\s*[,.;]|\s+with\b))")),
    ("vague", _form(r"(?:dozen|score|hundred|thousand|million|billion|trillion)s\b"), _form(
        rf"(?P<vague>{_PLURAL})(?:\s+of\s+(?:(?P<sign>{_COIN})|(?P<unit>{_UNIT}))\b|(?=\s+of\b|\s+more\b|\s+[a-z]|\s*[,.;]|\s*$))")),
    ("part", _form(rf"{_PART}\b"), _form(
        rf"\b(?P<n>an?|{_SIMPLE}|half)(?:\s+|-)(?P<part>{_PART})\b{_SHARE_ENDS}(?!\s+(?:year|hour|day|month))")),
    ("part", _form(r"\bhalf\b"), _form(
        rf"(?P<hedge>{HEDGES})\s+(?P<part>half)\b(?!-|\s+(?:an?|hour|time|year|past|sister|brother)\b)")),
    ("part", _form(r"\bhalf\b"), _form(
        r"(?<![\w-])(?<!\bfirst\s)(?<!\bsecond\s)(?<!\blast\s)(?P<part>half)"
        r"(?=\s+(?:of|the|its|their|his|that|what|as|was|were|is|are|had|has|have)\b|\s*[,.;:)”\"]|\s*$)(?!\s+the\s+(?:time|way))")),
    ("in", _form(r"\b(?:in|out\s+of)\s+(?:every\s+)?(?:\d|[a-z]+\b)"), _form(
        rf"\b(?P<n>{_FIGURE}|{_SIMPLE})(?:\s+\w+)?\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<n2>{_SIMPLE}|{_FIGURE})\b(?=\s+[a-z]|\s*[,.])"
        r"(?!\s+(?:years?|months?|days?|weeks?|hours?|countries|states|cities|places|ports|of\b))")),
    ("fold", _form(r"fold\b|\btwice\b"), _form(
        rf"\b(?:(?P<n>{_SIMPLE}|\d+)-?fold\b|(?P<twice>twice)(?=\s+(?:as|the|its|their|what|that)\b))")),
    ("fold", _form(r"\btimes\b"), _form(rf"\b(?P<n>{_NUMBER})\s+times(?=\s+(?:as|the|its|their|what|that|more|higher|larger|bigger)\b)")),
    ("ordinal", _form(r"\b(?:largest|biggest|most|tests?|resolution|round|launch|missile|explosion|detonation|package|set)\b"), _form(
        r"\b(?P<ordinal>(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:-|\s+)(?:largest|biggest|most)|"
        r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th))"
        r"(?=\s+(?:[\w-]+\s+){0,4}(?:tests?|resolution|round|launch|missile|explosion|detonation|package|set)\b))")),
    ("count", _form(r"\d"), _form(
        rf"(?<![\w.,/:-])(?P<n>{_FIGURE})(?P<plus>\+)?(?:\s(?P<scale>thousand|million|billion)\b)?"
        rf"(?:{_TO}(?P<n2>{_FIGURE})(?:\s(?P<scale2>thousand|million|billion)\b)?)?(?:\s+or\s+more\b)?"
        rf"(?![\w%/:]|[-.,]\d|-[a-z]|[’']s\b){_NO_TIME}")),
    ("count", _form(rf"\b{_BIG}\b"), _form(
        rf"(?<![\w-])(?P<n>half\s+an?\s+{_BIG}|(?:an?|{_SIMPLE}|several|a\s+few|a\s+couple\s+of)(?:\s+{_BIG})+)"
        rf"(?:\s+or\s+more)?(?![\w-]){_NO_TIME}(?!\s+(?:\w+\s+)?(?:ago)\b)")),
    ("count", _form(rf"\b{_COUNTED}\b"), _form(
        rf"(?<![\w-])(?P<n>{_SIMPLE})(?:{_TO}(?P<n2>{_SIMPLE}))?(?=\s+(?:[\w-]+\s+){{0,3}}{_COUNTED}\b){_NO_TIME}")),
    ("count", _form(rf"\b{_SIMPLE}\b"), _form(
        r"(?<!\bthe\s)(?<!\bthese\s)(?<!\bthose\s)(?<!\bboth\s)(?<!\bother\s)(?<!\bno\s)(?<!\bany\s)"
        rf"(?<![\w-])(?!one\b)(?P<n>{_SIMPLE})(?:{_TO}(?P<n2>{_SIMPLE}))?(?![\w-]|\s*:\d|\s+o[’']clock){_NO_TIME}")),
    ("count", _form(r"\bone\b"), _form(r"(?P<hedge>only|just|at\s+least|more\s+than|not)\s+(?P<n>one)(?=\s+(?:of\b|[a-z])|\s*[,.;]|\s*$)")),
    ("none", _form(r"\b(?:zero|nil)\b"), _form(r"\b(?P<none>zero|nil)\b(?!\s+tolerance|-|\s+growth)")),
)  # fmt: skip
# a quick look before the forms: without a figure or a word for one there is no amount
MAYBE = re.compile(
    rf"\d|\b(?:{_ONE}|(?:{_TEN})|half|third|thirds|quarters?|fifths?|tenths?|tens|{_PLURAL}|several|few|couple|dozen|hundred|thousand|million|billion|"
    r"second|fourth|sixth|seventh|eighth|ninth|twice|zero|nil|\w+fold)\b",
    re.IGNORECASE,
)
