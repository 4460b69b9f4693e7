"""Korean names as syllables: a spelling in any script is the set of Hangul syllables that it can stand for.

"Ri", "Lee", "Yi" and 이 share a syllable; "Song" may be 성 or 송 and so fits "Seong" and "Song" but not "Sang". Each syllable is
nine sets of bits: initial, vowel and final, each as usually spelt, as also spelt, and as near misses write it. Comparing
two names is then a few AND operations, for all listed names at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce

from stanch.matching.tables import load_families, load_han, load_kana, load_korean

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = "_ㄱㄴㄷㄹㅁㅂㅇ"
# the 28 written finals, as they sound at the end of a syllable
_FINAL_SOUND = "_ㄱㄱㄱㄴㄴㄴㄷㄹㄱㅁㄹㄹㄹㅂㄹㅁㅂㅂㄷㄷㅇㄷㄷㄱㄷㅂㄷ"
_Y_VOWELS = "ㅑㅒㅕㅖㅛㅠㅣ"
# sounds that ears and keyboards confuse
_NEAR_INITIALS = ("ㄱㄲㅋ", "ㄷㄸㅌ", "ㅂㅃㅍ", "ㅈㅉㅊ", "ㅅㅆ", "ㄴㄹ")
_NEAR_VOWELS = (
    "ㅐㅔㅚㅙㅞㅖ",
    "ㅓㅗ",
    "ㅕㅛ",
    "ㅜㅡ",
    "ㅏㅘ",
    "ㅓㅝ",
    "ㅓㅕ",
    "ㅠㅜ",
    "ㅣㅢㅟ",
    "ㅗㅛ",
    "ㅕㅖ",
    "ㅏㅑ",
)
_NEAR_FINALS = ("ㄴㅇ", "ㄴㄹ", "ㄱㅇ", "ㅂㅁ")

FAMILIES = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진나지엄원채천방공현함변염여추도소석선설"
    "마길연위표명기반왕금옥육인맹제탁국어은편용예경봉사부가복태목형계두감음빈동온호모범팽승간상시갈단견당리림라렴려로량룡륙"
)
_DOUBLE_FAMILIES = ("남궁", "황보", "선우", "독고", "제갈", "사공", "서문", "동방")


@dataclass(frozen=True, slots=True)
class Syllable:
    """The Hangul syllables one written syllable can stand for, as bit sets over `INITIALS`, `VOWELS` and `FINALS`."""

    initial: int
    vowel: int
    final: int
    initial_also: int = 0
    vowel_also: int = 0
    final_also: int = 0

    def bits(self) -> tuple[int, int, int, int, int, int, int, int, int]:
        """Usual, wider and widest set of each part; each contains the one before."""
        initial, vowel, final = (
            self.initial | self.initial_also, self.vowel | self.vowel_also, self.final | self.final_also,
        )  # fmt: skip
        return (
            self.initial, self.vowel, self.final, initial, vowel, final,
            _widen(initial, _near()[0]), _widen(vowel, _near()[1]), _widen(final, _near()[2]),
        )  # fmt: skip


Reading = tuple[Syllable, tuple[Syllable, ...]]  # family, given


def _mask(letters: str, alphabet: str) -> int:
    return sum(1 << alphabet.index(letter) for letter in set(letters))


@lru_cache(maxsize=1)
def _near() -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    return (
        _closeness(_NEAR_INITIALS, INITIALS),
        _closeness(_NEAR_VOWELS, VOWELS),
        _closeness(_NEAR_FINALS, FINALS),
    )


def _closeness(groups: tuple[str, ...], alphabet: str) -> dict[int, int]:
    near = {1 << place: 1 << place for place in range(len(alphabet))}
    for group in groups:
        for letter in group:
            near[1 << alphabet.index(letter)] |= _mask(group, alphabet)
    return near


def _widen(mask: int, near: dict[int, int]) -> int:
    wide = mask
    rest = mask
    while rest:
        bit = rest & -rest
        wide |= near[bit]
        rest ^= bit
    return wide


def _north(initial: int, vowel: int) -> int:
    """Initials that the other half of Korea writes for the same syllable: 리/이, 룡/용, 로/노, 녀/여."""
    rieul, nieun, ieung = (1 << INITIALS.index(letter) for letter in "ㄹㄴㅇ")
    soft = vowel & _mask(_Y_VOWELS, VOWELS)
    hard = vowel & ~_mask(_Y_VOWELS, VOWELS)
    also = 0
    if initial & rieul:
        also |= (ieung if soft else 0) | (nieun if hard else 0)
    if initial & ieung and soft:
        also |= rieul | nieun
    if initial & nieun:
        also |= (ieung if soft else 0) | (rieul if hard else 0)
    return also & ~initial


def of_hangul(char: str) -> Syllable:
    """One Hangul syllable, exactly, with what the other Korea writes beside it."""
    code = ord(char) - 0xAC00
    initial, vowel = 1 << (code // 588), 1 << (code // 28 % 21)
    final = 1 << FINALS.index(_FINAL_SOUND[code % 28])
    return Syllable(initial, vowel, final, _north(initial, vowel))


def _merge(one: Syllable, two: Syllable) -> Syllable:
    usual = (one.initial | two.initial, one.vowel | two.vowel, one.final | two.final)
    also = (
        (one.initial_also | two.initial_also) & ~usual[0],
        (one.vowel_also | two.vowel_also) & ~usual[1],
        (one.final_also | two.final_also) & ~usual[2],
    )
    return Syllable(*usual, *also)


def of_han(char: str) -> Syllable | None:
    """The Korean readings of a Han character together, or None when none is known."""
    entry = load_han().get(char)
    if entry is None or not entry[1]:
        return None
    syllable = of_hangul(entry[1][0])
    for reading in entry[1][1:]:
        syllable = _merge(syllable, of_hangul(reading))
    return syllable


@lru_cache(maxsize=1)
def _spellings() -> tuple[dict[str, tuple[int, int]], ...]:
    """For initials, vowels and finals: spelling to the usual and the other letters; and whole syllables."""
    alphabets = {"initial": INITIALS, "vowel": VOWELS, "final": FINALS}
    tables: dict[str, dict[str, tuple[int, int]]] = {part: {} for part in alphabets}
    for part, spelling, usual, also in load_korean():
        if part in alphabets:
            tables[part][spelling] = (_mask(usual, alphabets[part]), _mask(also, alphabets[part]))
    return tables["initial"], tables["vowel"], tables["final"]


@lru_cache(maxsize=1)
def _whole() -> dict[str, Syllable]:
    """Spellings that only tradition explains: Park, Lee, Choi."""
    whole = {}
    for part, spelling, usual, also in load_korean():
        if part == "whole":
            whole[spelling] = reduce(_merge, map(of_hangul, usual + also))
    return whole


@lru_cache(maxsize=1 << 15)  # a table filled as it is needed: there are about 33,000 spellings
def of_latin(spelling: str) -> Syllable | None:
    """The Hangul syllables one Latin spelling can stand for, or None when it is no Korean syllable."""
    whole = _whole().get(spelling)
    if whole is not None:
        return _with_north(whole)
    initials, vowels, finals = _spellings()
    found: Syllable | None = None
    for start in range(min(3, len(spelling)) + 1):
        if spelling[:start] not in initials:
            continue
        for end in range(max(start + 1, len(spelling) - 2), len(spelling) + 1):
            vowel, final = spelling[start:end], spelling[end:]
            if vowel in vowels and final in finals:
                i, v, f = initials[spelling[:start]], vowels[vowel], finals[final]
                syllable = Syllable(i[0], v[0], f[0], i[1], v[1], f[1])
                found = syllable if found is None else _merge(found, syllable)
    return None if found is None else _with_north(found)


def _with_north(syllable: Syllable) -> Syllable:
    initial = syllable.initial | syllable.initial_also
    north = _north(initial, syllable.vowel | syllable.vowel_also)
    return Syllable(
        syllable.initial, syllable.vowel, syllable.final,
        syllable.initial_also | (north & ~syllable.initial), syllable.vowel_also, syllable.final_also,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _family_bits() -> frozenset[tuple[int, int, int]]:
    return frozenset((s.initial, s.vowel, s.final) for s in map(of_hangul, FAMILIES))


def is_family(syllable: Syllable) -> bool:
    """True when the syllable can be a Korean family name."""
    initial = syllable.initial | syllable.initial_also
    vowel = syllable.vowel | syllable.vowel_also
    final = syllable.final | syllable.final_also
    return any(initial & i and vowel & v and final & f for i, v, f in _family_bits())


def family_share(syllable: Syllable) -> float:
    """The share of all Koreans whose family name this can be; the largest one where a spelling is ambiguous."""
    bits = (syllable.initial, syllable.vowel, syllable.final)
    shares = [share for of, share in _family_shares() if all(a & b for a, b in zip(bits, of, strict=True))]
    return max(shares, default=0.0)


@lru_cache(maxsize=1)
def _family_shares() -> tuple[tuple[tuple[int, int, int], float], ...]:
    exact = ((of_hangul(family), share) for family, share in load_families())
    return tuple(((family.initial, family.vowel, family.final), share) for family, share in exact)


def split_word(word: str, *, most: int = 3) -> list[tuple[Syllable, ...]]:
    """The ways to read a Latin word as one to `most` Korean syllables; empty when it cannot be."""
    if not 1 <= len(word) <= 7 * most or not word.isascii():
        return []
    found: list[tuple[Syllable, ...]] = []

    def walk(start: int, so_far: tuple[Syllable, ...]) -> None:
        if start == len(word):
            found.append(so_far)
            return
        if len(so_far) == most or len(found) >= 4:
            return
        for end in range(min(len(word), start + 7), start, -1):
            syllable = of_latin(word[start:end])
            if syllable is not None:
                walk(end, (*so_far, syllable))

    walk(0, ())
    return found


@lru_cache(maxsize=1)
def _moras() -> tuple[dict[str, tuple[int, int]], dict[str, int]]:
    moras, codas = {}, {}
    for part, spelling, first, second in load_kana():
        if part == "mora":
            moras[spelling] = (_mask(first, INITIALS), _mask(second, VOWELS))
        else:
            codas[spelling] = _mask(first, FINALS)
    return moras, codas


def split_kana(word: str, *, most: int = 3) -> list[tuple[Syllable, ...]]:
    """The ways to read a Katakana word as Korean syllables: ソクハ is 석하 or 속하."""
    moras, codas = _moras()
    none = 1 << FINALS.index("_")
    found: list[tuple[Syllable, ...]] = []

    def walk(start: int, so_far: tuple[Syllable, ...]) -> None:
        if start == len(word):
            found.append(so_far)
            return
        if len(so_far) == most or len(found) >= 8:
            return
        for end in range(min(len(word), start + 3), start, -1):
            if word[start:end] not in moras:
                continue
            initial, vowel = moras[word[start:end]]
            also = _north(initial, vowel)
            if word[end : end + 1] in codas:
                walk(end + 1, (*so_far, Syllable(initial, vowel, codas[word[end]], also)))
            walk(end, (*so_far, Syllable(initial, vowel, none, also)))

    if 0 < len(word) <= 5 * most:
        walk(0, ())
    return found


def may_be_same(one: Reading, two: Reading) -> bool:
    """True when two readings can be the same Hangul, each part of each syllable as usually or also spelt."""
    if len(one[1]) != len(two[1]):
        return False
    pairs = zip((one[0], *one[1]), (two[0], *two[1]), strict=True)
    return all(all(a & b for a, b in zip(x.bits()[3:6], y.bits()[3:6], strict=True)) for x, y in pairs)
