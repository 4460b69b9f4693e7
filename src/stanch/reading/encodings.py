"""Bytes that are not UTF-8 and say nothing of themselves: the encodings that reports really come in, told by what they spell.

An encoding is taken when what comes out is what people write in it (Korean is nearly all Hangul, Chinese is full of its commonest
characters, Japanese has kana), never because it merely decodes: GB 18030 decodes almost anything.
"""

from __future__ import annotations

import re
import unicodedata

# the characters that make up about a fifth of any running Chinese text, simplified and traditional
_CHINESE = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为和地出会年对于要以时就生能可发後後這個來們為對國會說學發時"
)
_SAMPLE = 65_536
# UTF-8 that was read as Windows-1252 and written again: the first byte of a sequence and the marks that follow it
_MOJIBAKE = re.compile(r"[ÃÂâãäåæçèéìíîïð][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€¡-¿]+")


def guess(raw: bytes) -> str:
    """The encoding of bytes that are not UTF-8, or "" when nothing tells."""
    wide = _wide(raw)
    if wide:
        return wide
    sample = raw[:_SAMPLE]
    for encoding, fits in (
        ("cp949", _korean),
        ("euc_jp", _japanese),
        ("cp932", _japanese),
        ("gb18030", _chinese),
        ("big5", _chinese),
    ):
        text = _decoded(sample, encoding)
        if text is not None and fits(text):
            return encoding
    return ""


def _wide(raw: bytes) -> str:
    """UTF-16 without its mark: every second byte of Latin text is zero."""
    head = raw[:4096]
    if len(head) < 8 or b"\x00" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _decoded(sample: bytes, encoding: str) -> str | None:
    """The sample's characters; one broken character at its cut end is no fault."""
    for cut in range(4):
        try:
            return sample[: len(sample) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _foreign(text: str) -> list[str]:
    return [c for c in text if c.isalpha() and not c.isascii()]


def _korean(text: str) -> bool:
    letters = _foreign(text)
    return len(letters) >= 8 and sum("가" <= c <= "힣" for c in letters) >= 0.9 * len(letters)


def _japanese(text: str) -> bool:
    letters = _foreign(text)
    return len(letters) >= 8 and sum("\u3041" <= c <= "\u30fe" for c in letters) >= 0.2 * len(letters)


def _chinese(text: str) -> bool:
    letters = _foreign(text)
    han = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    return (
        len(letters) >= 8
        and han >= 0.95 * len(letters)
        and sum(c in _CHINESE for c in letters) >= 0.04 * len(letters)
    )


def western(raw: bytes) -> str | None:
    """Windows-1252 text when that gives Western letters, else None."""
    text = raw.decode("cp1252", errors="replace")
    odd = sum(not (c.isascii() or unicodedata.category(c)[0] in "LPZ") for c in text[:_SAMPLE])
    return text if odd * 50 < len(text[:_SAMPLE]) else None


def repaired(text: str) -> tuple[str, int]:
    """UTF-8 that somebody read as Windows-1252 and saved so ("donâ€™t"): put right where that is certain; and how many places."""
    if len(_MOJIBAKE.findall(text[:_SAMPLE])) < 3:
        return text, 0
    count = 0

    def right(match: re.Match[str]) -> str:
        nonlocal count
        try:
            raw = b"".join(
                c.encode("cp1252") if ord(c) > 0x9F or ord(c) < 0x80 else bytes([ord(c)]) for c in match[0]
            )
            fixed = raw.decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return match[0]
        count += 1
        return fixed

    return _MOJIBAKE.sub(right, text), count
