"""Reference of the Python functions and records, from their signatures and docstrings; nothing is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import stanch
from tools.site.text import cell, listing, page

SRC = Path(stanch.__file__).parent
# the command line is in a reference of its own
ROOMS = tuple(sorted(path.parent.name for path in SRC.glob("*/__init__.py") if path.parent.name != "cli"))
FLOOR = tuple(sorted(path.stem for path in SRC.glob("*.py") if path.stem != "__init__"))


def pages() -> dict[str, str]:
    """A page for each room, one for the floor, and a list of them."""
    made = {
        f"reference/python/{room}.md": _page(f"stanch.{room}", sorted((SRC / room).glob("*.py")))
        for room in ROOMS
    }
    made["reference/python/floor.md"] = _page("stanch, the floor", [SRC / f"{name}.py" for name in FLOOR])
    made["reference/python/index.md"] = page(
        "Python",
        "signatures and docstrings",
        "Rooms, each a package; names that begin with an underscore are not shown. Which functions to start from, with examples that"
        " run, stands in the guides.",
        listing(["floor", *ROOMS]),
    )
    return made


def _page(title: str, paths: Sequence[Path]) -> str:
    return page(title, "signatures and docstrings", *(part for path in paths for part in _module(path)))


def _module(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = ".".join(("stanch", *path.relative_to(SRC).with_suffix("").parts)).removesuffix(".__init__")
    shown = [node for node in tree.body if _public(node)]
    if not shown and path.name != "__init__.py":
        return
    yield f"## {name}"
    yield _words(ast.get_docstring(tree))
    for node in shown:
        if isinstance(node, ast.ClassDef):
            yield from _class(node)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield f"### `{node.name}`\n\n```python\n{_signature(node)}\n```"
            yield _words(ast.get_docstring(node))


def _public(node: ast.stmt) -> bool:
    return isinstance(
        node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    ) and not node.name.startswith("_")


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    head = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    one = f"{head} {node.name}({ast.unparse(node.args)}){returns}"
    if len(one) <= 96:
        return one
    copy = ast.unparse(node.args).split(", ")
    return f"{head} {node.name}(\n    {_joined(copy)},\n){returns}"


def _joined(parts: Sequence[str]) -> str:
    """Arguments one to a line; a comma within brackets does not end one."""
    lines: list[str] = []
    for part in parts:
        if lines and lines[-1].count("[") + lines[-1].count("(") > lines[-1].count("]") + lines[-1].count(
            ")"
        ):
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    return ",\n    ".join(lines)


def _class(node: ast.ClassDef) -> Iterator[str]:
    bases = ", ".join(ast.unparse(base) for base in node.bases)
    fields = [
        f"    {ast.unparse(each)}"
        for each in node.body
        if isinstance(each, (ast.AnnAssign, ast.Assign)) and not ast.unparse(each).startswith("_")
    ]
    methods = [
        f"    {'@property ' if _is_property(each) else ''}{_signature(each).splitlines()[0].rstrip('(')}"
        for each in node.body
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and not each.name.startswith("_")
    ]
    head = f"class {node.name}({bases})" if bases else f"class {node.name}"
    yield f"### `{node.name}`\n\n```python\n" + "\n".join([head, *fields, *methods]) + "\n```"
    yield _words(ast.get_docstring(node))


def _is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(each).endswith("property") for each in node.decorator_list)


def _words(text: str | None) -> str:
    """A docstring as Markdown: prose as it is, sections and drawings line by line."""
    parts = []
    for paragraph in (text or "").split("\n\n"):
        plain = not paragraph.startswith((" ", "\t")) and "\n    " not in paragraph and "──" not in paragraph
        parts.append(
            cell(paragraph.replace("``", "`")).replace("\\|", "|") if plain else f"```text\n{paragraph}\n```"
        )
    return "\n\n".join(part for part in parts if part)
