"""The parts below the index: text, sound, syllables, readings, words, identifiers."""

from __future__ import annotations

import pytest
from tests.matching.conftest import party

from stanch.dates import PartialDate
from stanch.matching import chinese, korean
from stanch.matching.calibration import raw_of, share_of
from stanch.matching.fold import bones, fold
from stanch.matching.identity import SINGLE, clean_identifier, same_birth
from stanch.matching.model import Bearing, Query
from stanch.matching.names import parse
from stanch.matching.romanise import hangul, kana, loan
from stanch.matching.tables import load_calibration, load_words
from stanch.matching.text import plain, unleet, unmask
from stanch.matching.words import split_native


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("mohammed", "mohamed"), ("yevgeniy", "evgenii"), ("qadhafi", "gadhafi"), ("natalya", "nataliya"), ("orfali", "orphaly"),
        ("youssef", "yussef"), ("stavytsky", "stavytskyi"), ("poursafi", "pursafi"),
    ],
)  # fmt: skip
def test_transliterations_sound_alike(one: str, two: str) -> None:
    """Spellings of one name share their consonants, which is how they are looked up."""
    assert bones(fold(one)).replace("K", "G") == bones(fold(two)).replace("K", "G")


@pytest.mark.parametrize(
    ("asked", "clean"),
    [
        ("Ｋｉｍ", "kim"),
        ("José Núñez", "jose nunez"),
        ("ki\u200bm", "kim"),
        ("\u202ekim", "kim"),
        ("Straße", "strasse"),
        ("A & B", "a  and  b"),
    ],
)
def test_plain_text(asked: str, clean: str) -> None:
    """Width, accents, invisible and direction characters make no difference."""
    assert plain(asked) == clean


def test_lookalikes_and_digits_for_letters() -> None:
    """Cyrillic letters in a Latin word and digits inside a word are read as what they look like; real numbers stay."""
    assert unmask("реtrоv") == "petrov"
    assert unmask("петров") == "петров"
    assert unleet("sech1n") == "sechin"
    assert unleet("mig29") == "mig29"


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Ri Su Yong", "Lee Soo-young", True), ("Ri Su Yong", "리수용", True), ("Ri Su Yong", "이수영", True),
        ("Ro Tu Chol", "노두철", True), ("Jang Myong-Jin", "CHANG MYONG-CHIN", True), ("Kim Song Chol", "Kim Seong-cheol", True),
        ("Kim Song Chol", "Kim Sang-cheol", False), ("Kim Song Chol", "Kim Song-hun", False), ("Pak To Chun", "Park Do-chun", True),
        ("Choe Ryong Hae", "최용해", True), ("김정은", "金正恩", True), ("김정은", "キム・ジョンウン", True), ("김정은", "김정일", False),
    ],
)  # fmt: skip
def test_korean_syllables(one: str, two: str, same: bool) -> None:
    """Spellings of the same Hangul fit each other in any script, with the North's initials; others do not."""
    readings = [(a, b) for a in parse(one).korean for b in parse(two).korean]
    assert readings
    assert any(korean.may_be_same(a, b) for a, b in readings) is same


def test_mandarin_in_other_spellings() -> None:
    """Pinyin, Wade-Giles and the Korean way of writing Chinese, by rule."""
    assert [chinese.wade_giles(one) for one in ("zhang", "xian", "qing", "zhou", "shi")] == [
        "chang",
        "hsien",
        "ching",
        "chou",
        "shih",
    ]
    assert [chinese.in_hangul(one) for one in ("zhang", "qian", "yuan", "shi", "lian")] == [
        "장",
        "첸",
        "위안",
        "스",
        "롄",
    ]
    assert ("sun", "si", "dong") in chinese.read_hangul("쑨쓰둥")
    assert chinese.plain_form("東龍") == chinese.plain_form("东龙") == chinese.plain_form("東竜")


def test_spelling_hangul_and_kana() -> None:
    """The North's spelling, the sound of loan words, and Kana."""
    assert hangul("대동강") == "taedonggang"
    assert hangul("릉라도") == "rungrado"
    assert loan("골드스타") == "goldsta"
    assert kana("ショウ") == "shou"


def test_native_words_are_cut_by_meaning() -> None:
    """Known words are found; a syllable inside a proper name is not a word."""
    pieces = split_native("조선광업개발무역회사")
    assert [piece for piece, _ in pieces] == ["조선", "광업", "개발", "무역", "회사"]
    assert split_native("금성") == [("금성", ())]


def test_legal_forms_and_abbreviations_are_told_from_the_name() -> None:
    """Only the name is left when forms, titles and particles are marked."""
    assert [w.text for w in parse("OOO Lab Servis").words if w.role == "name"] == ["lab"]
    assert [w.role for w in parse("Obshchestvo s ogranichennoi otvetstvennostyu Vympel").words] == [
        "legal",
        "name",
    ]
    assert parse("HERO II").numbers == parse("Hero 2").numbers == {"2"}


def test_dates_of_birth_are_as_exact_as_printed() -> None:
    """A year agrees with a day in it; another year contradicts; a slip of one digit is a doubt."""

    def judged(asked: str, listed: str) -> Bearing:
        feature = same_birth(Query(dobs=(PartialDate(asked),)), party("x", "X", dobs=(listed,)))
        assert feature is not None and feature.why
        return feature.bearing

    assert judged("1940", "1940-03-01") is Bearing.FOR
    assert judged("1940-03-01", "1940-01-03") is Bearing.FOR
    assert judged("1940", "1941") is Bearing.NEUTRAL
    assert judged("1952", "1957") is Bearing.AGAINST


def test_identifiers_are_compared_clean() -> None:
    """Prefixes, hyphens and branch codes are no part of a number."""
    assert clean_identifier("imo", "IMO 912-6819") == "9126819"
    assert clean_identifier("bic", "ftbdkppyxxx") == "FTBDKPPY"


def test_judgements_without_data_keep_silent() -> None:
    """What one side does not say is not compared: unknown is not a difference."""
    assert [judge(Query(names=("X",)), party("x", "X")) for judge in SINGLE] == [None] * len(SINGLE)


def test_calibration_rises_and_turns_round() -> None:
    """A better raw value never gets a lower share, and the share finds its raw value again."""
    raws, shares = load_calibration()
    assert list(raws) == sorted(set(raws)) and list(shares) == sorted(set(shares))
    for share in (0.1, 0.5, 0.9):
        assert share_of(raw_of(share)) == pytest.approx(share, abs=0.001)


def test_word_table_has_one_row_for_each_concept() -> None:
    """An editor's second row for a concept would be lost silently."""
    concepts = [word.concept for word in load_words()]
    assert len(set(concepts)) == len(concepts)
