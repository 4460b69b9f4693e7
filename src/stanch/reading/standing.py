"""How firmly a claim is put, settled between the rules of grammar and the model.

Standing has to be earned twice: what the rules read as taken back (asked for, planned, refused, conditional) is never put as done because a
model believes so, and what the model doubts is not put as done because no rule objected.
"""

from __future__ import annotations

from stanch.reading.heads import Judgement
from stanch.records import Modality

SURE = 0.6
CERTAIN = 0.9  # what stands below a word that the rules do not know is put as fact only then
_OPEN = {"announced", "planned", "proposed", "not_done"}


def settle_modality(rule: Modality, judgement: Judgement, *, stance: bool = False) -> Modality:
    """The rule's modality where it objects; the model's where the rule saw nothing and the model is sure; asserted where both say so.
    How a stance is put is a matter of its words, which the rule reads."""
    best = max(judgement.modality, key=lambda name: judgement.modality[name])
    if rule is Modality.UNCLEAR:
        return (
            Modality(best) if judgement.modality[best] >= (CERTAIN if best == "asserted" else SURE) else rule
        )
    if rule is Modality.ASSERTED:
        return Modality(best) if judgement.modality[best] >= SURE else rule
    if stance:
        return rule
    return (
        rule if judgement.modality.get(rule.value, 0.0) >= 1 - SURE or best == "asserted" else Modality(best)
    )


def settle_status(kind: str, rule: str, modality: Modality, judgement: Judgement) -> str:
    """Where the thing stands: the model's view, unless a rule says that it was not done and the model would say that it was."""
    if kind == "position" or kind == "figure":
        return ""
    best = max(judgement.status, key=lambda name: judgement.status[name])
    if rule in _OPEN and best not in _OPEN:
        return rule
    if kind == "action" and rule == "active" and best == "done":
        return rule  # "is breaking the embargo" goes on, whatever such acts mostly are
    return best if judgement.status[best] >= SURE or (best in _OPEN) else rule
