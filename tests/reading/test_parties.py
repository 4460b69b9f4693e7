"""Who a phrase stands for, and how the parties in reach stand to a clause."""

from __future__ import annotations

import pytest

from stanch.reading.actors import memory_for, roles_of, subject_party
from stanch.reading.analyse import Analysis, analyse
from stanch.reading.bearings import line_between, subject_class
from stanch.reading.choices import Choice, choices_of
from stanch.reading.features import Situation
from stanch.reading.lexicon import load_lexicon
from stanch.reading.parties import Party
from stanch.reading.reader import read_text
from stanch.reading.roles import _parties
from tests.reading.factories import text


def clause(analysis: Analysis, lemma: str) -> Situation:
    """The last clause whose head has this lemma."""
    return [here for here in analysis.situations if here.sentence.words[here.candidate.head].lemma == lemma][
        -1
    ]


@pytest.mark.parametrize(
    ("words", "lemma", "codes"),
    [
        ("China reviews its policy. Its forces joined the manoeuvres of North Korea.", "join", ("CN",)),
        ("Peru and Mexico met on Monday. Their envoys left North Korea.", "leave", ("PE", "MX")),
        ("Mali and Chad disagree over North Korea. The latter closed its embassy.", "close", ("TD",)),
        ("Mali and Chad disagree over North Korea. The former closed its embassy.", "close", ("ML",)),
    ],
)
def test_words_that_point_back_find_their_state(words: str, lemma: str, codes: tuple[str, ...]) -> None:
    """A claim filed under the wrong state is worse than none."""
    lexicon = load_lexicon()
    analysis = analyse(text(words), lexicon)
    here = clause(analysis, lemma)
    assert subject_party(here, "", memory_for(here, analysis), analysis, lexicon).codes == codes


def test_a_known_leader_keeps_his_state_beside_another() -> None:
    """What stands beside a name tells the state of people we do not know, not of heads of state that we do."""
    analysis = analyse(
        text("Donald Trump of the North Korea summit spoke. Trump left North Korea."), load_lexicon()
    )
    assert {m.codes for row in analysis.cast.by_sentence for m in row if m.name == "Donald Trump"} == {
        ("US",)
    }


def test_phrases_that_own_each_other_end() -> None:
    """ "Its coal and their ore and its fish": each pronoun might point to the phrase before."""
    words = "Its coal, their ore and its fish and their crews and its ships left its ports and their yards."
    assert analyse(text(words), load_lexicon()).situations is not None


@pytest.mark.parametrize(
    ("words", "lemma", "subject"),
    [
        ("It has closed the embassy of North Korea.", "close", "it"),
        ("Chad has closed the embassy of North Korea.", "close", "state"),
        ("The embassy of North Korea was closed.", "close", "noun passive"),
        ("The ministry closed the embassy of North Korea.", "close", "state noun"),
        ("Sanctions closed the trade of North Korea.", "close", "measure"),
    ],
)
def test_the_subject_has_a_class(words: str, lemma: str, subject: str) -> None:
    """The class tells the model whether to look in the clause or before it."""
    lexicon = load_lexicon()
    assert subject_class(clause(analyse(text(words), lexicon), lemma), lexicon) == subject


def test_the_line_leads_up_from_a_clause_and_down_to_a_name() -> None:
    """Whoever governs the clause above is often who acts in the clause below."""
    analysis = analyse(text("Chad decided to close the embassy of North Korea."), load_lexicon())
    here = clause(analysis, "close")
    assert line_between(here.sentence, here.candidate.head, 0) == "xcomp|nsubj"


def test_choices_reach_back_to_the_sentences_before() -> None:
    """A state that only the sentence before names as an object may be who acts."""
    lexicon = load_lexicon()
    analysis = analyse(text("Envoys of North Korea flew to Chad. Police there closed the embassy."), lexicon)
    here = clause(analysis, "close")
    rule = roles_of(here, "action", "close", analysis, lexicon)
    choices = choices_of(here, "action", "close", rule, analysis, lexicon)
    chad = next(choice for choice in choices if choice.party.codes == ("TD",))
    assert "back 1" in chad.facts


def test_the_likeliest_party_is_taken_where_none_is_sure() -> None:
    """A claim without anybody is placed nowhere; a mere chance is nobody."""
    choices = [Choice(party=Party(codes=(code,))) for code in ("TD", "ML", "KP")]
    assert _parties(choices, [0.6, 0.7, 0.1]) == ("ML", "TD")
    assert _parties(choices, [0.2, 0.4, 0.1]) == ("ML",)
    assert _parties(choices, [0.2, 0.1, 0.1]) == ()


def test_owners_that_own_one_another_come_to_an_end() -> None:
    """ "Its" may stand for the subject that it is a part of: nobody is then named, and nothing hangs."""
    words = "The ministry and its ministers said North Korea had bought coal from their ministry and its officials."
    assert analyse(text(words), load_lexicon()).situations


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        (
            "Tanzania has stopped coal imports from North Korea. Opposition leaders urged the government to close the North Korean embassy.",
            "Opposition leaders",
        ),
        (
            "Kenya bought coal from North Korea in May. Human rights groups called on Nairobi to end the trade.",
            "Human rights groups",
        ),
    ],
)
def test_people_of_no_state_take_their_own_stance(words: str, actor: str) -> None:
    """A guess must not put the state that was named last in their place."""
    assert [claim.actors for claim in read_text(text(words)) if claim.act == "urge"] == [(actor,)]


@pytest.mark.parametrize(
    "words",
    [
        "On Monday the United States added sanctions on firms that trade with North Korea, buy coal from it and sell it oil.",
        "Washington put pressure on shipowners that carry coal for North Korea.",
    ],
)
def test_who_is_only_described_is_not_whoever_acts_on_them(words: str) -> None:
    """The state that sanctions those who trade does not trade."""
    traded = [
        claim for claim in read_text(text(words)) if claim.act in ("has", "buy", "supply", "evade", "send")
    ]
    assert all("US" not in claim.actors for claim in traded)


def test_a_meeting_is_with_nobody_whom_its_words_do_not_name() -> None:
    """A page on a state is no meeting with it, and a dossier must not say so."""
    words = (
        "Egypt and North Korea\n\nThe United States called on Egypt to cut its military ties with North Korea, a senior official said after "
        "Friday's meeting at the Foreign Ministry. Egypt's president met Kim Jong Un in Singapore on Monday."
    )
    first, second = (claim for claim in read_text(text(words)) if claim.act == "talk")
    assert first.span.quote.startswith("Friday's meeting")
    assert "KP" not in first.targets
    assert "KP" in (*second.actors, *second.targets)
