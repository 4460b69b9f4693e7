"""From a report on disk to a sentence in a dossier and back: accepted claims are in, rejected ones out, each traceable to its words."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from stanch.archive import Archive
from stanch.dates import PartialDate
from stanch.dossier.model import Dossier, Figures, all_statements
from stanch.dossier.trace import faults
from stanch.dossier.unreviewed import WORD
from stanch.pipeline import FORMATS, Job, dossier_of, effect_of, readings_in, rendered, write_region
from stanch.reading.batch import Raw, read_all
from stanch.reading.keeping import store_reading
from stanch.settings import packaged_data
from stanch.store import Database, connect
from stanch.store.claims import decide, held_claims

AT = "2018-04-01T00:00:00+00:00"
STORY = (
    "Example Daily\n\nTanzania has suspended coal imports from North Korea, the energy ministry said. "
    "Tanzania may have stopped issuing visas to North Koreans.\n"
)
OTHER = "Tanzania has suspended coal imports from North Korea. The port of Dar es Salaam is quiet.\n"


class Desk:
    """One installation: a store, an archive, and what a person does with them."""

    def __init__(self, home: Path) -> None:
        self.database: Database = connect(f"sqlite:///{home / 's.sqlite'}")
        self.archive = Archive(home / "archive")
        self.home = home

    def read(
        self, words: str, name: str, *, published: str = "2018-03-09", outlet: str = "Example Daily"
    ) -> None:
        raw = Raw(
            name=name,
            raw=words.encode(),
            outlet=outlet,
            published=PartialDate(published) if published else None,
        )
        for reading in read_all([raw]):
            with self.database.begin() as store:
                store_reading(store, self.archive, reading, at=AT)

    def say(self, decision: str, *words: str) -> int:
        done = 0
        with self.database.begin() as store:
            for claim in held_claims(store):
                if any(each in claim.body["quote"] for each in words):
                    decide(store, claim.id, decision, reviewer="desk", at=AT)
                    done += 1
        return done

    def job(self, *, unreviewed: bool = False, **more: dt.date | None) -> Job:
        with self.database.read() as store:
            readings = readings_in(store, unreviewed=unreviewed)
        base = Job(
            data_dir=packaged_data(), out=self.home, as_of=dt.date(2018, 4, 1), today=True, readings=readings
        )
        return replace(base, **more, today=not more)  # type: ignore[arg-type]

    def dossier(self, *, unreviewed: bool = False, **more: dt.date | None) -> Dossier:
        return dossier_of(self.job(unreviewed=unreviewed, **more), "TZ")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def said(dossier: Dossier) -> str:
    return "\n".join(f"{s.lead} {s.text}" for _, s in all_statements(dossier))


def test_an_accepted_claim_is_in_and_a_rejected_or_undone_one_is_out(desk: Desk) -> None:
    """The next dossier knows; nothing has to be rebuilt by hand."""
    desk.read(STORY, "a.txt")
    sentence = "Tanzania halted dealings with the DPRK (trade in coal)"
    assert sentence not in said(desk.dossier())
    assert desk.say("accepted", "suspended coal") == 1
    assert sentence in said(desk.dossier())
    desk.say("undone", "suspended coal")
    assert sentence not in said(desk.dossier())
    desk.say("accepted", "suspended coal")
    desk.say("rejected", "suspended coal")
    assert sentence not in said(desk.dossier())


def test_every_sentence_leads_back_to_the_words(desk: Desk) -> None:
    """Document, offsets and quotation in the JSON and in the CSV; the archived text has those words there."""
    desk.read(STORY, "a.txt")
    desk.say("accepted", "suspended coal")
    dossier = desk.dossier()
    assert faults(dossier) == []
    rows = [row for row in csv.DictReader(io.StringIO(str(rendered(dossier, "csv")))) if row["document"]]
    (row,) = rows
    text = desk.archive.get(row["document"]).decode()
    assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    assert "suspended coal" in row["quote"]
    held = json.loads(str(rendered(dossier, "json")))["rows"]
    assert any(
        each["document"] == row["document"] and each["quote"] == row["quote"] for each in held.values()
    )
    assert (row["published_on"], row["source_class"]) == ("2018-03-09", "press")
    assert "Example Daily" in row["source"]


def test_unreviewed_claims_come_only_when_asked_for_and_are_marked_on_every_sentence(desk: Desk) -> None:
    """No sentence, count or key figure that rests on one goes without the mark, in any format."""
    desk.read(STORY, "a.txt")
    assert "Example Daily" not in str(rendered(desk.dossier(), "json"))
    dossier = desk.dossier(unreviewed=True)
    assert faults(dossier) == []
    weak = {key for key, row in dossier.rows.items() if WORD in row.marks}
    assert weak
    weak |= {key for key, row in dossier.rows.items() if weak.intersection(row.inputs)}
    resting = [s for _, s in all_statements(dossier) if weak.intersection(s.refs)]
    assert len(resting) >= 4
    for statement in resting:
        assert WORD in statement.text or any(badge.text == WORD for badge in statement.badges), statement.text
    strip = next(b for s in dossier.sections for b in s.blocks if isinstance(b, Figures))
    assert any(WORD in figure.label for figure in strip.items)
    for name in FORMATS:
        if name not in ("pdf", "docx"):
            assert WORD in str(rendered(dossier, name))


def test_the_two_clocks_hold_for_documents(desk: Desk) -> None:
    """A document is known from the day it was published; one without a day drops out, and is counted."""
    desk.read(STORY, "a.txt")
    desk.say("accepted", "suspended coal")
    sentence = "Tanzania halted dealings"
    assert sentence in said(desk.dossier(known_on=dt.date(2018, 3, 9)))
    assert sentence not in said(desk.dossier(known_on=dt.date(2018, 3, 8)))
    assert sentence not in said(desk.dossier(as_of=dt.date(2018, 3, 8)))
    assert "published later" in said(desk.dossier(known_on=dt.date(2018, 3, 8)))
    unknown = re.compile(r"(\d+) whose day of publication is unknown")
    hidden = unknown.search(said(desk.dossier(known_on=dt.date(2018, 3, 9))))
    desk.read(OTHER, "b.txt", published="", outlet="Example Post")
    desk.say("accepted", "suspended coal")
    dossier = desk.dossier(known_on=dt.date(2018, 3, 9))
    more = unknown.search(said(dossier))
    assert hidden is not None
    assert more is not None
    assert int(more[1]) == int(hidden[1]) + 1
    assert sum(sentence in s.text for _, s in all_statements(dossier)) >= 1
    assert all("Example Post" not in row.label for row in dossier.rows.values())


def test_a_copy_adds_no_second_source_and_another_paper_does(desk: Desk) -> None:
    """Corroborated by two papers, not by one text printed twice."""
    desk.read(STORY, "a.txt")
    desk.read(f"Daily news\n\n{STORY}", "copy.txt", outlet="Example Copy")
    desk.say("accepted", "suspended coal")
    assert "corroborated" not in str(
        [s.badges for _, s in all_statements(desk.dossier()) if "halted dealings" in s.text]
    )
    desk.read(OTHER, "b.txt", outlet="Example Post")
    desk.say("accepted", "suspended coal")
    assert "corroborated" in str(
        [s.badges for _, s in all_statements(desk.dossier()) if "halted dealings" in s.text]
    )


def test_a_hedge_is_told_and_counted_nowhere(desk: Desk) -> None:
    """ "May have" is not a step: it stands apart, in its own words."""
    desk.read(STORY, "a.txt")
    before = said(desk.dossier())
    assert desk.say("accepted", "may have stopped") == 1
    dossier = desk.dossier()
    found = [(section.key, s.text) for section, s in all_statements(dossier) if "Tanzania may have" in s.text]
    assert [key for key, _ in found] in (["done-told"], ["brief-told"])
    assert "Steps of Tanzania" not in said(dossier).replace(before, "")


def test_the_effect_is_the_difference_of_the_dossiers(desk: Desk) -> None:
    """What the review shows is what the dossier then says, line by line."""
    desk.read(STORY, "a.txt")
    with desk.database.read() as store:
        claim = next(c for c in held_claims(store) if "suspended coal" in c.body["quote"])
        effect = effect_of(desk.job(), store, claim.id)
    (difference,) = effect.differences
    before = desk.dossier()
    desk.say("accepted", "suspended coal")
    after = desk.dossier()
    added = {line.text for line in difference.added}
    assert any("Tanzania halted dealings" in line for line in added)
    for line in difference.added:
        assert any(s.text in line.text for _, s in all_statements(after) if s.text), line
        assert line.text not in {f"{s.lead} {s.text}".strip() for _, s in all_statements(before)}


def test_a_claim_that_enters_no_file_says_why_and_is_counted(desk: Desk) -> None:
    """Accepted is not lost: the annex tells what could not be placed."""
    desk.read(
        "Tanzania has suspended coal imports from Poland, North Korea's ally, the ministry said of coal.\n",
        "a.txt",
    )
    with desk.database.begin() as store:
        for claim in held_claims(store):
            decide(
                store,
                claim.id,
                "edited",
                reviewer="desk",
                at=AT,
                edited={**claim.body, "targets": ["PL"], "channels": ["trade:coal"]},
            )
            effect = effect_of(desk.job(), store, claim.id)
            assert "is not about the sanctioned state" in effect.why_not
    assert "enter no file" in said(desk.dossier())


def test_a_regions_page_marks_what_nobody_reviewed(desk: Desk) -> None:
    """The same mark on the page of a group of states, and the last line says what went in."""
    words = "Malaysia has suspended coal imports from North Korea, the ministry said on a day in March.\n"
    desk.read(words, "a.txt", published="2018-03-09")
    page = write_region(desk.job(unreviewed=True), "ASEAN")
    assert faults(page) == []
    weak = {key for key, row in page.rows.items() if WORD in row.marks}
    weak |= {key for key, row in page.rows.items() if weak.intersection(row.inputs)}
    resting = [s for _, s in all_statements(page) if weak.intersection(s.refs)]
    assert resting
    for statement in resting:
        assert WORD in statement.text or any(badge.text == WORD for badge in statement.badges), statement.text
    assert dict(page.versions)["Read in documents:"] == "no accepted claims, 1 unreviewed"


def test_conflicting_documents_stand_side_by_side_under_gaps(desk: Desk) -> None:
    """One says halted, another that it is denied: both with their source, and the fact is contested."""
    desk.read(STORY, "a.txt")
    desk.read(OTHER, "b.txt", outlet="Example Post")
    with desk.database.begin() as store:
        for claim in held_claims(store):
            if claim.body["document"] == "b.txt":
                denial = {**claim.body, "modality": "denied", "said_by": "the energy ministry"}
                decide(store, claim.id, "edited", reviewer="desk", at=AT, edited=denial)
    desk.say("accepted", "suspended coal imports from North Korea, the") or desk.say(
        "accepted", "Tanzania has suspended"
    )
    with desk.database.begin() as store:
        for claim in held_claims(store):
            if claim.body["document"] == "b.txt" and claim.decision == "accepted":
                decide(store, claim.id, "undone", reviewer="desk", at=AT)
    dossier = desk.dossier()
    told = [
        (section.key, f"{s.lead} {s.text}", [badge.text for badge in s.badges])
        for section, s in all_statements(dossier)
    ]
    assert any("Denied by the energy ministry" in text for _, text, _ in told)
    step = [badges for _, text, badges in told if "Tanzania halted dealings" in text]
    assert step
    assert any("contested" in badges for badges in step)
