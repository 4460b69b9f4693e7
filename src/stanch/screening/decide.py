"""From a match to a decision: what the evidence beside the name says, in plain rules, each with its reason."""

from __future__ import annotations

from stanch.lists.asof import State
from stanch.lists.model import Listing
from stanch.matching.model import NAME_KEYS, Bearing, Match
from stanch.screening.model import Decision, Thresholds

_WEAK_EVIDENCE = frozenset({"country", "gender", "kind"})


def decide(
    match: Match, listing: Listing, state: State, thresholds: Thresholds
) -> tuple[Decision, tuple[str, ...]]:
    """The decision for one candidate, and why.

    A hit needs something beside the name that agrees and nothing that disagrees. A name alone, whatever its score, is `review`:
    another person may bear it.
    """
    if match.score < thresholds.review:
        return Decision.CLEAR, (f"score {match.score:.2f} is below {thresholds.review:.2f}",)
    reasons = [_evidence(match)]
    other = _another(match)
    if other:
        return Decision.CLEAR, (*reasons, other)
    limits = [
        reason
        for reason in (_unsure(state), _not_target(listing), _alone(match), _against(match), _common(match))
        if reason
    ]
    if limits:
        return Decision.REVIEW, (*reasons, *limits)
    if match.identified:
        return Decision.HIT, tuple(reasons)
    if match.score >= thresholds.hit:
        return Decision.HIT, tuple(reasons)
    return Decision.REVIEW, (
        *reasons,
        f"score {match.score:.2f} is below {thresholds.hit:.2f}, so a person must look",
    )


def _another(match: Match) -> str:
    """A ship has one IMO number for life: another number is another ship, whatever its name."""
    imo = match.feature("imo")
    if imo is None or imo.bearing is not Bearing.AGAINST or match.identified:
        return ""
    return f"another ship: {imo.why}"


def _evidence(match: Match) -> str:
    listed = f" for '{match.listed_name.text}'" if match.listed_name else ""
    parts = [f"{f.key}: {f.why}" for f in match.features if f.bearing is not Bearing.NEUTRAL]
    return f"score {match.score:.2f}{listed}" + (f" ({'; '.join(parts)})" if parts else "")


def _alone(match: Match) -> str:
    if not match.name_only:
        return ""
    return (
        "only the name agrees, and another may bear it; a date of birth, country or identifier would decide"
    )


def _against(match: Match) -> str:
    against = [f.why for f in match.features if f.bearing is Bearing.AGAINST and f.key not in NAME_KEYS]
    return f"speaks against it: {'; '.join(against)}" if against else ""


def _common(match: Match) -> str:
    strong = [
        f for f in match.features if f.bearing is Bearing.FOR and f.key not in NAME_KEYS | _WEAK_EVIDENCE
    ]
    if match.namesakes == 0 or strong or match.name_only:
        return ""
    return f"{match.namesakes} other listed parties bear such a name and the country alone cannot tell them apart"


def _unsure(state: State) -> str:
    return "" if state is State.LISTED else "whether it was listed on that day is not known"


def _not_target(listing: Listing) -> str:
    target = dict(listing.entity.properties).get("target", ("true",))
    return (
        "the data set holds this party as linked to a target, not as a target" if target == ("false",) else ""
    )
