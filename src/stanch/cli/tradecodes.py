"""What trade tables print for states, as our codes: shared by the commands that read such tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def code_reader(data: Path) -> Callable[[str], str | None]:
    """From what Comtrade prints to our codes; areas that are no state keep their own name, so that their trade is not lost."""
    from stanch.facts.countries import load_countries
    from stanch.files import read_yaml

    places = load_countries(data)
    printed = read_yaml(data / "statistics" / "comtrade_names.yml", dict[str, str])

    def code(text: str) -> str | None:
        found = places.named(text) or places.get(text.upper())
        return found.iso2 if found else printed.get(text)

    return code
