"""Licences of the locked distributions against the list of those that are allowed."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from boolean import ParseError
from license_expression import ExpressionError, get_spdx_licensing

from tools.audit.lock import Locked

POLICY = Path(__file__).with_name("policy.yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found of one distribution; `fault` is empty where it may be used."""

    name: str
    licence: str
    fault: str = ""
    note: str = ""


def policy() -> dict[str, Any]:
    """The list of allowed licences and the decisions made one by one."""
    held: dict[str, Any] = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
    return held


def judge(locked: Sequence[Locked], rules: Mapping[str, Any]) -> Iterator[Judged]:
    """Every distribution, by the metadata that are installed; what is for other platforms by the list `elsewhere`."""
    for name in sorted({each.name for each in locked}):
        try:
            held = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            yield _elsewhere(name, rules)
            continue
        yield _named(name, held, rules) if name in rules["named"] else judge_terms(name, terms(held), rules)


def terms(held: importlib.metadata.Distribution) -> tuple[str, ...]:
    """What a distribution says of its licence, the firmest first: SPDX expression, field, classifiers."""
    return terms_of(
        held.metadata.get_all("License-Expression"), held.metadata.get_all("License"), classifiers(held)
    )


def classifiers(held: importlib.metadata.Distribution) -> tuple[str, ...]:
    """The last parts of its licence classifiers."""
    found = held.metadata.get_all("Classifier") or []
    return tuple(each.rsplit(" :: ", 1)[-1] for each in found if each.startswith("License ::"))


def terms_of(
    expression: list[str] | None, field: list[str] | None, classified: Sequence[str]
) -> tuple[str, ...]:
    """The terms that count. A field of many words is the licence's text: then the classifiers count."""
    if expression:
        return (expression[0],)
    text = " ".join((field or [""])[0].split())
    if text and len(text) <= 60 and text not in ("UNKNOWN", "Dual License"):
        return (text, *classified)
    return tuple(classified)


def judge_terms(name: str, said: Sequence[str], rules: Mapping[str, Any]) -> Judged:
    """Every term that a distribution names must be allowed; "or" within a term leaves the choice to us."""
    if not said:
        return Judged(name=name, licence="", fault="its metadata name no licence; read its licence file")
    for term in said:
        if fault := _fault(rules["read_as"].get(term, term), rules["allowed"]):
            return Judged(name=name, licence="; ".join(said), fault=fault)
    return Judged(name=name, licence="; ".join(said))


def _fault(expression: str, allowed: Sequence[str]) -> str:
    try:
        parsed = get_spdx_licensing().parse(expression, validate=True)
    except (ExpressionError, ParseError):
        return f"'{expression}' is no SPDX name; say in policy.yml what it is read as"
    return "" if _allowed(parsed, allowed) else f"'{expression}' is not allowed"


def _allowed(node: Any, allowed: Sequence[str]) -> bool:
    kind = type(node).__name__
    if kind == "OR":
        return any(_allowed(each, allowed) for each in node.args)
    if kind == "AND":
        return all(_allowed(each, allowed) for each in node.args)
    return str(node) in allowed


def _named(name: str, held: importlib.metadata.Distribution, rules: Mapping[str, Any]) -> Judged:
    rule = rules["named"][name]
    fault = ""
    for ending in rule.get("without", ()):
        if any(str(file).endswith(ending) for file in held.files or ()):
            fault = f"a file ends with {ending}, which the decision in policy.yml says it does not"
    if "holds" in rule and rule["holds"] not in _licence_text(held):
        fault = f"its licence files no longer say '{rule['holds']}'; read them again"
    if "licence" in rule and not rule.get("holds") and rule["licence"] not in terms(held):
        fault = f"its metadata say {terms(held)}, the decision was made on {rule['licence']}"
    return Judged(name=name, licence=rule["licence"], fault=fault, note=rule["because"])


def _licence_text(held: importlib.metadata.Distribution) -> str:
    files = [
        file for file in held.files or () if "licen" in str(file).lower() or "copying" in str(file).lower()
    ]
    return " ".join(
        " ".join(Path(str(file.locate())).read_text(encoding="utf-8", errors="replace").split())
        for file in files
        if Path(str(file.locate())).suffix not in (".py", ".pyc")
    )


def _elsewhere(name: str, rules: Mapping[str, Any]) -> Judged:
    if name not in rules["elsewhere"]:
        return Judged(name=name, licence="", fault="is not installed here: run  make setup-dev")
    said = rules["elsewhere"][name]
    return Judged(
        name=name,
        licence=said,
        fault=_fault(said, rules["allowed"]),
        note="not installed here; as noted in policy.yml",
    )
