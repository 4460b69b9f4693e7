"""Every reader: what it makes of its format, and that nothing it does not know slips through."""

from __future__ import annotations

import re

import pytest
from tests.lists.samples import OFAC_ADD, OFAC_ALT, OFAC_COMMENTS, OFAC_CSV, SAMPLES

from stanch.errors import FormatError, NotFound
from stanch.lists import codec, ofac_csv, readers
from stanch.lists.model import Listing
from stanch.matching.model import Kind, NameType

XML = [name for name, (text, _file) in SAMPLES.items() if text.lstrip().startswith("<")]


def read(name: str) -> tuple[Listing, ...]:
    text, file = SAMPLES[name]
    return readers.read(text.encode(), file, reader=name, list_key=readers.FORMATS[name].list_key).listings


def identifiers(listing: Listing) -> set[tuple[str, str]]:
    return {(i.kind, i.value) for i in listing.entity.identifiers}


def test_every_reader_has_a_sample():
    """A format without an example of its own is a format nobody has tried."""
    assert set(SAMPLES) == set(readers.FORMATS)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_file_tells_which_reader_it_needs(name):
    text, file = SAMPLES[name]
    assert readers.sniff(text.encode(), file) == name


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_same_made_up_person_comes_out_of_every_format(name):
    """Name, weak alias and date of birth must not depend on whose list it is."""
    first = read(name)[0]
    assert first.entity.kind is Kind.PERSON
    assert first.entity.caption.upper() in ("BETA ALPHA", "ALPHA BETA")
    assert any(d.year == 1961 for d in first.entity.dobs)
    if name != "canada":  # prints neither quality of aliases, nor nationality, nor documents
        assert any(n.text == "AB" or n.text == "Ab" for n in first.entity.names if n.type is NameType.WEAK)
        if name != "ofac_enhanced":
            assert first.entity.countries == ("KP",)
        assert ("passport", "123456789") in identifiers(first)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_listing_survives_the_store(name):
    for listing in read(name):
        assert codec.decode(codec.encode(listing), listing.raw) == listing
        assert listing.raw


@pytest.mark.parametrize("name", XML)
def test_an_unknown_element_stops_the_reader(name):
    """A publisher that adds an element changes the meaning of the list: nobody may go on screening with half of it."""
    text, file = SAMPLES[name]
    entry = {
        "un": "DATAID",
        "eu": "subjectType",
        "canada": "Country",
        "uk": "UniqueID",
        "ofac_legacy": "sdnType",
        "ofac_enhanced": "sanctionsPrograms",
        "ofac_advanced": "Profile",
    }[name]
    changed = re.sub(f"<{entry}(?=[ >])", f"<BRAND_NEW>1</BRAND_NEW><{entry}", text, count=1)
    assert changed != text
    with pytest.raises(FormatError, match="BRAND_NEW"):
        readers.read(changed.encode(), file, reader=name, list_key="x")


def test_an_unknown_attribute_stops_the_eu_reader():
    text, file = SAMPLES["eu"]
    with pytest.raises(FormatError, match="unknown attribute 'newThing'"):
        readers.read(
            text.replace("subjectType code", 'subjectType newThing="1" code').encode(),
            file,
            reader="eu",
            list_key="x",
        )


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("un", "<QUALITY>Good", "<QUALITY>Excellent"),
        ("ofac_csv", '"individual"', '"android"'),
        ("ofac_csv", '"DPRK",-0- ,"HMXY"', '"DPRK","HMXY"'),
        ("ofac_legacy", "<Record_Count>2", "<Record_Count>3"),
        ("ofac_legacy", "weak</category>", "feeble</category>"),
        ("eu", 'code="enterprise"', 'code="robot"'),
        ("uk", "<NameType>Alias", "<NameType>Whim"),
        ("ftm", '"schema":"Company"', '"schema":"Spaceship"'),
        ("own", "organisation,", "firm,"),
        ("own", "id,kind", "id,sort"),
        ("own", "1961-02-03", "1961-02-31"),
    ],
)
def test_an_unknown_category_stops_the_reader(name, old, new):
    text, file = SAMPLES[name]
    assert old in text
    with pytest.raises(FormatError):
        readers.read(text.replace(old, new, 1).encode(), file, reader=name, list_key="x")


def test_un_semicolons_part_aliases_and_company_numbers_are_no_ship_numbers():
    person, company = read("un")
    assert [n.text for n in person.entity.names] == ["ALPHA BETA", "Alfa Beta", "Alpha Bheta", "Ab"]
    assert [d.text for d in person.entity.dobs] == ["1961-02-03", "1962", "1963", "1964"]
    assert [d.text for d in person.updated_on] == ["2017-04-14"]
    assert identifiers(company) == {("imo_company", "5963351")}
    assert company.entity.names[1].type is NameType.FORMER


def test_ofac_remarks_are_taken_apart():
    person, company, ship = read("ofac_csv")
    assert [d.text for d in person.entity.dobs] == ["1961-02-03", "1962"]
    assert person.entity.programs == ("DPRK2", "NPWMD")
    assert ("crypto", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT") in identifiers(person)
    assert person.relations[0].name == "GAMMA SHIPPING CO"
    assert identifiers(company) == {("imo_company", "5963351"), ("tax_id", "77")}
    assert {("imo", "8606173"), ("mmsi", "445123456"), ("callsign", "HMXY")} <= identifiers(ship)
    assert ship.entity.countries == ("KP",)
    assert dict(ship.entity.properties)["former_flag"] == ("Panama",)


def test_ofac_set_joins_aliases_addresses_and_comments():
    files = {
        "primary": OFAC_CSV.encode(),
        "alias": OFAC_ALT.encode(),
        "address": OFAC_ADD.encode(),
        "comment": OFAC_COMMENTS.encode(),
    }
    person, company, ship = ofac_csv.read_set(files, "set").listings
    assert "Beta ALFA" in [n.text for n in person.entity.names]
    assert [n.text for n in company.entity.names if n.type is NameType.FORMER] == ["DELTA LINES"]
    assert company.entity.addresses == ("Street 1, Nampo, Korea North",)
    assert ("callsign", "HMZZ") in identifiers(ship)
    assert "DELTA LINES" in company.raw


def test_ofac_alias_of_nobody_is_counted_not_dropped_silently():
    files = {"primary": OFAC_CSV.encode(), "alias": b'999,1,"aka","GHOST",-0- \n'}
    assert any("999" in key for key in ofac_csv.read_set(files, "set").unmapped)


def test_relations_say_who_owns_whom():
    assert read("ofac_enhanced")[0].relations[0].kind == "owner"
    assert read("ofac_enhanced")[0].relations[0].ref == "ofac-102"
    assert read("ofac_advanced")[1].relations[0].ref == "ofac-101"
    company = read("ftm")[1]
    assert (company.relations[0].ref, str(company.relations[0].share)) == ("x-1", "60")


def test_advanced_dates_are_as_precise_as_they_are_meant():
    """1 January to 31 December of a year is how the model writes "1961"."""
    person, company = read("ofac_advanced")
    assert [d.text for d in person.entity.dobs] == ["1961"]
    assert person.listed_on is not None and person.listed_on.text == "2016-07-06"
    assert company.entity.addresses == ("Nampo, Korea, North",)
    assert company.entity.programs == ("DPRK4",)


def test_an_unknown_country_is_kept_as_printed_and_counted():
    text, file = SAMPLES["ofac_csv"]
    reading = readers.read(
        text.replace("nationality Korea, North", "nationality Atlantis").encode(),
        file,
        reader="ofac_csv",
        list_key="x",
    )
    assert reading.unmapped == {"country: Atlantis": 1}


def test_a_reader_that_does_not_exist_is_named():
    with pytest.raises(NotFound, match="did you mean 'ofac_csv'"):
        readers.format_of("ofac_cvs")


def test_no_format_fits_is_an_error():
    with pytest.raises(FormatError, match="no format"):
        readers.sniff(b"hello", "x.txt")
