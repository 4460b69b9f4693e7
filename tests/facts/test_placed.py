"""Claims out of documents as facts: in the right file, with the right standing, and never more than they say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from stanch.dates import PartialDate
from stanch.facts.book import FactBook
from stanch.facts.check import Frame
from stanch.facts.load import frame_of, load_book
from stanch.facts.model import Action, Effect, Fact, Position, Ref, Saying, Says, Stance, Tie, TieStatus
from stanch.facts.placed import UNKNOWN_PUBLISHER, ReadClaim, Readings, place, why_not
from stanch.facts.placewords import step_of
from stanch.facts.readings import sources_of, standings
from stanch.files import read_tsv
from stanch.reading.model import Part, Proposal
from stanch.records import Modality, Quantity, Source, SourceClass, Span, Stage, Standing
from stanch.settings import packaged_data
from stanch.store.claims import DocumentRecord


@pytest.fixture(scope="module")
def book() -> FactBook:
    return load_book(packaged_data())


@pytest.fixture(scope="module")
def frame(book: FactBook) -> Frame:
    return frame_of(packaged_data(), book)


def proposal(quote: str = "has suspended coal imports", **more: Any) -> Proposal:
    given: dict[str, Any] = {
        "kind": "action", "act": "halt", "actors": ("BT",), "targets": ("KP",), "channels": ("trade:coal",), "status": "done",
        "modality": Modality.ASSERTED, "said_by": "outlet", "part": Part.BODY, "confidence": 0.9,
        "span": Span(document="a.txt", start=10, end=10 + len(quote), quote=quote), "sentence": quote,
    }  # fmt: skip
    return Proposal(**{**given, **more})


def source(
    key: str = "a", publisher: str = "Example Post", published: str = "2018-03-09", **more: Any
) -> Source:
    return Source(
        key=f"read-{key}", url="", publisher=publisher, source_class=SourceClass.PRESS, title=f"{key}.txt",
        published_on=PartialDate(published) if published else None, **more,
    )  # fmt: skip


def claim(key: str = "a", *, reviewed: bool = True, by: Source | None = None, **more: Any) -> ReadClaim:
    given = {name: more.pop(name) for name in ("issue", "stance", "fact") if name in more}
    return ReadClaim(
        id=f"read-{key}",
        proposal=proposal(**more),
        source=by or source(key),
        document=key * 64,
        reviewed=reviewed,
        **given,
    )


def facts(book: FactBook, frame: Frame, *claims: ReadClaim, code: str = "BT") -> list[Fact]:
    """The facts of a country that come out of these claims."""
    placed = place(claims, frame)
    made = book.with_rows(placed.held, placed.sources)
    return [fact for fact in made.facts(code) if any(voice.claim.span is not None for voice in fact.voices)]


def test_a_step_reported_done_is_a_step(book: FactBook, frame: Frame) -> None:
    """With its stage, its channel in the vocabulary of facts, and its place in the document."""
    (step,) = facts(book, frame, claim())
    assert isinstance(step, Action)
    assert (step.act, step.channel, step.stage, step.effect) == (
        "halt_trade",
        "trade.export.coal",
        Stage.REPORTED_DONE,
        Effect.PRESSURE,
    )
    span = step.voices[0].claim.span
    assert span is not None
    assert (span.document, span.start, span.quote) == ("a" * 64, 10, "has suspended coal imports")
    assert step.standing is Standing.SINGLE_SOURCE


@pytest.mark.parametrize(
    "unsure",
    [
        {"modality": Modality.HEDGED},
        {"modality": Modality.CONDITIONAL},
        {"modality": Modality.UNCLEAR},
        {"modality": Modality.NEGATED, "status": "not_done"},
        {"status": "proposed"},
        {"status": "not_done"},
    ],
)
def test_what_is_not_asserted_as_done_is_no_step(
    book: FactBook, frame: Frame, unsure: dict[str, Any]
) -> None:
    """A dossier never says "halted" where the text says "may", "would", "did not" or "proposed"."""
    (fact,) = facts(book, frame, claim(**unsure))
    assert isinstance(fact, Saying)
    assert not fact.statement.startswith("Bhutan halted")


@pytest.mark.parametrize("status", ["announced", "planned"])
def test_announced_is_not_done(book: FactBook, frame: Frame, status: str) -> None:
    """The lowest stage."""
    (step,) = facts(book, frame, claim(status=status))
    assert isinstance(step, Action)
    assert step.stage is Stage.ANNOUNCED


def test_two_outlets_corroborate_and_two_copies_do_not(book: FactBook, frame: Frame) -> None:
    """Sources are counted by who first published the words."""
    post, daily = source("a"), source("b", "Example Daily", "2018-03-11")
    assert facts(book, frame, claim("a", by=post), claim("b", by=daily))[0].standing is Standing.CORROBORATED
    copies = (
        claim("a", by=source("a", original_publisher="Reuters")),
        claim("b", by=source("b", "Example Daily", original_publisher="Reuters")),
    )
    (one,) = facts(book, frame, *copies)
    assert (len(one.voices), one.standing) == (2, Standing.SINGLE_SOURCE)


@pytest.mark.parametrize(
    "second",
    [
        claim("b", by=source("b", UNKNOWN_PUBLISHER)),
        claim("b", by=source("b", "Example Daily"), reviewed=False),
    ],
)
def test_unknown_publishers_and_unreviewed_claims_are_no_second_voice(
    book: FactBook, frame: Frame, second: ReadClaim
) -> None:
    """Nobody can say that they are independent, or that they say so at all."""
    (one,) = facts(book, frame, claim("a"), second)
    assert (len(one.voices), one.standing) == (2, Standing.SINGLE_SOURCE)


def test_steps_far_apart_or_undated_stay_apart(book: FactBook, frame: Frame) -> None:
    """A ban in March and one in September are two; of two undated ones nothing shows that they are one."""
    assert len(facts(book, frame, claim("a"), claim("b", by=source("b", "Daily", "2018-09-01")))) == 2
    undated = (claim("a", by=source("a", published="")), claim("b", by=source("b", "Daily", "")))
    assert len(facts(book, frame, *undated)) == 2


def test_a_denial_stands_beside_what_it_denies(book: FactBook, frame: Frame) -> None:
    """Contested, with both sources; without the assertion the denial is told and is no step."""
    denial = claim(
        "b",
        by=source("b", "Example Daily", "2018-03-10"),
        modality=Modality.DENIED,
        said_by="Bhutan's ministry",
    )
    (step,) = facts(book, frame, claim("a"), denial)
    assert step.standing is Standing.CONTESTED
    assert [voice.says for voice in step.voices] == [Says.AFFIRMS, Says.DENIES]
    (alone,) = facts(book, frame, denial)
    assert isinstance(alone, Saying)
    assert "denied" in alone.statement


def test_a_tie_and_its_denial(book: FactBook, frame: Frame) -> None:
    """Ties last: told again within the year they are the same matter."""
    tie = {"kind": "tie", "act": "has", "status": "active", "channels": ("workers",)}
    late = source("b", "Example Daily", "2018-11-01")
    (one,) = facts(
        book,
        frame,
        claim("a", **tie),
        claim("b", by=late, **{**tie, "act": "denies", "modality": Modality.DENIED}),
    )
    assert isinstance(one, Tie)
    assert (one.status, one.standing, one.channel) == (TieStatus.ACTIVE, Standing.CONTESTED, "labour.workers")


def test_what_the_sanctioned_state_does_somewhere_is_a_tie_of_the_host(book: FactBook, frame: Frame) -> None:
    """North Korea sends workers to Bhutan: that stands in Bhutan's file."""
    (tie,) = facts(book, frame, claim(actors=("KP",), targets=("BT",), act="send", channels=("workers",)))
    assert isinstance(tie, Tie)
    assert "The DPRK sent goods or people to Bhutan (workers)" in tie.statement


def test_amounts_differ_and_stay_side_by_side(book: FactBook, frame: Frame) -> None:
    """Each with its source; a change is compared only with a change against the same base."""

    def amount(key: str, value: int, unit: str, basis: str = "") -> ReadClaim:
        quantity = Quantity(
            unit=unit, low=Decimal(value), high=Decimal(value), printed=f"{value} {unit}", basis=basis
        )
        return claim(
            key,
            by=source(key, f"Paper {key}"),
            kind="tie",
            act="has",
            status="active",
            quantities=(quantity,),
        )

    (one,) = facts(book, frame, amount("a", 100, "USD"), amount("b", 200, "USD"))
    assert one.standing is Standing.CONTESTED
    assert "100 USD against 200 USD" in one.why
    year, month = "compared with the year before", "compared with the month before"
    (two,) = facts(book, frame, amount("a", 73, "percent", year), amount("b", 12, "percent", month))
    assert two.standing is Standing.CORROBORATED
    assert isinstance(two, Tie)
    assert two.quantity is not None
    assert two.quantity.basis == f"change, {year}"
    (three,) = facts(book, frame, amount("a", 90, "percent"))
    assert isinstance(three, Tie)
    assert three.quantity is None  # a share of an unnamed whole stays in the words


def test_conditions_and_exceptions_are_kept_and_said(book: FactBook, frame: Frame) -> None:
    """ "Until it finds a buyer" is half of what was said."""
    limited = claim(conditions=("until it finds a buyer",), exceptions=("apart from food",))
    (step,) = facts(book, frame, limited)
    assert isinstance(step, Action)
    assert (step.voices[0].conditions, step.voices[0].exceptions) == (
        ("until it finds a buyer",),
        ("apart from food",),
    )
    assert "Condition in the same sentence: “until it finds a buyer”" in step.statement
    assert "Exception in the same sentence: “apart from food”" in step.statement
    assert step.condition == "until it finds a buyer"


def test_what_is_excepted_is_not_what_was_halted(book: FactBook, frame: Frame) -> None:
    """ "All trade apart from food and medicine" is filed under trade, not under food."""
    quote = "is halting all trade apart from food and medicine"
    meant = claim(
        quote=quote,
        channels=("trade:food", "aid", "trade:medicine"),
        exceptions=("apart from food and medicine",),
    )
    (step,) = facts(book, frame, meant)
    assert step.channel == "trade.total"
    assert "halted dealings with the DPRK (trade)" in step.statement


def test_a_step_cannot_carry_out_a_resolution_that_came_later(book: FactBook, frame: Frame) -> None:
    """Resolution 2397 was adopted on 22 December 2017; 2371 on 5 August."""
    words = "in line with resolution 2371 and under paragraph 8 of resolution 2397"
    (after,) = facts(book, frame, claim(sentence=words))
    assert isinstance(after, Action)
    assert after.implements == (Ref(resolution="2371"), Ref(resolution="2397", paragraph="8"))
    (before,) = facts(book, frame, claim(sentence=words, by=source(published="2017-09-01")))
    assert isinstance(before, Action)
    assert before.implements == (Ref(resolution="2371"),)
    (undated,) = facts(book, frame, claim(sentence=words, by=source(published="")))
    assert isinstance(undated, Action)
    assert undated.implements == ()


def test_a_stance_is_on_an_issue_only_where_that_is_plain_or_a_person_says_so(
    book: FactBook, frame: Frame
) -> None:
    """What is urged of whom is not told by the fields; a person may name it."""
    urged = {"kind": "position", "act": "urge", "status": "", "channels": ("diplomacy",)}
    (told,) = facts(book, frame, claim(**urged))
    assert isinstance(told, Saying)
    (named,) = facts(book, frame, claim(**urged, issue="reduce_missions", stance="supports"))
    assert isinstance(named, Position)
    assert (named.issue, named.stance) == ("reduce_missions", Stance.SUPPORTS)
    condemned = {"kind": "position", "act": "condemn", "status": "", "channels": ("weapons_programme",)}
    (plain,) = facts(book, frame, claim(**condemned))
    assert isinstance(plain, Position)
    assert plain.issue == "condemn_tests"


def test_a_comment_is_its_writers(book: FactBook, frame: Frame) -> None:
    """Accepted by a person it may enter, with its class and marks, and never as the article's word."""
    (fact,) = facts(book, frame, claim(part=Part.COMMENT, said_by="commenter 2"))
    lead = fact.voices[0].claim
    assert lead.source.source_class is SourceClass.BLOG
    assert lead.source.publisher == "A reader's comment under Example Post"
    assert {"reader_comment", "weak_source"} <= set(lead.marks)
    assert "According to commenter 2" in fact.statement


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"actors": ("Somebody",), "targets": ("KP",)}, "names no state"),
        ({"targets": ("CN",)}, "is not about the sanctioned state"),
        ({"date": PartialDate("2019-01-01")}, "is after the source was published"),
    ],
)
def test_what_cannot_be_placed_says_why(frame: Frame, wrong: dict[str, Any], why: str) -> None:
    """It is counted, and a person can correct it."""
    assert why in why_not(claim(**wrong), frame)


def test_every_act_of_the_reader_has_a_step(frame: Frame) -> None:
    """The table knows the acts of the lexicon, and its words are in the vocabulary."""
    from stanch.files import load_yaml

    acts = load_yaml(packaged_data() / "lexicons" / "en" / "wording.yml").data["acts"]
    for act in acts:
        for channel in ("trade.total", "labour.workers", "diplomacy.relations", "regime.listing"):
            step, effect = step_of(act, channel)
            assert step in frame.words.steps, (act, channel)
            assert effect in set(Effect)
    for _, row in read_tsv(packaged_data() / "lexicons" / "issues.tsv", dict[str, str]):
        assert row["issue"] in frame.words.issues
        assert row["stance"] in set(Stance)


def test_a_copy_counts_under_whoever_came_first() -> None:
    """Chains of copies end at their first; a ring cannot hang the program."""
    documents = {
        key: DocumentRecord(id=key, name=f"{key}.txt", read_at="2026-01-01", outlet=outlet, same_as=of)
        for key, outlet, of in (
            ("a", "First Post", ""),
            ("b", "Second", "a"),
            ("c", "", "b"),
            ("x", "X", "y"),
            ("y", "Y", "x"),
        )
    }
    sources = sources_of(documents.values())
    third = sources["c"]
    assert (third.publisher, third.origin, third.source_class) == (
        UNKNOWN_PUBLISHER,
        "First Post",
        SourceClass.AGENCY_COPY,
    )
    assert sources["a"].source_class is SourceClass.PRESS
    assert sources["x"].origin
    named = {
        **documents,
        "b": replace(documents["b"], outlet="Reuters", agency="Reuters", source_class="press"),
    }
    later = sources_of(named.values())
    assert {later[key].origin for key in "abc"} == {"Reuters"}  # the second paper was the agency itself
    assert later["b"].source_class is SourceClass.PRESS


def test_standings_are_told_by_claim(book: FactBook, frame: Frame) -> None:
    """What the list of claims filters by."""
    both = Readings(
        "k", (claim("a"), claim("b", by=source("b", "Example Daily")), claim("c", targets=("CN",)))
    )
    assert standings(both, book, frame) == {"read-a": "corroborated", "read-b": "corroborated"}
