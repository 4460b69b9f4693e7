"""The reference is whole: what a user can type, set, meet or be refused by is written down; and the site asks nothing of the network."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path

import click
import pytest
from tools.site import api, commands, figures, settings, words
from tools.site.__main__ import build, generated
from tools.site.outside import in_html, requests_in
from tools.site.text import cell

from stanch.cli import COMMANDS
from stanch.dossier.suggest import CONDITIONS
from stanch.errors import StanchError
from stanch.rulebook.predicates import PREDICATES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
OPTIONS = [
    pytest.param(full, option, id=f"{full} {option.opts[-1]}")
    for name in sorted(COMMANDS)
    for full, command in commands.walk(commands.command_of(name), name)
    for option in command.params
    if isinstance(option, click.Option)
]


@pytest.fixture(scope="module")
def pages() -> Mapping[str, str]:
    return dict(generated())


@pytest.mark.parametrize(("full", "option"), OPTIONS)
def test_every_option_says_what_it_does(full: str, option: click.Option, pages: Mapping[str, str]) -> None:
    """An option without help is known to those alone who wrote it."""
    assert (option.help or "").strip()
    assert option.hidden or option.opts[-1] in pages[f"reference/commands/{full.split()[0]}.md"]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_says_what_it_does(name: str, pages: Mapping[str, str]) -> None:
    """In one line of the list, and in its own words."""
    for full, command in commands.walk(commands.command_of(name), f"stanch {name}"):
        assert (command.help or "").strip()
        assert full in pages[f"reference/commands/{name}.md"]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_json(name: str) -> None:
    """The README says so."""
    for full, command in commands.walk(commands.command_of(name), f"stanch {name}"):
        options = [each for param in command.params for each in param.opts]
        assert isinstance(command, click.Group) or "--json" in options, full


def test_every_route_says_what_it_does(pages: Mapping[str, str]) -> None:
    """Pages for people and routes for programs."""
    for methods, path, what in api.routes_of_pages():
        assert what, f"{methods} {path} has no docstring"
        assert f"`{path}`" in pages["reference/pages.md"]
    for path, methods in api.description()["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), f"{method} {path} has no docstring"
            assert f"## `{method.upper()} {path}`" in pages["reference/api.md"]


def test_every_page_of_the_service_is_in_the_reference() -> None:
    """The list is read from the modules: it must know every route that the application has for people."""
    known = {path for _, path, _ in api.routes_of_pages()}
    assert {
        "/",
        "/screen",
        "/ask",
        "/law",
        "/review",
        "/alerts",
        "/approvals",
        "/notes",
        "/lists",
        "/log",
        "/money",
    } <= known
    assert len(known) > 20


def test_every_setting_is_documented_and_no_other() -> None:
    """Names that the code reads, and the reference, are the same."""
    assert settings.names_in_code() == set(settings.MEANING)


@pytest.mark.parametrize("name", sorted(words.FILES))
def test_every_word_of_a_vocabulary_has_a_meaning(name: str, pages: Mapping[str, str]) -> None:
    """Channels, measures, acts, facts ...: a word without a definition is a guess."""
    for key, entry in words.vocabulary(name).items():
        said = entry if isinstance(entry, str) else entry.get("definition") or entry.get("question")
        assert said, f"{name}: {key}"
        assert f"`{key}`" in pages["reference/words.md"]


def test_every_condition_of_rules_is_documented() -> None:
    """A lawyer reads docs/rulebook-format.md, not the code."""
    text = (DOCS / "rulebook-format.md").read_text(encoding="utf-8")
    assert [name for name in PREDICATES if f"`{name}" not in text] == []


def test_every_condition_of_suggestions_is_documented() -> None:
    """So does who writes a suggestion."""
    text = (DOCS / "suggestions.md").read_text(encoding="utf-8")
    assert [name for name in CONDITIONS if f"`{name}" not in text] == []


def test_every_error_is_in_the_tree(pages: Mapping[str, str]) -> None:
    """The drawing in the docstring of the module and the reference name the same."""
    drawn = StanchError.__module__
    names = [error.__name__ for _, error in settings.tree()]
    text = __import__(drawn, fromlist=["x"]).__doc__
    assert len(names) > 8
    assert all(name in text and f"`{name}`" in pages["reference/errors.md"] for name in names)


def test_every_benchmark_kept_is_shown(pages: Mapping[str, str]) -> None:
    """With machine and commit; a figure without them is an opinion."""
    text = pages["reference/figures.md"]
    for line in figures.RESULTS.read_text(encoding="utf-8").splitlines():
        name = line.split('"benchmark": "')[1].split('"')[0]
        assert f"## {name}\n" in text


def test_nested_figures_are_laid_flat() -> None:
    """Every number keeps the path that leads to it."""
    assert list(figures.leaves({"a": {"b": 1, "c": [1, 2]}, "d": ["x"]})) == [
        ("a.b", "1"),
        ("a.c", "[1, 2]"),
        ("d", "1 entries"),
    ]


def test_cells_cannot_break_a_table() -> None:
    """Data come from many hands."""
    assert cell("a|b\nc <script>") == "a\\|b c &lt;script>"


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<img alt="" src="//img.example/x.png">',
        '<img alt="" srcset="x.png 1x, https://img.example/x.png 2x">',
        '<link rel="preload stylesheet" href="https://fonts.example/css">',
        "<style>@import url('https://fonts.example/css');</style>",
        '<p style="background: url(https://img.example/x.png)">x</p>',
        "<script>fetch('https://count.example/')</script>",
        '<svg><use href="https://img.example/x.svg#a"/></svg>',
        '<iframe src="http://frame.example"></iframe>',
    ],
)
def test_a_request_to_elsewhere_is_seen(html: str) -> None:
    """However it is written."""
    assert in_html(html)


def test_a_link_is_no_request() -> None:
    """A reader may follow it, or not."""
    assert not in_html(
        '<a href="https://undocs.org/S/RES/2371(2017)">x</a><link rel="next" href="https://x.example">'
    )


def _small(folder: Path, text: str) -> Path:
    folder.mkdir()
    shutil.copy(DOCS / "conf.py", folder)
    shutil.copytree(DOCS / "_static", folder / "_static")
    (folder / "index.md").write_text(text, encoding="utf-8")
    return folder


def test_a_site_is_built_and_asks_nothing(tmp_path: Path) -> None:
    """The theme itself, with all it brings."""
    source = _small(tmp_path / "source", "# A title\n\n| a | b |\n|---|---|\n| `x` | y |\n")
    assert build(source, tmp_path / "site") == 0
    assert "<h1>A title" in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert list(requests_in(tmp_path / "site")) == []


@pytest.mark.parametrize(
    "text",
    [
        "# A title\n\n[gone](gone.md)\n",
        "# A title\n\n[gone](#gone)\n",
        "# A title\n\n### A step too deep\n",
    ],
)
def test_a_broken_page_ends_the_build(tmp_path: Path, text: str) -> None:
    """A link that leads nowhere is found before a reader finds it."""
    assert build(_small(tmp_path / "source", text), tmp_path / "site") != 0


def test_the_house_is_as_drawn() -> None:
    """docs/architecture.md names every room, in the order that the import contract holds."""
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]
    layers = [layer.replace("stanch.", "").replace("(", "").replace(")", "") for layer in contract["layers"]]
    drawn = re.search(r"`(cli >[^`]*)`", text)
    assert drawn is not None
    assert " ".join(drawn[1].split()) == " > ".join(layers)
    held = {
        path.stem
        for path in (ROOT / "src/stanch").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    table = re.findall(r"`([a-z_]+)/?`", text.partition("## Words")[0])
    assert held - {"__init__", "pipeline"} <= set(table)
    assert {
        path for path in re.findall(r"^\| `([a-z/_.]+)` \|", text, re.MULTILINE) if not (ROOT / path).exists()
    } <= {f"{each}/" for each in held}
