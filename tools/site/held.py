"""Reference of what is held: facts by kind and state, sources by class."""

from __future__ import annotations

from collections import Counter

from stanch.facts.book import KINDS
from stanch.facts.load import load_book
from stanch.settings import packaged_data
from tools.site.text import code, page, table


def pages() -> dict[str, str]:
    """One page of counts."""
    book = load_book(packaged_data())
    places = {
        code: (book.places.name(code) if hasattr(book.places, "name") else code) for code in book.countries()
    }
    rows = []
    for country in book.countries():
        counts = book.counts(country)
        rows.append((country, places[country], *(counts[kind] or "" for kind in KINDS)))
    classes = Counter(claim.source.source_class.value for claim in book.claims())
    standings = book.by_standing()
    return {
        "reference/held.md": page(
            "What is held",
            "`data/facts` and `data/sources`",
            "Counts of facts by state and kind. Few facts on a state say how little was read about it, not how little it does.",
            table(
                ("claims by class of source", "number"),
                [(code(each), count) for each, count in sorted(classes.items())],
            ),
            table(
                ("facts by standing", "number"),
                [(code(each), count) for each, count in sorted(standings.items())],
            ),
            "## By state",
            table(("code", "state or bloc", *KINDS), rows),
        )
    }
