"""Reference of the closed vocabularies: those in the data, and those in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

import stanch
from stanch.settings import packaged_data
from tools.site.text import cell, code, page, table

SRC = Path(stanch.__file__).parent
# file of data/vocab: its title; in the order of the page
FILES = {
    "channels": "Channels: the kinds of tie that measures bite on",
    "measures": "Measures: the kinds of restriction",
    "acts": "Acts: what somebody does, as rules see it",
    "facts": "Facts: what can be established about an activity, and conditions of rules",
    "actors": "Actors: kinds of doer",
    "duties": "Duties",
    "steps": "Steps: what a state does about a tie",
    "issues": "Issues: what states take positions on",
    "events": "Events",
    "figures": "Figures: what a number measures",
    "marks": "Marks of a claim",
    "units": "Units",
}
# classes of the code whose members users meet in answers and tables
ENUMS = (
    *("records.SourceClass", "records.Stage", "records.Standing", "records.Modality"),
    *("facts.model.Says", "facts.model.TieStatus", "facts.model.Effect", "facts.model.Stance"),
    *("rulebook.model.Force", "rulebook.model.Effect", "rulebook.model.Grade"),
    *("rulebook.verdict.Verdict", "rulebook.verdict.Exposure", "rulebook.verdict.Bite"),
    *("screening.model.Decision", "dossier.obligations.Held", "matching.model.Kind", "web.people.Role"),
)


def pages() -> dict[str, str]:
    """One page of words."""
    parts = [part for name, title in FILES.items() for part in _vocabulary(name, title)]
    parts += [part for name in ENUMS for part in _enum(name)]
    return {"reference/words.md": page("Words", "`data/vocab` and the classes that hold closed sets", *parts)}


def vocabulary(name: str) -> Mapping[str, Any]:
    """A vocabulary by its file's name."""
    held = yaml.safe_load((packaged_data() / f"vocab/{name}.yml").read_text(encoding="utf-8"))
    found: Mapping[str, Any] = held[name]
    return found


def _vocabulary(name: str, title: str) -> Iterator[str]:
    held = vocabulary(name)
    yield f"## {title}"
    yield f"`data/vocab/{name}.yml`, {len(held)} words."
    if name == "facts":
        rows: list[tuple[object, ...]] = [
            (code(key), each["type"], each["question"], each["silent"]) for key, each in held.items()
        ]
        yield table(("word", "takes", "question", "silence means"), rows)
        return
    yield table(("word", "what it means"), [(code(key), _meaning(each)) for key, each in held.items()])


def _meaning(entry: Any) -> str:
    if isinstance(entry, str):
        return entry
    more = f" (includes {', '.join(entry['includes'])})" if entry.get("includes") else ""
    return f"{entry['definition']}{more}"


def _enum(name: str) -> Iterator[str]:
    module, _, wanted = name.rpartition(".")
    path = SRC / f"{module.replace('.', '/')}.py"
    source = path.read_text(encoding="utf-8")
    found = next(
        node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == wanted
    )
    lines = source.splitlines()
    yield f"## {wanted} ({module.split('.')[0]})"
    yield cell(ast.get_docstring(found) or "")
    yield table(("value", "note"), list(_members(found, lines)))


def _members(found: ast.ClassDef, lines: list[str]) -> Iterator[tuple[str, str]]:
    for node in found.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.targets[0], ast.Name)
        ):
            value = node.value.value if isinstance(node.value.value, str) else node.targets[0].id.lower()
            _, _, comment = lines[node.lineno - 1].partition("  # ")
            yield code(value), comment
