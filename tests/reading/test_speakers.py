"""Who says a claim: the person or body that the text means, wherever in the document it gives the name."""

from __future__ import annotations

import pytest

from stanch.reading.actors import roles_of
from stanch.reading.analyse import Analysis, analyse
from stanch.reading.attribution import judge_of, said_by, speaker_name
from stanch.reading.lexicon import load_lexicon
from stanch.reading.model import Part
from stanch.reading.roles import Settled, judged_by
from tests.reading.factories import read, text


def _analysed(words: str) -> Analysis:
    return analyse(text(words), load_lexicon())


def _speakers(words: str) -> list[str]:
    """The speaker of each verb of saying, in order."""
    return [cue.voice.name for cues in _analysed(words).cues for cue in cues]


def _voice_of(words: str, word: str) -> str:
    """Who says the first word of this form."""
    analysis = _analysed(words)
    for sentence, voices in zip(analysis.sentences, analysis.voices, strict=True):
        for each, voice in zip(sentence.words, voices, strict=True):
            if each.text == word:
                return voice.name
    raise AssertionError(f"'{word}' is not in the text")


def test_an_office_is_the_person_whom_another_line_names() -> None:
    """The first line of a report gives the office, a later one the name."""
    words = (
        "The last permits have run out, the Norwegian labour minister said on Monday.\n"
        "Norwegian Labour Minister Kari Nordmann said the ports were closed."
    )
    assert _speakers(words) == ["Kari Nordmann", "Kari Nordmann"]


def test_another_rank_is_another_person() -> None:
    """A deputy holds another office; nobody is named for it here."""
    words = (
        "Norwegian Labour Minister Kari Nordmann said the ports were closed.\n"
        "The deputy labour minister said the yards were open."
    )
    assert "Nordmann" not in _speakers(words)[1]


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("There were no plans for a visit, a senior official insisted in a telephone briefing.", "senior official"),
        ("The trader pays $2,000 a month for each man, a lawmaker reported after a visit.", "lawmaker"),
        ("No order has reached the site, said a contractor in Doha.", "contractor"),
        ("Guards were trained by its officers, exiles say.", "exiles"),
        ("Coal exports fell by half, according to customs figures.", "customs"),
        ("The crossing was closed on Friday, regional television reported.", "regional television"),
        ("The smelter may cost $3 billion, one economist calculated.", "one economist"),
        ("The crews were paid in diesel, a port warden told reporters on Monday.", "port warden"),
    ],
)  # fmt: skip
def test_a_tag_names_its_speaker(words: str, speaker: str) -> None:
    """A tag after the words is a speaker even where the parser makes something else of it."""
    assert _speakers(words) == [speaker]


def test_who_is_spoken_of_does_not_speak() -> None:
    """ "Are said to" attributes nothing to its subject."""
    assert _speakers("North Korean engineers are said to help with the rockets.") == []


@pytest.mark.parametrize(
    ("words", "word", "said"),
    [
        ("Sales rose in April, the port authority said, but fell in June.", "fell", True),
        ("Nine cooks have left, the port authority said; two remain.", "remain", True),
        ("Nine cooks have left, the port authority said, and two remain.", "remain", True),
        ("Nine cooks have left, the warden said, and closed the gate.", "closed", False),
    ],
)
def test_what_is_joined_on_behind_a_tag_is_said_too(words: str, word: str, said: bool) -> None:
    """What the speaker then does, the text tells itself."""
    assert (_voice_of(words, word) != "outlet") == said


def test_nobody_answers_by_an_act() -> None:
    """ "Answered by closing the gate" tells what was done; a passive of thinking tells of nobody."""
    assert _voice_of("The envoy was expelled; Minsk answered by closing the gate.", "expelled") == "outlet"
    assert _voice_of("Five tankers came in May; a sixth is thought to be at sea.", "came") == "outlet"


def test_he_goes_on_with_a_speaker_without_a_name() -> None:
    """An official who is never named speaks on as "he"."""
    words = "A diplomat said the visas were cancelled. The embassy would be cut, he said."
    assert _speakers(words) == ["diplomat", "diplomat"]


def test_a_statement_speaks_for_whoever_made_it() -> None:
    """What is said in a statement, and then by it, has one source."""
    words = (
        "Kenya has stopped the flights, the Kenyan transport ministry said in a statement.\n"
        "The statement said the planes would stay on the ground."
    )
    assert all("transport ministry" in speaker for speaker in _speakers(words))


def test_a_paper_is_called_by_its_author() -> None:
    """A commentary speaks for the newspaper that printed it."""
    assert _speakers("A commentary in the newspaper Granma said the blockade was failing.") == ["Granma"]


def test_numbers_go_on_with_their_table() -> None:
    """After "customs data showed" the next amounts come from the same data; a sentence without any ends it."""
    words = (
        "Imports from North Korea fell 12 percent in May, customs data showed.\n"
        "Exports rose 3 percent to $40 million.\n"
        "The bridge was quiet."
    )
    assert _voice_of(words, "Exports") != "outlet"
    assert _voice_of(words, "quiet") == "outlet"


def test_a_byline_within_an_article_signs_what_stands_below_it() -> None:
    """A signed analysis ends where the next heading stands; the report around it is the outlet's."""
    report = "The council met in the old hall by the river and adjourned for the day without a vote. " * 16
    words = (
        f"{report}\n\nBy Jane Doe, diplomatic correspondent\n\n"
        "Sanctions are a slow tool.\n\nWho is affected?\n\nTwelve firms were listed."
    )
    assert _voice_of(words, "slow") == "Jane Doe"
    assert _voice_of(words, "Twelve") == "outlet"
    assert _voice_of(words, "council") == "outlet"


def test_turns_of_a_transcript_belong_to_their_labels() -> None:
    """A transcript is told by its labels; who asks is not quoted."""
    words = (
        "QUESTION: Has the ban been lifted?\n"
        "SPOKESPERSON: We have lifted nothing.\n"
        "The pressure will remain.\n"
        "QUESTION: And the oil?\n"
        "SPOKESPERSON: Oil is capped."
    )
    assert _voice_of(words, "pressure") == "Spokesperson"
    assert _voice_of(words, "Has") == "outlet"


def test_a_post_is_its_writers_though_the_signature_is_cut() -> None:
    """The full stop of an initial may end a sentence within the signature."""
    words = "The sanctions are in place. Nobody will trade with them! — Jane A. Doe (@janedoe) May 3, 2019"
    assert _voice_of(words, "place") == "Jane A. Doe"


def test_an_agency_that_carries_words_is_behind_who_says_them() -> None:
    """The agency is the source behind, not the speaker."""
    found = read("Russia condemned the new sanctions on North Korea as illegal, Interfax reported.")
    assert [(claim.said_by, claim.relayed_from) for claim in found if claim.kind == "position"] in (
        [("Russia", "Interfax")],
        [("Russia", "")],
    )


def test_whom_a_comment_quotes_speaks_through_its_writer() -> None:
    """A comment that quotes somebody says who speaks and who relays it; its own words stay the writer's."""
    words = (
        "Ministers met in Oslo on Monday to talk about trade with North Korea, and parted without a decision.\n"
        "2 comments\n"
        '1. "China banned imports of coal from North Korea last year," Xinhua reported.\n'
        "2. North Korea should stop its missile tests."
    )
    found = [(claim.said_by, claim.relayed_from) for claim in read(words) if claim.part.value == "comment"]
    assert ("Xinhua", "commenter 1") in found
    assert ("commenter 2", "") in found


@pytest.mark.parametrize(
    "words",
    [
        "Trade with the North grew by half, the Russian state news agency Sputnik reported.",
        "Trade with the North grew by half, the news agency, TASS, reported.",
    ],
)
def test_an_outlet_is_called_by_its_name(words: str) -> None:
    """Not "Russian state news agency" where the text says which."""
    assert _speakers(words)[0] in ("Sputnik", "TASS")


def test_in_a_comment_words_in_quotation_marks_are_whoevers_is_quoted() -> None:
    """The writer relays them; what he says himself is his."""
    words = (
        "North Korea sells coal to China.\n\n2 Comments\n\nanna_k says:\n"
        "“North Korea sells more coal to China than ever,” the customs office said. North Korea sells coal to all who pay."
    )
    quoted, own = (p for p in read(words) if p.part is Part.COMMENT and "sells" in p.span.quote)
    assert "customs" in quoted.said_by
    assert quoted.relayed_from == "anna_k"
    assert own.said_by == "anna_k"


def test_a_report_is_called_without_how_new_it_is() -> None:
    """The latest report of today is not the latest for long."""
    assert speaker_name("latest ministry report", ()) == "ministry report"
    assert speaker_name("recent U.N. report", ("UN",)) == "U.N. report"


def test_what_labels_a_part_of_a_page_takes_no_turn() -> None:
    """A caption, an embedded post, a link: nobody speaks there."""
    words = (
        "North Korea fired a missile on Monday.\n\nCAPTION: The missile over Wonsan.\n\n"
        "WATCH: North Korea holds a parade.\n\nTWEET: North Korea has fired again.\n\nRELATED: What sanctions do."
    )
    assert {voice.name for voices in _analysed(words).voices for voice in voices} == {"outlet"}


def test_who_writes_on_a_state_does_not_act_with_it() -> None:
    """ "China and anna_k oppose" is not what a reader's comment says."""
    words = (
        "North Korea sells coal to China.\n\n2 Comments\n\nanna_k says:\n"
        "China has strong reservations about pushing North Korea too hard. I think the sanctions on North Korea will fail."
    )
    claims = [p for p in read(words) if p.part is Part.COMMENT]
    assert claims
    assert not any("anna_k" in p.actors and len(p.actors) > 1 for p in claims)


@pytest.mark.parametrize(
    ("words", "speaker", "actors"),
    [
        (
            '"China will never cut off the oil to North Korea," said Heather Nauert, a State Department spokeswoman.',
            "Heather Nauert",
            ("US", "Heather Nauert"),
        ),
        (
            "China will never cut off the oil to North Korea, an analyst in London said.",
            "analyst",
            ("analyst",),
        ),
        ("China will never cut off the oil to North Korea, South Korea said.", "South Korea", ("KR",)),
        (
            "China will never cut off the oil to North Korea, the U.N. Panel of Experts said.",
            "UN Panel of Experts",
            ("UN",),
        ),
        (
            "China will never cut off the oil to North Korea, said Jane Doe, a U.N. expert.",
            "Jane Doe",
            ("UN", "Jane Doe"),
        ),
        ("China will never cut off the oil to North Korea.", "outlet", ()),
    ],
)
def test_a_judgement_is_of_whoever_tells_it(words: str, speaker: str, actors: tuple[str, ...]) -> None:
    """The subject is what is judged; an analyst speaks for no state, wherever he sits."""
    lexicon = load_lexicon()
    analysis = analyse(text(words), lexicon)
    here = next(each for each in analysis.situations if each.key == "cut off" or each.key == "cut")
    rule = roles_of(here, "position", "assess", analysis, lexicon)
    settled = Settled(actors=("CN",), targets=("KP",), meant=("CN", "KP", "KR"), rule=rule, speaker=None)
    told, _ = said_by("position", here, settled, analysis, lexicon)
    assert told == speaker
    judges = judge_of(told, here, settled, lexicon)
    assert judges == actors
    assert judged_by(settled, judges).targets == tuple(x for x in ("CN", "KP", "KR") if x not in actors)


def test_an_analyst_is_no_states_though_a_capital_stands_beside_the_name() -> None:
    """Nor when she goes on in the next sentence; a spokeswoman of a ministry is."""
    words = (
        "China will never cut off the oil to North Korea, said Jane Doe, an analyst in London. She said that Beijing fears a collapse.\n"
        "Erika Mustermann, a spokeswoman of the German foreign ministry, said that the embassy would close."
    )
    codes = {cue.voice.name: cue.voice.codes for cues in _analysed(words).cues for cue in cues}
    assert codes == {"Jane Doe": (), "Erika Mustermann": ("DE",)}
