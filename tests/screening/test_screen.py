"""The answer for one party: a namesake is reviewed, evidence decides, and what follows is named."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.screening.factory import LAW, ON, engine, listings, party

from stanch.lists import ftm
from stanch.lists.asof import State
from stanch.matching.model import Bearing, Feature, Kind, Match
from stanch.screening.body import body_of
from stanch.screening.decide import decide
from stanch.screening.desk import open_desk
from stanch.screening.engine import engine_of
from stanch.screening.measures import NoRulebook, Rule, consequences, rules
from stanch.screening.model import Answer, Decision, Thresholds
from stanch.screening.screen import screen
from stanch.settings import Settings

HELD = engine()
LEVELS = Thresholds(review=0.5, hit=0.8)


def ask(name: str = "", **options: object) -> Answer:
    return screen(HELD, party(name, **options))  # type: ignore[arg-type]


def top(answer: Answer) -> tuple[str, Decision]:
    return answer.candidates[0].listing.id, answer.candidates[0].decision


def test_a_name_alone_is_never_a_hit():
    """A ROK lawmaker bears the very name of a listed person: nothing but more data can tell them apart."""
    answer = ask("Ri Hong Sop")
    assert answer.decision is Decision.REVIEW
    assert "only the name agrees" in " ".join(answer.candidates[0].reasons)


@pytest.mark.parametrize(
    "evidence", [{"dob": "1940"}, {"dob": "1940-02-26"}, {"country": "KP"}, {"ids": ("passport:472310082",)}]
)
def test_evidence_beside_the_name_makes_a_hit(evidence):
    assert top(ask("Ri Hong Sop", **evidence)) == ("un-1", Decision.HIT)


@pytest.mark.parametrize("evidence", [{"dob": "1975"}, {"country": "BR"}])
def test_evidence_against_is_never_a_hit(evidence):
    answer = ask("Ri Hong Sop", **evidence)
    assert answer.decision is not Decision.HIT


def test_an_identifier_finds_without_a_name():
    assert top(ask(ids=("crypto:1BoatSLRHtKNngkdXEeobR76b53LETtpyT",))) == ("un-7", Decision.HIT)
    assert top(ask(ids=("imo:7937317",))) == ("un-3", Decision.HIT)
    assert ask(ids=("crypto:1BoatSLRHtKNngkdXEeobR76b53LETtpyX",)).decision is Decision.CLEAR


def test_another_imo_number_is_another_ship():
    """A ship keeps its number for life; its name is shared by many."""
    answer = ask("Chong Chon Gang", ids=("imo:9074729",), kind=Kind.VESSEL)
    assert answer.decision is Decision.CLEAR
    for candidate in answer.candidates:
        assert "another ship" in " ".join(candidate.reasons)


def test_nobody_listed_is_clear_with_the_lists_named():
    answer = ask("Margaret Thornbury Baker")
    assert answer.decision is Decision.CLEAR
    assert answer.lists[0].label and answer.code and answer.rulebook == "test@1"


@pytest.mark.parametrize("name", ["", "   ", "...", "\u200b\u200b", "—"])
def test_what_cannot_be_screened_is_never_clear(name):
    answer = ask(name)
    assert answer.decision is Decision.REVIEW
    assert answer.errors


def match_of(*features: Feature, score: float = 0.9, namesakes: int = 0) -> Match:
    found = listings()[0]
    return Match(entity=found.entity, score=score, name_score=0.9, features=features, namesakes=namesakes)


NAME = Feature(key="name", score=1.0, bearing=Bearing.FOR, why="same")
COUNTRY = Feature(key="country", score=1.0, bearing=Bearing.FOR, why="KP")
DOB = Feature(key="dob", score=1.0, bearing=Bearing.FOR, why="1940")
OTHER_DOB = Feature(key="dob", score=0.0, bearing=Bearing.AGAINST, why="born 1975, listed as 1940")


@pytest.mark.parametrize(
    ("match", "state", "decision", "why"),
    [
        (match_of(NAME, score=0.4), State.LISTED, Decision.CLEAR, "below 0.50"),
        (match_of(NAME), State.LISTED, Decision.REVIEW, "only the name"),
        (match_of(NAME, DOB), State.LISTED, Decision.HIT, "dob: 1940"),
        (match_of(NAME, DOB, score=0.7), State.LISTED, Decision.REVIEW, "below 0.80"),
        (match_of(NAME, DOB), State.UNKNOWN, Decision.REVIEW, "not known"),
        (match_of(NAME, COUNTRY), State.LISTED, Decision.HIT, "country: KP"),
        (match_of(NAME, COUNTRY, namesakes=3), State.LISTED, Decision.REVIEW, "3 other listed parties"),
        (match_of(NAME, COUNTRY, DOB, namesakes=3), State.LISTED, Decision.HIT, "dob"),
        (match_of(NAME, COUNTRY, OTHER_DOB), State.LISTED, Decision.REVIEW, "speaks against it"),
    ],
)
def test_each_rule_of_deciding(match, state, decision, why):
    found, reasons = decide(match, listings()[0], state, LEVELS)
    assert found is decision
    assert why in " ".join(reasons)


def test_a_hit_names_measures_and_provisions_in_force():
    follows = ask("Ri Hong Sop", dob="1940").candidates[0].consequences
    assert [(c.authority, c.measure, c.provisions) for c in follows] == [
        ("UN", "asset_freeze", ("unsc:1718:8(d)",)),
        ("UN", "travel_ban", ("unsc:1718:8(e)",)),
    ]


def test_a_provision_not_in_force_is_left_out_and_an_unknown_one_marked():
    ship = next(x for x in listings() if x.id == "un-3")
    assert [c.provisions for c in consequences(ship, ON, LAW)] == [("unsc:1718:8(d)",)]
    unchecked = consequences(ship, ON, NoRulebook())
    assert all("not checked" in p for c in unchecked for p in c.provisions)


def test_a_measure_whose_provisions_have_all_ended_is_not_named():
    ship = next(x for x in listings() if x.id == "un-3")
    rule = Rule(lists=("un_1718",), authority="UN", measure="x", provisions=("unsc:2321:12(d)",))
    assert consequences(ship, ON, LAW, (rule,)) == ()


def test_every_provision_of_the_map_is_in_the_rulebook():
    """A hit that cites a paragraph nobody holds would send a reader to nothing."""
    from stanch.screening.law import packaged_law

    law = packaged_law()
    missing = {p for rule in rules() for p in rule.provisions if law.in_force(p, dt.date(2018, 4, 1)) is None}
    assert not missing


def test_owners_add_up_across_listed_parties():
    """30 and 25 per cent of two listed owners are 55 together: OFAC counts that, each alone would not."""
    answer = screen(HELD, party("Some Quarry Ltd"), asked={"owner:un-2": "30", "owner:un-4": "25"})
    share = answer.owners[0]
    assert (str(share.share), share.reached, len(share.paths)) == ("55", True, 2)
    assert answer.decision is Decision.HIT


@pytest.mark.parametrize(
    ("shares", "reached"),
    [(("30", "19.99"), False), (("30", "20"), True), (("50", "0"), True), (("?", "30"), False)],
)
def test_half_is_the_bar(shares, reached):
    answer = screen(HELD, party("Some Quarry Ltd"), asked={"owner:un-2": shares[0], "owner:un-4": shares[1]})
    assert answer.owners[0].reached is reached
    assert answer.decision is (Decision.HIT if reached else Decision.CLEAR)


def test_an_unknown_share_is_said():
    answer = screen(HELD, party("Some Quarry Ltd"), asked={"owner:un-2": "?"})
    assert "does not give" in answer.owners[0].rule


def test_owners_printed_by_the_list_count():
    answer = ask("Zeta Mining", ids=("registration:77",))
    assert [str(o.share) for o in answer.owners] == ["55"]
    assert "un-5 <- 30 % un-2" in answer.owners[0].paths


FTM = """{"id":"o-1","caption":"Ri Hong Sop","schema":"Person","properties":{"name":["Ri Hong Sop"],"topics":["sanction"]},"target":true}
{"id":"c-1","caption":"Quiet Harbour Trading","schema":"Company","properties":{"name":["Quiet Harbour Trading"],"registrationNumber":["HRB 77"]},"target":false}
{"id":"m-1","caption":"Middle Holding","schema":"Company","properties":{"name":["Middle Holding"]},"target":false}
{"id":"r-1","schema":"Ownership","properties":{"owner":["m-1"],"asset":["c-1"],"percentage":["80"]}}
{"id":"r-2","schema":"Ownership","properties":{"owner":["o-1"],"asset":["m-1"],"percentage":["75"]}}
"""


def test_a_company_owned_through_a_chain_by_a_listed_person():
    """80 per cent of 75 per cent are 60: the company is on no list, but the data says whose it is."""
    held = engine_of(ftm.read(FTM.encode()).listings, on=ON, rulebook=LAW)
    named = screen(held, party("Quiet Harbour Trading"))
    assert named.decision is Decision.REVIEW
    assert (str(named.owners[0].share), named.owners[0].reached) == ("60", False)
    assert "if the party is c-1" in named.owners[0].rule
    numbered = screen(held, party("Quiet Harbour Trading", ids=("registration:HRB 77",)))
    assert numbered.decision is Decision.HIT
    assert numbered.owners[0].paths == ("c-1 <- 80 % m-1 <- 75 % o-1",)


def test_the_order_of_queries_changes_nothing():
    """An answer must depend on the question alone, never on who was asked about before."""
    names = [
        "Ri Hong Sop",
        "Kim Tong Chol",
        "Gamma Shipping",
        "Delta Lines",
        "Nobody At All",
        "리홍섭",
        "Chong Chon Gang",
        "RHS",
    ]
    first = {name: body_of(ask(name)) for name in names}
    order = names * 40
    random.Random(7).shuffle(order)
    assert all(body_of(ask(name)) == first[name] for name in order)


@settings(max_examples=300, deadline=None)
@given(name=st.text(max_size=80))
def test_any_name_is_answered(name):
    answer = ask(name)
    assert answer.decision in Decision
    assert body_of(answer) == body_of(ask(name))


@pytest.mark.parametrize(
    "name",
    [
        "A" * 100_000,
        "Ri " * 5000,
        "\u202eposgnoh ir",
        "Ꮢi Hong Sop",
        "RI\u0000HONG\u0000SOP",
        "𝐑𝐢 𝐇𝐨𝐧𝐠 𝐒𝐨𝐩",
        "Ri Hong \ud800Sop",
    ],
    ids=[
        "long",
        "many words",
        "right to left",
        "lookalike",
        "zero bytes",
        "mathematical",
        "half a character",
    ],
)
def test_hostile_names_are_answered(name):
    answer = ask(name)
    assert answer.decision in Decision
    assert body_of(answer).encode()


def test_a_damaged_index_on_disk_is_built_again(settings: Settings, caplog: pytest.LogCaptureFixture):
    """The cache can be deleted or damaged at any time; the answer must not change."""
    with open_desk(settings, on=ON) as desk:
        first = body_of(screen(desk.engine, party("Ri Hong Sop")))
    cache = settings.cache_dir / "screening"
    for path in cache.glob("index-*.bin"):
        path.write_bytes(path.read_bytes()[:-500])
    with open_desk(settings, on=ON) as desk:
        assert body_of(screen(desk.engine, party("Ri Hong Sop"))) == first
    assert "built again" in caplog.text
    for path in cache.glob("index-*.json"):
        path.write_text("{", encoding="utf-8")
    with open_desk(settings, on=ON) as desk:
        assert body_of(screen(desk.engine, party("Ri Hong Sop"))) == first


def test_old_indexes_do_not_pile_up(settings: Settings):
    for day in range(1, 28):
        with open_desk(settings, on=dt.date(2017, 1, day)):
            pass
    assert len(list((settings.cache_dir / "screening").glob("index-*.bin"))) <= 24
