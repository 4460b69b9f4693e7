"""One activity on one day as the predicates see it: with its goods looked up and its parties compared with the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
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


@dataclass(slots=True, kw_only=True)
class Scene:
    """An activity, a day, and what follows from them for any rule; made once for each check."""

    activity: Activity
    day: dt.date
    target: str
    places: Mapping[str, frozenset[str]]
    vocabulary: Vocabulary
    listed: Listed
    known_on: dt.date | None = None
    acts: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    leaves: frozenset[str] = frozenset()
    edition: int = 0
    facts: Mapping[str, Value] = field(default_factory=dict)
    _hits: tuple[Hit, ...] | None = None

    def hits(self) -> tuple[Hit, ...]:
        """Listings of every named party and the vessel on that day."""
        if self._hits is None:
            self._hits = tuple(hit for name in _names(self.activity) for hit in self._known(name))
        return self._hits

    def _known(self, name: str) -> tuple[Hit, ...]:
        hits = self.listed(name, self.day)
        if self.known_on is None:
            return hits
        return tuple(hit for hit in hits if hit.published_on is None or hit.published_on <= self.known_on)

    def codes(self, edition: int | None) -> frozenset[str]:
        """The activity's HS code as an edition calls it."""
        code = self.activity.hs
        if not code:
            return frozenset()
        return codes_in(code, self.edition, edition) if edition else frozenset((code,))


def _names(activity: Activity) -> tuple[str, ...]:
    names = [party.name for party in activity.parties]
    vessel = activity.vessel
    if vessel is not None:
        names += [f"IMO{vessel.imo}"] if vessel.imo else []
        names += [vessel.name] if vessel.name and not vessel.imo else []
    return tuple(name for name in names if name)


def set_scene(
    activity: Activity,
    day: dt.date,
    *,
    target: str,
    places: Mapping[str, frozenset[str]],
    vocabulary: Vocabulary,
    listed: Listed,
    known_on: dt.date | None = None,
) -> Scene:
    """Look up the goods and check the words of an activity against the vocabularies.

    Raises:
        UsageError: an act, actor or fact that no vocabulary knows.
    """
    _check_words(activity, vocabulary)
    said = describe(activity.goods) if activity.goods else Described()
    items = activity.items | said.items
    if activity.hs:
        items |= items_of_code(activity.hs)
    kinds = lexicon().kinds
    parents = {kind for item in items if item in kinds for kind in kinds[item] - {item}}
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
        known_on=known_on,
        acts=vocabulary.acts_of(activity.act),
        items=items,
        said=activity.items | said.items,
        touched=said.touched,
        leaves=frozenset(items - parents),
        edition=activity.hs_edition or edition_on(day),
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
