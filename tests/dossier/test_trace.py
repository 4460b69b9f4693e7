"""Every number and sentence of every dossier traces to a source row; and the walk that says so can fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stanch.dossier import country, region
from stanch.dossier.country import Materials, build, codes
from stanch.dossier.model import Dossier, Paragraph, RowKind, Section, Statement, all_statements
from stanch.dossier.trace import faults, numbers_in


@pytest.mark.parametrize("when", ["today", "then"])
def test_every_dossier_traces(materials: Materials, materials_then: Materials, when: str) -> None:
    """The promise of the product: no sentence without a source, in any country's file, on either day."""
    chosen = materials if when == "today" else materials_then
    found = [fault for code in codes(chosen) for fault in faults(build(chosen, code))]
    assert not found, "\n".join(found[:20])


def test_the_regions_page_traces(materials: Materials, materials_then: Materials) -> None:
    for chosen in (materials, materials_then):
        assert not faults(region.build(chosen, "ASEAN"))


def test_there_are_enough_dossiers_and_the_deep_ones_answer_every_area(materials: Materials) -> None:
    """At least sixty countries; each of the sixteen says something, or "none held", on every area."""
    assert len(codes(materials)) >= 60
    assert len(materials.deep) == 16
    asked = {f"ties-{area.key}" for area in materials.areas if area.deep}
    for code in sorted(materials.deep):
        dossier = build(materials, code)
        ties = next(section for section in dossier.sections if section.key == "ties")
        assert asked <= {part.key for part in ties.parts}, code
        assert len(dossier.sections) == 11


def test_thin_files_say_so_and_are_not_padded(materials: Materials) -> None:
    thin = [build(materials, code) for code in codes(materials)]
    notes = [dossier for dossier in thin if dossier.thin]
    assert notes
    for dossier in notes:
        assert dossier.code not in materials.deep
        assert len(dossier.sections) < 11
        assert "thin" in next(iter(dossier.sections)).blocks[0].statements[0].text or "note" in str(
            dossier.sections[0]
        )


def _broken(dossier: Dossier, statement: Statement) -> Dossier:
    extra = Section(key="extra", title="Extra", blocks=(Paragraph(statements=(statement,)),))
    return replace(dossier, sections=(*dossier.sections, extra))


@pytest.fixture(scope="module")
def good(materials: Materials) -> Dossier:
    return build(materials, "MY")


def test_a_sentence_without_a_row_is_found(good: Dossier) -> None:
    assert faults(_broken(good, Statement(text="Malaysia is kind."))) == [
        "MY extra: no row: Malaysia is kind."
    ]


def test_a_number_that_no_row_holds_is_found(good: Dossier) -> None:
    row = next(row for row in good.rows.values() if row.kind is RowKind.CLAIM and row.id in good.numbers)
    [fault] = faults(_broken(good, Statement(text="It was 987,654,321.", refs=(row.id,))))
    assert "987654321" in fault


def test_a_row_that_is_not_there_is_found(good: Dossier) -> None:
    [fault] = faults(_broken(good, Statement(text="So it was.", refs=("claim-gone",))))
    assert "claim-gone" in fault


def test_a_wrong_count_is_found(good: Dossier) -> None:
    key, row = next((key, row) for key, row in good.rows.items() if row.kind is RowKind.COUNT)
    assert faults(replace(good, rows={**good.rows, key: replace(row, count=(row.count or 0) + 1)}))


def test_footnotes_are_numbered_without_gaps_in_the_order_of_reading(good: Dossier) -> None:
    assert sorted(good.numbers.values()) == list(range(1, len(good.numbers) + 1))
    first = next(ref for _, statement in all_statements(good) for ref in statement.refs)
    assert good.numbers[first] == 1


def test_numbers_are_read_as_people_write_them() -> None:
    assert [str(n) for n in numbers_in("USD 1,234.5 on 2017-08-06, 12%")] == [
        "1234.5",
        "2017",
        "8",
        "6",
        "12",
    ]


def test_the_same_facts_make_the_same_dossier(materials: Materials) -> None:
    """Stable order everywhere: two runs do not differ by a byte."""
    from stanch.dossier.data import as_json

    assert as_json(country.build(materials, "SD")) == as_json(country.build(materials, "SD"))
