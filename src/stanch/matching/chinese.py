"""Han characters read aloud: Mandarin in Pinyin and Wade-Giles, Mandarin written in Hangul, and plain character forms.

Tables of sounds are rules, not lists of names: Pinyin to Wade-Giles, and the Korean rule for writing Chinese (the table of
the National Institute of the Korean Language), both spelt out part by part of the syllable.
"""

from __future__ import annotations

from functools import lru_cache

from stanch.matching.tables import load_han

_PINYIN_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")

# Pinyin initial and final to Wade-Giles without apostrophes
_WADE_INITIALS = {
    "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "j": "ch", "q": "ch", "x": "hs", "zh": "ch", "ch": "ch",
    "sh": "sh", "r": "j", "z": "ts", "c": "ts", "s": "s",
}  # fmt: skip
_WADE_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "szu", "er": "erh", "you": "yu",
    "ye": "yeh", "yan": "yen", "yong": "yung", "yue": "yueh", "yi": "i", "ge": "ko", "ke": "ko", "he": "ho", "e": "o",
    "gui": "kuei", "kui": "kuei", "guo": "kuo", "kuo": "kuo", "huo": "huo",
}  # fmt: skip
_WADE_FINALS = {"ong": "ung", "ian": "ien", "ie": "ieh", "ue": "ueh", "uo": "o", "iong": "iung", "üe": "üeh"}

# Mandarin in Hangul: initials, then finals that follow an initial, then whole syllables without one
_HANGUL_INITIALS = {
    "b": "ㅂ", "p": "ㅍ", "m": "ㅁ", "f": "ㅍ", "d": "ㄷ", "t": "ㅌ", "n": "ㄴ", "l": "ㄹ", "g": "ㄱ", "k": "ㅋ", "h": "ㅎ",
    "j": "ㅈ", "q": "ㅊ", "x": "ㅅ", "zh": "ㅈ", "ch": "ㅊ", "sh": "ㅅ", "r": "ㄹ", "z": "ㅉ", "c": "ㅊ", "s": "ㅆ",
}  # fmt: skip
_HANGUL_FINALS = {
    "a": "아", "o": "오", "e": "어", "ai": "아이", "ei": "에이", "ao": "아오", "ou": "어우", "an": "안", "en": "언", "ang": "앙",
    "eng": "엉", "i": "이", "ia": "야", "ie": "예", "iao": "야오", "iu": "유", "ian": "옌", "in": "인", "iang": "양", "ing": "잉",
    "u": "우", "ua": "와", "uo": "워", "uai": "와이", "ui": "우이", "uan": "완", "un": "운", "uang": "왕", "ong": "웅",
    "v": "위", "ve": "웨", "van": "위안", "vn": "윈", "iong": "융", "ue": "웨",
}  # fmt: skip
_HANGUL_WHOLE = {
    "yi": "이", "ya": "야", "ye": "예", "yao": "야오", "you": "유", "yan": "옌", "yin": "인", "yang": "양", "ying": "잉",
    "wu": "우", "wa": "와", "wo": "워", "wai": "와이", "wei": "웨이", "wan": "완", "wen": "원", "wang": "왕", "weng": "웡",
    "yu": "위", "yue": "웨", "yuan": "위안", "yun": "윈", "yong": "융", "er": "얼", "a": "아", "ai": "아이", "an": "안",
    "ang": "앙", "ao": "아오", "e": "어", "en": "언", "ou": "어우", "o": "오",
}  # fmt: skip
_AFTER_SIBILANT = {"야": "아", "예": "에", "야오": "아오", "유": "우", "옌": "엔", "양": "앙", "융": "웅"}
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def plain_form(text: str) -> str:
    """Each Han character in its plain (mainland) form, so that 東, 东 and 竜, 龍, 龙 are one."""
    han = load_han()
    return "".join(han[char][0] if char in han else char for char in text)


def pinyin_of(char: str) -> str:
    """The usual Mandarin reading of one character, "" when none is known."""
    entry = load_han().get(char)
    return entry[2][0] if entry and entry[2] else ""


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Every Mandarin syllable in Pinyin, as the character table has them."""
    return frozenset(
        reading for _, _, readings in load_han().values() for reading in readings if reading.isascii()
    )


def split_pinyin(syllable: str) -> tuple[str, str]:
    """A Pinyin syllable as initial and final; y and w count as no initial."""
    for initial in _PINYIN_INITIALS:
        if syllable.startswith(initial) and initial not in "yw":
            return initial, syllable[len(initial) :]
    return "", syllable


def wade_giles(syllable: str) -> str:
    """A Pinyin syllable in Wade-Giles as passports print it, without apostrophes: zhang is chang, xian is hsien."""
    if syllable in _WADE_WHOLE:
        return _WADE_WHOLE[syllable]
    initial, final = split_pinyin(syllable)
    if not initial:
        return syllable
    if initial in ("j", "q", "x") and final.startswith("u"):
        return _WADE_INITIALS[initial] + _WADE_FINALS.get(final, final)
    return _WADE_INITIALS.get(initial, initial) + _WADE_FINALS.get(final, final)


def in_hangul(syllable: str) -> str:
    """A Pinyin syllable as Korean newspapers write it: zhang is 장, qian is 첸, yuan is 위안."""
    if syllable in _HANGUL_WHOLE:
        return _HANGUL_WHOLE[syllable]
    initial, final = split_pinyin(syllable)
    if initial not in _HANGUL_INITIALS:
        return ""
    if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        return _compose(_HANGUL_INITIALS[initial], "으")
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = {"u": "v", "ue": "ve", "uan": "van", "un": "vn"}.get(final, final)
    sound = _HANGUL_FINALS.get(final, "")
    if initial in ("j", "q", "z", "c", "zh", "ch"):
        sound = _AFTER_SIBILANT.get(sound, sound)
    return _compose(_HANGUL_INITIALS[initial], sound) if sound else ""


def _compose(initial: str, sound: str) -> str:
    """Put an initial consonant in front of a syllable that begins with the silent ㅇ."""
    first = ord(sound[0]) - 0xAC00
    return chr(0xAC00 + _INITIALS.index(initial) * 588 + first % 588) + sound[1:]


@lru_cache(maxsize=1)
def hangul_to_pinyin() -> dict[str, tuple[str, ...]]:
    """Each Hangul spelling of a Mandarin syllable with the syllables it can stand for."""
    table: dict[str, list[str]] = {}
    for syllable in sorted(syllables()):
        written = in_hangul(syllable)
        if written:
            table.setdefault(written, []).append(syllable)
    return {written: tuple(readings) for written, readings in table.items()}


def read_hangul(word: str, *, most: int = 4) -> list[tuple[str, ...]]:
    """The ways to read a Hangul word as Mandarin syllables, one Pinyin reading for each: 순웨이 is sun wei."""
    table = hangul_to_pinyin()
    found: list[tuple[str, ...]] = []

    def walk(start: int, so_far: tuple[str, ...]) -> None:
        if start == len(word):
            found.append(so_far)
            return
        if len(so_far) == most or len(found) >= 8:
            return
        for end in range(min(len(word), start + 2), start, -1):
            for reading in table.get(word[start:end], ())[:4]:
                walk(end, (*so_far, reading))

    if 0 < len(word) <= 2 * most:
        walk(0, ())
    return found
