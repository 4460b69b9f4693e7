"""Plain facts, as case files hold them, read as an `Activity` by one documented table (``data/vocab/plain_facts.yml``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field

from stanch.dates import parse_day
from stanch.errors import UsageError
from stanch.files import StrictModel, did_you_mean, read_yaml
from stanch.rulebook.activity import Activity, Party, Value, Vessel
from stanch.rulebook.goods import tokens_of
from stanch.rulebook.parse import yes_no
from stanch.rulebook.vocab import vocabulary
from stanch.settings import packaged_data


class _Act(StrictModel):
    act: str
    facts: dict[str, Any] = Field(default_factory=dict)
    goods: str = ""
    origin: str = ""
    to_country: str = ""
    state: str = ""
    sector: str = ""
    parties: tuple[str, ...] = ()


class _Key(StrictModel):
    to: str
    otherwise: dict[str, Any] = Field(default_factory=dict)  # what the key says when no words say more


class _Words(StrictModel):
    says: tuple[str, ...]
    facts: dict[str, Any]
    keys: tuple[str, ...] = ()


class Table(StrictModel):
    """The whole table."""

    acts: dict[str, _Act]
    keys: dict[str, _Key]
    actors: dict[str, str]
    values: dict[str, str]
    words: tuple[_Words, ...]


@lru_cache(maxsize=4)
def table(data_dir: Path | None = None) -> Table:
    """The table of a data directory."""
    return read_yaml((data_dir or packaged_data()) / "vocab" / "plain_facts.yml", Table)


class Unmapped(UsageError):
    """A case uses an act, key or value that the table does not know."""


@dataclass(slots=True, kw_only=True)
class _Draft:
    fields: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Value] = field(default_factory=dict)
    parties: list[Party] = field(default_factory=list)
    vessel: dict[str, str] = field(default_factory=dict)
    kind: str = ""


def activity_of(facts: Mapping[str, Any], *, target: str = "KP") -> Activity:
    """The activity that plain facts describe.

    Raises:
        Unmapped: the table does not know the act, a key, or a value where values are closed.
    """
    rules = table()
    phrase = facts.get("act")
    entry = rules.acts.get(str(phrase))
    if entry is None:
        raise Unmapped(
            f"act: '{phrase}' is not in vocab/plain_facts.yml{did_you_mean(str(phrase), rules.acts)}"
        )
    draft = _Draft()
    _from_act(draft, entry, target)
    for key, value in facts.items():
        if key != "act" and value is not None:
            _from_key(draft, rules, key, value, target)
    _from_words(draft, rules, facts)
    for key in facts:
        for name, value in rules.keys[key].otherwise.items() if key in rules.keys else ():
            draft.facts.setdefault(name, _typed(name, value))
    if draft.vessel:
        draft.fields["vessel"] = Vessel(**draft.vessel)
    if draft.kind:
        # "kind" narrows the goods: "gas condensate" of kind "condensate"
        draft.fields["goods"] = "; ".join(filter(None, (draft.fields.get("goods"), draft.kind)))
    return Activity(act=entry.act, parties=tuple(draft.parties), facts=draft.facts, **draft.fields)


def _from_act(draft: _Draft, entry: _Act, target: str) -> None:
    for name in ("goods", "origin", "to_country", "state"):
        value = getattr(entry, name)
        if value:
            draft.fields[name] = target if value == "target" else value
    if entry.sector:
        draft.facts["sector"] = entry.sector
    for key, value in entry.facts.items():
        draft.facts[key] = _typed(key, value)
    draft.parties.extend(Party(name=name) for name in entry.parties)


def _from_key(draft: _Draft, rules: Table, key: str, value: Any, target: str) -> None:
    entry = rules.keys.get(key)
    if entry is None:
        raise Unmapped(f"{key}: is not in vocab/plain_facts.yml{did_you_mean(key, rules.keys)}")
    place, _, name = entry.to.partition(":")
    if isinstance(value, str) and value in rules.values:
        value = rules.values[value]
        if value == "":
            return
    _PLACES[place](draft, rules, name, value)


def _to_field(name: str) -> Callable[[_Draft, Table, str, Any], None]:
    def put(draft: _Draft, rules: Table, _name: str, value: Any) -> None:
        draft.fields[name] = str(value)

    return put


def _to_fact(draft: _Draft, rules: Table, name: str, value: Any) -> None:
    draft.facts[name] = _typed(name, value)


def _to_party(draft: _Draft, rules: Table, role: str, value: Any) -> None:
    draft.parties.append(Party(name=str(value), role=role))


def _to_kind(draft: _Draft, rules: Table, name: str, value: Any) -> None:
    draft.kind = str(value)


def _to_goods(draft: _Draft, rules: Table, name: str, value: Any) -> None:
    # the goods of the case take the place of those that the phrase of the act speaks of
    draft.fields["goods"] = str(value)


def _to_vessel(draft: _Draft, rules: Table, name: str, value: Any) -> None:
    draft.vessel["name"] = str(value)


def _to_imo(draft: _Draft, rules: Table, name: str, value: Any) -> None:
    draft.vessel["imo"] = str(value).upper().removeprefix("IMO").strip()


def _to_via(draft: _Draft, rules: Table, name: str, value: Any) -> None:
    draft.fields["via"] = (str(value),)


def _to_actor(draft: _Draft, rules: Table, name: str, value: Any) -> None:
    actor = rules.actors.get(str(value))
    if actor is None:
        raise Unmapped(
            f"actor: '{value}' is not in vocab/plain_facts.yml{did_you_mean(str(value), rules.actors)}"
        )
    draft.fields["actor"] = actor


def _to_edition(draft: _Draft, rules: Table, name: str, value: Any) -> None:
    draft.fields["hs_edition"] = int("".join(c for c in str(value) if c.isdigit()))


def _nowhere(draft: _Draft, rules: Table, name: str, value: Any) -> None:
    """Read for its words only."""


_PLACES: dict[str, Callable[[_Draft, Table, str, Any], None]] = {
    "goods": _to_goods,
    "kind": _to_kind,
    "hs": _to_field("hs"),
    "hs_edition": _to_edition,
    "origin": _to_field("origin"),
    "to_country": _to_field("to_country"),
    "state": _to_field("state"),
    "nationality": _to_field("nationality"),
    "actor": _to_actor,
    "via": _to_via,
    "party": _to_party,
    "vessel": _to_vessel,
    "imo": _to_imo,
    "fact": _to_fact,
    "note": _nowhere,
}


def _typed(key: str, value: Any) -> Value:
    entry = vocabulary().facts[key]
    if entry.type == "yes_no":
        flag = value if isinstance(value, bool) else yes_no(value)
        if flag is None:
            raise Unmapped(f"{key}: '{value}' is neither yes nor no")
        return flag
    if entry.type == "number":
        return Decimal(str(value))
    if entry.type == "day":
        return value if isinstance(value, dt.date) else parse_day(str(value))
    return str(value)


def _from_words(draft: _Draft, rules: Table, facts: Mapping[str, Any]) -> None:
    texts = {
        key: tokens_of(str(value)) for key, value in facts.items() if isinstance(value, str) and key != "act"
    }
    for entry in rules.words:
        said = any(
            _holds(tokens, tokens_of(phrase))
            for key, tokens in texts.items()
            if not entry.keys or key in entry.keys
            for phrase in entry.says
        )
        if said:
            for key, value in entry.facts.items():
                draft.facts.setdefault(key, _typed(key, value))


def _holds(tokens: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(tokens[at : at + size] == phrase for at in range(len(tokens) - size + 1))


def documented() -> Iterator[tuple[str, str, str]]:
    """The table as rows for the documentation: (act or key, its name, where it goes)."""
    rules = table()
    for phrase, entry in rules.acts.items():
        parts = [entry.act, *(f"{key}={value}" for key, value in sorted(entry.facts.items()))]
        yield "act", phrase, ", ".join(parts)
    for key, each in rules.keys.items():
        yield "key", key, each.to
