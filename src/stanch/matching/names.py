"""A written name taken apart: its words with their roles, and its Korean readings if it can be a Korean's name.

The same parsing serves the listed name and the name asked for. A word in another script carries every spelling it may have in
Latin (`forms`); the first one is the usual one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from stanch.matching import chinese, korean
from stanch.matching.fold import fold
from stanch.matching.readings import latin_readings, native_readings
from stanch.matching.romanise import hangul, latin_forms
from stanch.matching.text import plain, script_of, to_latin, unleet, unmask
from stanch.matching.words import Meaning, lexicon, meaning_of, phrase_at, split_native

MAX_WORDS = 40

_WORD = re.compile(
    r"(?:[^\W_]|[\u0901-\u0963\u0971-\u0e3a\u0e40-\u0e4e\u0e80-\u109f\u1780-\u17d3\u1820-\u18af])+"
)
_DOTTED = re.compile(r"\b(?:\w\s?\.\s?){2,}(?:\w\b)?")
_SLASHED = re.compile(r"\b(\w)/(\w)\b")
_LOOSE_MARK = re.compile(r"(?<=[a-z])\s+'(?=n(?:g)?\b)")
_APOSTROPHE = re.compile(r"['\"]+")
_FORMERLY = re.compile(
    r"^\W*(?:f\.?k\.?a\.?|a\.?k\.?a\.?|n\.?k\.?a\.?|formerly|alias|and)\s*[:.]?\s+", re.IGNORECASE
)
_MIXED_DIGITS = re.compile(r"\d+|[^\d]+")
_ROMAN = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
}
_LAST_ROMAN = {"i": "1", "v": "5", "x": "10"}
_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "5th": "5", "6th": "6",
    "7th": "7", "8th": "8", "9th": "9", "10th": "10",
}  # fmt: skip
_NATIVE_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_SERVANT = re.compile(
    r"^abd(?:(?:[aeiou]l|[aeiou]?(?=rr|ss|nn|zz|dd|tt)|[aeiou]r(?=r)|(?=r[aeiou])|[aeu](?=[^l]))(?P<rest>.{3,}))$"
)
_NOT_SERVANT = re.compile(r"^abd[aeou]?l?l[aou]")
_SERVANTS = frozenset(
    {"abd", "abdul", "abdel", "abdal", "abdol", "abdur", "abdus", "abdou", "abdu", "abdoul", "abed"}
)
_OF_FAITH = re.compile(r"^(?P<head>.{2,}?)(?:[aeiou]?[dl])?d[ie]{1,2}n$")
_ARTICLES = frozenset({"al", "el", "ul", "ud", "ad", "ed", "il", "od", "u", "e"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: the spelling compared, its sound, its role, and what else it may be spelt as."""

    text: str
    fold: str
    role: str
    concept: str = ""
    forms: tuple[str, ...] = ()
    spelt: str = ""  # the sound in Latin, where `text` is a translation


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name taken apart."""

    words: tuple[Word, ...]
    korean: tuple[korean.Reading, ...] = ()
    script: str = "Latn"
    person: bool = False  # read as a person's name written together in another script
    native: str = ""  # Hangul or plain Han characters of the name, when that is its script

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers in the name: "KUM SONG 3" and "KUM SONG 5" are two ships."""
        return frozenset(word.text for word in self.words if word.role == "number")


Memory = dict[str, tuple[str, tuple[Word, ...]]]


def parse(text: str, *, memory: Memory | None = None) -> Parsed:
    """Take a name apart. Never fails: a name of which nothing can be read has no words.

    `memory` keeps the words already met, for whoever reads a whole list.
    """
    cleaned = _clean(plain(text))
    words: list[Word] = []
    script = "Latn"
    native: list[str] = []
    for chunk, chunk_script in _chunks(cleaned):
        if chunk_script in ("Latn", "Abjd"):
            script = chunk_script if script == "Latn" else script
            words.extend(_latin_words(chunk, memory))
        else:
            script = chunk_script
            native.append(chunk)
            words.extend(_native_words(chunk, chunk_script))
    words = _settle(words[:MAX_WORDS])
    readings = tuple(native_readings(native, script)) if native else tuple(latin_readings(words))
    return Parsed(tuple(words), readings, script, native=chinese.plain_form("".join(native)))


def renderings(text: str) -> list[Parsed]:
    """The ways to take a name apart: as it stands, and a short run of Hangul or Han as a person's name written in Latin."""
    whole = parse(text)
    run = whole.native
    if (
        whole.script not in ("Hang", "Hani")
        or not 2 <= len(run) <= 6
        or len(whole.words) != 1
        or whole.words[0].concept
        or not whole.words[0].forms
    ):
        return [whole]
    word = _person(run, whole.script, korean=bool(whole.korean))
    if whole.korean and not word.forms:
        return [whole]
    if whole.korean:
        return [replace(whole, words=(word,), person=True)]
    forms = tuple(dict.fromkeys((*word.forms, *whole.words[0].forms)))
    return [replace(whole, words=(replace(word, forms=forms),))]


def _person(run: str, script: str, *, korean: bool) -> Word:
    """A person's name as one word, family name first and last, in each spelling."""
    if script == "Hani":
        pinyin = [chinese.pinyin_of(char) for char in run]
        parts = [pinyin, [chinese.wade_giles(syllable) for syllable in pinyin]]
    else:
        parts = [list(reading) for reading in chinese.read_hangul(run)[:3] if 2 <= len(reading) <= 3]
        if not korean:  # a Korean's own name is compared by its syllables
            parts.append([hangul(run[:1]), hangul(run[1:])])
    forms: list[str] = []
    for part in parts:
        given = "".join(part[1:])
        forms.extend((part[0] + given, given + part[0]))
    spellings = tuple(dict.fromkeys(form for form in forms if form))
    text = spellings[0] if spellings else run
    return Word(text, fold(text), "name", "", spellings)


def _clean(text: str) -> str:
    text = _FORMERLY.sub("", text)
    if "." in text:
        text = _DOTTED.sub(lambda match: re.sub(r"[\s.]", "", match.group()) + " ", text)
    if "/" in text:
        text = _SLASHED.sub(r"\1\2", text)
    if "'" in text or '"' in text:
        text = _LOOSE_MARK.sub("", text)
        text = re.sub(r"(?<=\w)'s\b", "s", text)
        text = _APOSTROPHE.sub("", text)
    return text


def _chunks(text: str) -> Iterator[tuple[str, str]]:
    """Runs of words with the script they are in; Hangul, Han and Kana words are cut from Latin and digits."""
    if text.isascii():
        yield text, "Latn"
        return
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii() or not any(script_of(char) in ("Hang", "Hani", "Kana") for char in word):
            yield word, "Abjd" if _unvowelled(word) else "Latn"
            continue
        yield from _cut_by_script(word)


def _unvowelled(word: str) -> bool:
    """True for scripts that leave vowels out or imply them: Hebrew, Arabic, those of India and South-East Asia."""
    return any(
        0x0590 <= ord(char) <= 0x109F or 0x1200 <= ord(char) <= 0x137F or 0x1780 <= ord(char) <= 0x18AF
        for char in word
    )


def _cut_by_script(word: str) -> Iterator[tuple[str, str]]:
    start, current = 0, ""
    for place, char in enumerate(word):
        script = script_of(char)
        if char == "ー":
            script = current or "Kana"
        if script not in ("Hang", "Hani", "Kana"):
            script = "Latn"
        if script != current and place:
            yield word[start:place], current
            start = place
        current = script
    yield word[start:], current


def _latin_words(text: str, memory: Memory | None) -> Iterator[Word]:
    """The words of a text in an alphabetic script."""
    spellings: list[str] = []
    for raw in _WORD.findall(text):
        word = raw if raw.isascii() else to_latin(unmask(raw))
        if not word:
            continue
        if not word.isalpha() and not word.isdigit():
            word = unleet(word)
            if not word.isalpha():
                if word in _NUMBER_WORDS:
                    spellings.append(word)
                elif word[0].isalpha() and len(word.rstrip("0123456789")) >= 4:
                    spellings.extend(_MIXED_DIGITS.findall(word))
                else:
                    spellings.append(word)
                continue
        spellings.append(word)
    spellings = _join_faith(_join_initials(spellings[: 2 * MAX_WORDS]))
    known = [_known(spelling, memory) for spelling in spellings]
    folds = [folded for folded, _ in known]
    place = 0
    while place < len(spellings):
        phrase = phrase_at(folds, place)
        if phrase is not None:
            length, meaning = phrase
            text = "_".join(spellings[place : place + length])
            if meaning.role == "number":
                yield Word(_NUMBER_WORDS[meaning.concept], _NUMBER_WORDS[meaning.concept], "number")
            else:
                yield Word(text, "", meaning.role, meaning.concept)
            place += length
            continue
        number = _LAST_ROMAN.get(spellings[place]) if 0 < place == len(spellings) - 1 else None
        if number:
            yield Word(number, number, "number")
        else:
            yield from known[place][1]
        place += 1


def _known(spelling: str, memory: Memory | None) -> tuple[str, tuple[Word, ...]]:
    """The sound of a spelling and the words it is read as."""
    if memory is None:
        folded = fold(spelling)
        return folded, tuple(_latin_word(spelling, folded))
    held = memory.get(spelling)
    if held is None:
        folded = fold(spelling)
        held = memory[spelling] = folded, tuple(_latin_word(spelling, folded))
    return held


def _join_initials(spellings: list[str]) -> list[str]:
    """Single letters in a row are one word: "j", "v" is "jv"; one alone stays an initial."""
    joined: list[str] = []
    run = 0
    for spelling in spellings:
        single = len(spelling) == 1 and spelling.isalpha()
        if single and run:
            joined[-1] += spelling
        else:
            joined.append(spelling)
        run = run + 1 if single else 0
    return joined


def _join_faith(spellings: list[str]) -> list[str]:
    """ "Nasir", "al", "din" is the one name Nasirdin."""
    if not any(spelling in ("din", "deen", "dine") for spelling in spellings):
        return spellings
    joined: list[str] = []
    for spelling in spellings:
        if spelling in ("din", "deen", "dine") and len(joined) >= 2 and joined[-1] in _ARTICLES:
            joined.pop()
            joined[-1] += "din"
        else:
            joined.append(spelling)
    return joined


def _latin_word(spelling: str, folded: str) -> Iterator[Word]:
    number = _number(spelling)
    if number:
        yield Word(number, number, "number")
        return
    meaning = meaning_of(spelling, folded)
    if meaning is not None:
        yield Word(spelling, folded, meaning.role, meaning.concept)
        return
    if len(spelling) > 7 and spelling.endswith("bank"):
        head = meaning_of(spelling[:-4], fold(spelling[:-4]))
        if head is not None:  # "Mooyokbank" is trade bank
            yield Word(spelling[:-4], fold(spelling[:-4]), head.role, head.concept)
            yield Word("bank", "bank", "generic", "bank")
            return
    if len(spelling) == 1:
        yield Word(spelling, folded, "initial")
        return
    if spelling in _SERVANTS:
        yield Word("abd", "abd", "servant", "abd")
        return
    if spelling.startswith("abd") and len(spelling) > 6 and not _NOT_SERVANT.match(spelling):
        servant = _SERVANT.match(spelling)
        if servant is not None:
            yield Word("abd", "abd", "servant", "abd")
            rest = servant["rest"]
            yield Word(rest, fold(rest), "name")
            return
    if len(spelling) > 6 and spelling.endswith(("din", "deen", "ddine", "dine")):
        faith = _OF_FAITH.match(spelling)
        if faith is not None:
            yield Word(spelling, fold(faith["head"] + "din"), "name")
            return
    yield Word(spelling, folded, "name")


def _number(spelling: str) -> str:
    if spelling.isdigit():
        return spelling.lstrip("0") or "0"
    if spelling in _NUMBER_WORDS:
        return _NUMBER_WORDS[spelling]
    return _ROMAN.get(spelling, "")


def _settle(words: list[Word]) -> list[Word]:
    """Drop what repeats the word before it: "Sergey Sergey Shoigu"."""
    return [word for place, word in enumerate(words) if not place or word != words[place - 1]]


def _native_words(run: str, script: str) -> Iterator[Word]:
    """The words of a run of Hangul, Han or Kana: known ones by meaning, the rest spelt in Latin in every way that is usual."""
    if script == "Hani":
        run = chinese.plain_form(run)
    if run.translate(_NATIVE_DIGITS).isdigit():
        yield Word(run.translate(_NATIVE_DIGITS), run, "number")
        return
    for piece, meanings in split_native(run):
        forms = latin_forms(piece, script)
        if meanings:
            yield _native_known(piece, meanings, forms)
        elif forms:
            yield Word(forms[0], fold(forms[0]), "name", "", forms)


def _native_known(piece: str, meanings: Iterable[Meaning], forms: tuple[str, ...]) -> Word:
    english: list[str] = []
    roles = []
    for meaning in meanings:
        roles.append(meaning.role)
        english.extend(lexicon().english[meaning.concept][:3])
    concept = "|".join(meaning.concept for meaning in meanings)
    text = english[0] if english else piece
    if roles[0] in ("legal", "title"):
        forms = ()
    return Word(text, fold(text), roles[0], concept, (*english, *forms), forms[0] if forms else "")
