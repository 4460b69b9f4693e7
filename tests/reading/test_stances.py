"""How firmly a stance is put, and when it was taken, by its own words."""

from __future__ import annotations

import pytest

from stanch.reading.analyse import analyse
from stanch.reading.lexicon import load_lexicon
from stanch.reading.stances import modality_of_stance
from tests.reading.factories import read, text


@pytest.mark.parametrize(
    ("words", "head", "act", "modality"),
    [
        ("Japan urged the council to cut off oil.", "urged", "urge", "asserted"),
        ("Japan will not recognise the North as a nuclear state.", "recognise", "reject", "negated"),
        ("China has nothing to give to break the stalemate.", "has", "assess", "negated"),
        ("The North is no longer a nuclear threat.", "is", "assess", "negated"),
        ("Sanctions may harm the poor in North Korea.", "harm", "assess", "hedged"),
        ("Beijing is likely more afraid of sanctions than of the North.", "is", "assess", "hedged"),
        (
            "The United States is willing to talk with the North if it halts its tests.",
            "is",
            "offer",
            "conditional",
        ),
        (
            "Japan warned that no sanctions would be lifted until the North halts its tests.",
            "warned",
            "warn",
            "conditional",
        ),
        ("When the conditions are right, we can talk with North Korea.", "talk", "offer", "conditional"),
        ("Japan protested when the North fired a missile.", "protested", "condemn", "asserted"),
        ("Washington would take any breach of the sanctions seriously.", "take", "warn", "future"),
        ("We would like to see tougher sanctions on the North.", "like", "urge", "asserted"),
        ("Japan will support new sanctions on the North.", "support", "support", "future"),
        ("Experts believe the sanctions on North Korea hurt the army.", "hurt", "assess", "asserted"),
        ("Do not provoke the North.", "provoke", "urge", "asserted"),
    ],
)
def test_a_stance_is_put_as_its_clause_puts_it(words: str, head: str, act: str, modality: str) -> None:
    """Conditions come before negations, and a verb of opinion makes no doubt of a judgement."""
    lexicon = load_lexicon()
    analysis = analyse(text(words), lexicon)
    here = next(each for each in analysis.situations if each.sentence.words[each.candidate.head].text == head)
    assert modality_of_stance(here, act).value == modality


@pytest.mark.parametrize(
    "words",
    [
        "Myanmar's junta, which took power in February 2021, rejects the sanctions.",
        "The European Union condemned the regime, which tested a missile in March 2016.",
        "The embargo is meant to persuade North Korea to give up a programme that it began in 2002, officials said.",
        "Prime Minister Jane Doe opposes the sanctions on Iran, and she won the May 2015 election.",
    ],
)
def test_a_stance_is_not_dated_by_what_it_is_about(words: str) -> None:
    """Nor by what else its holder once did."""
    stances = [claim for claim in read(words) if claim.kind == "position"]
    assert stances
    assert {claim.date for claim in stances} == {None}


@pytest.mark.parametrize(
    ("words", "act", "date"),
    [
        ("Japan condemned the missile launch on Monday.", "condemn", "2017-08-07"),
        (
            "In a statement released on Friday the ministry said that it welcomed the council's decision and urged states to cut ties with North Korea.",
            "support",
            "2017-08-04",
        ),
    ],
)
def test_a_stance_is_dated_by_when_it_is_taken(words: str, act: str, date: str) -> None:
    """ "On Monday" hangs on its verb; a weekday further off is mostly that of the telling."""
    assert [str(claim.date) for claim in read(words) if claim.act == act] == [date]
