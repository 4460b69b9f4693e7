"""How firmly a clause is put and where the thing stands: what is only asked for, planned or doubted is never told as done."""

from __future__ import annotations

import pytest

from stanch.reading.lexicon import load_lexicon
from stanch.reading.modality import force_of, modality_of, status_of
from stanch.reading.model import Sentence
from stanch.reading.sentences import parse
from tests.reading.factories import text


def sentence_of(words: str) -> Sentence:
    (sentence,) = parse(text(words))
    return sentence


def at(sentence: Sentence, word: str) -> int:
    return next(each.i for each in sentence.words if each.text == word)


@pytest.mark.parametrize(
    ("words", "head", "modality"),
    [
        ("Pyongyang vowed revenge after the council imposed new sanctions.", "imposed", "asserted"),
        ("The ministry plans to sell the ship that ran aground last year.", "ran", "asserted"),
        ("The ministry wants a ban; the firms exported coal last year.", "exported", "asserted"),
        ("Japan promised to lead because its envoys had blocked the draft.", "blocked", "asserted"),
        ("The firm tried to buy coal in May.", "tried", "asserted"),
        ("The ministry intends to close the office.", "intends", "asserted"),
        ("The ministry has decided to expel the envoy.", "decided", "asserted"),
        ("The ministry is considering whether to close the office.", "considering", "future"),
        ("The office is scheduled to close in May.", "scheduled", "future"),
        ("The leaders are to meet on Sunday.", "are", "future"),
        ("Seoul to stop Iranian crude imports", "stop", "future"),
        ("The firms bought coal until the ministry closed the port.", "bought", "asserted"),
        ("The firms bought coal until the ministry closed the port.", "closed", "asserted"),
        ("The order bans trade in coal unless it is for food.", "bans", "asserted"),
        ("The ministry will keep the office open until the firms leave.", "keep", "conditional"),
        ("The ministry will close the office if the firms leave.", "close", "conditional"),
        ("The ministry would close the office.", "close", "conditional"),
        ("The firms may have bought coal.", "bought", "hedged"),
        ("The ministry has not closed the office.", "closed", "negated"),
        ("The ministry denied that it had closed the office.", "closed", "denied"),
    ],
)
def test_what_stands_above_a_clause_bears_on_it_and_what_stands_beside_it_does_not(
    words: str, head: str, modality: str
) -> None:
    """A cause, a time or a relative clause in the past is told as it is, whatever is planned in the main clause."""
    sentence = sentence_of(words)
    force = force_of(sentence, at(sentence, head), load_lexicon())
    assert modality_of(force).value == modality


@pytest.mark.parametrize(
    ("words", "head", "kind", "act", "status"),
    [
        ("The ministry intends to close the office.", "intends", "action", "close", "planned"),
        ("The firm tried to buy coal.", "tried", "action", "buy", "planned"),
        ("The ministry told the envoy to leave within a month.", "told", "action", "expel", "done"),
        ("The ministry asked other states to close their offices.", "asked", "action", "close", "proposed"),
        ("The firms are breaking the embargo.", "breaking", "action", "evade", "active"),
        ("The country evades sanctions by way of the port.", "evades", "action", "evade", "active"),
        ("The firms have no trade with the North.", "have", "tie", "denies", "active"),
        ("The ministry has not closed the office.", "closed", "action", "close", "not_done"),
        ("The ministry closed the office.", "closed", "action", "close", "done"),
    ],
)
def test_where_a_thing_stands(words: str, head: str, kind: str, act: str, status: str) -> None:
    """A plan is never done, a tie that is denied holds as a denial, and who is told to leave is expelled."""
    sentence = sentence_of(words)
    assert status_of(kind, act, force_of(sentence, at(sentence, head), load_lexicon()), "") == status


def test_what_may_no_longer_be_done_is_forbidden() -> None:
    """ "May no longer be sold" bans; "may not have been sold" doubts."""
    sentence = sentence_of("Copper and nickel may no longer be sold.")
    assert force_of(sentence, at(sentence, "sold"), load_lexicon()).forbids
    sentence = sentence_of("The copper may not have been sold.")
    assert not force_of(sentence, at(sentence, "sold"), load_lexicon()).forbids
