"""How a Latin spelling sounds, roughly, whatever language it was transliterated from.

`fold` brings the usual transliterations of one name together (Mohammed, Muhammad, Mouhamad; Yevgeniy, Evgenii); `bones` keeps
only its consonants in broad classes, so that two spellings with equal bones are worth comparing letter by letter.
"""

from __future__ import annotations

import re

_CLUSTERS = {
    "shch": "S", "sch": "S", "tsch": "C", "tch": "C", "sh": "S", "ch": "C", "dzh": "J", "dj": "J", "zh": "J",
    "kh": "h", "gh": "g", "ph": "f", "th": "t", "dh": "d", "ck": "k", "cq": "k", "qu": "k", "q": "k", "x": "ks",
    "tz": "Z", "ts": "Z", "cz": "C", "sz": "S", "j": "J", "w": "v",
    "iye": "ie", "iya": "ia", "iyo": "io", "yya": "ia", "yye": "ie", "iia": "ia", "iie": "ie",
    "oou": "u", "woo": "u", "aou": "au", "ou": "u", "oo": "u", "ee": "i", "iy": "i", "yi": "i", "ij": "i", "yj": "i", "yy": "i", "ii": "i",
    "eo": "o", "eu": "u", "ey": "ei", "ay": "ai", "aw": "au", "ow": "ou", "ew": "eu", "uw": "u", "y": "i", "aa": "a", "ae": "e",
}  # fmt: skip
_CLUSTER = re.compile("|".join(sorted(_CLUSTERS, key=lambda key: (-len(key), key))))
_SOFT_C = re.compile(r"c(?=[eiy])")
_CHINESE = re.compile(r"^(?:x|hs)(?=[iu])")
_GLIDE = re.compile(r"(?<=[bcdfghjklmnpqrstvxz])w(?=[aeiou])")
_DOUBLE = re.compile(r"([a-zA-Z])\1+")

# broad classes: what one transliteration writes for another's letter
_BONES = str.maketrans(
    {
        "b": "P", "p": "P", "d": "T", "t": "T", "g": "K", "k": "K", "c": "K", "h": "H", "s": "S", "z": "S", "Z": "S",
        "S": "S", "C": "C", "J": "C", "f": "F", "v": "F", "m": "M", "n": "N", "l": "L", "r": "R",
        "a": "", "e": "", "i": "", "o": "", "u": "",
    }
)  # fmt: skip

_SOFT = str.maketrans({"d": "t", "g": "k", "b": "p", "z": "s", "J": "C", "v": "f"})
_BONE_DOUBLE = re.compile(r"(.)\1+")


def fold(word: str) -> str:
    """The sound spelling of one lower-case word of a-z; digits pass through.

    Example: ``fold("mohammed") == fold("mohamed")``; ``fold("yevgeniy") == fold("evgenii")``.
    """
    # the tests before each rule only save time: most words need few of the rules
    if "w" in word:
        word = _GLIDE.sub("u", word)
    if word[:1] in ("x", "h"):
        word = _CHINESE.sub("sh", word)
    if "c" in word:
        word = _SOFT_C.sub("s", word)
    word = _CLUSTER.sub(_cluster, word)
    word = _DOUBLE.sub(_first, word).replace("c", "k")
    if len(word) > 3:
        if word[0] == "i" and word[1] in "eaou":
            word = word[1:]
        word = _ending(word)
    return word


def _cluster(match: re.Match[str]) -> str:
    return _CLUSTERS[match.group()]


def _first(match: re.Match[str]) -> str:
    return match.group()[0]


def _ending(word: str) -> str:
    if word.endswith("ah"):
        return word[:-1]
    if word.endswith("eh") and word[-5:-2].isalpha() and len(word) >= 5:
        return word[:-1]
    if word.endswith(("ui", "oi", "ei")):
        return word[:-2] + "i"
    if word.endswith("ie") and word[-3] not in "aeiou":
        return word[:-1]
    return word


def soft(folded: str) -> str:
    """A folded word without the difference of voice: d is t, g is k, b is p, z is s, j is ch."""
    return folded.translate(_SOFT)


def bones(folded: str) -> str:
    """The consonant classes of a folded word; a leading vowel is kept as "A".

    Example: ``bones(fold("qadhafi")) == bones(fold("gathafi")) == "KTF"``.
    """
    body = _BONE_DOUBLE.sub(_first, folded.translate(_BONES))
    return "A" + body if folded[:1] in "aeiou" else body
