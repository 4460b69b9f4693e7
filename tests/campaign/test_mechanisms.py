"""What the three reports behind this product tell is in it: each mechanism is named in our words, with the record that it became."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import pytest

from stanch.campaign.conditions import bargains
from stanch.campaign.ledger import ledger
from stanch.facts.book import FactBook
from stanch.facts.load import load_book
from stanch.facts.model import Fact, Stance
from stanch.records import SourceClass
from stanch.settings import packaged_data


@pytest.fixture(scope="module")
def book() -> FactBook:
    return load_book(packaged_data())


def on(facts: Iterable[Fact], when: str) -> list[Fact]:
    """The facts whose time begins with this text."""
    return [
        fact for fact in facts if fact.period and str(fact.period.start or fact.period.end).startswith(when)
    ]


MECHANISMS: dict[str, Callable[[FactBook], object]] = {
    "the North's foreign minister writes to ASEAN's secretary-general on 23 March 2017": lambda b: [
        e for e in on(b.events(), "2017-03-23") if "ASEAN" in e.others
    ],
    "ASEAN answers with a statement of grave concern in April 2017": lambda b: [
        e for e in on(b.events(), "2017-04") if "grave concern" in e.statement
    ],
    "the secretary of state meets ASEAN's ministers in Washington on 4 May 2017": lambda b: [
        e for e in on(b.events(), "2017-05-04") if "ASEAN" in e.others
    ],
    "ASEAN has not really yet discussed fewer missions: not yet, not opposed": lambda b: [
        p for p in on(b.positions(issue="reduce_missions"), "2017-05-04") if p.stance is Stance.NOT_YET
    ],
    "the idea of ousting the North from the forum meets opposition": lambda b: [
        p for p in b.positions(issue="forum_suspension") if p.stance is Stance.OPPOSES
    ],
    "relief for Sudan waits until it carries out the resolutions": lambda b: [
        deal for deal in bargains(b.actions()) if "SD" in (deal.giver, deal.receiver)
    ],
    "India halts trade except for food and medicine": lambda b: [
        a for a in b.actions("IN", act="ban_trade") if "food and medicine" in a.statement
    ],
    "the North's airline flies to two countries only": lambda b: [
        f
        for f in (*b.ties(channel="aviation"), *b.actions(channel="aviation"))
        if f.country in ("CN", "RU", "KP", "KW")
    ],
    "Russia's trade with the North rises by 73 per cent, against the same months of 2016": lambda b: [
        f
        for f in b.figures("RU", measure="change")
        if f.value == 73 and "2016" in f.quantity.basis + f.statement
    ],
    "Russia's exports to it rise by 149.1 per cent, against the same months of 2016": lambda b: [
        f for f in b.figures("RU", measure="change") if str(f.value) == "149.1" and "2016" in f.quantity.basis
    ],
    "40,000 workers are in Russia already": lambda b: [
        f for f in b.figures("RU", measure="workers") if f.quantity.high == 40000 or f.quantity.low == 40000
    ],
    "readers dispute who raised the tension": lambda b: (
        {p.stance for p in b.positions(issue="blame_tension")} >= {Stance.SUPPORTS, Stance.OPPOSES}
    ),
    "a ferry line opens": lambda b: [
        a for a in ledger(b.actions(), "RU") if a.side == "relief" and "ferry" in a.statement
    ],
    "estimates of 50,000 to 200,000 workers": lambda b: [
        f for f in b.figures(measure="workers") if f.quantity.low == 50000 and f.quantity.high == 200000
    ],
}


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_a_mechanism_of_the_reports_is_a_record(book: FactBook, mechanism: str) -> None:
    """A desk that knows the reports finds each of their turns in the product."""
    assert MECHANISMS[mechanism](book)


def test_comments_of_readers_never_carry_a_sentence_as_if_they_were_the_article(book: FactBook) -> None:
    """They are marked as what they are."""
    for position in book.positions(issue="blame_tension"):
        if "reader" in position.speaker:
            assert all(source.source_class is SourceClass.BLOG for source in position.sources)


def test_there_are_enough_events_and_each_has_a_source_and_a_day(book: FactBook) -> None:
    """The timeline from 2006 on."""
    events = [
        e
        for e in book.events()
        if e.period and dt.date(2006, 1, 1) <= (e.first_day or dt.date.min) <= dt.date(2024, 12, 31)
    ]
    assert len(events) >= 150
    assert all(event.sources for event in events)
