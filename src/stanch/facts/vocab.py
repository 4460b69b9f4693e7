"""The closed words that rows of facts may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stanch.dates import PartialDate
from stanch.errors import DataError
from stanch.files import DateField, StrictModel, load_yaml, read_tsv

MISSION_TYPES = (
    "embassy", "consulate_general", "consular_office", "representative_office", "cooperation_office", "non_resident", "un_mission",
    "none", "de_facto",
)  # fmt: skip
MISSION_STATUSES = ("open", "closed", "suspended", "none", "unclear")
REPORT_STATUSES = ("submitted", "not_submitted", "announced")
VOTES = ("yes", "no", "abstain", "absent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of one closed list, each with its definition."""

    file: str
    words: Mapping[str, str]

    def __contains__(self, word: object) -> bool:
        return word in self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All the closed lists that a row is checked against."""

    channels: Vocabulary
    acts: Vocabulary
    steps: Vocabulary
    issues: Vocabulary
    events: Vocabulary
    figures: Vocabulary
    units: Vocabulary
    marks: Vocabulary
    adopted: Mapping[str, PartialDate]  # resolution: adopted on
    easing: frozenset[str]  # steps that by their nature relieve


class _Resolution(StrictModel):
    resolution: str
    adopted_on: DateField
    title: str = ""


def load_words(data_dir: Path) -> Words:
    """Every closed list of the facts, from ``data/vocab``."""
    folder = data_dir / "vocab"
    names = ("channels", "acts", "steps", "issues", "events", "figures", "units", "marks")
    read = {name: _mapping(folder / f"{name}.yml", name) for name in names}
    lists = {
        name: Vocabulary(
            file=f"data/vocab/{name}.yml", words={word: _text(item) for word, item in held.items()}
        )
        for name, held in read.items()
    }
    return Words(
        **lists,
        adopted={
            row.resolution: row.adopted_on for _, row in read_tsv(folder / "resolutions.tsv", _Resolution)
        },
        easing=frozenset(_easing(read["steps"])),
    )


def _mapping(path: Path, key: str) -> Mapping[str, object]:
    data = load_yaml(path).data
    if not isinstance(data, dict) or not isinstance(data.get(key), dict):
        raise DataError(path, 1, key, f"the list must stand under the one key '{key}:'")
    held: Mapping[str, object] = data[key]
    return held


def _text(item: object) -> str:
    return str(item.get("definition", "")) if isinstance(item, dict) else str(item)


def _easing(steps: Mapping[str, object]) -> Iterable[str]:
    return (word for word, item in steps.items() if isinstance(item, dict) and item.get("eases") is True)
