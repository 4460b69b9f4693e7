"""The tables of this room, read from `stanch/data/lexicons` once and kept: letters, Han readings, words of names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from stanch.errors import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One thing that names of organisations, ships and persons say, with its forms in each script."""

    concept: str
    role: str  # legal, title, particle, generic, place, number
    latin: tuple[str, ...]  # "_" joins the words of a phrase, "*" ends a stem
    hangul: tuple[str, ...]
    han: tuple[str, ...]
    kana: tuple[str, ...]


CALIBRATION = Path(__file__).parent.parent / "data" / "lexicons" / "names" / "calibration.tsv"
ROLES = ("legal", "title", "particle", "generic", "place", "number")


def _rows(folder: str, name: str, header: tuple[str, ...]) -> list[list[str]]:
    path = files("stanch") / "data" / "lexicons" / folder / name
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line]
    if tuple(rows[0]) != header:
        raise DataError(str(path), 1, "", f"the header must be {', '.join(header)}")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise DataError(str(path), number, "", f"{len(row)} columns, expected {len(header)}")
    return rows[1:]


@lru_cache(maxsize=1)
def load_letters() -> dict[str, str]:
    """Latin spelling of each letter of the alphabetic scripts."""
    return {row[0]: row[1] for row in _rows("scripts", "letters.tsv", ("char", "latin"))}


@lru_cache(maxsize=1)
def load_han() -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """For each Han character: its plain form, its Korean readings, its Mandarin readings."""
    rows = _rows("scripts", "han.tsv", ("char", "plain", "hangul", "pinyin"))
    return {char: (plain or char, hangul, tuple(pinyin.split())) for char, plain, hangul, pinyin in rows}


@lru_cache(maxsize=1)
def load_words() -> tuple[Word, ...]:
    """The words that names share, in file order: where two claim a form, the first one has it."""
    header = ("concept", "class", "latin", "hangul", "han", "kana")
    words = []
    for number, (concept, role, latin, hangul, han, kana) in enumerate(
        _rows("names", "words.tsv", header), start=2
    ):
        if role not in ROLES:
            raise DataError("names/words.tsv", number, "class", f"'{role}' is not one of {', '.join(ROLES)}")
        words.append(
            Word(
                concept=concept,
                role=role,
                latin=tuple(latin.split()),
                hangul=tuple(hangul.split()),
                han=tuple(han.split()),
                kana=tuple(kana.split()),
            )
        )
    return tuple(words)


@lru_cache(maxsize=1)
def load_korean() -> tuple[tuple[str, str, str, str], ...]:
    """How Korean sounds are spelt in Latin: part of the syllable, spelling, usual letters, other letters."""
    rows = _rows("scripts", "korean.tsv", ("part", "spelling", "usual", "also"))
    return tuple((part, spelling, usual, also) for part, spelling, usual, also in rows)


@lru_cache(maxsize=1)
def load_kana() -> tuple[tuple[str, str, str, str], ...]:
    """How Japanese writes Korean sounds: mora with its initials and vowels, coda with its finals."""
    rows = _rows("scripts", "kana.tsv", ("part", "spelling", "initial", "vowel"))
    return tuple((part, spelling, first, second) for part, spelling, first, second in rows)


@lru_cache(maxsize=1)
def load_families() -> tuple[tuple[str, float], ...]:
    """Shares of the commonest Korean family names; the rest are rare."""
    return tuple(
        (family, float(share)) for family, share in _rows("scripts", "families.tsv", ("family", "share"))
    )


@lru_cache(maxsize=1)
def load_calibration() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Raw name values and the share of validation pairs that were the same party, both rising."""
    rows = _rows("names", "calibration.tsv", ("raw", "share"))
    return tuple(float(raw) for raw, _ in rows), tuple(float(share) for _, share in rows)
