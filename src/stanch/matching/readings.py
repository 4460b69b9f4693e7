"""How a written name can be a Korean's: which part is the family name, which syllables the given name has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stanch.matching import korean

if TYPE_CHECKING:
    from stanch.matching.names import Word


def latin_readings(words: Sequence[Word]) -> Iterator[korean.Reading]:
    """How Latin words can be a Korean name: a family name at either end and one to three further syllables."""
    parts = [word for word in words if word.role not in ("title", "legal") or korean.of_latin(word.text)]
    if not 1 <= len(parts) <= 4 or any(
        word.role in ("number", "servant") or not word.text.isalpha() for word in parts
    ):
        return
    texts = [word.text for word in parts]
    if sum(map(len, texts)) > 22:
        return
    if len(texts) == 1:
        for syllables in korean.split_word(texts[0]):
            if len(syllables) == 3 and korean.is_family(syllables[0]):
                yield syllables[0], syllables[1:]
        return
    seen = 0
    for family_text, given_texts in ((texts[0], texts[1:]), (texts[-1], texts[:-1])):
        family = korean.of_latin(family_text)
        if family is None or not korean.is_family(family):
            continue
        for given in _given(given_texts):
            if seen < 6:
                seen += 1
                yield family, given


def _given(texts: list[str]) -> list[tuple[korean.Syllable, ...]]:
    """The syllables of a given name in one to three words; words that are none alone are read as one run."""
    found: list[tuple[korean.Syllable, ...]] = [()]
    for text in texts:
        found = [(*head, *tail) for head in found for tail in korean.split_word(text)]
    found = [given for given in found if 1 <= len(given) <= 3]
    if not found and len(texts) > 1:
        found = [given for given in korean.split_word("".join(texts)) if len(given) <= 3]
    return found[:4]


def native_readings(runs: list[str], script: str) -> Iterator[korean.Reading]:
    """How Hangul, Han or Kana can be a Korean name, in either order when it is written in parts."""
    if script == "Kana":
        yield from _kana_readings(runs)
        return
    spell = korean.of_hangul if script == "Hang" else korean.of_han
    text = "".join(runs)
    if not 2 <= len(text) <= 5 or not all("가" <= char <= "힣" or script == "Hani" for char in text):
        return
    syllables = [spell(char) for char in text]
    whole = [syllable for syllable in syllables if syllable is not None]
    if len(whole) != len(syllables):
        return
    if len(whole) <= 4 and korean.is_family(whole[0]):
        yield whole[0], tuple(whole[1:])
    if len(runs) > 1 and len(runs[-1]) == 1 and korean.is_family(whole[-1]):
        yield whole[-1], tuple(whole[:-1])


def _kana_readings(runs: list[str]) -> Iterator[korean.Reading]:
    if len(runs) < 2:
        return
    for family_run, given_run in ((runs[0], "".join(runs[1:])), (runs[-1], "".join(runs[:-1]))):
        for family in korean.split_kana(family_run, most=1):
            if korean.is_family(family[0]):
                for given in korean.split_kana(given_run)[:6]:
                    yield family[0], given
