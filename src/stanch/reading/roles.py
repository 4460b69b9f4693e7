"""Which parties act, are meant and speak: the model's choice among those in reach, the rules' where it is not sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stanch.reading.actors import Roles, roles_of
from stanch.reading.analyse import Analysis
from stanch.reading.choices import Choice, choices_of
from stanch.reading.encoder import Encoded
from stanch.reading.features import Situation
from stanch.reading.heads import ROLES, Heads, Judgement
from stanch.reading.lexicon import Lexicon

SURE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Actors and targets as codes and names, the rules' view of both, and the party that speaks (`None`: none is likely)."""

    actors: tuple[str, ...]
    targets: tuple[str, ...]
    rule: Roles
    speaker: Choice | None


def settle_roles(
    here: Situation,
    kind: str,
    act: str,
    judgement: Judgement,
    vectors: Encoded,
    analysis: Analysis,
    heads: Heads,
    lexicon: Lexicon,
) -> Settled:
    """The roles of a claim."""
    rule = roles_of(here, kind, act, analysis, lexicon)
    choices = choices_of(here, kind, act, rule, analysis, lexicon)
    chances = heads.roles(
        judgement.state,
        [vectors.word(choice.at) if choice.at >= 0 else None for choice in choices],
        [choice.facts for choice in choices],
    )
    by_role = {name: [float(chance) for chance in chances[:, i]] for i, name in enumerate(ROLES)}
    actors = _parties(choices, by_role["actor"]) or rule.actors
    targets = (
        tuple(each for each in _parties(choices, by_role["target"]) if each not in actors) or rule.targets
    )
    best = max(range(len(choices)), key=lambda i: (by_role["speaker"][i], -i))
    speaks = choices[best] if by_role["speaker"][best] >= SURE else None
    return Settled(actors=actors, targets=targets, rule=rule, speaker=speaks)


def _parties(choices: Sequence[Choice], chances: Sequence[float]) -> tuple[str, ...]:
    """Codes, then names, of every party likelier than not; the likeliest first."""
    ranked = sorted(range(len(choices)), key=lambda i: (-chances[i], i))
    sure = [choices[i].party for i in ranked if chances[i] >= SURE]
    codes = dict.fromkeys(code for party in sure for code in party.codes)
    names = dict.fromkeys(name for party in sure for name in party.names)
    return (*codes, *names)
