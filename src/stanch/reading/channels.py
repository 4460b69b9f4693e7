"""Which channels a clause is about: words and wares of the lexicon, found in the clause, else in what its subject is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Sentence, Word


def channels_in(sentence: Sentence, places: Iterable[int], lexicon: Lexicon) -> tuple[str, ...]:
    """Channels named by the words at these places, in order of first mention; wares as ``trade:coal``."""
    words = sentence.words
    found: list[str] = []
    taken = -1
    for i in sorted(places):
        if i <= taken:
            continue
        entries = _entries(words, i, lexicon)
        if entries:
            taken = i + max(length for length, _ in entries) - 1
            found.extend(channel for _, channel in entries)
    return _tidy(dict.fromkeys(found))


# words that name a channel as nouns and mean something else as verbs or adjectives
_NOUNS = {
    "firm",
    "deal",
    "project",
    "general",
    "base",
    "land",
    "party",
    "flag",
    "port",
    "dock",
    "captain",
    "support",
    "contract",
    "mission",
    "fund",
    "account",
    "balance",
    "visit",
    "fish",
    "team",
    "art",
    "plane",
    "shell",
    "reception",
}


def _entries(words: Sequence[Word], i: int, lexicon: Lexicon) -> list[tuple[int, str]]:
    word = words[i]
    best: list[tuple[int, str]] = []
    longest = 0
    for form in {word.lemma, word.lower}:
        for phrase, channel in lexicon.channels.get(form, ()):
            if len(phrase) < longest:
                break
            if len(phrase) == 1 and word.pos not in ("NOUN", "PROPN") and (":" in channel or form in _NOUNS):
                continue
            if len(phrase) > 1 and not _follows(words, i, phrase):
                continue
            if len(phrase) > longest:
                longest, best = len(phrase), []
            best.append((len(phrase), channel))
    return best


def _follows(words: Sequence[Word], i: int, phrase: tuple[str, ...]) -> bool:
    if i + len(phrase) > len(words):
        return False
    return all(
        part in (words[i + step].lemma, words[i + step].lower) for step, part in enumerate(phrase) if step
    )


def _tidy(found: Iterable[str]) -> tuple[str, ...]:
    """A ware says "trade" already, so the plain channel is dropped beside it."""
    channels = list(found)
    if any(channel.startswith("trade:") for channel in channels):
        channels = [channel for channel in channels if channel != "trade"]
    return tuple(channels)
