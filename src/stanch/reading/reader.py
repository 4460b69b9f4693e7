"""One document read: text in, proposals out, each with a verified quote.

extract → parse → mentions → voices → candidates → model → roles, modality, channels, amounts, dates → verify
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stanch.reading.actors import Roles, roles_of
from stanch.reading.analyse import Analysis, analyse
from stanch.reading.claimfields import complete
from stanch.reading.features import Situation, features_of, triggers_at
from stanch.reading.lexicon import Lexicon, load_lexicon
from stanch.reading.linear import Model, load_model
from stanch.reading.model import Proposal, Sentence, Text
from stanch.reading.quotes import verify
from stanch.records import Span

KINDS = ("action", "figure", "position", "tie")


@dataclass(slots=True, kw_only=True)
class Guess:
    """What the model makes of one candidate."""

    here: Situation
    kind: str
    act: str
    confidence: float


def read_text(
    text: Text,
    *,
    lexicon: Lexicon | None = None,
    model: Model | None = None,
    sentences: Sequence[Sentence] | None = None,
) -> tuple[Proposal, ...]:
    """All claims the reader is sure enough of to propose, in the order of the text."""
    return read_fully(text, lexicon=lexicon, model=model, sentences=sentences).proposals


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The claims of a text, and how many places were looked at without one.

    Args:
        candidates: clauses that might have stated something.
        abstained: those of them on the sanctioned state that the model was not sure enough of.
        refused: claims dropped since their quotation did not stand at its place; always a fault of ours.
    """

    proposals: tuple[Proposal, ...]
    candidates: int
    abstained: int
    refused: int


def read_fully(
    text: Text,
    *,
    lexicon: Lexicon | None = None,
    model: Model | None = None,
    sentences: Sequence[Sentence] | None = None,
) -> Read:
    """The claims of a text, with what the reader left aside."""
    lexicon = lexicon or load_lexicon()
    model = model or load_model()
    analysis = analyse(text, lexicon, sentences)
    guesses = [guess for here in analysis.situations if (guess := guess_of(here, model, lexicon)) is not None]
    kept = without_repeats([_settled(guess) for guess in guesses])
    proposals = [propose(guess, analysis, lexicon) for guess in kept]
    verified = verify(proposals, text)
    on_subject = sum(here.relevant for here in analysis.situations)
    return Read(
        proposals=verified,
        candidates=len(analysis.situations),
        abstained=max(0, on_subject - len(guesses)),
        refused=len(proposals) - len(verified),
    )


def guess_of(here: Situation, model: Model, lexicon: Lexicon) -> Guess | None:
    """The likeliest kind and act of a candidate, or `None` when the model abstains."""
    features = features_of(here, lexicon)
    kinds = model.kind.probabilities(features)
    classes = model.kind.classes
    barred = _barred(here, lexicon)
    best = max(
        (i for i, name in enumerate(classes) if name != "none" and name not in barred),
        key=lambda i: (kinds[i], classes[i]),
    )
    kind = classes[best]
    if kinds[best] < model.thresholds[kind]:
        return None
    act = _act_of(kind, features, model, {t.act for t in triggers_at(here, lexicon) if t.kind == kind})
    return Guess(here=here, kind=kind, act=act, confidence=float(kinds[best]))


def _barred(here: Situation, lexicon: Lexicon) -> frozenset[str]:
    """Kinds a clause cannot be: what "pressed" heads is no deed, and what the outlet says was "seized" is nobody's stance."""
    nominated = {trigger.kind for trigger in triggers_at(here, lexicon)}
    if not nominated or here.candidate.form == "copula":
        return frozenset()
    barred = set()
    if "action" not in nominated:
        barred.add("action")
    if "position" not in nominated and here.voice.name == "outlet" and not here.force.modal:
        barred.add("position")
    return frozenset(barred)


def _act_of(kind: str, features: Sequence[str], model: Model, nominated: set[str]) -> str:
    """The likeliest act of this kind, among those the lexicon nominates for the head where it nominates any."""
    if kind == "figure":
        return ""
    if len(nominated) == 1 and kind == "action":
        return nominated.pop()
    acts = model.act.probabilities(features)
    prefix = f"{kind}:"
    if kind == "action" and nominated:
        known = [
            (float(p), name)
            for p, name in zip(acts, model.act.classes, strict=True)
            if name.removeprefix(prefix) in nominated
        ]
        if known:
            return max(known)[1].removeprefix(prefix)
    of_kind = [
        (float(p), name) for p, name in zip(acts, model.act.classes, strict=True) if name.startswith(prefix)
    ]
    return max(of_kind)[1].removeprefix(prefix) if of_kind else "other"


def without_repeats(guesses: Sequence[Guess]) -> list[Guess]:
    """Of claims of one kind where one clause lies within the other, the surer one stays; different kinds may nest."""
    kept: list[Guess] = []
    for guess in sorted(
        guesses, key=lambda g: (-g.confidence, g.here.candidate.sentence, g.here.candidate.head)
    ):
        if not any(_same_ground(guess, other) for other in kept):
            kept.append(guess)
    return sorted(
        kept, key=lambda g: (g.here.candidate.sentence, g.here.candidate.first, g.here.candidate.head)
    )


def _same_ground(guess: Guess, other: Guess) -> bool:
    a, b = guess.here.candidate, other.here.candidate
    if a.sentence != b.sentence:
        return False
    shared = min(a.last, b.last) - max(a.first, b.first) + 1
    if shared <= 0:
        return False
    if guess.kind == other.kind:
        return shared >= 0.5 * min(a.last - a.first + 1, b.last - b.first + 1)
    return shared >= 0.8 * max(a.last - a.first + 1, b.last - b.first + 1)


_HABITS = {"employ", "buy", "supply", "send"}


def _settled(guess: Guess) -> Guess:
    """What goes on in the present ("are employed in", "sends oil to") is a tie that exists, not an act that was done."""
    force = guess.here.force
    ongoing = force.tense in ("present", "progressive", "present_passive") and not (
        force.modal or force.negated
    )
    if guess.kind == "action" and guess.act in _HABITS and ongoing:
        return replace(guess, kind="tie", act="has")
    return guess


def propose(guess: Guess, analysis: Analysis, lexicon: Lexicon) -> Proposal:
    """The claim of one guess with all its fields."""
    here = guess.here
    roles: Roles = roles_of(here, guess.kind, guess.act, analysis, lexicon)
    words = here.sentence.words
    start, end = words[here.candidate.first].start, words[here.candidate.last].end
    span = Span(document=analysis.text.name, start=start, end=end, quote=analysis.text.text[start:end])
    return complete(guess.kind, guess.act, guess.confidence, here, roles, span, analysis, lexicon)
