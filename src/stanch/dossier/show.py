"""How text from data is shown safely and dates are written out: the leaf functions that every format shares."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from urllib.parse import urlsplit

from stanch.dates import PartialDate, Period

# Marks that reorder or hide what follows them: a fact may hold them, a reader must see them.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACES = re.compile(r"\s+")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def shown(text: object) -> str:
    """Text on one line, with control and direction marks made visible as ``[U+202E]``."""
    return _SPACES.sub(" ", _HIDDEN.sub(lambda m: f"[U+{ord(m[0]):04X}]", str(text))).strip()


def safe_link(url: str) -> str:
    """The address when it is a plain web address, else "": nothing else becomes a link."""
    if any(c.isspace() or c in "<>\"'`\\" or _HIDDEN.match(c) for c in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    local = not parts.scheme and not parts.netloc and re.fullmatch(r"[\w.-]+\.html(#[\w.:-]+)?", url)
    return url if (parts.scheme in ("http", "https") and parts.netloc) or local else ""


def host(url: str) -> str:
    """The host of a web address, as a short name for the link."""
    name = urlsplit(url).hostname or url
    return name.removeprefix("www.")


def written_day(text: str) -> str:
    """ "2017-08-06" as "6 August 2017", "2017-08" as "August 2017", "2017" as it is."""
    parts = text.split("-")
    if len(parts) == 1 or not all(part.isdigit() for part in parts):
        return text
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def written(date: PartialDate | dt.date) -> str:
    """A date in words, no more exact than it is known."""
    return written_day(date.text if isinstance(date, PartialDate) else date.isoformat())


def written_period(period: Period | None) -> str:
    """A period in words: "March 2017", "2014 to May 2016", "since 2008", "until 2016 (start unknown)"."""
    if period is None or (period.start is None and period.end is None):
        return "undated"
    if period.start is not None and period.start == period.end:
        return written(period.start)
    if period.start is None:
        assert period.end is not None
        return f"until {written(period.end)}"
    if period.open_end:
        return f"since {written(period.start)}"
    if period.end is None:
        return f"from {written(period.start)}"
    return f"{written(period.start)} to {written(period.end)}"


def number(value: Decimal) -> str:
    """A number as people write it: "1,234.5", no trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 claim", "3 claims", "no claims"."""
    word = one if count == 1 else (many or f"{one}s")
    return f"{count:,} {word}" if count else f"no {word}"


def listed(words: tuple[str, ...] | list[str], *, last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def sentence(text: str) -> str:
    """Text with a capital at the start and a full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?…" or text[-2:] in ('."', ".)", ".”") else f"{text}."


# resolutions 2087 and 2094 are no years
_TIMES = re.compile(rf"\b(?:({'|'.join(MONTHS)}) )?(20[0-4]\d)\b(?![,.]?\d)")


def names_later(text: str, day: dt.date) -> bool:
    """True when the text names a month or a year that begins after the day: "September 2017" on 6 August 2017."""
    for month, year in _TIMES.findall(text):
        first = dt.date(int(year), MONTHS.index(month) + 1 if month else 1, 1)
        if first > day:
            return True
    return False
