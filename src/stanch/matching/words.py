"""What the words of a name are: a legal form, a title, a number, a word that many organisations share, or the name itself.

Words of one meaning in several languages and scripts are one concept: "trading", "torgovaya", 무역, 贸易. Phrases ("joint stock
company", "aktsionernoe obshchestvo") are found by sound, so that any transliteration of them counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from stanch.matching.fold import fold
from stanch.matching.tables import load_words

ROLE_WEIGHT = {
    "name": 1.0, "generic": 0.62, "place": 0.42, "number": 0.75, "initial": 0.35, "title": 0.12, "servant": 0.15, "legal": 0.07,
    "particle": 0.05,
}  # fmt: skip
_SHORTEST_STEM = 4
_SURNAME_ENDINGS = ("ov", "ova", "ev", "eva", "in", "ina", "enko", "uk", "yan", "ich", "dze", "shvili")
_SOUND_AT = 5  # letters from which a word is known by its sound


@dataclass(frozen=True, slots=True)
class Meaning:
    """The concept a word belongs to and the role it plays in a name."""

    concept: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The word table turned round: from each written form to its meaning."""

    words: dict[str, Meaning]
    sounds: dict[str, Meaning]  # longer words by their sound, since many are transliterated
    stems: dict[str, Meaning]
    phrases: dict[
        str, tuple[tuple[tuple[str, ...], Meaning], ...]
    ]  # by the fold of the first word, longest first
    native: dict[str, tuple[Meaning, ...]]  # Hangul, plain Han and Kana forms
    longest_native: int
    english: dict[str, tuple[str, ...]]  # Latin single-word forms of each concept


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of name words, built from the table once."""
    words: dict[str, Meaning] = {}
    sounds: dict[str, Meaning] = {}
    stems: dict[str, Meaning] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    native: dict[str, list[Meaning]] = {}
    english: dict[str, tuple[str, ...]] = {}
    for word in load_words():
        meaning = Meaning(word.concept, word.role)
        english[word.concept] = tuple(form for form in word.latin if form.isalpha())[:6]
        for form in word.latin:
            if form.endswith("*"):
                stems.setdefault(fold(form[:-1]), meaning)
            elif "_" in form:
                parts = tuple(fold(part) for part in form.split("_"))
                phrases.setdefault(parts[0], []).append((parts, meaning))
            else:
                words.setdefault(form, meaning)
                if len(form) >= _SOUND_AT:
                    sounds.setdefault(fold(form), meaning)
        for form in (*word.hangul, *word.han, *word.kana):
            native.setdefault(form, []).append(meaning)
    return Lexicon(
        words=words,
        sounds=sounds,
        stems=stems,
        phrases={
            first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in phrases.items()
        },
        native={form: tuple(found) for form, found in native.items()},
        longest_native=max(map(len, native)),
        english=english,
    )


def meaning_of(word: str, folded: str) -> Meaning | None:
    """The meaning of one Latin word, by its spelling, else by a stem it begins with."""
    lex = lexicon()
    found = lex.words.get(word)
    if found is None and len(word) >= _SOUND_AT:
        found = lex.sounds.get(folded)
    if found is not None or len(folded) < _SHORTEST_STEM + 2 or word.endswith(_SURNAME_ENDINGS):
        return found
    for length in range(min(len(folded), 12), _SHORTEST_STEM - 1, -1):
        found = lex.stems.get(folded[:length])
        if found is not None:
            return found
    return None


def phrase_at(folds: Sequence[str], start: int) -> tuple[int, Meaning] | None:
    """The longest phrase that begins at a word: how many words it takes and what it means."""
    for parts, meaning in lexicon().phrases.get(folds[start], ()):
        if tuple(folds[start : start + len(parts)]) == parts:
            return len(parts), meaning
    return None


def split_native(run: str) -> list[tuple[str, tuple[Meaning, ...]]]:
    """Cut a run of Hangul, Han or Kana into known words and the unknown pieces between them, with the fewest cuts.

    One-character words ("부", "局") count only at the end, after other known words: inside a proper name they are mere syllables.
    """
    lex = lexicon()
    size = len(run)
    best: list[tuple[float, int, bool]] = [(0.0, 0, False)] + [(1e9, 0, False)] * size
    for end in range(1, size + 1):
        cost, _, known = best[end - 1]
        best[end] = (cost + (1.0 if not known else 1.3), end - 1, False)
        for length in range(1, min(end, lex.longest_native) + 1):
            if run[end - length : end] not in lex.native:
                continue
            before = best[end - length]
            legal = length == size and lex.native[run][0].role == "legal"
            price = 0.6 if length > 1 or legal else (0.9 if end == size and end > 3 else 1.6)
            if before[0] + price < best[end][0]:
                best[end] = (before[0] + price, end - length, True)
    return _trace(run, best, lex)


def _trace(
    run: str, best: list[tuple[float, int, bool]], lex: Lexicon
) -> list[tuple[str, tuple[Meaning, ...]]]:
    pieces: list[tuple[str, tuple[Meaning, ...]]] = []
    end = len(run)
    while end:
        _, start, known = best[end]
        meanings = lex.native[run[start:end]] if known else ()
        if not known and pieces and not pieces[-1][1]:
            pieces[-1] = (run[start:end] + pieces[-1][0], ())
        else:
            pieces.append((run[start:end], meanings))
        end = start
    return pieces[::-1]
