"""Small pieces of Markdown that the generated pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GENERATED = "*Written from {what} when the site is built.*"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; bars and line ends in cells are made harmless."""
    lines = [list(header), ["---"] * len(header), *[[cell(each) for each in row] for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(value: object) -> str:
    """One cell; what HTML would read as a tag is shown as it is."""
    text = " ".join(str(value).split()).replace("|", r"\|")
    return text if "`" in text else text.replace("<", "&lt;")


def code(text: object) -> str:
    """A word in code type; empty stays empty."""
    return f"`{text}`" if str(text) else ""


def page(title: str, what: str, *parts: str) -> str:
    """A generated page that says where it comes from."""
    return "\n\n".join([f"# {title}", GENERATED.format(what=what), *(part for part in parts if part)]) + "\n"


def listing(names: Iterable[str], *, depth: int = 1) -> str:
    """A list of pages as Sphinx takes it."""
    return "\n".join(["```{toctree}", f":maxdepth: {depth}", "", *names, "```"])
