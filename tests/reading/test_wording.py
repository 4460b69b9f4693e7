"""A claim as a sentence: it says no more than the claim's fields, and how a stance is put is not whether it was taken."""

from __future__ import annotations

from typing import Any

import pytest

from stanch.reading.model import Part, Proposal
from stanch.reading.wording import frame_of
from stanch.records import Modality, Span


def claim(**changes: Any) -> Proposal:
    fields: dict[str, Any] = {
        "kind": "position", "act": "reject", "actors": ("KP",), "targets": ("US",), "channels": ("weapons_programme",), "status": "",
        "modality": Modality.ASSERTED, "said_by": "outlet", "relayed_from": "", "part": Part.BODY, "confidence": 0.9, "sentence": "",
        "span": Span(document="report.txt", start=0, end=1, quote="x"),
    }  # fmt: skip
    return Proposal(**(fields | changes))


@pytest.mark.parametrize(
    ("modality", "frame"),
    [
        (Modality.ASSERTED, "The DPRK took a stance of rejection on the United States (weapons programme)"),
        (
            Modality.NEGATED,
            "A stance of the DPRK towards the United States (weapons programme), a rejection put in the negative",
        ),
        (
            Modality.HEDGED,
            "A stance of the DPRK towards the United States (weapons programme), a rejection put as a possibility",
        ),
        (
            Modality.CONDITIONAL,
            "A stance of the DPRK towards the United States (weapons programme), a rejection put under a condition",
        ),
        (
            Modality.FUTURE,
            "A stance of the DPRK towards the United States (weapons programme), a rejection put as something to come",
        ),
    ],
)
def test_we_will_not_yield_is_no_failure_to_reject(modality: Modality, frame: str) -> None:
    """ "The DPRK did not reject" would say the opposite of "we will not put our deterrent on the table"."""
    assert frame_of(claim(modality=modality)) == frame


@pytest.mark.parametrize(
    ("act", "frame"),
    [
        ("urge", "The DPRK urged the United States"),
        ("concern", "The DPRK voiced concern about the United States"),
        ("offer", "The DPRK made an offer to the United States"),
        ("assess", "The DPRK gave a view on the United States"),
    ],
)
def test_each_stance_has_its_preposition(act: str, frame: str) -> None:
    """Nobody reads "gave a view towards"."""
    assert frame_of(claim(act=act, channels=())) == frame


def test_a_denial_that_is_put_as_one_is_a_denial() -> None:
    """ "It is denied that Iran denied" says nothing."""
    assert (
        frame_of(claim(act="deny", actors=("IR",), modality=Modality.DENIED, channels=(), targets=()))
        == "Iran issued a denial"
    )


@pytest.mark.parametrize(
    ("said_by", "opening"),
    [
        ("spokesman", "According to a spokesman, "),
        ("official", "According to an official, "),
        ("officials", "According to officials, "),
        ("energy ministry", "According to the energy ministry, "),
        ("the ministry", "According to the ministry, "),
        ("Jane Doe", "According to Jane Doe, "),
        ("United Nations", "According to the United Nations, "),
        ("UN Panel of Experts", "According to the UN Panel of Experts, "),
        ("commenter 3", "According to commenter 3, "),
    ],
)
def test_whoever_speaks_has_the_article_of_the_name(said_by: str, opening: str) -> None:
    """Offices have one, names and many speakers have none."""
    assert frame_of(claim(kind="tie", act="has", status="active", said_by=said_by)).startswith(opening)


def test_who_tells_and_who_is_behind_the_speaker_are_not_mixed_up() -> None:
    """An agency that carries words is behind their speaker; whoever quotes them in a comment only tells them."""
    tie: dict[str, Any] = {"kind": "tie", "act": "has", "status": "active", "said_by": "Jane Doe"}
    assert frame_of(claim(**tie, relayed_from="Yonhap")).startswith(
        "According to Jane Doe (relaying Yonhap), "
    )
    comment: dict[str, Any] = {"part": Part.COMMENT, "relayed_from": "commenter 2"}
    assert frame_of(claim(**tie, **comment)).startswith("According to Jane Doe (as told by commenter 2), ")
    assert frame_of(claim(**comment, said_by="KP", actors=("KP",))).startswith("As told by commenter 2: ")


@pytest.mark.parametrize(
    ("actors", "verb"),
    [
        (("Nations",), "have"),
        (("firms of two countries",), "have"),
        (("Korea National Shipping",), "has"),
        (("CN", "RU"), "have"),
        (("CN",), "has"),
    ],
)
def test_several_have_and_one_has(actors: tuple[str, ...], verb: str) -> None:
    """A word for several is no name that ends in s."""
    frame = frame_of(
        claim(kind="tie", act="has", status="active", actors=actors, targets=("KP",), channels=())
    )
    assert f" {verb} a tie with the DPRK" in frame
