"""Hangul, Han and Kana spelt in Latin, in each of the ways that lists and newspapers use."""

from __future__ import annotations

from itertools import product

from stanch.matching import chinese
from stanch.matching.tables import load_han

_INITIALS = (
    "k",
    "kk",
    "n",
    "t",
    "tt",
    "r",
    "m",
    "p",
    "pp",
    "s",
    "ss",
    "",
    "j",
    "jj",
    "ch",
    "k",
    "t",
    "p",
    "h",
)
_VOICED = {"k": "g", "t": "d", "p": "b"}
_VOWELS = (
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui", "i",
)  # fmt: skip
_FINALS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k",
    "t", "p", "t",
)  # fmt: skip
_KANA_ROWS = {
    "a": "アァカサタナハマヤャラワガザダバパ", "i": "イィキシチニヒミリギジヂビピ", "u": "ウゥクスツヌフムユュルグズヅブプヴ",
    "e": "エェケセテネヘメレゲゼデベペ", "o": "オォコソトノホモヨョロヲゴゾドボポ",
}  # fmt: skip
_KANA_ONSETS = {
    "": "アイウエオァィゥェォ", "k": "カキクケコ", "s": "サスセソ", "sh": "シ", "t": "タテト", "ch": "チ", "ts": "ツ", "n": "ナニヌネノ",
    "h": "ハヒヘホ", "f": "フ", "m": "マミムメモ", "y": "ヤユヨャュョ", "r": "ラリルレロ",
    "w": "ワヲ", "g": "ガギグゲゴ", "z": "ザズゼゾヅ",
    "j": "ジヂ", "d": "ダデド", "b": "バビブベボ", "p": "パピプペポ", "v": "ヴ",
}  # fmt: skip
MOST_FORMS = 6


def latin_forms(piece: str, script: str) -> tuple[str, ...]:
    """The Latin spellings of a run in one script, the most usual first, at most `MOST_FORMS`."""
    if script == "Hang":
        rieul = with_rieul(piece)
        forms = [
            hangul(piece),
            hangul(piece, aspirate=True),
            hangul(rieul) if rieul else "",
            *("".join(reading) for reading in chinese.read_hangul(piece)[:3]),
            loan(piece),
        ]
    elif script == "Hani":
        pinyin = [chinese.pinyin_of(char) for char in piece]
        readings = load_han()
        north = "".join(_northern(readings[char][1]) for char in piece if char in readings)
        souths = _sino_korean(piece)
        forms = [
            "".join(pinyin),
            hangul(north),
            *map(hangul, souths),
            "".join(map(chinese.wade_giles, pinyin)),
        ]
    else:
        forms = [kana(piece)]
    return tuple(dict.fromkeys(form for form in forms if form))[:MOST_FORMS]


def _sino_korean(piece: str) -> list[str]:
    """The Korean readings of a run of Han characters; every combination while the run is short."""
    han = load_han()
    readings = [han[char][1][:2] for char in piece if char in han and han[char][1]]
    if len(readings) > 3:
        readings = [reading[:1] for reading in readings]
    return ["".join(choice) for choice in product(*readings)][:MOST_FORMS]


def _northern(readings: str) -> str:
    """Of several readings of a character the one the North uses: 릉 before 능."""
    return next((reading for reading in readings if (ord(reading) - 0xAC00) // 588 == 5), readings[:1])


def with_rieul(text: str) -> str:
    """A Southern spelling with the North's initial ㄹ: 능라도 is 릉라도, 용흥 is 룡흥; "" where there is none."""
    code = ord(text[0]) - 0xAC00
    if not 0 <= code < 11172:
        return ""
    initial, vowel = code // 588, code // 28 % 21
    if initial == 2 or (initial == 11 and vowel in (2, 3, 6, 7, 12, 17, 20)):
        return chr(0xAC00 + 5 * 588 + code % 588) + text[1:]
    return ""


def hangul(text: str, *, aspirate: bool = False) -> str:
    """Hangul in the North's spelling without marks: 광명성 is kwangmyongsong, 대동강 is taedonggang.

    With `aspirate`, ㅍ is "ph" as on the North's ships (YU PHYONG).
    """
    out: list[str] = []
    voiced = False
    for char in text:
        code = ord(char) - 0xAC00
        if not 0 <= code < 11172:
            continue
        initial = "ph" if aspirate and code // 588 == 17 else _INITIALS[code // 588]
        if initial == "r" and out and out[-1].endswith("l"):
            initial = "l"
        elif initial == "r" and out and out[-1].endswith("m"):
            initial = "n"
        out.append(
            (_VOICED.get(initial, initial) if voiced and code // 588 in (0, 3, 7) else initial)
            + _VOWELS[code // 28 % 21]
        )
        out.append(_FINALS[code % 28])
        voiced = _FINALS[code % 28] in ("", "n", "m", "ng", "l")
    return "".join(out)


def loan(text: str) -> str:
    """Hangul as the spelling of a foreign word: the helping vowel of 스타, 골드 falls away (star, gold)."""
    out: list[str] = []
    for place, char in enumerate(text):
        code = ord(char) - 0xAC00
        if not 0 <= code < 11172:
            continue
        initial, vowel, final = _INITIALS[code // 588], code // 28 % 21, _FINALS[code % 28]
        initial = {0: "g", 3: "d", 7: "b"}.get(code // 588, initial)
        if initial == "r" and out and out[-1].endswith("l"):
            initial = "l"
        following = place + 1 < len(text)
        out.append(initial + ("" if vowel == 18 and (following or place) else _VOWELS[vowel]) + final)
    return "".join(out)


def kana(text: str) -> str:
    """Kana in Hepburn-like Latin; Hiragana is read as Katakana, long vowels are short."""
    out: list[str] = []
    for char in text:
        if "ぁ" <= char <= "ゖ":
            char = chr(ord(char) + 0x60)
        if char == "ン":
            out.append("n")
            continue
        vowel = next((vowel for vowel, row in _KANA_ROWS.items() if char in row), "")
        onset = next((onset for onset, row in _KANA_ONSETS.items() if char in row), "")
        if not vowel:
            continue
        if char in "ャュョァィゥェォ" and out:
            out[-1] = out[-1][:-1]
            onset = "" if out[-1].endswith(("sh", "ch", "j")) else onset
        out.append(onset + vowel)
    return "".join(out)
