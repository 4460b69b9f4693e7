"""Countries and groups: every name a report uses finds its state, and membership has dates."""

from __future__ import annotations

import datetime as dt

import pytest

from stanch.errors import NotFound
from stanch.facts.countries import Countries, load_countries
from stanch.settings import packaged_data


@pytest.fixture(scope="module")
def places() -> Countries:
    return load_countries(packaged_data())


@pytest.mark.parametrize(
    ("text", "code"),
    [("Russian Federation", "RU"), ("Lao PDR", "LA"), ("Viet Nam", "VN"), ("Burma", "MM"), ("UAE", "AE"), ("Côte d’Ivoire", "CI"),
     ("Ivory Coast", "CI"), ("Swaziland", "SZ"), ("Turkey", "TR"), ("United Republic of Tanzania", "TZ"), ("DPRK", "KP"),
     ("Democratic People's Republic of Korea", "KP"), ("Republic of Korea", "KR"), ("Democratic Republic of the Congo", "CD"),
     ("Republic of the Congo", "CG"), ("Iran (Islamic Republic of)", "IR"), ("U.S.", "US"), ("MYS", "MY"), ("Macau", "MO")],
)  # fmt: skip
def test_names_of_reports(places: Countries, text: str, code: str) -> None:
    found = places.named(text)
    assert found is not None
    assert found.iso2 == code


def test_every_name_finds_its_own_country(places: Countries) -> None:
    for country in places.by_code.values():
        assert places.find(country.name) == country
        assert places.find(country.iso3) == country
        assert places.find(country.iso2.lower()) == country


def test_no_alias_stands_for_two_countries(places: Countries) -> None:
    seen: dict[str, str] = {}
    for country in places.by_code.values():
        for alias in (country.name, *country.aliases):
            assert seen.setdefault(alias, country.iso2) == country.iso2, alias


def test_all_members_of_the_united_nations(places: Countries) -> None:
    assert sum(country.un == "member" for country in places.by_code.values()) == 193


def test_a_typing_error_is_answered_with_a_guess(places: Countries) -> None:
    with pytest.raises(NotFound, match="did you mean 'malaysia'"):
        places.find("Malaisia")


@pytest.mark.parametrize(
    ("bloc", "day", "count"),
    [("ASEAN", "2017-08-06", 10), ("ASEAN", "2025-12-01", 11), ("ARF", "2017-08-07", 27), ("ARF", "1995-01-01", 18),
     ("EU", "2017-08-06", 28), ("EU", "2020-02-01", 27), ("EU", "2006-10-14", 25), ("AU", "2017-01-01", 54), ("AU", "2017-02-01", 55),
     ("MSMT", "2024-10-16", 11), ("GCC", "2017-08-06", 6)],
)  # fmt: skip
def test_members_by_date(places: Countries, bloc: str, day: str, count: int) -> None:
    assert len(places.members(bloc, dt.date.fromisoformat(day))) == count


def test_the_council_has_fifteen_members_on_every_first_of_the_year(places: Countries) -> None:
    for year in range(2006, 2027):
        for day in (dt.date(year, 1, 1), dt.date(year, 12, 31)):
            members = places.members("UNSC", day)
            assert len(members) == 15, day
            assert set(members) >= {"CN", "FR", "GB", "RU", "US"}


def test_the_forum_counts_the_sanctioned_state_and_asean_does_not(places: Countries) -> None:
    assert "ARF" in places.blocs_of("KP", dt.date(2017, 8, 6))
    assert "ASEAN" not in places.blocs_of("KP", dt.date(2017, 8, 6))


def test_an_unknown_bloc_is_refused(places: Countries) -> None:
    with pytest.raises(NotFound, match="ASEAN"):
        places.members("ASEEN", dt.date(2017, 1, 1))
