"""The official files as they are found in the wild: every entry of every one is read, and known entries come out right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from stanch.errors import FormatError
from stanch.lists import ofac_csv, readers
from stanch.matching.model import Kind, NameType

UN = {
    "UN_2017-07-03.xml": (650, 371, 99),
    "UN_2018-10-29.xml": (703, 390, 155),
    "UN_2020-11-30.xml": (713, 305, 155),
    "UN_2024-09-26.xml": (682, 193, 155),
    "UN_2025-04-19.xml": (684, 193, 155),
    "UN_2025-08-02_legacyByPRN.xml": (684, 195, 155),
    "UN_2026-02-27.xml": (730, 273, 155),
}


@pytest.mark.parametrize("name", sorted(UN))
def test_un_lists_of_both_layouts(shared: Path, name: str):
    """Counts of persons, entities and DPRK entries, counted in the XML by hand."""
    raw = (shared / "lists/un" / name).read_bytes()
    reading = readers.read(raw, name, reader=readers.sniff(raw, name), list_key="un_sc")
    kinds = Counter(listing.entity.kind for listing in reading.listings)
    dprk = sum("DPRK" in listing.entity.programs for listing in reading.listings)
    assert (kinds[Kind.PERSON], kinds[Kind.ORGANISATION], dprk) == UN[name]
    assert str(reading.published_on) == name[3:13]
    assert all(listing.listed_on for listing in reading.listings)
    assert sum(n.startswith("date") for n in reading.unmapped) == 0


def test_the_broken_un_file_is_refused(shared: Path):
    """Damaged as found in the wild: a control character in a comment."""
    raw = (shared / "lists/un/UN_2025-08-16.BROKEN.xml").read_bytes()
    with pytest.raises(FormatError, match=":53: not well-formed"):
        readers.read(raw, "UN.xml", reader="un", list_key="un_sc")


def test_a_known_un_entry(shared: Path):
    raw = (shared / "lists/un/UN_2017-07-03.xml").read_bytes()
    reading = readers.read(raw, "un.xml", reader="un", list_key="un_sc")
    found = next(listing for listing in reading.listings if listing.ref == "KPi.033")
    assert found.entity.caption == "RI WON HO"
    assert [d.text for d in found.entity.dobs] == ["1964-07-17"]
    assert found.entity.countries == ("KP",)
    assert [(i.kind, i.value) for i in found.entity.identifiers] == [("passport", "381310014")]


def test_ofac_sdn_of_may_2024(shared: Path):
    raw = (shared / "lists/ofac/sdn_2024-05-03.csv").read_bytes()
    reading = readers.read(
        raw, "sdn_2024-05-03.csv", reader=readers.sniff(raw, "sdn.csv"), list_key="ofac_sdn"
    )
    kinds = Counter(listing.entity.kind for listing in reading.listings)
    assert kinds == {Kind.ORGANISATION: 6884, Kind.PERSON: 6854, Kind.VESSEL: 851, Kind.AIRCRAFT: 376}
    assert sum(any(p.startswith("DPRK") for p in x.entity.programs) for x in reading.listings) == 484
    ships = [x for x in reading.listings if x.entity.kind is Kind.VESSEL]
    assert sum(any(i.kind == "imo" for i in x.entity.identifiers) for x in ships) >= 840
    assert not any("label" in key for key in reading.unmapped)


def test_ofac_set_of_july_2021(shared: Path):
    """Names, aliases, addresses and the ends of long remarks joined: the entry of one of the Lazarus launderers."""
    folder = shared / "lists/ofac"
    files = {
        role: (folder / f"triple_2021-07_{name}.csv").read_bytes()
        for role, name in (
            ("primary", "sdn"),
            ("alias", "alt"),
            ("address", "add"),
            ("comment", "sdn_comments"),
        )
    }
    reading = ofac_csv.read_set(files, "triple")
    assert len(reading.listings) == 8976
    found = next(x for x in reading.listings if x.ref == "28264")
    assert [n.text for n in found.entity.names if n.type is NameType.WEAK] == ["blackjack1987", "khaleesi"]
    assert sum(i.kind == "crypto" for i in found.entity.identifiers) == 12
    assert [r.name for r in found.relations] == ["LAZARUS GROUP"]
    assert found.entity.addresses == ("Anshan, Liaoning, China",)
    aliases = sum(1 for line in files["alias"].splitlines() if line.strip(b"\x1a\r "))
    weak = sum(n.type is NameType.WEAK for x in reading.listings for n in x.entity.names)
    names = sum(len(x.entity.names) for x in reading.listings)
    # doubles (the same alias printed twice of one entry) fall together
    assert 8976 + aliases + weak - 700 < names <= 8976 + aliases + weak + 400


@pytest.mark.parametrize(
    ("path", "count", "day"),
    [
        ("ofac/OFAC_nonSDN_consolidated_2025-03-28.xml", 443, "2025-03-28"),
        ("ofac/OFAC_ENHANCED_XML_IRGC_2024.xml", 293, "2024-08-28"),
        ("ofac/cons_prim.csv", 442, None),
        ("other/Canada_SEMA_2025.xml", 4759, None),
        ("ftm/zala_entities.ftm.json", 17, "2026-04-29"),
        ("ftm/t1_entities.ftm.json", 6, "2024-06-01"),
    ],
)
def test_other_official_files(shared: Path, path: str, count: int, day: str | None):
    raw = (shared / "lists" / path).read_bytes()
    reader = readers.sniff(raw, path)
    reading = readers.read(raw, path, reader=reader, list_key="x")
    assert len(reading.listings) == len({x.id for x in reading.listings}) == count
    assert (str(reading.published_on) if reading.published_on else None) == day
    assert all(x.entity.names for x in reading.listings)


def test_the_packaged_table_agrees_with_the_official_list(shared: Path):
    """The table in the package carries facts of the official file: every name, alias, date and number must be in it."""
    from stanch.lists import own
    from stanch.settings import packaged_data

    raw = (shared / "lists/un/UN_2026-02-27.xml").read_bytes()
    official = {
        x.id: x
        for x in readers.read(raw, "un.xml", reader="un", list_key="un_sc").listings
        if "DPRK" in x.entity.programs
    }
    table = own.read((packaged_data() / "lists/un_1718.tsv").read_bytes(), "un_1718.tsv")
    ours = {x.id: x for x in table.listings if x.entity.kind is not Kind.VESSEL}
    assert ours.keys() == official.keys()
    for key, listing in ours.items():
        assert {n.text for n in listing.entity.names} == {n.text for n in official[key].entity.names}
        assert set(listing.entity.dobs) == set(official[key].entity.dobs)
        assert set(listing.entity.identifiers) == set(official[key].entity.identifiers)
        assert listing.listed_on == official[key].listed_on


@pytest.mark.slow
def test_five_dated_files_and_all_changes_answer_every_day_right(shared: Path, tmp_path: Path):
    """8,862 changes, each asked the day before, of and after: against a replay that knows nothing of versions."""
    from benchmarks.lists import as_of

    figures = as_of(shared / "lists")
    assert figures["asof_asked"] == figures["asof_right"] == 3 * 8862
    assert figures["asof_whole_lists_equal"] == 5
    assert figures["asof_files_alone_wrong"] <= 45
