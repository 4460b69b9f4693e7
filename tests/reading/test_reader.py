"""The reader as a whole: what is asked for is never done, comments are never the article, every quote is verbatim."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.reading.claims import claims_of, plain_proposal, proposal_from
from stanch.reading.exports import Exported, ftm_entities
from stanch.reading.llm import propose_by
from stanch.reading.model import Part, Proposal
from stanch.reading.reader import read_text
from stanch.records import Modality, Source, SourceClass, Stage
from tests.reading.factories import read, text

FIRM = {"done", "active", "reduced", "ended"}


def firm(proposals: tuple[Proposal, ...], act: str = "") -> list[Proposal]:
    """Claims put as fact."""
    return [
        p
        for p in proposals
        if p.kind in ("action", "tie")
        and p.modality is Modality.ASSERTED
        and p.status in FIRM
        and (not act or p.act == act)
    ]


def test_a_plain_act_is_read_with_its_fields() -> None:
    """Who, what, towards whom, on which channel, done, by whom told."""
    (claim,) = firm(
        read("Tanzania has suspended coal imports from North Korea, the energy ministry said on Thursday."),
        "halt",
    )
    assert claim.actors == ("TZ",)
    assert claim.targets == ("KP",)
    assert "trade:coal" in claim.channels
    assert claim.said_by != "outlet"


@pytest.mark.parametrize(
    "words",
    [
        "The United States urged Tanzania to suspend coal imports from North Korea.",
        "Washington asked countries on Monday to break off diplomatic relations with Pyongyang.",
        "Malaysia is considering whether to close its embassy in Pyongyang.",
        "Thailand may expel the North Korean ambassador, a paper wrote.",
        "Egypt has not cut off military ties with North Korea, the ministry said.",
        "The resolution, if adopted, would ban imports of textiles from North Korea.",
        "Poland refused to send North Korean workers home.",
        "Italy plans to freeze the assets of North Korean banks.",
    ],
)
def test_embedded_acts_are_never_done(words: str) -> None:
    """The worst error of all: a dossier that says "cut" where the text says "was asked to cut"."""
    assert firm(read(words)) == []


def test_the_speaker_is_found_through_pronouns() -> None:
    """ "He said" goes on with whoever spoke before."""
    words = (
        "Polish Labor Minister Jane Doe spoke to reporters in Warsaw on Wednesday about the workers.\n"
        "She said that Poland had stopped issuing visas to North Korean workers."
    )
    claims = [p for p in read(words) if p.act == "halt"]
    assert claims
    assert all(claim.said_by == "Jane Doe" for claim in claims)


def test_comments_are_never_the_article() -> None:
    """What a reader wrote carries that reader's number and section."""
    words = (
        "China and the North\n\nChina has banned imports of coal from North Korea, the commerce ministry said in Beijing on Friday.\n\n"
        "1 comment\n\n  1. Russia has banned imports of coal from North Korea as well.\n"
    )
    russian = [p for p in read(words) if "RU" in p.actors]
    assert russian
    assert all(p.part is Part.COMMENT and p.said_by.startswith("commenter") for p in russian)


def test_conditions_and_exceptions_are_kept() -> None:
    """ "Apart from food and medicine" is the difference between an embargo and a gesture."""
    claims = read(
        "India has banned trade with North Korea, apart from food and medicine, the foreign ministry said on Friday."
    )
    assert any("apart from food and medicine" in words for p in claims for words in p.exceptions)


def test_an_unknown_day_of_publication_leaves_dates_unresolved() -> None:
    """Never today."""
    claims = read("Tanzania suspended coal imports from North Korea on Thursday.", published="")
    assert claims
    assert all(p.date is None for p in claims)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120), st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_every_quote_is_verbatim_on_hostile_text(before: str, after: str) -> None:
    """Whatever stands around it, `text[start:end] == quote`."""
    document = text(
        f"{before} China banned imports of coal from North Korea. “{after}” said Russia.\n{after}"
    )
    for proposal in read_text(document):
        assert document.text[proposal.span.start : proposal.span.end] == proposal.span.quote


@pytest.mark.parametrize(
    "words",
    [
        "word " * 10_000,
        "North Korea " * 3_000,
        "中国禁止进口煤炭。 Китай запретил импорт угля. China banned coal from North Korea. كوريا",
        "\u202eChina banned coal\u202c imports\u200b from North Korea\x00.",
        "(" * 3_000,
        '"' * 999 + "China banned coal",
    ],
    ids=["10,000 words", "names only", "scripts", "controls", "brackets", "quotes"],
)
def test_odd_texts_are_read_without_a_crash(words: str) -> None:
    """A long sentence, mixed scripts and control characters are texts too."""
    document = text(words)
    for proposal in read_text(document):
        assert document.text[proposal.span.start : proposal.span.end] == proposal.span.quote


def test_claims_for_other_rooms_are_marked_until_reviewed() -> None:
    """An unreviewed claim is marked; a report of a deed is no more than reported."""
    source = Source(key="x", url="", publisher="x", source_class=SourceClass.PRESS)
    (proposal,) = firm(read("Tanzania has suspended coal imports from North Korea."), "halt")
    (claim,) = claims_of(proposal, source, reviewed=False)
    assert claim.subject == "TZ"
    assert claim.counterparty == "KP"
    assert claim.channel == "trade.export.coal"
    assert claim.stage is Stage.REPORTED_DONE
    assert "unreviewed" in claim.marks
    assert next(claims_of(proposal, source, reviewed=True)).marks == ()


def test_proposals_survive_their_plain_form() -> None:
    """What the store gives back is what was read."""
    for proposal in read(
        "China's imports from North Korea fell 37.9 percent from a year earlier, customs data showed on Friday."
    ):
        assert proposal_from(plain_proposal(proposal)) == proposal


def test_exports_name_every_party_once() -> None:
    """Entities are shared between events; the event table leaves ties out."""
    claims = read(
        "Tanzania has suspended coal imports from North Korea. Poland has suspended coal imports from North Korea."
    )
    exported = [Exported(claim_id=f"read-{i}", proposal=p, document="d") for i, p in enumerate(claims)]
    entities = list(ftm_entities(exported))
    assert len({entity["id"] for entity in entities}) == len(entities)


def test_a_language_model_cannot_invent() -> None:
    """A quote that is not in the text, or a field outside the lists, is refused and counted."""
    document = text("Tanzania has suspended coal imports from North Korea.")
    answer = propose_by(
        document,
        lambda system, user: (
            'Sure: [{"quote": "Tanzania has suspended coal imports", "kind": "action", "act": "halt", "actors": ["TZ"], "targets": ["KP"],'
            ' "channels": ["trade:coal", "made-up"], "status": "done", "modality": "asserted", "said_by": "outlet"},'
            ' {"quote": "Poland has closed its embassy", "kind": "action"}, {"quote": "North Korea", "kind": "rumour"}]'
        ),
    )
    assert [p.span.quote for p in answer.proposals] == ["Tanzania has suspended coal imports"]
    assert answer.proposals[0].channels == ("trade:coal",)
    assert len(answer.refused) == 2


def test_a_broken_answer_of_a_language_model_is_refused() -> None:
    """No list, no claims, no crash."""
    answer = propose_by(text("China banned coal."), lambda system, user: "I cannot help with that [")
    assert answer.proposals == ()
    assert answer.refused


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Poland has issued no work permits to North Koreans since January.", "done"),
        ("Poland will not renew the permits of North Korean workers.", "planned"),
    ],
)
def test_what_is_not_given_any_more_is_a_halt(words: str, status: str) -> None:
    """Told twice negated ("did not halt") it would say the opposite."""
    halts = [claim for claim in read(words) if claim.act == "halt"]
    assert [claim.status for claim in halts] == [status]
    assert all(claim.modality in (Modality.ASSERTED, Modality.FUTURE) for claim in halts)


def test_a_halt_that_was_not_made_stays_so() -> None:
    """The word itself says halt; the negation takes it back."""
    halts = [
        claim
        for claim in read("Poland has not halted coal imports from North Korea.")
        if claim.kind == "action"
    ]
    assert all(claim.status == "not_done" for claim in halts)


def test_a_listing_told_in_the_passive_is_an_act() -> None:
    """ "Add" is a verb of saying where it has nobody for a subject of its own."""
    (claim,) = firm(read("Two North Korean banks were added to the UN sanctions list in August."), "list")
    assert "KP" in claim.targets


def test_an_act_that_somebody_tells_of_is_one_claim() -> None:
    """Not the telling once more."""
    words = "The Polish Foreign Ministry told reporters that Poland has not issued visas for North Korean workers."
    (claim,) = [each for each in read(words) if each.act == "halt"]
    assert (
        claim.span.quote == "Poland has not issued visas for North Korean workers" and claim.status == "done"
    )
