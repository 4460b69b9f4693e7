"""``stanch comtrade``: ask UN Comtrade for a state's trade with the target, and keep the answer as a file."""

from __future__ import annotations

import os
from pathlib import Path

import click

KEY = "STANCH_COMTRADE_KEY"


@click.command("comtrade")
@click.argument("reporters", nargs=-1, required=True)
@click.option(
    "--period", "periods", multiple=True, required=True, help="Year (2016) or month (201609). Repeatable."
)
@click.option(
    "--hs", "hs", multiple=True, default=("TOTAL",), show_default=True, help="Commodity code. Repeatable."
)
@click.option(
    "--partner", default="KP", show_default=True, help="Partner, by code; KR to look for a misbooking."
)
@click.option(
    "--flow",
    type=click.Choice(["import", "export", "re-export", "re-import"]),
    default="import",
    show_default=True,
    help="Which way the goods go, as the reporter sees it.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where to keep the answer.",
)
@click.option(
    "--base",
    default="https://comtradeapi.un.org",
    show_default=True,
    help="Another address that answers alike.",
)
@click.option("--json", "as_json", is_flag=True, help="Tell what was kept as JSON.")
def command(
    reporters: tuple[str, ...],
    periods: tuple[str, ...],
    hs: tuple[str, ...],
    partner: str,
    flow: str,
    out: Path,
    base: str,
    as_json: bool,
) -> None:
    """Ask for REPORTERS (country codes, or Comtrade's numbers). With a key in STANCH_COMTRADE_KEY more than 500 rows may come.

    What is kept is the answer as it came; `stanch flags FILE` reads it.
    """
    from stanch.cli.output import show_json
    from stanch.cli.tradecodes import code_reader
    from stanch.files import write_atomic
    from stanch.lists.fetch import fetch
    from stanch.settings import settings_from
    from stanch.statistics.comtrade import read_comtrade
    from stanch.statistics.fetch import Ask, fetch_comtrade, load_codes
    from stanch.statistics.model import BadRow

    data = settings_from().data_dir
    codes = load_codes(data)
    ask = Ask(
        reporters=tuple(codes.get(text.upper(), text) for text in reporters),
        periods=periods,
        partner=codes.get(partner.upper(), partner),
        hs=hs,
        flow=flow,
    )

    def get(address: str, host: str) -> bytes:
        return fetch(address, hosts=(host,)).raw or b""

    raw = fetch_comtrade(ask, get, key=os.environ.get(KEY, ""), base=base)
    write_atomic(out, raw)
    rows = list(read_comtrade(out, code_reader(data)))
    bad = [row for row in rows if isinstance(row, BadRow)]
    if as_json:
        show_json({"file": str(out), "rows": len(rows) - len(bad), "bad_rows": bad})
        return
    click.echo(f"wrote {out}: {len(rows) - len(bad)} rows, {len(bad)} set aside")
    for row in bad[:5]:
        click.echo(f"{out}:{row.line}: {row.reason}", err=True)
