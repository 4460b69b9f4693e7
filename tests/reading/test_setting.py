"""What the sentences around one are about, and how a claim in a sentence that names nobody is judged by it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stanch.reading.analyse import analyse
from stanch.reading.encoder import Encoded
from stanch.reading.features import Situation
from stanch.reading.heads import Judgement, load_heads
from stanch.reading.lexicon import load_lexicon
from stanch.reading.reader import distances, guess_of, read_fully
from stanch.reading.setting import REACH, Setting, setting_features, settings_of
from tests.reading.factories import text


def test_a_setting_counts_the_sentences_around() -> None:
    """Two on either side, one's own aside."""
    found = settings_of([True, False, True, True, False, False], [0, 0, 0, 1, 1, 2])
    assert (found[1].before, found[1].after, found[1].named) == (1, 2, False)
    assert (found[4].before, found[4].after) == (2, 0)
    assert found[5].before == 1
    assert [each.paragraph for each in found] == [True, True, True, False, True, False]
    assert {each.share for each in found} == {2}


@given(st.lists(st.booleans(), max_size=30))
def test_settings_of_any_text(named: list[bool]) -> None:
    """One a sentence, never counting beyond its reach, and none for no text."""
    found = settings_of(named, [at // 3 for at in range(len(named))])
    assert len(found) == len(named)
    assert all(0 <= each.before <= REACH and 0 <= each.after <= REACH for each in found)
    assert all(0 <= each.share <= 4 for each in found)


def test_features_tell_a_sentence_on_the_subject_from_one_beside_it() -> None:
    """The same words between two sentences on the North and in a paragraph on something else."""
    words = "The hotline will be manned from Monday."
    on = f"North Korea and South Korea agreed on a hotline. {words} Pyongyang named its officers on the same day."
    off = f"North Korea was not invited.\n\nFerries will sail again.\n\nThe port has new cranes.\n\n{words}"
    seen = []
    for told in (on, off):
        analysis = analyse(text(told), load_lexicon())
        here = next(each for each in analysis.situations if each.key == "man")
        assert not here.relevant
        seen.append(set(setting_features(here.setting, "-", "-", others=False)))
    assert "off&near=2" in seen[0]
    assert "off&near=0" in seen[1]


def test_a_sentence_alone_has_a_setting() -> None:
    """A title, a note of one line."""
    assert settings_of([True], [0]) == [Setting(named=True, share=4, early=True)]


def _situations(told: str) -> tuple[Situation, ...]:
    return tuple(analyse(text(told), load_lexicon()).situations)


_STORY = (
    "The ferry left on Monday. The port has new cranes. Fishermen mended their nets. The harbour office closed early. "
    "North Korea opened an embassy. Workers painted the walls. The guests drank tea. The flag was raised. A band played music."
)


def test_how_far_a_sentence_is_from_the_subject() -> None:
    """Three sentences either way are looked at, and no text that names the subject nowhere."""
    away = distances(_situations(_STORY))
    assert [away.get(at) for at in range(9)] == [None, 3, 2, 1, 0, 1, 2, 3, None]
    assert distances(_situations("The ferry left on Monday. The port has new cranes.")) == {}


@given(
    st.sampled_from(("tie", "action", "position", "figure")),
    st.floats(0, 1),
    st.integers(0, 3),
)
def test_what_is_told_away_from_the_subject_has_to_be_surer(kind: str, chance: float, away: int) -> None:
    """Never less sure than in a sentence on it; a stance not beyond the next sentence, however sure."""
    heads = load_heads()
    here = next(each for each in _STORIED if not each.relevant)
    on = next(each for each in _STORIED if each.relevant)
    rest = (1 - chance) / 4
    chances = {
        each: chance if each == kind else rest for each in ("none", "tie", "action", "position", "figure")
    }
    judgement = Judgement(
        kind=chances, act={}, modality={}, status={}, channel={}, state=np.zeros(1, np.float32)
    )
    nowhere = Encoded(
        vectors=np.zeros((1, 1), np.float32), first=[0, 1], windows=np.zeros((1, 1), np.float32)
    )
    off = guess_of(here, judgement, nowhere, heads, max(1, away))
    if off is not None:
        assert guess_of(on, judgement, nowhere, heads, 0) is not None
        assert off.kind in ("tie", "action") or away <= 1
    if kind in ("tie", "action") and chance >= heads.thresholds["onward"]:
        assert off is not None


_STORIED = _situations(_STORY)


def test_what_is_found_off_the_subject_hides_no_clause_left_aside() -> None:
    """The count of clauses on the subject without a claim is of these alone."""
    told = (
        "North Korea was on the agenda, and the room where it was discussed was cold. "
        "The ministry expelled two diplomats on Monday. It halted all flights."
    )
    found = read_fully(text(told))
    on = [each for each in _situations(told) if each.relevant]
    first_ends = told.index(".")
    assert sum(each.span.start > first_ends for each in found.proposals) >= 2
    said = sum(each.span.start < first_ends for each in found.proposals)
    assert found.abstained == len(on) - said > 0
