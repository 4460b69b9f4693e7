"""Blocs: how far members agree, where they split, and what a text all could sign would have to say.

Cohesion is the Agreement Index of Hix, Noury and Roland ("Power to the Parties", British Journal of Political Science 35 (2005) 209-234):

    AI = ( max(Y, A, N) − ½ · [ (Y + A + N) − max(Y, A, N) ] ) / (Y + A + N)

1 when all say the same, 0 when they are split evenly three ways. Y counts ``supports``, N ``opposes``, A everything between
(``conditional``, ``neutral``, ``not_yet``). Members whose stance is not held are unknown: the index is given with the lowest and highest
value that any stances of theirs could make.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from stanch.campaign.positions import Matrix
from stanch.facts.model import Stance

SIDES: dict[Stance, str] = {
    Stance.SUPPORTS: "Y",
    Stance.OPPOSES: "N",
    Stance.CONDITIONAL: "A",
    Stance.NEUTRAL: "A",
    Stance.NOT_YET: "A",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohesion:
    """How a bloc stands on an issue; `index` is `None` with fewer than two held stances."""

    issue: str
    stances: tuple[tuple[str, Stance], ...]  # member, stance; those held, sorted by member
    unknown: tuple[str, ...]
    index: float | None
    low: float  # over every stance the unknown members could take
    high: float

    @property
    def split(self) -> bool:
        """True when some member supports what another opposes."""
        sides = {SIDES[stance] for _, stance in self.stances}
        return {"Y", "N"} <= sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How often two members stand on the same side, over the issues held for both; None where there is none."""

    a: str
    b: str
    issues: int
    same: int

    @property
    def share(self) -> float | None:
        """Same over held."""
        return self.same / self.issues if self.issues else None


def agreement_index(yes: int, abstain: int, no: int) -> float:
    """The index for three counts; `ValueError` when nobody is counted."""
    total = yes + abstain + no
    if total == 0 or min(yes, abstain, no) < 0:
        raise ValueError("the agreement index needs at least one stance")
    largest = max(yes, abstain, no)
    return (largest - (total - largest) / 2) / total


def cohesion(matrix: Matrix, members: Sequence[str], issue: str) -> Cohesion:
    """How a bloc's members stand on one issue."""
    held = tuple((cell.country, cell.stance) for cell in matrix.on(issue) if cell.country in members)
    unknown = tuple(sorted(set(members) - {country for country, _ in held}))
    counts = Counter(SIDES[stance] for _, stance in held)
    yes, abstain, no = counts["Y"], counts["A"], counts["N"]
    low, high = _bounds((yes, abstain, no), len(unknown))
    index = agreement_index(yes, abstain, no) if len(held) > 1 else None
    return Cohesion(
        issue=issue, stances=tuple(sorted(held)), unknown=unknown, index=index, low=low, high=high
    )


def _bounds(counts: tuple[int, int, int], unknown: int) -> tuple[float, float]:
    if sum(counts) + unknown == 0:
        return (0.0, 1.0)
    values = [
        agreement_index(counts[0] + yes, counts[1] + abstain, counts[2] + unknown - yes - abstain)
        for yes in range(unknown + 1)
        for abstain in range(unknown + 1 - yes)
    ]
    return (min(values), max(values))


def pairs(matrix: Matrix, members: Sequence[str]) -> tuple[Pair, ...]:
    """The agreement matrix of a bloc, each pair once."""
    found = []
    for i, a in enumerate(sorted(members)):
        for b in sorted(members)[i + 1 :]:
            both = [(matrix.get(a, issue), matrix.get(b, issue)) for issue in matrix.issues]
            sides = [(SIDES[x.stance], SIDES[y.stance]) for x, y in both if x is not None and y is not None]
            found.append(Pair(a=a, b=b, issues=len(sides), same=sum(x == y for x, y in sides)))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """What a text all members could sign would have to do with an issue, and because of whom."""

    issue: str
    treatment: str  # include, soften, leave_out, ask_first
    why: str
    members: tuple[str, ...]


def consensus(cohesions: Sequence[Cohesion]) -> tuple[Consensus, ...]:
    """A rule, not a mood: opposed by any member → leave out; undecided or conditional → soften; else include what is supported.

    Where more members are unknown than held the answer is to ask them first.
    """
    return tuple(_consensus(item) for item in sorted(cohesions, key=lambda item: item.issue) if item.stances)


def _consensus(item: Cohesion) -> Consensus:
    by: dict[str, tuple[str, ...]] = {
        side: tuple(member for member, stance in item.stances if SIDES[stance] == side) for side in "YAN"
    }
    if by["N"]:
        return Consensus(issue=item.issue, treatment="leave_out", why="opposed by", members=by["N"])
    if by["A"]:
        return Consensus(
            issue=item.issue, treatment="soften", why="undecided, neutral or conditional", members=by["A"]
        )
    if len(item.unknown) > len(item.stances):
        return Consensus(
            issue=item.issue, treatment="ask_first", why="no position held", members=item.unknown
        )
    return Consensus(
        issue=item.issue, treatment="include", why="supported by all that have spoken", members=by["Y"]
    )
