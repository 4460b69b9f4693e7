"""What the screening routes answer, as the description of the API gives it. Answers are built elsewhere and not run through these."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """What is wrong, in words."""

    detail: str


class Total(BaseModel):
    """How many there are."""

    value: int
    relation: str = Field(description="eq: exactly so many")


class Entity(BaseModel):
    """A listed party as FollowTheMoney JSON."""

    id: str
    caption: str
    schema_: str = Field(alias="schema")
    properties: dict[str, list[Any]]
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None


class Explanation(BaseModel):
    """One feature that was compared."""

    score: float
    detail: str
    weight: float | None


class Measure(BaseModel):
    """Ours: what follows for a listed party on the day, by which provisions."""

    authority: str
    measure: str
    provisions: list[str]
    why: str


class Scored(Entity):
    """A candidate, its score and the reasons."""

    score: float
    match: bool
    explanations: dict[str, Explanation]
    features: dict[str, float]
    decision: str = Field(description="Ours: clear, review or hit")
    reasons: list[str]
    measures: list[Measure]
    dismissal: str | None


class Matches(BaseModel):
    """The answer to one query."""

    status: int
    results: list[Scored]
    total: Total
    query: dict[str, Any] = Field(description="The query as it was understood")
    decision: str = Field(description="Ours: clear, review or hit, of what the filters let through")
    reasons: list[str]
    errors: list[str] = Field(description="Why this query could not be screened; then the decision is review")
    as_of: str
    lists: list[str]


class MatchAnswer(BaseModel):
    """The answers to a batch, by the caller's own keys."""

    responses: dict[str, Matches]
    matcher: dict[str, dict[str, str]]
    limit: int


class FacetItem(BaseModel):
    """One value with how often it occurs among what was found."""

    name: str
    label: str
    count: int


class Facet(BaseModel):
    """Values of one kind among what was found."""

    label: str
    values: list[FacetItem]


class SearchAnswer(BaseModel):
    """A page of what was found."""

    results: list[Entity]
    facets: dict[str, Facet]
    total: Total
    limit: int
    offset: int


class Adjacent(BaseModel):
    """A page of parties tied to one."""

    results: list[Any]
    total: Total
    limit: int
    offset: int


class AdjacentAnswer(BaseModel):
    """A party and what it is tied to, by kind of tie."""

    entity: Entity
    adjacent: dict[str, Adjacent]


class Status(BaseModel):
    """`ok`, or what is wrong."""

    status: str
    detail: str | None = None
