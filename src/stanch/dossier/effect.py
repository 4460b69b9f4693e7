"""What one more claim does to a dossier: the sentences that it adds, changes or takes away, by building it with and without."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from stanch.dossier.model import Dossier, all_statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence of a dossier with the section it stands in."""

    section: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one country's dossier would say that it does not say now, and the other way round."""

    country: str
    name: str
    added: tuple[Line, ...]
    removed: tuple[Line, ...]


def difference(before: Dossier | None, after: Dossier | None) -> Difference:
    """The sentences of one dossier and not of the other, in reading order; `None` where a country has no dossier."""
    held = after or before
    assert held is not None
    old, new = _lines(before), _lines(after)
    return Difference(
        country=held.code,
        name=held.title,
        added=tuple(_only(new, old)),
        removed=tuple(_only(old, new)),
    )


def _lines(dossier: Dossier | None) -> list[Line]:
    if dossier is None:
        return []
    return [
        Line(
            section=section.title,
            text=" ".join(
                part
                for part in (
                    statement.lead,
                    statement.text,
                    "".join(f"[{badge.text}]" for badge in statement.badges),
                )
                if part
            ),
        )
        for section, statement in all_statements(dossier)
        if statement.text or statement.lead
    ]


def _only(lines: list[Line], others: list[Line]) -> list[Line]:
    left = Counter(lines) - Counter(others)
    found = []
    for line in lines:
        if left[line]:
            left[line] -= 1
            found.append(line)
    return found
