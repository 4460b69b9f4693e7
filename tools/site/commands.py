"""Reference of the command line, from the commands themselves."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator

import click

from stanch.cli import COMMANDS
from tools.site.text import cell, code, listing, page, table


def pages() -> dict[str, str]:
    """A page for each command and one that lists them."""
    made = {f"reference/commands/{name}.md": _page(name) for name in sorted(COMMANDS)}
    rows = [(f"[`stanch {name}`]({name}.md)", COMMANDS[name][1]) for name in sorted(COMMANDS)]
    made["reference/commands/index.md"] = page(
        "Commands",
        "the commands themselves",
        table(("command", "what it does"), rows),
        "Every command has `--help`. Exit codes: 0 done, 1 a finding or a hit, 2 wrong use, 3 bad data. On a terminal a command shows a"
        " table or words; `--json` is for programs.",
        listing(sorted(COMMANDS)).replace(":maxdepth: 1", ":hidden:"),
    )
    return made


def command_of(name: str) -> click.Command:
    """The command of a name."""
    found = importlib.import_module(COMMANDS[name][0]).command
    assert isinstance(found, click.Command)
    return found


def walk(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command and those below it, each with its full name."""
    yield name, command
    if isinstance(command, click.Group):
        for below in sorted(command.commands):
            yield from walk(command.commands[below], f"{name} {below}")


def _page(name: str) -> str:
    parts = []
    for full, command in walk(command_of(name), f"stanch {name}"):
        heading = "" if full == f"stanch {name}" else f"## `{full}`"
        parts += [heading, _usage(full, command), help_of(command), _parameters(command)]
    return page(f"stanch {name}", "the command itself", f"*{COMMANDS[name][1]}*", *parts)


def _usage(full: str, command: click.Command) -> str:
    context = click.Context(command, info_name=full)
    return f"```text\n{full} {' '.join(command.collect_usage_pieces(context))}\n```"


def help_of(command: click.Command) -> str:
    r"""The help text; what stands after a ``\b`` is kept line by line."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    shown = []
    for paragraph in paragraphs:
        if paragraph.startswith("\b"):
            shown.append(f"```text\n{inspect.cleandoc(paragraph.lstrip(chr(8) + chr(10)))}\n```")
        else:
            shown.append(cell(paragraph))
    return "\n\n".join(shown)


def _parameters(command: click.Command) -> str:
    context = click.Context(command)
    rows = []
    for each in command.get_params(context):
        if isinstance(each, click.Option):
            record = each.get_help_record(context)
            if record is None:
                continue
            variable = each.envvar if isinstance(each.envvar, str) else ""
            rows.append((code(record[0]), f"{record[1]} {f'(or {variable})' if variable else ''}"))
    return table(("option", "what it does"), rows)
