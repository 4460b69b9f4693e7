"""The self-test: every name exactly as listed is found, and the scorecard says what it rests on."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.screening.factory import NOW, engine

from stanch.errors import UsageError
from stanch.matching.model import Entity, Kind, Name
from stanch.screening import scorecard
from stanch.screening.desk import open_desk
from stanch.screening.engine import Engine
from stanch.screening.selftest import Score, run
from stanch.screening.variants import MAKERS, variants
from stanch.settings import Settings

PERSON = Entity(id="p", kind=Kind.PERSON, names=(Name(text="Kim Jong Chol"),))
COMPANY = Entity(id="c", kind=Kind.ORGANISATION, names=(Name(text="KOREA GAMMA 3 SHIPPING CO., LTD."),))


def made(entity: Entity) -> dict[str, str]:
    return {v.klass: v.name for v in variants(entity)}


def test_variants_are_the_same_for_the_same_seed_and_differ_from_the_name():
    assert variants(PERSON, seed=4) == variants(PERSON, seed=4)
    for klass, name in {**made(PERSON), **made(COMPANY)}.items():
        assert klass in ("exact", "one-word name", "more than 60 characters") or name not in (
            "Kim Jong Chol",
            COMPANY.names[0].text,
        )


def test_each_class_makes_what_it_says():
    person, company = made(PERSON), made(COMPANY)
    assert person["word order"] == "Jong Chol Kim"
    assert person["Korean romanisation"] == "gim jung cheol"
    assert person["middle name as initial"] == "Kim J. Chol"
    assert company["legal form left out"] == "KOREA GAMMA 3 SHIPPING"
    assert company["digit as a word"] == "KOREA GAMMA three SHIPPING CO., LTD."
    assert any(ord(c) > 0x400 for c in person["homoglyphs"])
    assert len(person["zero-width character"]) == len("Kim Jong Chol") + 1


def test_every_exact_name_of_the_packaged_lists_is_found(settings: Settings):
    """A regulator's test found 90 per cent of exact names at some banks; anything below all of them is a fault."""
    with open_desk(settings, on=NOW.date()) as desk:
        card = run(desk.engine, now=NOW, sample=10)
    assert card.all_exact_found
    assert {s.klass for s in card.scores} == {*MAKERS, "former name"}
    assert next(s for s in card.scores if s.klass == "exact").asked == card.entries == 219


@pytest.fixture(scope="module")
def small() -> Engine:
    return engine()


def test_the_scorecard_in_every_format(small: Engine, tmp_path: Path):
    card = run(small, now=NOW, sample=3)
    scorecard.write(card, tmp_path / "a.html")
    scorecard.write(card, tmp_path / "a.csv")
    scorecard.write(card, tmp_path / "a.json")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert card.lists[0] in page and card.code in page
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8"))))
    assert rows[0] == {
        "class": "exact",
        "asked": "7",
        "found": "7",
        "share": "100%",
        "first": "7",
        "missed": "",
    }
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert data["scores"][0]["share"] == 1.0
    with pytest.raises(UsageError, match=r"\.html"):
        scorecard.write(card, tmp_path / "a.doc")


def test_a_share_is_never_rounded_up():
    score = Score(klass="exact", asked=16_122, found=16_119, first=16_000, missed=())
    assert scorecard.share_of(score) == "99.98%"


def test_the_scorecard_as_pdf(small: Engine, tmp_path: Path):
    pytest.importorskip("typst")
    scorecard.write(run(small, now=NOW, sample=2), tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes()[:5] == b"%PDF-"


def test_names_with_marks_do_not_break_the_page(tmp_path: Path):
    bad = "id,kind,name\nx,organisation,<script>alert(1)</script> & Sons\n"
    card = run(engine(bad), now=NOW)
    page = scorecard.as_html(card)
    assert "<script>" not in page
