"""The law, case by case: files that a lawyer can write, in ``tests/cases``. Each row is one test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stanch.dates import parse_day
from stanch.files import StrictModel, read_yaml
from stanch.rulebook import Layer, Verdict, check, load_regime
from stanch.rulebook.fields import activity_from

FOLDER = Path(__file__).parent / "cases"


class Case(StrictModel):
    """One activity on one day."""

    id: str
    on: str
    authority: str
    activity: dict[str, str]
    expect: str
    by: tuple[str, ...] = ()
    source: str = ""
    regime: str = "dprk"
    note: str = ""


class Series(StrictModel):
    """One activity on several days; each day says the verdict and, after a space, provisions that must be cited."""

    name: str
    authority: str
    activity: dict[str, str]
    days: dict[str, str]
    regime: str = "dprk"
    source: str = ""


class File(StrictModel):
    """What a case file holds."""

    cases: tuple[Case, ...] = ()
    series: tuple[Series, ...] = ()


def _all() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.yml")):
        file = read_yaml(path, File)
        yield from file.cases
        for series in file.series:
            for day, answer in series.days.items():
                expect, *by = answer.split()
                yield Case(
                    id=f"{series.name} {day}", on=day, authority=series.authority, activity=series.activity,
                    expect=expect, by=tuple(by), regime=series.regime,
                )  # fmt: skip


def outcome(layer: Layer) -> str:
    """The layer's answer in one word: a prohibition, else US exposure, else the verdict."""
    if layer.exposure is not None and layer.verdict is not Verdict.PROHIBITED:
        return layer.exposure.value
    return layer.verdict.value


@pytest.mark.parametrize("case", list(_all()), ids=lambda case: case.id)
def test_case(case: Case) -> None:
    """A case that fails shows what each provision said."""
    day: dt.date = parse_day(case.on)
    answer = check(
        activity_from(case.activity), day, regime=load_regime(case.regime), authorities=(case.authority,)
    )
    layer = answer.layer(case.authority)
    told = [(finding.provision, finding.verdict.value, finding.why) for finding in layer.findings]
    wanted = ("notify", "needs_permission") if case.expect == "notify" else (case.expect,)
    assert outcome(layer) in wanted, told
    cited = {key.partition("/")[0] for key in layer.paragraphs} | set(layer.paragraphs)
    assert set(case.by) <= cited, told


def test_ids_are_unique() -> None:
    """Two cases with one name would hide each other in a report."""
    ids: list[Any] = [case.id for case in _all()]
    assert sorted(ids) == sorted(set(ids))
