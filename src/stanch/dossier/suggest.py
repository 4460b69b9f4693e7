"""Suggestions: which steps a visitor may ask for, decided by the country's facts and never written for one country."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from stanch.dossier.areas import within_any
from stanch.dossier.law import later_resolutions
from stanch.dossier.show import names_later
from stanch.dossier.view import WITH_MISSION, View, newest_first, state_in
from stanch.errors import DataError, raise_all
from stanch.facts.model import Action, Effect, Fact, Figure, Says, Tie
from stanch.files import StrictModel, read_yaml
from stanch.records import Quantity, Stage, Standing
from stanch.rulebook.model import BINDING, INHERITS, Provision, Regime

# A step that only a mission calls for is not asked of a country where the mission is closed.
MISSION_BOUND = (*WITH_MISSION, "diplomacy.property", "finance.accounts")
_FOUR = re.compile(r"\b\d{4}\b")
EFFORTS = ("low", "medium", "high")
TAKEN = (Stage.LEGISLATED, Stage.REPORTED_DONE, Stage.VERIFIED)

RULE = (
    "Suggestions are ranked, in this order of importance, by: whether a number at stake is held; how lately a tie that they would end "
    "was seen, in steps of five years, where an alleged or contested tie counts as one step older; the kind of tie, in the order "
    "arms, workers, companies, finance, trade, missions, shipping, aviation, cyber, science, travel; how well the tie stands "
    "(corroborated before single source before contested); whether the legal basis binds or only calls upon; whether another state has "
    "done it; and the effort, lower first. No score is added up."
)
# The order of kinds that RULE tells, by the first word of a channel.
KINDS = (
    "arms", "wmd", "labour", "business", "finance", "trade", "diplomacy", "maritime", "aviation", "cyber", "science", "culture",
    "travel",
)  # fmt: skip


class Effort(StrictModel):
    """What a step costs a government of ordinary means, and why."""

    level: Literal["low", "medium", "high"]
    why: str


class Value(StrictModel):
    """Which number shows what is at stake."""

    number: Literal[
        "workers",
        "staff",
        "missions",
        "vessels",
        "trade_usd",
        "sum_usd",
        "coal_tonnes",
        "petroleum_barrels",
        "count",
        "none",
    ]
    channels: tuple[str, ...] = ()
    how: str = ""


class Precedents(StrictModel):
    """Where to look for who has done it."""

    channels: tuple[str, ...]
    words: tuple[str, ...] = ()


class Suggestion(StrictModel):
    """One entry of ``data/suggestions``; docs/suggestions.md explains each key."""

    key: str
    title: str
    action: str
    ask: str
    basis: tuple[str, ...]
    addresses: tuple[str, ...]
    offered_when: tuple[dict[str, Any], ...]
    effort: Effort
    effect: str
    value: Value
    precedents: Precedents
    done_when: str
    caution: str = ""


class _File(StrictModel):
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A suggestion that the country's facts call for, with what it rests on."""

    suggestion: Suggestion
    basis: tuple[Provision, ...]  # in force on the day
    ties: tuple[Tie, ...]
    figures: tuple[Figure, ...]
    precedents: tuple[Action, ...]  # of other countries
    rank: tuple[int, ...]


@lru_cache(maxsize=4)
def load_suggestions(data_dir: Path) -> tuple[Suggestion, ...]:
    """Every suggestion on file, by key; a condition or key that is not known is an error with its place."""
    found: dict[str, Suggestion] = {}
    errors: list[DataError] = []
    for path in sorted((data_dir / "suggestions").glob("*.yml")):
        for each in read_yaml(path, _File).suggestions:
            if each.key in found:
                errors.append(DataError(path, None, each.key, "stands in two files; keep one"))
            errors.extend(
                DataError(path, None, f"{each.key}.offered_when", problem)
                for problem in _problems(each.offered_when)
            )
            found[each.key] = each
    raise_all(errors)
    return tuple(found[key] for key in sorted(found))


def _problems(conditions: tuple[dict[str, Any], ...] | list[dict[str, Any]]) -> list[str]:
    problems = []
    for condition in conditions:
        if len(condition) != 1:
            problems.append(f"{condition} must hold one condition")
            continue
        [(name, args)] = condition.items()
        if name == "any":
            problems += _problems(args)
        elif name not in CONDITIONS:
            problems.append(f"'{name}' is no condition; choose from {', '.join(sorted(CONDITIONS))}, any")
    return problems


def offers(
    view: View,
    regime: Regime,
    suggestions: tuple[Suggestion, ...],
    others: tuple[Action, ...],
) -> tuple[Offer, ...]:
    """The suggestions that this country's facts call for on this day, best first; `others` are actions of other states."""
    found = []
    for written in suggestions:
        suggestion = as_of_then(written, regime, view.as_of)
        if suggestion is None:
            continue
        basis = tuple(
            provision
            for key in suggestion.basis
            if (provision := regime.provision(key)) is not None
            and provision.version_on(view.as_of) is not None
        )
        if view.mission_closed and set(suggestion.addresses) <= set(MISSION_BOUND):
            continue
        if basis and all(holds(condition, view) for condition in suggestion.offered_when):
            found.append(_offer(suggestion, basis, view, others))
    return tuple(sorted(found, key=lambda offer: (offer.rank, offer.suggestion.key)))


def as_of_then(suggestion: Suggestion, regime: Regime, as_of: dt.date) -> Suggestion | None:
    """The suggestion in words that could be said on the day; None where it speaks of what came later.

    A question or caution that names a later resolution or year is left out; without its other texts there is no suggestion.
    """
    later = later_resolutions(regime, as_of)

    def ahead(text: str) -> bool:
        return names_later(text, as_of) or any(word in later for word in _FOUR.findall(text))

    core = (
        suggestion.title,
        suggestion.action,
        suggestion.effect,
        suggestion.effort.why,
        suggestion.done_when,
    )
    if any(ahead(text) for text in core):
        return None
    changes = {name: "" for name in ("ask", "caution") if ahead(getattr(suggestion, name))}
    return suggestion.model_copy(update=changes) if changes else suggestion


def _offer(
    suggestion: Suggestion, basis: tuple[Provision, ...], view: View, others: tuple[Action, ...]
) -> Offer:
    ties = tuple(
        tie for tie in view.ties if within_any(tie.channel, suggestion.addresses) and state_in(tie, view).open
    )
    ties = tuple(sorted(ties, key=lambda tie: (tie_rank(tie, view), not tie.parties, tie.key)))
    figures = value_rows(suggestion.value, view)
    precedents = precedents_of(suggestion, others)
    age, kind, standing = tie_rank(ties[0], view) if ties else (99, 99, 9)
    counted = suggestion.value.number == "count" or any(amount_at_stake(tie) for tie in ties)
    rank = (
        0 if figures or (ties and counted) else 1,
        age,
        kind,
        standing,
        0 if any(_binds(provision, view) for provision in basis) else 1,
        0 if precedents else 1,
        EFFORTS.index(suggestion.effort.level),
        -len(ties),
    )
    return Offer(
        suggestion=suggestion, basis=basis, ties=ties, figures=figures, precedents=precedents, rank=rank
    )


def amount_at_stake(tie: Tie) -> Quantity | None:
    """The amount that a tie's own words name, where it is more than "one"."""
    words = next((voice.claim for voice in tie.voices if voice.says is Says.AFFIRMS), None)
    amount = words.quantity if words else None
    most = (amount.high or amount.low) if amount else None
    return amount if most is not None and most > 1 else None


def tie_rank(tie: Tie, view: View) -> tuple[int, int, int]:
    """How long ago in steps of five years, of which kind, how well it stands: lower comes first."""
    state = state_in(tie, view)
    shown = (
        state.word in ("running when last seen", "seen", "running") and tie.standing is not Standing.CONTESTED
    )
    steps = 9 if state.last is None else max(0, view.as_of.year - state.last.year) // 5
    head = tie.channel.partition(".")[0]
    kind = KINDS.index(head) if head in KINDS else len(KINDS)
    standing = {Standing.CORROBORATED: 0, Standing.SINGLE_SOURCE: 1, Standing.CONTESTED: 2}.get(
        tie.standing, 3
    )
    return (steps + (0 if shown else 1), kind, standing)


def _binds(provision: Provision, view: View) -> bool:
    version = provision.version_on(view.as_of)
    return version is not None and version.force in BINDING | INHERITS


def precedents_of(suggestion: Suggestion, others: tuple[Action, ...]) -> tuple[Action, ...]:
    """Actions of other states that did what the suggestion asks, the best proven and latest first."""
    words = tuple(word.casefold() for word in suggestion.precedents.words)
    held = [
        action
        for action in others
        if within_any(action.channel, suggestion.precedents.channels)
        and action.effect is Effect.PRESSURE
        and action.stage in TAKEN
        and (not words or _mentions(action.statement, words))
    ]
    held.sort(key=lambda a: (-TAKEN.index(a.stage), -(a.first_day.toordinal() if a.first_day else 0), a.key))
    return tuple(held)


def _mentions(text: str, words: tuple[str, ...]) -> bool:
    folded = text.casefold()
    return any(folded.startswith(word) or f" {word}" in folded or f"-{word}" in folded for word in words)


# What each number at stake is read from: measures of figures, and units of amounts named in ties.
_MEASURES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "workers": (("workers", "nationals"), "persons"),
    "staff": (("mission_staff",), "persons"),
    "missions": (("missions",), "missions"),
    "vessels": (("vessels",), "vessels"),
    "trade_usd": (("exports", "imports", "trade"), "USD"),
    "sum_usd": (("revenue", "estimate", "theft", "aid", "exports", "imports"), "USD"),
    "coal_tonnes": (("exports", "imports", "estimate"), "t"),
    "petroleum_barrels": (("imports", "estimate", "supply_reported"), "bbl"),
}


def value_rows(value: Value, view: View) -> tuple[Figure, ...]:
    """The figures that show what is at stake, latest first."""
    if value.number not in _MEASURES:
        return ()
    measures, unit = _MEASURES[value.number]
    held = [
        figure
        for figure in view.figures
        if figure.measure in measures
        and figure.quantity.unit == unit
        and (figure.quantity.high or figure.quantity.low)
        and (not value.channels or not figure.channel or within_any(figure.channel, value.channels))
    ]
    return tuple(newest_first(held))


def _tie_open(args: list[str], view: View) -> bool:
    return any(
        within_any(tie.channel, args) and tie.standing is not Standing.REFUTED and state_in(tie, view).open
        for tie in view.ties
    )


def _tie_held(args: list[str], view: View) -> bool:
    return any(within_any(tie.channel, args) for tie in view.ties)


def _figure_held(args: list[str], view: View) -> bool:
    return any(within_any(figure.channel, args) for figure in view.figures)


def _actions_in(args: list[str], view: View) -> list[Action]:
    return [a for a in view.actions if within_any(a.channel, args) and a.effect is Effect.PRESSURE]


def _no_action(args: list[str], view: View) -> bool:
    return not any(action.stage in TAKEN for action in _actions_in(args, view))


def _action_unproven(args: list[str], view: View) -> bool:
    held = _actions_in(args, view)
    return bool(held) and not any(action.stage is Stage.VERIFIED for action in held)


def _unanswered(args: list[str], view: View) -> bool:
    facts: tuple[Fact, ...] = (*view.ties, *view.actions)
    return any(
        within_any(fact.channel, args)
        and any(voice.says is Says.NO_REPLY for voice in fact.voices)
        and not any(voice.says in (Says.DENIES, Says.EXPLAINS, Says.REFUTES) for voice in fact.voices)
        for fact in facts
    )


def _contested(args: list[str], view: View) -> bool:
    facts: tuple[Fact, ...] = (*view.ties, *view.actions)
    return any(within_any(fact.channel, args) and fact.standing is Standing.CONTESTED for fact in facts)


def _report_missing(args: list[str], view: View) -> bool:
    wanted = {key.split(":")[1] for key in args if ":" in key}
    return any(
        not any(
            report.status == "submitted" and report.resolution.resolution == resolution
            for report in view.reports
        )
        for resolution in wanted
    )


CONDITIONS = {
    "tie_open": _tie_open,
    "tie_held": _tie_held,
    "figure_held": _figure_held,
    "no_action": _no_action,
    "action_unproven": _action_unproven,
    "unanswered": _unanswered,
    "contested": _contested,
    "report_missing": _report_missing,
}


def holds(condition: Mapping[str, Any], view: View) -> bool:
    """True when a condition of an entry holds for the country."""
    [(name, args)] = condition.items()
    if name == "any":
        return any(holds(each, view) for each in args)
    return CONDITIONS[name](args, view)
