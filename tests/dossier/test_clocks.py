"""The same country on two days: what came later is not told, what came before is."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from stanch.dossier.country import Materials, build, codes, load_materials
from stanch.dossier.markdown import render
from stanch.dossier.model import Dossier, RowKind, all_statements
from stanch.dossier.show import names_later
from stanch.settings import packaged_data
from tests.dossier.conftest import FORUM


def text_of(materials: Materials, code: str) -> str:
    """All sentences of a dossier (the annex names when sources were published, which may be later)."""
    dossier = build(materials, code)
    return "\n".join(f"{s.lead} {s.text}" for _, s in all_statements(dossier))


# (country, in both, only today): dated facts that the files hold
CASES = [
    ("MY", r"4 March 2017 .*ambassador", r"(?:19|21) March 2021 .*"),
    ("SD", r"(?i)missile", r"6 June 2018 .*contracts"),
    ("IN", r"2017 .*(?:food|medicine)", r"October 2017 .*"),
    ("KW", r"(?i)workers", r"September 2017 .*ambassador"),
    ("PH", r"(?i)trade", r"8 September 2017 .*suspended"),
    ("RU", r"(?i)workers", r"28 March 2024 .*"),
    ("CN", r"(?i)coal", r"26 May 2022 .*"),
]


@pytest.mark.parametrize(("code", "both", "only_now"), CASES)
def test_what_happened_later_is_hidden(
    materials: Materials, materials_then: Materials, code: str, both: str, only_now: str
) -> None:
    now, then = text_of(materials, code), text_of(materials_then, code)
    assert re.search(both, now), f"{both} is not in today's file"
    assert re.search(both, then), f"{both} is not in the file of August 2017"
    assert re.search(only_now, now), f"{only_now} is not in today's file"
    assert not re.search(only_now, then), f"{only_now} is in the file of August 2017"


@pytest.mark.parametrize(
    "code", ["MY", "SD", "IN", "KW", "PH", "RU", "CN", "UG", "SG", "TH", "VN", "ID", "MM", "KH", "LA", "AE"]
)
def test_no_later_resolution_is_named(materials: Materials, materials_then: Materials, code: str) -> None:
    """Resolutions 2375 and 2397 had not been adopted on 6 August 2017; nothing may name them, suggestions least of all."""
    then = build(materials_then, code)
    laws = {row.id for row in then.rows.values() if row.kind is RowKind.LAW}
    assert not [key for key in laws if re.search(r":(2375|2397|2664):", key)]
    assert not re.search(r"\b(2375|2397|2664)\b", text_of(materials_then, code))
    assert "unsc:2397:8" in build(materials, code).rows


@pytest.mark.parametrize("code", ["MY", "SD", "IN", "KW", "PH", "RU", "CN"])
def test_no_date_lies_after_the_day(materials_then: Materials, code: str) -> None:
    """Deadlines aside, no sentence of the August 2017 file leads with a later date."""
    dossier = build(materials_then, code)
    late = [s for _, s in all_statements(dossier) if re.match(r"(?:\d+ \w+ |\w+ )?20(?:1[89]|2\d)\b", s.lead)]
    assert not late, late[0]


def test_the_resolution_of_the_day_before_is_in_force(materials_then: Materials) -> None:
    assert "unsc:2371:8" in build(materials_then, "MY").rows


def _known(as_of: dt.date, known_on: dt.date) -> Materials:
    return load_materials(packaged_data(), as_of=as_of, known_on=known_on)


def test_known_on_hides_what_was_published_later_and_counts_what_it_hides() -> None:
    """A Panel report of September 2017 tells of early 2017; a reader in August 2017 could not know it."""
    day = dt.date(2017, 8, 6)
    dossier = build(_known(day, day), "MY")
    claims = [row for row in dossier.rows.values() if row.kind is RowKind.CLAIM and row.source_class]
    assert claims
    assert all(row.published_on and row.published_on[:7] <= "2017-08" for row in claims)
    text = render(dossier)
    hidden = re.search(r"Left out by the two clocks: ([\d,]+) rows? \((.*?)\)\.", text)
    assert hidden
    assert "published later" in hidden[2]
    assert "publication is unknown" in hidden[2]


def test_known_on_today_still_leaves_out_sources_without_a_date(materials: Materials) -> None:
    full = _claims(build(materials, "MY"))
    known = _claims(build(_known(materials.as_of, materials.as_of), "MY"))
    assert known < full


def _claims(dossier: Dossier) -> int:
    return sum(row.kind is RowKind.CLAIM for row in dossier.rows.values())


def test_no_sentence_of_any_country_names_a_later_time(materials_then: Materials) -> None:
    """Deadlines lie ahead by nature (sections on duties and reports); nothing else may."""
    late = [
        f"{code} {section.key}: {statement.lead} {statement.text}"
        for code in codes(materials_then)
        for section, statement in all_statements(build(materials_then, code))
        if section.key not in ("obligations", "reports")
        and names_later(f"{statement.lead} {statement.text}", FORUM)
    ]
    assert not late, "\n".join(late[:10])
