"""Variants of listed names by rule, class by class: what a regulator's test file is made of. No list's own alias is used.

Each maker takes a name and its kind and gives a variant that a careful person would still take for the same name, or None where the
class does not apply. Which letters change is drawn from a seed and the entry's id, so a run can be repeated.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from stanch.matching.model import Entity, Kind, Name, NameType

_HOMOGLYPHS = str.maketrans(
    {
        "A": "А",
        "B": "В",
        "C": "С",
        "E": "Е",
        "H": "Н",
        "K": "К",
        "M": "М",
        "O": "О",
        "P": "Р",
        "T": "Т",
        "X": "Х",
        "a": "а",
        "c": "с",
        "e": "е",
        "o": "о",
        "p": "р",
        "x": "х",
        "y": "у",
    }
)
_TITLES = ("Mr", "Dr", "Gen.", "Col.", "Haji", "Mme", "Prof.", "Comrade")
_FORMS = (
    "CO., LTD.",
    "COMPANY LIMITED",
    "CORP.",
    "LLC",
    "INC.",
    "CORPORATION",
    "COMPANY",
    "CO",
    "LTD",
    "LIMITED",
    "S.A.",
    "GMBH",
)
_SWAPS = (
    ("CO., LTD.", "Company Limited"),
    ("CORPORATION", "Corp."),
    ("COMPANY LIMITED", "Co. Ltd"),
    ("COMPANY", "Co."),
    ("LIMITED", "Ltd."),
    ("LLC", "L.L.C."),
    ("CO. LTD.", "Company Limited"),
    ("CORP.", "Corporation"),
    ("CO", "Company"),
    ("LTD", "Limited"),
)
_SPELLINGS = (
    ("kh", "x"),
    ("ph", "f"),
    ("ou", "u"),
    ("ee", "i"),
    ("q", "k"),
    ("dj", "j"),
    ("oo", "u"),
    ("ck", "k"),
    ("w", "v"),
    ("y", "i"),
    ("mohammed", "muhammad"),
    ("mohamed", "muhammad"),
    ("hussein", "husayn"),
    ("abd al-", "abdul "),
    ("tch", "ch"),
    ("z", "s"),
)
_KOREAN = (
    ("jong", "jung"),
    ("ri", "lee"),
    ("kim", "gim"),
    ("hyon", "hyeon"),
    ("yong", "young"),
    ("chol", "cheol"),
    ("song", "seong"),
    ("sok", "seok"),
    ("pak", "park"),
    ("chong", "jeong"),
    ("hyok", "hyuk"),
    ("un", "eun"),
    ("myong", "myeong"),
    ("o", "eo"),
)
_WORDS_OF = {
    "1": "one",
    "2": "two",
    "3": "three",
    "5": "five",
    "6": "six",
    "7": "seven",
    "8": "eight",
    "9": "nine",
}
_KEYS = {
    "a": "s",
    "s": "a",
    "e": "r",
    "r": "e",
    "i": "o",
    "o": "p",
    "n": "m",
    "m": "n",
    "t": "y",
    "l": "k",
    "h": "j",
    "u": "i",
    "d": "f",
    "g": "h",
}

Maker = Callable[[str, Kind, random.Random], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One question of the test: the class, the name asked, and the entry that should be found."""

    of: str
    klass: str
    name: str
    kind: Kind


def variants(entity: Entity, *, seed: int = 0) -> tuple[Variant, ...]:
    """Every variant of an entry's primary name that applies, and its former names as they stand."""
    primary = next((n.text for n in entity.names if n.type is NameType.PRIMARY), "")
    found = []
    for klass, make in MAKERS.items():
        made = make(primary, entity.kind, random.Random(f"{seed}:{entity.id}:{klass}"))
        if made is not None and made.strip():
            found.append(Variant(of=entity.id, klass=klass, name=made, kind=entity.kind))
    found += [
        Variant(of=entity.id, klass="former name", name=n.text, kind=entity.kind)
        for n in entity.names
        if _former(n)
    ]
    return tuple(found)


def _former(name: Name) -> bool:
    return name.type is NameType.FORMER


def _exact(name: str, _kind: Kind, _r: random.Random) -> str | None:
    return name


def _case(name: str, _kind: Kind, _r: random.Random) -> str | None:
    return name.lower() if name != name.lower() else None


def _one_typo(name: str, _kind: Kind, r: random.Random) -> str | None:
    return _typed(name, r, 1) if len(name) >= 8 else None


def _two_typos(name: str, _kind: Kind, r: random.Random) -> str | None:
    return _typed(name, r, 2) if len(name) >= 14 else None


def _typed(name: str, r: random.Random, count: int) -> str:
    text = name
    for _ in range(count):
        places = [i for i, c in enumerate(text) if c.isalpha() and 0 < i < len(text) - 1]
        if not places:
            return text
        i = r.choice(places)
        how = r.randrange(4)
        if how == 0 and text[i + 1].isalpha():
            text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        elif how == 1:
            text = text[:i] + text[i + 1 :]
        elif how == 2:
            text = text[:i] + text[i] + text[i:]
        else:
            key = _KEYS.get(text[i].lower(), "x")
            text = text[:i] + (key.upper() if text[i].isupper() else key) + text[i + 1 :]
    return text


def _order(name: str, kind: Kind, _r: random.Random) -> str | None:
    words = name.replace(",", " ").split()
    return " ".join([*words[1:], words[0]]) if kind is Kind.PERSON and 2 <= len(words) <= 6 else None


def _title(name: str, kind: Kind, r: random.Random) -> str | None:
    return f"{r.choice(_TITLES)} {name}" if kind is Kind.PERSON else None


def _without_form(name: str, kind: Kind, _r: random.Random) -> str | None:
    if kind is not Kind.ORGANISATION:
        return None
    upper = name.upper()
    for form in _FORMS:
        if upper.endswith(f" {form}") and len(name) - len(form) > 6:
            return name[: -len(form)].strip(" ,")
    return None


def _other_form(name: str, kind: Kind, _r: random.Random) -> str | None:
    if kind is not Kind.ORGANISATION:
        return None
    upper = name.upper()
    return next((name[: -len(old)] + new for old, new in _SWAPS if upper.endswith(f" {old}")), None)


def _homoglyph(name: str, _kind: Kind, r: random.Random) -> str | None:
    changed = "".join(c.translate(_HOMOGLYPHS) if r.random() < 0.4 else c for c in name)
    return changed if changed != name else None


def _zero_width(name: str, _kind: Kind, r: random.Random) -> str | None:
    if len(name) < 3:
        return None
    i = r.randrange(1, len(name) - 1)
    return name[:i] + r.choice("\u200b\u200d\u2060\ufeff\u00ad") + name[i:]


def _direction(name: str, _kind: Kind, _r: random.Random) -> str | None:
    return f"\u202b{name}\u202c"


def _spacing(name: str, _kind: Kind, r: random.Random) -> str | None:
    gaps = [i for i, c in enumerate(name) if c in " -"]
    if gaps and r.random() < 0.5:
        i = r.choice(gaps)
        return name[:i] + name[i + 1 :]
    word = max(name.split(), key=len, default="")
    if len(word) < 7:
        return name.replace(" ", "  ") if " " in name else None
    cut = len(word) // 2
    return name.replace(word, f"{word[:cut]} {word[cut:]}", 1)


def _accents(name: str, _kind: Kind, r: random.Random) -> str | None:
    places = [i for i, c in enumerate(name) if c.lower() in "aeiou"]
    if not places:
        return None
    i = r.choice(places)
    return unicodedata.normalize("NFC", name[: i + 1] + r.choice("\u0301\u0300\u0308") + name[i + 1 :])


def _initials(name: str, kind: Kind, _r: random.Random) -> str | None:
    words = name.replace(",", " ").split()
    if kind is not Kind.PERSON or len(words) < 3 or len(words[1]) < 3:
        return None
    return " ".join([words[0], f"{words[1][0]}.", *words[2:]])


def _spelling(name: str, _kind: Kind, _r: random.Random) -> str | None:
    low = name.lower()
    for old, new in _SPELLINGS:
        if old in low:
            return low.replace(old, new, 1)
    return None


def _korean_spelling(name: str, _kind: Kind, _r: random.Random) -> str | None:
    words = name.lower().replace("-", " ").split()
    changed = [dict(_KOREAN).get(word, word) for word in words]
    return " ".join(changed) if changed != words else None


def _digits(name: str, _kind: Kind, _r: random.Random) -> str | None:
    words = name.split()
    for i, word in enumerate(words):
        if word in _WORDS_OF:
            return " ".join([*words[:i], _WORDS_OF[word], *words[i + 1 :]])
    return None


def _one_word(name: str, _kind: Kind, _r: random.Random) -> str | None:
    return name if len(name.split()) == 1 else None


def _very_long(name: str, _kind: Kind, _r: random.Random) -> str | None:
    return name if len(name) > 60 else None


def _cyrillic(name: str, kind: Kind, _r: random.Random) -> str | None:
    letters = [c for c in name if c.isalpha()]
    if (
        kind is not Kind.PERSON
        or not letters
        or not all("CYRILLIC" not in unicodedata.name(c, "") and ord(c) < 0x250 for c in letters)
    ):
        return None
    text = name.lower()
    for latin, cyrillic in _CYRILLIC:
        text = text.replace(latin, cyrillic)
    return text.title() if not any("a" <= c <= "z" for c in text) else None


_CYRILLIC = (
    ("shch", "щ"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("yu", "ю"),
    ("ya", "я"),
    ("yo", "ё"),
    ("a", "а"),
    ("b", "б"),
    ("v", "в"),
    ("g", "г"),
    ("d", "д"),
    ("e", "е"),
    ("z", "з"),
    ("i", "и"),
    ("y", "й"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("f", "ф"),
    ("h", "х"),
    ("c", "к"),
    ("j", "дж"),
    ("q", "к"),
    ("w", "в"),
    ("x", "кс"),
    ("'", ""),
    ("-", " "),
)

MAKERS: dict[str, Maker] = {
    "exact": _exact,
    "lower case": _case,
    "one typo": _one_typo,
    "two typos": _two_typos,
    "word order": _order,
    "title added": _title,
    "legal form left out": _without_form,
    "legal form written otherwise": _other_form,
    "homoglyphs": _homoglyph,
    "zero-width character": _zero_width,
    "direction marks": _direction,
    "spacing": _spacing,
    "accent added": _accents,
    "middle name as initial": _initials,
    "transliteration": _spelling,
    "Korean romanisation": _korean_spelling,
    "Cyrillic script": _cyrillic,
    "digit as a word": _digits,
    "one-word name": _one_word,
    "more than 60 characters": _very_long,
}
