"""What the sentences around one are about, and how a claim in a sentence that names nobody is judged by it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stanch.reading.analyse import analyse
from stanch.reading.lexicon import load_lexicon
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
