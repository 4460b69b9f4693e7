"""The words the reader knows: names of states, blocs, people and media, and the words that nominate acts and stances.

Everything comes from ``data/lexicons/<language>``; nothing about a particular document is in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from stanch.files import StrictModel, load_yaml, read_tsv
from stanch.reading.model import MentionKind
from stanch.settings import packaged_data

_KEY = re.compile(r"[^\W_]+")


class StateRow(StrictModel):
    """One line of ``states.tsv``."""

    code: str
    code3: str
    name: str
    demonyms: str = ""
    capital: str = ""
    others: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as printed and whom it stands for."""

    text: str
    kind: MentionKind
    codes: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """An act or stance that a word may say."""

    kind: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All word lists of one language, ready for look-up."""

    names: Mapping[str, tuple[Name, ...]]
    verbs: Mapping[str, tuple[Trigger, ...]]
    nouns: Mapping[str, tuple[Trigger, ...]]
    adjectives: Mapping[str, tuple[Trigger, ...]]
    levels: Mapping[str, str]
    says: frozenset[str]
    findings: frozenset[str]
    thoughts: frozenset[str]
    relays: frozenset[str]
    sources: frozenset[str]
    speakers: frozenset[str]
    tags: frozenset[str]
    persons: frozenset[str]
    experts: frozenset[str]
    governors: Mapping[str, tuple[str, ...]]
    modals: Mapping[str, str]
    conditional_markers: frozenset[str]
    channels: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    code3: Mapping[str, str]
    adjective_of: Mapping[str, str]
    called: Mapping[str, tuple[str, ...]]
    state_names: Mapping[str, str]
    press: frozenset[str]
    media: frozenset[str]
    targets: frozenset[str]
    blocs: frozenset[str] = field(default_factory=frozenset)


@lru_cache(maxsize=4)
def load_lexicon(folder: Path | None = None, language: str = "en") -> Lexicon:
    """The lexicon of a language from a data folder (the packaged one by default)."""
    root = (folder or packaged_data()) / "lexicons" / language
    states = [row for _, row in read_tsv(root / "states.tsv", StateRow)]
    blocs = _mapping(root / "blocs.yml")
    acts, ties, stances = (_mapping(root / f"{name}.yml") for name in ("acts", "ties", "stances"))
    sayings, governors = _mapping(root / "sayings.yml"), _mapping(root / "governors.yml")
    media = _mapping(root / "media.yml")
    return Lexicon(
        names=_by_first_word(
            [
                *_state_names(states),
                *_bloc_names(blocs),
                *_pairs(_mapping(root / "pairs.yml")),
                *_people(_mapping(root / "people.yml")),
                *_media(media),
            ]
        ),
        verbs=_triggers("verbs", acts, ties, stances),
        nouns=_triggers("nouns", acts, ties, stances),
        adjectives=_triggers("adjectives", acts, ties, stances),
        levels={verb: level for level, verbs in ties["levels"].items() for verb in verbs},
        says=frozenset(sayings["neutral"]),
        findings=frozenset(sayings["findings"]),
        thoughts=frozenset(sayings["thoughts"]),
        relays=frozenset(sayings["relays"]),
        sources=frozenset(sayings["sources"]),
        speakers=frozenset(sayings["speakers"]),
        tags=frozenset(sayings["tags"]),
        persons=frozenset(sayings["persons"]),
        experts=frozenset(sayings["experts"]),
        governors=_governors(governors),
        modals={word: force for force, words in governors["modals"].items() for word in words},
        conditional_markers=frozenset(governors["conditional_markers"]),
        channels=_channels(_mapping(root / "channels.yml")),
        code3={row.code: row.code3 for row in states},
        adjective_of={row.code: row.demonyms.split(";")[0] for row in states if row.demonyms},
        called={
            row.code: (row.name, *_split(row.demonyms), *_split(row.capital), *_split(row.others))
            for row in states
        },
        state_names={row.code: row.name for row in states},
        press=frozenset(media["press"]),
        media=frozenset([*media["press"], *(name for names in media["state"].values() for name in names)]),
        targets=frozenset(_mapping(root / "targets.yml")["targets"]),
        blocs=frozenset(blocs),
    )


def _mapping(path: Path) -> dict[str, Any]:
    data = load_yaml(path).data
    assert isinstance(data, dict), f"{path}: a lexicon is a mapping"
    return data


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _state_names(rows: list[StateRow]) -> Iterator[Name]:
    for row in rows:
        for text in (row.name, *_split(row.demonyms), *_split(row.capital), *_split(row.others)):
            yield Name(text=text, kind=MentionKind.STATE, codes=(row.code,), label=row.name)


def _bloc_names(blocs: Mapping[str, list[str]]) -> Iterator[Name]:
    for code, names in blocs.items():
        for text in names:
            yield Name(text=text, kind=MentionKind.BLOC, codes=(code,), label=code)


def _pairs(pairs: Mapping[str, list[str]]) -> Iterator[Name]:
    for codes, names in pairs.items():
        for text in names:
            yield Name(text=text, kind=MentionKind.STATE, codes=tuple(codes.split("+")), label=text)


def _people(people: Mapping[str, list[str]]) -> Iterator[Name]:
    for code, names in people.items():
        full = [name for name in names if " " in name]
        for text in names:
            label = text if " " in text else next((name for name in full if name.endswith(text)), text)
            yield Name(text=text, kind=MentionKind.PERSON, codes=(code,), label=label)


def _media(media: Mapping[str, Any]) -> Iterator[Name]:
    for code, names in media["state"].items():
        for text in names:
            yield Name(text=text, kind=MentionKind.BODY, codes=(code,), label=text)
    for text in media["press"]:
        yield Name(text=text, kind=MentionKind.BODY, codes=(), label=text)


def _by_first_word(names: list[Name]) -> dict[str, tuple[Name, ...]]:
    """Names by the first word in them, longest first, so that "North Korean" is tried before "North"."""
    found: dict[str, list[Name]] = {}
    for name in names:
        key = _KEY.search(name.text)
        if key:
            found.setdefault(key.group().lower(), []).append(name)
    return {key: tuple(sorted(each, key=lambda n: -len(n.text))) for key, each in found.items()}


def _triggers(
    part: str, acts: Mapping[str, Any], ties: Mapping[str, Any], stances: Mapping[str, Any]
) -> dict[str, tuple[Trigger, ...]]:
    found: dict[str, list[Trigger]] = {}
    tables = (
        ("position", stances),
        ("action", acts),
        ("tie", {k: v for k, v in ties.items() if k != "levels"}),
    )
    for kind, table in tables:
        for act, words in table.items():
            for word in words.get(part) or ():
                trigger = Trigger(kind=kind, act=act)
                if trigger not in found.setdefault(str(word), []):
                    found[str(word)].append(trigger)
    return {word: tuple(each) for word, each in found.items()}


def _governors(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for force in ("demanded", "refused", "hedged", "planned", "done"):
        for word in table[force]:
            if force not in found.setdefault(str(word), []):
                found[str(word)].append(force)
    return {word: tuple(forces) for word, forces in found.items()}


def _channels(table: Mapping[str, Any]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrases by their first word: (all words, channel), longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for channel, phrases in table.items():
        if channel in ("goods", "goods_channels"):
            continue
        for phrase in phrases:
            words = tuple(str(phrase).split())
            found.setdefault(words[0], []).append((words, channel))
    for ware in table["goods"]:
        words = tuple(str(ware).split())
        found.setdefault(words[0], []).append((words, f"trade:{ware}"))
    for channel, wares in table["goods_channels"].items():
        for ware in wares:
            words = tuple(str(ware).split())
            found.setdefault(words[0], []).append((words, channel))
    return {key: tuple(sorted(set(each), key=lambda e: (-len(e[0]), e[1]))) for key, each in found.items()}
