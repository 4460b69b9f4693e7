"""What is found, in which order, and with which reasons: better beats worse."""

from __future__ import annotations

import random

import pytest
from tests.matching.conftest import PARTIES, party

from stanch.dates import PartialDate
from stanch.matching.index import DEFAULT_THRESHOLD, Index, build
from stanch.matching.model import Bearing, Identifier, Kind, Match, Query
from stanch.matching.score import DOUBTS


def found(index: Index, name: str) -> list[str]:
    return [match.entity.id for match in index.search(Query(names=(name,)))]


def best(index: Index, query: Query) -> Match:
    matches = index.search(query, threshold=0.0)
    assert matches, query
    return matches[0]


@pytest.mark.parametrize("entity", PARTIES, ids=lambda entity: entity.id)
def test_every_listed_name_is_found_as_it_stands(index: Index, entity) -> None:
    """A regulator's test begins with the exact names: one word, digits, brackets, weak ones included."""
    for name in entity.names:
        assert entity.id in found(index, name.text)


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("Lee Hong-seop", "ri"),
        ("리홍섭", "ri"),
        ("이홍섭", "ri"),
        ("李洪燮", "ri"),
        ("リ・ホンソプ", "ri"),
        ("Hong Sop RI", "ri"),
        ("Ri Hong Sop", "ri"),
        ("R\u200bi Hong Sop\u202e", "ri"),
        ("Alexander Petrovskiy", "petrov"),
        ("Александр Николаевич Петровский", "petrov"),
        ("Аleksandr Реtrovsky", "petrov"),
        ("PETROVSKY, Aleksandr N.", "petrov"),
        ("Abdurrahman Khalaf al Anzi", "rahman"),
        ("孙卫东", "sun"),
        ("쑨웨이둥", "sun"),
        ("Jesus Miguel VIBANCO GARZA", "vasquez"),
        ("Hamis Farhan Al Hijazi", "khamis"),
        ("조선광업개발무역회사", "komid"),
        ("朝鮮鉱業開発貿易会社", "komid"),
        ("Korea Mining Development Trading Corp.", "komid"),
        ("KMDTC", "komid"),
        ("Mooyokbank Foreign", "ftb"),
        ("端川商業銀行", "tcb"),
        ("AO Shvabe", "shvabe"),
        ("Aktsionernoe obshchestvo Shvabe", "shvabe"),
        ("Al Nasr Brigade Forty-Four 44", "brigade"),
        ("금성3호", "ks3"),
        ("M/V KUMSONG 3", "ks3"),
    ],
)
def test_variant_is_found(index: Index, asked: str, target: str) -> None:
    """Other scripts, spellings, orders, legal forms, look-alikes and invisible characters."""
    assert target in found(index, asked)


@pytest.mark.parametrize(
    "asked",
    [
        "John Smith",
        "Ri Song Chol",
        "Kim Sang Chol",
        "Maria Petrovna Ivanova",
        "ACME Trading Company",
        "이수영",
        "王小明",
        "Salman Khan Abbas",
    ],
)
def test_others_are_left_alone(index: Index, asked: str) -> None:
    """A name that shares a common word or sound with a listed one is nobody's."""
    assert found(index, asked) == []


def test_better_beats_worse(index: Index) -> None:
    """The nearer a spelling, the higher the score."""
    asked = (
        "Aleksandr Nikolayevich PETROVSKY",
        "Aleksandr Nikolaevich Petrovskiy",
        "Aleksandr Petrovskiy",
        "A. Petrovsky",
        "Petrovsky",
    )
    scores = [best(index, Query(names=(name,))).score for name in asked]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_common_name_counts_less() -> None:
    """Among many Ivanovs a bare "Ivan Ivanov" tells less than a rare name spelt as exactly."""
    crowd = [party(f"i{number}", f"Ivan {middle}ovich IVANOV") for number, middle in enumerate("ABCDEFGHIJ")]
    index = build([*crowd, party("plain", "Ivan IVANOV"), party("rare", "Ottokar ZWIEBEL")])
    assert (
        best(index, Query(names=("Ivan Ivanov",))).score
        < best(index, Query(names=("Ottokar Zwiebel",))).score
    )


def test_same_ship_name_with_another_number_is_another_ship(index: Index) -> None:
    """A peer scores this pair 1.0; here the IMO number contradicts and says so."""
    named = best(index, Query(names=("KUM SONG 3",), kind=Kind.VESSEL))
    other = Query(
        names=("KUM SONG 3",), kind=Kind.VESSEL, identifiers=(Identifier(kind="imo", value="9000001"),)
    )
    contradicted = best(index, other)
    assert contradicted.score < DEFAULT_THRESHOLD < named.score
    assert contradicted.contradicted
    feature = contradicted.feature("imo")
    assert feature is not None and feature.bearing is Bearing.AGAINST and "8661850" in feature.why


def test_identifier_finds_a_renamed_ship(index: Index) -> None:
    """A ship under a new name is found by its number, and the reason is the number."""
    match = best(
        index, Query(names=("BLUE HORIZON",), identifiers=(Identifier(kind="imo", value="imo 866-1862"),))
    )
    assert match.entity.id == "ks5"
    assert match.identified and match.score > 0.9


def test_numbered_ships_are_kept_apart(index: Index) -> None:
    """KUM SONG 5 is not KUM SONG 3."""
    assert found(index, "KUM SONG 5") == ["ks5"]


def test_date_of_birth_decides_between_namesakes(index: Index) -> None:
    """Two men of one name: the date of birth puts the right one first and the other one below the threshold."""
    matches = index.search(Query(names=("Kim Yong Chol",), dobs=(PartialDate("1962-02"),)))
    assert matches[0].entity.id == "kim-yc2"
    assert matches[0].confirmed and not matches[0].name_only
    assert all(match.score < matches[0].score for match in matches[1:])


def test_name_alone_says_so(index: Index) -> None:
    """Nothing but the name: a namesake would look the same, and the match tells that, with how many there are."""
    match = index.search(Query(names=("Kim Yong Chol",)))[0]
    assert match.name_only and not match.confirmed
    assert match.namesakes == 1


def test_reasons_are_in_words(index: Index) -> None:
    """Each match says which word answers which and what is left over."""
    match = index.search(Query(names=("Alexander Petrovskiy",)))[0]
    feature = match.feature("name")
    assert feature is not None
    assert "'alexander' as 'aleksandr'" in feature.why and "nikolayevich" in feature.why


def test_order_of_asking_changes_nothing(index: Index) -> None:
    """Query isolation: shuffled and repeated, every query answers as it did the first time."""
    names = [name.text for entity in PARTIES for name in entity.names] + [
        "Lee Hong-seop",
        "",
        "???",
        "금성3호",
        "x" * 5000,
    ]
    first = {name: index.search(Query(names=(name,)), threshold=0.1) for name in names}
    asked = names * 20
    random.Random(7).shuffle(asked)
    for name in asked:
        assert index.search(Query(names=(name,)), threshold=0.1) == first[name]


def test_empty_index_and_empty_query_answer_nothing(index: Index) -> None:
    """No list, no name: no match and no error."""
    assert build([]).search(Query(names=("Ri Hong Sop",))) == []
    assert index.search(Query()) == []
    assert index.search(Query(names=("", " ", "\u200b", "--"))) == []


def test_limit_and_threshold(index: Index) -> None:
    """Never more than asked for, never below the threshold."""
    matches = index.search(Query(names=("Kim Yong Chol",)), limit=1, threshold=0.3)
    assert len(matches) == 1
    assert all(
        match.score >= 0.99999 for match in index.search(Query(names=("Kim Yong Chol",)), threshold=0.99999)
    )


def test_every_doubt_says_what_it_is() -> None:
    """Conformance: each doubt has a name and a docstring of its own, and the order is fixed."""
    names = [judge.__name__ for judge in DOUBTS]
    assert len(set(names)) == len(names)
    assert all(judge.__doc__ for judge in DOUBTS)
