"""The command line: parse, call one function, show. Each command's module is imported when it is used."""

from __future__ import annotations

import importlib
import sys

import click

from stanch.errors import StanchError

# name: (module whose `command` it is, one line of help)
COMMANDS: dict[str, tuple[str, str]] = {
    "facts": ("stanch.cli.facts", "list and export the facts held on a country, with source and standing"),
    "check": ("stanch.cli.check", "may this happen, on this day, by which paragraph"),
    "rules": ("stanch.cli.rules", "the law on a day, its history and its changes"),
    "brief": ("stanch.cli.brief", "write a country's dossier, all of them, or a region's"),
    "note": ("stanch.cli.note", "your own notes on a country, in your own copy only"),
    "audit": ("stanch.cli.audit", "verify, export and replay the log of answers"),
    "dismiss": ("stanch.cli.dismiss", "say that a party is not the listed one, and why"),
    "leaks": ("stanch.cli.leaks", "which closures cut most under a budget of effort"),
    "lists": ("stanch.cli.lists", "official lists: update, status, diff, history, load"),
    "screen": ("stanch.cli.screen", "is this party listed, and what follows?"),
    "selftest": ("stanch.cli.selftest", "how well screening finds variants of the live lists"),
    "whatif": ("stanch.cli.whatif", "what a measure would cut, on which baseline"),
    "track": ("stanch.cli.track", "who did what, when, how far; how fast after a resolution"),
    "positions": ("stanch.cli.positions", "who stands where, who moved, how far a bloc agrees"),
    "ledger": ("stanch.cli.ledger", "pressure and relief of a state, side by side"),
    "read": ("stanch.cli.read", "claims from reports: text, HTML, PDF, DOCX, e-mail"),
    "claims": ("stanch.cli.claims", "list, filter and export the claims read"),
    "review": ("stanch.cli.review", "accept, edit or reject claims, one key each"),
    "serve": ("stanch.cli.serve", "the API and the pages"),
    "account": ("stanch.cli.account", "people and programs that may use the service"),
    "backup": ("stanch.cli.backup", "the whole store and archive in one file"),
    "restore": ("stanch.cli.restore", "bring a backup into an empty store"),
    "comtrade": ("stanch.cli.comtrade", "ask UN Comtrade for a state's trade with the target"),
    "streams": (
        "stanch.cli.streams",
        "what the target earns, by stream, partner and year, each with its source",
    ),
    "flags": ("stanch.cli.flags", "what in a table of trade figures deserves a look"),
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # written from the table, so that --help imports no command
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            close = difflib.get_close_matches(args[0], list(COMMANDS), n=1)
            if close:
                raise click.UsageError(
                    f"No such command '{args[0]}'. Did you mean '{close[0]}'?", ctx
                ) from error
            raise


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="stanch", message="%(version)s")
def app() -> None:
    """Sanctions enforcement that does not leak: dossiers, checks, screening, cited claims, leaks."""


def main() -> None:
    """Run the command line; errors of stanch end with one clear message and an exit code.

    Exit codes: 0 done, 1 finding or hit, 2 wrong use, 3 bad data.
    """
    try:
        app()
    except StanchError as error:
        click.echo(f"stanch: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # the reader of a pipe left (head, less): not an error of ours
        sys.stderr.close()
        sys.exit(0)
