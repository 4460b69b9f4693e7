"""A person's corrections to a claim, checked against the closed lists before they count."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from stanch.dates import PartialDate
from stanch.errors import UsageError
from stanch.files import did_you_mean, load_yaml
from stanch.reading.lexicon import load_lexicon
from stanch.reading.model import KINDS, STATUSES
from stanch.records import Modality
from stanch.settings import packaged_data

# the fields that a person may correct, in the order they are asked; lists are written with commas
FIELDS = (
    "kind", "act", "actors", "targets", "channels", "status", "modality", "said_by", "relayed_from", "date", "issue", "stance", "fact",
)  # fmt: skip
_LISTS = frozenset({"actors", "targets", "channels"})
STANCES = ("", "supports", "conditional", "neutral", "not_yet", "opposes")


def corrected(body: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    """The claim with these fields as a person wrote them; its words and place stay what they are.

    Raises:
        UsageError: a value is in no closed list, or no date.
    """
    new = dict(body)
    for name, text in answers.items():
        if name not in FIELDS:
            continue
        if name in _LISTS:
            new[name] = [_code(part.strip()) for part in text.split(",") if part.strip()]
        else:
            new[name] = text.strip()
    _check(new)
    return new


def _code(name: str) -> str:
    """A code in capitals where it is one, a name as written."""
    lexicon = load_lexicon()
    return name.upper() if name.upper() in lexicon.code3 or name.upper() in lexicon.blocs else name


def _check(body: Mapping[str, Any]) -> None:
    _one_of("kind", body["kind"], KINDS)
    _one_of("modality", body["modality"], [word.value for word in Modality])
    _one_of("status", body["status"], ("", *STATUSES))
    if body["kind"] != "figure":
        _one_of("act", body["act"], acts_of(body["kind"]))
    for channel in body["channels"]:
        _one_of("channels", channel.partition(":")[0], _channels())
    _one_of("stance", body.get("stance", ""), STANCES)
    if body.get("issue"):
        _one_of("issue", body["issue"], _issues())
    if bool(body.get("issue")) != bool(body.get("stance")):
        raise UsageError("issue and stance go together: name both or neither")
    try:
        PartialDate(body["date"]) if body["date"] else None
    except ValueError as error:
        raise UsageError(f"date: {error}") from error


def _one_of(name: str, value: str, words: Any) -> None:
    if value not in words:
        shown = ", ".join(word for word in words if word)
        raise UsageError(f"{name}: '{value}' is not known{did_you_mean(value, words)}; use one of: {shown}")


@lru_cache(maxsize=4)
def acts_of(kind: str) -> tuple[str, ...]:
    """The acts that a claim of this kind may have; a figure has none."""
    words = load_yaml(packaged_data() / "lexicons" / "en" / "wording.yml").data
    lists = {
        "tie": ("has", "had", "denies"),
        "action": tuple(words["acts"]),
        "position": tuple(words["stances"]),
        "figure": (),
    }
    return lists[kind]


@lru_cache(maxsize=1)
def _channels() -> tuple[str, ...]:
    return tuple(load_yaml(packaged_data() / "lexicons" / "en" / "wording.yml").data["channels"])


@lru_cache(maxsize=1)
def _issues() -> tuple[str, ...]:
    return tuple(load_yaml(packaged_data() / "vocab" / "issues.yml").data["issues"])
