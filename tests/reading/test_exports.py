"""What others read: entities that FollowTheMoney takes, and events by PLOVER's own words."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from typing import Any

import pytest

from stanch.files import read_tsv
from stanch.reading.exports import Exported, ftm_entities
from stanch.reading.model import Part, Proposal
from stanch.reading.plover import MODES, QUAD, event_of, left_out, place_of, plover_csv, why_not
from stanch.records import Modality, Span
from stanch.settings import packaged_data

# Every general context of the manual (draft 0.7b1) that the table of channels may give
CONTEXTS = {
    "political",
    "military",
    "economic",
    "diplomatic",
    "resource",
    "culture",
    "humanitarian",
    "legal",
    "cbrn",
    "cyber",
}


def proposal(**more: Any) -> Proposal:
    quote = more.pop("quote", "Malaysia expelled the ambassador in Kuala Lumpur")
    given: dict[str, Any] = {
        "kind": "action", "act": "expel", "actors": ("MY",), "targets": ("KP",), "channels": ("diplomacy",), "status": "done",
        "modality": Modality.ASSERTED, "said_by": "outlet", "part": Part.BODY, "confidence": 0.9, "sentence": quote,
        "span": Span(document="a.txt", start=0, end=len(quote), quote=quote),
    }  # fmt: skip
    return Proposal(**{**given, **more})


def exported(published: str = "2017-03-05", key: str = "read-1", **more: Any) -> Exported:
    return Exported(
        claim_id=key, proposal=proposal(**more), document="d" * 64, title="A title", url="https://example.org/a", publisher="Example Post",
        published=published, language="en", decision="accepted", standing="single_source",
    )  # fmt: skip


def event(**more: Any) -> dict[str, str]:
    (row,) = csv.DictReader(io.StringIO(plover_csv([exported(**more)])))
    return row


def test_the_table_speaks_the_manuals_words() -> None:
    """Types, modes and contexts that a user's code book has; every act of the reader is mapped or left out on purpose."""
    for _, row in read_tsv(packaged_data() / "lexicons" / "plover.tsv", dict[str, str]):
        assert row["event"] in QUAD
        assert row.get("mode", "") in ("", *MODES.get(row["event"], ()))
    for _, row in read_tsv(packaged_data() / "lexicons" / "plover-contexts.tsv", dict[str, str]):
        assert row["context"] in CONTEXTS


def test_an_event_has_its_type_actors_place_and_day() -> None:
    """Source and recipient with ISO 3166 alpha-3 codes and sectors, quadrant, place out of the words."""
    row = event()
    assert (row["event"], row["mode"], row["quad_code"]) == ("SANCTION", "expel", "4")
    assert (row["source"], row["source_sector"], row["recipient"]) == ("MYS", "GOV", "PRK")
    assert (row["event_loc"], row["event_loc_country"]) == ("Kuala Lumpur", "MYS")
    assert (row["date"], row["enddate"], row["date_from"]) == ("2017-03-05", "", "publication")
    assert row["context"] == "diplomatic"


def test_what_has_not_happened_says_so_in_its_context() -> None:
    """PLOVER's own words for it; users drop negations by them."""
    assert event(modality=Modality.NEGATED)["context"] == "diplomatic;negation"
    assert event(status="planned")["context"] == "diplomatic;future"
    assert event(modality=Modality.HEDGED)["context"] == "diplomatic;hypothetical"


def test_a_partial_date_is_a_span_of_days() -> None:
    """A year is not its first of January alone."""
    from stanch.dates import PartialDate

    row = event(date=PartialDate("2017-03"))
    assert (row["date"], row["enddate"], row["date_from"]) == ("2017-03-01", "2017-03-31", "text")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"kind": "tie", "act": "has"}, "a state of things"),
        ({"kind": "position", "act": "urge"}, "does not code this"),
        ({"status": "proposed"}, "a proposal is no event"),
        ({"actors": ("Somebody",)}, "no source actor"),
        ({"targets": ()}, "needs a recipient"),
        ({"published": ""}, "has a day"),
    ],
)
def test_what_plover_does_not_code_is_left_out_and_counted(more: dict[str, Any], why: str) -> None:
    """Nothing is forced into the nearest type."""
    claim = exported(**more)
    assert why in why_not(claim)
    assert plover_csv([claim]).count("\n") == 1
    assert sum(left_out([claim]).values()) == 1


def test_blocs_firms_and_people_have_their_codes() -> None:
    """IGO for bodies of states, MNC for firms, GOV for whoever speaks for a state."""
    row = event(
        kind="position",
        act="condemn",
        actors=("US", "A. Speaker"),
        targets=("KP", "UNSC", "Example Trading Co"),
    )
    assert (row["event"], row["source"], row["source_sector"]) == ("ACCUSE", "USA", "GOV")
    assert row["source_text"] == "United States;A. Speaker"
    assert (row["recipient"], row["recipient_sector"]) == ("PRK;IGO;MNC", "GOV;BUS")


def test_a_word_in_a_sentence_is_no_place_unless_it_is_one() -> None:
    """Only names of states and capitals that the lexicon has, after a word of place."""
    assert place_of(proposal(quote="talks in May about Malaysia")) == ("", "")
    assert place_of(proposal(quote="workers in Warsaw and Beijing")) == ("Warsaw", "POL")


def test_modes_go_by_channel() -> None:
    """Deporting workers is coercion of persons; expelling a diplomat cuts relations."""
    assert event_of(proposal(channels=("workers",))) == ("COERCE", "deport")
    assert event_of(proposal(act="supply", channels=("aid",))) == ("AID", "")


def test_entities_name_each_other_and_come_once() -> None:
    """An event, its article and its parties; every reference leads somewhere."""
    entities = list(ftm_entities([exported(), exported(key="read-2", act="close")]))
    ids = [entity["id"] for entity in entities]
    assert len(set(ids)) == len(ids)
    assert [entity["schema"] for entity in entities] == [
        "Article",
        "PublicBody",
        "PublicBody",
        "Event",
        "Event",
    ]
    for entity in entities:
        for name in ("organizer", "involved", "proof"):
            assert set(entity["properties"].get(name, [])) <= set(ids)
    json.dumps(entities)


@pytest.mark.skipif(
    importlib.util.find_spec("followthemoney") is None,
    reason="needs followthemoney, a development check of its own (docs/reading.md)",
)
def test_followthemoney_itself_takes_them() -> None:
    """No value is dropped by its own cleaning: what goes in comes out."""
    from followthemoney import model

    for entity in ftm_entities(
        [exported(), exported(key="read-2", actors=("XK", "UNSC", "Example Trading Co"))]
    ):
        proxy = model.get_proxy(entity)
        proxy.schema.validate(entity)
        cleaned = model.make_entity(entity["schema"])
        cleaned.id = entity["id"]
        for name, values in entity["properties"].items():
            cleaned.add(name, values, cleaned=False)
            assert len(cleaned.get(name)) == len(values), (entity["schema"], name, values)
