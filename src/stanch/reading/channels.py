"""Which channels a clause is about: words and wares of the lexicon, found in the clause, else in what its subject is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Sentence, Word

Entries = list[tuple[int, str]]  # that begin at a word: how many words each takes, and its channel


def channels_in(sentence: Sentence, places: Iterable[int], lexicon: Lexicon) -> tuple[str, ...]:
    """Channels named by the words at these places, in order of first mention; wares as ``trade:coal``."""
    words = sentence.words
    return channels_of((i, _entries(words, i, lexicon)) for i in sorted(places))


def channels_of(entries: Iterable[tuple[int, Entries]]) -> tuple[str, ...]:
    """The same, from what stands at each place, in the order of the places."""
    found: list[Entries] = []
    taken = -1
    for i, each in entries:
        if each and i > taken:
            taken = i + max(length for length, _ in each) - 1
            found.append(each)
    return _tidy(dict.fromkeys(channel for _, channel in chain.from_iterable(found)))


def entries_in(sentence: Sentence, lexicon: Lexicon) -> list[tuple[int, Entries]]:
    """The places of a sentence where a channel is named, looked for once for all the clauses that overlap there."""
    words = sentence.words
    found = ((i, _entries(words, i, lexicon)) for i in range(len(words)))
    return [(i, each) for i, each in found if each]


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


def _entries(words: Sequence[Word], i: int, lexicon: Lexicon) -> Entries:
    word = words[i]
    best: Entries = []
    longest = 0
    for form in dict.fromkeys((word.lemma, word.lower)):
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
