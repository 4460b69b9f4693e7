"""``stanch check``: may this happen, on this day, by which paragraph? One question, a questionnaire, or a file of rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stanch.rulebook import Activity, Answer, Layer, Regime
    from stanch.rulebook.listing import Listed
    from stanch.rulebook.table import Columns

_TEXT_OPTIONS = (
    ("--act", "What is done: procure, supply, charter_vessel ... (--acts lists them)."),
    ("--goods", "The goods in plain words: anthracite, squid, seamless pipes."),
    ("--hs", "Their HS code, 2 to 10 digits."),
    ("--hs-edition", "Edition of the code: HS2012, HS2017, HS2022 (default: by the day)."),
    ("--from", "Country they leave (ISO code or name)."),
    ("--to", "Country they reach."),
    ("--origin", "Country where they were made or dug."),
    ("--state", "The State that acts or lets it happen."),
    ("--actor", "Who acts: us_person, foreign_bank, eu_operator ..."),
    ("--nationality", "Nationality of the person or worker."),
    ("--contract", "Day of the written contract, YYYY-MM-DD."),
    ("--vessel", "IMO number or name of the vessel."),
    ("--flag", "Flag of the vessel."),
)


def _options(function: click.decorators.FC) -> click.decorators.FC:
    for name, help_text in reversed(_TEXT_OPTIONS):
        function = click.option(
            name, name.removeprefix("--").replace("-", "_") + "_", default="", help=help_text
        )(function)
    return function


@click.command("check")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_options
@click.option("--via", "vias", multiple=True, help="A place or country on the way. Repeatable.")
@click.option("--party", "parties", multiple=True, help="Somebody who takes part, by name. Repeatable.")
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="NAME=VALUE",
    help="What else is established, e.g. livelihood=yes. Repeatable.",
)
@click.option("--on", "day", default="", help="The day, YYYY-MM-DD (default: today).")
@click.option("--known-on", default="", help="Leave out what was published after this day.")
@click.option("--regime", default="dprk", show_default=True, help="Which regime, by name or folder.")
@click.option("--authority", "authorities", multiple=True, help="Only these layers: un, us, eu. Repeatable.")
@click.option(
    "--if-adopted",
    "if_adopted",
    default="",
    metavar="DRAFT=DAY",
    help="Weigh a draft as if it had been adopted on a day: unsc:draft-2022-431=2022-06-01.",
)
@click.option("--ask", is_flag=True, help="Ask for facts that are missing.")
@click.option("--all", "every", is_flag=True, help="Show every provision considered and why.")
@click.option("--template", is_flag=True, help="Print a small table to start from, then stop.")
@click.option("--acts", is_flag=True, help="List the acts and facts, then stop.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the answers to FILE go (.csv .tsv .parquet).",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "processes", "spark"]),
    default="local",
    show_default=True,
    help="For files: one process, several, or Spark.",
)
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
def command(file: Path | None, **given: object) -> None:
    """Check one activity, or each row of FILE (CSV or Parquet; columns named like the options, with a day column "on").

    Exit code 1: prohibited, needs permission, unknown or sanctionable; with FILE: rows that could not be read (3).

    \b
      stanch check --act procure --hs 270112 --from KP --to CN --on 2017-08-06
      stanch check --goods "seamless pipes" --to KP --on 2018-03-01 --all
      stanch check shipments.csv -o answers.csv --engine processes
    """
    if given.pop("acts"):
        _show_words()
    elif given.pop("template"):
        _show_template()
    elif file is not None:
        if given["if_adopted"]:
            raise click.UsageError(
                "--if-adopted is for one question; answers in a file could be taken for law"
            )
        click.get_current_context().exit(_check_file(file, given))
    else:
        click.get_current_context().exit(_check_one(given))


def _show_words() -> None:
    from stanch.cli.output import show_table
    from stanch.rulebook.vocab import vocabulary

    words = vocabulary()
    show_table(("act", "what it is"), [(key, entry.definition) for key, entry in words.acts.items()])
    click.echo()
    show_table(
        ("fact", "type", "question"),
        [(key, entry.type, entry.question) for key, entry in words.facts.items()],
    )


def _show_template() -> None:
    from stanch.cli.output import show_csv

    header = (
        "id",
        "on",
        "act",
        "hs",
        "goods",
        "from",
        "to",
        "origin",
        "party",
        "vessel",
        "contract",
        "livelihood",
    )
    show_csv(
        header,
        [
            ("1", "2018-03-01", "supply", "841370", "industrial pump", "DE", "KP", "DE", "", "", "", ""),
            (
                "2",
                "2017-09-04",
                "procure",
                "030743",
                "frozen squid",
                "KP",
                "CN",
                "KP",
                "",
                "",
                "2017-06-15",
                "",
            ),
        ],
    )


def _check_one(given: dict[str, object]) -> int:
    from stanch.cli.output import show_json
    from stanch.rulebook import check
    from stanch.rulebook.fields import activity_from, day_from

    regime = _assumed(_regime(str(given["regime"])), str(given["if_adopted"]))
    # the one place where today is read: a question without a day is about today
    day = day_from("on", str(given["day"])) if given["day"] else dt.datetime.now(dt.UTC).date()
    known_on = day_from("known-on", str(given["known_on"])) if given["known_on"] else None
    texts = _texts(given)
    names = _strings(given["authorities"])
    listed = _listed()
    while True:
        activity = activity_from(texts)
        answer = check(activity, day, known_on, regime=regime, listed=listed, authorities=names or None)
        asked = _ask(answer, texts) if given["ask"] else False
        if not asked:
            break
    if given["as_json"]:
        show_json(
            {
                "if_adopted": given["if_adopted"] or None,
                "answer": answer,
                "considered": _considered(activity, day, known_on, regime) if given["every"] else [],
            }
        )
    else:
        if given["if_adopted"]:
            click.echo(
                f"AS IF {given['if_adopted']}: a draft is weighed here as if it had been adopted. It is not law.\n"
            )
        _show(answer, regime)
        if given["every"]:
            _show_considered(activity, day, known_on, regime)
    return _exit_code(answer)


def _regime(name: str) -> Regime:
    from stanch.cli.regimes import regime_named
    from stanch.rulebook import load_regime

    return load_regime(regime_named(name))


def _listed() -> Listed | None:
    """Who is listed by the lists that this installation holds; None (the packaged table answers) while it holds none."""
    from stanch.settings import settings_from

    settings = settings_from()
    url = settings.store_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).is_file():
        return None
    from stanch.screening.listed import listed_in
    from stanch.store import connect
    from stanch.store import lists as rows

    database = connect(url)
    with database.read() as store:
        held = rows.list_keys(store)
    return listed_in(database, settings) if held else None


def _assumed(regime: Regime, text: str) -> Regime:
    """The regime with a draft in force from a day, where one is to be assumed."""
    from stanch.rulebook.drafts import adopted
    from stanch.rulebook.fields import day_from

    if not text:
        return regime
    key, equals, day = text.rpartition("=")
    if not equals:
        raise click.UsageError(f"--if-adopted {text}: write DRAFT=DAY, e.g. unsc:draft-2022-431=2022-06-01")
    return adopted(regime, key, day_from("if-adopted", day))


def _strings(value: object) -> tuple[str, ...]:
    assert isinstance(value, tuple)
    return tuple(str(each) for each in value)


def _texts(given: dict[str, object]) -> dict[str, str]:
    texts = {key.removesuffix("_"): str(value) for key, value in given.items() if key.endswith("_") and value}
    texts["via"] = " | ".join(_strings(given["vias"]))
    texts["party"] = " | ".join(_strings(given["parties"]))
    for fact in _strings(given["facts"]):
        name, equals, value = fact.partition("=")
        if not equals:
            raise click.UsageError(f"--fact {fact}: write NAME=VALUE, e.g. livelihood=yes")
        texts[name.strip()] = value.strip()
    return texts


def _ask(answer: Answer, texts: dict[str, str]) -> bool:
    """Ask for each missing fact; False when nothing more can be asked."""
    from stanch.rulebook.vocab import vocabulary

    names = {"from_country": "from", "to_country": "to", "parties": "party"}
    asked = False
    for missing in dict.fromkeys(name for layer in answer.layers for name in layer.missing):
        key = names.get(missing, missing)
        if key in texts:
            continue
        entry = vocabulary().facts.get(key)
        question = entry.question if entry else f"What is the {key.replace('_', ' ')}?"
        texts[key] = click.prompt(f"{question} (enter: not known)", default="", show_default=False, err=True)
        asked = asked or bool(texts[key].strip())
    return asked


def _exit_code(answer: Answer) -> int:
    stopped = answer.verdict.value in ("prohibited", "unknown", "needs_permission")
    return 1 if stopped or any(layer.exposure for layer in answer.layers) else 0


def _show(answer: Answer, regime: Regime) -> None:
    click.echo(f"{answer.verdict.value.replace('_', ' ').upper()}  on {answer.as_of}  ({regime.name})")
    for layer in answer.layers:
        click.echo()
        for line in _layer_lines(layer):
            click.echo(line)


def _layer_lines(layer: Layer) -> Iterator[str]:
    exposure = f", {layer.exposure.value.replace('_', ' ')}" if layer.exposure else ""
    yield f"{layer.authority.upper()}: {layer.verdict.value.replace('_', ' ')}{exposure}"
    if layer.note:
        yield f"  {layer.note}"
    for finding in layer.findings:
        mark = finding.exposure.value if finding.exposure else finding.verdict.value
        yield f"  {finding.provision} [{finding.grade}] {mark.replace('_', ' ')}: {finding.title}"
        yield from (f"      {reason}" for reason in finding.why)
        yield from (f"      open reading: {reading}" for reading in finding.readings)
    for duty in layer.duties:
        verb = "must" if duty.binding else "should"
        by = f" by {duty.by}" if duty.by else ""
        yield f"  {verb} {duty.kind}{by} ({duty.provision}): {duty.text}"
    for finding in layer.findings:
        for open_way in (each for each in finding.ways if each.open):
            yield from (
                f"  owed ({finding.provision}, {open_way.kind} {open_way.key}): {each}"
                for each in open_way.owed
            )
    for name in layer.missing:
        yield f"  missing: {name}"
    for way in layer.would_be_lawful:
        yield f"  would be lawful under {way.provision} if {way.way}: {'; '.join(way.needs)}"


def _considered(
    activity: Activity, day: dt.date, known_on: dt.date | None, regime: Regime
) -> list[tuple[str, str, str, str]]:
    from stanch.rulebook import consider

    return [
        (authority, key, bite.value, why)
        for authority, key, bite, why in consider(activity, day, known_on, regime=regime)
    ]


def _show_considered(activity: Activity, day: dt.date, known_on: dt.date | None, regime: Regime) -> None:
    from stanch.cli.output import show_table

    click.echo()
    show_table(("layer", "provision", "bites", "why"), _considered(activity, day, known_on, regime))


def _check_file(file: Path, given: dict[str, object]) -> int:
    from stanch.rulebook.table import columns_of, out_columns
    from stanch.rulebook.tablefile import header_of, write_table

    output = given["output"]
    if not isinstance(output, Path):
        raise click.UsageError("with FILE, say where the answers go: -o answers.csv")
    header = header_of(file)
    columns = columns_of(header)
    tally = {"bad": 0, "stopped": 0}
    regime = str(given["regime"])
    rows = _answered(file, columns, given, tally)
    count = write_table(output, (*header, *out_columns(_regime(regime))), rows)
    click.echo(
        f"{count:,} rows answered in {output}: {tally['stopped']:,} stopped, {tally['bad']:,} could not be read",
        err=True,
    )
    if tally["bad"]:
        return 3
    return 1 if tally["stopped"] else 0


def _answered(
    file: Path, columns: Columns, given: dict[str, object], tally: dict[str, int]
) -> Iterator[Sequence[str]]:
    from stanch.cli.output import progress
    from stanch.cli.regimes import regime_named
    from stanch.rulebook.table import answers
    from stanch.rulebook.tablefile import rows_of

    regime = regime_named(str(given["regime"]))
    engine = given["engine"]
    found = answers(rows_of(file), columns, regime=regime, engine=engine)  # type: ignore[arg-type]  # click lets only these through
    width = len(columns.header)
    for number, (row, cells) in enumerate(progress(found, label="check"), 2):
        error = cells[-1]
        if error:
            tally["bad"] += 1
            cells = (*cells[:-1], f"row {number}: {error}")
        elif cells[0] in ("prohibited", "unknown", "needs_permission"):
            tally["stopped"] += 1
        yield (*row[:width], *("" for _ in range(width - len(row))), *cells)
