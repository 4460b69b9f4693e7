"""The words and the forms of dates in running English, for `when`; the first form that fits a place is its reading."""

from __future__ import annotations

import calendar
import re

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
DAYS = {name.lower()[:3]: i for i, name in enumerate(calendar.day_name)}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "couple": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
}  # fmt: skip
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}

_FULL = "|".join(name for name in calendar.month_name if name)
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_NAME = rf"(?:{_FULL}|(?:{_SHORT})\b\.?|{_FULL.upper()}|(?:{_SHORT.upper()})\b\.?)"
_MONTH = rf"(?P<month>{_NAME})(?![a-z])"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,]\d|\d)"
_D = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(?P<d2>\d{1,2})(?:st|nd|rd|th)?)?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?)"
_ON = rf"(?:{_WEEKDAY},?\s+(?:the\s+)?)?"
_UNIT = r"(?P<unit>day|weekend|week|fortnight|month|quarter|year|decade)"
_N = (
    r"(?P<n>\d{1,3}|an?\s+(?:couple\s+of|few|dozen)|several|some|many|"
    + "|".join(sorted((word for word in NUMBERS if word not in ("couple", "dozen")), key=len, reverse=True))
    + r")\b"
)
_IN_YEAR = r"(?:,?\s+(?:of\s+)?(?:(?P<which>last|this|next)\s+year)\b)"
_IN = (
    r"(?:in|since|until|till|by|from|of|during|throughout|through|late|early|mid|before|after|for|to|between|around|about|through|"
    r"beyond|as\s+of|and|or)"
)
_THAT = r"(?P<which>that|(?i:the)\s+(?:same|previous|following|next)|(?i:the)(?=\s+year\s+before))\s+year(?:\s+before)?\b"
_NO_NOUN = r"(?!(?:of|on|in|by|for|at|to|and|or)\b)"
_NO_AMOUNT = r"\b(?!\s*(?:per\s?cent|%|million|billion|tons|tonnes|,\d|\.\d))"
_NO_CLAUSE = r"(?!\s+(?:the|a|an|its|he|she|it|they|[A-Z]))"


def _form(pattern: str, *, any_case: bool = False) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if any_case else 0)


PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("iso", _form(r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)(?P<sep>[-./])(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<d>[0-3]\d)(?!\d)")),
    ("dmy", _form(rf"\b{_ON}{_D}(?:\s+(?:of\s+)?|-){_MONTH}(?:,?\s+(?:of\s+)?|-){_YEAR}")),
    ("dmy", _form(rf"\b{_ON}{_MONTH}\s+{_D},?\s+(?:of\s+)?{_YEAR}")),
    ("months_year", _form(rf"\b{_NAME}(?:\s*(?:to|and|through|until|-|–)\s*){_MONTH},?\s+(?:of\s+)?{_YEAR}")),
    ("my", _form(rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}")),
    ("years", _form(r"\b(?P<year>(?:19|20)\d\d)(?:[-–/])(?P<last>(?:19|20)\d\d|\d\d)(?![-–/\d])")),
    ("month_that", _form(rf"\b{_D}\s+{_MONTH},?\s+(?:of\s+)?{_THAT}")),
    ("month_that", _form(rf"\b{_ON}{_MONTH}(?:\s+{_D})?,?\s+(?:of\s+)?{_THAT}")),
    ("months", _form(rf"\b(?:the\s+)?{_NAME}(?:\s+(?:to|and|through|until)\s+|[-–]){_MONTH}{_IN_YEAR}?(?!\s*\d)")),
    ("month_of", _form(rf"\b{_ON}{_D}\s+{_MONTH}{_IN_YEAR}")),
    ("month_of", _form(rf"\b{_ON}{_MONTH}(?:\s+{_D})?{_IN_YEAR}")),
    ("month_ago", _form(rf"\b{_ON}{_D}\s+{_MONTH},?\s+{_N}\s+years?\s+ago\b")),
    ("month_ago", _form(rf"\b{_ON}{_MONTH}(?:\s+{_D})?,?\s+{_N}\s+years?\s+ago\b")),
    ("month_after", _form(rf"\b(?P<which>that)\s+{_MONTH}(?!\s*\d)")),
    ("m_which", _form(rf"\b(?P<which>(?i:last|this|next|past|coming))\s+{_MONTH}\s+{_D}{_NO_AMOUNT}")),
    ("dm", _form(rf"\b{_ON}{_D}\s+(?:of\s+)?{_MONTH}(?!\s*\d)")),
    ("dm", _form(rf"\b{_ON}{_MONTH}\s+{_D}{_NO_AMOUNT}")),
    ("m_which", _form(rf"\b(?P<which>(?i:last|this|next|past|coming))\s+{_MONTH}")),
    ("m", _form(rf"\b(?i:{_IN})\s*-?\s*{_MONTH}(?!\s*\d)")),
    ("m", _form(
        rf"(?:\b(?i:the|its|their|his|her|a|an|one|that|recent)|[’']s)\s+(?:(?:early|late|mid)[\s-]+)?{_MONTH}(?=\s+{_NO_NOUN}[a-z])")),
    ("m", _form(rf"\b{_MONTH}(?=[’']s\s+[a-z])")),
    ("feast", _form(r"\b(?P<feast>New\s+Year[’']s\s+(?:Day|Eve)|Christmas(?:\s+(?:Day|Eve))?)\b")),
    ("near_day", _form(
        r"\b(?P<word>[Tt]he\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|today|tonight|yesterday|tomorrow|[Ll]ast\s+night|"
        r"[Tt]his\s+(?:morning|afternoon|evening)|(?<![A-Za-z]\s)(?:Today|Tonight|Yesterday|Tomorrow))\b")),
    ("day", _form(
        r"\b(?:(?P<which>(?i:last|next|this|past|coming))\s+)?(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
        r"(?:Mon|Tues|Wed|Thurs|Fri|Sat)\.(?=\s|,))")),
    ("part_year", _form(
        r"\b(?:first|second|third|fourth|last|final)\s+(?:(?:\w+\s+)?months?|quarter|half|weeks?|days?)\s+of\s+"
        r"(?:(?:fiscal|calendar)\s+)?(?:year\s+)?" + _YEAR, any_case=True)),
    ("part", _form(
        r"\b(?P<nth>first|second|third|fourth|last|final)\s+(?:(?P<n>\w+)\s+)?(?P<unit>months?|quarter|half)\s+of\s+"
        r"(?:(?P<which>last|this|next)|(?P<the>the|the\s+current))\s+(?:(?:fiscal|calendar|financial)\s+)?year\b", any_case=True)),
    ("part", _form(
        r"\bin\s+the\s+(?P<nth>first|second|third|fourth|final)\s+(?:(?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven)\s+)?"
        r"(?P<unit>months|quarter|half)\b(?!\s+of\b)", any_case=True)),
    ("that", _form(
        r"\b(?P<which>that|the\s+same|the\s+previous|the\s+preceding|the\s+following|the\s+next|same)\s+"
        r"(?P<unit>day|weekend|week|month|quarter|year)\b(?![-\w])", any_case=True)),
    ("rel", _form(
        r"\b(?P<until_now>the\s+(?:past|last))\s+(?P<unit>day|week|month|quarter|year)\b", any_case=True)),
    ("rel", _form(
        r"\b(?:(?:earlier|later|early|late|mid)[\s-]+)?(?P<which>last|this|next|previous|past|the\s+coming|the\s+current)\s+"
        r"(?:(?:fiscal|calendar|financial)\s+)?(?P<unit>day|weekend|week|month|quarter|year)\b(?![-\w])", any_case=True)),
    ("rel", _form(
        r"\b(?:end|start|beginning|turn|middle|rest|close)\s+of\s+(?P<which>the)\s+(?P<unit>week|month|quarter|year)\b", any_case=True)),
    ("ago", _form(rf"\b{_N}\s+{_UNIT}s?\s+ago\b", any_case=True)),
    ("ahead", _form(
        rf"\bin\s+(?:about\s+)?(?!\d\d|some|many|several){_N}\s+{_UNIT}s?(?:(?P<time>[’']s?\s+time)|(?=\s*[,.;”\"]|\s*$))",
        any_case=True)),
    ("later", _form(
        rf"\b{_N}\s+{_UNIT}s?\s+(?P<way>earlier|before|previously|later|afterwards|on)\b{_NO_CLAUSE}",
        any_case=True)),
    ("later", _form(
        r"\bthe\s+(?P<unit>day|week|month|quarter|year)\s+(?P<way>before|after|earlier)\b(?!\s+(?:the|a|an|its|he|she|it|they|[A-Z]|yesterday|tomorrow|last|next))")),
    ("that", _form(r"\b(?P<which>(?:the\s+)?(?:next|following))\s+(?:morning|evening|afternoon)\b", any_case=True)),
    ("season", _form(
        r"\b(?:(?P<which>last|this|next|coming)\s+(?P<season>spring|summer|autumn|fall|winter)|in\s+(?:the\s+)?"
        r"(?:early\s+|late\s+)?(?P<season2>spring|summer|autumn|winter)(?:\s+of\s+(?P<year_is>last|this|next)\s+year)?)\b"
        r"(?!\s+(?:of\s+)?\d)", any_case=True)),
    ("year", _form(
        r"\b(?:(?P<of>of)|in|since|during|by|until|till|for|from|fiscal(?:\s+year)?|calendar|year|FY\s?|spring|summer|autumn|fall|winter|"
        r"early|late|mid-?|end-?|as\s+(?:early|late|recently|long\s+ago|far\s+back)\s+as|at\s+least|at\s+most|and|or|between|before|after|through|throughout|over|around|about|to|than|as\s+of|"
        r"versus|vs\.?|against|with|both|(?P<which_one>the|its|their|his|a|an|[a-z]+[’']s))\s*"
        rf"\(?{_YEAR}\b(?!\s*(?:tons|tonnes|people|workers|per|barrels|companies|ships|troops|soldiers|jobs|million|billion))",
        any_case=True)),
    ("year", _form(
        r"(?P<which_one>\b)" + _YEAR + r"(?=\s+(?:nuclear|agreement|deal|accord|resolution|report|summit|election)\b)", any_case=True)),
    ("year", _form(rf"(?<=\()(?P<which_one>)?{_YEAR}(?=\))")),
)  # fmt: skip
# a day as datelines and date lines print it, with or without its year
DAY_MONTH_YEAR = (
    rf"(?:{_WEEKDAY},?\s+)?(?:(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+(?:of\s+)?|[-.])(?i:{_NAME})(?:,?\s+|[-.])(?:(?:19|20)\d\d)?|"
    rf"(?i:{_NAME})\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?:19|20)\d\d)?|(?i:{_NAME}),?\s+(?:19|20)\d\d)|"
    r"(?:19|20)\d\d[-./][01]\d[-./][0-3]\d)"
)
# "two days after Tokyo announced its measures, Seoul ...": how far one clause lies from another
OFFSET = re.compile(rf"\b{_N}\s+{_UNIT}s?\s+(?P<way>after|before)\b", re.IGNORECASE)
# a quick look first: most sentences print no date
QUICK = re.compile(
    r"\b(?:FY)?(?:19|20)\d\d|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tues|Wed|Thurs|Fri|Sat|Sun)|JAN|FEB|MAR|APR|MAY|JUN|"
    r"JUL|AUG|SEP|OCT|NOV|DEC|\b(?i:ago|today|tonight|yesterday|tomorrow|night|morning|afternoon|evening|day|weekend|week|weeks|month|"
    r"months|quarter|half|year|years|earlier|later|spring|summer|autumn|fall|winter|Christmas|decade)\b"
)
