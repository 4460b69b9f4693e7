"""Which language a text is in, as far as its script and its commonest words tell: enough to say that the reader cannot read it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from stanch.files import load_yaml
from stanch.settings import packaged_data

_SCRIPTS = (
    ("HANGUL", "ko"), ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("CJK", "zh"), ("THAI", "th"), ("ARABIC", "ar"), ("CYRILLIC", "ru"),
    ("HEBREW", "he"), ("DEVANAGARI", "hi"), ("GREEK", "el"), ("LAO", "lo"), ("KHMER", "km"), ("MYANMAR", "my"),
)  # fmt: skip
_SAMPLE = 20_000
READS = "en"


@lru_cache(maxsize=1)
def _common() -> Mapping[str, frozenset[str]]:
    held = load_yaml(packaged_data() / "lexicons" / "languages.yml").data
    return {str(code): frozenset(str(words).split()) for code, words in held.items()}


def language_of(text: str) -> str:
    """An ISO 639-1 code, or "" when nothing tells. A script alone names its commonest language (Cyrillic: Russian)."""
    sample = text[:_SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    if len(letters) < 20:
        return ""
    other = Counter(code for c in letters if not c.isascii() and (code := _script(c)))
    if sum(other.values()) * 2 > len(letters):
        # a Japanese text is mostly Chinese characters, but no Chinese text has kana
        return "ja" if other["ja"] * 20 > sum(other.values()) else other.most_common(1)[0][0]
    words = re.findall(r"[^\W\d_]+", sample.lower())
    shares = {code: sum(word in common for word in words) / len(words) for code, common in _common().items()}
    best = max(shares, key=lambda code: (shares[code], code))
    return best if shares[best] >= 0.08 else ""


def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    return next((code for script, code in _SCRIPTS if name.startswith(script)), "")
