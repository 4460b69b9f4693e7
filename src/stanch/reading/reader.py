"""One document read: text in, proposals out, each with a verified quote.

extract → parse → mentions → voices → candidates → encoder and heads → roles, modality, channels, amounts, dates → verify
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stanch.reading.analyse import Analysis, analyse
from stanch.reading.claimfields import complete
from stanch.reading.encoder import Encoded, Encoder, load_encoder
from stanch.reading.features import Situation, features_of
from stanch.reading.heads import Heads, Judgement, load_heads
from stanch.reading.lexicon import Lexicon, load_lexicon
from stanch.reading.model import KINDS, Proposal, Sentence, Text
from stanch.reading.quotes import verify
from stanch.reading.roles import settle_roles
from stanch.records import Span


@dataclass(slots=True, kw_only=True)
class Guess:
    """What the model makes of one candidate."""

    here: Situation
    judgement: Judgement
    vectors: Encoded
    kind: str
    act: str
    confidence: float


def read_text(
    text: Text,
    *,
    lexicon: Lexicon | None = None,
    heads: Heads | None = None,
    encoder: Encoder | None = None,
    sentences: Sequence[Sentence] | None = None,
) -> tuple[Proposal, ...]:
    """All claims the reader is sure enough of to propose, in the order of the text."""
    return read_fully(text, lexicon=lexicon, heads=heads, encoder=encoder, sentences=sentences).proposals


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
    heads: Heads | None = None,
    encoder: Encoder | None = None,
    sentences: Sequence[Sentence] | None = None,
) -> Read:
    """The claims of a text, with what the reader left aside."""
    lexicon = lexicon or load_lexicon()
    heads = heads or load_heads()
    analysis = analyse(text, lexicon, sentences)
    guesses = guess_all(analysis, heads, encoder or load_encoder(), lexicon)
    kept = without_repeats([_settled(guess) for guess in guesses])
    proposals = [propose(guess, analysis, heads, lexicon) for guess in kept]
    verified = verify(proposals, text)
    relevant = sum(here.relevant for here in analysis.situations)
    return Read(
        proposals=verified,
        candidates=len(analysis.situations),
        abstained=relevant - sum(guess.here.relevant for guess in guesses),
        refused=len(proposals) - len(verified),
    )


def guess_all(analysis: Analysis, heads: Heads, encoder: Encoder, lexicon: Lexicon) -> list[Guess]:
    """What the model is sure enough of, candidate by candidate."""
    away = distances(analysis.situations)
    here = [each for each in analysis.situations if each.candidate.sentence in away]
    if not here:
        return []
    wanted = sorted({each.candidate.sentence for each in here})
    encoded = dict(zip(wanted, encoder.encode([analysis.sentences[at] for at in wanted]), strict=True))
    vectors = [encoded[each.candidate.sentence] for each in here]
    judgements = heads.judge(
        [v.word(each.candidate.head) for each, v in zip(here, vectors, strict=True)],
        [v.span(each.candidate.first, each.candidate.last) for each, v in zip(here, vectors, strict=True)],
        [v.whole(each.candidate.head) for each, v in zip(here, vectors, strict=True)],
        [features_of(each, lexicon) for each in here],
    )
    found = (
        guess_of(situation, judgement, vector, heads, away[situation.candidate.sentence])
        for situation, judgement, vector in zip(here, judgements, vectors, strict=True)
    )
    return [guess for guess in found if guess is not None]


# from so many sentences away on nothing is looked at
_FAR = 4


def distances(situations: Sequence[Situation]) -> dict[int, int]:
    """How many sentences each sentence is away from the nearest one that names the sanctioned state or sanctions: 0 for that itself, up to
    three. Those further off hardly ever hold a claim on the subject, and to look at them takes as long."""
    away: dict[int, int] = {}
    for at in {here.candidate.sentence for here in situations if here.relevant}:
        for step in range(1 - _FAR, _FAR):
            away[at + step] = min(abs(step), away.get(at + step, _FAR))
    return away


def guess_of(
    here: Situation, judgement: Judgement, vectors: Encoded, heads: Heads, away: int
) -> Guess | None:
    """The likeliest kind and act of a candidate, or `None` when the model abstains."""
    kind = max(KINDS, key=lambda each: (judgement.kind[each], each))
    if judgement.kind[kind] < max(heads.thresholds[kind], _least(here, kind, heads, away)):
        return None
    return Guess(
        here=here,
        judgement=judgement,
        vectors=vectors,
        kind=kind,
        act=_act_of(kind, judgement),
        confidence=judgement.kind[kind],
    )


def _least(here: Situation, kind: str, heads: Heads, away: int) -> float:
    """How sure the model has to be where a sentence does not name the subject. Of ties and acts a little surer, up to three sentences away:
    they are told as news goes on. Of stances much surer, unless two of the sentences around name it, and in the next sentence
    only: people hold views on many things."""
    if here.relevant:
        return 0.0
    if kind in ("tie", "action"):
        return heads.thresholds["onward"]
    if away > 1:
        return _NEVER
    near = here.setting.before + here.setting.after >= _AMID
    return heads.thresholds["amid" if near else "beside"]


_AMID = 2
_NEVER = 1.1  # no chance is as high


def _act_of(kind: str, judgement: Judgement) -> str:
    """The likeliest act of this kind."""
    prefix = f"{kind}:"
    chances = [
        (chance, name.removeprefix(prefix))
        for name, chance in judgement.act.items()
        if name.startswith(prefix)
    ]
    return max(chances)[1] if chances else ""


def without_repeats(guesses: Sequence[Guess]) -> list[Guess]:
    """Of claims on the same ground the surer one stays: two readings of one clause, or one act told by a verb and by the noun that is its
    object ("imposed" and "sanctions"). A claim within another ("…, after the council imposed sanctions") is one of its own."""
    kept: list[Guess] = []
    for guess in sorted(
        guesses, key=lambda g: (-g.confidence, g.here.candidate.sentence, g.here.candidate.head)
    ):
        if not any(_same_ground(guess, other) for other in kept):
            kept.append(guess)
    told = [guess for guess in kept if not any(_tells_of(guess, other) for other in kept)]
    return sorted(
        told, key=lambda g: (g.here.candidate.sentence, g.here.candidate.first, g.here.candidate.head)
    )


def _tells_of(guess: Guess, other: Guess) -> bool:
    """True for "the ministry told reporters that it had stopped the visas", where "it had stopped the visas" is the same claim."""
    a, b = guess.here.candidate, other.here.candidate
    if a.sentence != b.sentence or (guess.kind, guess.act) != (other.kind, other.act):
        return False
    word = guess.here.sentence.words[b.head]
    return word.dep == "ccomp" and word.head == a.head


def _same_ground(guess: Guess, other: Guess) -> bool:
    a, b = guess.here.candidate, other.here.candidate
    if a.sentence != b.sentence:
        return False
    shared = min(a.last, b.last) - max(a.first, b.first) + 1
    if shared <= 0:
        return False
    whole = shared / (max(a.last, b.last) - min(a.first, b.first) + 1)
    if whole >= _ONE:
        return True
    # another act is another claim, though one clause holds the other: "welcomed the ban, warning that smuggling would grow"
    if (guess.kind, guess.act) != (other.kind, other.act):
        return False
    if whole >= _SAME:
        return True
    if guess.kind == "position":  # a stance is told once, by the clause that takes it
        return shared >= 0.5 * min(a.last - a.first + 1, b.last - b.first + 1)
    return _object_of(guess, other) or _object_of(other, guess)


# of the words of both: for one reading of a clause, whatever it reads; for one act told twice
_ONE, _SAME = 0.8, 0.6
_OBJECTS = {"dobj", "nsubjpass", "attr", "pobj", "prep", "compound", "oprd"}


def _object_of(guess: Guess, other: Guess) -> bool:
    """True when a noun stands as object in the clause of another claim, at whatever depth of its phrase."""
    if guess.here.candidate.form != "noun":
        return False
    words = guess.here.sentence.words
    i, top = guess.here.candidate.head, other.here.candidate.head
    while words[i].dep in _OBJECTS and words[i].head != i:
        i = words[i].head
        if i == top:
            return True
    return False


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


def propose(guess: Guess, analysis: Analysis, heads: Heads, lexicon: Lexicon) -> Proposal:
    """The claim of one guess with all its fields."""
    here = guess.here
    settled = settle_roles(
        here, guess.kind, guess.act, guess.judgement, guess.vectors, analysis, heads, lexicon
    )
    words = here.sentence.words
    start, end = words[here.candidate.first].start, words[here.candidate.last].end
    span = Span(document=analysis.text.name, start=start, end=end, quote=analysis.text.text[start:end])
    return complete(
        guess.kind, guess.act, guess.confidence, here, guess.judgement, settled, span, analysis, lexicon
    )
