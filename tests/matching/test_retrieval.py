"""Gathering against scoring everything: what scoring would accept is not lost on the way."""

from __future__ import annotations

import random

from tests.matching.conftest import PARTIES, party

from stanch.matching.calibration import raw_of
from stanch.matching.index import DEFAULT_THRESHOLD, Index, build
from stanch.matching.model import Query
from stanch.matching.search import score_exhaustively

GIVEN = (
    "Aleksandr",
    "Mohammed",
    "Jose",
    "Yong Chol",
    "Khalid",
    "Natalya",
    "Ibrahim",
    "Wei",
    "Goran",
    "Hussein",
)
FAMILY = (
    "Petrovich",
    "Al-Rashidi",
    "Hernandez",
    "Kim",
    "Qasimov",
    "Zhang",
    "Jovanovic",
    "Tretyakov",
    "Bakhtiari",
    "Okonkwo",
)


def test_gathering_loses_nothing_that_scoring_accepts() -> None:
    """Every misspelt listed name that scoring accepts when it is compared with everything is found by searching."""
    chooser = random.Random(11)
    parties = [*PARTIES, *(party(f"{a}-{b}", f"{a} {b}") for a in GIVEN for b in FAMILY)]
    index = build(parties)
    names: dict[int, list[int]] = {}
    for name, number in enumerate(index.name_entity.tolist()):
        names.setdefault(number, []).append(name)
    accepted = 0
    for number, entity in enumerate(parties):
        text = slip(entity.caption, chooser)
        if score_exhaustively(index, text, names[number]) >= raw_of(DEFAULT_THRESHOLD):
            accepted += 1
            assert entity.id in ids(index, text), text
    assert accepted > 80


def slip(text: str, chooser: random.Random) -> str:
    """The text with one letter left out, doubled or swapped with the next."""
    place = chooser.randrange(1, len(text) - 1)
    return chooser.choice(
        (
            text[:place] + text[place + 1 :],
            text[:place] + text[place] + text[place:],
            text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :],
        )
    )


def ids(index: Index, text: str) -> list[str]:
    """Everyone found, however many there are."""
    return [match.entity.id for match in index.search(Query(names=(text,)), limit=200)]
