"""One activity on one day as the predicates see it: with its goods looked up and its parties compared with the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from stanch.errors import UsageError
from stanch.files import did_you_mean
from stanch.rulebook.activity import Activity, Value
from stanch.rulebook.goods import Described, describe, facts_of, items_of_code, lexicon
from stanch.rulebook.hs import codes_in, edition_on
from stanch.rulebook.listing import Hit, Listed
from stanch.rulebook.vocab import Vocabulary


class Truth(NamedTuple):
    """Yes, no or not known, with the reason; `missing` names what would settle it, `cites` provisions that the reason rests on."""

    value: bool | None
    why: str
    missing: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


def all_of(truths: Sequence[Truth]) -> Truth:
    """All hold; the first that fails gives the reason, else whatever is not known, else all reasons."""
    for each in truths:
        if each.value is False:
            return each
    unknown = [each for each in truths if each.value is None]
    if unknown:
        return Truth(None, "; ".join(each.why for each in unknown), _merged(unknown), _cites(truths))
    return Truth(True, "; ".join(each.why for each in truths), (), _cites(truths))


def any_of(truths: Sequence[Truth]) -> Truth:
    """One holds."""
    for each in truths:
        if each.value:
            return each
    unknown = [each for each in truths if each.value is None]
    if unknown:
        return Truth(None, unknown[0].why, _merged(unknown))
    return (
        truths[0] if len(truths) == 1 else Truth(False, "; ".join(dict.fromkeys(each.why for each in truths)))
    )


def _merged(truths: Sequence[Truth]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in truths for name in each.missing))


def _cites(truths: Sequence[Truth]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in truths for name in each.cites))


@dataclass(frozen=True, slots=True)
class Cargo:
    """Goods as rules see them: the code and its edition, and the lexicon items that code and words name."""

    hs: str = ""
    edition: int = 0
    items: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()  # named by words
    touched: frozenset[str] = frozenset()  # words speak of them but may mean something else
    leaves: frozenset[str] = frozenset()  # the items that are no mere kind of another one

    def codes(self, edition: int | None) -> frozenset[str]:
        """The HS code as an edition calls it."""
        if not self.hs:
            return frozenset()
        return codes_in(self.hs, self.edition, edition) if edition else frozenset((self.hs,))


@lru_cache(maxsize=65536)
def cargo_of(goods: str, hs: str, edition: int, items: frozenset[str]) -> Cargo:
    """What words, code and items given say together."""
    words = describe(goods) if goods else Described()
    said = items | words.items
    named = said | items_of_code(hs) if hs else said
    kinds = lexicon().kinds
    parents = {kind for item in named if item in kinds for kind in kinds[item] - {item}}
    return Cargo(hs, edition, named, said, words.touched, frozenset(named - parents))


@dataclass(slots=True, kw_only=True)
class Scene:
    """An activity, a day, and what follows from them for any rule; made once for each check."""

    activity: Activity
    day: dt.date
    target: str
    places: Mapping[str, frozenset[str]]
    vocabulary: Vocabulary
    listed: Listed
    lists: frozenset[str] | None = None  # the lists that `listed` holds; None when it does not say
    known_on: dt.date | None = None
    acts: frozenset[str] = frozenset()
    cargo: Cargo = field(default_factory=Cargo)
    facts: Mapping[str, Value] = field(default_factory=dict)
    _hits: dict[str, tuple[Hit, ...]] = field(default_factory=dict)

    def party_hits(self) -> tuple[Hit, ...]:
        """Listings of every named party on that day."""
        if "parties" not in self._hits:
            names = [party.name for party in self.activity.parties if party.name]
            self._hits["parties"] = tuple(hit for name in names for hit in self._known(name))
        return self._hits["parties"]

    def vessel_hits(self) -> tuple[Hit, ...]:
        """Listings of the vessel on that day, by its IMO number, else by its name."""
        if "vessel" not in self._hits:
            vessel = self.activity.vessel
            name = (f"IMO{vessel.imo}" if vessel.imo else vessel.name) if vessel is not None else ""
            self._hits["vessel"] = self._known(name) if name else ()
        return self._hits["vessel"]

    def _known(self, name: str) -> tuple[Hit, ...]:
        hits = self.listed(name, self.day)
        if self.known_on is None:
            return hits
        return tuple(hit for hit in hits if hit.published_on is None or hit.published_on <= self.known_on)


def set_scene(
    activity: Activity,
    day: dt.date,
    *,
    target: str,
    places: Mapping[str, frozenset[str]],
    vocabulary: Vocabulary,
    listed: Listed,
    lists: frozenset[str] | None = None,
    known_on: dt.date | None = None,
) -> Scene:
    """Look up the goods and check the words of an activity against the vocabularies.

    Raises:
        UsageError: an act, actor or fact that no vocabulary knows.
    """
    _check_words(activity, vocabulary)
    facts = dict(activity.facts)
    if activity.goods:
        for key, value in facts_of(activity.goods).items():
            facts.setdefault(key, value)
    return Scene(
        activity=activity,
        day=day,
        target=target,
        places=places,
        vocabulary=vocabulary,
        listed=listed,
        lists=lists,
        known_on=known_on,
        acts=vocabulary.acts_of(activity.act),
        cargo=cargo_of(activity.goods, activity.hs, activity.hs_edition or edition_on(day), activity.items),
        facts=facts,
    )


def _check_words(activity: Activity, vocabulary: Vocabulary) -> None:
    if activity.act not in vocabulary.acts:
        raise UsageError(f"act: '{activity.act}' is no act{did_you_mean(activity.act, vocabulary.acts)}")
    if activity.actor and activity.actor not in vocabulary.actors:
        raise UsageError(
            f"actor: '{activity.actor}' is no actor{did_you_mean(activity.actor, vocabulary.actors)}"
        )
    if activity.hs and not (
        activity.hs.isascii() and activity.hs.isdecimal() and 2 <= len(activity.hs) <= 10
    ):
        raise UsageError(f"hs: '{activity.hs}' is no HS code; write 2 to 10 digits")
    for key, value in activity.facts.items():
        entry = vocabulary.facts.get(key)
        if entry is None:
            raise UsageError(f"facts: '{key}' is no fact{did_you_mean(key, vocabulary.facts)}")
        wanted: type = {"yes_no": bool, "number": Decimal, "text": str, "day": dt.date}[entry.type]
        if not isinstance(value, wanted):
            raise UsageError(f"facts: {key}: '{value}' is no {entry.type.replace('_', '/')} value")


def with_facts(activity: Activity, **facts: Value) -> Activity:
    """The same activity with more facts."""
    return replace(activity, facts={**activity.facts, **facts})
