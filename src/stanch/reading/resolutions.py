"""Resolutions that a sentence says something is done under: "pursuant to paragraph 8 of resolution 2397"."""

from __future__ import annotations

import re

_UNDER = re.compile(
    r"\b(?:in\s+(?:line|accordance|compliance|keeping)\s+with|pursuant\s+to|under|implement\w*|to\s+comply\s+with|compl\w+\s+with|"
    r"as\s+(?:required|demanded|mandated)\s+by|carr\w+\s+out|enforc\w+)\b[^.;]{0,60}?"
    r"(?:paragraph\s+(?P<paragraph>\d{1,2})\s+of\s+)?(?:U\.?N\.?\s+)?(?:Security\s+Council\s+)?resolutions?\s+"
    r"(?:no\.?\s*)?(?P<numbers>\d{4}(?:\s*(?:,|and|,\s*and)\s*\d{4})*)",
    re.IGNORECASE,
)


def resolutions_in(sentence: str) -> tuple[tuple[str, str], ...]:
    """(number, paragraph) of each resolution that the sentence names as the ground of what is done, in order."""
    found: dict[tuple[str, str], None] = {}
    for match in _UNDER.finditer(sentence):
        numbers = re.findall(r"\d{4}", match["numbers"])
        paragraph = match["paragraph"] or ""
        for number in numbers:
            found[(number, paragraph if len(numbers) == 1 else "")] = None
    return tuple(found)
