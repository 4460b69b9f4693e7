"""Written names made comparable: invisible characters gone, look-alikes resolved, letters of any script in Latin.

Everything here works on one string and knows nothing of lists. `plain` keeps the script; `latin` leaves only a-z, 0-9 and
spaces, except Hangul, Han and Kana, which have rooms of their own (`korean`, `chinese`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from stanch.matching.tables import load_letters

MAX_NAME = 600  # characters of one name that are read; the longest listed names have about 300

# letters of other alphabets that look like a Latin one, used inside otherwise Latin words (Unicode TR 39)
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝвкмнтбгαεοριυνκτωβηγχԍտսոհօքց",
    "aeopcyxijsdhlqwbkmhtbraeopiuvktwbhyxgusnhoqg",
)
_SPECIAL = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "ng",
        "ə": "e", "ʿ": "'", "ʾ": "'", "ʻ": "'", "ʼ": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "′": "'", "＇": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "－": "-", "&": " and ", "＆": " and ",
        "·": " ", "・": " ", "•": " ", "№": " no ", "@": "a", "€": "e", "ƙ": "k", "ɓ": "b", "ɗ": "d",
    }
)  # fmt: skip
_LEET = str.maketrans("0134579", "oieastg")
_LEET_INSIDE = re.compile(
    r"(?<=[a-z])[0134579]+(?=[a-z])|^[0134579](?=[a-z]{3})|(?<=[a-z]{2})[013579](?=[a-z])"
)
_HAS_LATIN = re.compile(r"[a-z]")


def script_of(char: str) -> str:
    """The script of one character, as ISO 15924 where it matters here: Hang, Hani, Kana, Latn, else "Zyyy" or "Othr"."""
    code = ord(char)
    if code < 0x250:
        return "Latn" if char.isalpha() else "Zyyy"
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F:
        return "Hang"
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF or char == "々":
        return "Hani"
    if 0x3040 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF:
        return "Kana"
    if not char.isalpha():
        return "Zyyy"
    return "Latn" if 0x1E00 <= code <= 0x1EFF else "Othr"


def plain(text: str) -> str:
    """The text folded to lower case, without marks, controls, zero-width or direction characters; script kept.

    A name is read to `MAX_NAME` characters: no list prints a longer one.
    """
    if text.isascii() and text.isprintable():
        return text[:MAX_NAME].lower().translate(_SPECIAL)
    text = unicodedata.normalize("NFKC", text[: 4 * MAX_NAME])
    text = "".join(char for char in text if not _invisible(char))
    text = text.casefold().translate(_SPECIAL)
    return _without_marks(text)[:MAX_NAME]


def _invisible(char: str) -> bool:
    """True for format and direction characters, lone surrogates, unassigned ones, and accents of the European scripts.

    The marks of Indic and other scripts (U+0900 to U+1AAF) are vowels: they stay.
    """
    category = unicodedata.category(char)
    if category == "Mn":
        return not 0x0900 <= ord(char) <= 0x1AAF
    return category in ("Cf", "Me", "Co", "Cs", "Cn", "Cc") and char not in "\t\n\r"


def _without_marks(text: str) -> str:
    """Latin, Greek and Cyrillic letters without accents; Hangul and Kana stay composed."""
    out = []
    for char in text:
        if ord(char) < 0x80 or script_of(char) in ("Hang", "Hani", "Kana"):
            out.append(char)
            continue
        for part in unicodedata.normalize("NFKD", char):
            if not (unicodedata.combining(part) and _invisible(part)):
                out.append(part)
    return "".join(out)


def unmask(word: str) -> str:
    """A Latin word with look-alike letters of other alphabets put right; a word wholly in another script is left alone."""
    if word.isascii() or not _HAS_LATIN.search(word):
        return word
    return word.translate(_LOOKALIKES)


def unleet(word: str) -> str:
    """Digits inside a word read as the letters they stand for: "sech1n" is "sechin", "mig29" stays."""
    if word.isalpha() or word.isdigit() or not word.isascii():
        return word
    return _LEET_INSIDE.sub(lambda match: match.group().translate(_LEET), word)


def to_latin(word: str) -> str:
    """A word of an alphabetic script spelt in a-z, letter by letter; unknown letters drop out."""
    if word.isascii():
        return word
    return _spell(word)


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    return load_letters()


def _spell(word: str) -> str:
    letters = _letters()
    return "".join(char if char.isascii() else letters.get(char, "") for char in word)
