"""Word pieces: a word of a sentence as the numbers that the encoder knows.

The rule is BERT's (lower case, accents off, punctuation apart, then the longest known beginning again and again; pieces that go on
a word carry ``##``), applied to words that the parser has found already.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
_LONGEST = 40


def pieces_of(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    """The pieces of one word; at least one, `[UNK]` where nothing fits."""
    found: list[int] = []
    for part in _parts(word):
        found += _longest_first(part, vocabulary)
    return found or [vocabulary[UNKNOWN]]


def _parts(word: str) -> list[str]:
    plain = unicodedata.normalize("NFD", word.lower())
    parts: list[str] = []
    run = ""
    for char in plain:
        category = unicodedata.category(char)
        if category == "Mn" or category.startswith("C"):
            continue
        if category[0] in "PZ" or (category[0] == "S" and char.isascii()) or _is_han(char):
            if run:
                parts.append(run)
                run = ""
            if category[0] != "Z":
                parts.append(char)
        else:
            run += char
    return [*parts, run] if run else parts


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


def _longest_first(part: str, vocabulary: Mapping[str, int]) -> list[int]:
    if len(part) > _LONGEST:
        return [vocabulary[UNKNOWN]]
    found: list[int] = []
    start = 0
    while start < len(part):
        end = len(part)
        while end > start:
            piece = part[start:end] if start == 0 else f"##{part[start:end]}"
            number = vocabulary.get(piece)
            if number is not None:
                found.append(number)
                break
            end -= 1
        if end == start:
            return [vocabulary[UNKNOWN]]
        start = end
    return found
