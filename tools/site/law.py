"""Reference of the law that is held: an overview with grades, and a page for each instrument."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import yaml

from stanch.rulebook import load_regime
from stanch.rulebook.model import Grade, Regime
from stanch.rulebook.pages import write_pages
from stanch.settings import packaged_data
from tools.site.text import code, listing, page, table

GRADES = tuple(grade.value for grade in Grade)


def pages() -> dict[str, str]:
    """Every regime with every instrument, and the lists."""
    made: dict[str, str] = {}
    names = sorted(path.parent.name for path in (packaged_data() / "regimes").glob("*/regime.yml"))
    parts = []
    for name in names:
        regime = load_regime(name)
        with tempfile.TemporaryDirectory() as folder:
            for path in write_pages(regime, Path(folder)):
                if path.name != "index.md":
                    made[f"reference/law/{name}/{path.name}"] = path.read_text(encoding="utf-8")
        parts.append(_overview(name, regime))
    made["reference/law/index.md"] = page(
        "The law that is held",
        "`data/regimes`",
        "Each provision carries a grade: **V1** paragraph and substance read in the full text, **V2** substance read in an account,"
        " **M** known to exist, not read. What is not settled stands in [where the law was read](../../sources-law.md).",
        *parts,
        listing(sorted(path.removeprefix("reference/law/") for path in made)).replace(
            ":maxdepth: 1", ":hidden:"
        ),
    )
    made["reference/lists.md"] = _lists()
    return made


def _overview(name: str, regime: Regime) -> str:
    rows = []
    for each in regime.instruments:
        grades = Counter(provision.verified.value for provision in each.provisions)
        link = f"[{each.title}]({name}/{each.instrument.replace(':', '-')}.md)"
        rows.append(
            (
                each.authority.upper(),
                link,
                each.adopted_on,
                each.status,
                len(each.provisions),
                *(grades[g] or "" for g in GRADES),
            )
        )
    header = ("authority", "instrument", "adopted", "status", "provisions", *GRADES)
    return f"## {regime.name}\n\n{table(header, rows)}"


def _lists() -> str:
    sources = yaml.safe_load((packaged_data() / "lists/sources.yml").read_text(encoding="utf-8"))
    rules = yaml.safe_load((packaged_data() / "lists/consequences.yml").read_text(encoding="utf-8"))
    return page(
        "List sources",
        "`data/lists`",
        table(
            ("key", "list", "authority", "reader", "where it is fetched"),
            [
                (code(key), each["title"], each["authority"], code(each["reader"]), code(each["url"]))
                for key, each in sources.items()
            ],
        ),
        "Redirects are followed only to hosts that the list's entry names. How updates are vetted: [official lists](../lists.md).",
        "## What follows from standing on a list",
        table(
            ("lists", "programmes", "measure", "provisions", "why"),
            [
                (
                    ", ".join(each["lists"]),
                    ", ".join(each.get("programmes", [])),
                    f"{each['authority']} {each['measure'].replace('_', ' ')}",
                    ", ".join(each["provisions"]),
                    each["why"],
                )
                for each in rules
            ],
        ),
    )
