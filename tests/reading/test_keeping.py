"""Decisions stay with their words: through newer weights, through newer versions of a page, and never past both at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.archive import Archive
from stanch.reading.batch import Raw, read_all
from stanch.reading.duplicates import SAME, Seen, shared, sketch
from stanch.reading.keeping import store_reading
from stanch.store import Database, connect
from stanch.store.claimkeep import Kept, keep
from stanch.store.claims import ClaimRecord, DocumentRecord, decide, held_claims, held_documents, judgements
from tests.reading import hostile
from tests.reading.factories import text

AT = "2026-01-01T00:00:00+00:00"
LONG = " ".join(
    f"On day {i} officials in the port of city number {i} said that ship {i * 7} had left with cargo {i * 13}."
    for i in range(40)
)


def document(key: str = "d1", **more: str) -> DocumentRecord:
    return DocumentRecord(id=key, name="page.html", url="https://example.org/page", read_at=AT, **more)


def claim(
    quote: str = "has suspended coal", start: int = 9, *, key: str = "d1", kind: str = "action", **more: Any
) -> ClaimRecord:
    body = {
        "quote": quote, "start": start, "end": start + len(quote), "document": "page.html", "sentence": quote, "kind": kind, "act": "halt",
        "actors": ["TZ"], "targets": ["KP"], "channels": ["trade:coal"], "status": "done", "modality": "asserted", "said_by": "outlet",
        "relayed_from": "", "confidence": 0.9, "proposer": "stanch", **more,
    }  # fmt: skip
    return ClaimRecord(document=key, kind=kind, start=start, body=body)


def states(database: Database, **asked: Any) -> list[tuple[str, str, str]]:
    with database.read() as store:
        return [(c.body["quote"], c.body["act"], c.decision) for c in held_claims(store, **asked)]


def kept(database: Database, of: DocumentRecord, *found: ClaimRecord) -> Kept:
    with database.begin() as store:
        return keep(store, of, found, at=AT)


def decided(
    database: Database, which: ClaimRecord, decision: str, edited: dict[str, Any] | None = None
) -> None:
    with database.begin() as store:
        decide(store, which.id, decision, reviewer="desk", at=AT, edited=edited)


def test_newer_weights_change_what_is_open_and_leave_what_is_decided(database: Database) -> None:
    """The source is the same: the decision stands for its span, the newer proposal is kept beside it."""
    one, two = claim(), claim("was told to go home", 60)
    kept(database, document(), one, two)
    decided(database, one, "accepted")
    again = kept(
        database,
        document(),
        claim(act="reduce"),
        claim("was told to go home", 60, act="expel"),
        claim("a third thing", 90),
    )
    assert (again.new, again.known, again.withdrawn) == (1, 2, 0)
    assert states(database) == [
        ("has suspended coal", "halt", "accepted"),
        ("was told to go home", "expel", ""),
        ("a third thing", "halt", ""),
    ]
    with database.read() as store:
        first = held_claims(store)[0]
    assert first.newer is not None
    assert first.newer["act"] == "reduce"


def test_a_decision_follows_its_words_when_the_span_moves_a_little(database: Database) -> None:
    """A newer reader may cut a clause otherwise; the same words are not asked about twice."""
    one = claim()
    kept(database, document(), one)
    decided(database, one, "accepted")
    again = kept(database, document(), claim("suspended coal", 13))
    assert (again.new, again.known) == (0, 1)
    assert states(database) == [("has suspended coal", "halt", "accepted")]


def test_a_rejected_span_may_come_back_as_another_kind(database: Database) -> None:
    """That it is no step does not say that it is no tie."""
    one = claim()
    kept(database, document(), one)
    decided(database, one, "rejected")
    assert kept(database, document(), claim(act="reduce")).new == 0
    assert kept(database, document(), claim(kind="tie", act="has")).new == 1


def test_open_claims_that_a_newer_reading_drops_leave_the_queue(database: Database) -> None:
    """And come back when a later one proposes them again; decided ones never leave."""
    one, two = claim(), claim("was told to go home", 60)
    kept(database, document(), one, two)
    decided(database, one, "rejected")
    assert kept(database, document()).withdrawn == 1
    assert states(database) == [("has suspended coal", "halt", "rejected")]
    kept(database, document(), two)
    assert states(database, decision="") == [("was told to go home", "halt", "")]


def test_a_changed_page_with_the_same_proposal_keeps_its_decision(database: Database) -> None:
    """A corrected typo elsewhere in the article is no reason to ask again."""
    one = claim()
    kept(database, document(), one)
    decided(database, one, "edited", {**one.body, "act": "reduce"})
    moved = claim(start=200, key="d2")
    result = kept(database, document("d2"), moved)
    assert (result.carried, result.reopened) == (1, 0)
    with database.read() as store:
        (now,) = held_claims(store)
        old = next(d for d in held_documents(store) if d.id == "d1")
    assert (now.document, now.decision, now.final["act"], now.final["start"]) == (
        "d2",
        "edited",
        "reduce",
        200,
    )
    assert old.replaced_by == "d2"


def test_only_a_changed_page_with_a_changed_proposal_is_asked_about_again(database: Database) -> None:
    """Source and proposal both changed: the acceptance no longer counts, and the queue says why it asks."""
    one = claim()
    kept(database, document(), one)
    decided(database, one, "accepted")
    result = kept(database, document("d2"), claim(key="d2", modality="hedged"))
    assert (result.carried, result.reopened) == (0, 1)
    with database.read() as store:
        (now,) = held_claims(store)
    assert (now.decision, now.reopens) == ("", one.id)


def test_a_decision_carried_over_is_counted_once(database: Database) -> None:
    """Precision is of decisions that people took."""
    one = claim()
    kept(database, document(), one)
    decided(database, one, "accepted")
    kept(database, document("d2"), claim(key="d2"))
    with database.read() as store:
        assert len(judgements(store)) == 1


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["accepted", "rejected", "undone", "read"])), max_size=20
    )
)
@settings(max_examples=40, deadline=None)
def test_reading_again_never_changes_a_decision(steps: list[tuple[int, str]]) -> None:
    """Whatever is decided, undone and read again in whatever order."""
    database = connect("sqlite://")
    claims = [claim(f"quote number {i}", 50 * i) for i in range(4)]
    kept(database, document(), *claims)
    expected: dict[str, list[str]] = {each.id: [] for each in claims}
    for which, step in steps:
        if step == "read":
            kept(database, document(), *(claim(f"quote number {i}", 50 * i, act="reduce") for i in range(4)))
            continue
        decided(database, claims[which], step)
        stack = expected[claims[which].id]
        if step == "undone":
            stack[-1:] = []
        else:
            stack.append(step)
    with database.read() as store:
        now = {each.id: each.decision for each in held_claims(store)}
    database.close()
    assert now == {key: (stack[-1] if stack else "") for key, stack in expected.items()}


def test_one_text_in_two_outlets_is_one_source_within_a_run_and_after_it(tmp_path: Path) -> None:
    """The second paper added a headline and dropped the last paragraph; a third comes a year later."""
    database, archive = connect(f"sqlite:///{tmp_path / 's.sqlite'}"), Archive(tmp_path / "archive")
    papers = {
        "a.txt": f"Coal\n\n{LONG}\n\n{hostile.WORDS}",
        "b.txt": f"Port news of the week\n\n{LONG}",
        "other.txt": "Poland has stopped issuing work permits to North Koreans, its foreign ministry said in Warsaw.",
    }
    raws = [Raw(name=name, raw=words.encode()) for name, words in papers.items()]
    same = {}
    for reading in read_all(raws):
        with database.begin() as store:
            stored = store_reading(store, archive, reading, at=AT)
        same[reading.raw.name] = stored.same_as_name
    (later,) = read_all([Raw(name="c.txt", raw=f"{LONG} And one more line.".encode())])
    with database.begin() as store:
        again = store_reading(store, archive, later, at=AT)
    assert same == {"a.txt": "", "b.txt": "a.txt", "other.txt": ""}
    assert again.same_as_name == "a.txt"
    (first,) = read_all([Raw(name="a.txt", raw=papers["a.txt"].encode())])
    with database.begin() as store:
        assert store_reading(store, archive, first, at=AT).document.same_as == ""
    database.close()


def test_samples_of_any_length_can_be_compared() -> None:
    """A page within a book is known, and two books that share a page are not one."""
    page = " ".join(f"word{i} and thing{i * 3}" for i in range(60))
    book = " ".join(f"other{i} with part{i * 5} of kind{i % 97}" for i in range(4000))
    small, large, mixed = (sketch(text(words)) for words in (page, book, f"{book}\n{page}"))
    assert shared(small, large) == 0.0
    assert shared(large, mixed) > 0.9
    assert len(mixed.hashes) <= 256
    seen = Seen()
    assert seen.copy_of("book", mixed) is None
    found = seen.copy_of("copy", large)
    assert found is not None
    assert (found.of, found.shared >= SAME) == ("book", True)


def test_the_archived_text_holds_every_quotation(tmp_path: Path) -> None:
    """Offsets point into a text that is kept, so that anybody can look."""
    database, archive = connect(f"sqlite:///{tmp_path / 's.sqlite'}"), Archive(tmp_path / "archive")
    raw = hostile.page(hostile.WORDS, "Caf\u00e9 \U0001f600 " * 20)
    (reading,) = read_all([Raw(name="p.html", raw=raw)])
    with database.begin() as store:
        stored = store_reading(store, archive, replace(reading), at=AT)
        held = held_claims(store)
    database.close()
    kept_text = archive.get(stored.document.text_id).decode()
    assert held
    for each in held:
        assert kept_text[each.body["start"] : each.body["end"]] == each.body["quote"]
