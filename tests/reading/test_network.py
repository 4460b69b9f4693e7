"""The encoder and its heads: same words, same answer; damaged weights are told; every choice is a party in reach."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.errors import FormatError
from stanch.reading.actors import roles_of
from stanch.reading.analyse import analyse
from stanch.reading.choices import choices_of
from stanch.reading.encoder import WINDOW, load_encoder, load_vocabulary
from stanch.reading.heads import CHANNELS, SAID, load_heads, save_heads
from stanch.reading.lexicon import load_lexicon
from stanch.reading.model import KINDS
from stanch.reading.pieces import UNKNOWN, pieces_of
from stanch.reading.reader import read_text
from stanch.reading.sentences import parse
from stanch.settings import packaged_data
from tests.reading.factories import text

MODELS = packaged_data() / "models"


@pytest.fixture(scope="module")
def vocabulary() -> dict[str, int]:
    """The shipped pieces."""
    return load_vocabulary(MODELS / "encoder-en.vocab.txt")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Pyongyang", ["p", "##yon", "##gy", "##ang"]),
        ("Côte", ["cote"]),
        ("leak-proof", ["leak", "-", "proof"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("’s", ["’", "s"]),
    ],
)
def test_words_are_cut_as_the_base_model_cuts_them(
    word: str, expected: list[str], vocabulary: dict[str, int]
) -> None:
    """Another cut would feed the encoder pieces that it never met in that place."""
    names = {number: piece for piece, number in vocabulary.items()}
    assert [names[number] for number in pieces_of(word, vocabulary)] == expected


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=200, deadline=None)
def test_every_word_has_pieces(word: str) -> None:
    """No word is without a vector, whatever it is made of."""
    vocabulary = load_vocabulary(MODELS / "encoder-en.vocab.txt")
    found = pieces_of(word, vocabulary)
    assert found
    assert all(0 <= number < len(vocabulary) for number in found)


def test_what_fits_no_piece_is_unknown(vocabulary: dict[str, int]) -> None:
    """Other scripts are not in the vocabulary of English news."""
    assert pieces_of("평양", vocabulary) == [vocabulary[UNKNOWN]]


def test_a_sentence_reads_the_same_in_any_company() -> None:
    """A claim must not change because another paragraph of the page did."""
    alone = "Tanzania has suspended coal imports from North Korea, the energy ministry said."
    crowd = "\n".join([alone, *(f"Markets in town {i} were calm that day, traders said." for i in range(20))])
    first = parse(text(alone))[0]
    encoder = load_encoder()
    (single,) = encoder.encode([first])
    again = next(
        each
        for sentence, each in zip(parse(text(crowd)), encoder.encode(parse(text(crowd))), strict=True)
        if sentence.start == 0
    )
    assert np.array_equal(single.vectors, again.vectors)
    quotes = {p.span.quote for p in read_text(text(alone))}
    assert quotes
    assert quotes <= {p.span.quote for p in read_text(text(crowd))}


def test_a_sentence_longer_than_a_window_has_a_vector_for_every_word() -> None:
    """A ten-thousand-word sentence is bad writing, not a reason to stop."""
    words = " ".join(["Tanzania bought coal from North Korea and"] * 60)
    sentence = max(parse(text(words)), key=lambda each: len(each.words))
    (encoded,) = load_encoder().encode([sentence])
    assert encoded.first[-1] > WINDOW
    assert len(encoded.windows) > 1
    for i in (0, len(sentence.words) // 2, len(sentence.words) - 1):
        assert np.isfinite(encoded.word(i)).all()
        assert np.isfinite(encoded.span(i, len(sentence.words) - 1)).all()
        assert np.isfinite(encoded.whole(i)).all()


def test_damaged_weights_are_told(tmp_path: Path) -> None:
    """A half-copied file must not read as a reader that finds nothing."""
    path = tmp_path / "reader-en.npz"
    path.write_bytes((MODELS / "reader-en.npz").read_bytes()[:1000])
    with pytest.raises(FormatError, match="install stanch again"):
        load_heads(path)
    (tmp_path / "encoder-en.onnx").write_bytes(b"no model")
    with pytest.raises(FormatError, match="install stanch again"):
        load_encoder(tmp_path)


def test_weights_survive_a_round_trip(tmp_path: Path) -> None:
    """What is saved is what is read, byte for byte the second time."""
    heads = load_heads()
    save_heads(tmp_path / "a.npz", heads)
    again = load_heads(tmp_path / "a.npz")
    assert again.acts == heads.acts
    assert all(np.array_equal(heads.arrays[name], again.arrays[name]) for name in heads.arrays)
    save_heads(tmp_path / "b.npz", again)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_chances_add_up() -> None:
    """Kinds exclude one another; channels do not."""
    heads = replace(load_heads(), thresholds=dict.fromkeys(KINDS, 0.0))
    zero = np.zeros(384, dtype=np.float32)
    (judgement,) = heads.judge([zero], [zero], [zero], [["bias", "no such feature"]])
    assert set(judgement.kind) == set(SAID)
    assert sum(judgement.kind.values()) == pytest.approx(1.0)
    assert set(judgement.channel) == set(CHANNELS)
    assert all(0.0 <= chance <= 1.0 for chance in judgement.channel.values())


def test_of_a_clause_that_states_nothing_only_the_kind_is_worked_out() -> None:
    """Most clauses state nothing; the rest of the heads is not asked about them."""
    heads = replace(load_heads(), thresholds=dict.fromkeys(KINDS, 1.1))
    zero = np.zeros(384, dtype=np.float32)
    (judgement,) = heads.judge([zero], [zero], [zero], [["bias"]])
    assert sum(judgement.kind.values()) == pytest.approx(1.0)
    assert not judgement.act
    assert not judgement.channel


def test_choices_name_everybody_in_reach_once() -> None:
    """The subject, the one asked, the speaker and the outlet; each party once."""
    lexicon = load_lexicon()
    analysis = analyse(
        text('Japan urged Thailand to expel North Korean diplomats. "We shall," said President Xi Jinping.'),
        lexicon,
    )
    here = next(each for each in analysis.situations if each.key == "urge")
    rule = roles_of(here, "position", "urge", analysis, lexicon)
    choices = choices_of(here, "position", "urge", rule, analysis, lexicon)
    assert {("JP",), ("TH",), ("KP",)} <= {choice.party.codes for choice in choices}
    assert any(choice.name == "outlet" for choice in choices)
    keys = [choice.key for choice in choices]
    assert len(keys) == len(set(keys))


def test_the_speaker_is_named_and_no_one_else_of_that_state() -> None:
    """Two officials of one state in one report: the stance is the one's who takes it."""
    words = (
        "US Secretary of State Rex Tillerson met Japan's prime minister in Tokyo on Monday. "
        "US President Donald Trump urged China to cut off oil to North Korea."
    )
    stance = next(p for p in read_text(text(words)) if p.act == "urge")
    assert "US" in stance.actors
    assert "Rex Tillerson" not in stance.actors
