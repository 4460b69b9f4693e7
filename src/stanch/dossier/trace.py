"""Does every sentence and number of a dossier rest on a row? The walk that says where one does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from stanch.dossier.model import Dossier, Row, RowKind, Statement, all_statements

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SCALES = (Decimal(1), Decimal(10) ** 3, Decimal(10) ** 6, Decimal(10) ** 9)


def faults(dossier: Dossier) -> list[str]:
    """Each place where a statement has no row, names a row that is not there, or holds a number that none of its rows holds."""
    found = [fault for row in dossier.rows.values() for fault in _row_faults(row, dossier)]
    for section, statement in all_statements(dossier):
        found += [f"{dossier.code} {section.key}: {fault}" for fault in _statement_faults(statement, dossier)]
    return found


def _row_faults(row: Row, dossier: Dossier) -> Iterator[str]:
    if row.kind in (RowKind.CLAIM, RowKind.LAW) and not (row.url or row.locator):
        yield f"{dossier.code}: row {row.id} names no place to look it up"
    if not row.label or not row.text:
        yield f"{dossier.code}: row {row.id} is empty"
    if row.kind is RowKind.COUNT and row.count != len(row.inputs):
        yield f"{dossier.code}: row {row.id} counts {row.count} and names {len(row.inputs)}: {row.text}"
    for key in row.inputs:
        if key not in dossier.rows:
            yield f"{dossier.code}: row {row.id} was made from {key}, which is not there"


def _statement_faults(statement: Statement, dossier: Dossier) -> Iterator[str]:
    text = f"{statement.lead} {statement.text}".strip()
    if not text:
        return
    if not statement.refs:
        yield f"no row: {text}"
        return
    missing = [ref for ref in statement.refs if ref not in dossier.rows or ref not in dossier.numbers]
    if missing:
        yield f"rows {missing} are not there: {text}"
        return
    held = {number for ref in statement.refs for number in _numbers_of(dossier.rows[ref])}
    loose = [number for number in numbers_in(text) if not _within(number, held)]
    if loose:
        yield f"number {', '.join(map(str, loose))} is in none of its rows: {text}"


def numbers_in(text: str) -> list[Decimal]:
    """The numbers of a text: "1,234.5" is one number, "2017-08-06" are three."""
    return [Decimal(match.replace(",", "")) for match in _NUMBER.findall(text) if match.count(".") < 2]


def _numbers_of(row: Row) -> set[Decimal]:
    return set(numbers_in(" ".join((row.text, row.when, row.locator, row.label, row.published_on))))


def _within(number: Decimal, held: set[Decimal]) -> bool:
    return any(number * scale in held or number in {each * scale for each in held} for scale in _SCALES)
